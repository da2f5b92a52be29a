//! The number of a word in small letters, by which the words of all texts are compared:
//! eight bytes are taken together, so that most words are one step. That the scan's
//! `spelling` goes byte by byte is no neglect: it asks more of each, and there it is faster.

use std::ops::Range;

/// A bit in the highest place of each of eight bytes.
const HIGH: u64 = 0x8080_8080_8080_8080;

/// The bits of so many bytes, the first.
const ONLY: [u64; 9] = {
    let mut only = [0; 9];
    let mut count = 1;
    while count < 9 {
        only[count] = only[count - 1] << 8 | 0xff;
        count += 1;
    }
    only
};

/// The number of nothing, and what numbers are multiplied with: digits of pi, in hex.
const SEED: u64 = 0x243f_6a88_85a3_08d3;
const FACTOR: u64 = 0x1319_8a2e_0370_7345;

/// Of a part of a text, in bytes, which is not empty; `None` where that is not all ASCII.
#[inline]
pub fn of_ascii(text: &[u8], part: Range<usize>) -> Option<u64> {
    if part.len() > 8 {
        return of_long(text, part);
    }
    let bytes = eight(text, part.start, part.len());
    (bytes & HIGH == 0).then(|| mixed(SEED, in_small(bytes)))
}

fn of_long(text: &[u8], part: Range<usize>) -> Option<u64> {
    let (mut number, mut wide) = (SEED, 0);
    for from in part.clone().step_by(8) {
        let bytes = eight(text, from, (part.end - from).min(8));
        (number, wide) = (mixed(number, in_small(bytes)), wide | bytes);
    }
    (wide & HIGH == 0).then_some(number)
}

/// The number of a word whose characters, small ones, come one by one.
#[derive(Clone, Copy)]
pub struct Small {
    number: u64,
    /// The bytes since eight were taken together, and how many bits they have.
    bytes: u64,
    bits: usize,
}

impl Small {
    /// Of nothing.
    pub fn new() -> Small {
        Small { number: SEED, bytes: 0, bits: 0 }
    }

    /// With one more character.
    #[inline]
    pub fn push(&mut self, c: char) {
        let mut utf8 = [0; 8];
        let bits = 8 * c.encode_utf8(&mut utf8).len();
        let bytes = u64::from_le_bytes(utf8);
        self.bytes |= bytes << self.bits;
        self.bits += bits;
        if let Some(beyond) = self.bits.checked_sub(64) {
            let rest = if beyond == 0 { 0 } else { bytes >> (bits - beyond) };
            *self = Small { number: mixed(self.number, self.bytes), bytes: rest, bits: beyond };
        }
    }

    /// The number.
    pub fn number(self) -> u64 {
        if self.bits == 0 { self.number } else { mixed(self.number, self.bytes) }
    }
}

/// Of a product of all digits the two halves together: each bit depends on all of both factors.
#[inline]
#[allow(clippy::cast_possible_truncation)] // the lower half
fn mixed(number: u64, small: u64) -> u64 {
    let product = u128::from(number ^ small) * u128::from(FACTOR);
    product as u64 ^ (product >> 64) as u64
}

/// So many bytes from a place in a text, one to eight, and zeros for the others.
#[inline]
fn eight(text: &[u8], from: usize, count: usize) -> u64 {
    let rest = text.get(from..).unwrap_or_default();
    let bytes = rest.first_chunk().map_or_else(|| few(rest), |eight| u64::from_le_bytes(*eight));
    bytes & ONLY[count]
}

/// The last bytes of a text.
#[cold]
fn few(last: &[u8]) -> u64 {
    last.iter().rev().fold(0, |bytes, byte| bytes << 8 | u64::from(*byte))
}

/// Eight bytes with the capitals of ASCII in small letters: each is asked by what sums carry into its highest bit.
#[inline]
fn in_small(bytes: u64) -> u64 {
    let from = |least: u8| (bytes & !HIGH) + (HIGH >> 7) * u64::from(0x80 - least);
    let capitals = from(b'A') & !from(b'Z' + 1) & !bytes & HIGH;
    bytes | capitals >> 2
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one_by_one(word: &str) -> u64 {
        let mut small = Small::new();
        word.chars().for_each(|c| small.push(c.to_ascii_lowercase()));
        small.number()
    }

    #[test]
    fn it_is_the_same_wherever_the_word_stands_and_however_it_is_read() {
        for word in ["a", "Dr2", "ABCDEFGH", "Internationally", "1234567890123456"] {
            for behind in ["", " ", "-x", "z and so it goes on and on and on"] {
                let text = format!("a {word}{behind}");
                let number = of_ascii(text.as_bytes(), 2..2 + word.len());
                assert_eq!(number, Some(one_by_one(word)), "{text}");
            }
        }
    }

    #[test]
    fn capitals_and_nothing_else_are_made_small() {
        for byte in 0..=0x7f_u8 {
            let word = format!("a{}z", char::from(byte));
            let number = of_ascii(word.as_bytes(), 0..3);
            assert_eq!(number, Some(one_by_one(&word.to_ascii_lowercase())), "{byte:x}");
        }
        let numbers = (0..=0x7f_u8).filter(|byte| !byte.is_ascii_uppercase());
        let numbers = numbers.map(|byte| of_ascii(&[b'a', byte], 0..2));
        assert_eq!(numbers.collect::<std::collections::BTreeSet<_>>().len(), 0x80 - 26);
    }

    #[test]
    fn it_is_that_of_the_bytes_however_many_a_character_has() {
        for word in ["aéb", "ééééé", "aéééé", "東京都庁前", "ab東京都𝒳𝒳", "привет"]
        {
            let bytes = word.as_bytes();
            let eights = bytes.chunks(8).map(few);
            assert_eq!(one_by_one(word), eights.fold(SEED, mixed), "{word}");
        }
    }

    #[test]
    fn what_is_not_ascii_has_none() {
        assert_eq!(of_ascii("naïve".as_bytes(), 0..6), None);
        assert_eq!(of_ascii("internationalité".as_bytes(), 0..17), None);
    }
}
