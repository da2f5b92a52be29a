//! Says which patterns may match where: one automaton over the required
//! literals of all patterns of a pass, run once over the text, and a table of
//! the lines that are known whole. Patterns without a literal are tried
//! everywhere, which is why shipped rules have one.

use crate::rule::pattern::{Pattern, Scope};
use aho_corasick::{AhoCorasick, MatchKind};
use memchr::{memchr, memrchr};
use rustc_hash::{FxHashMap, FxHashSet};
use std::ops::Range;
use xxhash_rust::xxh3::xxh3_64;

/// The gate before a list of patterns, which it knows by index.
pub struct Gate {
    automaton: Option<AhoCorasick>,
    /// For each literal the patterns that need it.
    patterns_of: Vec<Vec<u32>>,
    /// The patterns that are plain lines, by the line's hash.
    lines: FxHashMap<u64, Vec<u32>>,
    /// The lengths of these lines, in bytes.
    lengths: FxHashSet<usize>,
    /// For each pattern whether it is tried by line.
    by_line: Vec<bool>,
    /// Patterns without literals.
    loose: Vec<u32>,
}

impl Gate {
    /// A gate for these patterns, in order.
    pub fn new<'p>(patterns: impl Iterator<Item = Option<&'p Pattern>>) -> Self {
        let mut literals: Vec<(String, u32)> = Vec::new();
        let (mut by_line, mut loose) = (Vec::new(), Vec::new());
        let mut lines: FxHashMap<u64, Vec<u32>> = FxHashMap::default();
        let mut lengths = FxHashSet::default();
        for (i, pattern) in patterns.flatten().enumerate() {
            let i = u32::try_from(i).unwrap_or(u32::MAX);
            by_line.push(pattern.by_line());
            if let Some(line) = &pattern.exact_line {
                lines.entry(xxh3_64(line.as_bytes())).or_default().push(i);
                lengths.insert(line.len());
                continue;
            }
            // The text's ends are tried at once: cheaper than to look for a literal.
            match &pattern.literals {
                Some(set) if !matches!(pattern.scope, Scope::Head) => {
                    literals.extend(set.iter().map(|literal| (literal.clone(), i)));
                }
                _ => loose.push(i),
            }
        }
        literals.sort();
        let mut patterns_of: Vec<Vec<u32>> = Vec::new();
        let mut distinct: Vec<&str> = Vec::new();
        for (literal, i) in &literals {
            if distinct.last() != Some(&literal.as_str()) {
                distinct.push(literal);
                patterns_of.push(Vec::new());
            }
            if let Some(last) = patterns_of.last_mut() {
                last.push(*i);
            }
        }
        // Building fails only beyond 2^31 states; then every pattern is tried.
        let automaton = AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .match_kind(MatchKind::Standard)
            .build(&distinct)
            .ok()
            .filter(|_| !distinct.is_empty());
        if automaton.is_none() && !distinct.is_empty() {
            loose = (0..u32::try_from(by_line.len()).unwrap_or(u32::MAX)).collect();
        }
        Gate { automaton, patterns_of, lines, lengths, by_line, loose }
    }

    /// Calls `out` with each pattern to try, and the line to try it on; none
    /// where it is to be tried on the whole text. No pair comes twice.
    pub fn candidates(&self, text: &str, out: &mut dyn FnMut(usize, Option<Range<usize>>)) {
        self.gated(text, out);
        self.whole_lines(text, out);
        let (lines, texts): (Vec<u32>, Vec<u32>) =
            self.loose.iter().partition(|i| self.by_line[**i as usize]);
        for i in texts {
            out(i as usize, None);
        }
        if lines.is_empty() {
            return;
        }
        let mut start = 0;
        while start < text.len() {
            let line = line_at(text, start);
            start = line.end + 1;
            for i in &lines {
                out(*i as usize, Some(line.clone()));
            }
        }
    }

    fn whole_lines(&self, text: &str, out: &mut dyn FnMut(usize, Option<Range<usize>>)) {
        if self.lines.is_empty() {
            return;
        }
        let mut start = 0;
        while start < text.len() {
            let line = line_at(text, start);
            start = line.end + 1;
            let content = text[line.clone()].trim();
            if !self.lengths.contains(&content.len()) {
                continue;
            }
            for i in self.lines.get(&xxh3_64(content.as_bytes())).into_iter().flatten() {
                out(*i as usize, Some(line.clone()));
            }
        }
    }

    fn gated(&self, text: &str, out: &mut dyn FnMut(usize, Option<Range<usize>>)) {
        let Some(automaton) = &self.automaton else {
            return;
        };
        // For each pattern, how far it has been tried.
        let mut tried: Vec<usize> = Vec::new();
        let mut line = 0..0;
        for hit in automaton.find_overlapping_iter(text) {
            if tried.is_empty() {
                tried = vec![0; self.by_line.len()];
            }
            for &i in &self.patterns_of[hit.pattern().as_usize()] {
                let i = i as usize;
                if tried[i] > hit.start() {
                    continue;
                }
                if !self.by_line[i] {
                    tried[i] = usize::MAX;
                    out(i, None);
                    continue;
                }
                if !(line.start <= hit.start() && hit.start() < line.end) {
                    line = line_at(text, hit.start());
                }
                tried[i] = line.end + 1;
                out(i, Some(line.clone()));
            }
        }
    }
}

/// The line that holds byte `at`, without its line end.
fn line_at(text: &str, at: usize) -> Range<usize> {
    let bytes = text.as_bytes();
    let start = memrchr(b'\n', &bytes[..at]).map_or(0, |n| n + 1);
    let end = memchr(b'\n', &bytes[at..]).map_or(bytes.len(), |n| at + n);
    start..end
}
