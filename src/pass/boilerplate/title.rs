//! The page's title, which scrapes put on their first line, and where the page
//! has it again: the headline, with menus above it and the text below.

use crate::letter::is_in_word;
use rustc_hash::{FxHashSet, FxHasher};
use std::hash::{Hash, Hasher};

/// Letters from which a word of the title counts.
const LONGER: usize = 5;
/// Bytes that a line has at least that is the title or starts it.
const WHOLE: usize = 12;
/// Bytes that a line has at least that stands within the title.
const PART: usize = 20;

/// Bytes and words that a site's name has.
const SITE: std::ops::RangeInclusive<usize> = 4..=40;
const SITE_WORDS: usize = 4;

/// A page's first line.
#[derive(Default)]
pub struct Title {
    /// Its words in lower case with single blanks between them.
    flat: String,
    /// The hashes of its longer words.
    words: FxHashSet<u64>,
    /// The site's name in lower case, if the title ends in it.
    site: Option<String>,
    /// A bit for each of them: most words are told apart by it.
    mask: u64,
}

impl Title {
    /// The title `line`.
    pub fn new(line: &str) -> Self {
        let flat = flat(line);
        let longer = |word: &&str| word.chars().nth(LONGER - 1).is_some();
        let words: FxHashSet<u64> = flat.split(' ').filter(longer).map(hash).collect();
        let mask = flat.split(' ').filter(longer).fold(0, |mask, word| mask | bit(word));
        Title { flat, words, site: site(line), mask }
    }

    /// Whether a line in lower case, which is not the name alone, names the site.
    pub fn names_site(&self, lower: &str) -> bool {
        let Some(site) = &self.site else { return false };
        lower.len() > site.len() && lower.contains(&**site)
    }

    /// Whether one of its longer words is `word`, which is in lower case.
    pub fn has(&self, word: &str) -> bool {
        word.len() >= LONGER && self.mask & bit(word) != 0 && self.words.contains(&hash(word))
    }

    /// Whether a line is the title, starts it, or stands within it.
    pub fn is_on(&self, line: &str) -> bool {
        // The title goes on with the site's name, and so may the headline.
        if line.len() < WHOLE || self.flat.len() < WHOLE || line.len() > 2 * self.flat.len() + 40 {
            return false;
        }
        let line = flat(line);
        line.len() >= WHOLE && (self.flat.starts_with(&line) || line.starts_with(&self.flat))
            || line.len() >= PART && self.flat.contains(&line)
    }
}

/// What stands behind the last of the signs that set a site's name off.
fn site(line: &str) -> Option<String> {
    const SET_OFF: [&str; 9] = [" | ", " - ", " – ", " — ", " :: ", " « ", " » ", " · ", " • "];
    let ends = SET_OFF.iter().filter_map(|sign| Some(line.rfind(sign)? + sign.len()));
    let name = line[ends.max()?..].trim().to_lowercase();
    (SITE.contains(&name.len()) && name.split(' ').count() <= SITE_WORDS).then_some(name)
}

/// A cheap bit of a word that differs between most words.
fn bit(word: &str) -> u64 {
    let bytes = word.as_bytes();
    let last = bytes.last().copied().unwrap_or(0);
    let third = bytes.get(2).copied().unwrap_or(0);
    1 << ((usize::from(last) * 31 + usize::from(third) * 7 + bytes.len()) % 64)
}

fn hash(word: &str) -> u64 {
    let mut hasher = FxHasher::default();
    word.hash(&mut hasher);
    hasher.finish()
}

/// The words of `line` in lower case, with single blanks between them.
fn flat(line: &str) -> String {
    let mut flat = String::with_capacity(line.len());
    for word in line.split(|c: char| !is_in_word(c)).filter(|word| !word.is_empty()) {
        if !flat.is_empty() {
            flat.push(' ');
        }
        if word.is_ascii() {
            flat.extend(word.bytes().map(|byte| char::from(byte.to_ascii_lowercase())));
        } else {
            flat.extend(word.chars().flat_map(char::to_lowercase));
        }
    }
    flat
}
