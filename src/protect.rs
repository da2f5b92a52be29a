//! Spans that no rule may touch: gap marks, and what the user's `protect`
//! patterns match.

use crate::pass::GAP_MARK;
use regex::Regex;
use std::ops::Range;

/// The patterns of what is protected, gap marks aside.
#[derive(Debug, Default)]
pub struct Protect(Vec<Regex>);

impl Protect {
    /// Protects what matches one of these.
    pub fn new(patterns: Vec<Regex>) -> Self {
        Protect(patterns)
    }

    /// The protected spans of a text, in bytes, sorted and disjoint.
    pub fn spans(&self, text: &str) -> Vec<Range<usize>> {
        let marks = memchr::memmem::find_iter(text.as_bytes(), GAP_MARK);
        let mut spans: Vec<Range<usize>> = marks.map(|at| at..at + GAP_MARK.len()).collect();
        if self.0.is_empty() {
            return spans;
        }
        spans.extend(self.0.iter().flat_map(|regex| regex.find_iter(text)).map(|m| m.range()));
        spans.sort_by_key(|span| span.start);
        spans.dedup_by(|next, span| {
            let overlaps = next.start < span.end;
            if overlaps {
                span.end = span.end.max(next.end);
            }
            overlaps
        });
        spans
    }
}
