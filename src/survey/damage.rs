//! How common coreference damage is in a corpus: a producer that broke one text
//! broke others, and a corpus whose texts are sound has hardly a damaged one. So
//! the same signs weigh more in one corpus than in the other. Counted by the
//! first reading, which looks at each document by itself.
//!
//! Parts add up. A part that only answers carries what it was given, so that
//! their sum may count a corpus several times: it is the ratio that counts.

use serde::{Deserialize, Serialize};

/// One document in so many that are damaged for certain makes damage common.
const COMMON: u64 = 20;
/// Of so few documents none that is damaged tells nothing.
const FEW: u64 = 20;

/// The documents of a corpus, and those that are damaged for certain.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Damage {
    documents: u64,
    certain: u64,
}

/// How common damage is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Prevalence {
    /// It is being counted: all that may be damage in any corpus is looked at.
    Uncounted,
    /// There is no corpus, or one too small to tell.
    Unknown,
    /// Next to no document has it.
    Rare,
    /// Many have it.
    Common,
}

impl Damage {
    /// Counts a document.
    pub fn add(&mut self, is_certain: bool) {
        self.documents += 1;
        self.certain += u64::from(is_certain);
    }

    /// Takes in another part.
    pub fn merge(&mut self, other: Damage) {
        self.documents = self.documents.saturating_add(other.documents);
        self.certain = self.certain.saturating_add(other.certain);
    }

    /// Whether nothing is counted.
    pub fn is_empty(&self) -> bool {
        self.documents == 0
    }

    /// How common it is.
    pub fn prevalence(self) -> Prevalence {
        if self.certain > 0 && self.certain.saturating_mul(COMMON) >= self.documents {
            return Prevalence::Common;
        }
        if self.documents < FEW { Prevalence::Unknown } else { Prevalence::Rare }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(documents: u64, certain: u64) -> Prevalence {
        Damage { documents, certain }.prevalence()
    }

    #[test]
    fn one_in_twenty_is_common_and_none_of_a_few_tells_nothing() {
        assert_eq!(of(0, 0), Prevalence::Unknown);
        assert_eq!(of(19, 0), Prevalence::Unknown);
        assert_eq!(of(20, 0), Prevalence::Rare);
        assert_eq!(of(5, 1), Prevalence::Common);
        assert_eq!(of(100, 5), Prevalence::Common);
        assert_eq!(of(101, 5), Prevalence::Rare);
        assert_eq!(of(u64::MAX, u64::MAX), Prevalence::Common);
    }
}
