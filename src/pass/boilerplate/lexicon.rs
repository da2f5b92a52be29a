//! The words of menus and forms, looked for in one run of an automaton over
//! the text. They are few and say little alone; but a text that has none of
//! them is no scraped page, and then no line of it is judged.

use super::sign::Sign;
use aho_corasick::{AhoCorasick, MatchKind};
use std::ops::Range;

/// Bytes that may follow a heading's words on its line.
const HEADING_REST: usize = 40;

/// The compiled lexicon.
pub struct Lexicon {
    automaton: Option<AhoCorasick>,
    patterns: Vec<Pattern>,
}

/// A spelling of an entry.
struct Pattern {
    entry: u32,
    sign: Sign,
    /// Whether the word may go on after it.
    open: bool,
}

/// An entry found in a text.
#[derive(Clone, Copy, Debug)]
pub struct Hit {
    /// Where it ends, in bytes.
    pub end: usize,
    /// What it is a sign of.
    pub sign: Sign,
    /// Whether it is a whole line.
    pub whole: bool,
    /// Whether it tells of a scraped page: a whole line, or a site's phrase
    /// that starts a short line which is no sentence.
    evident: bool,
    entry: u32,
}

impl Lexicon {
    /// Compiles lists of words and phrases in lower case, each with the sign
    /// that its entries are. A star at an entry's end lets the word go on.
    pub fn new(lists: &[(&[String], Sign)]) -> Self {
        let (mut words, mut patterns) = (Vec::new(), Vec::new());
        let all = lists.iter().flat_map(|(list, sign)| list.iter().map(move |word| (word, *sign)));
        for (entry, (word, sign)) in (0..).zip(all) {
            let stem = word.trim_end_matches('*');
            for spelling in spellings(stem) {
                words.push(spelling);
                patterns.push(Pattern { entry, sign, open: stem.len() < word.len() });
            }
        }
        let automaton = AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .match_kind(MatchKind::Standard)
            .build(&words)
            .ok()
            .filter(|_| !words.is_empty());
        Lexicon { automaton, patterns }
    }

    /// Its entries in `text`, in the order of their ends.
    pub fn hits(&self, text: &str) -> Vec<Hit> {
        let Some(automaton) = &self.automaton else { return Vec::new() };
        let hit =
            |found: aho_corasick::Match| self.hit(text, found.range(), found.pattern().as_usize());
        automaton.find_overlapping_iter(text).filter_map(hit).collect()
    }

    fn hit(&self, text: &str, span: Range<usize>, pattern: usize) -> Option<Hit> {
        let Pattern { entry, sign, open } = self.patterns[pattern];
        let (before, after) = (&text[..span.start], &text[span.end..]);
        let mut word = text[span.clone()].chars();
        let last = word.clone().next_back();
        if joined(before.chars().next_back(), word.next())
            || !open && joined(last, after.chars().next())
        {
            return None;
        }
        let opens = before.chars().rev().find(|c| c.is_alphabetic() || *c == '\n');
        let opens = opens.is_none_or(|c| c == '\n');
        let closes = after.chars().find(|c| c.is_alphabetic() || *c == '\n');
        let closes = closes.is_none_or(|c| c == '\n');
        let rest = short_rest(after);
        let fits = match sign {
            Sign::MenuWord => opens && closes,
            Sign::Heading | Sign::Byline => opens && rest.is_some(),
            Sign::Speech => rest.is_some(),
            _ => true,
        };
        let whole = opens && closes;
        let starts = sign == Sign::SitePhrase && opens && rest.is_some_and(|r| !r.ends_with('.'));
        fits.then_some(Hit { end: span.end, sign, whole, evident: whole || starts, entry })
    }
}

/// What is left of the line, where that is little.
fn short_rest(after: &str) -> Option<&str> {
    let end = after.bytes().take(HEADING_REST + 1).position(|b| b == b'\n');
    let end = end.or((after.len() <= HEADING_REST).then_some(after.len()))?;
    Some(after[..end].trim_end())
}

/// What tells of a scraped page among the hits.
#[derive(Clone, Copy, Debug)]
pub struct Evidence {
    /// Different phrases of sites.
    pub site: usize,
    /// Different entries of any kind.
    pub entries: usize,
    /// All of them, each as often as it stands.
    pub hits: usize,
}

impl Evidence {
    /// Counts what stands among `hits`.
    pub fn of<'h>(hits: impl IntoIterator<Item = &'h Hit>) -> Evidence {
        let evident = hits.into_iter().filter(|hit| hit.evident);
        let mut entries: Vec<(u32, Sign)> = evident.map(|hit| (hit.entry, hit.sign)).collect();
        let hits = entries.len();
        entries.sort_unstable();
        entries.dedup();
        let site = entries.iter().filter(|(_, sign)| *sign == Sign::SitePhrase).count();
        Evidence { site, entries: entries.len(), hits }
    }
}

/// Whether two characters that touch are of one word.
fn joined(left: Option<char>, right: Option<char>) -> bool {
    let in_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    in_word(left) && in_word(right)
}

/// As written, and with a capital where the first letter is not ASCII.
fn spellings(word: &str) -> Vec<String> {
    let mut spellings = vec![word.to_owned()];
    let mut chars = word.chars();
    if let Some(first) = chars.next().filter(|c| !c.is_ascii()) {
        spellings.push(first.to_uppercase().chain(chars).collect());
    }
    spellings
}
