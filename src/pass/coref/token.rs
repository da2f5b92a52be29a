//! The tokens that the drift is counted in. The producer counted its own, and
//! where its text keeps them apart with spaces, they are what stands between
//! the spaces. Elsewhere punctuation and contractions are split off the way
//! most tokenisers do it, which is a guess, and the drift model bears it.
//!
//! A run of n spaces inside a line hides n - 1 tokens that were dropped; their
//! number stays with the token that follows, because they count for the drift.

use super::class::Class;
use super::spelling::Spelling;
use super::words::{Lexicon, Whom};
use rustc_hash::FxHashMap;
use std::borrow::Cow;
use std::ops::Range;

/// A token.
#[derive(Clone, Debug)]
pub struct Token {
    /// Where it stands, in bytes of the text.
    pub at: Range<usize>,
    /// The same number for the same characters.
    pub id: u32,
    /// The same number for the same characters in lower case.
    pub lower: u32,
    /// The same number for the same characters in lower case, without a possessive ending that is glued to them.
    pub stem: u32,
    /// What it is.
    pub class: Class,
    /// Whom it means, if it is a pronoun.
    pub whom: Option<Whom>,
    /// Whether it begins with a capital.
    pub capital: bool,
    /// Whether a sentence begins with it.
    pub first: bool,
    /// Whether a line begins with it.
    pub line: bool,
    /// How many tokens the blanks before it hide.
    pub dropped: u16,
}

/// A text in tokens.
#[derive(Clone, Debug, Default)]
pub struct Tokens {
    /// The tokens in order.
    pub all: Vec<Token>,
    /// Whether the text came with its tokens kept apart.
    pub spaced: bool,
}

impl Tokens {
    /// Cuts a text into tokens.
    pub fn new(text: &str, lexicon: &Lexicon, mark: &str) -> Tokens {
        let spaced = is_spaced(text);
        let mut builder = Builder {
            text,
            lexicon,
            mark,
            has_marks: !mark.is_empty() && text.contains(mark),
            spaced,
            ids: FxHashMap::default(),
            all: Vec::new(),
            first: true,
            line: true,
        };
        let (mut blanks, mut line_end) = (0_usize, true);
        let mut rest = 0;
        while let Some((word, next)) = next_word(text, rest) {
            for byte in text[rest..word.start].bytes() {
                if byte == b'\n' {
                    line_end = true;
                }
            }
            if line_end {
                (builder.first, builder.line) = (true, true);
                blanks = 0;
            } else {
                blanks += text[rest..word.start].bytes().filter(|b| *b == b' ').count();
            }
            let dropped = if spaced {
                u16::try_from(blanks.saturating_sub(1)).unwrap_or(u16::MAX)
            } else {
                0
            };
            builder.push_word(word, dropped);
            (blanks, line_end, rest) = (0, false, next);
        }
        let mut all = builder.all;
        mark_sentences(text, &mut all, lexicon);
        Tokens { all, spaced }
    }

    /// The class of the token before `at`, `Start` where a sentence begins.
    pub fn before(&self, at: usize) -> Class {
        match self.all.get(at) {
            Some(token) if token.first => Class::Start,
            _ => at.checked_sub(1).and_then(|i| self.all.get(i)).map_or(Class::Start, |t| t.class),
        }
    }

    /// The class of the token at `at`, `Start` after the last.
    pub fn class(&self, at: usize) -> Class {
        self.all.get(at).map_or(Class::Start, |t| t.class)
    }
}

/// Where sentences begin: after a full stop, and (already marked) with a line.
/// A full stop after an initial, a title or between digits ends nothing and is a sign like others.
fn mark_sentences(text: &str, all: &mut [Token], lexicon: &Lexicon) {
    let mut first = true;
    for at in 0..all.len() {
        if all[at].class == Class::Stop && !ends_sentence(text, all, at, lexicon) {
            all[at].class = Class::Sign;
        }
        all[at].first |= first;
        if all[at].capital && !all[at].first && is_open(all[at].class) {
            all[at].class = Class::Name;
        }
        first = match all[at].class {
            Class::Stop => true,
            Class::Quote | Class::Open | Class::Close | Class::Gap => all[at].first,
            _ => false,
        };
    }
}

fn is_open(class: Class) -> bool {
    class.is_content() && !matches!(class, Class::Number | Class::Title)
}

fn ends_sentence(text: &str, all: &[Token], at: usize, lexicon: &Lexicon) -> bool {
    if &text[all[at].at.clone()] != "." {
        return true;
    }
    let Some(before) = at.checked_sub(1).map(|i| &all[i]) else { return true };
    let word = &text[before.at.clone()];
    let digits =
        before.class == Class::Number && all.get(at + 1).is_some_and(|t| t.class == Class::Number);
    let initial = word.len() == 1 && before.capital && word != "I" || word == "m" || word == "p";
    !(digits || initial || lexicon.abbreviation(Spelling::of(word)).is_some())
}

/// The next stretch without white space from `from` on, and where it ends.
fn next_word(text: &str, from: usize) -> Option<(Range<usize>, usize)> {
    let tail = text.get(from..)?;
    let start = from + tail.find(|c: char| !c.is_whitespace())?;
    let len = text[start..].find(char::is_whitespace).unwrap_or(text.len() - start);
    Some((start..start + len, start + len))
}

/// Whether the text keeps its punctuation apart with spaces.
fn is_spaced(text: &str) -> bool {
    let bytes = text.as_bytes();
    let (mut apart, mut attached) = (0_usize, 0_usize);
    for (at, byte) in bytes.iter().enumerate() {
        let ends = bytes.get(at + 1).is_none_or(u8::is_ascii_whitespace);
        if matches!(byte, b'.' | b',') && ends && at > 0 {
            if bytes[at - 1].is_ascii_whitespace() { apart += 1 } else { attached += 1 }
        }
    }
    apart > attached
}

struct Builder<'a> {
    text: &'a str,
    lexicon: &'a Lexicon,
    mark: &'a str,
    has_marks: bool,
    spaced: bool,
    ids: FxHashMap<Cow<'a, str>, u32>,
    all: Vec<Token>,
    first: bool,
    line: bool,
}

impl<'a> Builder<'a> {
    fn push_word(&mut self, word: Range<usize>, mut dropped: u16) {
        // Most words are one token, and none of them needs a list.
        let is_plain = || self.text.as_bytes()[word.clone()].iter().all(u8::is_ascii_alphanumeric);
        if !self.has_marks && (self.spaced || is_plain()) {
            return self.push(word, dropped);
        }
        for piece in split_marks(self.text, word, self.mark) {
            if self.spaced || &self.text[piece.clone()] == self.mark {
                self.push(piece, std::mem::take(&mut dropped));
            } else {
                for part in split_word(self.text, piece) {
                    self.push(part, 0);
                }
            }
        }
    }

    fn push(&mut self, at: Range<usize>, dropped: u16) {
        let word = &self.text[at.clone()];
        let id = self.number(Cow::Borrowed(word));
        let is_small = word.bytes().all(|b| b.is_ascii() && !b.is_ascii_uppercase());
        let (lower, stem) = if is_small {
            let stem = stem(word);
            (id, if stem.len() < word.len() { self.number(Cow::Borrowed(stem)) } else { id })
        } else {
            let low = word.to_lowercase();
            let stem = Some(stem(&low)).filter(|stem| stem.len() < low.len()).map(str::to_owned);
            let lower = self.number(Cow::Owned(low));
            (lower, stem.map_or(lower, |stem| self.number(Cow::Owned(stem))))
        };
        let bare = unquoted(word);
        let mut entry = self.lexicon.entry(bare);
        if word == self.mark {
            entry.class = Class::Gap;
        }
        let capital = bare.chars().next().is_some_and(char::is_uppercase);
        let first = self.first;
        self.first = false;
        self.all.push(Token {
            at,
            id,
            lower,
            stem,
            class: entry.class,
            whom: entry.whom,
            capital,
            first,
            line: std::mem::take(&mut self.line),
            dropped,
        });
    }

    fn number(&mut self, word: Cow<'a, str>) -> u32 {
        let next = u32::try_from(self.ids.len()).unwrap_or(u32::MAX);
        *self.ids.entry(word).or_insert(next)
    }
}

/// A word without the possessive ending of a tokeniser that leaves it there (`Trump’s`, `Sessions’`).
fn stem(word: &str) -> &str {
    let cut = |ends: [&str; 2]| ends.iter().find_map(|end| word.strip_suffix(end));
    let plural = || cut(["s'", "s’"]).map(|stem| &word[..=stem.len()]);
    cut(["'s", "’s"]).or_else(plural).filter(|stem| !stem.is_empty()).unwrap_or(word)
}

/// A word that a careless tokeniser left with its opening quote (`’This`), without it.
fn unquoted(word: &str) -> &str {
    let bare = word.trim_start_matches(['"', '\'', '“', '‘', '’']);
    if bare.starts_with(char::is_uppercase) { bare } else { word }
}

/// The word cut before and after every gap mark in it.
fn split_marks(text: &str, word: Range<usize>, mark: &str) -> Vec<Range<usize>> {
    let mut pieces = Vec::new();
    let mut from = word.start;
    while !mark.is_empty()
        && let Some(found) = text[from..word.end].find(mark)
    {
        let at = from + found;
        if at > from {
            pieces.push(from..at);
        }
        pieces.push(at..at + mark.len());
        from = at + mark.len();
    }
    if from < word.end {
        pieces.push(from..word.end);
    }
    pieces
}

/// A word cut into what most tokenisers make of it.
fn split_word(text: &str, word: Range<usize>) -> Vec<Range<usize>> {
    let (mut head, mut tail) = (Vec::new(), Vec::new());
    let (mut start, mut end) = (word.start, word.end);
    while let Some(c) = text[start..end].chars().next().filter(|c| is_edge(*c)) {
        head.push(start..start + c.len_utf8());
        start += c.len_utf8();
    }
    while let Some(c) = text[start..end].chars().next_back().filter(|c| is_edge(*c) || *c == '.') {
        if c == '.' && is_abbreviation(&text[start..end]) {
            break;
        }
        tail.push(end - c.len_utf8()..end);
        end -= c.len_utf8();
    }
    if start < end {
        let cut = clitic(&text[start..end]).map_or(end, |len| end - len);
        head.push(start..cut);
        if cut < end {
            head.push(cut..end);
        }
    }
    tail.reverse();
    head.extend(tail);
    head
}

fn is_edge(c: char) -> bool {
    matches!(
        c,
        ',' | ';'
            | ':'
            | '!'
            | '?'
            | '"'
            | '“'
            | '”'
            | '‘'
            | '('
            | ')'
            | '['
            | ']'
            | '—'
            | '«'
            | '»'
            | '…'
            | '\''
            | '’'
    )
}

/// Whether the full stop belongs to the word: `U.S.`, `J.`, `Mr.`
fn is_abbreviation(word: &str) -> bool {
    let stem = word.strip_suffix('.').unwrap_or(word);
    stem.contains('.')
        || stem.chars().count() == 1 && stem.chars().all(char::is_uppercase)
        || matches!(
            stem,
            "Mr" | "Mrs"
                | "Ms"
                | "Dr"
                | "Sen"
                | "Rep"
                | "Gov"
                | "Gen"
                | "St"
                | "Jan"
                | "Feb"
                | "Aug"
                | "Sept"
                | "Oct"
                | "Nov"
                | "Dec"
        )
}

/// The length of a contraction's second half.
fn clitic(word: &str) -> Option<usize> {
    const ENDS: [&str; 16] = [
        "n't", "n’t", "'s", "’s", "'ll", "’ll", "'ve", "’ve", "'re", "’re", "'d", "’d", "'m", "’m",
        "'S", "’S",
    ];
    ENDS.iter().find(|end| word.len() > end.len() && word.ends_with(**end)).map(|end| end.len())
}

#[cfg(test)]
mod tests {
    use super::stem;

    #[test]
    fn a_possessive_ending_is_no_part_of_a_stem() {
        for (word, without) in [
            ("trump’s", "trump"),
            ("nixon's", "nixon"),
            ("sessions’", "sessions"),
            ("’s", "’s"),
            ("s'", "s"),
            ("bus", "bus"),
            ("don't", "don't"),
        ] {
            assert_eq!(stem(word), without);
        }
    }
}
