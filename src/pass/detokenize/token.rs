//! Tokens of a passage: what blanks part, the kind of each, and on which sides
//! it binds, for which reason. Nothing is copied; a token is a span.

use std::ops::Range;

/// Why a blank or a mark goes; each is a detector that a rule switches on.
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
    /// After an elided word.
    Elision,
    /// Inside a number, a time.
    Number,
    /// Beside a sign that belongs to a number or word: `$`, `%`, `#`.
    Sign,
    /// Inside an abbreviation with points.
    Abbreviation,
    /// Inside a hyphenated word.
    Hyphen,
    /// Around a dash that is set without blanks.
    Dash,
    /// Around a slash, an underscore, an ampersand.
    Slash,
    /// Inside a URL or an e-mail address.
    Address,
    /// `-LRB-` and its kin.
    BracketCode,
    /// ``` `` ``` and `''`.
    QuoteCode,
    /// `&apos;` and its kin.
    Entity,
    /// `@-@` and its kin.
    JoinMark,
    /// `##ing`, `un@@`.
    WordPiece,
    /// `▁word`, `Ġword`.
    WordStart,
    /// `w o r d`.
    Letters,
}

/// The detectors' names, in the order of [`Reason`].
pub const REASONS: [&str; 19] = [
    "space-before-point",
    "space-inside-brackets",
    "space-inside-quotes",
    "split-contraction",
    "split-elision",
    "split-number",
    "space-beside-sign",
    "split-abbreviation",
    "split-hyphenation",
    "space-around-dash",
    "space-around-slash",
    "split-address",
    "bracket-code",
    "quote-code",
    "entity-code",
    "join-mark",
    "word-piece",
    "word-start-mark",
    "spaced-letters",
];

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Holds a letter or digit.
    Word,
    /// Digits, with or without inner points.
    Number,
    /// One or more of `, . ; : ! ?`, or an ellipsis.
    Point,
    /// `(` and its kin, `¿`, `¡`.
    Open,
    /// `)` and its kin.
    Close,
    /// A double quotation mark of any form.
    Quote,
    /// A single one, or an apostrophe.
    Tick,
    /// `-`, or a dash.
    Dash,
    /// `*`.
    Star,
    /// Signs of several kinds in one, of which the first closes: `."`, `),`.
    Closing,
    /// The same where the last opens: `("`.
    Opening,
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

/// Bytes to be written otherwise.
#[derive(Clone, Debug)]
pub struct Rewrite {
    /// The bytes, in the text.
    pub span: Range<usize>,
    /// What stands there instead.
    pub with: &'static str,
    /// Why.
    pub reason: Reason,
}

/// Buffers, used again from passage to passage.
#[derive(Default)]
pub struct Buffers {
    tokens: Vec<Token>,
    signs: Vec<usize>,
    rewrites: Vec<Rewrite>,
}

/// A passage and its tokens.
pub struct Passage<'t> {
    text: &'t str,
    /// The tokens, in order.
    pub tokens: Vec<Token>,
    /// Which of them are neither words nor numbers.
    pub signs: Vec<usize>,
    /// What is to be written otherwise.
    pub rewrites: Vec<Rewrite>,
}

impl<'t> Passage<'t> {
    /// Splits `span` of `text` at blanks.
    pub fn new(text: &'t str, span: Range<usize>, buffers: Buffers) -> Self {
        let Buffers { mut tokens, mut signs, mut rewrites } = buffers;
        tokens.clear();
        signs.clear();
        rewrites.clear();
        let mut start = span.start;
        let blanks = memchr::memchr_iter(b' ', text[span.clone()].as_bytes());
        for end in blanks.map(|at| span.start + at).chain([span.end]) {
            if end > start {
                let kind = kind(&text[start..end]);
                if !matches!(kind, Kind::Word | Kind::Number) {
                    signs.push(tokens.len());
                }
                tokens.push(Token { start, end, kind, before: None, after: None });
            }
            start = end + 1;
        }
        Passage { text, tokens, signs, rewrites }
    }

    /// The whole passage.
    pub fn text(&self) -> &'t str {
        match (self.tokens.first(), self.tokens.last()) {
            (Some(first), Some(last)) => &self.text[first.start..last.end],
            _ => "",
        }
    }

    /// The buffers, for the next passage.
    pub fn into_buffers(self) -> Buffers {
        Buffers { tokens: self.tokens, signs: self.signs, rewrites: self.rewrites }
    }

    /// The text of token `i`; empty beyond the end of the passage.
    pub fn word(&self, i: usize) -> &'t str {
        self.tokens.get(i).map_or("", |token| plain(&self.text[token.start..token.end]))
    }

    /// The text of the `n`-th token before `i`; empty beyond the start.
    pub fn back(&self, i: usize, n: usize) -> &'t str {
        i.checked_sub(n).map_or("", |i| self.word(i))
    }

    /// Token `i` as it stands, codes and all.
    pub fn raw(&self, i: usize) -> &'t str {
        self.tokens.get(i).map_or("", |token| &self.text[token.start..token.end])
    }

    /// The kind of token `i`, if there is one.
    pub fn kind(&self, i: usize) -> Option<Kind> {
        self.tokens.get(i).map(|token| token.kind)
    }

    /// The kind of the token before `i`.
    pub fn kind_before(&self, i: usize) -> Option<Kind> {
        i.checked_sub(1).and_then(|i| self.kind(i))
    }

    /// Whether token `i` is a word or number.
    pub fn is_word(&self, i: usize) -> bool {
        matches!(self.kind(i), Some(Kind::Word | Kind::Number))
    }

    /// Whether there is one before `i`.
    pub fn is_word_before(&self, i: usize) -> bool {
        i.checked_sub(1).is_some_and(|i| self.is_word(i))
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

    /// Token `i` binds on both sides.
    pub fn bind(&mut self, i: usize, reason: Reason) {
        self.bind_before(i, reason);
        self.bind_after(i, reason);
    }

    /// Whether anything was said of token `i` yet.
    pub fn is_free(&self, i: usize) -> bool {
        self.tokens.get(i).is_some_and(|t| t.before.is_none() && t.after.is_none())
    }
}

/// The sign a code stands for, as the pairing has to see it.
pub fn plain(word: &str) -> &str {
    if word.len() < 5 || !matches!(word.as_bytes()[0], b'&' | b'-') {
        return word;
    }
    match word {
        "&quot;" => "\"",
        "&apos;" | "&#39;" => "'",
        "&amp;" => "&",
        "-LRB-" | "-lrb-" => "(",
        "-RRB-" | "-rrb-" => ")",
        "-LSB-" | "-lsb-" | "&#91;" => "[",
        "-RSB-" | "-rsb-" | "&#93;" => "]",
        "-LCB-" | "-lcb-" => "{",
        "-RCB-" | "-rcb-" => "}",
        word => word,
    }
}

fn kind(word: &str) -> Kind {
    let bytes = word.as_bytes();
    // Any lead byte of a letter; general punctuation starts with E2, « with C2.
    if bytes[0].is_ascii_alphabetic() || matches!(bytes[0], 0xC3..0xE2) {
        return Kind::Word;
    }
    if bytes.iter().all(|b| matches!(b, b',' | b'.' | b';' | b':' | b'!' | b'?')) {
        return Kind::Point;
    }
    if bytes[0].is_ascii_digit() && bytes.iter().all(|b| b.is_ascii_digit() || is_inner(*b)) {
        return Kind::Number;
    }
    match plain(word) {
        "…" => Kind::Point,
        "(" | "[" | "{" | "¿" | "¡" => Kind::Open,
        ")" | "]" | "}" => Kind::Close,
        "\"" | "“" | "”" | "„" | "‟" | "«" | "»" | "``" | "''" => Kind::Quote,
        "'" | "‘" | "’" | "‚" | "‹" | "›" | "`" => Kind::Tick,
        "*" => Kind::Star,
        "-" | "–" | "—" | "--" | "---" => Kind::Dash,
        word if word.chars().any(char::is_alphanumeric) => Kind::Word,
        word => cluster(word),
    }
}

/// The kind of several signs that a tokenizer left together.
fn cluster(word: &str) -> Kind {
    let opens = |c| matches!(c, '(' | '[' | '„' | '¿' | '¡');
    let closes = |c| matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | ')' | ']' | '”' | '…' | '%');
    let mark = |c| matches!(c, '"' | '\'' | '’' | '‘' | '“' | '»' | '«');
    if word == "%" || !word.chars().all(|c| closes(c) || opens(c) || mark(c)) {
        return Kind::Other;
    }
    match (word.contains(opens), word.contains(closes)) {
        (true, false) => Kind::Opening,
        (false, true) => Kind::Closing,
        _ => Kind::Other,
    }
}

fn is_inner(byte: u8) -> bool {
    matches!(byte, b'.' | b',' | b':' | b'/')
}
