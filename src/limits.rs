//! Guards against one's own rules: how much of a text, or of a corpus, the
//! chain or one rule may remove. What is over a limit is left as it was.
//!
//! Shares are of the characters that are not white space, so that mending the
//! spacing never counts as loss.

use crate::edit::RuleId;
use crate::pipeline::Pipeline;
use crate::trail::Trail;
use std::collections::BTreeMap;

/// The limits in force; none by default.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Limits {
    /// The most that may go from one document.
    pub document: Option<f64>,
    /// The most that may go from all documents together.
    pub corpus: Option<f64>,
    /// The most that one rule may take from one document.
    pub rule_document: Option<f64>,
    /// The most that one rule may take from all documents together.
    pub rule_corpus: Option<f64>,
}

/// How many characters there were and how many went, in all and by rule.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Loss {
    /// Characters that are not white space.
    pub characters: u64,
    /// Of these, removed and not replaced.
    pub removed: u64,
    /// The same by rule.
    pub by_rule: BTreeMap<RuleId, u64>,
}

/// A limit that was passed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Excess {
    /// The rule, where it is one rule's limit.
    pub rule: Option<RuleId>,
    /// What was removed, as a share.
    pub share: f64,
    /// What may be.
    pub limit: f64,
}

impl Excess {
    /// What to tell the user.
    pub fn told(&self, pipeline: &Pipeline) -> String {
        let who = self
            .rule
            .map_or("the chain".to_owned(), |rule| format!("rule {}", pipeline.rule(rule).id));
        let percent = |share: f64| format!("{:.1} %", share * 100.0);
        format!(
            "{who} would remove {} of it; the limit is {}",
            percent(self.share),
            percent(self.limit)
        )
    }
}

impl Limits {
    /// The limit that a document's loss passes.
    pub fn document_excess(&self, loss: &Loss) -> Option<Excess> {
        loss.excess(self.document, self.rule_document)
    }

    /// The limit that the loss of all documents passes.
    pub fn corpus_excess(&self, loss: &Loss) -> Option<Excess> {
        loss.excess(self.corpus, self.rule_corpus)
    }

    /// Whether losses have to be counted at all.
    pub fn any(&self) -> bool {
        *self != Limits::default()
    }
}

impl Loss {
    /// What a trail took from a text.
    pub fn of(text: &str, trail: &Trail) -> Loss {
        let mut loss = Loss { characters: visible(text), ..Loss::default() };
        for edit in trail.0.iter().flat_map(|layer| layer.edits.iter()) {
            let gone = visible(edit.before).saturating_sub(visible(edit.after));
            loss.removed += gone;
            *loss.by_rule.entry(edit.rule).or_default() += gone;
        }
        loss
    }

    /// Adds another document's loss.
    pub fn add(&mut self, other: &Loss) {
        self.characters += other.characters;
        self.removed += other.removed;
        for (rule, removed) in &other.by_rule {
            *self.by_rule.entry(*rule).or_default() += removed;
        }
    }

    fn excess(&self, all: Option<f64>, one: Option<f64>) -> Option<Excess> {
        let over = |removed: u64, limit: f64, rule| {
            let share = share(removed, self.characters);
            (share > limit).then_some(Excess { rule, share, limit })
        };
        let whole = all.and_then(|limit| over(self.removed, limit, None));
        let by_rule = || {
            let limit = one?;
            self.by_rule.iter().find_map(|(rule, removed)| over(*removed, limit, Some(*rule)))
        };
        whole.or_else(by_rule)
    }
}

#[allow(clippy::cast_precision_loss)] // a share needs no more than 52 bits
fn share(part: u64, whole: u64) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

fn visible(text: &str) -> u64 {
    text.chars().filter(|c| !c.is_whitespace()).count() as u64
}
