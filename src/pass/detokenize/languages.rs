//! All languages there are rules for, and which of them a passage is in: told by
//! its common words.

use super::language::{Language, Settings};
use super::lexicon::{Lexicon, Words};
use super::passage::Passage;
use super::token::Kind;

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
        for (i, (name, language)) in settings.languages().enumerate() {
            if name == "en" {
                languages.fallback = i;
            }
            let bit = u32::try_from(i).ok().and_then(|i| 1_u32.checked_shl(i)).unwrap_or(0);
            for word in language.telling_words() {
                *languages.common.entry(word) |= bit;
            }
            for word in language.elided_words() {
                *languages.elided.entry(word) |= bit;
            }
            endings.extend(language.address_endings().map(str::to_owned));
            languages.list.push(language);
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
            let initial = token.text.len() == 1 && passage.word(i + 1) == ".";
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
