//! The record of a repair: the drift found at each place, each intruder with
//! its mention, what it destroyed, what came back and from where, and what
//! stays unknown. It is data, for a command line or a report to show.

use super::finding::Finding;
use super::repairer::Seen;
use serde::Serialize;
use std::ops::Range;

/// What was found in a document.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Explanation {
    /// How much the intruders explain, for each token.
    pub weight: f64,
    /// How many of them have their mention in sight.
    pub signs: usize,
    /// From which byte on the drift is how great.
    pub drift: Vec<(usize, usize)>,
    /// The intruders, the doubtful ones too.
    pub intruders: Vec<Told>,
    /// How many gaps are filled.
    pub restored: usize,
    /// How many are marked or left.
    pub unknown: usize,
}

/// An intruder.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Told {
    /// Where it stands, in bytes.
    pub span: Range<usize>,
    /// What it is.
    pub text: String,
    /// The drift.
    pub drift: usize,
    /// The mention it was meant for, where it can be seen.
    pub mention: Option<String>,
    /// Where that begins, in bytes.
    pub mention_at: Option<usize>,
    /// How many tokens it destroyed.
    pub lost: usize,
    /// How sure it is.
    pub confidence: f64,
    /// What became of it.
    pub outcome: Outcome,
}

/// What became of an intruder.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// Too doubtful, or sound after all: it stays.
    Left,
    /// Taken out, the gap is marked or dropped.
    Marked,
    /// Taken out, and the lost words are back.
    Restored {
        /// The words.
        with: String,
        /// The document that has them.
        witness: Option<String>,
        /// The signs, where it is grammar that says so.
        inferred: Option<String>,
    },
}

/// Tells what was seen and found.
pub fn explain(text: &str, seen: &Seen, findings: &[Finding]) -> Explanation {
    let mut told = Explanation {
        weight: seen.verdict.weight,
        signs: seen.verdict.signs,
        ..Explanation::default()
    };
    let all = &seen.tokens.all;
    told.drift.push((0, 0));
    for (rise, at) in seen.verdict.rises.iter().enumerate() {
        told.drift.push((all.get(*at).map_or(text.len(), |t| t.at.start), rise + 1));
    }
    for intruder in &seen.verdict.intruders {
        let span = all[intruder.start].at.start..all[intruder.end - 1].at.end;
        let words = |at: usize| {
            all[at].at.start
                ..all[(at + intruder.lost.max(1)).min(intruder.start.max(at + 1)) - 1].at.end
        };
        let outcome = outcome(&span, findings);
        told.intruders.push(Told {
            text: text[span.clone()].to_owned(),
            drift: intruder.drift,
            mention: intruder.mention.map(|at| text[words(at)].to_owned()),
            mention_at: intruder.mention.map(|at| all[at].at.start),
            lost: intruder.lost,
            confidence: intruder.confidence,
            outcome,
            span,
        });
    }
    told.restored = findings.iter().filter(|f| f.witness.is_some() || f.inferred.is_some()).count();
    told.unknown = findings.len() - told.restored;
    told
}

fn outcome(span: &Range<usize>, findings: &[Finding]) -> Outcome {
    let first = findings.partition_point(|f| f.span.end <= span.start);
    match findings.get(first).filter(|f| f.span.start < span.end) {
        None => Outcome::Left,
        Some(f) if f.witness.is_none() && f.inferred.is_none() => Outcome::Marked,
        Some(f) => Outcome::Restored {
            with: f.with.clone(),
            witness: f.witness.clone(),
            inferred: f.inferred.clone(),
        },
    }
}
