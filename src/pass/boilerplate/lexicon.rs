//! The words of menus and forms, each list with the sign that its entries
//! are. Entries are found by their first word: a reader of lines asks for each
//! word it comes by, and what it asks with is the line in lower case. Few
//! words start an entry, so most cost one look-up.

use super::sign::Sign;
use crate::letter::{is_in_word, is_letter};
use rustc_hash::FxHashMap;

/// Bytes that may follow the words of a heading, byline or comment's head.
const REST: usize = 40;
/// Bytes of a stem by which it is looked up.
const STEM: usize = 4;

/// The compiled lists.
#[derive(Default)]
pub struct Lexicon {
    words: FxHashMap<Box<str>, Word>,
    /// Entries that end within their first word, by its first bytes.
    stems: FxHashMap<[u8; STEM], Vec<Entry>>,
    /// What words and stems start with: most words are dismissed by it.
    starts: Starts,
}

/// A bit for each start of a word, which some other starts share.
struct Starts(Vec<u64>);

/// As a power of 2, so that the table is 8 KB.
const BITS: u32 = 16;

impl Default for Starts {
    fn default() -> Self {
        Starts(vec![0; 1 << (BITS - 6)])
    }
}

impl Starts {
    fn add(&mut self, word: &str) {
        let bit = Self::bit(word);
        self.0[bit / 64] |= 1 << (bit % 64);
    }

    fn may_have(&self, word: &str) -> bool {
        let bit = Self::bit(word);
        self.0[bit / 64] >> (bit % 64) & 1 != 0
    }

    /// By the bytes that a stem has.
    fn bit(word: &str) -> usize {
        let start = match *word.as_bytes() {
            [a, b, c, d, ..] => [a, b, c, d],
            [a, b, c] => [a, b, c, 0],
            [a, b] => [a, b, 0, 0],
            [a] => [a, 0, 0, 0],
            [] => [0; STEM],
        };
        (u32::from_le_bytes(start).wrapping_mul(0x9E37_79B1) >> (32 - BITS)) as usize
    }
}

/// What is known of a word in lower case.
#[derive(Default)]
pub struct Word {
    /// Whether it holds sentences together.
    pub function: bool,
    /// The entries that start with it.
    entries: Vec<Entry>,
}

struct Entry {
    number: u32,
    /// In lower case, without the signs around it.
    text: Box<str>,
    /// What must stand before the first word.
    prefix: Box<str>,
    sign: Sign,
    /// Whether the word may go on after it.
    open: bool,
}

/// An entry found on a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    /// The entry's number.
    pub entry: u32,
    /// What it is a sign of.
    pub sign: Sign,
    /// Whether it is the whole line, but for signs and numbers.
    pub whole: bool,
    /// Whether it tells of a scraped page: a whole line, or a site's phrase
    /// that starts a short line which is no sentence.
    pub evident: bool,
}

/// A word of a line, to be looked up.
#[derive(Clone, Copy)]
pub struct Place<'l> {
    /// The line in lower case.
    pub line: &'l str,
    /// Where the word starts and ends in it.
    pub at: (usize, usize),
    /// Whether no letter stands before it.
    pub first: bool,
}

impl Lexicon {
    /// Compiles lists of entries in lower case. A star at an entry's end lets
    /// the word go on.
    pub fn new(function_words: &[String], lists: &[(&[String], Sign)]) -> Self {
        let mut lexicon = Lexicon::default();
        for word in function_words {
            lexicon.starts.add(word);
            lexicon.words.entry(word.as_str().into()).or_default().function = true;
        }
        let all = lists.iter().flat_map(|(list, sign)| list.iter().map(move |text| (text, *sign)));
        for (number, (entry, sign)) in (0..).zip(all) {
            lexicon.add(number, entry, sign);
        }
        lexicon
    }

    fn add(&mut self, number: u32, entry: &str, sign: Sign) {
        let stem = entry.trim_end_matches('*');
        let open = stem.len() < entry.len();
        let text = stem.trim_start_matches(|c: char| !c.is_alphanumeric());
        let prefix = &stem[..stem.len() - text.len()];
        let first = &text[..word_end(text)];
        self.starts.add(first);
        let entry = Entry { number, text: text.into(), prefix: prefix.into(), sign, open };
        if open && first == text {
            if let Some(key) = stem_of(first) {
                self.stems.entry(key).or_default().push(entry);
            }
        } else if !first.is_empty() {
            self.words.entry(first.into()).or_default().entries.push(entry);
        }
    }

    /// Calls `out` with the entries that start with a word, and says whether
    /// it is a function word.
    pub fn look_up(&self, place: Place<'_>, out: &mut impl FnMut(Hit)) -> bool {
        let word = &place.line[place.at.0..place.at.1];
        if !self.starts.may_have(word) {
            return false;
        }
        let known = self.words.get(word);
        let stems = stem_of(word).and_then(|key| self.stems.get(&key));
        let entries = known.map(|word| &word.entries).into_iter().chain(stems).flatten();
        entries.filter_map(|entry| entry.at(place)).for_each(out);
        known.is_some_and(|word| word.function)
    }
}

impl Entry {
    /// The hit, if the entry stands at this place.
    fn at(&self, place: Place<'_>) -> Option<Hit> {
        let (before, from) = place.line.split_at(place.at.0);
        let after = from.strip_prefix(&*self.text)?;
        let last = self.text.chars().next_back();
        if !before.ends_with(&*self.prefix) || !self.open && joined(last, after.chars().next()) {
            return None;
        }
        let closes = !after.chars().any(is_letter);
        let short = after.len() <= REST;
        let fits = match self.sign {
            Sign::MenuWord => place.first && closes,
            Sign::Heading | Sign::Byline => place.first && short,
            Sign::LeadIn => place.first && leads(after),
            Sign::Speech => short,
            _ => true,
        };
        let whole = place.first && closes;
        let starts = self.sign == Sign::SitePhrase && place.first && short && !after.ends_with('.');
        fits.then_some(Hit { entry: self.number, sign: self.sign, whole, evident: whole || starts })
    }
}

/// Whether a colon comes next, and something after it.
fn leads(after: &str) -> bool {
    after.trim_start().strip_prefix([':', '：']).is_some_and(|rest| rest.len() > 2)
}

/// Where the first word of `text` ends, in bytes.
fn word_end(text: &str) -> usize {
    text.find(|c: char| !c.is_alphanumeric()).unwrap_or(text.len())
}

fn stem_of(word: &str) -> Option<[u8; STEM]> {
    word.as_bytes().first_chunk().copied()
}

/// Whether two characters that touch are of one word.
fn joined(left: Option<char>, right: Option<char>) -> bool {
    let in_word = |c: Option<char>| c.is_some_and(is_in_word);
    in_word(left) && in_word(right)
}
