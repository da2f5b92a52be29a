//! The learned weights: a number for each sign, in tables that can be read.
//! All signs are of structure: which class of word stands beside which kind of
//! mention, what stands a drift earlier, how often a string repeats. They were
//! learned by the `coref-train` program; the rule file holds them.
//!
//! Weights are thousandths, so that a file says exactly what runs.

use super::class::{CLASSES, NAMES};
use super::mention::{KIND_NAMES, KINDS, MEANINGS};
use super::words::WHOM_NAMES;
use std::collections::BTreeMap;

/// Rows and columns of a table of signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Table {
    /// Its name.
    pub name: &'static str,
    offset: usize,
    rows: usize,
    columns: usize,
}

impl Table {
    /// How many rows it has.
    pub fn rows(self) -> usize {
        self.rows
    }

    /// The index of a sign.
    pub fn sign(self, row: usize, column: usize) -> usize {
        self.offset + row.min(self.rows - 1) * self.columns + column.min(self.columns - 1)
    }
}

/// What stands where the mention should be, a drift before an intruder.
pub const MENTION_NAMES: [&str; ROWS] = [
    "i",
    "we",
    "you",
    "he",
    "she",
    "it",
    "they",
    "same",
    "part",
    "whole",
    "name",
    "phrase",
    "content",
    "function",
    "sign",
    "lost",
    "nothing",
    "phrase-of-it",
    "word-of-it",
];
const ROWS: usize = 19;
const MEANING_NAMES: [&str; MEANINGS] =
    ["i", "we", "you", "he", "she", "it", "they", "name", "phrase", "genitive", "bare", "pointing"];
const COUNTS: [&str; 6] = ["2", "3", "4", "6", "10", "20"];
const LENGTHS: [&str; 9] = ["1", "2", "3", "4", "5", "6", "7", "8", "9"];
/// How often a string stands beside the same neighbour; a small word of an open class is told apart from all others.
const EXTENTS: [&str; 6] = ["never", "sometimes", "mostly", "always", "set-2", "set-3"];
const SIDES: [&str; 2] = ["left", "right"];
/// Signs of their own.
pub const EDGES: [&str; 8] = [
    "before-is-first",
    "before-is-last",
    "after-is-first",
    "after-is-last",
    "before-inside",
    "after-inside",
    "capital-inside",
    "small-first",
];
const MISSES: [&str; 9] = ["i", "we", "you", "he", "she", "it", "they", "short-name", "name"];
const PROVEN_BY: [&str; 6] = ["0", "1", "2", "3", "5", "8"];
/// How a pronoun agrees with those that the same string stood for elsewhere.
const AGREEMENTS: [&str; 4] = ["unknown", "never", "sometimes", "mostly"];
const SORTS: [&str; 2] = ["pronoun", "other"];
/// Groups of classes, where a table of all would be too large.
pub const GROUPS: usize = 12;
const GROUP_NAMES: [&str; GROUPS] = [
    "edge",
    "comma",
    "pronoun",
    "owner",
    "determiner",
    "preposition",
    "to",
    "link",
    "auxiliary",
    "verb",
    "name",
    "other",
];

/// The same for a pronoun put in, and for any other string.
const PAIRED_NAMES: [&str; GROUPS * 2] = [
    "edge",
    "comma",
    "pronoun",
    "owner",
    "determiner",
    "preposition",
    "to",
    "link",
    "auxiliary",
    "verb",
    "name",
    "other",
    "pronoun:edge",
    "pronoun:comma",
    "pronoun:pronoun",
    "pronoun:owner",
    "pronoun:determiner",
    "pronoun:preposition",
    "pronoun:to",
    "pronoun:link",
    "pronoun:auxiliary",
    "pronoun:verb",
    "pronoun:name",
    "pronoun:other",
];
/// How far back the same string stood.
const SINCE_NAMES: [&str; 6] = ["never", "10", "25", "60", "150", "far"];
/// Which share of a string's other places has an intruder.
const SHARES: [&str; 5] = ["none", "few", "half", "most", "all"];

/// The group of a class.
pub fn group(class: super::class::Class) -> usize {
    use super::class::Class as C;
    match class {
        C::Start | C::Stop | C::Quote | C::Gap | C::Colon | C::Open | C::Close => 0,
        C::Comma | C::Dash | C::Sign => 1,
        C::Subject | C::Object | C::Reflexive | C::AnyCase => 2,
        C::Possessive | C::Her | C::PossessiveMark => 3,
        C::Article | C::Demonstrative | C::Quantifier => 4,
        C::Preposition => 5,
        C::To => 6,
        C::Conjunction | C::Subordinator | C::Relative => 7,
        C::Be | C::Have | C::Do | C::Modal | C::Negation | C::Clitic => 8,
        C::Say | C::Past | C::Base | C::PastLike => 9,
        C::Name | C::Title => 10,
        C::Number
        | C::Adverb
        | C::Participle
        | C::Gerund
        | C::NounLike
        | C::AdjectiveLike
        | C::SLike
        | C::Other => 11,
    }
}
const ZONES: [&str; 2] = ["no-drift", "drift"];
const PATH: [&str; 3] = ["rise", "bias", "document"];

macro_rules! tables {
    ($($id:ident $name:literal $rows:expr, $columns:expr;)*) => {
        tables!(@ 0; $($id $name $rows, $columns;)*);
        /// All tables.
        pub const TABLES: &[Table] = &[$($id),*];
    };
    (@ $offset:expr; $id:ident $name:literal $rows:expr, $columns:expr; $($rest:tt)*) => {
        #[doc = $name]
        pub const $id: Table = Table { name: $name, offset: $offset, rows: $rows, columns: $columns };
        tables!(@ $offset + $rows * $columns; $($rest)*);
    };
    (@ $offset:expr;) => {
        /// The number of signs.
        pub const SIGNS: usize = $offset;
    };
}

tables! {
    BEFORE "before" CLASSES, KINDS;
    AFTER "after" CLASSES, KINDS;
    BEFORE_LOST "before-lost" CLASSES, KINDS;
    AFTER_LOST "after-lost" CLASSES, KINDS;
    MENTION "mention" ROWS, MEANINGS;
    COUNT "count" 6, KINDS;
    LENGTH "length" 9, 2;
    LONGER "longer" 6, 2;
    EDGE "edge" 8, KINDS;
    MISS "miss" 9, 2;
    DRIFT "drift" 3, 2;
    AROUND "around" GROUPS * 2, GROUPS;
    TWO_BEFORE "two-before" GROUPS * 2, GROUPS;
    TWO_AFTER "two-after" GROUPS * 2, GROUPS;
    SINCE "since" 6, KINDS;
    SINCE_LOST "since-lost" 6, KINDS;
    SHARE "share" 5, 2;
    PROVEN "proven" 6, KINDS;
    PROVEN_LOST "proven-lost" 6, KINDS;
    AGREES "agrees" 4, 2;
    LEFT "left" CLASSES, CLASSES;
    RIGHT "right" CLASSES, CLASSES;
    PAIR "pair" 5, ROWS;
    RATE "rate" 5, 9;
}

fn names(table: Table) -> (Vec<&'static str>, Vec<&'static str>) {
    let classes = || NAMES.iter().map(|(n, _)| *n).collect::<Vec<_>>();
    match table.name {
        "mention" => (MENTION_NAMES.to_vec(), MEANING_NAMES.to_vec()),
        "count" => (COUNTS.to_vec(), KIND_NAMES.to_vec()),
        "length" => (LENGTHS.to_vec(), ZONES.to_vec()),
        "longer" => (EXTENTS.to_vec(), SIDES.to_vec()),
        "edge" => (EDGES.to_vec(), KIND_NAMES.to_vec()),
        "miss" => (MISSES.to_vec(), ZONES.to_vec()),
        "around" | "two-before" | "two-after" => (PAIRED_NAMES.to_vec(), GROUP_NAMES.to_vec()),
        "since" | "since-lost" => (SINCE_NAMES.to_vec(), KIND_NAMES.to_vec()),
        "share" => (SHARES.to_vec(), ZONES.to_vec()),
        "proven" | "proven-lost" => (PROVEN_BY.to_vec(), KIND_NAMES.to_vec()),
        "agrees" => (AGREEMENTS.to_vec(), SORTS.to_vec()),
        "left" | "right" => (classes(), classes()),
        "pair" => (vec!["new", "free", "others", "once", "often"], MENTION_NAMES.to_vec()),
        "rate" => (vec!["new", "none", "few", "some", "most"], MISSES.to_vec()),
        "drift" => (PATH.to_vec(), ZONES.to_vec()),
        _ => (classes(), KIND_NAMES.to_vec()),
    }
}

/// The tables as they stand in a file: table, row, column, thousandths. What is left out is 0.
pub type Written = BTreeMap<String, BTreeMap<String, BTreeMap<String, i64>>>;

/// The weights, by sign.
#[derive(Clone, Debug)]
pub struct Weights {
    /// One for each sign.
    pub of: Vec<f64>,
}

impl Weights {
    /// Reads the tables, or names what is not in them.
    pub fn read(written: &Written) -> Result<Weights, String> {
        let mut of = vec![0.0; SIGNS];
        for (table, rows) in written {
            let known = TABLES
                .iter()
                .find(|t| t.name == table)
                .ok_or_else(|| format!("weights.{table}: no such table"))?;
            let (row_names, column_names) = names(*known);
            for (row, columns) in rows {
                let r = row_names
                    .iter()
                    .position(|n| n == row)
                    .ok_or_else(|| format!("weights.{table}.{row}: no such row"))?;
                for (column, value) in columns {
                    let c = column_names
                        .iter()
                        .position(|n| n == column)
                        .ok_or_else(|| format!("weights.{table}.{row}.{column}: no such column"))?;
                    of[known.sign(r, c)] = f64::from(i32::try_from(*value).unwrap_or(0)) / 1000.0;
                }
            }
        }
        Ok(Weights { of })
    }

    /// The tables to write, without the weights below `least` thousandths.
    pub fn written(&self, least: i64) -> Written {
        let mut written = Written::new();
        for table in TABLES {
            let (rows, columns) = names(*table);
            for (r, row) in rows.iter().enumerate() {
                for (c, column) in columns.iter().enumerate() {
                    #[allow(clippy::cast_possible_truncation)]
                    let value = (self.of[table.sign(r, c)] * 1000.0).round() as i64;
                    if value.abs() >= least {
                        written
                            .entry(table.name.to_owned())
                            .or_default()
                            .entry((*row).to_owned())
                            .or_default()
                            .insert((*column).to_owned(), value);
                    }
                }
            }
        }
        written
    }
}

/// The row of a mention that is a pronoun or otherwise.
pub fn mention_row(name: &str) -> usize {
    MENTION_NAMES.iter().position(|n| *n == name).unwrap_or(MENTION_NAMES.len() - 1)
}

/// The row of a pronoun that lacks its intruder.
pub fn miss_rows() -> usize {
    WHOM_NAMES.len()
}
