//! Families of lines that recur, and what is known of each: in how many
//! documents and sources, where it stands there, and a few of its lines. The
//! second reading fills them.
//!
//! What is kept of a family does not depend on the order of reading: sums, and
//! the least few of anything by a hash. Of more than [`MOST`] families those
//! with the least keys are kept.

use super::template::Way;
use crate::hash::rank;
use std::collections::{BTreeMap, BTreeSet};

/// Families kept at most.
const MOST: usize = 1 << 15;
/// Lines kept of each, and documents, and sources.
const SAMPLES: usize = 12;
const NAMES: usize = 3;
const SOURCES: usize = 32;

/// A line of a document that is of a family.
#[derive(Clone, Debug)]
pub struct Hit {
    /// The family's key.
    pub key: u64,
    /// How its lines were generalised.
    pub way: Way,
    /// The line.
    pub line: String,
    /// Whether it stands as a template's lines do.
    pub framed: bool,
    /// Whether it is a sentence.
    pub sentence: bool,
    /// How many of its characters stand for anything.
    pub rest: usize,
}

/// A document's hits.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// What the document's source is called.
    pub source: String,
    /// Its lines that are of families.
    pub hits: Vec<Hit>,
    /// Families one line below another's, those of [`Way::Figures`] alone.
    pub pairs: BTreeSet<(u64, u64)>,
}

/// What is known of a family.
#[derive(Clone, Debug)]
pub struct Family {
    /// How its lines were generalised.
    pub way: Way,
    /// The documents that have it.
    pub documents: u32,
    /// Its lines, and the sum of the squares of their number in a document.
    pub lines: [u64; 2],
    /// Documents in which it stands as a template's lines do.
    pub framed: u32,
    /// Lines that are sentences.
    pub sentences: u64,
    /// The most characters that stood for anything.
    pub rest: usize,
    /// Documents of the sources, by their names; the first few by name.
    pub sources: BTreeMap<String, u32>,
    /// Some documents.
    pub names: BTreeMap<u64, String>,
    /// Some of its different lines.
    pub samples: BTreeMap<u64, String>,
}

/// All families.
#[derive(Debug, Default)]
pub struct Families {
    /// By key.
    pub all: BTreeMap<u64, Family>,
    /// Documents in which one stands below the other.
    pub pairs: BTreeMap<(u64, u64), u32>,
    /// Witnesses of each source.
    pub sources: BTreeMap<String, u32>,
}

impl Families {
    /// Takes in what was found in a document of this name.
    pub fn add(&mut self, name: &str, found: &Found) {
        *self.sources.entry(found.source.clone()).or_default() += 1;
        let mut own: BTreeMap<u64, Vec<&Hit>> = BTreeMap::new();
        found.hits.iter().for_each(|hit| own.entry(hit.key).or_default().push(hit));
        for (key, hits) in own {
            self.all.entry(key).or_insert_with(|| Family::new(hits[0].way)).add(
                name,
                &found.source,
                &hits,
            );
        }
        for pair in &found.pairs {
            *self.pairs.entry(*pair).or_default() += 1;
        }
        while self.all.len() > MOST {
            self.all.pop_last();
        }
        while self.pairs.len() > MOST {
            self.pairs.pop_last();
        }
        while self.sources.len() > MOST {
            self.sources.pop_last();
        }
    }
}

impl Family {
    fn new(way: Way) -> Self {
        Family {
            way,
            documents: 0,
            lines: [0; 2],
            framed: 0,
            sentences: 0,
            rest: 0,
            sources: BTreeMap::new(),
            names: BTreeMap::new(),
            samples: BTreeMap::new(),
        }
    }

    fn add(&mut self, name: &str, source: &str, hits: &[&Hit]) {
        let count = hits.len() as u64;
        self.documents += 1;
        self.lines = [self.lines[0] + count, self.lines[1] + count * count];
        self.framed += u32::from(hits.iter().all(|hit| hit.framed));
        self.sentences += hits.iter().filter(|hit| hit.sentence).count() as u64;
        self.rest = hits.iter().map(|hit| hit.rest).fold(self.rest, usize::max);
        *self.sources.entry(source.to_owned()).or_default() += 1;
        if self.sources.len() > SOURCES {
            self.sources.pop_last();
        }
        keep(&mut self.names, NAMES, name);
        hits.iter().for_each(|hit| keep(&mut self.samples, SAMPLES, &hit.line));
    }

    /// How often it stands in a document, on average and by standard deviation.
    #[allow(clippy::cast_precision_loss)] // counts of lines
    pub fn spread(&self) -> (f64, f64) {
        let documents = f64::from(self.documents.max(1));
        let [sum, squares] = self.lines.map(|n| n as f64);
        let mean = sum / documents;
        (mean, (squares / documents - mean * mean).max(0.0).sqrt())
    }
}

/// Keeps a text if it is one of the least few by its hash.
fn keep(kept: &mut BTreeMap<u64, String>, most: usize, text: &str) {
    let rank = rank(0, text, 0);
    if kept.len() >= most && kept.last_key_value().is_some_and(|(last, _)| *last <= rank) {
        return;
    }
    kept.entry(rank).or_insert_with(|| text.to_owned());
    if kept.len() > most {
        kept.pop_last();
    }
}
