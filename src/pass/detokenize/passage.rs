//! A passage and its tokens, and what can be asked of them. Resolvers speak of
//! tokens by their place in it; beyond its ends nothing stands.

use super::token::{Kind, Reason, Token, is_letter, kind, plain};
use crate::blocks;
use std::ops::Range;

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
pub struct Buffers<'t> {
    tokens: Vec<Token<'t>>,
    signs: Vec<usize>,
    edged: Vec<usize>,
    rewrites: Vec<Rewrite>,
}

/// Which numbers stand whole, so that the tokenizer is known not to split them.
#[derive(Clone, Copy, Debug, Default)]
pub struct Whole {
    /// `3.14` and `1,000`.
    pub points: bool,
    /// `10:30`.
    pub colons: bool,
}

impl Whole {
    fn read(&mut self, token: &[u8]) {
        for w in token.windows(3) {
            let inner = w[0].is_ascii_digit() && w[2].is_ascii_digit();
            self.points |= inner && matches!(w[1], b'.' | b',');
            self.colons |= inner && w[1] == b':';
        }
    }
}

/// A word may start with the byte.
const LETTER: u8 = 1;
/// At the first place it is a mark, as in `'s`, `-il`.
const FIRST: u8 = 2;
/// At the second, as in `n't`, `l'`.
const SECOND: u8 = 4;
/// At the last, as in `goin'`, `un@@`, `US$`.
const LAST: u8 = 8;

/// What a byte tells where it stands at one of a token's ends.
static ENDS: [u8; 256] = {
    let mut ends = [0; 256];
    let mut byte = 0_u8;
    loop {
        let letter = if is_letter(byte) { LETTER } else { 0 };
        let first = if matches!(byte, b'\'' | b'&' | b'-' | 0xE2) { FIRST } else { 0 };
        let second = if matches!(byte, b'\'' | b'&' | 0xE2) { SECOND } else { 0 };
        let last = if matches!(byte, b'\'' | b';' | b'@' | b'$' | 0x99) { LAST } else { 0 };
        ends[byte as usize] = letter | first | second | last;
        if byte == u8::MAX {
            break ends;
        }
        byte += 1;
    }
};

/// Whether a mark stands at one of a word's ends.
#[inline]
fn has_edge(word: &[u8]) -> bool {
    let [first, .., last] = word else {
        return word.first().is_some_and(|byte| ENDS[usize::from(*byte)] & (FIRST | LAST) != 0);
    };
    let ends = |byte: &u8| ENDS[usize::from(*byte)];
    ends(first) & FIRST | ends(&word[1]) & SECOND | ends(last) & LAST != 0
}

/// Whether a token that starts with no letter may be a code: `-LRB-`, `/.`.
fn is_code(token: &[u8]) -> bool {
    match token {
        [b'&' | b'@' | b'#', _, ..] | b"``" | b"''" | [b'/', _] | [.., b'@' | b';'] => true,
        [b'-', .., b'-'] => token.len() == 5,
        _ => false,
    }
}

/// A passage and its tokens.
pub struct Passage<'t> {
    text: &'t str,
    /// The tokens, in order.
    pub tokens: Vec<Token<'t>>,
    /// Which of them are neither words nor numbers.
    pub signs: Vec<usize>,
    /// Which words have a mark at one of their ends.
    pub edged: Vec<usize>,
    /// What is to be written otherwise.
    pub rewrites: Vec<Rewrite>,
    /// Which numbers stand whole.
    pub whole: Whole,
    /// Whether a token may be a code or have one at its ends.
    pub coded: bool,
}

impl<'t> Passage<'t> {
    /// Splits `span` of `text` at blanks.
    pub fn new(text: &'t str, span: Range<usize>, mut buffers: Buffers<'t>) -> Self {
        buffers.tokens.clear();
        buffers.tokens.reserve(span.len() / 4);
        buffers.signs.clear();
        buffers.edged.clear();
        buffers.rewrites.clear();
        let Buffers { tokens, signs, edged, rewrites } = buffers;
        let whole = Whole::default();
        let mut passage = Passage { text, tokens, signs, edged, rewrites, whole, coded: false };
        let mut start = span.start;
        blocks::each(&text.as_bytes()[span.clone()], |at, block| {
            for n in blocks::places(blocks::bits(block, |byte| byte == b' ')) {
                let blank = span.start + at + n;
                passage.push(start..blank);
                start = blank + 1;
            }
        });
        passage.push(start..span.end);
        passage
    }

    /// Adds a token; blanks in a row have none between them.
    #[inline]
    fn push(&mut self, span: Range<usize>) {
        let start = span.start;
        let text = &self.text[span];
        let bytes = text.as_bytes();
        let [first, ..] = *bytes else { return };
        let kind = if ENDS[usize::from(first)] & LETTER != 0 {
            if has_edge(bytes) {
                self.edged.push(self.tokens.len());
                self.coded |= matches!(bytes, [.., b'@' | b';']);
            }
            Kind::Word
        } else {
            self.kind_of_sign(text)
        };
        self.tokens.push(Token { text, start, kind, before: None, after: None });
    }

    /// The kind of the next token, which starts with no letter.
    fn kind_of_sign(&mut self, text: &str) -> Kind {
        let (i, bytes) = (self.tokens.len(), text.as_bytes());
        let kind = kind(text);
        match kind {
            Kind::Word if has_edge(bytes) => self.edged.push(i),
            Kind::Word | Kind::Number => {}
            _ => self.signs.push(i),
        }
        self.whole.read(bytes);
        self.coded |= is_code(bytes);
        kind
    }

    /// The whole passage.
    pub fn text(&self) -> &'t str {
        match (self.tokens.first(), self.tokens.last()) {
            (Some(first), Some(last)) => &self.text[first.start..last.end()],
            _ => "",
        }
    }

    /// The buffers, for the next passage.
    pub fn into_buffers(self) -> Buffers<'t> {
        let Passage { tokens, signs, edged, rewrites, .. } = self;
        Buffers { tokens, signs, edged, rewrites }
    }

    /// The text of token `i`; empty beyond the end of the passage.
    pub fn word(&self, i: usize) -> &'t str {
        let raw = self.raw(i);
        if self.coded { plain(raw) } else { raw }
    }

    /// The text of the `n`-th token before `i`; empty beyond the start.
    pub fn back(&self, i: usize, n: usize) -> &'t str {
        i.checked_sub(n).map_or("", |i| self.word(i))
    }

    /// Token `i` as it stands, codes and all.
    pub fn raw(&self, i: usize) -> &'t str {
        self.tokens.get(i).map_or("", |token| token.text)
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

    /// Whether more than one blank stands before token `i`.
    pub fn is_wide_before(&self, i: usize) -> bool {
        i > 0 && self.tokens[i].start - self.tokens[i - 1].end() > 1
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
