//! What is peculiar to a language: its clitics, its spacing, and the common
//! words by which it is told. All of it stands in rule files, as
//! `[pass.detokenize.LANGUAGE]`, so that one can be added without Rust.

use super::lexicon::{Lexicon, Words};
use super::token::{Kind, Passage};
use serde::Deserialize;
use std::collections::BTreeMap;

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
    common: Words,
    /// What binds to the word before it, as `n't`.
    clitics: Words,
    /// What binds to the word after it, as `l'`.
    elisions: Words,
    /// Words that lost their start to an apostrophe, as `em` in `'em`.
    clipped: Words,
    /// Words that tokenizers split in two, as `can not`.
    compounds: Vec<String>,
    /// Verbs of saying, which stand before or after a quotation.
    speech: Words,
    /// Abbreviations with points and no blanks, as `e.g.`.
    dotted: Words,
    /// First parts of hyphenated words, as `self`.
    hyphen_after: Words,
    /// Last parts of hyphenated words, as `based`.
    hyphen_before: Words,
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
    tails: Words,
    /// What stands before the apostrophe of an elided word: `l`, `qu`.
    elided: Words,
    /// The neighbours in abbreviations: `e.g`.
    dotted: Words,
    /// The halves of split words.
    compounds: Vec<(String, String)>,
    /// Their lengths, a bit for each pair of them below 8.
    compound_lengths: u64,
}

impl Language {
    fn new(written: Written) -> Self {
        let pairs = |word: &str| {
            let parts: Vec<&str> = word.split('.').collect();
            parts.windows(2).map(|pair| pair.join(".")).collect::<Vec<_>>()
        };
        let halves = |word: &String| {
            let (left, right) = word.split_once(' ')?;
            Some((left.to_owned(), right.to_owned()))
        };
        let compounds: Vec<(String, String)> =
            written.compounds.iter().filter_map(halves).collect();
        let bit = |(left, right): &(String, String)| {
            if left.len() < 8 && right.len() < 8 { 1 << (8 * left.len() + right.len()) } else { 0 }
        };
        Language {
            compound_lengths: compounds.iter().map(bit).fold(0, |all, bit| all | bit),
            compounds,
            tails: written.clitics.iter().filter_map(|c| Some(c.split_once('\'')?.1)).collect(),
            elided: written.elisions.iter().map(|e| e.trim_end_matches('\'')).collect(),
            dotted: Words::from(written.dotted.iter().flat_map(pairs).collect::<Vec<_>>()),
            written,
        }
    }

    /// Whether `word` is a clitic.
    pub fn is_clitic(&self, word: &str) -> bool {
        has_tick(word) && self.written.clitics.holds(word)
    }

    /// Whether `word` is what follows a clitic's apostrophe.
    pub fn is_clitic_tail(&self, word: &str) -> bool {
        self.tails.holds(word)
    }

    /// Whether `word` is elided, with its apostrophe.
    pub fn is_elision(&self, word: &str) -> bool {
        has_tick(word) && self.written.elisions.holds(word)
    }

    /// Whether `word` would be elided if an apostrophe followed.
    pub fn is_elided(&self, word: &str) -> bool {
        self.elided.holds(word)
    }

    /// Whether an apostrophe before `word` stands for its start.
    pub fn is_clipped(&self, word: &str) -> bool {
        self.written.clipped.holds(word)
    }

    /// Whether any split word has halves of these lengths.
    pub fn may_be_compound(&self, (left, right): (usize, usize)) -> bool {
        left < 8 && right < 8 && self.compound_lengths >> (8 * left + right) & 1 == 1
    }

    /// Whether the two are halves of one word.
    pub fn is_compound(&self, left: &str, right: &str) -> bool {
        let same = |(l, r): &(String, String)| {
            right.eq_ignore_ascii_case(r) && left.eq_ignore_ascii_case(l)
        };
        self.compounds.iter().any(same)
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

    /// Whether either part is known from hyphenated words.
    pub fn joins_by_hyphen(&self, left: &str, right: &str) -> bool {
        let (after, before) =
            (self.written.hyphen_after.holds(left), self.written.hyphen_before.holds(right));
        let plain = !self.is_common(right) && (after || before && !self.is_common(left));
        plain || after && before || self.written.hyphen_clitics.holds(right)
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
    // The last byte of a curly one, and the first of an entity.
    word.bytes().any(|b| matches!(b, b'\'' | 0x99 | b'&'))
}

/// All languages there are settings for.
#[derive(Debug, Default)]
pub struct Languages {
    list: Vec<Language>,
    /// Of each common word, the languages it speaks for, a bit each.
    common: Lexicon<u32>,
    address_endings: Words,
    /// The one taken where nothing tells.
    fallback: usize,
    none: Language,
}

impl Languages {
    /// Makes the settings ready. Of more than 32 languages the rest is not told.
    pub fn new(settings: Settings) -> Self {
        let mut languages = Languages::default();
        let mut endings: Vec<String> = Vec::new();
        for (i, (name, written)) in settings.0.into_iter().enumerate() {
            if name == "en" {
                languages.fallback = i;
            }
            let bit = u32::try_from(i).ok().and_then(|i| 1_u32.checked_shl(i)).unwrap_or(0);
            for word in written.common.iter().chain(written.elisions.iter()) {
                *languages.common.entry(word) |= bit;
            }
            endings.extend(written.address_endings.iter().map(str::to_owned));
            languages.list.push(Language::new(written));
        }
        languages.address_endings = Words::from(endings);
        languages
    }

    /// Whether `word` ends domains or file names.
    pub fn is_address_ending(&self, word: &str) -> bool {
        self.address_endings.holds(word)
    }

    /// The language of a passage, told by its common words; English where
    /// they don't tell. And whether it may be one in which ` ?` proves nothing.
    pub fn of(&self, passage: &Passage<'_>) -> (&Language, bool) {
        let votes = self.votes(passage);
        let most = votes.iter().copied().max().unwrap_or(0);
        let best = match votes.get(self.fallback) {
            Some(&own) if own == most => self.fallback,
            _ => votes.iter().position(|v| *v == most).unwrap_or(self.fallback),
        };
        let loose = |(language, own): (&Language, &u32)| language.is_loose() && *own == most;
        let may_be_loose = self.list.iter().zip(&votes).any(loose);
        (self.list.get(best).unwrap_or(&self.none), may_be_loose)
    }

    /// How many common words speak for each language; some are enough.
    fn votes(&self, passage: &Passage<'_>) -> Vec<u32> {
        const ENOUGH: u32 = 6;
        let mut votes = vec![0; self.list.len()];
        for (i, token) in passage.tokens.iter().enumerate() {
            let initial = token.end - token.start == 1 && passage.word(i + 1) == ".";
            if token.kind != Kind::Word || initial {
                continue;
            }
            let speaks_for = self.common.get(passage.word(i)).copied().unwrap_or(0);
            if speaks_for == 0 {
                continue;
            }
            for (language, vote) in votes.iter_mut().enumerate() {
                *vote += speaks_for >> language.min(31) & 1;
            }
            if votes.contains(&ENOUGH) {
                break;
            }
        }
        votes
    }
}
