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
    endings: Vec<(Class, Vec<String>)>,
    cases: Vec<(Whom, Class, String)>,
}

impl Lexicon {
    /// Builds it, or says which part of the policy is wrong.
    pub fn new(policy: &Policy) -> Result<Lexicon, String> {
        let mut lexicon =
            Lexicon { entries: FxHashMap::default(), endings: Vec::new(), cases: Vec::new() };
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
            lexicon.endings.push((class, ending.ends.clone()));
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

    /// Whether the word with a full stop after it is in the lists.
    pub fn is_abbreviation(&self, word: &str) -> bool {
        self.entries.contains_key(&format!("{}.", word.to_lowercase()))
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

    /// What is known of a word. `word` as it stands, `lower` in lower case.
    pub fn entry(&self, word: &str, lower: &str) -> Entry {
        let shouted = word.len() > 1 && word.chars().all(char::is_uppercase); // US is no pronoun
        if !shouted && let Some(&entry) = self.entries.get(lower) {
            return entry;
        }
        Entry { class: self.open_class(word, lower), whom: None }
    }

    fn open_class(&self, word: &str, lower: &str) -> Class {
        let Some(first) = word.chars().next() else { return Class::Sign };
        if word.chars().any(|c| c.is_ascii_digit()) {
            return Class::Number;
        }
        if !first.is_alphabetic() && !word.chars().any(char::is_alphabetic) {
            return sign(word);
        }
        if first.is_uppercase() {
            return Class::Name;
        }
        let long_enough = |end: &str| lower.len() >= end.len() + 2;
        for (class, ends) in &self.endings {
            if ends.iter().any(|end| lower.ends_with(end.as_str()) && long_enough(end)) {
                return *class;
            }
        }
        Class::Other
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
