//! A question to the other documents: the words around a gap. It says nothing
//! of who asks, so that equal questions of many documents are one.

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_64;

/// How many words on each side of a gap are asked with.
pub const REACH: usize = 8;
/// How many words in a row a witness is looked up by.
pub(super) const ANCHOR: usize = 3;
/// How many where so few are asked about by many questions: `one of the` stands in every other document.
pub(super) const LONG_ANCHOR: usize = 6;

/// Stands for the hash of whatever word is beyond a gap.
pub(super) const ANY: u64 = 0;

/// The words around a gap; `None` stands for another gap between them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Question {
    /// The words before it, the nearest first.
    pub left: Vec<Option<u64>>,
    /// The words after it, the nearest first.
    pub right: Vec<Option<u64>>,
    /// How many words lie between the gap and the beginning of its sentence, if it is near.
    pub to_start: Option<u8>,
    /// How many lie between the gap and the end of its sentence.
    pub to_end: Option<u8>,
}

impl Question {
    /// What it is kept under.
    pub fn key(&self) -> u64 {
        let mut bytes = Vec::new();
        for side in [&self.left, &self.right] {
            for word in side {
                bytes.extend(word.map_or(0, |w| w.max(1)).to_le_bytes());
            }
            bytes.extend(u64::MAX.to_le_bytes());
        }
        bytes.extend([self.to_start.map_or(u8::MAX, |n| n), self.to_end.map_or(u8::MAX, |n| n)]);
        xxh3_64(&bytes)
    }

    /// The hash of the word beyond the gap that must be met for anything there to agree, seen from the words on its left or
    /// right; [`ANY`] where there is no such word.
    pub(super) fn beyond(&self, is_left: bool) -> u64 {
        let (side, edge) =
            if is_left { (&self.right, self.to_end) } else { (&self.left, self.to_start) };
        side.first().copied().flatten().filter(|_| edge != Some(0)).unwrap_or(ANY)
    }

    /// What must be met besides such a run, seen from the words on its left or right, and the nearest word beyond
    /// the gap: the next word on either side of the gap that a run or that word is on, if it is known.
    /// `None` where no more need be: the edges of the sentence are near, or another gap.
    pub(super) fn further(&self, is_left: bool) -> Option<[Option<u64>; 2]> {
        let (left, right) = ((&self.left, self.to_start), (&self.right, self.to_end));
        let (own, other) = if is_left { (left, right) } else { (right, left) };
        let next = |(side, edge): (&Vec<Option<u64>>, Option<u8>), words: usize| {
            let is_edge = edge.is_some_and(|edge| usize::from(edge) == words);
            match side.get(words) {
                _ if is_edge => None,
                Some(None) => None,
                Some(Some(word)) => Some(Some(*word)),
                None => Some(None),
            }
        };
        Some([next(own, ANCHOR)?, next(other, 1)?])
    }

    /// The runs of so many words that a witness is looked up by, and whether each stands on the left: one on either
    /// side where no other gap is too near. A paper that opens a quotation at the same sentence shares only what is
    /// after it.
    pub(super) fn anchors(&self, words: usize) -> impl Iterator<Item = (bool, u64)> {
        let plain = |side: &[Option<u64>]| -> Option<Vec<u64>> {
            side.get(..words)?.iter().copied().collect()
        };
        let left = plain(&self.left).map(|words| (true, anchor(words.into_iter().rev())));
        let right = plain(&self.right).map(|words| (false, anchor(words.into_iter())));
        left.into_iter().chain(right)
    }
}

/// The hash of a run of words, in the order of the text.
pub(super) fn anchor(words: impl Iterator<Item = u64>) -> u64 {
    // The hashes of words are good ones, so a sum that tells their order will do.
    words.fold(0, |sum: u64, word| sum.rotate_left(21).wrapping_add(word))
}
