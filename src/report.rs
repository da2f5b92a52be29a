//! The accounts of a run: sums that can be merged in any order.

pub mod exhibits;
pub mod lifted;
pub mod losses;
pub mod number;
pub mod page;
pub mod record;
pub mod repairs;

use crate::edit::RuleId;
use crate::limits::Loss;
use crate::times::Times;
use crate::trail::Trail;
use std::collections::BTreeMap;

/// Of emptied documents so many are named.
pub const NAMED: usize = 100;

/// What a rule did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RuleCount {
    /// Edits.
    pub edits: u64,
    /// Documents it changed.
    pub documents: u64,
    /// Characters it took out.
    pub removed: u64,
    /// Characters it put in.
    pub added: u64,
}

impl RuleCount {
    fn add(&mut self, other: RuleCount) {
        self.edits += other.edits;
        self.documents += other.documents;
        self.removed += other.removed;
        self.added += other.added;
    }
}

/// What became of the documents, and what the rules did.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// Documents read.
    pub read: u64,
    /// Of these, written with another content than they had.
    pub changed: u64,
    /// Of these, as they were, byte for byte.
    pub unchanged: u64,
    /// Of the changed, those of which no text was left.
    pub emptied: u64,
    /// The first of these, in the order they came.
    pub emptied_names: Vec<String>,
    /// Of the changed, those that the chain would change again.
    pub unsettled: u64,
    /// Not read or not written, with the reason.
    pub failed: Vec<(String, String)>,
    /// Written as they were because a limit was passed, with the reason.
    pub left: Vec<(String, String)>,
    /// Passed over as no documents, with the reason.
    pub skipped: Vec<(String, String)>,
    /// Documents by encoding.
    pub encodings: BTreeMap<&'static str, u64>,
    /// Characters of the texts as they were decoded, and as they were written.
    pub characters: [u64; 2],
    /// Bytes that no encoding could account for.
    pub damaged: u64,
    /// What was taken from all documents together, where there are limits.
    pub loss: Loss,
    /// The rules that did something, in the order of the chain.
    pub rules: BTreeMap<RuleId, RuleCount>,
    /// How long it took.
    pub times: Times,
}

impl Report {
    /// Counts a trail's edits.
    pub fn count(&mut self, trail: &Trail) {
        let mut seen: Vec<RuleId> = Vec::new();
        for edit in trail.0.iter().flat_map(|layer| layer.edits.iter()) {
            let count = self.rules.entry(edit.rule).or_default();
            count.edits += 1;
            count.removed += edit.before.chars().count() as u64;
            count.added += edit.after.chars().count() as u64;
            seen.push(edit.rule);
        }
        seen.sort_unstable();
        seen.dedup();
        for rule in seen {
            self.rules.entry(rule).or_default().documents += 1;
        }
    }

    /// Adds the accounts of other documents, which come after these.
    pub fn add(&mut self, other: Report) {
        self.read += other.read;
        self.changed += other.changed;
        self.unchanged += other.unchanged;
        self.emptied += other.emptied;
        let names = NAMED.saturating_sub(self.emptied_names.len());
        self.emptied_names.extend(other.emptied_names.into_iter().take(names));
        self.unsettled += other.unsettled;
        self.failed.extend(other.failed);
        self.left.extend(other.left);
        self.skipped.extend(other.skipped);
        for (encoding, documents) in other.encodings {
            *self.encodings.entry(encoding).or_default() += documents;
        }
        for (sum, characters) in self.characters.iter_mut().zip(other.characters) {
            *sum += characters;
        }
        self.damaged += other.damaged;
        self.loss.add(&other.loss);
        for (rule, count) in other.rules {
            self.rules.entry(rule).or_default().add(count);
        }
        self.times.add(&other.times);
    }

    /// The characters that the rules took out, and those that they put in.
    pub fn moved(&self) -> (u64, u64) {
        let sum = |of: fn(&RuleCount) -> u64| self.rules.values().map(of).sum();
        (sum(|count| count.removed), sum(|count| count.added))
    }

    /// How far the characters written are from those read less those that the
    /// rules took and more than they put; anything but 0 is a bug.
    pub fn imbalance(&self) -> i128 {
        let [read, written] = self.characters.map(i128::from);
        let (removed, added) = self.moved();
        written - (read - i128::from(removed) + i128::from(added))
    }
}
