//! What happens to one document, on whatever thread: it is read, cleaned and
//! written; what is to be kept of it beside its text is handed back.

use super::super::line_file::{NOT_OURS, Put};
use super::Args;
use pumice::decode::Hints;
use pumice::document::Meta;
use pumice::hash::hash;
use pumice::hit::{self, Hit};
use pumice::io::load::{Fault, Loaded};
use pumice::io::place::Job;
use pumice::io::source::{Item, Parcel, Reading};
use pumice::io::state::State;
use pumice::io::write::{self, Written};
use pumice::ledger::{DocumentLine, edit_lines};
use pumice::limits::Loss;
use pumice::pipeline::Pipeline;
use pumice::run::{self, Done};
use pumice::times::{Times, Watch};
use pumice::trail::Trail;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};

/// The rules are clocked in so many documents at the start, and in one of so many later.
const CLOCKED: u64 = 64;

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
    /// The cleaned row, where it is one.
    pub line: Option<Vec<u8>>,
    /// The file written, where one was.
    pub written: Option<Put>,
}

/// What all documents are worked on with.
pub struct Worker<'a> {
    pipeline: &'a Pipeline,
    hints: Hints<'static>,
    reading: Reading,
    state: State,
    force: bool,
    diff: bool,
    /// How many hits of each rule are shown.
    samples: usize,
    ledger: bool,
    /// Documents cleaned so far.
    cleaned: AtomicU64,
}

impl<'a> Worker<'a> {
    /// A worker for a run; `state` says which outputs are pumice's own.
    pub fn new(args: &Args, pipeline: &'a Pipeline, state: State) -> Self {
        Worker {
            pipeline,
            hints: args.chain.hints(),
            reading: args.chain.reading(),
            state,
            force: args.force,
            diff: args.diff && !args.by_rule,
            samples: if args.by_rule { args.samples } else { 0 },
            ledger: args.edits.is_some(),
            cleaned: AtomicU64::new(0),
        }
    }

    /// Works on all documents of a parcel.
    pub fn parcel(&self, parcel: &Parcel<'_>) -> Vec<Ended> {
        parcel.items().map(|item| self.item(&item)).collect()
    }

    /// Reads and cleans a document, and writes it where it is a file of its own.
    pub fn item(&self, item: &Item<'_>) -> Ended {
        match Loaded::read(item, &self.reading) {
            None => Ended::Nothing,
            Some(loaded) => self.loaded(item, loaded).unwrap_or_else(|fault| match fault {
                Fault::NoText(reason) => Ended::Skipped(reason),
                Fault::Failed(reason) => Ended::Failed(reason),
            }),
        }
    }

    fn loaded(&self, item: &Item<'_>, loaded: Result<Loaded<'_>, Fault>) -> Result<Ended, Fault> {
        let loaded = loaded?;
        let mut watch = self.watch();
        let done = run::clean_timed(self.pipeline, &loaded, &self.hints, &mut watch)?;
        let (done, loss, left) = self.judge(done);
        let mut written = None;
        if let Item::File(Job { entry, out: Some(out) }) = item {
            let bytes = done.output().as_bytes();
            written = Some(self.write((&entry.name, &entry.path), out, bytes)?);
        }
        let mut kept = self.keep(item, &loaded, done);
        (kept.loss, kept.left, kept.written, kept.times) = (loss, left, written, watch.times);
        Ok(Ended::Done(Box::new(kept)))
    }

    /// A clock for the next document.
    fn watch(&self) -> Watch {
        let number = self.cleaned.fetch_add(1, Ordering::Relaxed);
        Watch::start(number < CLOCKED || number.is_multiple_of(CLOCKED))
    }

    /// What is to be kept of a cleaned document.
    pub fn keep(&self, item: &Item<'_>, loaded: &Loaded<'_>, done: Done<'_>) -> Kept {
        let output = done.output();
        let row = match (item, &loaded.row) {
            (Item::Row(line), Some(row)) => Some((line, row)),
            _ => None,
        };
        let line = row
            .map(|(line, row)| [row.with(line.content(), output).as_slice(), line.end()].concat());
        let mut ledger = String::new();
        if self.ledger {
            let document = match (row, item) {
                (Some(row), _) => {
                    DocumentLine::of_row(&loaded.name, row, &self.reading.fields.text, output)
                }
                (None, Item::File(job)) => {
                    let name = (&*job.entry.name, &*job.entry.below);
                    DocumentLine::new(name, &loaded.bytes, &done.decoded, output)
                }
                (None, _) => {
                    let name = (&*loaded.name, Path::new(&loaded.name));
                    DocumentLine::new(name, &loaded.bytes, &done.decoded, output)
                }
            };
            push_json(&mut ledger, &document);
            for line in edit_lines(&loaded.name, &done.trail, self.pipeline) {
                push_json(&mut ledger, &line);
            }
        }
        let diff = match &done.text {
            Some(text) if self.diff => {
                let names = (&*format!("a/{}", loaded.name), &*format!("b/{}", loaded.name));
                unified(names, &done.decoded.text, text)
            }
            _ => String::new(),
        };
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
            line,
            ledger,
            diff,
            hits,
            written: None,
            times: Times::default(),
            trail: done.trail,
        }
    }

    /// What a document lost. Where that is over a limit, the document is left
    /// as it was, with the reason.
    fn judge<'b>(&self, mut done: Done<'b>) -> (Done<'b>, Loss, Option<String>) {
        let limits = self.pipeline.limits();
        if !limits.any() {
            return (done, Loss::default(), None);
        }
        let loss = Loss::of(&done.decoded.text, &done.trail);
        let Some(excess) = limits.document_excess(&loss) else { return (done, loss, None) };
        done.text = None;
        done.trail = Trail::default();
        (
            done,
            Loss { characters: loss.characters, ..Loss::default() },
            Some(excess.told(self.pipeline)),
        )
    }

    fn write(&self, (name, like): (&str, &Path), out: &Path, bytes: &[u8]) -> Result<Put, Fault> {
        let shown = out.display();
        if !self.force && !self.state.may_write(name, out, bytes) {
            return Err(Fault::Failed(format!("{shown} {NOT_OURS}")));
        }
        let result = write::whole(out, bytes, Some(like));
        let written = result.map_err(|error| Fault::Failed(format!("{shown}: {error}")))?;
        Ok(Put { hash: hash(bytes), is_new: written == Written::New })
    }
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
