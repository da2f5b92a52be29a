//! The lexicon: from a word to its class and, for a pronoun, to whom it can
//! mean. Built once from the policy, where alone a wrong list is an error.
//!
//! It knows closed classes and endings only. There is no dictionary: one would
//! be large, and what it knows about nouns is the part that differs most from
//! one kind of text to another.

use super::class::Class;
use super::policy::{Policy, Pronouns};
use super::spelling::Spelling;
use crate::letter::is_letter;
use rustc_hash::FxHashSet;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

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
    words: HashMap<u64, Entry, BuildHasherDefault<Spelled>>,
    /// What those begin with that are not ASCII alone.
    wide: FxHashSet<char>,
    /// The endings in the order of the policy, under the byte they end with.
    endings: Vec<Vec<Ending>>,
    cases: Vec<(Whom, Class, String)>,
    /// What each character of ASCII is that stands alone.
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

/// The number of a spelling is a hash already.
#[derive(Default)]
struct Spelled(u64);

impl Hasher for Spelled {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, _: &[u8]) {}

    fn write_u64(&mut self, spelled: u64) {
        self.0 = spelled;
    }
}

impl Lexicon {
    /// Builds it, or says which part of the policy is wrong.
    pub fn new(policy: &Policy) -> Result<Lexicon, String> {
        let mut lexicon = Lexicon {
            words: HashMap::default(),
            wide: FxHashSet::default(),
            endings: vec![Vec::new(); 256],
            cases: Vec::new(),
            signs: Vec::new(),
        };
        for (name, words) in &policy.words {
            let class = Class::named(name)
                .ok_or_else(|| format!("words.{name}: there is no such class of words"))?;
            for word in words {
                let entry = Entry { class, whom: None };
                lexicon.words.entry(Spelling::of(word).lower).or_insert(entry);
                lexicon.wide.extend(word.chars().next().filter(|_| !word.is_ascii()));
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
                lexicon.endings[usize::from(last)].push(Ending::new(class, end));
            }
        }
        let alone = |byte: u8| lexicon.entry(char::from(byte).encode_utf8(&mut [0; 4])).class;
        lexicon.signs = (0..0x80).map(alone).collect();
        Ok(lexicon)
    }

    /// What a character of ASCII is that stands alone.
    pub fn sign(&self, byte: u8) -> Class {
        self.signs.get(usize::from(byte)).copied().unwrap_or(Class::Sign)
    }

    fn add_pronouns(&mut self, group: &Pronouns) -> Result<(), String> {
        let whom = whom(group)?;
        for (word, case) in &group.words {
            let class = Class::named(case)
                .filter(|class| class.is_pronoun())
                .ok_or_else(|| format!("pronoun {word:?}: there is no case {case:?}"))?;
            let small = word.to_lowercase();
            self.words.insert(Spelling::of(&small).lower, Entry { class, whom: Some(whom) });
            self.wide.extend(small.chars().next().filter(|_| !small.is_ascii()));
            self.cases.push((whom, class, word.clone()));
        }
        Ok(())
    }

    /// What is known of a word of this spelling with the full stop after it, if the lists have that.
    pub fn abbreviation(&self, word: Spelling) -> Option<Entry> {
        self.words.get(&word.and(b'.').lower).copied()
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
        self.spelled(word, Spelling::of(word))
    }

    /// The same of a word whose spelling is known.
    #[inline]
    pub fn spelled(&self, word: &str, spelling: Spelling) -> Entry {
        if !spelling.is_plain() {
            return self.wide(word);
        }
        let is_shouted = spelling.is_capitals() && word.len() > 1; // US is no pronoun
        let known = if is_shouted { None } else { self.words.get(&spelling.lower) };
        known.copied().unwrap_or_else(|| {
            let class = if spelling.has_digit() {
                Class::Number
            } else if !spelling.has_letter() {
                sign(word)
            } else if word.as_bytes()[0].is_ascii_uppercase() {
                Class::Name
            } else {
                self.ending(word)
            };
            Entry { class, whom: None }
        })
    }

    fn wide(&self, word: &str) -> Entry {
        let may_be_known = || {
            let mut initial = word.chars().flat_map(char::to_lowercase);
            initial.next().is_some_and(|c| self.wide.contains(&c))
                && !word.chars().all(char::is_uppercase)
        };
        let known =
            may_be_known().then(|| self.words.get(&Spelling::of(&word.to_lowercase()).lower));
        let unknown = || Entry { class: self.open_class(word), whom: None };
        known.flatten().copied().unwrap_or_else(unknown)
    }

    fn open_class(&self, word: &str) -> Class {
        if word.bytes().any(|b| b.is_ascii_digit()) {
            Class::Number
        } else if !word.contains(is_letter) {
            sign(word)
        } else if word.starts_with(char::is_uppercase) {
            Class::Name
        } else {
            self.ending(word)
        }
    }

    fn ending(&self, word: &str) -> Class {
        let tail = tail(word.as_bytes());
        let endings = &self.endings[usize::from(tail.to_be_bytes()[0])];
        let ending = endings.iter().find(|ending| ending.is_of(word, tail));
        ending.map_or(Class::Other, |ending| ending.class)
    }
}

impl Ending {
    fn new(class: Class, end: &str) -> Ending {
        let mask = u64::MAX << (64 - 8 * end.len().clamp(1, 8));
        Ending { class, end: end.to_owned(), tail: tail(end.as_bytes()), mask }
    }

    /// Whether a word with such a tail ends so and has two bytes more.
    fn is_of(&self, word: &str, tail: u64) -> bool {
        (tail ^ self.tail) & self.mask == 0
            && word.len() >= self.end.len() + 2
            && (self.end.len() <= 8 || word.ends_with(&self.end))
    }
}

/// The last eight bytes of a word, the last of all in the highest; zeros before the word.
fn tail(word: &[u8]) -> u64 {
    let bytes = word.last_chunk().copied().unwrap_or_else(|| {
        let mut bytes = [0; 8];
        bytes[8 - word.len()..].copy_from_slice(word);
        bytes
    });
    u64::from_le_bytes(bytes)
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
