//! The number of a word in small letters, by which the words of all texts are compared:
//! eight bytes are taken together, so that most words are one step. That the scan's
//! `spelling` goes byte by byte is no neglect: it asks more of each, and there it is faster.

use std::ops::Range;

/// A bit in the highest place of each of eight bytes.
const HIGH: u64 = 0x8080_8080_8080_8080;

/// The number of nothing, and what numbers are multiplied with: digits of pi, in hex.
const SEED: u64 = 0x243f_6a88_85a3_08d3;
const FACTOR: u64 = 0x1319_8a2e_0370_7345;

/// Of a part of a text, in bytes; `None` where that is not all ASCII.
#[inline]
pub fn of_ascii(text: &[u8], part: Range<usize>) -> Option<u64> {
    let (mut number, mut wide) = (SEED, 0);
    let mut from = part.start;
    while from < part.end {
        let bytes = eight(text, from, part.end - from);
        (number, wide) = (mixed(number, in_small(bytes)), wide | bytes);
        from += 8;
    }
    (wide & HIGH == 0).then_some(number)
}

/// The number of a word whose bytes in small letters come one by one.
#[derive(Clone, Copy)]
pub struct Small {
    number: u64,
    /// The bytes since eight were taken together, and how many bits they have.
    bytes: u64,
    bits: u32,
}

impl Small {
    /// Of nothing.
    pub fn new() -> Small {
        Small { number: SEED, bytes: 0, bits: 0 }
    }

    /// With one more byte.
    pub fn push(&mut self, byte: u8) {
        self.bytes |= u64::from(byte) << self.bits;
        self.bits += 8;
        if self.bits == u64::BITS {
            *self = Small { number: mixed(self.number, self.bytes), bytes: 0, bits: 0 };
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

/// The eight bytes from a place in a text, or as many as there are up to `most`; zeros for the others.
#[inline]
fn eight(text: &[u8], from: usize, most: usize) -> u64 {
    let bytes = match text.get(from..from + 8).and_then(<[u8]>::first_chunk) {
        Some(eight) => u64::from_le_bytes(*eight),
        None => few(text, from),
    };
    if most >= 8 { bytes } else { bytes & !(u64::MAX << (8 * most)) }
}

/// The last bytes of a text.
#[cold]
fn few(text: &[u8], from: usize) -> u64 {
    let last = text.get(from..).unwrap_or_default().iter().rev();
    last.fold(0, |bytes, byte| bytes << 8 | u64::from(*byte))
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
        word.bytes().for_each(|byte| small.push(byte.to_ascii_lowercase()));
        small.number()
    }

    #[test]
    fn it_is_the_same_wherever_the_word_stands_and_however_it_is_read() {
        for word in ["", "a", "Dr2", "ABCDEFGH", "Internationally", "1234567890123456"] {
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
    fn what_is_not_ascii_has_none() {
        assert_eq!(of_ascii("naïve".as_bytes(), 0..6), None);
        assert_eq!(of_ascii("internationalité".as_bytes(), 0..17), None);
    }
}
