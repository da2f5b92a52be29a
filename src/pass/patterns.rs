//! Runs the patterns of one pass: each only where the gate says that one of
//! its literals stands, and only as wide as it can match.

use super::NearMiss;
use super::gate::Gate;
use super::memory::{Before, Memory};
use crate::document::Doc;
use crate::edit::{Note, RuleId};
use crate::proposal::Proposals;
use crate::rule::pattern::{Match, Pattern};
use crate::rule::{Body, Rule};
use std::ops::Range;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// The patterns of a pass's rules, with the gate before them.
pub struct Patterns {
    rules: Vec<(RuleId, Arc<Rule>)>,
    /// Rule (index) and pattern (index within it) of each pattern.
    list: Vec<(usize, usize)>,
    gate: Gate,
}

/// A pattern that is to be tried on a line, or on the whole text.
struct Try<'p> {
    id: RuleId,
    rule: &'p Rule,
    pattern: &'p Pattern,
    line: Option<Range<usize>>,
}

impl Try<'_> {
    fn matches<'t>(&self, text: &'t str, out: &mut dyn FnMut(Match<'_, 't>)) {
        match &self.line {
            Some(line) => self.pattern.on_line(text, line.clone(), out),
            None => self.pattern.in_text(text, out),
        }
    }
}

impl Patterns {
    /// The patterns of these rules.
    pub fn new(rules: &[(RuleId, Arc<Rule>)]) -> Self {
        let rules = rules.to_vec();
        let mut list = Vec::new();
        for (i, (_, rule)) in rules.iter().enumerate() {
            if let Body::Patterns(patterns) = &rule.body {
                list.extend((0..patterns.len()).map(|j| (i, j)));
            }
        }
        let gate = Gate::new(list.iter().map(|&(i, j)| pattern(&rules, i, j)));
        Patterns { rules, list, gate }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Proposes what the rules whose conditions hold want replaced.
    pub fn propose(&self, doc: &Doc<'_>, before: Before<'_>, out: &mut Proposals<'_>) {
        self.each_match(doc, before, &mut |id, rule, found| {
            if rule.context.refuses(doc, &found.span).is_none() {
                out.strip(found.span.clone(), &found.with, id, note(rule, &found));
            }
        });
    }

    /// The matches that a condition refuses.
    pub fn near_misses(&self, doc: &Doc<'_>) -> Vec<NearMiss> {
        let mut misses = Vec::new();
        let mut memory = Memory::default();
        self.each_match(doc, Before::new(&mut memory), &mut |rule_id, rule, found| {
            if let Some(condition) = rule.context.refuses(doc, &found.span) {
                misses.push(NearMiss { rule: rule_id, span: found.span, condition });
            }
        });
        misses.sort_by_key(|miss| (miss.span.start, miss.rule));
        misses
    }

    /// Tries all patterns as `propose` does, and tells what each try took.
    pub fn cost(&self, doc: &Doc<'_>, out: &mut dyn FnMut(RuleId, Duration)) {
        self.each_try(doc, Before::new(&mut Memory::default()), &mut |one| {
            let start = Instant::now();
            one.matches(doc.text, &mut |found| {
                std::hint::black_box(one.rule.context.refuses(doc, &found.span));
            });
            out(one.id, start.elapsed());
        });
    }

    fn each_match<'t>(
        &self,
        doc: &Doc<'t>,
        before: Before<'_>,
        out: &mut dyn FnMut(RuleId, &Rule, Match<'_, 't>),
    ) {
        self.each_try(doc, before, &mut |one| {
            one.matches(doc.text, &mut |found| out(one.id, one.rule, found));
        });
    }

    fn each_try(&self, doc: &Doc<'_>, before: Before<'_>, out: &mut dyn FnMut(Try<'_>)) {
        if self.list.is_empty() {
            return;
        }
        self.gate.candidates(doc.text, before, &mut |index, line: Option<Range<usize>>| {
            let (i, j) = self.list[index];
            let (id, rule) = &self.rules[i];
            if let Some(pattern) = pattern(&self.rules, i, j) {
                out(Try { id: *id, rule, pattern, line });
            }
        });
    }
}

fn pattern(rules: &[(RuleId, Arc<Rule>)], rule: usize, index: usize) -> Option<&Pattern> {
    match &rules[rule].1.body {
        Body::Patterns(patterns) => patterns.get(index),
        Body::Builtin(_) => None,
    }
}

/// The metadata that a match lifts out.
fn note(rule: &Rule, found: &Match<'_, '_>) -> Option<Note> {
    if rule.meta.is_empty() {
        return None;
    }
    let lifted = |name: &String| Some((name.clone(), found.group(name)?.trim().to_owned()));
    Some(Note { meta: rule.meta.iter().filter_map(lifted).collect(), ..Note::default() })
}
