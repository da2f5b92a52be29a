//! Where the lines of a text start, to name places by their line.

use anyhow::{Context, Result};
use std::ops::Range;

pub struct Lines {
    starts: Vec<usize>,
    end: usize,
}

impl Lines {
    pub fn new(text: &str) -> Self {
        let after = memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1);
        let starts = std::iter::once(0).chain(after.filter(|at| *at < text.len())).collect();
        Lines { starts, end: text.len() }
    }

    /// Line (from 1) of a byte.
    pub fn of(&self, at: usize) -> usize {
        self.starts.partition_point(|start| *start <= at)
    }

    /// First and last line of a span.
    pub fn of_span(&self, span: &Range<usize>) -> [usize; 2] {
        let last = span.end.saturating_sub(1).max(span.start);
        [self.of(span.start), self.of(last)]
    }

    /// The bytes of a line, with its end.
    pub fn of_number(&self, line: usize) -> Result<Range<usize>> {
        let start = line.checked_sub(1).and_then(|index| self.starts.get(index));
        let start = start.with_context(|| {
            format!("there are {} lines, there is no line {line}", self.starts.len())
        })?;
        Ok(*start..self.starts.get(line).copied().unwrap_or(self.end))
    }
}
