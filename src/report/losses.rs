//! The documents that lost most, in characters that are not white space, as
//! limits count them: mending the spacing is no loss.

use crate::edit::RuleId;
use crate::least::Least;
use crate::limits::Loss;
use crate::run::Done;
use std::cmp::Reverse;

/// Documents named of either kind.
const NAMED: usize = 12;
/// Characters that a document must have for its share to be worth telling.
const WORTH: u64 = 200;

/// The documents that lost most.
#[derive(Clone, Debug)]
pub struct Losses {
    /// In characters.
    pub most: Least<Lost>,
    /// As a share of themselves.
    pub share: Least<Lost>,
}

/// What one document lost. The one that lost most is the least.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Lost {
    /// What it is ordered by.
    rank: Reverse<u64>,
    /// Its name.
    pub document: String,
    /// Its characters.
    pub characters: u64,
    /// Of these, taken out and not replaced.
    pub removed: u64,
    /// The rule that took most, and how much.
    pub by: Option<(RuleId, u64)>,
}

impl Default for Losses {
    fn default() -> Self {
        Losses { most: Least::new(NAMED), share: Least::new(NAMED) }
    }
}

impl Losses {
    /// That of one document.
    pub fn of(name: &str, done: &Done<'_>) -> Losses {
        let mut losses = Losses::default();
        let Loss { characters, removed, by_rule } = Loss::of(&done.decoded.text, &done.trail);
        if removed == 0 {
            return losses;
        }
        let by = by_rule.into_iter().max_by_key(|(rule, taken)| (*taken, Reverse(*rule)));
        let lost = |rank: u64| Lost {
            rank: Reverse(rank),
            document: name.to_owned(),
            characters,
            removed,
            by,
        };
        losses.most.add(lost(removed));
        if characters >= WORTH {
            // In millionths: whole numbers are the same everywhere.
            losses.share.add(lost(removed.saturating_mul(1_000_000) / characters));
        }
        losses
    }

    /// Adds those of other documents.
    pub fn merge(&mut self, other: Losses) {
        self.most.merge(other.most);
        self.share.merge(other.share);
    }
}
