//! Finds the literals of a gate: with a sieve, or else with the automaton that suits how much there
//! is to scan.

use super::again;
use super::lanes;
use super::line_at;
use super::sieve::{Hit, Literal, Sieve};
use crate::pass::memory::Before;
use aho_corasick::automaton::Automaton as _;
use aho_corasick::dfa::DFA;
use aho_corasick::{AhoCorasick, AhoCorasickKind, Input, Match};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Bytes of literals up to which their automaton is a table of all its moves.
const TABLE: usize = 1 << 14;
/// Bytes of texts that are scanned with a slower automaton, which is built in a fifth of the time.
const FIRST: usize = 1 << 16;

/// Finds literals, without ASCII case.
pub struct Finder {
    literals: Vec<String>,
    /// If it knows them all, and they are not too many.
    sieve: Option<Sieve>,
    /// Whether a literal reaches over a line's end.
    across: bool,
    /// The automaton for the first texts, and the one for all others.
    first: OnceLock<Option<Automaton>>,
    later: OnceLock<Option<Automaton>>,
    /// How many bytes have been scanned, until they are enough.
    scanned: AtomicUsize,
}

enum Automaton {
    /// A table of all moves, for the few literals of shipped rules: three times as fast.
    Table(Box<DFA>),
    Other(AhoCorasick),
}

impl Finder {
    /// A finder for these, each once.
    pub fn new(literals: Vec<Literal>) -> Self {
        let sieve = Sieve::new(&literals);
        let literals: Vec<String> = literals.into_iter().map(|literal| literal.text).collect();
        let across = literals.iter().any(|literal| literal.contains('\n'));
        let (first, later) = (OnceLock::new(), OnceLock::new());
        Finder { literals, sieve, across, first, later, scanned: AtomicUsize::new(0) }
    }

    /// Whether it finds them all without an automaton.
    #[cfg(test)]
    pub fn has_sieve(&self) -> bool {
        self.sieve.is_some()
    }

    /// Calls `out` with each place where a literal stands, the lines in order; `false` where there
    /// are no literals, or too many for an automaton.
    pub fn each_hit(&self, text: &str, before: Before<'_>, out: &mut dyn FnMut(Hit)) -> bool {
        if self.literals.is_empty() {
            return false;
        }
        if let Some(sieve) = &self.sieve {
            let Before { memory, since } = before;
            let known = &mut memory.hits;
            *known = match since {
                Some(edits) => {
                    again::hits(known, edits, text, |lines, hits| sieve.scan(text, lines, hits))
                }
                None => sieve.hits(text),
            };
            known.iter().copied().for_each(out);
            return true;
        }
        let mut tell =
            |hit: &Match| out(Hit { start: hit.start(), literal: hit.pattern().as_usize() });
        match self.automaton(text) {
            None => return false,
            Some(Automaton::Table(table)) => lanes::each_hit(&**table, text, &mut tell),
            Some(Automaton::Other(automaton)) => self.by_turns(automaton, text, &mut tell),
        }
        true
    }

    /// Any literal is found much faster than all of them, so all are looked for on the lines of
    /// those found alone.
    fn by_turns(&self, automaton: &AhoCorasick, text: &str, out: &mut dyn FnMut(&Match)) {
        let mut from = 0;
        while let Some(first) = automaton.find(Input::new(text).range(from..)) {
            let line = line_at(text, first.start());
            let stretch = if self.across { from..text.len() } else { line };
            from = stretch.end + 1;
            let hits = automaton.find_overlapping_iter(Input::new(text).range(stretch));
            hits.for_each(|hit| out(&hit));
            if from > text.len() {
                break;
            }
        }
    }

    fn automaton(&self, text: &str) -> Option<&Automaton> {
        if let Some(built) = self.later.get() {
            return built.as_ref();
        }
        let scanned = self.scanned.fetch_add(text.len(), Ordering::Relaxed) + text.len();
        if scanned <= FIRST {
            let kind = Some(AhoCorasickKind::NoncontiguousNFA);
            return self.first.get_or_init(|| self.other(kind)).as_ref();
        }
        let kind = self.fits_table().then_some(AhoCorasickKind::DFA);
        self.later.get_or_init(|| self.table().or_else(|| self.other(kind))).as_ref()
    }

    fn fits_table(&self) -> bool {
        self.literals.iter().map(String::len).sum::<usize>() <= TABLE
    }

    /// Where it fits: few literals have quicker ways of being found, by bytes that are rare.
    fn table(&self) -> Option<Automaton> {
        if !self.fits_table() {
            return None;
        }
        let table = DFA::builder().ascii_case_insensitive(true).build(&self.literals).ok()?;
        table.prefilter().is_none().then(|| Automaton::Table(Box::new(table)))
    }

    fn other(&self, kind: Option<AhoCorasickKind>) -> Option<Automaton> {
        let mut builder = AhoCorasick::builder();
        // Fails only beyond 2^31 states; then every pattern is tried.
        let built = builder.ascii_case_insensitive(true).kind(kind).build(&self.literals);
        built.ok().map(Automaton::Other)
    }
}
