//! The page's title, which scrapes put on their first line, and where the page
//! has it again: the headline, with menus above it and the text below.

use super::numbers::start_of;
use super::token::{each_word, write_lower};
use memchr::memmem::Finder;
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
    site: Option<Finder<'static>>,
    /// Bits of what each of them starts with: most words are told apart by it.
    starts: [u64; 4],
}

impl Title {
    /// The title `line`.
    pub fn new(line: &str) -> Self {
        let flat = flat(line);
        let longer = |word: &&str| word.chars().nth(LONGER - 1).is_some();
        let words: FxHashSet<u64> = flat.split(' ').filter(longer).map(hash).collect();
        let mut starts = [0; 4];
        for word in flat.split(' ').filter(longer) {
            let (at, bit) = place(start_of(word, (0, word.len())));
            starts[at] |= bit;
        }
        Title { flat, words, site: site(line).map(|site| Finder::new(&site).into_owned()), starts }
    }

    /// Whether a line in lower case, which is not the name alone, names the site.
    pub fn names_site(&self, lower: &str) -> bool {
        let Some(site) = &self.site else { return false };
        lower.len() > site.needle().len() && site.find(lower.as_bytes()).is_some()
    }

    /// Whether one of its longer words may be one in lower case with these first bytes.
    #[inline]
    pub fn may_have(&self, start: u64) -> bool {
        let (at, bit) = place(start);
        self.starts[at] & bit != 0
    }

    /// Whether one of its longer words is `word`, which is in lower case.
    pub fn has(&self, word: &str) -> bool {
        word.len() >= LONGER && self.words.contains(&hash(word))
    }

    /// Whether a line is the title, starts it, or stands within it.
    pub fn is_on(&self, line: &str) -> bool {
        // The title goes on with the site's name, and so may the headline.
        if line.len() < WHOLE || self.flat.len() < WHOLE || line.len() > 2 * self.flat.len() + 40 {
            return false;
        }
        let line = flat(line);
        line.len() >= WHOLE && (self.flat.starts_with(&line) || line.starts_with(&self.flat))
            || (PART..=self.flat.len()).contains(&line.len()) && self.flat.contains(&line)
    }
}

/// What stands behind the last of the signs that set a site's name off.
fn site(line: &str) -> Option<String> {
    const SET_OFF: [&str; 9] = [" | ", " - ", " – ", " — ", " :: ", " « ", " » ", " · ", " • "];
    let ends = SET_OFF.iter().filter_map(|sign| Some(line.rfind(sign)? + sign.len()));
    let name = line[ends.max()?..].trim().to_lowercase();
    (SITE.contains(&name.len()) && name.split(' ').count() <= SITE_WORDS).then_some(name)
}

/// Which bit of which part stands for first bytes.
#[inline]
fn place(start: u64) -> (usize, u64) {
    let bit = start.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 56;
    ((bit >> 6) as usize, 1 << (bit & 63))
}

fn hash(word: &str) -> u64 {
    let mut hasher = FxHasher::default();
    word.hash(&mut hasher);
    hasher.finish()
}

/// The words of `line` in lower case, with single blanks between them.
fn flat(line: &str) -> String {
    let (mut lower, mut flat) = (String::new(), String::with_capacity(line.len()));
    write_lower(line, &mut lower);
    each_word(&lower, |start, end| {
        if !flat.is_empty() {
            flat.push(' ');
        }
        flat.push_str(&lower[start..end]);
    });
    flat
}
