//! What happens to one document, on whatever thread: it is read, cleaned and
//! written; what is to be kept of it beside its text is handed back.

use super::Args;
use pumice::decode::Hints;
use pumice::document::Meta;
use pumice::hash::hash;
use pumice::hit::{self, Hit};
use pumice::io::place::Job;
use pumice::io::state::State;
use pumice::io::write;
use pumice::ledger::{DocumentLine, edit_lines};
use pumice::limits::Loss;
use pumice::pipeline::Pipeline;
use pumice::run::{self, Done, Fault};
use pumice::trail::Trail;
use std::fs;
use std::path::Path;

/// What became of a document.
pub enum Ended {
    /// It went through.
    Done(Box<Kept>),
    /// It is no text.
    Skipped(String),
    /// It could not be read or written.
    Failed(String),
    /// The run was stopped before it.
    Stopped,
}

/// What is kept of a document that went through.
pub struct Kept {
    pub trail: Trail,
    pub meta: Meta,
    pub encoding: &'static str,
    pub damaged: u64,
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
    /// Hash of the file written, where one was.
    pub written: Option<String>,
}

/// What all documents are worked on with.
pub struct Worker<'a> {
    pipeline: &'a Pipeline,
    hints: Hints<'static>,
    state: State,
    force: bool,
    diff: bool,
    /// How many hits of each rule are shown.
    samples: usize,
    ledger: bool,
}

impl<'a> Worker<'a> {
    /// A worker for a run; `state` says which outputs are pumice's own.
    pub fn new(args: &Args, pipeline: &'a Pipeline, state: State) -> Self {
        Worker {
            pipeline,
            hints: args.chain.hints(),
            state,
            force: args.force,
            diff: args.diff && !args.by_rule,
            samples: if args.by_rule { args.samples } else { 0 },
            ledger: args.edits.is_some(),
        }
    }

    /// Reads, cleans and writes a document.
    pub fn job(&self, job: &Job) -> Ended {
        let bytes = match fs::read(&job.entry.path) {
            Ok(bytes) => bytes,
            Err(error) => return Ended::Failed(error.to_string()),
        };
        let done = match run::clean(self.pipeline, &job.entry.name, &bytes, &self.hints) {
            Ok(done) => done,
            Err(Fault::NoText(reason)) => return Ended::Skipped(reason),
            Err(Fault::Failed(reason)) => return Ended::Failed(reason),
        };
        let (done, loss, left) = self.judge(done);
        let written = match &job.out {
            None => None,
            Some(out) => match self.write(job, out, done.output().as_bytes()) {
                Ok(hash) => Some(hash),
                Err(reason) => return Ended::Failed(reason),
            },
        };
        let mut kept = self.keep((&job.entry.name, &job.entry.below), &bytes, done);
        kept.written = written;
        (kept.loss, kept.left) = (loss, left);
        Ended::Done(Box::new(kept))
    }

    /// What is to be kept of a cleaned document, given its name and path.
    pub fn keep(&self, name: (&str, &Path), bytes: &[u8], done: Done<'_>) -> Kept {
        let mut ledger = String::new();
        if self.ledger {
            let line = DocumentLine::new(name, bytes, &done.decoded, done.output());
            push_json(&mut ledger, &line);
            for line in edit_lines(name.0, &done.trail, self.pipeline) {
                push_json(&mut ledger, &line);
            }
        }
        let diff = match &done.text {
            Some(text) if self.diff => {
                let names = (&*format!("a/{}", name.0), &*format!("b/{}", name.0));
                unified(names, &done.decoded.text, text)
            }
            _ => String::new(),
        };
        let hits = match self.samples {
            0 => Vec::new(),
            most => hit::first_of_each_rule(&done.decoded.text, &done.trail, most),
        };
        Kept {
            meta: done.trail.lifted(),
            encoding: done.decoded.encoding,
            damaged: done.decoded.damage.iter().map(|d| d.bytes.len() as u64).sum(),
            loss: Loss::default(),
            left: None,
            changed: done.output().as_bytes() != bytes,
            emptied: done.output().is_empty() && !bytes.is_empty(),
            settled: done.settled,
            ledger,
            diff,
            hits,
            written: None,
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

    fn write(&self, job: &Job, out: &Path, bytes: &[u8]) -> Result<String, String> {
        if !self.force && !self.state.may_write(&job.entry.name, out, bytes) {
            let name = out.display();
            return Err(format!(
                "{name} was not written by pumice or has changed since; --force overwrites it"
            ));
        }
        let result = write::whole(out, bytes, Some(&job.entry.path));
        result.map_err(|error| format!("{}: {error}", out.display()))?;
        Ok(hash(bytes))
    }
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
