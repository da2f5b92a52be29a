//! What is peculiar to a language: its clitics, its spacing, and the common
//! words by which it is told. All of it stands in rule files, as
//! `[pass.detokenize.LANGUAGE]`, so that one can be added without Rust.

use super::token::{Kind, Passage};
use serde::Deserialize;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// The settings of this pass: a table for each language.
#[derive(Debug, Default, Deserialize)]
#[serde(transparent)]
pub struct Settings(BTreeMap<String, Written>);

/// One language as it is written in a rule file.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Written {
    /// Common words that tell it from the others.
    common: Vec<String>,
    /// What binds to the word before it, as `n't`.
    clitics: Vec<String>,
    /// Words that tokenizers split in two, as `can not`.
    compounds: Vec<String>,
    /// Points before which a blank belongs, as ` ?` in French.
    spaced_points: String,
}

/// One language, ready to be asked.
#[derive(Debug, Default)]
pub struct Language {
    clitics: BTreeSet<String>,
    /// What follows the apostrophe in a clitic: `t`, `s`, `re`.
    tails: BTreeSet<String>,
    compounds: BTreeSet<String>,
    spaced_points: String,
}

impl Language {
    fn new(written: &Written) -> Self {
        let tail = |clitic: &String| Some(clitic.split_once('\'')?.1.to_owned());
        Language {
            clitics: written.clitics.iter().cloned().collect(),
            tails: written.clitics.iter().filter_map(tail).collect(),
            compounds: written.compounds.iter().cloned().collect(),
            spaced_points: written.spaced_points.clone(),
        }
    }

    /// Whether `word` is a clitic.
    pub fn is_clitic(&self, word: &str) -> bool {
        word.contains(['\'', '’']) && self.clitics.contains(folded(word).as_ref())
    }

    /// Whether `word` is what follows a clitic's apostrophe.
    pub fn is_clitic_tail(&self, word: &str) -> bool {
        !word.is_empty() && self.tails.contains(folded(word).as_ref())
    }

    /// Whether the two are halves of one word.
    pub fn is_compound(&self, left: &str, right: &str) -> bool {
        let longest = 8;
        left.len() <= longest
            && right.len() <= longest
            && self.compounds.contains(folded(&format!("{left} {right}")).as_ref())
    }

    /// Whether a blank belongs before the point.
    pub fn spaces_before(&self, point: &str) -> bool {
        !self.spaced_points.is_empty() && point.chars().all(|c| self.spaced_points.contains(c))
    }
}

/// In lower case, with straight apostrophes: as the settings have it.
fn folded(word: &str) -> Cow<'_, str> {
    if word.chars().all(|c| c.is_lowercase() || matches!(c, '\'' | ' ')) {
        return Cow::Borrowed(word);
    }
    Cow::Owned(word.replace('’', "'").to_lowercase())
}

/// All languages there are settings for.
#[derive(Debug, Default)]
pub struct Languages {
    list: Vec<Language>,
    /// Of each common word, the languages it speaks for.
    common: BTreeMap<String, Vec<usize>>,
    /// The one taken where nothing tells.
    fallback: usize,
    none: Language,
}

impl Languages {
    /// Makes the settings ready.
    pub fn new(settings: &Settings) -> Self {
        let mut languages = Languages::default();
        for (i, (name, written)) in settings.0.iter().enumerate() {
            if name == "en" {
                languages.fallback = i;
            }
            languages.list.push(Language::new(written));
            for word in &written.common {
                languages.common.entry(word.clone()).or_default().push(i);
            }
        }
        languages
    }

    /// The language of a passage, told by its common words; English where
    /// they don't tell.
    pub fn of(&self, passage: &Passage<'_>) -> &Language {
        const ENOUGH: usize = 200;
        let mut votes = vec![0_u32; self.list.len()];
        let words = passage.tokens.iter().enumerate().filter(|(_, t)| t.kind == Kind::Word);
        for (i, _) in words.take(ENOUGH) {
            for &language in self.common.get(folded(passage.word(i)).as_ref()).into_iter().flatten()
            {
                votes[language] += 1;
            }
        }
        let most = votes.iter().copied().max().unwrap_or(0);
        let best = match votes.get(self.fallback) {
            Some(&own) if own == most => self.fallback,
            _ => votes.iter().position(|v| *v == most).unwrap_or(self.fallback),
        };
        self.list.get(best).unwrap_or(&self.none)
    }
}
