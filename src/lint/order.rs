//! Two rules of a pass whose outcome on their cases hangs on which stands
//! first. All pairs would be a square of work: each pass is run with its rules
//! in order and in reverse, and only where the outcomes part is there a pair.

use super::{Finding, Kind};
use crate::case;
use crate::document::Meta;
use crate::edit::{Edits, RuleId};
use crate::pass::{Pass, RulePass};
use crate::pipeline::Pipeline;
use crate::rule::Rule;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Runs after which a text that still changes is taken as it is by then.
const MOST_RUNS: usize = 4;

/// The pairs of all passes of which one is `tested`.
pub fn findings(chain: &Pipeline, tested: &dyn Fn(&Rule) -> bool) -> Vec<Finding> {
    let mut found = Vec::new();
    for pass in chain.passes() {
        let rules: Vec<&Arc<Rule>> =
            chain.rules().iter().filter(|rule| rule.pass == pass.name()).collect();
        if rules.len() > 1 && rules.iter().any(|rule| tested(rule)) {
            of_pass(&Both::new(chain, pass.name(), rules), tested, &mut found);
        }
    }
    found
}

fn of_pass(both: &Both<'_>, tested: &dyn Fn(&Rule) -> bool, found: &mut Vec<Finding>) {
    let mut seen = BTreeSet::new();
    for rule in &both.rules {
        for case in &rule.cases {
            let Some((a, b)) = both.part_on(&case.text) else { continue };
            let (a, b) = (a.min(b), a.max(b));
            let (first, second) = (both.rules[a], both.rules[b]);
            if !(tested(first) || tested(second)) || !seen.insert((a, b)) {
                continue;
            }
            let (own, other) = if tested(second) { (second, first) } else { (first, second) };
            let what = format!(
                "it and `{}` ({}) want the same text, as in the case at {}:{}, and the one that \
                 stands first decides what becomes of it",
                other.id, other.place, rule.place.file, case.line
            );
            let advice = "let one of the patterns leave out what the other takes";
            let mut finding = Finding::new(Kind::Order, own, what, advice);
            finding.other = Some(other.clone());
            found.push(finding);
        }
    }
}

/// A pass with its rules in order and in reverse.
struct Both<'c> {
    rules: Vec<&'c Arc<Rule>>,
    forward: RulePass,
    backward: RulePass,
}

impl<'c> Both<'c> {
    fn new(chain: &Pipeline, name: &str, rules: Vec<&'c Arc<Rule>>) -> Self {
        let number = |i: usize| RuleId(u32::try_from(i).unwrap_or(u32::MAX));
        let last = rules.len() - 1;
        let numbered = |of: &dyn Fn(usize) -> usize| -> Vec<(RuleId, Arc<Rule>)> {
            rules.iter().enumerate().map(|(i, rule)| (number(of(i)), (*rule).clone())).collect()
        };
        let forward = chain.pass_of(name, &numbered(&|i| i));
        let backward = chain.pass_of(name, &numbered(&|i| last - i));
        Both { rules, forward, backward }
    }

    /// The two rules (indices) that part the outcomes on a text, if they part.
    fn part_on(&self, text: &str) -> Option<(usize, usize)> {
        let meta = Meta::new();
        let (mut one, mut two) = (text.to_owned(), text.to_owned());
        let mut pair = None;
        for _ in 0..MOST_RUNS {
            let ahead = self.forward.edits(&case::doc(&one, &meta));
            let back = self.backward.edits(&case::doc(&two, &meta));
            if ahead.is_empty() && back.is_empty() {
                break;
            }
            if one == two && pair.is_none() {
                pair = self.clash(&ahead, &back);
            }
            (one, two) = (ahead.apply(&one), back.apply(&two));
        }
        pair.filter(|_| one != two)
    }

    /// Two edits of one place that different rules ask for.
    fn clash(&self, ahead: &Edits, back: &Edits) -> Option<(usize, usize)> {
        let last = self.rules.len() - 1;
        let of = |id: RuleId| id.0 as usize;
        ahead.iter().find_map(|a| {
            let touching = |b: &crate::edit::Edit<'_>| {
                b.span.start <= a.span.end && a.span.start <= b.span.end
            };
            let other = back.iter().filter(touching).map(|b| last - of(b.rule));
            other.into_iter().find(|b| *b != of(a.rule)).map(|b| (of(a.rule), b))
        })
    }
}
