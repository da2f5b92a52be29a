//! What is peculiar to a language: its clitics, its spacing, and the common
//! words by which it is told. All of it stands in rule files, as
//! `[pass.detokenize.LANGUAGE]`, so that one can be added without Rust.

use super::lexicon::{Lexicon, Words};
use super::passage::Passage;
use super::token::Kind;
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

    /// Whether a word of this first byte and length may end a split word.
    pub fn may_end_compound(&self, (first, length): (u8, usize)) -> bool {
        self.compounds.may_hold(first, length)
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

/// The rest of more languages is not told.
const MOST_LANGUAGES: usize = 32;

/// All languages there are settings for.
#[derive(Debug, Default)]
pub struct Languages {
    list: Vec<Language>,
    /// Of each common word, the languages it speaks for, a bit each.
    common: Lexicon<u32>,
    /// The same of what stands before an apostrophe, as `l`, `qu`.
    elided: Lexicon<u32>,
    address_endings: Words,
    /// The one taken where nothing tells.
    fallback: usize,
    none: Language,
}

impl Languages {
    /// Makes the settings ready.
    pub fn new(settings: Settings) -> Self {
        let mut languages = Languages::default();
        let mut endings: Vec<String> = Vec::new();
        for (i, (name, written)) in settings.0.into_iter().enumerate() {
            if name == "en" {
                languages.fallback = i;
            }
            let bit = u32::try_from(i).ok().and_then(|i| 1_u32.checked_shl(i)).unwrap_or(0);
            for word in
                written.common.iter().chain(written.words.iter()).chain(written.elisions.iter())
            {
                *languages.common.entry(word) |= bit;
            }
            for word in written.elisions.iter() {
                *languages.elided.entry(word.trim_end_matches('\'')) |= bit;
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
        let leads = |i: usize| votes.get(i).is_some_and(|own| *own == most);
        let best = if leads(self.fallback) {
            Some(self.fallback)
        } else {
            votes.iter().position(|v| *v == most)
        };
        let may_be_loose = self.list.iter().enumerate().any(|(i, l)| l.is_loose() && leads(i));
        (best.and_then(|i| self.list.get(i)).unwrap_or(&self.none), may_be_loose)
    }

    /// The languages that token `i` speaks for, a bit each.
    fn speaks_for(&self, passage: &Passage<'_>, i: usize) -> u32 {
        let word = passage.word(i);
        let known = |word: &str| self.common.get(word).copied().unwrap_or(0);
        let first = word.chars().next().unwrap_or('a');
        if !first.is_alphanumeric() {
            let rest = word.trim_start_matches(|c: char| !c.is_alphanumeric());
            return known(&word[..first.len_utf8()]) | known(rest);
        }
        let elided = match passage.kind(i + 1) {
            Some(Kind::Tick) => self.elided.get(word).copied().unwrap_or(0),
            _ => 0,
        };
        known(word) | elided
    }

    /// How many common words speak for each language; some are enough.
    fn votes(&self, passage: &Passage<'_>) -> [u8; MOST_LANGUAGES] {
        const ENOUGH: u8 = 5;
        let mut votes = [0; MOST_LANGUAGES];
        for (i, token) in passage.tokens.iter().enumerate() {
            let initial = token.end - token.start == 1 && passage.word(i + 1) == ".";
            if !matches!(token.kind, Kind::Word | Kind::Open) || initial {
                continue;
            }
            let mut speaks_for = self.speaks_for(passage, i);
            let mut enough = false;
            while speaks_for != 0 {
                let vote = &mut votes[speaks_for.trailing_zeros() as usize];
                *vote += 1;
                enough |= *vote == ENOUGH;
                speaks_for &= speaks_for - 1;
            }
            if enough {
                break;
            }
        }
        votes
    }
}
