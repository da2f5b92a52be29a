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
use super::words::{Lexicon, Whom};
use rustc_hash::FxHashSet;
use xxhash_rust::xxh3::xxh3_64;

/// What neighbours weigh.
#[derive(Clone, Debug)]
pub struct Scan {
    weights: Vec<f64>,
    bias: f64,
    /// The hashes of the nouns that are always somebody's.
    owned: FxHashSet<u64>,
}

/// What the scan of a text tells.
#[derive(Clone, Copy, Debug, Default)]
pub struct Glance {
    /// Whether it is worth the search.
    pub is_suspect: bool,
    /// Whether names stand before nouns that are always somebody's.
    pub lacks_possessives: bool,
}

/// What a reading counts.
#[derive(Clone, Debug, Default)]
pub struct Counts {
    /// How many words and signs.
    pub words: usize,
    /// How many pronouns of the third person.
    pub third: usize,
    /// How often a noun that is always somebody's stands behind a name.
    pub owned: usize,
}

/// Reads a text and tells each pair of neighbours, by its number.
fn read(
    text: &str,
    lexicon: &Lexicon,
    owned: &FxHashSet<u64>,
    mut see: impl FnMut(usize),
) -> Counts {
    let mut counts = Counts::default();
    let mut before: Option<Word> = None;
    for word in Passing::new(text, lexicon) {
        counts.words += 1;
        counts.third += usize::from(word.whom.is_some_and(|whom| whom >= Whom::He));
        if let Some(before) = before {
            see(pair(&before, &word));
            let is_named = before.inner_capital && before.class.is_content();
            counts.owned += usize::from(is_named && owned.contains(&word.hash));
        }
        before = Some(word);
    }
    counts
}

fn pair(a: &Word, b: &Word) -> usize {
    if a.hash == b.hash && a.class.is_content() {
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
        let mut weights = vec![0.0; PAIRS];
        for (first, seconds) in &policy.scan {
            for (second, weight) in seconds {
                weights[numbered(first, second)?] = f64::from(*weight) / 1000.0;
            }
        }
        let owned = policy.owned.iter().map(|word| xxh3_64(word.as_bytes())).collect();
        Ok(Scan { weights, bias: policy.scan_bias, owned })
    }

    /// Scans a text. The pairs weigh as many as there are of them for each hundred words.
    #[allow(clippy::cast_precision_loss)] // a text has fewer words than 2^52
    pub fn glance(&self, text: &str, lexicon: &Lexicon) -> Glance {
        let mut sum = 0.0;
        let counts = read(text, lexicon, &self.owned, |pair| sum += self.weights[pair]);
        let weight = self.bias + sum * 100.0 / counts.words.max(1) as f64;
        Glance {
            is_suspect: counts.third >= 2 && weight > 0.0,
            lacks_possessives: counts.owned >= possessive::OWNED,
        }
    }

    /// The pairs of neighbours of a text, and how many words there are.
    pub fn pairs(&self, text: &str, lexicon: &Lexicon, see: impl FnMut(usize)) -> usize {
        read(text, lexicon, &self.owned, see).words
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
