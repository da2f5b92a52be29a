//! Passes and rules: how many edits, where in the texts, and samples. Of very
//! many rules those with most edits are told and the others summed up.

use super::Run;
use super::bar::{self, Column};
use super::text::{self, Markup};
use crate::edit::RuleId;
use crate::hits::{Excerpt, Hit, STRETCHES};
use crate::report::RuleCount;
use crate::report::number::{counted, grouped};
use serde::Serialize;
use std::cmp::Reverse;
use std::collections::BTreeSet;

/// Rules that are told.
const RULES: usize = 200;

/// A pass that changed something.
#[derive(Serialize)]
pub struct Pass {
    name: String,
    edits: String,
    removed: String,
    added: String,
    part: String,
    spread: Vec<Option<Column>>,
    /// The rules that are told, in the order of the chain.
    pub rules: Vec<Rule>,
    others: Option<Others>,
}

/// A rule that changed something.
#[derive(Serialize)]
pub struct Rule {
    id: String,
    anchor: String,
    why: String,
    place: String,
    edits: String,
    documents: String,
    removed: String,
    added: String,
    told: String,
    part: String,
    spread: Vec<Option<Column>>,
    hits: Vec<Shown>,
}

/// Rules that are not told.
#[derive(Serialize)]
struct Others {
    count: String,
    edits: String,
    removed: String,
    added: String,
}

/// An edit in its context.
#[derive(Serialize)]
pub struct Shown {
    left: Markup,
    before: Markup,
    after: Markup,
    right: Markup,
    document: String,
    line: String,
    witness: Option<String>,
    inferred: Option<String>,
}

impl Shown {
    /// One hit.
    pub fn of(hit: &Hit) -> Shown {
        let Widened { left, before, after, right } = Widened::of(hit);
        Shown {
            left: text::context(left),
            before: text::edited(&before),
            after: text::edited(&after),
            right: text::context(right),
            document: text::name(&hit.document),
            line: grouped(hit.line as u64),
            witness: hit.witness.as_deref().map(text::name),
            inferred: hit.inferred.as_deref().map(text::name),
        }
    }
}

/// An edit as it is read: one that replaces a part of a word, the whole word.
struct Widened<'h> {
    left: &'h str,
    before: Excerpt,
    after: Excerpt,
    right: &'h str,
}

impl<'h> Widened<'h> {
    fn of(hit: &'h Hit) -> Widened<'h> {
        let (left, right) = (&*hit.left, &*hit.right);
        let (mut before, mut after) = (hit.before.clone(), hit.after.clone());
        if before.is_empty() || after.is_empty() {
            return Widened { left, before, after, right };
        }
        let start = left.trim_end_matches(char::is_alphanumeric);
        let end = right.trim_start_matches(char::is_alphanumeric);
        for text in [&mut before, &mut after] {
            text.head.insert_str(0, &left[start.len()..]);
            text.end().push_str(&right[..right.len() - end.len()]);
        }
        Widened { left: start, before, after, right: end }
    }
}

/// The name of a rule's place on the page.
pub fn anchor(run: &Run<'_>, id: RuleId) -> String {
    format!("rule-{}", run.pipeline.rule(id).id)
}

/// The rules that are told.
pub fn told(run: &Run<'_>) -> BTreeSet<RuleId> {
    let mut rules: Vec<(Reverse<u64>, RuleId)> =
        run.report.rules.iter().map(|(id, count)| (Reverse(count.edits), *id)).collect();
    rules.sort_unstable();
    rules.into_iter().take(RULES).map(|(_, id)| id).collect()
}

/// The passes that changed something, in order.
pub fn passes(run: &Run<'_>) -> Vec<Pass> {
    let told = told(run);
    let of_pass = |name: &str| -> Vec<(RuleId, RuleCount)> {
        let rules = run.report.rules.iter().map(|(id, count)| (*id, *count));
        rules.filter(|(id, _)| run.pipeline.rule(*id).pass == name).collect()
    };
    let all: Vec<(&str, Vec<(RuleId, RuleCount)>)> =
        run.pipeline.passes().iter().map(|pass| (pass.name(), of_pass(pass.name()))).collect();
    let most = all.iter().map(|(_, rules)| sum(rules).edits).max().unwrap_or_default();
    all.into_iter()
        .filter(|(_, rules)| !rules.is_empty())
        .map(|(name, rules)| pass(run, name, &rules, &told, most))
        .collect()
}

fn pass(
    run: &Run<'_>,
    name: &str,
    rules: &[(RuleId, RuleCount)],
    told: &BTreeSet<RuleId>,
    most: u64,
) -> Pass {
    let (shown, others): (Vec<_>, Vec<_>) = rules.iter().partition(|(id, _)| told.contains(id));
    let all = sum(rules);
    let mut spread = [0; STRETCHES];
    for (id, _) in rules {
        spread.iter_mut().zip(spread_of(run, *id)).for_each(|(sum, n)| *sum += n);
    }
    Pass {
        name: name.to_owned(),
        edits: grouped(all.edits),
        removed: grouped(all.removed),
        added: grouped(all.added),
        part: bar::part(all.edits, most),
        spread: bar::columns(&spread),
        rules: shown.into_iter().map(|(id, count)| rule(run, id, &count, most)).collect(),
        others: (!others.is_empty()).then(|| {
            let all = sum(&others);
            Others {
                count: format!("and {}", counted(others.len() as u64, "more rule")),
                edits: grouped(all.edits),
                removed: grouped(all.removed),
                added: grouped(all.added),
            }
        }),
    }
}

fn rule(run: &Run<'_>, id: RuleId, count: &RuleCount, most: u64) -> Rule {
    let rule = run.pipeline.rule(id);
    let hits = run.exhibits.hits.rules.get(&id);
    Rule {
        id: rule.id.clone(),
        anchor: anchor(run, id),
        why: rule.why.clone(),
        place: rule.place.to_string(),
        edits: grouped(count.edits),
        documents: grouped(count.documents),
        removed: grouped(count.removed),
        added: grouped(count.added),
        told: format!(
            "{} in {}",
            counted(count.edits, "edit"),
            counted(count.documents, "document")
        ),
        part: bar::part(count.edits, most),
        spread: bar::columns(&spread_of(run, id)),
        hits: hits.into_iter().flat_map(|hits| &hits.samples).map(Shown::of).collect(),
    }
}

fn spread_of(run: &Run<'_>, id: RuleId) -> [u64; STRETCHES] {
    run.exhibits.hits.rules.get(&id).map_or([0; STRETCHES], |hits| hits.spread)
}

fn sum(rules: &[(RuleId, RuleCount)]) -> RuleCount {
    let mut all = RuleCount::default();
    for (_, count) in rules {
        all.edits += count.edits;
        all.removed += count.removed;
        all.added += count.added;
    }
    all
}
