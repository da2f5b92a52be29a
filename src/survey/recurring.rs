//! The lines that recur in a source, and what is known of each: what the second
//! reading finds.
//!
//! Only witnesses count: documents whose own text, that is what does not recur,
//! is mostly prose, and whose prose is mostly their own. So near copies of one
//! document, versions of one article, forms that are filled in, tables, verses
//! and programs prove nothing: a line is a template's where it recurs in
//! documents that otherwise differ.
//!
//! A line alone proves little: menus and footers are blocks, and a block recurs
//! as one. So the neighbours are counted too: which line, or which end of the
//! text, a line has beside it. A block recurs only where each of its lines does,
//! which is why blocks are counted in the second reading, among these lines.
//!
//! Parts merge by sums, least and greatest values. Where more than [`MOST`]
//! lines recur, or pairs of them, or in more sources, those with the least keys
//! are kept: a choice that any order of merging makes alike.

use super::counts::key;
use super::fold::{self, Kind, Line};
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use xxhash_rust::xxh3::xxh3_64_with_seed;

/// Lines kept at most, and pairs of lines, and sources.
pub const MOST: usize = 1 << 18;

/// What stands above the first line and below the last, as lines.
const TOP: u64 = 1;
const END: u64 = 2;

/// What is known of a line in its source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Seen {
    /// The source's key.
    pub source: u64,
    /// How many witnesses have it.
    pub documents: u32,
    /// How often it stands in them, all together, and the sum of the squares of that.
    pub times: [u64; 2],
    /// The hash of its figures, where all witnesses have the same.
    pub figures: Option<u32>,
    /// The least name of these witnesses.
    pub first: String,
    /// The name of that one which has most recurring lines, the least of such,
    /// with the number of these lines.
    pub fullest: (u32, String),
}

/// What recurs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recurring {
    /// How many witnesses each source has, by its key.
    pub sources: BTreeMap<u64, u32>,
    /// The lines, by the key of the line in its source.
    pub lines: BTreeMap<u64, Seen>,
    /// How many witnesses have two of them beside one another, by [`pair`].
    pub pairs: BTreeMap<u64, u32>,
}

/// What a witness says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Testimony {
    source: u64,
    /// Its lines that recur, by their keys in the source.
    lines: BTreeMap<u64, Told>,
    /// Which of them stand beside one another.
    pairs: BTreeSet<u64>,
}

/// What a witness says of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Told {
    /// How often it has it.
    times: u32,
    /// The hash of its figures, where it has the same each time.
    figures: Option<u32>,
}

/// What two lines beside one another are known by, given their keys in the
/// source: what is above the first is [`top`], what is below the last [`end`].
pub fn pair(above: u64, below: u64) -> u64 {
    xxh3_64_with_seed(&below.to_le_bytes(), above)
}

/// Stands for what is above a text's first line.
pub fn top(source: u64) -> u64 {
    key(source, TOP)
}

/// Stands for what is below its last.
pub fn end(source: u64) -> u64 {
    key(source, END)
}

/// A line that says something, or has figures at least: what the two readings want of it, in few
/// bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fact {
    /// The key of what it says; 0 where nothing can be said of it.
    said: u64,
    /// The hash of its figures.
    figures: u32,
    /// Its length in bytes, and [`PROSE`] where it is prose.
    length: u32,
}

/// Marks the length of a line of prose.
const PROSE: u32 = 1 << 31;

/// The facts of a text's lines, in order.
pub fn facts(text: &str) -> Vec<Fact> {
    let lines = fold::lines(text).filter(|line| line.kind != Kind::Separator);
    lines.map(|line| Fact::of(&line)).collect()
}

impl Fact {
    fn of(line: &Line) -> Fact {
        let said = match line.kind {
            Kind::Said(said) => said,
            Kind::Figures | Kind::Separator | Kind::Unknown => 0,
        };
        let length = u32::try_from(line.span.len()).unwrap_or(u32::MAX).min(PROSE - 1);
        Fact {
            said,
            figures: line.figures,
            length: if line.prose { length | PROSE } else { length },
        }
    }

    fn is_prose(self) -> bool {
        self.length & PROSE != 0
    }

    /// In bytes.
    fn len(self) -> usize {
        (self.length & !PROSE) as usize
    }
}

impl Recurring {
    /// Takes in what a witness of this name says.
    pub fn add(&mut self, name: &str, testimony: &Testimony) {
        *self.sources.entry(testimony.source).or_default() += 1;
        let fullness = u32::try_from(testimony.lines.len()).unwrap_or(u32::MAX);
        for (line, told) in &testimony.lines {
            let seen = Seen {
                source: testimony.source,
                documents: 1,
                times: [u64::from(told.times), u64::from(told.times) * u64::from(told.times)],
                figures: told.figures,
                first: name.to_owned(),
                fullest: (fullness, name.to_owned()),
            };
            self.see(*line, seen);
        }
        for pair in &testimony.pairs {
            *self.pairs.entry(*pair).or_default() += 1;
        }
        self.keep_least();
    }

    /// Takes in another part.
    pub fn merge(&mut self, other: Recurring) {
        add_up(&mut self.sources, other.sources);
        add_up(&mut self.pairs, other.pairs);
        other.lines.into_iter().for_each(|(line, seen)| self.see(line, seen));
        self.keep_least();
    }

    fn see(&mut self, line: u64, seen: Seen) {
        match self.lines.entry(line) {
            Entry::Vacant(entry) => {
                entry.insert(seen);
            }
            Entry::Occupied(mut entry) => entry.get_mut().merge(seen),
        }
    }

    fn keep_least(&mut self) {
        while self.lines.len() > MOST {
            self.lines.pop_last();
        }
        while self.pairs.len() > MOST {
            self.pairs.pop_last();
        }
        while self.sources.len() > MOST {
            self.sources.pop_last();
        }
    }
}

fn add_up(counts: &mut BTreeMap<u64, u32>, others: BTreeMap<u64, u32>) {
    for (key, count) in others {
        let own = counts.entry(key).or_default();
        *own = own.saturating_add(count);
    }
}

impl Seen {
    fn merge(&mut self, other: Seen) {
        self.documents = self.documents.saturating_add(other.documents);
        for (own, other) in self.times.iter_mut().zip(other.times) {
            *own = own.saturating_add(other);
        }
        self.figures = self.figures.filter(|own| other.figures == Some(*own));
        if other.first < self.first {
            self.first = other.first;
        }
        let rank = |(fullness, name): &(u32, String)| (Reverse(*fullness), name.clone());
        if rank(&other.fullest) < rank(&self.fullest) {
            self.fullest = other.fullest;
        }
    }

    /// How often it stands in a document, on average and by standard deviation.
    #[allow(clippy::cast_precision_loss)] // counts of lines of a document
    pub fn spread(&self) -> (f64, f64) {
        let documents = f64::from(self.documents.max(1));
        let [sum, squares] = self.times.map(|times| times as f64);
        let mean = sum / documents;
        (mean, (squares / documents - mean * mean).max(0.0).sqrt())
    }
}

/// The length of what a document says, in bytes: by this it is a witness or none.
#[derive(Debug, Default)]
pub struct Weighed {
    prose: usize,
    own: usize,
    own_prose: usize,
}

impl Weighed {
    /// Adds a line of the document, which is no separator, by its length.
    pub fn add(&mut self, length: usize, is_prose: bool, recurs: bool) {
        let prose = if is_prose { length } else { 0 };
        self.prose += prose;
        if !recurs {
            self.own += length;
            self.own_prose += prose;
        }
    }

    /// Whether its own text is mostly prose, and its prose mostly its own.
    pub fn is_witness(&self) -> bool {
        self.own_prose > 0 && self.own_prose * 2 >= self.own.max(self.prose)
    }
}

/// What a document of a source says, if it is a witness; `recurs` tells of a
/// line's key whether it may recur in the source.
pub fn testimony(source: u64, lines: &[Fact], recurs: impl Fn(u64) -> bool) -> Option<Testimony> {
    let mut found = Testimony { source, lines: BTreeMap::new(), pairs: BTreeSet::new() };
    let mut weighed = Weighed::default();
    let mut above = Some(top(source));
    for line in lines {
        let this = (line.said != 0 && recurs(line.said)).then(|| key(source, line.said));
        weighed.add(line.len(), line.is_prose(), this.is_some());
        if let Some(this) = this {
            found.line(this, line.figures);
        }
        found.pairs.extend(above.zip(this).map(|(above, this)| pair(above, this)));
        above = this;
    }
    found.pairs.extend(above.map(|above| pair(above, end(source))));
    weighed.is_witness().then_some(found)
}

impl Testimony {
    fn line(&mut self, line: u64, figures: u32) {
        let told = Told { times: 0, figures: Some(figures) };
        let told = self.lines.entry(line).or_insert(told);
        told.times += 1;
        told.figures = told.figures.filter(|known| *known == figures);
    }
}

/// The lines that the first reading counts of a document, each once; none
/// where it has no prose.
pub fn counted(lines: &[Fact]) -> Option<Vec<u64>> {
    if !lines.iter().any(|line| line.is_prose()) {
        return None;
    }
    let mut said: Vec<u64> = lines.iter().map(|line| line.said).filter(|said| *said != 0).collect();
    said.sort_unstable();
    said.dedup();
    Some(said)
}
