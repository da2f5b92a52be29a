//! The quick scan that dismisses a sound document: one reading, no memory but
//! the lexicon's. Neighbours are weighed by their classes: misplaced mentions
//! bring together what sound prose keeps apart (a subject pronoun beside
//! another, a capital article inside a sentence), and a document whose pairs
//! weigh too little is sound. So is one without two pronouns of the third
//! person, because there the judge would not believe anything.
//!
//! It may pass a sound document, which is then read more closely and dismissed
//! by the judge; it is only there to save the time of that.

use super::class::{CLASSES, Class};
use super::passing::{Passing, Word};
use super::policy::Policy;
use super::possessive;
use super::spelling::Spelling;
use super::words::{Lexicon, Whom};
use crate::survey::fold;
use rustc_hash::FxHashSet;

/// What neighbours weigh.
#[derive(Clone, Debug)]
pub struct Scan {
    /// In thousandths.
    weights: Vec<i32>,
    bias: f64,
    /// The names of the nouns that are always somebody's.
    owned: FxHashSet<u64>,
}

/// What the scan of a text tells.
#[derive(Clone, Copy, Debug, Default)]
pub struct Glance {
    /// Whether it is worth the search.
    pub is_suspect: bool,
    /// Whether its lines of prose are, by themselves.
    pub has_suspect_prose: bool,
    /// Whether names stand before nouns that are always somebody's.
    pub lacks_possessives: bool,
}

impl Glance {
    /// Whether a document that other passes have yet to see is worth the search. What they take away is taken for the
    /// lines that are no prose: a page's menus would hide the damage in its text.
    pub fn may_suspect(self) -> bool {
        self.is_suspect || self.has_suspect_prose
    }
}

/// What the words of a text, or of a line, come to.
#[derive(Clone, Copy, Debug, Default)]
struct Sum {
    /// How many words and signs.
    words: usize,
    /// How many pronouns of the third person.
    third: usize,
    /// What the pairs weigh, in thousandths.
    weight: i64,
}

impl Sum {
    fn add(&mut self, other: Sum) {
        self.words += other.words;
        self.third += other.third;
        self.weight += other.weight;
    }
}

/// Reads a text and tells each word with the one before it.
#[inline]
fn read(text: &str, lexicon: &Lexicon, mut see: impl FnMut(&Word, Option<&Word>)) {
    let mut before: Option<Word> = None;
    for word in Passing::new(text, lexicon) {
        see(&word, before.as_ref());
        before = Some(word);
    }
}

fn pair(a: &Word, b: &Word) -> usize {
    if a.name == b.name && a.class.is_content() {
        return SAME;
    }
    let named = matches!(b.class, Class::Name | Class::Title) || b.whom == Some(Whom::I);
    number(a.class, b.class, b.inner_capital && !named)
}

/// The number of a word beside itself.
const SAME: usize = CLASSES * CLASSES * 2;

/// How many pairs there are.
pub const PAIRS: usize = SAME + 1;

fn number(a: Class, b: Class, capital: bool) -> usize {
    (a as usize * CLASSES + b as usize) * 2 + usize::from(capital)
}

/// The pair as it is written in the rule file.
pub fn written(pair: usize) -> Option<(&'static str, String)> {
    if pair == SAME {
        return Some(("same", "same".to_owned()));
    }
    let name = |n: usize| super::class::NAMES.get(n).map(|(name, _)| *name);
    let (first, second) = (name(pair / 2 / CLASSES)?, name(pair / 2 % CLASSES)?);
    Some((first, if pair % 2 == 1 { format!("capital:{second}") } else { second.to_owned() }))
}

impl Scan {
    /// Reads the table, or says what is wrong with it.
    pub fn new(policy: &Policy) -> Result<Scan, String> {
        let mut weights = vec![0; PAIRS];
        for (first, seconds) in &policy.scan {
            for (second, weight) in seconds {
                weights[numbered(first, second)?] = *weight;
            }
        }
        let owned = policy.owned.iter().map(|word| Spelling::of(word).name()).collect();
        Ok(Scan { weights, bias: policy.scan_bias, owned })
    }

    /// Scans a text.
    pub fn glance(&self, text: &str, lexicon: &Lexicon) -> Glance {
        let [mut all, mut prose, mut line] = [Sum::default(); 3];
        let (mut start, mut owned) = (0, 0);
        let mut end_line = |line: Sum, bytes: usize| {
            all.add(line);
            if fold::is_prose(bytes, line.words) {
                prose.add(line);
            }
        };
        read(text, lexicon, |word, before| {
            if word.begins_line {
                end_line(std::mem::take(&mut line), word.at - start);
                start = word.at;
            }
            line.words += 1;
            line.third += usize::from(word.whom.is_some_and(|whom| whom >= Whom::He));
            if let Some(before) = before {
                line.weight += i64::from(self.weights[pair(before, word)]);
                let is_named = before.inner_capital && before.class.is_content();
                owned += usize::from(is_named && self.owned.contains(&word.name));
            }
        });
        end_line(line, text.len() - start);
        Glance {
            is_suspect: self.is_suspect(all),
            has_suspect_prose: self.is_suspect(prose),
            lacks_possessives: owned >= possessive::OWNED,
        }
    }

    /// The pairs weigh as many as there are of them for each hundred words.
    #[allow(clippy::cast_precision_loss)] // a text has fewer words than 2^52
    fn is_suspect(&self, sum: Sum) -> bool {
        let weight = self.bias + sum.weight as f64 / 10.0 / sum.words.max(1) as f64;
        sum.third >= 2 && weight > 0.0
    }

    /// The pairs of neighbours of a text, and how many words there are.
    pub fn pairs(text: &str, lexicon: &Lexicon, mut see: impl FnMut(usize)) -> usize {
        let mut words = 0;
        read(text, lexicon, |word, before| {
            words += 1;
            before.into_iter().for_each(|before| see(pair(before, word)));
        });
        words
    }
}

/// The number of a pair as it is written.
fn numbered(first: &str, second: &str) -> Result<usize, String> {
    if (first, second) == ("same", "same") {
        return Ok(SAME);
    }
    let class =
        |name: &str| Class::named(name).ok_or_else(|| format!("scan: there is no class {name:?}"));
    let small = second.strip_prefix("capital:");
    Ok(number(class(first)?, class(small.unwrap_or(second))?, small.is_some()))
}
