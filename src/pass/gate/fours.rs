//! Finds long literals without looking at every byte. Wherever one stands, it has one of the text's
//! fours of bytes in it, the first of which starts at byte 0, the next at byte 4: these are
//! looked up, and nearly all are of none.

use super::sieve::{Hit, Piece};
use crate::blocks::{BLOCK, places};
use crate::pass::bloom::Bloom;
use rustc_hash::FxHashMap;

/// Bytes that are looked up together.
const FOUR: usize = 4;
/// Bytes of a literal that has a four in it, wherever it stands.
pub const LONG: usize = 2 * FOUR - 1;
/// Bytes that are looked up where a four is known: they end or start with it.
const SIX: usize = 6;

/// Long literals, by their fours.
#[derive(Default)]
pub struct Fours {
    /// Those that can be met.
    met: Bloom,
    /// The same with two bytes more, which few other words have.
    sixes: Bloom,
    /// The literals of each four.
    pieces: FxHashMap<u32, Vec<Piece>>,
}

impl Fours {
    /// Adds a literal, which is long.
    pub fn add(&mut self, literal: &str, number: usize) {
        let bytes = literal.as_bytes();
        let from = rarest(bytes);
        for at in from..from + FOUR {
            let four = small([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]]);
            self.met.add(four.into());
            // One of them lies in a literal of seven bytes.
            let sixes = [Some(at), (at + FOUR).checked_sub(SIX)];
            if let Some(six) = sixes.into_iter().flatten().find_map(|at| six(bytes, at)) {
                self.sixes.add(six);
            }
            self.pieces.entry(four).or_default().push(Piece::new(literal, number, at));
        }
    }

    /// The literals that have a four in this block, which starts at byte `from`.
    pub fn look_up(&self, text: &[u8], from: usize, block: &[u8; BLOCK], hits: &mut Vec<Hit>) {
        let (fours, mut known) = (block.as_chunks().0, 0);
        for (n, four) in fours.iter().enumerate() {
            known |= u64::from(self.met.may_have(small(*four).into())) << n;
        }
        for n in places(known) {
            let at = from + n * FOUR;
            let before = (at + FOUR).checked_sub(SIX);
            let may_have = |at: usize| six(text, at).is_some_and(|six| self.sixes.may_have(six));
            if may_have(at) || before.is_some_and(may_have) {
                let pieces = self.pieces.get(&small(fours[n])).into_iter().flatten();
                hits.extend(pieces.filter_map(|piece| piece.at(text, at)));
            }
        }
    }
}

/// A four as a number, whatever the case.
fn small(four: [u8; FOUR]) -> u32 {
    u32::from_le_bytes(four) | 0x2020_2020
}

/// The same for six bytes from byte `at`.
fn six(bytes: &[u8], at: usize) -> Option<u64> {
    let mut eight = [0; 8];
    eight[..SIX].copy_from_slice(bytes.get(at..at + SIX)?);
    Some(u64::from_le_bytes(eight) | 0x2020_2020_2020)
}

/// Where the bytes start in a literal of which its fours are, so that they are seldom met.
fn rarest(literal: &[u8]) -> usize {
    let four = |at| literal[at..at + FOUR].iter().map(|byte| frequency(*byte)).product::<u64>();
    let frequency = |from: &usize| (*from..from + FOUR).map(four).sum::<u64>();
    (0..=literal.len() - LONG).min_by_key(frequency).unwrap_or(0)
}

/// About how many of a hundred bytes of prose are this one, in the languages of Europe.
fn frequency(byte: u8) -> u64 {
    match byte.to_ascii_lowercase() {
        b' ' => 16,
        b'e' => 12,
        b'a' | b'i' | b'n' | b'o' | b'r' | b's' | b't' => 7,
        b'c' | b'd' | b'h' | b'l' | b'm' | b'u' | 0x80.. => 4,
        b'b' | b'f' | b'g' | b'p' | b'v' | b'w' | b'y' => 2,
        _ => 1,
    }
}
