//! Runs the cases that stand in rules and names each outcome. `pumice test`
//! prints them; the project's own tests demand that all shipped ones pass.

use crate::document::{Doc, Meta};
use crate::pass::{Pass, RulePass};
use crate::pipeline::Pipeline;
use crate::rule::Rule;
use crate::rule::cases::{Case, CaseKind};
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
}

/// Runs the cases of one rule: by the rule alone, and `keeps` by the whole
/// chain as well.
pub fn run(rule: &Arc<Rule>, chain: &Pipeline) -> Vec<Verdict> {
    let alone = chain.alone(rule);
    let verdict = |case: &Case| {
        let (outcome, got) = judge(case, &alone, chain);
        Verdict { rule: rule.clone(), case: case.clone(), outcome, got }
    };
    rule.cases.iter().map(verdict).collect()
}

fn judge(case: &Case, alone: &RulePass, chain: &Pipeline) -> (Outcome, String) {
    let got = apply(alone, &case.text);
    let again = apply(alone, &got);
    if again != got {
        return (Outcome::Unstable, again);
    }
    let hit = got == case.wanted;
    match case.kind {
        CaseKind::Fixes if hit => (Outcome::Fixed, got),
        CaseKind::Fixes => (Outcome::Missed, got),
        CaseKind::Misses if hit => (Outcome::Surprised, got),
        CaseKind::Misses => (Outcome::KnownMiss, got),
        CaseKind::Keeps if !hit => (Outcome::Noisy, got),
        CaseKind::Keeps => {
            let meta = Meta::new();
            let cleaned = chain.clean(&doc(&case.text, &meta));
            let kept = cleaned.text == case.wanted;
            (if kept { Outcome::Kept } else { Outcome::Noisy }, cleaned.text.into_owned())
        }
    }
}

fn apply(pass: &RulePass, text: &str) -> String {
    let meta = Meta::new();
    pass.edits(&doc(text, &meta)).apply(text)
}

/// A case has no name, so that conditions on the document's name don't bear
/// on it: its text alone is on trial.
fn doc<'a>(text: &'a str, meta: &'a Meta) -> Doc<'a> {
    Doc { name: "", text, meta }
}
