//! Whether a document is damaged as a whole. The search finds a way through any
//! text, a sound one too; what tells the two apart is what all its intruders
//! are together: how many of the pronouns have one, how many stand in sight of
//! their mention, how often the drift had to rise to explain them.
//!
//! Thirteen facts, weighed by weights learned from damaged and from sound documents
//! of many kinds (`examples/coref-documents`). How rich the words are is one of
//! them: litanies, tables and minutes repeat their names because they have few
//! others. Another is how many intruders stand at the edge of a line: in lists
//! and in markup all do, and damage falls anywhere. Facts about words or pairs of
//! classes were refused: in tables and lists of results they outweighed all else;
//! so were pieces of texts to learn from: sound pages were touched by it.

use super::judge::{Intruder, Verdict};
use super::policy::{DocumentConfidence, Policy};
use super::token::Tokens;
use crate::survey::damage::Prevalence;

/// The number of facts.
pub const FACTS: usize = 13;
/// Their names.
pub const FACT_NAMES: [&str; FACTS] = [
    "bias", "pronouns", "in-sight", "drifting", "dense", "long", "rises", "weight", "each",
    "varied", "at-edges", "free", "many",
];

/// The weight for each token from which on more of it says nothing.
const HEAVY: f64 = 0.6;

/// The same for each intruder.
const SURE: f64 = 8.0;

/// Weighs documents.
#[derive(Clone, Debug)]
pub struct Documents {
    weights: [f64; FACTS],
    least: DocumentConfidence,
    min_signs: usize,
}

impl Documents {
    /// Reads the weights, or names one that is unknown.
    pub fn new(policy: &Policy) -> Result<Documents, String> {
        let mut weights = [0.0; FACTS];
        for (name, weight) in &policy.document {
            let at = FACT_NAMES
                .iter()
                .position(|n| n == name)
                .ok_or_else(|| format!("document.{name}: no such fact"))?;
            weights[at] = *weight;
        }
        let (least, min_signs) = (policy.document_confidence, policy.min_signs);
        Ok(Documents { weights, least, min_signs })
    }

    /// How likely a document is damaged, 0 to 1; 0 where it has too few signs to tell.
    pub fn chance(&self, verdict: &Verdict, tokens: &Tokens) -> f64 {
        if verdict.signs < self.min_signs {
            return 0.0;
        }
        let facts = facts(verdict, tokens);
        let sum: f64 = self.weights.iter().zip(facts).map(|(w, f)| w * f).sum();
        1.0 / (1.0 + (-sum).exp())
    }

    /// Whether a document that is damaged with this chance is taken for damaged, by how common damage is.
    pub fn is_damaged(&self, chance: f64, is_suspect: bool, prevalence: Prevalence) -> bool {
        let least = self.least;
        chance
            >= match (prevalence, is_suspect) {
                (Prevalence::Common, false) => least.common_unsuspected,
                (Prevalence::Common, true) => least.common,
                (Prevalence::Uncounted, _) => least.common.min(least.unknown).min(least.rare),
                (Prevalence::Unknown, _) => least.unknown,
                (Prevalence::Rare, _) => least.rare,
            }
    }

    /// Whether it is damaged whatever others are.
    pub fn is_certain(&self, chance: f64) -> bool {
        chance >= self.least.rare
    }
}

/// The facts of a document.
#[allow(clippy::cast_precision_loss)] // a text has fewer tokens than 2^52
pub fn facts(verdict: &Verdict, tokens: &Tokens) -> [f64; FACTS] {
    let likely = || verdict.intruders.iter().filter(|i| i.confidence >= 0.5);
    let drifting = likely().filter(|i| i.drift > 0).count() as f64;
    let varied = varied(tokens);
    let is_at_edge = |i: &&Intruder| {
        tokens.all[i.start].line || tokens.all.get(i.end).is_none_or(|next| next.line)
    };
    let at_edges = likely().filter(is_at_edge).count();
    let (all, tokens) = (likely().count() as f64, tokens.all.len().max(1) as f64);
    [
        1.0,
        verdict.pronoun_signs as f64 / verdict.pronouns.max(1) as f64,
        verdict.signs as f64 / all.max(1.0),
        drifting / all.max(1.0),
        all * 100.0 / tokens,
        tokens.ln_1p(),
        (verdict.rises.len() as f64).ln_1p(),
        verdict.weight.min(HEAVY),
        (verdict.weight.max(0.0) * tokens / all.max(1.0)).min(SURE),
        varied,
        at_edges as f64 / all.max(1.0),
        (verdict.pronouns - verdict.pronoun_signs.min(verdict.pronouns)) as f64 * 100.0 / tokens,
        all.ln_1p(),
    ]
}

/// How rich the words are, whatever the length: different ones for the root of all (Guiraud 1954).
#[allow(clippy::cast_precision_loss)] // a text has fewer tokens than 2^52
fn varied(tokens: &Tokens) -> f64 {
    let mut seen = vec![false; tokens.all.len() * 2];
    let mut different = 0_usize;
    for token in &tokens.all {
        if let Some(known) = seen.get_mut(token.lower as usize) {
            different += usize::from(!std::mem::replace(known, true));
        }
    }
    different as f64 / (tokens.all.len().max(1) as f64).sqrt() / 10.0
}
