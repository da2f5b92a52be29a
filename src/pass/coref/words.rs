//! The lexicon: from a word to its class and, for a pronoun, to whom it can
//! mean. Built once from the policy, where alone a wrong list is an error.
//!
//! It knows closed classes and endings only. There is no dictionary: one would
//! be large, and what it knows about nouns is the part that differs most from
//! one kind of text to another.

use super::class::Class;
use super::listed::Listed;
use super::policy::{Policy, Pronouns};
use super::spelling::Spelling;
use crate::letter::{self, is_capital, is_letter};
use rustc_hash::FxHashSet;
use std::collections::BTreeMap;
use std::ops::Range;

/// To whom a pronoun can refer; `None` for a word that is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Whom {
    /// The one who speaks.
    I,
    /// Those who speak.
    We,
    /// Those spoken to.
    You,
    /// The first gender of the third person, singular.
    He,
    /// The second.
    She,
    /// The third.
    It,
    /// Third person, plural.
    They,
}

/// The number of values of [`Whom`].
pub const WHOMS: usize = 7;
/// Their names.
pub const WHOM_NAMES: [&str; WHOMS] = ["i", "we", "you", "he", "she", "it", "they"];

/// What is known of a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its class.
    pub class: Class,
    /// Whom it means.
    pub whom: Option<Whom>,
}

/// All that is known of the words of a language.
#[derive(Clone, Debug)]
pub struct Lexicon {
    /// The words of the lists, by their spelling in small letters.
    words: Listed,
    /// What those begin with that are not ASCII alone.
    wide: FxHashSet<char>,
    /// The endings in the order of the policy, under the byte they end with.
    endings: Vec<Vec<Ending>>,
    cases: Vec<(Whom, Class, String)>,
    /// What each sign is that stands alone.
    signs: Vec<Class>,
}

/// What the words are that end so.
#[derive(Clone, Debug)]
struct Ending {
    class: Class,
    end: String,
    /// Its last bytes, and which of a word's tail they are compared with.
    tail: u64,
    mask: u64,
}

/// What is said of a word that is in no list.
const NOTHING: Entry = Entry { class: Class::Other, whom: None };

/// The signs that are told by a table: those of ASCII and Latin-1, and of general punctuation.
const SIGNS: u32 = 0xC0;
const PUNCTUATION: std::ops::RangeInclusive<char> = '\u{2010}'..='\u{2027}';

impl Lexicon {
    /// Builds it, or says which part of the policy is wrong.
    pub fn new(policy: &Policy) -> Result<Lexicon, String> {
        let mut words = BTreeMap::new();
        let mut lexicon = Lexicon {
            words: Listed::new(&words, NOTHING),
            wide: FxHashSet::default(),
            endings: vec![Vec::new(); 256],
            cases: Vec::new(),
            signs: Vec::new(),
        };
        for (name, listed) in &policy.words {
            let class = Class::named(name)
                .ok_or_else(|| format!("words.{name}: there is no such class of words"))?;
            for word in listed {
                let entry = Entry { class, whom: None };
                words.entry(Spelling::of(word).lower).or_insert(entry);
                lexicon.wide.extend(word.chars().next().filter(|_| !word.is_ascii()));
            }
        }
        for group in &policy.pronoun {
            lexicon.add_pronouns(group, &mut words)?;
        }
        for ending in &policy.ending {
            let class = Class::named(&ending.class)
                .ok_or_else(|| format!("ending: there is no class {:?}", ending.class))?;
            for end in &ending.ends {
                let last = end.bytes().last().ok_or("ending: an empty ending")?;
                lexicon.endings[usize::from(last)].push(Ending::new(class, end));
            }
        }
        lexicon.words = Listed::new(&words, NOTHING);
        let alone = |c: char| lexicon.entry(c.encode_utf8(&mut [0; 4])).class;
        let signs = ('\0'..).take_while(|c| u32::from(*c) < SIGNS).chain(PUNCTUATION);
        lexicon.signs = signs.map(alone).collect();
        Ok(lexicon)
    }

    /// What a character is that stands alone.
    #[inline]
    pub fn sign(&self, sign: char) -> Class {
        let code = u32::from(sign);
        let at = match sign {
            _ if code < SIGNS => code,
            _ if PUNCTUATION.contains(&sign) => SIGNS + code - u32::from(*PUNCTUATION.start()),
            _ => return self.entry(sign.encode_utf8(&mut [0; 4])).class,
        };
        self.signs.get(at as usize).copied().unwrap_or(Class::Sign)
    }

    fn add_pronouns(
        &mut self,
        group: &Pronouns,
        words: &mut BTreeMap<u64, Entry>,
    ) -> Result<(), String> {
        let whom = whom(group)?;
        for (word, case) in &group.words {
            let class = Class::named(case)
                .filter(|class| class.is_pronoun())
                .ok_or_else(|| format!("pronoun {word:?}: there is no case {case:?}"))?;
            let small = word.to_lowercase();
            words.insert(Spelling::of(&small).lower, Entry { class, whom: Some(whom) });
            self.wide.extend(small.chars().next().filter(|_| !small.is_ascii()));
            self.cases.push((whom, class, word.clone()));
        }
        Ok(())
    }

    /// What is known of a word of this spelling with the full stop after it, if the lists have that.
    pub fn abbreviation(&self, word: Spelling) -> Option<Entry> {
        self.words.get(word.and(b'.').lower)
    }

    /// The pronoun for someone in a case, the first of the list that can have it.
    pub fn pronoun(&self, whom: Whom, case: Class) -> Option<&str> {
        let fits = |class: Class| {
            class == case
                || (class == Class::AnyCase && matches!(case, Class::Subject | Class::Object))
                || (class == Class::Her && matches!(case, Class::Object | Class::Possessive))
        };
        self.cases
            .iter()
            .find(|(w, class, _)| *w == whom && fits(*class))
            .map(|(_, _, word)| word.as_str())
    }

    /// Whether the lists have a word of this spelling.
    pub fn is_listed(&self, spelling: Spelling) -> bool {
        self.words.get(spelling.lower).is_some()
    }

    /// What is known of a word as it stands.
    pub fn entry(&self, word: &str) -> Entry {
        self.spelled(word, 0..word.len(), Spelling::of(word))
    }

    /// The same of a word that stands in a text, whose spelling is known.
    #[inline]
    pub fn spelled(&self, text: &str, at: Range<usize>, spelling: Spelling) -> Entry {
        let is_shouted = spelling.is_capitals() && at.len() > 1; // US is no pronoun
        let is_listed = spelling.is_plain() && !is_shouted;
        let known = if is_listed { self.words.get(spelling.lower) } else { None };
        known.unwrap_or_else(|| self.unlisted(text, at, spelling))
    }

    fn unlisted(&self, text: &str, at: Range<usize>, spelling: Spelling) -> Entry {
        if !spelling.is_plain() {
            return self.wide(&text[at]);
        }
        let class = if spelling.has_digit() {
            Class::Number
        } else if !spelling.has_letter() {
            sign(&text[at])
        } else if text.as_bytes()[at.start].is_ascii_uppercase() {
            Class::Name
        } else {
            self.ending(text, at)
        };
        Entry { class, whom: None }
    }

    fn wide(&self, word: &str) -> Entry {
        let unknown = || Entry { class: self.open_class(word), whom: None };
        self.wide_listed(word).unwrap_or_else(unknown)
    }

    fn wide_listed(&self, word: &str) -> Option<Entry> {
        let initial = word.chars().next()?;
        let small = letter::in_small(initial).or_else(|| initial.to_lowercase().next())?;
        if !self.wide.contains(&small) || word.chars().all(is_capital) {
            return None;
        }
        self.words.get(Spelling::of(&word.to_lowercase()).lower)
    }

    fn open_class(&self, word: &str) -> Class {
        if word.bytes().any(|b| b.is_ascii_digit()) {
            Class::Number
        } else if !word.contains(is_letter) {
            sign(word)
        } else if word.starts_with(is_capital) {
            Class::Name
        } else {
            self.ending(word, 0..word.len())
        }
    }

    fn ending(&self, text: &str, at: Range<usize>) -> Class {
        let tail = tail(text.as_bytes(), at.clone());
        let word = &text[at];
        let endings = &self.endings[usize::from(tail.to_be_bytes()[0])];
        let ending = endings.iter().find(|ending| ending.is_of(word, tail));
        ending.map_or(Class::Other, |ending| ending.class)
    }
}

impl Ending {
    fn new(class: Class, end: &str) -> Ending {
        let mask = u64::MAX << (64 - 8 * end.len().clamp(1, 8));
        Ending { class, end: end.to_owned(), tail: tail(end.as_bytes(), 0..end.len()), mask }
    }

    /// Whether a word with such a tail ends so and has two bytes more.
    fn is_of(&self, word: &str, tail: u64) -> bool {
        (tail ^ self.tail) & self.mask == 0
            && word.len() >= self.end.len() + 2
            && (self.end.len() <= 8 || word.ends_with(&self.end))
    }
}

/// The last eight bytes of a word in a text, the last of all in the highest; zeros before the word.
fn tail(text: &[u8], at: Range<usize>) -> u64 {
    let before = &text[..at.end];
    let eight = before.last_chunk().map_or_else(
        || {
            before
                .iter()
                .rev()
                .fold((0, 56), |(tail, bits), byte| (tail | u64::from(*byte) << bits, bits - 8))
                .0
        },
        |eight| u64::from_le_bytes(*eight),
    );
    if at.len() < 8 { eight & !(u64::MAX >> (8 * at.len())) } else { eight }
}

fn whom(group: &Pronouns) -> Result<Whom, String> {
    Ok(match (group.person, group.number.as_str(), group.gender.as_str()) {
        (1, "singular", _) => Whom::I,
        (1, _, _) => Whom::We,
        (2, _, _) => Whom::You,
        (3, "plural", _) => Whom::They,
        (3, _, "he") => Whom::He,
        (3, _, "she") => Whom::She,
        (3, _, "it") => Whom::It,
        _ => {
            return Err(format!(
                "pronoun: no such person, number and gender: {} {:?} {:?}",
                group.person, group.number, group.gender
            ));
        }
    })
}

fn sign(word: &str) -> Class {
    match word {
        "." | "!" | "?" | "..." | "…" => Class::Stop,
        "," => Class::Comma,
        ";" | ":" => Class::Colon,
        "\"" | "''" | "``" | "`" | "“" | "”" | "«" | "»" | "‘" => Class::Quote,
        "-" | "--" | "---" | "–" | "—" => Class::Dash,
        "(" | "[" | "{" | "-LRB-" => Class::Open,
        ")" | "]" | "}" | "-RRB-" => Class::Close,
        _ if word.starts_with(['.', '!', '?']) => Class::Stop,
        _ if word.starts_with(['"', '\'', '“', '”']) => Class::Quote,
        _ => Class::Sign,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pass::coref::policy::Ending as Listed;

    #[test]
    fn an_ending_may_be_long_and_of_any_letters() {
        let ends = ["ing", "ность", "lichkeit", "schaftlich"].map(str::to_owned).to_vec();
        let ending = vec![Listed { class: "gerund".to_owned(), ends }];
        let lexicon = Lexicon::new(&Policy { ending, ..Policy::default() }).unwrap();
        let ends = |word: &str| lexicon.entry(word).class == Class::Gerund;
        for word in ["going", "радность", "freundlichkeit", "freundschaftlich"] {
            assert!(ends(word), "{word}");
        }
        for word in ["ring", "rings", "ность", "lichkeit", "freundxchaftlich", "aschaftlich"] {
            assert!(!ends(word), "{word}");
        }
    }
}
