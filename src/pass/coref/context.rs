//! A text as a stream of words, the form in which contexts are compared:
//! lower case, no punctuation, contractions cut alike whether the text came in
//! tokens or not. Two papers that report one quotation differ in a comma or in
//! the shape of a quote, and this is where that stops to matter.
//!
//! Words are their hashes, as `small` makes them. Evidence is kept in files, so
//! another hash is another form of file.

#![allow(clippy::needless_bitwise_bool)] // lazy ones would be branches, and the loop no vector one

use super::small::{self, Small};
use crate::blocks::{self, BLOCK, lowest};
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
    let found = Vec::with_capacity(text.len() / 5); // a word and a blank have about six bytes
    let mut stream = Stream { text, found, begins: true };
    // Where a run of letters and digits began that goes on beyond its block.
    let mut open = None;
    blocks::each(text.as_bytes(), |base, block| {
        let inside = blocks::bits(block, may_be_in_word);
        let signs = blocks::bits(block, may_begin);
        let mut at = 0;
        if let Some(start) = open {
            at = (!inside).trailing_zeros() as usize;
            if at == BLOCK {
                return;
            }
            stream.run(start..base + at);
            open = None;
        }
        loop {
            let gap = (inside >> at).trailing_zeros() as usize;
            stream.begins |= signs >> at & lowest(gap) != 0;
            at += gap;
            if at >= BLOCK {
                return;
            }
            let len = (!(inside >> at)).trailing_zeros() as usize;
            if at + len == BLOCK {
                open = Some(base + at);
                return;
            }
            stream.run(base + at..base + at + len);
            at += len;
        }
    });
    if let Some(start) = open {
        stream.run(start..text.len());
    }
    stream.found
}

/// Letters and digits of ASCII, and all beyond it.
fn may_be_in_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() | (byte >= 0x80)
}

/// Whether a sentence, a quotation or a line begins behind a sign of ASCII.
fn may_begin(byte: u8) -> bool {
    (byte == b'.')
        | (byte == b'!')
        | (byte == b'?')
        | (byte == b'"')
        | (byte == b'\n')
        | (byte == b':')
        | (byte == b'`')
}

/// Words as they are found.
struct Stream<'t> {
    text: &'t str,
    found: Vec<Word>,
    /// Whether a sentence, a quotation or a line begins with the next one.
    begins: bool,
}

impl Stream<'_> {
    /// A run of letters and digits, and of whatever is beyond ASCII.
    #[inline]
    fn run(&mut self, at: Range<usize>) {
        match small::of_ascii(self.text.as_bytes(), at.clone()) {
            Some(hash) => self.word(at, hash),
            None => self.wide(at),
        }
    }

    /// Such a run with characters beyond ASCII, which may be signs or blanks.
    fn wide(&mut self, run: Range<usize>) {
        let (mut start, mut small) = (run.start, Small::new());
        for (at, c) in self.text[run.clone()].char_indices() {
            let at = run.start + at;
            if is_in_word(c) {
                push(&mut small, c);
                continue;
            }
            if start < at {
                self.word(start..at, std::mem::replace(&mut small, Small::new()).number());
            }
            self.begins |= matches!(c, '“' | '”' | '…');
            start = at + c.len_utf8();
        }
        if start < run.end {
            self.word(start..run.end, small.number());
        }
    }

    /// A word with its hash, the `n` of `n't` cut off from what stands before it.
    #[inline]
    fn word(&mut self, at: Range<usize>, own: u64) {
        let begins = std::mem::take(&mut self.begins);
        if at.len() < 2 || !is_negated(self.text, at.end) {
            self.found.push(Word { hash: own, at, begins, broken: false });
            return;
        }
        let cut = at.end - 1;
        let verb = hash(&self.text[at.start..cut]);
        self.found.push(Word { hash: verb, at: at.start..cut, begins, broken: false });
        self.found.push(Word { hash: hash("n"), at: cut..at.end, begins: false, broken: false });
    }
}

/// Whether a word ends here with the `n` of `n't`.
#[inline]
fn is_negated(text: &str, end: usize) -> bool {
    if text.as_bytes()[end - 1] != b'n' {
        return false;
    }
    let behind = text[end..].strip_prefix(['\'', '’']).and_then(|rest| rest.strip_prefix('t'));
    behind.is_some_and(|rest| !rest.starts_with(is_in_word))
}

/// The hash of a word in small letters.
fn hash(word: &str) -> u64 {
    let mut small = Small::new();
    word.chars().for_each(|c| push(&mut small, c));
    small.number()
}

/// Adds a character in small letters.
#[inline]
fn push(small: &mut Small, c: char) {
    match letter::in_small(c) {
        Some(one) => small.push(one),
        None => c.to_lowercase().for_each(|one| small.push(one)),
    }
}

/// Marks the words in `broken` (sorted spans).
pub fn mark(words: &mut [Word], broken: &[Range<usize>]) {
    let mut spans = broken.iter().peekable();
    for word in words {
        while spans.next_if(|s| s.end <= word.at.start).is_some() {}
        word.broken = spans.peek().is_some_and(|s| s.start < word.at.end);
    }
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
    fn words_are_the_same_wherever_a_block_ends() {
        let words_of = |text: &str| -> Vec<(String, bool)> {
            words(text).into_iter().map(|w| (text[w.at].to_owned(), w.begins)).collect()
        };
        let text = "It was “déjà vu”, he said: \"Don't.\" And… internationally_so, ２３ rue 9";
        let own = words_of(text);
        let expected = [
            ("It", true),
            ("was", false),
            ("déjà", true),
            ("vu", false),
            ("he", true),
            ("said", false),
            ("Do", true),
            ("n", false),
            ("t", false),
            ("And", true),
            ("internationally", true),
            ("so", false),
            ("２３", false),
            ("rue", false),
            ("9", false),
        ];
        assert_eq!(own, expected.map(|(word, begins)| (word.to_owned(), begins)));
        for blanks in 0..130 {
            let moved = " ".repeat(blanks) + text + &" ".repeat(blanks / 2);
            assert_eq!(words_of(&moved), own, "{blanks}");
        }
        for length in 1..200 {
            let long = "x".repeat(length);
            assert_eq!(words_of(&long), [(long.clone(), true)]);
            assert_eq!(hashes(&long), hashes(&format!("- {}", long.to_uppercase())));
        }
    }

    #[test]
    fn words_in_broken_spans_are_marked() {
        let mut stream = words("one two three");
        mark(&mut stream, std::slice::from_ref(&(4..7)));
        let broken: Vec<bool> = stream.into_iter().map(|w| w.broken).collect();
        assert_eq!(broken, [false, true, false]);
    }
}
