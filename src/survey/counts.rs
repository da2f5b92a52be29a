//! How many documents of its source have each line: what the first reading
//! counts. It says which lines may recur, and which can't; the second reading
//! looks at the former alone.
//!
//! Up to [`EXACT`] different lines the counts are exact. Beyond, they are one
//! array of [`CELLS`] numbers, in which a line's hash chooses its cell, and
//! lines that share one are counted together: a count may then be too high,
//! never too low, and the second reading sets it right. Memory is bounded in
//! either form, and what the counts are depends on the documents alone, not on
//! their order or on how parts were merged: a sum over all of them, in the
//! form that their number of lines asks for. *Refused:* forgetting rare lines
//! on the way (what is rare depends on the order), a sample of lines by their
//! hash (the larger the corpus, the less of its boilerplate would be seen).

use super::fold::start;
use super::packed;
use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use xxhash_rust::xxh3::xxh3_64_with_seed;

/// Different lines, those of each source by themselves, that are counted exactly.
pub const EXACT: usize = 1 << 20;
/// Cells that all lines share when they are more: 64 MB.
pub const CELLS: usize = 1 << 25;

/// The documents counted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "packed::Counts", into = "packed::Counts")]
pub enum Counts {
    /// By source.
    Exact(Exact),
    /// By cell.
    Cells(Vec<u16>),
}

/// Counts of their own for each line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Exact {
    /// By the source's key.
    pub sources: BTreeMap<u64, OfSource>,
    /// How many lines there are in all.
    pub lines: usize,
}

/// What is counted of one source.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OfSource {
    /// Its documents.
    pub documents: u32,
    /// Those of them that have a line, by the line's key.
    pub lines: FxHashMap<u64, u32>,
}

impl Default for Counts {
    fn default() -> Self {
        Counts::Exact(Exact::default())
    }
}

/// The key of a line in a source; it has the same start.
pub fn key(source: u64, line: u64) -> u64 {
    start::with(start::in_key(line), xxh3_64_with_seed(&line.to_le_bytes(), source))
}

/// Stands for the line that every document of a source has.
const EVERY: u64 = 0;

impl Counts {
    /// Counts a document of a source, with its lines, each given once.
    pub fn add(&mut self, source: u64, lines: &[u64]) {
        self.add_times(source, EVERY, 1);
        for line in lines {
            self.add_times(source, *line, 1);
        }
    }

    fn add_times(&mut self, source: u64, line: u64, times: u32) {
        match self {
            Counts::Exact(exact) => {
                exact.add(source, line, times);
                if exact.lines > EXACT {
                    *self = Counts::Cells(std::mem::take(exact).cells());
                }
            }
            Counts::Cells(cells) => add_to_cell(cells, key(source, line), times),
        }
    }

    /// Takes in the counts of another part.
    pub fn merge(&mut self, other: Counts) {
        match (&mut *self, other) {
            (_, Counts::Exact(exact)) => {
                for (source, of) in exact.sources {
                    self.add_times(source, EVERY, of.documents);
                    let lines: Vec<(u64, u32)> = of.lines.into_iter().collect();
                    for (line, times) in lines {
                        self.add_times(source, line, times);
                    }
                }
            }
            (Counts::Cells(cells), Counts::Cells(others)) => {
                for (cell, other) in cells.iter_mut().zip(others) {
                    *cell = cell.saturating_add(other);
                }
            }
            (Counts::Exact(_), cells @ Counts::Cells(_)) => {
                let exact = std::mem::replace(self, cells);
                self.merge(exact);
            }
        }
    }

    /// The lines that so many documents of their source have, or may have, as
    /// `needed` says, given how many there are.
    pub fn candidates(&self, needed: &impl Fn(u32) -> u32) -> Candidates<'_> {
        let exact = match self {
            Counts::Cells(cells) => return Candidates::Cells(cells),
            Counts::Exact(exact) => exact,
        };
        let of = |of: &OfSource| -> FxHashSet<u64> {
            let needed = needed(of.documents);
            of.lines.iter().filter(|(_, n)| **n >= needed).map(|(line, _)| *line).collect()
        };
        let sources = exact.sources.iter().map(|(source, lines)| (*source, of(lines)));
        Candidates::Exact(sources.filter(|(_, lines)| !lines.is_empty()).collect())
    }

    /// Whether nothing was counted.
    pub fn is_empty(&self) -> bool {
        matches!(self, Counts::Exact(exact) if exact.sources.is_empty())
    }
}

/// The lines that the second reading looks at.
#[derive(Debug)]
pub enum Candidates<'c> {
    /// By source.
    Exact(FxHashMap<u64, FxHashSet<u64>>),
    /// All that have enough in their cell.
    Cells(&'c [u16]),
}

/// Those of one source.
#[derive(Clone, Copy, Debug)]
pub enum OfOne<'c> {
    /// The lines.
    Exact(&'c FxHashSet<u64>),
    /// The cells, and how many documents of this source are needed.
    Cells(&'c [u16], u64, u32),
}

impl Default for Candidates<'_> {
    fn default() -> Self {
        Candidates::Exact(FxHashMap::default())
    }
}

impl Candidates<'_> {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        matches!(self, Candidates::Exact(sources) if sources.is_empty())
    }

    /// Those of a source; `None` where it has none.
    pub fn of(&self, source: u64, needed: impl Fn(u32) -> u32) -> Option<OfOne<'_>> {
        match self {
            Candidates::Exact(sources) => sources.get(&source).map(OfOne::Exact),
            Candidates::Cells(cells) => {
                let documents = u32::from(cells[cell(key(source, EVERY))]);
                let needed = needed(documents).min(u32::from(u16::MAX));
                (documents >= needed).then_some(OfOne::Cells(cells, source, needed))
            }
        }
    }
}

impl OfOne<'_> {
    /// Whether a line is one of them.
    pub fn has(&self, line: u64) -> bool {
        match self {
            OfOne::Exact(lines) => lines.contains(&line),
            OfOne::Cells(cells, source, needed) => {
                u32::from(cells[cell(key(*source, line))]) >= *needed
            }
        }
    }
}

impl Exact {
    fn add(&mut self, source: u64, line: u64, times: u32) {
        let of = self.sources.entry(source).or_default();
        if line == EVERY {
            of.documents = of.documents.saturating_add(times);
            return;
        }
        let count = of.lines.entry(line).or_insert_with(|| {
            self.lines += 1;
            0
        });
        *count = count.saturating_add(times);
    }

    fn cells(self) -> Vec<u16> {
        let mut cells = vec![0; CELLS];
        for (source, of) in self.sources {
            add_to_cell(&mut cells, key(source, EVERY), of.documents);
            // A sum: the order makes no difference.
            of.lines.into_iter().for_each(|(line, times)| {
                add_to_cell(&mut cells, key(source, line), times);
            });
        }
        cells
    }
}

fn add_to_cell(cells: &mut [u16], key: u64, times: u32) {
    let cell = &mut cells[cell(key)];
    *cell = cell.saturating_add(u16::try_from(times).unwrap_or(u16::MAX));
}

fn cell(key: u64) -> usize {
    // The remainder is below CELLS and fits.
    #[allow(clippy::cast_possible_truncation)]
    let cell = (key % CELLS as u64) as usize;
    cell
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Counts of so many documents, each with a line of its own and two shared ones.
    fn counts(documents: std::ops::Range<u64>) -> Counts {
        let mut counts = Counts::default();
        documents.for_each(|n| counts.add(n % 3, &[7, 8, 1000 + n]));
        counts
    }

    #[test]
    fn the_form_depends_on_the_documents_alone() {
        let most = EXACT as u64;
        let whole = counts(0..most + 10);
        assert!(matches!(whole, Counts::Cells(_)));
        let parts =
            || [counts(0..most / 2), counts(most / 2..most + 5), counts(most + 5..most + 10)];
        let [mut left, middle, right] = parts();
        assert!(matches!(left, Counts::Exact(_)));
        left.merge(middle);
        left.merge(right);
        let [left_again, middle, mut other] = parts();
        other.merge(middle);
        other.merge(left_again);
        assert!(left == whole && other == whole);
    }

    #[test]
    fn no_line_that_recurs_is_overlooked() {
        let counts = counts(0..EXACT as u64 + 10);
        let needed = |documents: u32| documents / 2;
        let candidates = counts.candidates(&needed);
        let own = candidates.of(1, needed).unwrap();
        assert!(own.has(7) && own.has(8) && !own.has(1001));
        assert!(candidates.of(5, |n| n.max(2)).is_none());
    }
}
