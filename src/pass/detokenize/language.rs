//! What is peculiar to a language: its clitics, its spacing, and the common
//! words by which it is told. All of it stands in rule files, as
//! `[pass.detokenize.LANGUAGE]`, so that one can be added without Rust.

use super::lexicon::{Lexicon, Words};
use serde::Deserialize;
use std::collections::BTreeMap;

/// The settings of this pass: a table for each language.
#[derive(Debug, Default, Deserialize)]
#[serde(transparent)]
pub struct Settings(BTreeMap<String, Written>);

impl Settings {
    /// The languages, by name, ready to be asked.
    pub fn languages(self) -> impl Iterator<Item = (String, Language)> {
        self.0.into_iter().map(|(name, written)| (name, Language::new(written)))
    }
}

/// One language as it is written in a rule file. Apostrophes are straight and
/// letters small; the text's own may be otherwise.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[allow(clippy::struct_excessive_bools)] // each is a convention of its own
struct Written {
    /// Common words that tell it from the others; none is part of a
    /// hyphenated word.
    common: Words,
    /// Further words that tell it from the others.
    words: Words,
    /// What binds to the word before it, as `n't`.
    clitics: Words,
    /// What binds to the word after it, as `l'`.
    elisions: Words,
    /// What does so before names only, as `O'` in `O'Brien`.
    name_elisions: Words,
    /// Words that lost their start to an apostrophe, as `em` in `'em`.
    clipped: Words,
    /// Words that lost their end to an apostrophe, as `ol` in `ol'`.
    cut_words: Words,
    /// Endings of such words, as `in` in `goin'`.
    cut_endings: Vec<String>,
    /// The ending of plurals, which start no hyphenated word.
    plural: String,
    /// Words that tokenizers split in two, as `can not`.
    compounds: Vec<String>,
    /// Verbs of saying, which stand before or after a quotation.
    speech: Words,
    /// Words that quotations start with more often than other text, as `I`.
    first_person: Words,
    /// Abbreviations with points and no blanks, as `e.g.`.
    dotted: Words,
    /// First parts of hyphenated words, as `self`.
    hyphen_after: Words,
    /// Last parts of hyphenated words, as `based`.
    hyphen_before: Words,
    /// Verbs that a hyphen joins to a particle, as `add` in `add-on`.
    phrasal: Words,
    /// Such particles.
    particles: Words,
    /// What follows a verb or noun by a hyphen, as `il` in `est-il`.
    hyphen_clitics: Words,
    /// Words before which a hyphen hangs, as in `Vor- und Nachteile`.
    hanging: Words,
    /// Endings that follow a star, as in `Leser*innen`.
    star_endings: Words,
    /// Last parts of domains and file names.
    address_endings: Words,
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
    /// Whether a pair of dashes sets a clause off like brackets: `–así–`.
    paired_dashes: bool,
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
    tails: Words,
    /// What stands before the apostrophe of an elided word: `l`, `qu`.
    elided: Words,
    /// The same of `name_elisions`.
    elided_names: Words,
    /// The neighbours in abbreviations: `e.g`.
    dotted: Words,
    /// The halves of split words: the first ones by the second.
    compounds: Lexicon<Vec<String>>,
}

impl Language {
    fn new(written: Written) -> Self {
        let pairs = |word: &str| {
            let parts: Vec<&str> = word.split('.').collect();
            parts.windows(2).map(|pair| pair.join(".")).collect::<Vec<_>>()
        };
        let mut compounds: Lexicon<Vec<String>> = Lexicon::default();
        for (left, right) in written.compounds.iter().filter_map(|word| word.split_once(' ')) {
            compounds.entry(right).push(left.to_owned());
        }
        Language {
            compounds,
            tails: written.clitics.iter().filter_map(|c| Some(c.split_once('\'')?.1)).collect(),
            elided: written.elisions.iter().map(|e| e.trim_end_matches('\'')).collect(),
            elided_names: written.name_elisions.iter().map(|e| e.trim_end_matches('\'')).collect(),
            dotted: Words::from(written.dotted.iter().flat_map(pairs).collect::<Vec<_>>()),
            written,
        }
    }

    /// The words by which the language is told.
    pub fn telling_words(&self) -> impl Iterator<Item = &str> {
        let Written { common, words, elisions, .. } = &self.written;
        common.iter().chain(words.iter()).chain(elisions.iter())
    }

    /// What stands before an apostrophe in elided words.
    pub fn elided_words(&self) -> impl Iterator<Item = &str> {
        self.elided.iter()
    }

    /// The last parts of domains and file names.
    pub fn address_endings(&self) -> impl Iterator<Item = &str> {
        self.written.address_endings.iter()
    }

    /// Whether `word` is a clitic.
    pub fn is_clitic(&self, word: &str) -> bool {
        has_tick(word) && self.written.clitics.holds(word)
    }

    /// Whether `word` is what follows a clitic's apostrophe.
    pub fn is_clitic_tail(&self, word: &str) -> bool {
        self.tails.holds(word)
    }

    /// Whether `word`, with its apostrophe, is elided before `next`.
    pub fn is_elision(&self, word: &str, next: &str) -> bool {
        let name = || is_name(next) && self.written.name_elisions.holds(word);
        has_tick(word) && (self.written.elisions.holds(word) || name())
    }

    /// Whether `word` would be elided if an apostrophe and `next` followed.
    pub fn is_elided(&self, word: &str, next: &str) -> bool {
        self.elided.holds(word) || is_name(next) && self.elided_names.holds(word)
    }

    /// Whether an apostrophe before `word` stands for its start.
    pub fn is_clipped(&self, word: &str) -> bool {
        self.written.clipped.holds(word)
    }

    /// Whether `word` is known to lose its end to an apostrophe.
    pub fn is_cut(&self, word: &str) -> bool {
        self.written.cut_words.holds(word)
    }

    /// Whether `word` looks as if it had lost its end to an apostrophe.
    pub fn may_be_cut(&self, word: &str) -> bool {
        let ends =
            |ending: &String| word.len() > ending.len() + 1 && word.ends_with(ending.as_str());
        self.written.cut_endings.iter().any(ends) && !self.is_common(word)
    }

    /// Whether `word` is a plural, which starts no hyphenated word.
    pub fn is_plural(&self, word: &str) -> bool {
        let plural = &self.written.plural;
        word.len() > 3
            && !plural.is_empty()
            && word
                .strip_suffix(plural.as_str())
                .is_some_and(|stem| !stem.ends_with(['s', 'i', 'u']))
    }

    /// Whether `word` is a clitic that leans on the word before by a hyphen:
    /// `-il`, `-t-il`.
    pub fn is_hyphen_clitic(&self, word: &str) -> bool {
        let Some(rest) = word.strip_prefix('-') else { return false };
        let rest = rest.strip_prefix("t-").unwrap_or(rest);
        self.written.hyphen_clitics.holds(rest)
    }

    /// Whether a word of this shape may end a split word.
    pub fn may_end_compound(&self, word: &str) -> bool {
        self.compounds.may_hold(word)
    }

    /// Whether the two are halves of one word.
    pub fn is_compound(&self, left: &str, right: &str) -> bool {
        let starts = |first: &String| left.eq_ignore_ascii_case(first);
        self.compounds.get(right).is_some_and(|firsts| firsts.iter().any(starts))
    }

    /// Whether the two are neighbours in an abbreviation with points.
    pub fn is_dotted(&self, left: &str, right: &str) -> bool {
        const LONGEST: usize = 3;
        left.len() <= LONGEST
            && right.len() <= LONGEST
            && self.dotted.holds(&format!("{left}.{right}"))
    }

    /// Whether `word` is one of the common words.
    pub fn is_common(&self, word: &str) -> bool {
        self.written.common.holds(word)
    }

    /// Whether `word` is a verb of saying.
    pub fn is_speech(&self, word: &str) -> bool {
        self.written.speech.holds(word)
    }

    /// Whether quotations often start with `word`.
    pub fn opens_speech(&self, word: &str) -> bool {
        self.written.first_person.holds(word)
    }

    /// Whether either part is known from hyphenated words.
    pub fn joins_by_hyphen(&self, left: &str, right: &str) -> bool {
        let (after, before) =
            (self.written.hyphen_after.holds(left), self.written.hyphen_before.holds(right));
        let plain = !self.is_common(right) && (after || before && !self.is_common(left));
        let phrasal = self.written.phrasal.holds(left) && self.written.particles.holds(right);
        plain || after && before || phrasal || self.written.hyphen_clitics.holds(right)
    }

    /// Whether a hyphen hangs before `word`.
    pub fn hangs_before(&self, word: &str) -> bool {
        self.written.hanging.holds(word)
    }

    /// Whether a hyphen may hang on `word`: a noun, or a known first part.
    pub fn lets_hang(&self, word: &str) -> bool {
        let noun = self.written.capital_nouns && word.starts_with(char::is_uppercase);
        noun || self.written.hyphen_after.holds(word)
    }

    /// Whether `word` may follow a star within a word.
    pub fn is_star_ending(&self, word: &str) -> bool {
        self.written.star_endings.holds(word)
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

    /// Whether a pair of dashes sets a clause off like brackets.
    pub fn pairs_dashes(&self) -> bool {
        self.written.paired_dashes
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

fn is_name(word: &str) -> bool {
    word.trim_start_matches("&apos;")
        .trim_start_matches(['\'', '’'])
        .starts_with(char::is_uppercase)
}

fn has_tick(word: &str) -> bool {
    // The last byte of a curly one, and the first of an entity.
    word.bytes().any(|b| matches!(b, b'\'' | 0x99 | b'&'))
}
