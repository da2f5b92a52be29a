//! Finds short literals by a sign in them that most lines do without: `/ap` by its stroke.

#![allow(clippy::needless_bitwise_bool)] // lazy ones would be branches, and the loop no vector one

use super::sieve::{Hit, Piece};
use crate::blocks::{self, BLOCK, places};

/// Bytes of signs that are seldom in prose; of `©` the second.
const SELDOM: &[u8] = "/[]|@#=<>\u{a9}".as_bytes();
/// How many of them are looked for at most.
const MOST: usize = 4;

/// Short literals, by the sign that they have.
#[derive(Default)]
pub struct Signs {
    /// The signs, the last one over and over where they are fewer.
    bytes: [u8; MOST],
    count: usize,
    /// The literals of each.
    pieces: [Vec<Piece>; MOST],
}

impl Signs {
    /// Adds a literal, if it has a sign and there aren't too many already.
    pub fn add(&mut self, literal: &str, number: usize) -> Option<()> {
        let bytes = literal.as_bytes();
        let at = bytes.iter().position(|byte| *byte != 0xc2 && SELDOM.contains(byte))?;
        let known = self.bytes[..self.count].iter().position(|sign| *sign == bytes[at]);
        let sign = known.unwrap_or(self.count);
        if known.is_none() {
            self.bytes.get_mut(sign..)?.fill(bytes[at]);
            self.count += 1;
        }
        self.pieces.get_mut(sign)?.push(Piece::new(literal, number, at));
        Some(())
    }

    /// The literals that have their sign in this block, which starts at byte `from`.
    pub fn look_up(&self, text: &[u8], from: usize, block: &[u8; BLOCK], hits: &mut Vec<Hit>) {
        let [a, b, c, d] = self.bytes;
        let is_sign = |byte| (byte == a) | (byte == b) | (byte == c) | (byte == d);
        for n in places(blocks::bits(block, is_sign)) {
            let sign = self.bytes.iter().position(|sign| *sign == block[n]).unwrap_or(0);
            hits.extend(self.pieces[sign].iter().filter_map(|piece| piece.at(text, from + n)));
        }
    }
}
