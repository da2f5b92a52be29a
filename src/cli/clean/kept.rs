//! What is kept of a document beside its text, and how that is read off its
//! trail. It is made on whatever thread; `sink` takes it in the documents' order.

use pumice::document::Meta;
use pumice::hit::{self, Hit};
use pumice::io::load::{Fault, Loaded};
use pumice::io::parcel::Item;
use pumice::io::write::Put;
use pumice::ledger::{DocumentLine, edit_lines};
use pumice::limits::Loss;
use pumice::pipeline::Pipeline;
use pumice::report::exhibits::Exhibits;
use pumice::run::Done;
use pumice::times::Times;
use pumice::trail::Trail;
use std::path::Path;

/// What became of a document.
pub enum Ended {
    /// It went through.
    Done(Box<Kept>),
    /// It is no text.
    Skipped(String),
    /// It could not be read or written.
    Failed(String),
    /// There was no document: a blank line, a file's end.
    Nothing,
}

impl Ended {
    /// Of a document that did not go through.
    pub fn fault(fault: Fault) -> Ended {
        match fault {
            Fault::NoText(reason) => Ended::Skipped(reason),
            Fault::Failed(reason) => Ended::Failed(reason),
        }
    }
}

/// What is kept of a document that went through.
pub struct Kept {
    pub name: String,
    pub trail: Trail,
    pub times: Times,
    pub meta: Meta,
    pub encoding: &'static str,
    pub damaged: u64,
    /// Characters of its text before and after.
    pub characters: [u64; 2],
    /// What was taken from it, where there are limits.
    pub loss: Loss,
    /// Why it was left as it was.
    pub left: Option<String>,
    pub changed: bool,
    pub emptied: bool,
    pub settled: bool,
    /// Its lines of the ledger, where one is written.
    pub ledger: String,
    /// Its diff, where one is shown.
    pub diff: String,
    /// The first hits of each rule, where they are shown.
    pub hits: Vec<Hit>,
    /// What the report may show of it, where there is one.
    pub exhibits: Option<Box<Exhibits>>,
    /// The cleaned row, where it is one.
    pub line: Option<Vec<u8>>,
    /// The file written, where one was.
    pub written: Option<Put>,
}

/// What is to be kept, beside the accounts.
#[derive(Clone, Copy)]
pub struct Keeper<'a> {
    pub pipeline: &'a Pipeline,
    /// The field of a record that holds its text.
    pub field: &'a str,
    pub ledger: bool,
    pub diff: bool,
    pub report: bool,
    /// How many hits of each rule.
    pub samples: usize,
}

impl Keeper<'_> {
    /// What is kept of a cleaned document.
    pub fn keep(&self, item: &Item<'_>, loaded: &Loaded<'_>, done: Done<'_>) -> Kept {
        let output = done.output();
        let row = match (item, &loaded.row) {
            (Item::Row(line), Some(row)) => Some((line, row)),
            _ => None,
        };
        let line = row
            .map(|(line, row)| [row.with(line.content(), output).as_slice(), line.end()].concat());
        let hits = match self.samples {
            0 => Vec::new(),
            most => hit::first_of_each_rule(&done.decoded.text, &done.trail, most),
        };
        let damaged: u64 = done.decoded.damage.iter().map(|d| d.bytes.len() as u64).sum();
        Kept {
            name: loaded.name.clone(),
            meta: done.trail.lifted(),
            encoding: done.decoded.encoding,
            damaged: damaged + loaded.row.as_ref().map_or(0, |row| row.damaged),
            characters: [characters(&done.decoded.text), characters(output)],
            loss: Loss::default(),
            left: None,
            changed: match (&line, item) {
                (Some(out), Item::Row(line)) => *out != line.bytes,
                _ => output.as_bytes() != &*loaded.bytes,
            },
            emptied: output.is_empty() && !done.decoded.text.is_empty(),
            settled: done.settled,
            ledger: if self.ledger { self.ledger(item, loaded, &done) } else { String::new() },
            diff: if self.diff { diff(&loaded.name, &done) } else { String::new() },
            exhibits: self.report.then(|| Box::new(Exhibits::of(self.pipeline, loaded, &done))),
            line,
            hits,
            written: None,
            times: Times::default(),
            trail: done.trail,
        }
    }

    /// The document's lines of the ledger.
    fn ledger(&self, item: &Item<'_>, loaded: &Loaded<'_>, done: &Done<'_>) -> String {
        let mut lines = String::new();
        let of_file = |name, below| {
            DocumentLine::new((name, below), &loaded.bytes, &done.decoded, done.output())
        };
        let document = match (item, &loaded.row) {
            (Item::Row(line), Some(row)) => {
                DocumentLine::of_row(&loaded.name, (line, row), self.field, done.output())
            }
            (Item::File(job), _) => of_file(&*job.entry.name, &*job.entry.below),
            _ => of_file(&*loaded.name, Path::new(&loaded.name)),
        };
        push_json(&mut lines, &document);
        for line in edit_lines(&loaded.name, &done.trail, self.pipeline) {
            push_json(&mut lines, &line);
        }
        lines
    }
}

fn diff(name: &str, done: &Done<'_>) -> String {
    let names = (&*format!("a/{name}"), &*format!("b/{name}"));
    let text = done.text.as_ref();
    text.map_or_else(String::new, |text| unified(names, &done.decoded.text, text))
}

fn characters(text: &str) -> u64 {
    text.chars().count() as u64
}

/// Adds a value as a line of JSON.
pub fn push_json(text: &mut String, value: &impl serde::Serialize) {
    // Serialising plain data with string keys does not fail.
    text.push_str(&serde_json::to_string(value).unwrap_or_default());
    text.push('\n');
}

/// A unified diff of two texts with these names.
pub fn unified((a, b): (&str, &str), before: &str, after: &str) -> String {
    similar::TextDiff::from_lines(before, after)
        .unified_diff()
        .context_radius(2)
        .header(a, b)
        .to_string()
}
