//! What a corpus knows that a single document doesn't. A survey is taken in two
//! readings of the input before the one that cleans. In the first, the damaged
//! documents ask (the words around each gap) and all lines are counted; in the
//! second, documents answer, and bear witness to the lines that recur. Its
//! memory is bounded but for the questions, which grow with the damage; parts
//! taken on different machines merge in any order to the same whole; and it can
//! be kept in a file.

pub mod counts;
pub mod damage;
pub mod fold;
pub mod kept;
mod packed;
mod prepared;
pub mod recurring;
pub mod source;
mod surveyor;
mod suspects;

pub use surveyor::{Answered, Asked, Surveyor, Wanted};

use crate::pass::coref::context::fingerprint;
use crate::pass::coref::evidence::Evidence;
use crate::pass::coref::searches::Searches;
use counts::Counts;
use damage::{Damage, Prevalence};
use prepared::Prepared;
use recurring::Recurring;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use std::ops::Range;
use suspects::Suspects;

/// The form of survey files; another number is refused.
const FORM: u32 = 5;

/// What was asked of a corpus and what it answered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Survey {
    /// The form of the file.
    #[serde(rename = "pumice_survey")]
    form: u32,
    /// Lines and the documents that have them, of the first reading: they say
    /// which lines the second is to look at. None where a survey only answers.
    #[serde(default, skip_serializing_if = "Counts::is_empty")]
    pub counts: Counts,
    /// How common damage is, by the first reading.
    #[serde(default, skip_serializing_if = "Damage::is_empty")]
    pub damage: Damage,
    /// What recurs, by the second.
    pub recurring: Recurring,
    /// Questions about lost words, and their answers.
    pub evidence: Evidence,
    /// The documents that may be damaged, where the first reading was of those that will be cleaned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    suspects: Option<Suspects>,
    /// What the first reading leaves to the others, in no file: with none they look for themselves. By the fingerprints of
    /// the texts that may be damaged.
    #[serde(skip)]
    looked: Option<FxHashMap<u64, Looked>>,
    /// The documents that the passes under `prepare` change, where the first reading prepared all that will be cleaned.
    #[serde(skip)]
    prepared: Option<Prepared>,
}

/// What was seen of a text that may be damaged.
#[derive(Clone, Debug, PartialEq)]
struct Looked {
    /// The damaged spans.
    broken: Vec<Range<usize>>,
    searches: Searches,
}

impl Default for Survey {
    fn default() -> Self {
        Survey {
            form: FORM,
            counts: Counts::default(),
            damage: Damage::default(),
            recurring: Recurring::default(),
            evidence: Evidence::default(),
            suspects: None,
            looked: None,
            prepared: None,
        }
    }
}

impl Survey {
    /// A survey that has these questions, with the answers so far.
    pub fn of(evidence: Evidence) -> Self {
        Survey { evidence, ..Survey::default() }
    }

    /// With what `first`, the first reading of the documents that are to be cleaned, found by looking at them.
    #[must_use]
    pub fn with_looks_of(mut self, first: Survey) -> Self {
        (self.suspects, self.looked) = (first.suspects, first.looked);
        self.prepared = first.prepared;
        self
    }

    /// Forgets what is told of documents by their names alone. To be called where the first reading missed any: that could
    /// be read later, and is not known to be sound.
    pub fn forget_names(&mut self) {
        (self.suspects, self.prepared) = (None, None);
    }

    /// How many of the first passes, `preparing` at the most, are known to change nothing of a document.
    pub fn leaving_alone(&self, name: &str, preparing: usize) -> usize {
        let known = self.prepared.as_ref();
        known.map_or(0, |prepared| prepared.changing(name).unwrap_or(preparing))
    }

    /// What the searches of a text found, if it was looked at.
    pub fn searches(&self, text: &str) -> Option<&Searches> {
        let looked = self.looked.as_ref().filter(|looked| !looked.is_empty())?;
        Some(&looked.get(&fingerprint(text))?.searches)
    }

    /// Whether a document of the run was looked at and is sound, if this is its text.
    pub fn is_unsuspected(&self, name: &str, text: &str) -> bool {
        self.suspects.as_ref().is_some_and(|suspects| !suspects.have(name, text))
    }

    /// Reads a survey file's text; the error says what is wrong with it.
    pub fn read(text: &str) -> Result<Survey, String> {
        #[derive(Deserialize)]
        struct Form {
            pumice_survey: u32,
        }
        let no_survey = |error: serde_json::Error| format!("no survey: {error}");
        // First of all, since the fields of other forms are not known.
        let Form { pumice_survey: form } = serde_json::from_str(text).map_err(no_survey)?;
        if form != FORM {
            return Err(format!(
                "a survey of form {form}; this version reads form {FORM}, take it anew"
            ));
        }
        serde_json::from_str(text).map_err(no_survey)
    }

    /// The text of a survey file: equal surveys give equal bytes.
    pub fn write(&self) -> String {
        // Serialising plain data does not fail.
        serde_json::to_string(self).unwrap_or_default() + "\n"
    }

    /// How common damage is in the corpus, if one was surveyed.
    pub fn prevalence(survey: Option<&Survey>) -> Prevalence {
        survey.map_or(Prevalence::Unknown, |survey| survey.damage.prevalence())
    }

    /// Takes in another part.
    pub fn merge(&mut self, other: Survey) {
        self.counts.merge(other.counts);
        self.damage.merge(other.damage);
        self.recurring.merge(other.recurring);
        self.evidence.merge(other.evidence);
    }
}
