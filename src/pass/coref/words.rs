//! The lexicon: from a word to its class and, for a pronoun, to whom it can
//! mean. Built once from the policy, where alone a wrong list is an error.
//!
//! It knows closed classes and endings only. There is no dictionary: one would
//! be large, and what it knows about nouns is the part that differs most from
//! one kind of text to another.

use super::class::Class;
use super::policy::{Policy, Pronouns};
use rustc_hash::FxHashMap;

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
    entries: FxHashMap<String, Entry>,
    /// The endings in the order of the policy, under the byte they end with.
    endings: Vec<Vec<(Class, String)>>,
    cases: Vec<(Whom, Class, String)>,
}

/// The longest word in small letters that needs no memory of its own, in bytes. Longer ones are looked up too.
const SHORT: usize = 24;

impl Lexicon {
    /// Builds it, or says which part of the policy is wrong.
    pub fn new(policy: &Policy) -> Result<Lexicon, String> {
        let mut lexicon =
            Lexicon { entries: FxHashMap::default(), endings: Vec::new(), cases: Vec::new() };
        lexicon.endings.resize(256, Vec::new());
        for (name, words) in &policy.words {
            let class = Class::named(name)
                .ok_or_else(|| format!("words.{name}: there is no such class of words"))?;
            for word in words {
                lexicon.entries.entry(word.clone()).or_insert(Entry { class, whom: None });
            }
        }
        for group in &policy.pronoun {
            lexicon.add_pronouns(group)?;
        }
        for ending in &policy.ending {
            let class = Class::named(&ending.class)
                .ok_or_else(|| format!("ending: there is no class {:?}", ending.class))?;
            for end in &ending.ends {
                let last = end.bytes().last().ok_or("ending: an empty ending")?;
                lexicon.endings[usize::from(last)].push((class, end.clone()));
            }
        }
        Ok(lexicon)
    }

    fn add_pronouns(&mut self, group: &Pronouns) -> Result<(), String> {
        let whom = whom(group)?;
        for (word, case) in &group.words {
            let class = Class::named(case)
                .filter(|class| class.is_pronoun())
                .ok_or_else(|| format!("pronoun {word:?}: there is no case {case:?}"))?;
            self.entries.insert(word.to_lowercase(), Entry { class, whom: Some(whom) });
            self.cases.push((whom, class, word.clone()));
        }
        Ok(())
    }

    /// What is known of a word with the full stop after it, if the lists have that.
    pub fn abbreviation(&self, word: &str) -> Option<Entry> {
        let mut dotted = [0_u8; SHORT];
        let text = word.as_bytes();
        let with = dotted.get_mut(..=text.len())?;
        with[..text.len()].copy_from_slice(text);
        with[text.len()] = b'.';
        with.make_ascii_lowercase();
        self.entries.get(std::str::from_utf8(with).ok()?).copied()
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

    /// What is known of a word as it stands.
    pub fn entry(&self, word: &str) -> Entry {
        let text = word.as_bytes();
        if text.iter().all(|b| b.is_ascii_lowercase() || b.is_ascii_punctuation()) {
            return self.known(word).unwrap_or_else(|| self.unknown(word));
        }
        let shouted = text.len() > 1 && word.chars().all(char::is_uppercase); // US is no pronoun
        if shouted {
            return self.unknown(word);
        }
        let mut small = [0_u8; SHORT];
        let known = match small.get_mut(..text.len()) {
            Some(small) if word.is_ascii() => {
                small.copy_from_slice(text);
                small.make_ascii_lowercase();
                std::str::from_utf8(small).ok().and_then(|small| self.known(small))
            }
            _ => self.known(&word.to_lowercase()),
        };
        known.unwrap_or_else(|| self.unknown(word))
    }

    fn known(&self, lower: &str) -> Option<Entry> {
        self.entries.get(lower).copied()
    }

    fn unknown(&self, word: &str) -> Entry {
        Entry { class: self.open_class(word), whom: None }
    }

    fn open_class(&self, word: &str) -> Class {
        let Some(first) = word.chars().next() else { return Class::Sign };
        if word.bytes().any(|b| b.is_ascii_digit()) {
            return Class::Number;
        }
        if !first.is_alphabetic() && !word.chars().any(char::is_alphabetic) {
            return sign(word);
        }
        if first.is_uppercase() {
            return Class::Name;
        }
        let (Some(last), len) = (word.bytes().last(), word.len()) else { return Class::Sign };
        let mut endings = self.endings[usize::from(last)].iter();
        let long_enough = |end: &str| len >= end.len() + 2;
        endings
            .find(|(_, end)| word.ends_with(end.as_str()) && long_enough(end))
            .map_or(Class::Other, |(class, _)| *class)
    }
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
