//! Where one of some literals stands, told without looking at every byte. Wherever a literal
//! stands that is long enough, it has one of the text's fours of bytes in it, the first of which
//! starts at byte 0, the next at byte 4: these are looked up. Lines without any are passed over,
//! which nearly all are; on the others an automaton tells which literals stand where.

use crate::blocks::{self, BLOCK, places};
use crate::pass::bloom::Bloom;
use rustc_hash::FxHashMap;

/// Bytes that are looked up together.
const FOUR: usize = 4;
/// Bytes of a literal that has a four in it, wherever it stands.
const LONG: usize = 2 * FOUR - 1;
/// Bytes that are looked up where a four is known: they end or start with it.
const SIX: usize = 6;
/// Literals that are looked for at most: the fours of more would be met in every line.
const MOST: usize = 1 << 9;

/// Finds out whether any literal stands in a text, without ASCII case.
#[derive(Default)]
pub struct Sieve {
    /// The fours of the literals that can be met.
    fours: Bloom,
    /// The same with two bytes more, which few other words have.
    sixes: Bloom,
    /// The literals of each four.
    pieces: FxHashMap<u32, Vec<Piece>>,
}

/// A literal, and where a four stands in it.
struct Piece {
    literal: Box<str>,
    at: usize,
}

impl Sieve {
    /// A sieve for these literals; none where they are too many, or one is short or reaches over
    /// a line's end.
    pub fn new(literals: &[String]) -> Option<Sieve> {
        let fits = |literal: &String| literal.len() >= LONG && !literal.contains('\n');
        if literals.len() > MOST || !literals.iter().all(fits) {
            return None;
        }
        let mut sieve = Sieve::default();
        for literal in literals {
            let from = rarest(literal.as_bytes());
            for at in from..from + FOUR {
                sieve.add(literal, at)?;
            }
        }
        Some(sieve)
    }

    fn add(&mut self, literal: &str, at: usize) -> Option<()> {
        let bytes = literal.as_bytes();
        let four = small(*bytes[at..].first_chunk()?);
        self.fours.add(four.into());
        let six = six(bytes, at).or_else(|| six(bytes, (at + FOUR).checked_sub(SIX)?));
        self.sixes.add(six?);
        self.pieces.entry(four).or_default().push(Piece { literal: literal.into(), at });
        Some(())
    }

    /// Places on all lines on which a literal stands, in order.
    pub fn places(&self, text: &[u8]) -> Vec<usize> {
        let mut found = Vec::new();
        blocks::each(text, |from, block| self.look_up(text, from, block, &mut found));
        found
    }

    /// Looks the fours of a block up.
    fn look_up(&self, text: &[u8], from: usize, block: &[u8; BLOCK], found: &mut Vec<usize>) {
        let (fours, mut hits) = (block.as_chunks().0, 0);
        for (n, four) in fours.iter().enumerate() {
            hits |= u64::from(self.fours.may_have(small(*four).into())) << n;
        }
        for n in places(hits) {
            let at = from + n * FOUR;
            let before = (at + FOUR).checked_sub(SIX);
            let may_have = |at: usize| six(text, at).is_some_and(|six| self.sixes.may_have(six));
            if (may_have(at) || before.is_some_and(may_have))
                && self.stands(text, at, small(fours[n]))
            {
                found.push(at);
            }
        }
    }

    /// Whether a literal stands where this four is of it.
    fn stands(&self, text: &[u8], at: usize, four: u32) -> bool {
        let stands = |piece: &Piece| {
            let start = at.checked_sub(piece.at)?;
            let part = text.get(start..start + piece.literal.len())?;
            part.eq_ignore_ascii_case(piece.literal.as_bytes()).then_some(())
        };
        self.pieces.get(&four).into_iter().flatten().any(|piece| stands(piece).is_some())
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_line_with_a_literal_is_passed_over() {
        let literals = ["the the ", "all rights", "Überall", "skip to the end"].map(str::to_owned);
        let sieve = Sieve::new(&literals).unwrap();
        for before in 0..70 {
            for literal in &literals {
                for stands in [literal.clone(), literal.to_ascii_uppercase()] {
                    let text = format!("{}{stands}", "the end ".repeat(9).split_at(before).0);
                    let places = sieve.places(text.as_bytes());
                    assert!(places.iter().any(|at| *at >= before), "{text:?}");
                }
            }
        }
        let none = "the thee skip to all right of ".repeat(9);
        assert!(sieve.places(none.as_bytes()).is_empty());
    }

    #[test]
    fn short_literals_need_other_ways() {
        assert!(Sieve::new(&["the the ".to_owned(), "images".to_owned()]).is_none());
        assert!(Sieve::new(&["more of\nthis".to_owned()]).is_none());
    }
}
