//! A text as a stream of words, the form in which contexts are compared:
//! lower case, no punctuation, contractions cut alike whether the text came in
//! tokens or not. Two papers that report one quotation differ in a comma or in
//! the shape of a quote, and this is where that stops to matter.
//!
//! Words are their hashes. The hash is xxh3, because evidence is kept in files.

use std::ops::Range;
use xxhash_rust::xxh3::xxh3_64;

/// Words of so many bytes, in ASCII, are put in small letters without memory of their own.
const SHORT: usize = 24;

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
    let mut found = Vec::with_capacity(text.len() / 5); // a word and a blank have about six bytes
    let (mut at, mut begins) = (0, true);
    while let Some(&byte) = bytes.get(at) {
        let end = word_end(text, at);
        if end > at {
            push(text, &mut found, at..end, begins);
            (at, begins) = (end, false);
            continue;
        }
        let sign = if byte.is_ascii() { Some(char::from(byte)) } else { text[at..].chars().next() };
        begins |= sign.is_some_and(is_beginning);
        at += sign.map_or(1, char::len_utf8);
    }
    found
}

/// Where the run of letters and digits ends that begins at a byte.
fn word_end(text: &str, from: usize) -> usize {
    let bytes = text.as_bytes();
    let mut at = from;
    while let Some(&byte) = bytes.get(at) {
        if byte.is_ascii_alphanumeric() {
            at += 1;
            continue;
        }
        let wide = if byte.is_ascii() { None } else { text[at..].chars().next() };
        let Some(wide) = wide.filter(|c| c.is_alphanumeric()) else { break };
        at += wide.len_utf8();
    }
    at
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

/// Adds a word, the `n` of `n't` cut off from what stands before it.
fn push(text: &str, found: &mut Vec<Word>, at: Range<usize>, begins: bool) {
    let word = &text[at.clone()];
    let negated = word.len() > 1 && word.ends_with('n') && {
        let mut rest = text[at.end..].chars();
        matches!(rest.next(), Some('\'' | '’'))
            && matches!(rest.next(), Some('t'))
            && !rest.next().is_some_and(char::is_alphanumeric)
    };
    if negated {
        let cut = at.end - 1;
        found.push(Word {
            hash: hash(&text[at.start..cut]),
            at: at.start..cut,
            begins,
            broken: false,
        });
        found.push(Word { hash: hash("n"), at: cut..at.end, begins: false, broken: false });
    } else {
        found.push(Word { hash: hash(word), at, begins, broken: false });
    }
}

/// The hash of a word in small letters.
fn hash(word: &str) -> u64 {
    let mut small = [0; SHORT];
    match small.get_mut(..word.len()) {
        Some(small) if word.is_ascii() => {
            small.copy_from_slice(word.as_bytes());
            small.make_ascii_lowercase();
            xxh3_64(small)
        }
        _ => xxh3_64(word.to_lowercase().as_bytes()),
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
    fn words_in_broken_spans_are_marked() {
        let mut stream = words("one two three");
        mark(&mut stream, std::slice::from_ref(&(4..7)));
        let broken: Vec<bool> = stream.into_iter().map(|w| w.broken).collect();
        assert_eq!(broken, [false, true, false]);
    }
}
