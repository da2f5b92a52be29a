//! Word lists that are asked about every word of a tokenised text: so the
//! look-up neither allocates nor hashes with a key (the words come from rule
//! files; a text can't fill the table). A word of up to eight bytes, as nearly
//! all are, is one number, and comparing it one instruction.

use rustc_hash::FxHashMap;
use serde::Deserialize;

/// What is known of words, by the word in lower case with straight apostrophes.
#[derive(Debug)]
pub struct Lexicon<T> {
    short: FxHashMap<u64, T>,
    long: FxHashMap<String, T>,
    /// By first byte: the lengths and last bytes that occur, a bit each, some of them
    /// taken for one another.
    shapes: [u64; 256],
}

impl<T> Default for Lexicon<T> {
    fn default() -> Self {
        let (short, long) = (FxHashMap::default(), FxHashMap::default());
        Lexicon { short, long, shapes: [0; 256] }
    }
}

impl<T: Default> Lexicon<T> {
    /// The entry of a word, which is made if there is none.
    pub fn entry(&mut self, word: &str) -> &mut T {
        let word = word.to_lowercase();
        let (first, bit) = shape(word.as_bytes());
        self.shapes[first] |= bit;
        match number(word.as_bytes()) {
            Some(number) => self.short.entry(number).or_default(),
            None => self.long.entry(word).or_default(),
        }
    }
}

impl<T> Lexicon<T> {
    /// What is known of the word, however it is written: small, with a capital,
    /// or all in capitals.
    pub fn get(&self, word: &str) -> Option<&T> {
        let found = match number(word.as_bytes()) {
            _ if !self.may_hold(word) => None,
            Some(number) => self.short.get(&number),
            None => self.long_word(word),
        };
        if found.is_none() && is_special(word) { self.folded(word) } else { found }
    }

    /// Whether there is any word of the same shape; a look at its ends.
    #[inline]
    pub fn may_hold(&self, word: &str) -> bool {
        let (first, bit) = shape(word.as_bytes());
        self.shapes[first] & bit != 0
    }

    fn long_word(&self, word: &str) -> Option<&T> {
        let capital = |byte: &u8| byte.is_ascii_uppercase() || !byte.is_ascii();
        let found = self.long.get(word);
        if found.is_none() && word.as_bytes().iter().any(capital) {
            return self.long.get(&word.to_lowercase());
        }
        found
    }

    /// What is known of a word with a curly apostrophe or an entity.
    fn folded(&self, word: &str) -> Option<&T> {
        const LONGEST: usize = 32;
        if word.len() > LONGEST {
            return None;
        }
        let folded = word.replace("&apos;", "'").replace('’', "'").to_lowercase();
        number(folded.as_bytes()).map_or_else(|| self.long.get(&folded), |n| self.short.get(&n))
    }
}

/// The bit that tells small letters from capitals, in ASCII and in Latin-1 as
/// UTF-8 has it; digits and apostrophes have it set.
const CASE: u8 = 0x20;

/// A word of one to eight bytes as a number, in lower case. Some signs are taken
/// for one another, which no list has.
fn number(word: &[u8]) -> Option<u64> {
    let four = |at: usize| {
        let bytes: [u8; 4] = word.get(at..at + 4)?.try_into().ok()?;
        Some(u64::from(u32::from_le_bytes(bytes)))
    };
    let two = |at: usize| {
        let bytes: [u8; 2] = word.get(at..at + 2)?.try_into().ok()?;
        Some(u64::from(u16::from_le_bytes(bytes)))
    };
    let bytes = match word.len() {
        1 => u64::from(word[0]),
        length @ 2..=3 => two(0)? | two(length - 2)? << (8 * (length - 2)),
        length @ 4..=8 => four(0)? | four(length - 4)? << (8 * (length - 4)),
        _ => return None,
    };
    let case = u64::from_le_bytes([CASE; 8]) >> (64 - 8 * word.len());
    Some(bytes | case)
}

/// Where a word stands among the shapes, and its bit: the first byte, and the lowest
/// bits of the length and of the last one, which are the same in both cases.
#[inline]
fn shape(word: &[u8]) -> (usize, u64) {
    let [Some(first), Some(last)] = [word.first(), word.last()] else { return (0, 0) };
    (usize::from(first | CASE), 1 << ((word.len() & 7) << 3 | usize::from(last & 7)))
}

/// Whether the word has an apostrophe that is curly or an entity at one of its
/// ends, as `’s`, `n’t`, `l&apos;`.
fn is_special(word: &str) -> bool {
    matches!(word.as_bytes(), [b'&' | 0xE2, ..] | [_, b'&' | 0xE2, ..] | [.., b';' | 0x99])
}

/// A list of words.
#[derive(Debug, Default, Deserialize)]
#[serde(from = "Vec<String>")]
pub struct Words {
    list: Vec<String>,
    known: Lexicon<()>,
}

impl From<Vec<String>> for Words {
    fn from(list: Vec<String>) -> Self {
        let mut known = Lexicon::default();
        list.iter().for_each(|word| *known.entry(word) = ());
        Words { list, known }
    }
}

impl<'w> FromIterator<&'w str> for Words {
    fn from_iter<I: IntoIterator<Item = &'w str>>(list: I) -> Self {
        Words::from(list.into_iter().map(str::to_owned).collect::<Vec<_>>())
    }
}

impl Words {
    /// Whether the word is in the list, however it is written.
    pub fn holds(&self, word: &str) -> bool {
        self.known.get(word).is_some()
    }

    /// The words.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.list.iter().map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_and_apostrophes_are_levelled() {
        let words = Words::from(vec!["n't".to_owned(), "über".to_owned()]);
        for word in ["n't", "N'T", "n’t", "n&apos;t", "über", "Über"] {
            assert!(words.holds(word), "{word}");
        }
        assert!(!words.holds("nt") && !words.holds("") && !words.holds(&"x".repeat(99)));
    }
}
