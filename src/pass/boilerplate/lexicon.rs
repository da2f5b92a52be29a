//! The words of menus and forms, each list with the sign that its entries
//! are. Entries are found by their first word: a reader of lines asks for each
//! word it comes by, and what it asks with is the line in lower case. Few
//! words start an entry, so most cost one look-up.

use super::numbers::{Numbers, SHORT, STEM, start_of, stem_of};
use super::sign::Sign;
use crate::letter::{is_in_word, is_letter};
use crate::pass::bloom::Bloom;
use rustc_hash::FxHashMap;

/// Bytes that may follow the words of a heading, byline or comment's head.
const REST: usize = 40;

/// The compiled lists.
#[derive(Default)]
pub struct Lexicon {
    /// Words that hold sentences together, by their bytes, but for longer ones.
    functions: Numbers,
    /// What words and stems start with that tell anything where letters stand before: nearly all
    /// words are dismissed by it.
    later: Bloom,
    /// Words that start entries, by their bytes.
    short: FxHashMap<u64, Word>,
    /// Those that are longer.
    long: FxHashMap<Box<str>, Word>,
    /// What both start with.
    word_starts: Bloom,
    /// Entries that end within their first word, by its first bytes.
    stems: FxHashMap<u64, Vec<Entry>>,
    stem_starts: Bloom,
    /// What the first words of all entries start with, as far as a stem goes.
    entry_starts: Bloom,
}

/// What is known of a word in lower case.
#[derive(Default)]
struct Word {
    /// Whether it is a longer one that holds sentences together.
    function: bool,
    /// The entries that start with it.
    entries: Vec<Entry>,
}

struct Entry {
    number: u32,
    /// In lower case, without the signs around it.
    text: Box<str>,
    /// Bytes of it that it is looked up by.
    known: usize,
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
    /// Its first bytes, as a number.
    pub start: u64,
    /// Whether no letter stands before it.
    pub first: bool,
}

impl<'l> Place<'l> {
    /// The word that starts and ends there.
    pub fn new(line: &'l str, at: (usize, usize), first: bool) -> Self {
        Place { line, at, start: start_of(line, at), first }
    }

    fn word(&self) -> &str {
        &self.line[self.at.0..self.at.1]
    }
}

impl Lexicon {
    /// Compiles lists of entries in lower case. A star at an entry's end lets
    /// the word go on.
    pub fn new(function_words: &[String], lists: &[(&[String], Sign)]) -> Self {
        let mut lexicon = Lexicon::default();
        let (short, long): (Vec<_>, Vec<_>) =
            function_words.iter().partition(|word| word.len() <= SHORT);
        let short: Vec<u64> = short.iter().map(|word| start_of(word, (0, word.len()))).collect();
        lexicon.functions = Numbers::new(&short);
        for word in long {
            lexicon.word(word).function = true;
            lexicon.later.add(start_of(word, (0, word.len())));
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
        let start = start_of(first, (0, first.len()));
        let stem = stem_of(start);
        let is_stem = open && first == text;
        if first.is_empty() || is_stem && first.len() < STEM {
            return;
        }
        let known = if is_stem { STEM } else { first.len() };
        let entry = Entry { number, text: text.into(), known, prefix: prefix.into(), sign, open };
        self.entry_starts.add(stem);
        if !sign.is_first() {
            self.later.add(if is_stem { stem } else { start });
        }
        if is_stem {
            self.stem_starts.add(stem);
            self.stems.entry(stem).or_default().push(entry);
        } else {
            self.word(first).entries.push(entry);
        }
    }

    fn word(&mut self, word: &str) -> &mut Word {
        let start = start_of(word, (0, word.len()));
        self.word_starts.add(start);
        if word.len() <= SHORT {
            return self.short.entry(start).or_default();
        }
        self.long.entry(word.into()).or_default()
    }

    /// Whether an entry may stand at the first word of a line that has a letter, or at a word
    /// before it. The line need not be in lower case: it is made so where this is true.
    pub fn may_open(&self, line: &str) -> bool {
        let bytes = line.as_bytes();
        let mut at = 0;
        loop {
            let signs =
                bytes[at..].iter().take_while(|b| b.is_ascii() && !b.is_ascii_alphanumeric());
            let start = at + signs.count();
            let word = bytes[start..].iter().take_while(|byte| byte.is_ascii_alphanumeric());
            let end = start + word.count();
            let is_whole = bytes.get(end).is_none_or(u8::is_ascii);
            if !is_whole && end - start < STEM {
                return true;
            }
            if start == end {
                return false;
            }
            let word = start_of(line, (start, end)).to_le_bytes();
            let word = u64::from_le_bytes(word.map(|byte| byte.to_ascii_lowercase()));
            if self.entry_starts.may_have(stem_of(word))
                && (!is_whole || self.may_stand(word, &bytes[start..], end - start))
            {
                return true;
            }
            if bytes[start..end].iter().any(u8::is_ascii_alphabetic) {
                return false;
            }
            at = end;
        }
    }

    /// Whether an entry may stand where these bytes of a line start, with a word of ASCII.
    fn may_stand(&self, start: u64, line: &[u8], length: usize) -> bool {
        if length > SHORT && self.word_starts.may_have(start) {
            return true;
        }
        let word = self.short.get(&start).filter(|_| length <= SHORT).map(|word| &word.entries);
        let stems = self.stems.get(&stem_of(start)).filter(|_| length >= STEM);
        word.into_iter().chain(stems).flatten().any(|entry| entry.may_start(line))
    }

    /// Calls `out` with the entries that start with a word, and says whether
    /// it is a function word.
    #[inline]
    #[allow(clippy::needless_bitwise_bool)] // nobody could guess what each of them says
    pub fn look_up(&self, place: Place<'_>, out: &mut impl FnMut(Hit)) -> bool {
        let is_short = place.at.1 - place.at.0 <= SHORT;
        let is_function = self.functions.has(place.start) & is_short;
        let later = self.later.may_have(place.start) | self.later.may_have(stem_of(place.start));
        is_function | ((place.first | later) && self.look_closer(place, out))
    }

    /// The same, but for short function words.
    fn look_closer(&self, place: Place<'_>, out: &mut impl FnMut(Hit)) -> bool {
        let length = place.at.1 - place.at.0;
        let word = match length {
            _ if !self.word_starts.may_have(place.start) => None,
            ..=SHORT => self.short.get(&place.start),
            _ => self.long.get(place.word()),
        };
        if let Some(word) = word {
            word.entries.iter().filter_map(|entry| entry.at(place)).for_each(&mut *out);
        }
        let stem = stem_of(place.start);
        if length >= STEM && self.stem_starts.may_have(stem) {
            let stems = self.stems.get(&stem).into_iter().flatten();
            stems.filter_map(|entry| entry.at(place)).for_each(out);
        }
        word.is_some_and(|word| word.function)
    }
}

impl Entry {
    /// Whether it may start a line that is not in lower case: what isn't made small byte for byte
    /// may be anything.
    fn may_start(&self, line: &[u8]) -> bool {
        let is_odd = |byte: u8| !byte.is_ascii() || (b'\t'..=b'\r').contains(&byte);
        for (at, byte) in self.text.bytes().enumerate() {
            match line.get(at) {
                Some(other) if is_odd(*other) || is_odd(byte) => return true,
                Some(other) if other.to_ascii_lowercase() == byte => {}
                _ => return false,
            }
        }
        true
    }

    /// The hit, if the entry stands at this place.
    fn at(&self, place: Place<'_>) -> Option<Hit> {
        use Sign::{Byline, Heading, LeadIn, MenuWord};
        if !place.first && self.sign.is_first() {
            return None;
        }
        let (before, from) = place.line.split_at(place.at.0);
        let text = self.text.as_bytes();
        // The last byte tells most entries apart that start with the same word.
        if from.as_bytes().get(text.len() - 1) != text.last()
            || text.len() > self.known
                && !from.as_bytes()[self.known..].starts_with(&text[self.known..])
        {
            return None;
        }
        let after = &from[text.len()..];
        let last = self.text.chars().next_back();
        if !self.prefix.is_empty() && !before.ends_with(&*self.prefix) {
            return None;
        }
        if !self.open && joined(last, after.chars().next()) {
            return None;
        }
        let closes = !after.chars().any(is_letter);
        let short = after.len() <= REST;
        let fits = match self.sign {
            MenuWord => closes,
            Heading | Byline => short,
            LeadIn => leads(after),
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

/// Whether two characters that touch are of one word.
fn joined(left: Option<char>, right: Option<char>) -> bool {
    let in_word = |c: Option<char>| c.is_some_and(is_in_word);
    in_word(left) && in_word(right)
}
