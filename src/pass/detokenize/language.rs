//! What is peculiar to a language: its clitics, its spacing, and the common
//! words by which it is told. All of it stands in rule files, as
//! `[pass.detokenize.LANGUAGE]`, so that one can be added without Rust.

use super::token::{Kind, Passage};
use serde::Deserialize;
use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, HashSet};

/// The settings of this pass: a table for each language.
#[derive(Debug, Default, Deserialize)]
#[serde(transparent)]
pub struct Settings(BTreeMap<String, Written>);

/// One language as it is written in a rule file. Apostrophes are straight and
/// letters small; the text's own may be otherwise.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[allow(clippy::struct_excessive_bools)] // each is a convention of its own
struct Written {
    /// Common words that tell it from the others; none is part of a
    /// hyphenated word.
    common: HashSet<String>,
    /// What binds to the word before it, as `n't`.
    clitics: HashSet<String>,
    /// What binds to the word after it, as `l'`.
    elisions: HashSet<String>,
    /// Words that lost their start to an apostrophe, as `em` in `'em`.
    clipped: HashSet<String>,
    /// Words that tokenizers split in two, as `can not`.
    compounds: HashSet<String>,
    /// Verbs of saying, which stand before or after a quotation.
    speech: HashSet<String>,
    /// Abbreviations with points and no blanks, as `e.g.`.
    dotted: HashSet<String>,
    /// First parts of hyphenated words, as `self`.
    hyphen_after: HashSet<String>,
    /// Last parts of hyphenated words, as `based`.
    hyphen_before: HashSet<String>,
    /// Words before which a hyphen hangs, as in `Vor- und Nachteile`.
    hanging: HashSet<String>,
    /// Endings that follow a star, as in `Leser*innen`.
    star_endings: HashSet<String>,
    /// Last parts of domains and file names.
    address_endings: HashSet<String>,
    /// Points before which a blank belongs, as ` ?` in French.
    spaced_points: String,
    /// Whether blanks belong inside pointed quotation marks.
    spaced_quotes: bool,
    /// Whether a blank belongs before the percent sign.
    spaced_percent: bool,
    /// Whether quotations open with `„` and close with `“`.
    low_quotes: bool,
    /// Whether the comma marks decimals.
    decimal_comma: bool,
    /// Whether nouns have a capital.
    capital_nouns: bool,
    /// Whether long dashes are set without blanks.
    tight_dashes: bool,
    /// Whether authors write ` ?` and ` !` so often that one proves nothing.
    loose_points: bool,
    /// Signs that stand before an amount without a blank.
    currency: String,
}

/// One language, ready to be asked.
#[derive(Debug, Default)]
pub struct Language {
    written: Written,
    /// What follows the apostrophe in a clitic: `t`, `s`, `re`.
    tails: HashSet<String>,
    /// The neighbours in abbreviations: `e.g`.
    dotted: HashSet<String>,
}

impl Language {
    fn new(written: Written) -> Self {
        let tail = |clitic: &String| Some(clitic.split_once('\'')?.1.to_owned());
        let pairs = |word: &String| {
            let parts: Vec<String> = word.split('.').map(str::to_owned).collect();
            parts.windows(2).map(|pair| pair.join(".")).collect::<Vec<_>>()
        };
        Language {
            tails: written.clitics.iter().filter_map(tail).collect(),
            dotted: written.dotted.iter().flat_map(pairs).collect(),
            written,
        }
    }

    /// Whether `word` is a clitic.
    pub fn is_clitic(&self, word: &str) -> bool {
        has_tick(word) && holds(&self.written.clitics, word)
    }

    /// Whether `word` is what follows a clitic's apostrophe.
    pub fn is_clitic_tail(&self, word: &str) -> bool {
        word.len() <= 4 && holds(&self.tails, word)
    }

    /// Whether `word` is elided, with its apostrophe.
    pub fn is_elision(&self, word: &str) -> bool {
        has_tick(word) && holds(&self.written.elisions, word)
    }

    /// Whether `word` would be elided if an apostrophe followed.
    pub fn is_elided(&self, word: &str) -> bool {
        word.len() <= 10 && holds(&self.written.elisions, &format!("{word}'"))
    }

    /// Whether an apostrophe before `word` stands for its start.
    pub fn is_clipped(&self, word: &str) -> bool {
        holds(&self.written.clipped, word)
    }

    /// Whether the two are halves of one word.
    pub fn is_compound(&self, left: &str, right: &str) -> bool {
        const LONGEST: usize = 8;
        left.len() <= LONGEST
            && right.len() <= LONGEST
            && !self.written.compounds.is_empty()
            && holds(&self.written.compounds, &format!("{left} {right}"))
    }

    /// Whether the two are neighbours in an abbreviation with points.
    pub fn is_dotted(&self, left: &str, right: &str) -> bool {
        const LONGEST: usize = 3;
        left.len() <= LONGEST
            && right.len() <= LONGEST
            && self.dotted.contains(&format!("{left}.{right}"))
    }

    /// Whether `word` is one of the common words.
    pub fn is_common(&self, word: &str) -> bool {
        holds(&self.written.common, word)
    }

    /// Whether `word` is a verb of saying.
    pub fn is_speech(&self, word: &str) -> bool {
        holds(&self.written.speech, word)
    }

    /// Whether either part is known from hyphenated words.
    pub fn joins_by_hyphen(&self, left: &str, right: &str) -> bool {
        holds(&self.written.hyphen_after, left) || holds(&self.written.hyphen_before, right)
    }

    /// Whether a hyphen hangs before `word`.
    pub fn hangs_before(&self, word: &str) -> bool {
        self.written.hanging.contains(word)
    }

    /// Whether a hyphen may hang on `word`: a noun, or a known first part.
    pub fn lets_hang(&self, word: &str) -> bool {
        let noun = self.written.capital_nouns && word.starts_with(char::is_uppercase);
        noun || holds(&self.written.hyphen_after, word)
    }

    /// Whether `word` may follow a star within a word.
    pub fn is_star_ending(&self, word: &str) -> bool {
        self.written.star_endings.contains(word)
    }

    /// Whether a blank belongs before the point.
    pub fn spaces_before(&self, point: &str) -> bool {
        let spaced = &self.written.spaced_points;
        !spaced.is_empty() && point.chars().all(|c| spaced.contains(c))
    }

    /// Whether blanks belong inside pointed quotation marks.
    pub fn spaces_quotes(&self) -> bool {
        self.written.spaced_quotes
    }

    /// Whether a blank belongs before the percent sign.
    pub fn spaces_percent(&self) -> bool {
        self.written.spaced_percent
    }

    /// Whether quotations open with `„` and close with `“`.
    pub fn has_low_quotes(&self) -> bool {
        self.written.low_quotes
    }

    /// Whether the comma marks decimals.
    pub fn has_decimal_comma(&self) -> bool {
        self.written.decimal_comma
    }

    /// Whether nouns have a capital.
    pub fn capitalises_nouns(&self) -> bool {
        self.written.capital_nouns
    }

    /// Whether long dashes are set without blanks.
    pub fn sets_dashes_tight(&self) -> bool {
        self.written.tight_dashes
    }

    /// Whether a lone ` ?` proves nothing.
    pub fn is_loose(&self) -> bool {
        self.written.loose_points
    }

    /// Whether the sign stands before an amount without a blank.
    pub fn is_currency(&self, sign: &str) -> bool {
        !sign.is_empty() && self.written.currency.contains(sign)
    }
}

fn has_tick(word: &str) -> bool {
    word.contains(['\'', '’']) || word.contains("&apos;")
}

fn holds(set: &HashSet<String>, word: &str) -> bool {
    !set.is_empty() && set.contains(folded(word).as_ref())
}

/// In lower case, with straight apostrophes: as the settings have it.
fn folded(word: &str) -> Cow<'_, str> {
    if word.bytes().all(|b| b.is_ascii_lowercase() || matches!(b, b'\'' | b' ')) {
        return Cow::Borrowed(word);
    }
    Cow::Owned(word.replace("&apos;", "'").replace('’', "'").to_lowercase())
}

/// All languages there are settings for.
#[derive(Debug, Default)]
pub struct Languages {
    list: Vec<Language>,
    /// Of each common word, the languages it speaks for.
    common: HashMap<String, Vec<usize>>,
    address_endings: HashSet<String>,
    /// The one taken where nothing tells.
    fallback: usize,
    none: Language,
}

impl Languages {
    /// Makes the settings ready.
    pub fn new(settings: Settings) -> Self {
        let mut languages = Languages::default();
        for (i, (name, written)) in settings.0.into_iter().enumerate() {
            if name == "en" {
                languages.fallback = i;
            }
            let telling = written.common.iter().chain(&written.elisions);
            for word in telling {
                languages.common.entry(word.clone()).or_default().push(i);
            }
            languages.address_endings.extend(written.address_endings.iter().cloned());
            languages.list.push(Language::new(written));
        }
        languages
    }

    /// Whether `word` ends domains or file names.
    pub fn is_address_ending(&self, word: &str) -> bool {
        self.address_endings.contains(word)
    }

    /// The language of a passage, told by its common words; English where
    /// they don't tell. And whether it may be one in which ` ?` proves nothing.
    pub fn of(&self, passage: &Passage<'_>) -> (&Language, bool) {
        const ENOUGH: usize = 100;
        let mut votes = vec![0_u32; self.list.len()];
        let words = passage.tokens.iter().enumerate().filter(|(_, t)| t.kind == Kind::Word);
        for (i, _) in words.take(ENOUGH) {
            let word = folded(passage.word(i));
            for &language in self.common.get(word.as_ref()).into_iter().flatten() {
                votes[language] += 1;
            }
        }
        let most = votes.iter().copied().max().unwrap_or(0);
        let best = match votes.get(self.fallback) {
            Some(&own) if own == most => self.fallback,
            _ => votes.iter().position(|v| *v == most).unwrap_or(self.fallback),
        };
        let loose = |(language, own): (&Language, &u32)| language.is_loose() && *own == most;
        let may_be_loose = self.list.iter().zip(&votes).any(loose);
        (self.list.get(best).unwrap_or(&self.none), may_be_loose)
    }
}
