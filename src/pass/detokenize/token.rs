//! Tokens of a passage: what blanks part, the kind of each, and on which sides
//! it binds, for which reason. Nothing is copied; a token is a span.

use std::ops::Range;

/// Why a blank goes; each is a detector that a rule switches on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Before a comma, full stop and the like.
    Point,
    /// Inside brackets.
    Bracket,
    /// Inside quotation marks.
    Quote,
    /// Before a clitic, or in a word that was split in two.
    Clitic,
}

/// The detectors' names, in the order of [`Reason`].
pub const REASONS: [&str; 4] =
    ["space-before-point", "space-inside-brackets", "space-inside-quotes", "split-contraction"];

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Holds a letter or digit.
    Word,
    /// One or more of `, . ; : ! ?`.
    Point,
    /// `(` and its kin, `¿`, `¡`.
    Open,
    /// `)` and its kin.
    Close,
    /// `"`, or a curly or pointed double quotation mark.
    Quote,
    /// `'` or a curly single quotation mark.
    Tick,
    /// Anything else.
    Other,
}

/// A token.
#[derive(Clone, Copy, Debug)]
pub struct Token {
    /// First byte, in the text.
    pub start: usize,
    /// Byte after the last.
    pub end: usize,
    /// What it is.
    pub kind: Kind,
    /// Why the blank before it goes, if it goes.
    pub before: Option<Reason>,
    /// Why the blank after it goes.
    pub after: Option<Reason>,
}

/// A passage and its tokens.
pub struct Passage<'t> {
    text: &'t str,
    /// The tokens, in order.
    pub tokens: Vec<Token>,
}

impl<'t> Passage<'t> {
    /// Splits `span` of `text` at blanks; `buffer` is used again.
    pub fn new(text: &'t str, span: Range<usize>, mut buffer: Vec<Token>) -> Self {
        buffer.clear();
        let mut start = span.start;
        while start < span.end {
            let end = memchr::memchr(b' ', &text.as_bytes()[start..span.end])
                .map_or(span.end, |n| start + n);
            if end > start {
                let kind = kind(&text[start..end]);
                buffer.push(Token { start, end, kind, before: None, after: None });
            }
            start = end + 1;
        }
        Passage { text, tokens: buffer }
    }

    /// The text of token `i`; empty beyond either end of the passage.
    pub fn word(&self, i: usize) -> &'t str {
        self.tokens.get(i).map_or("", |token| &self.text[token.start..token.end])
    }

    /// The text of the token before `i`.
    pub fn word_before(&self, i: usize) -> &'t str {
        i.checked_sub(1).map_or("", |i| self.word(i))
    }

    /// The kind of token `i`, if there is one.
    pub fn kind(&self, i: usize) -> Option<Kind> {
        self.tokens.get(i).map(|token| token.kind)
    }

    /// The kind of the token before `i`.
    pub fn kind_before(&self, i: usize) -> Option<Kind> {
        i.checked_sub(1).and_then(|i| self.kind(i))
    }

    /// Token `i` binds to the one before it.
    pub fn bind_before(&mut self, i: usize, reason: Reason) {
        if let Some(token) = self.tokens.get_mut(i) {
            token.before.get_or_insert(reason);
        }
    }

    /// Token `i` binds to the one after it.
    pub fn bind_after(&mut self, i: usize, reason: Reason) {
        if let Some(token) = self.tokens.get_mut(i) {
            token.after.get_or_insert(reason);
        }
    }
}

fn kind(word: &str) -> Kind {
    if word.bytes().all(|b| matches!(b, b',' | b'.' | b';' | b':' | b'!' | b'?')) {
        return Kind::Point;
    }
    match word {
        "…" => Kind::Point,
        "(" | "[" | "{" | "¿" | "¡" => Kind::Open,
        ")" | "]" | "}" => Kind::Close,
        "\"" | "“" | "”" | "„" | "«" | "»" | "``" | "''" => Kind::Quote,
        "'" | "‘" | "’" | "‚" | "`" => Kind::Tick,
        _ if word.chars().any(char::is_alphanumeric) => Kind::Word,
        _ => Kind::Other,
    }
}
