//! What a user may set: the policy, the word lists of a language, and the
//! learned weights, as they stand in the rule file. It only reads; what the
//! words mean to the repair is the lexicon's affair, so that a mistake in a
//! file is found in one place, when the repair is built.

use super::weights::Written;
use rustc_hash::FxHashSet;
use serde::Deserialize;
use std::collections::BTreeMap;

/// What to do where words are missing and nothing says which.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Gap {
    /// Take the intruder out and set the mark.
    #[default]
    Mark,
    /// Take out the sentence that has the gap.
    DropSentence,
    /// Empty the document.
    DropDocument,
    /// Leave the intruder where it is; only mend what can be mended.
    Keep,
}

/// The rule file.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Policy {
    /// What becomes of a gap.
    pub gap: Gap,
    /// What stands where words are missing.
    pub mark: String,
    /// The probability below which an intruder stays.
    pub confidence: f64,
    /// How many other documents must agree on a lost word.
    pub witnesses: u32,
    /// How many words on each side a witness must share.
    pub context_words: usize,
    /// The largest drift that is looked for, in tokens.
    pub max_drift: usize,
    /// How many intruders a document must show before any is touched.
    pub min_signs: usize,
    /// The probability of damage below which a document is left as it is.
    pub document_confidence: DocumentConfidence,
    /// The pronouns.
    pub pronoun: Vec<Pronouns>,
    /// The other closed classes: class to words, in lower case.
    pub words: BTreeMap<String, Vec<String>>,
    /// Nouns, and what stands in their place, that are always somebody's, in lower case.
    pub owned: FxHashSet<String>,
    /// The endings that tell a class.
    pub ending: Vec<Ending>,
    /// The learned weights of the first and the second search.
    #[serde(default)]
    pub weights: BTreeMap<String, Written>,
    /// What the neighbours of a text must weigh less than for the text to be sound without a closer look.
    pub scan_bias: f64,
    /// What classes weigh as neighbours, in thousandths: the first, and the seconds. A second with a
    /// capital inside a sentence is written `capital:class`, a word beside itself `same`, `same`.
    #[serde(default)]
    pub scan: BTreeMap<String, BTreeMap<String, i32>>,
    /// The learned weights of the facts about a document.
    #[serde(default)]
    pub document: BTreeMap<String, f64>,
    /// The learned weights of the judge, by fact.
    #[serde(default)]
    pub judge: BTreeMap<String, f64>,
}

/// The probability of damage below which a document is left as it is, by how common damage is in the corpus.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct DocumentConfidence {
    /// Where no corpus is known, or too small a one.
    pub unknown: f64,
    /// Where next to no document has it.
    pub rare: f64,
    /// Where many have it.
    pub common: f64,
    /// Where many have it, for a document that the quick scan does not suspect.
    pub common_unsuspected: f64,
}

/// The pronouns of one person, number and gender.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pronouns {
    /// Each word and its case.
    pub words: Vec<(String, String)>,
    /// 1, 2 or 3.
    pub person: u8,
    /// `singular`, `plural` or `any`.
    pub number: String,
    /// A name for the gender, where the language has one here.
    #[serde(default)]
    pub gender: String,
}

/// Endings, and the class of the words that have them.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ending {
    /// The class.
    pub class: String,
    /// The endings.
    pub ends: Vec<String>,
}
