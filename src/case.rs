//! Runs the cases that stand in rules and names each outcome. `pumice test`
//! prints them; the project's own tests demand that all shipped ones pass.

use crate::document::{Doc, Meta};
use crate::edit::RuleId;
use crate::pass::{Pass, RulePass};
use crate::pipeline::Pipeline;
use crate::rule::Rule;
use crate::rule::cases::{Case, CaseKind};
use std::collections::BTreeSet;
use std::sync::Arc;

/// How a case ended. The first three are as they should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// A `fixes` case became what was wanted.
    Fixed,
    /// A `keeps` case stayed as it was.
    Kept,
    /// A known failure failed, as expected.
    KnownMiss,
    /// A `fixes` case did not become what was wanted.
    Missed,
    /// A `keeps` case was changed.
    Noisy,
    /// A known failure passes now; move it to `fixes`.
    Surprised,
    /// The rule changes its own output again.
    Unstable,
}

impl Outcome {
    /// All of them, in the order a summary has them.
    pub const ALL: [Outcome; 7] = [
        Outcome::Fixed,
        Outcome::Kept,
        Outcome::KnownMiss,
        Outcome::Missed,
        Outcome::Noisy,
        Outcome::Surprised,
        Outcome::Unstable,
    ];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Outcome::Fixed => "fixed",
            Outcome::Kept => "kept",
            Outcome::KnownMiss => "known miss",
            Outcome::Missed => "missed",
            Outcome::Noisy => "noisy",
            Outcome::Surprised => "surprised",
            Outcome::Unstable => "unstable",
        }
    }

    /// Whether the case ended as it should.
    pub fn is_good(self) -> bool {
        matches!(self, Outcome::Fixed | Outcome::Kept | Outcome::KnownMiss)
    }
}

/// A case that has been run.
#[derive(Clone, Debug)]
pub struct Verdict {
    /// The rule it belongs to.
    pub rule: Arc<Rule>,
    /// The case.
    pub case: Case,
    /// How it ended.
    pub outcome: Outcome,
    /// What the text became.
    pub got: String,
    /// What that became when run again, where it did not stay.
    pub again: Option<String>,
    /// The rules of the chain that changed a `keeps` case.
    pub by: Vec<Arc<Rule>>,
}

/// Runs the cases of one rule: by the rule alone, and `keeps` by the whole
/// chain as well.
pub fn run(rule: &Arc<Rule>, chain: &Pipeline) -> Vec<Verdict> {
    let alone = chain.alone(rule);
    rule.cases.iter().map(|case| judge(rule, case, &alone, chain)).collect()
}

fn judge(rule: &Arc<Rule>, case: &Case, alone: &RulePass, chain: &Pipeline) -> Verdict {
    let got = apply(alone, &case.text);
    let again = Some(apply(alone, &got)).filter(|again| *again != got);
    let hit = got == case.wanted;
    let outcome = match case.kind {
        _ if again.is_some() => Outcome::Unstable,
        CaseKind::Fixes if hit => Outcome::Fixed,
        CaseKind::Fixes => Outcome::Missed,
        CaseKind::Misses if hit => Outcome::Surprised,
        CaseKind::Misses => Outcome::KnownMiss,
        CaseKind::Keeps if hit => Outcome::Kept,
        CaseKind::Keeps => Outcome::Noisy,
    };
    let by = if outcome == Outcome::Noisy { vec![rule.clone()] } else { Vec::new() };
    let verdict = Verdict { rule: rule.clone(), case: case.clone(), outcome, got, again, by };
    if outcome == Outcome::Kept { by_chain(verdict, chain) } else { verdict }
}

/// A `keeps` case that its own rule left alone must survive the others too.
fn by_chain(mut verdict: Verdict, chain: &Pipeline) -> Verdict {
    let meta = Meta::new();
    let cleaned = chain.clean(&doc(&verdict.case.text, &meta));
    if cleaned.text != verdict.case.wanted {
        verdict.outcome = Outcome::Noisy;
        let edits = cleaned.trail.0.iter().flat_map(|layer| layer.edits.iter());
        let rules: BTreeSet<RuleId> = edits.map(|edit| edit.rule).collect();
        verdict.by = rules.iter().map(|id| chain.rules()[id.0 as usize].clone()).collect();
        verdict.got = cleaned.text.into_owned();
    }
    verdict
}

/// A text as one pass leaves it.
pub(crate) fn apply(pass: &RulePass, text: &str) -> String {
    let meta = Meta::new();
    pass.edits(&doc(text, &meta)).apply(text)
}

/// A case has no name, so that conditions on the document's name don't bear
/// on it: its text alone is on trial.
pub(crate) fn doc<'a>(text: &'a str, meta: &'a Meta) -> Doc<'a> {
    Doc { name: "", text, meta }
}
