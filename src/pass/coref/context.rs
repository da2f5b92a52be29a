//! A text as a stream of words, the form in which contexts are compared:
//! lower case, no punctuation, contractions cut alike whether the text came in
//! tokens or not. Two papers that report one quotation differ in a comma or in
//! the shape of a quote, and this is where that stops to matter.
//!
//! Words are their hashes, as `small` makes them. Evidence is kept in files, so
//! another hash is another form of file.

#![allow(clippy::needless_bitwise_bool)] // lazy ones would be branches, and the loop no vector one

use super::small::{self, Small};
use crate::blocks::{Class, Runs};
use crate::letter::{self, is_in_word};
use std::ops::Range;
use xxhash_rust::xxh3::xxh3_64;

/// A word of a stream.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// The hash of the word in lower case.
    pub hash: u64,
    /// Where it stands, in bytes.
    pub at: Range<usize>,
    /// Whether a sentence, a quotation or a line begins with it.
    pub begins: bool,
    /// Whether it is no word of the author's: an intruder or a gap mark. Nothing is compared across it.
    pub broken: bool,
}

/// The words of a text.
pub fn words(text: &str) -> Vec<Word> {
    let bytes = text.as_bytes();
    let mut runs = Runs::new(bytes);
    let mut found = Vec::with_capacity(text.len() / 5); // a word and a blank have about six bytes
    let (mut at, mut begins) = (0, true);
    while let Some(&byte) = bytes.get(at) {
        if byte == b' ' {
            at += 1;
            continue;
        }
        let (hash, end) = word(text, at, &mut runs);
        if end > at {
            push(text, &mut found, (at..end, hash), begins);
            (at, begins) = (end, false);
            continue;
        }
        let sign = if byte.is_ascii() { Some(char::from(byte)) } else { text[at..].chars().next() };
        begins |= sign.is_some_and(is_beginning);
        at += sign.map_or(1, char::len_utf8);
    }
    found
}

/// Letters and digits of ASCII, and all beyond it.
struct MayBeInWord;

impl Class for MayBeInWord {
    fn has(byte: u8) -> bool {
        byte.is_ascii_alphanumeric() | (byte >= 0x80)
    }
}

/// The hash of the run of letters and digits that begins at a byte, in small letters, and where it ends.
#[inline]
fn word(text: &str, from: usize, runs: &mut Runs<'_, MayBeInWord>) -> (u64, usize) {
    let end = runs.end(from);
    if let Some(hash) = small::of_ascii(text.as_bytes(), from..end) {
        return (hash, end);
    }
    wide_word(text, from)
}

/// The same where there are characters beyond ASCII.
fn wide_word(text: &str, from: usize) -> (u64, usize) {
    // A sign, a blank or a letter beyond ASCII.
    let rest = &text[from..];
    let len = rest.find(|c| !is_in_word(c)).unwrap_or(rest.len());
    (hash(&rest[..len]), from + len)
}

/// The hash of a word in small letters.
fn hash(word: &str) -> u64 {
    let mut small = Small::new();
    let mut push = |c: char| c.encode_utf8(&mut [0; 4]).bytes().for_each(|byte| small.push(byte));
    for letter in word.chars() {
        match letter::in_small(letter) {
            Some(one) => push(one),
            None => letter.to_lowercase().for_each(&mut push),
        }
    }
    small.number()
}

/// Whether a sentence, a quotation or a line begins behind a sign.
fn is_beginning(sign: char) -> bool {
    matches!(sign, '.' | '!' | '?' | '"' | '“' | '”' | '\n' | ':' | '`' | '…')
}

/// Marks the words in `broken` (sorted spans).
pub fn mark(words: &mut [Word], broken: &[Range<usize>]) {
    let mut spans = broken.iter().peekable();
    for word in words {
        while spans.next_if(|s| s.end <= word.at.start).is_some() {}
        word.broken = spans.peek().is_some_and(|s| s.start < word.at.end);
    }
}

/// Adds a word with its hash, the `n` of `n't` cut off from what stands before it.
fn push(text: &str, found: &mut Vec<Word>, (at, own): (Range<usize>, u64), begins: bool) {
    let negated = at.len() > 1 && text.as_bytes()[at.end - 1] == b'n' && {
        let mut rest = text[at.end..].chars();
        matches!(rest.next(), Some('\'' | '’'))
            && matches!(rest.next(), Some('t'))
            && !rest.next().is_some_and(is_in_word)
    };
    if !negated {
        found.push(Word { hash: own, at, begins, broken: false });
        return;
    }
    let cut = at.end - 1;
    let verb = hash(&text[at.start..cut]);
    found.push(Word { hash: verb, at: at.start..cut, begins, broken: false });
    found.push(Word { hash: hash("n"), at: cut..at.end, begins: false, broken: false });
}

/// What stands for a whole text, so that a copy is known as one.
pub fn fingerprint(text: &str) -> u64 {
    xxh3_64(text.trim().as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hashes(text: &str) -> Vec<u64> {
        words(text).into_iter().map(|w| w.hash).collect()
    }

    #[test]
    fn tokenised_and_plain_text_have_the_same_words() {
        assert_eq!(
            hashes("\"I don't know,\" she said."),
            hashes("`` I do n’t know , '' she said .")
        );
    }

    #[test]
    fn words_in_broken_spans_are_marked() {
        let mut stream = words("one two three");
        mark(&mut stream, std::slice::from_ref(&(4..7)));
        let broken: Vec<bool> = stream.into_iter().map(|w| w.broken).collect();
        assert_eq!(broken, [false, true, false]);
    }
}
