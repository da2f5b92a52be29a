//! Is a passage tokenised? Counted in one scan that stops only at two bytes that
//! may be a sign: what only a tokenizer writes (` ,`, ` n't`, `@-@`) against what
//! it would have split (`word, `, `(word`). What each place tells is said by
//! [`super::evidence`]. Sloppy authors write a blank before a comma here
//! and there, but not throughout; a tokenizer leaves no comma attached.
//!
//! Some signs frame words (brackets, quotation marks, a colon): authors pad
//! these too, so alone they prove nothing. Others are loose: in French ` ?` is
//! how it is written.

use super::evidence::{after_blank, before_blank, ends_solid, in_word, is_abbreviation, is_solid};
use crate::blocks;

/// What speaks for and against tokenised text, in points.
#[derive(Clone, Copy, Debug, Default)]
pub struct Signs {
    /// Only tokenizers do so.
    pub(super) strong: u32,
    /// ` ?` and the like: tokenizers do so, and some languages.
    pub(super) loose: u32,
    /// Padded brackets and quotation marks.
    pub(super) frames: u32,
    /// No tokenizer would leave it.
    pub(super) against: u32,
    /// Whether a part of the text is tokenised for certain.
    tokenised_part: bool,
    /// Whether a contraction stands whole, which some tokenizers leave.
    pub(super) contraction: bool,
    /// Whether one mark that stands alone may be its author's own (see [`super::doubts`]).
    pub(super) doubt: bool,
    /// Whether a word starts with a subword model's mark.
    pub marks: bool,
    /// Whether single letters stand in a row.
    pub letters: bool,
}

/// A comma or a clitic that stands alone.
pub(super) const STRONG: u32 = 2;
/// A stop in the midst of a line: more must follow, or it is a slip or no stop.
pub(super) const INNER: u32 = 1;
/// How often more has to speak for than against, where nothing else tells.
const CLEAR: u32 = 3;
/// A code that no author writes.
pub(super) const CODE: u32 = 6;
/// A comma that no tokenizer would leave at its word.
pub(super) const ATTACHED: u32 = 8;
/// A bracket or quotation mark at its word, which some tokenizers leave.
pub(super) const FRAMED: u32 = 3;

impl Signs {
    /// Adds another passage's.
    pub fn add(&mut self, other: Signs) {
        self.tokenised_part |= other.strong > 0 && other.tells(false, STRONG + 1);
        self.strong += other.strong;
        self.loose += other.loose;
        self.frames += other.frames;
        self.against += other.against;
        self.contraction |= other.contraction;
        self.doubt |= other.doubt;
        self.marks |= other.marks;
        self.letters |= other.letters;
    }

    /// Whether there is any sign at all.
    pub fn any(&self) -> bool {
        self.strong + self.loose + self.frames > 0 || self.marks || self.letters
    }

    /// Whether the passage is tokenised: by its own signs, or, where these are
    /// few, by those of the `whole` text. `loose` says whether loose signs count.
    pub fn tokenised(&self, whole: &Signs, loose: bool) -> bool {
        let known =
            || whole.tokenised_part || self.tells(loose, STRONG + 1) || whole.tells(loose, STRONG);
        let against = self.against + u32::from(self.contraction);
        self.points(loose) > 0 && self.weighs(loose) > against && known()
    }

    /// Whether the signs are no more than one, such as a stop that stands alone.
    pub fn scant(&self) -> bool {
        self.weighs(true) <= STRONG
    }

    /// Whether there are signs enough to judge by, of which hardly any speak against.
    fn tells(&self, loose: bool, enough: u32) -> bool {
        let against = CLEAR * (self.against + u32::from(self.doubt)) + u32::from(self.contraction);
        self.weighs(loose) >= enough.max(against + 1)
    }

    fn weighs(&self, loose: bool) -> u32 {
        self.points(loose) + self.frames
    }

    fn points(&self, loose: bool) -> u32 {
        self.strong + if loose { self.loose } else { 0 }
    }
}

/// Which bytes, as the first and as the second of two, may be a sign: two make
/// one where they share a bit.
struct Pairs {
    first: [u8; 256],
    second: [u8; 256],
}

/// A blank, and what a word doesn't start with.
const AFTER_BLANK: u8 = 1;
/// What a word doesn't end in, and a blank.
const BEFORE_BLANK: u8 = 2;
/// An apostrophe, and the last letter of a contraction.
const IN_WORD: u8 = 4;
/// What a tokenizer would part, and code is full of: `f(`, `$x`, `->`, `::`.
const GLUED: u8 = BRACKET | VARIABLE | ARROW;
const BRACKET: u8 = 8;
const VARIABLE: u8 = 16;
const ARROW: u8 = 32;

static PAIRS: Pairs = Pairs { first: [0; 256], second: [0; 256] }
    .with(AFTER_BLANK, b" ", b".,;:!?\"')]}([-@&`#/\xC2\xC4\xE2")
    .with(BEFORE_BLANK, b",;:!?).([@'\x99\x9C\x9D", b" ")
    .with(IN_WORD, b"'\x99", b"st")
    .with(BRACKET, WORD, b"(")
    .with(VARIABLE, b"$", LETTERS)
    .with(ARROW, b"-=:", b">=:");

const LETTERS: &[u8] = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
const WORD: &[u8] = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

impl Pairs {
    const fn with(mut self, bit: u8, first: &[u8], second: &[u8]) -> Self {
        let mut i = 0;
        while i < first.len() {
            self.first[first[i] as usize] |= bit;
            i += 1;
        }
        i = 0;
        while i < second.len() {
            self.second[second[i] as usize] |= bit;
            i += 1;
        }
        self
    }
}

/// Whether a byte may be in a pair that is a sign: of each pair one is, so that all
/// others are leapt over. Written for vectors: no branches, and a few bytes too many.
#[allow(clippy::needless_bitwise_bool)] // a branch would forbid vectors
fn is_special(byte: u8) -> bool {
    let within = |first: u8, last: u8| byte.wrapping_sub(first) <= last - first;
    within(b'!', b'/')
        | within(b':', b'@')
        | within(b'[', b'`')
        | within(b'{', b'~')
        | (byte & 0xFA == 0x98)
        | (byte & 0xDF == 0xC2)
        | (byte == 0xC4)
}

/// Reads the signs of a passage.
pub fn read(bytes: &[u8]) -> Signs {
    let mut signs = Signs::default();
    after_blank(bytes, 0, &mut signs);
    let mut blanks_before = 0;
    blocks::each(bytes, |start, block| {
        for n in blocks::places(blocks::bits(block, is_special)) {
            pairs(bytes, start + n, &mut signs);
        }
        let blanks = blocks::bits(block, |byte| byte == b' ');
        signs.letters |= has_spaced_letters(bytes, start, [blanks_before, blanks]);
        blanks_before = blanks;
    });
    if let [before @ .., b'.' | b'!' | b'?' | b',' | b':'] = bytes.trim_ascii_end()
        && ends_solid(before)
        && !is_abbreviation(before)
    {
        signs.against += ATTACHED;
    }
    // One sign in a line without an end: a slip, as one stop in its midst is.
    if signs.strong == STRONG && ends_solid(bytes.trim_ascii_end()) {
        signs.strong = INNER;
    }
    if looks_like_code(bytes) {
        signs.against += ATTACHED;
    }
    signs
}

/// Whether the line is set in far, or ends as lines of code do.
fn looks_like_code(bytes: &[u8]) -> bool {
    bytes.starts_with(b"    ")
        || bytes.starts_with(b"\t")
        || matches!(
            bytes.trim_ascii_end(),
            [.., b'{' | b'}' | b'\\'] | [.., b')' | b'}', b';' | b',']
        )
}

/// What the byte at `i` is a sign of, with the one before it and the one after;
/// where that is special too, the two are its own.
#[inline]
fn pairs(bytes: &[u8], i: usize, signs: &mut Signs) {
    if let Some(before) = i.checked_sub(1) {
        let shared = shared(bytes[before], bytes[i]);
        if shared != 0 {
            sign(bytes, before, shared, signs);
        }
    }
    if let Some(after) = bytes.get(i + 1).filter(|after| !is_special(**after)) {
        let shared = shared(bytes[i], *after);
        if shared != 0 {
            sign(bytes, i, shared, signs);
        }
    }
}

/// What two bytes in a row are a sign of, a bit each.
fn shared(first: u8, second: u8) -> u8 {
    PAIRS.first[usize::from(first)] & PAIRS.second[usize::from(second)]
}

/// What the two bytes at `i` are a sign of.
#[inline(never)]
fn sign(bytes: &[u8], i: usize, shared: u8, signs: &mut Signs) {
    if shared & AFTER_BLANK != 0 {
        after_blank(bytes, i + 1, signs);
    }
    if shared & BEFORE_BLANK != 0 {
        before_blank(bytes, i + 1, signs);
    }
    if shared & IN_WORD != 0 {
        in_word(bytes, i, signs);
    }
    if shared & GLUED != 0 {
        signs.against += FRAMED;
    }
}

/// Whether single letters stand in a row in the block at `start`: two of them, each
/// between blanks. Of the block and the one before it the blanks are known.
fn has_spaced_letters(bytes: &[u8], start: usize, [before, blanks]: [u64; 2]) -> bool {
    let apart = |n: u32| blanks << n | before >> (u64::BITS - n);
    let third = |n: usize| {
        let i = start + n;
        is_solid(bytes[i - 1]) && is_solid(bytes[i - 3])
    };
    blocks::places(blanks & apart(2) & apart(4)).any(third)
}
