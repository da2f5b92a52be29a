//! Runs the patterns of one pass: each only where the gate says that one of
//! its literals stands, and only as wide as it can match.

use super::NearMiss;
use super::gate::Gate;
use crate::document::Doc;
use crate::edit::{Note, RuleId};
use crate::proposal::Proposals;
use crate::rule::pattern::{Match, Pattern};
use crate::rule::{Body, Rule};
use std::ops::Range;
use std::sync::Arc;

/// The patterns of a pass's rules, with the gate before them.
pub struct Patterns {
    rules: Vec<(RuleId, Arc<Rule>)>,
    /// Rule (index) and pattern (index within it) of each pattern.
    list: Vec<(usize, usize)>,
    gate: Gate,
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

    /// Proposes what the rules whose conditions hold want replaced.
    pub fn propose(&self, doc: &Doc<'_>, out: &mut Proposals<'_>) {
        self.each_match(doc, &mut |id, rule, found| {
            if rule.context.refuses(doc, &found.span).is_none() {
                out.strip(found.span.clone(), &found.with, id, note(rule, &found));
            }
        });
    }

    /// The matches that a condition refuses.
    pub fn near_misses(&self, doc: &Doc<'_>) -> Vec<NearMiss> {
        let mut misses = Vec::new();
        self.each_match(doc, &mut |rule_id, rule, found| {
            if let Some(condition) = rule.context.refuses(doc, &found.span) {
                misses.push(NearMiss { rule: rule_id, span: found.span, condition });
            }
        });
        misses.sort_by_key(|miss| (miss.span.start, miss.rule));
        misses
    }

    fn each_match<'t>(&self, doc: &Doc<'t>, out: &mut dyn FnMut(RuleId, &Rule, Match<'_, 't>)) {
        if self.list.is_empty() {
            return;
        }
        self.gate.candidates(doc.text, &mut |index, line: Option<Range<usize>>| {
            let (i, j) = self.list[index];
            let (id, rule) = &self.rules[i];
            let Some(pattern) = pattern(&self.rules, i, j) else {
                return;
            };
            let mut emit = |found: Match<'_, 't>| out(*id, rule, found);
            match line {
                Some(line) => pattern.on_line(doc.text, line, &mut emit),
                None => pattern.in_text(doc.text, &mut emit),
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
