//! Word lists that are asked about every word of a tokenised text: so the
//! look-up neither allocates nor hashes with a key (the words come from rule
//! files; a text can't fill the table).

use serde::Deserialize;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// FNV-1a: the cheapest for keys as short as words.
pub struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Fnv(0xcbf2_9ce4_8422_2325)
    }
}

impl Hasher for Fnv {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// What is known of words, by the word in lower case with straight apostrophes.
#[derive(Debug)]
pub struct Lexicon<T> {
    entries: HashMap<String, T, BuildHasherDefault<Fnv>>,
    longest: usize,
}

impl<T> Default for Lexicon<T> {
    fn default() -> Self {
        Lexicon { entries: HashMap::default(), longest: 0 }
    }
}

impl<T: Default> Lexicon<T> {
    /// The entry of a word, which is made if there is none.
    pub fn entry(&mut self, word: &str) -> &mut T {
        // In the text a curly apostrophe or an entity may stand for a straight one.
        self.longest = self.longest.max(word.len() + 5);
        self.entries.entry(word.to_lowercase()).or_default()
    }
}

impl<T> Lexicon<T> {
    /// What is known of the word, however it is written.
    pub fn get(&self, word: &str) -> Option<&T> {
        const ROOM: usize = 24;
        if word.len() > self.longest {
            return None;
        }
        if word.bytes().all(|b| b.is_ascii_lowercase()) {
            return self.entries.get(word);
        }
        if word.len() > ROOM || word.bytes().any(|b| b >= 0x80 || b == b'&') {
            let folded = word.replace("&apos;", "'").replace('’', "'").to_lowercase();
            return self.entries.get(&folded);
        }
        let mut room = [0; ROOM];
        let lower = &mut room[..word.len()];
        lower.copy_from_slice(word.as_bytes());
        lower.make_ascii_lowercase();
        self.entries.get(std::str::from_utf8(lower).ok()?)
    }

    /// The words, in no order.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.entries.keys().map(String::as_str)
    }
}

/// A list of words.
#[derive(Debug, Default, Deserialize)]
#[serde(from = "Vec<String>")]
pub struct Words(Lexicon<()>);

impl From<Vec<String>> for Words {
    fn from(list: Vec<String>) -> Self {
        list.iter().map(String::as_str).collect()
    }
}

impl<'w> FromIterator<&'w str> for Words {
    fn from_iter<I: IntoIterator<Item = &'w str>>(list: I) -> Self {
        let mut words = Words::default();
        list.into_iter().for_each(|word| *words.0.entry(word) = ());
        words
    }
}

impl Words {
    /// Whether the word is in the list, however it is written.
    pub fn holds(&self, word: &str) -> bool {
        self.0.get(word).is_some()
    }

    /// The words, in no order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.words()
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
