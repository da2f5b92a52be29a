//! Says which patterns may match where: the required literals of all patterns of
//! a pass are looked for in one scan of the text, and lines that are known whole in
//! a table. Patterns without a literal are tried everywhere, which is why shipped
//! rules have one.

mod again;
mod finder;
mod fours;
mod lanes;
mod sieve;
mod signs;

pub use sieve::Hit;

use super::memory::Before;
use crate::rule::pattern::{Pattern, Scope};
use finder::Finder;
use memchr::{memchr, memrchr};
use rustc_hash::{FxHashMap, FxHashSet};
use sieve::Literal;
use std::ops::Range;
use xxhash_rust::xxh3::xxh3_64;

/// Bytes of a literal that are looked for: more would tell little more, and make
/// the tables too large for the caches.
const START: usize = 12;
/// The gate before a list of patterns, which it knows by index.
pub struct Gate {
    /// The literals of all patterns, each once.
    finder: Finder,
    /// For each literal the patterns that need it.
    patterns_of: Vec<Vec<u32>>,
    /// The patterns that are plain lines, by the line's hash.
    lines: FxHashMap<u64, Vec<u32>>,
    /// The lengths of these lines, in bytes.
    lengths: FxHashSet<usize>,
    /// For each pattern whether it is tried by line.
    by_line: Vec<bool>,
    /// For each pattern whether the literal must open the line.
    opens_line: Vec<bool>,
    /// Patterns without literals.
    loose: Vec<u32>,
}

impl Gate {
    /// A gate for these patterns, in order.
    pub fn new<'p>(patterns: impl Iterator<Item = Option<&'p Pattern>>) -> Self {
        let mut literals: Vec<(String, u32)> = Vec::new();
        let (mut by_line, mut opens_line, mut loose) = (Vec::new(), Vec::new(), Vec::new());
        let mut lines: FxHashMap<u64, Vec<u32>> = FxHashMap::default();
        let mut lengths = FxHashSet::default();
        for (i, pattern) in patterns.flatten().enumerate() {
            let i = u32::try_from(i).unwrap_or(u32::MAX);
            by_line.push(pattern.by_line());
            opens_line.push(pattern.opens_line);
            if let Some(line) = &pattern.exact_line {
                lines.entry(xxh3_64(line.as_bytes())).or_default().push(i);
                lengths.insert(line.len());
                continue;
            }
            // The text's ends are tried at once: cheaper than to look for a literal.
            match &pattern.literals {
                Some(set) if !matches!(pattern.scope, Scope::Head) => {
                    literals.extend(starts(set).into_iter().map(|start| (start.to_owned(), i)));
                }
                _ => loose.push(i),
            }
        }
        literals.sort();
        let mut patterns_of: Vec<Vec<u32>> = Vec::new();
        let mut distinct: Vec<Literal> = Vec::new();
        for (text, i) in literals {
            if distinct.last().is_none_or(|last| last.text != text) {
                distinct.push(Literal { text, opens_line: true });
                patterns_of.push(Vec::new());
            }
            if let (Some(last), Some(patterns)) = (distinct.last_mut(), patterns_of.last_mut()) {
                last.opens_line &= opens_line[i as usize];
                patterns.push(i);
            }
        }
        Gate {
            finder: Finder::new(distinct),
            patterns_of,
            lines,
            lengths,
            by_line,
            opens_line,
            loose,
        }
    }

    /// Calls `out` with each pattern to try, and the line to try it on; none
    /// where it is to be tried on the whole text. No pair comes twice.
    pub fn candidates(
        &self,
        text: &str,
        before: Before<'_>,
        out: &mut dyn FnMut(usize, Option<Range<usize>>),
    ) {
        // For each pattern, how far it has been tried.
        let mut tried: Vec<usize> = Vec::new();
        let is_found = self.finder.each_hit(text, before, &mut |hit| {
            if tried.is_empty() {
                tried = vec![0; self.by_line.len()];
            }
            self.hit(text, hit, &mut tried, out);
        });
        if !is_found {
            let mut all = self.patterns_of.concat();
            all.sort_unstable();
            all.dedup();
            self.everywhere(&all, text, out);
        }
        self.whole_lines(text, out);
        self.everywhere(&self.loose, text, out);
    }

    /// Gives out patterns to be tried wherever they may match.
    fn everywhere(
        &self,
        patterns: &[u32],
        text: &str,
        out: &mut dyn FnMut(usize, Option<Range<usize>>),
    ) {
        let (lines, texts): (Vec<u32>, Vec<u32>) =
            patterns.iter().partition(|i| self.by_line[**i as usize]);
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

    /// Gives out the patterns of one hit that were not tried there already.
    fn hit(
        &self,
        text: &str,
        hit: Hit,
        tried: &mut [usize],
        out: &mut dyn FnMut(usize, Option<Range<usize>>),
    ) {
        for &i in &self.patterns_of[hit.literal] {
            let i = i as usize;
            if tried[i] > hit.start || self.opens_line[i] && !opens_line(text, hit.start) {
                continue;
            }
            if self.by_line[i] {
                let line = line_at(text, hit.start);
                tried[i] = line.end + 1;
                out(i, Some(line));
            } else {
                tried[i] = usize::MAX;
                out(i, None);
            }
        }
    }
}

/// The starts of a set's literals, each once, but those that start with another.
fn starts<'s>(set: &'s [String]) -> Vec<&'s str> {
    let start = |literal: &'s String| {
        let whole = |at: &usize| literal.is_char_boundary(*at);
        &literal[..(0..=START.min(literal.len())).rev().find(whole).unwrap_or(0)]
    };
    let mut starts: Vec<&str> = set.iter().map(start).collect();
    starts.sort_unstable();
    // What starts with another stands behind it.
    starts.dedup_by(|later, kept| later.starts_with(&**kept));
    starts
}

/// Whether only blanks stand on the line before byte `at`.
fn opens_line(text: &str, at: usize) -> bool {
    let before = text[..at].trim_end_matches(|c: char| c != '\n' && c.is_whitespace());
    before.is_empty() || before.ends_with('\n')
}

/// The line that holds byte `at`, without its line end.
fn line_at(text: &str, at: usize) -> Range<usize> {
    let bytes = text.as_bytes();
    let start = memrchr(b'\n', &bytes[..at]).map_or(0, |n| n + 1);
    let end = memchr(b'\n', &bytes[at..]).map_or(bytes.len(), |n| at + n);
    start..end
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rule::Body;
    use crate::ruleset::RuleSet;

    #[test]
    fn no_shipped_rule_needs_an_automaton() {
        let set = RuleSet::shipped().unwrap();
        let mut with_literals = 0;
        for pass in set.order.names() {
            let rules =
                set.rules.iter().map(|listed| &listed.rule).filter(|rule| rule.pass == pass);
            let patterns = rules.flat_map(|rule| match &rule.body {
                Body::Patterns(patterns) => patterns.as_slice(),
                Body::Builtin(_) => &[],
            });
            let gate = Gate::new(patterns.map(Some));
            assert!(gate.finder.has_sieve(), "{pass}: a literal is short, and has no rare sign");
            with_literals += usize::from(!gate.patterns_of.is_empty());
        }
        assert!(with_literals > 1);
    }
}
