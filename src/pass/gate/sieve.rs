//! Finds the literals of a gate without looking at every byte, where each of them is of one of
//! three sorts: it opens a line, is long enough to be known by four bytes of it, or has a sign
//! in it that is seldom. An automaton, which finds any, took a quarter longer over
//! boilerplate's 526.

use super::fours::{Fours, LONG};
use super::signs::Signs;
use crate::blocks;
use memchr::memchr_iter;
use rustc_hash::FxHashMap;
use std::ops::Range;

/// Literals that are looked for by their fours at most: those of more would be met in every line.
const MOST: usize = 1 << 9;

/// A literal, in lower case, that is looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Literal {
    pub text: String,
    /// Whether it is of interest only where nothing but blanks stands before it on its line.
    pub opens_line: bool,
}

/// Where a literal stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hit {
    /// In bytes of the text.
    pub start: usize,
    /// The literal's number.
    pub literal: usize,
}

/// A literal, and a part of it by which it is found.
pub struct Piece {
    literal: Box<str>,
    number: usize,
    /// Where the part starts in it.
    at: usize,
}

impl Piece {
    /// The literal of this number, with the part that starts at byte `at` of it.
    pub fn new(literal: &str, number: usize, at: usize) -> Piece {
        Piece { literal: literal.into(), number, at }
    }

    /// The hit, if the literal stands where its part starts at byte `at`, without ASCII case.
    pub fn at(&self, text: &[u8], at: usize) -> Option<Hit> {
        let start = at.checked_sub(self.at)?;
        let stands = text.get(start..start + self.literal.len())?;
        let is_it = stands.eq_ignore_ascii_case(self.literal.as_bytes());
        is_it.then_some(Hit { start, literal: self.number })
    }
}

/// Literals, each in the table of its sort.
#[derive(Default)]
pub struct Sieve {
    /// Those that open lines, by their first byte.
    openers: FxHashMap<u8, Vec<Piece>>,
    long: Fours,
    /// The others.
    short: Signs,
}

impl Sieve {
    /// A sieve for these literals; none where the long ones are too many, or one is of no sort or
    /// reaches over a line's end.
    pub fn new(literals: &[Literal]) -> Option<Sieve> {
        let is_long = |literal: &&Literal| !literal.opens_line && literal.text.len() >= LONG;
        if literals.iter().filter(is_long).count() > MOST {
            return None;
        }
        let mut sieve = Sieve::default();
        for (number, literal) in literals.iter().enumerate() {
            let text = &*literal.text;
            if text.contains('\n') {
                return None;
            }
            match text.as_bytes().first() {
                Some(first) if literal.opens_line && !text.starts_with(char::is_whitespace) => {
                    let opener = Piece::new(text, number, 0);
                    sieve.openers.entry(*first).or_default().push(opener);
                }
                _ if text.len() >= LONG => sieve.long.add(text, number),
                _ => sieve.short.add(text, number)?,
            }
        }
        Some(sieve)
    }

    /// All hits in a text, in order.
    pub fn hits(&self, text: &str) -> Vec<Hit> {
        let mut hits = Vec::new();
        self.scan(text, 0..text.len(), &mut hits);
        hits.sort_unstable();
        hits
    }

    /// Adds the hits in some whole lines of a text, in any order.
    pub fn scan(&self, text: &str, lines: Range<usize>, hits: &mut Vec<Hit>) {
        let (all, bytes) = (text.as_bytes(), &text.as_bytes()[lines.clone()]);
        blocks::each(bytes, |from, block| {
            self.long.look_up(all, lines.start + from, block, hits);
            self.short.look_up(all, lines.start + from, block, hits);
        });
        if !self.openers.is_empty() {
            let starts = memchr_iter(b'\n', bytes).map(|end| lines.start + end + 1);
            let starts = std::iter::once(lines.start).chain(starts);
            starts.for_each(|start| self.open(text, start, hits));
        }
    }

    /// The openers of the line that starts at byte `start`.
    fn open(&self, text: &str, start: usize, hits: &mut Vec<Hit>) {
        let line = text[start..].trim_start_matches(|c: char| c != '\n' && c.is_whitespace());
        let Some(first) = line.as_bytes().first() else { return };
        let openers = self.openers.get(&first.to_ascii_lowercase()).into_iter().flatten();
        let at = text.len() - line.len();
        hits.extend(openers.filter_map(|opener| opener.at(text.as_bytes(), at)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn literals(texts: &[&str], opens_line: bool) -> Vec<Literal> {
        texts.iter().map(|text| Literal { text: (*text).to_owned(), opens_line }).collect()
    }

    #[test]
    fn each_literal_is_found_wherever_it_stands() {
        let texts = ["the the ", "all rights", "Überall", "skip to the end", "/ap", "who?]", "©"];
        let literals = literals(&texts, false);
        let sieve = Sieve::new(&literals).unwrap();
        for before in 0..70 {
            for (literal, text) in texts.iter().enumerate() {
                for stands in [(*text).to_owned(), text.to_ascii_uppercase()] {
                    let text = format!("{}{stands}", "the end ".repeat(9).split_at(before).0);
                    assert!(
                        sieve.hits(&text).contains(&Hit { start: before, literal }),
                        "{text:?}"
                    );
                }
            }
        }
        let none = "the thee skip to all right of / ap [who] é ".repeat(9);
        assert!(sieve.hits(&none).is_empty());
    }

    #[test]
    fn what_opens_lines_is_found_there_only() {
        let sieve = Sieve::new(&literals(&["ap", "reuters"], true)).unwrap();
        let hits = sieve.hits("AP ap\n reuters ap\n\nap\u{a0}\n\u{a0}Reuters");
        let starts: Vec<usize> = hits.iter().map(|hit| hit.start).collect();
        assert_eq!(starts, [0, 7, 19, 26]);
    }

    #[test]
    fn literals_of_no_sort_need_other_ways() {
        for texts in [["the the ", "images"], ["more of\nthis", "more of this"]] {
            assert!(Sieve::new(&literals(&texts, false)).is_none());
        }
        let signs = ["/ap", "[e", "a|b", "@me", "#x"];
        assert!(Sieve::new(&literals(&signs[..4], false)).is_some());
        assert!(Sieve::new(&literals(&signs, false)).is_none());
    }
}
