//! What happens to one document, on whatever thread: it is read, cleaned and
//! written; what is to be kept of it beside its text is handed back.

use super::Args;
use super::kept::{Ended, Keeper};
use super::rows::NOT_OURS;
use pumice::decode::Hints;
use pumice::hash::hash;
use pumice::io::disk;
use pumice::io::load::{Fault, Loaded};
use pumice::io::place::Job;
use pumice::io::source::{Item, Parcel, Reading};
use pumice::io::state::State;
use pumice::io::write::{self, Put};
use pumice::limits::Loss;
use pumice::pipeline::Pipeline;
use pumice::run::{self, Done};
use pumice::times::Watch;
use pumice::trail::Trail;
use std::io::{self, ErrorKind};
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};

/// The rules are clocked in so many documents at the start, and in one of so many later.
const CLOCKED: u64 = 64;

/// What all documents are worked on with.
pub struct Worker<'a> {
    pipeline: &'a Pipeline,
    hints: Hints<'static>,
    reading: &'a Reading,
    keeper: Keeper<'a>,
    /// Which outputs are pumice's own.
    state: &'a State,
    force: bool,
    /// Documents cleaned so far.
    cleaned: AtomicU64,
}

impl<'a> Worker<'a> {
    /// A worker for a run.
    pub fn new(
        args: &'a Args,
        pipeline: &'a Pipeline,
        reading: &'a Reading,
        state: &'a State,
    ) -> Self {
        Worker {
            pipeline,
            hints: args.chain.hints(),
            reading,
            keeper: args.keeper(pipeline),
            state,
            force: args.force,
            cleaned: AtomicU64::new(0),
        }
    }

    /// Works on all documents of a parcel.
    pub fn parcel(&self, parcel: &Parcel<'_>) -> Vec<Ended> {
        parcel.items().map(|item| self.item(&item)).collect()
    }

    /// Reads and cleans a document, and writes it where it is a file of its own.
    fn item(&self, item: &Item<'_>) -> Ended {
        match Loaded::read(item, self.reading) {
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
        if let Item::File(job @ Job { out: Some(out), .. }) = item {
            let put = self.write(job, out, done.output().as_bytes());
            written = Some(put.map_err(|e| Fault::Failed(format!("{}: {e}", out.display())))?);
        }
        let mut kept = self.keeper.keep(item, &loaded, done);
        (kept.loss, kept.left, kept.written, kept.times) = (loss, left, written, watch.times);
        Ok(Ended::Done(Box::new(kept)))
    }

    /// A clock for the next document.
    fn watch(&self) -> Watch {
        let number = self.cleaned.fetch_add(1, Ordering::Relaxed);
        Watch::start(number < CLOCKED || number.is_multiple_of(CLOCKED))
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

    /// Writes a document's file, unless it is there already.
    fn write(&self, job: &Job, out: &Path, bytes: &[u8]) -> io::Result<Put> {
        let (name, hash_of_new) = (&job.entry.name, hash(bytes));
        match disk::read(out) {
            Ok(there) if there == bytes => return Ok(Put { hash: hash_of_new, is_new: false }),
            Ok(there) if !self.force && !self.state.wrote(name, &hash(&there)) => {
                return Err(io::Error::other(NOT_OURS));
            }
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        self.state.intend(name, &hash_of_new)?;
        write::anew(out, bytes, Some(&job.entry.path))?;
        Ok(Put { hash: hash_of_new, is_new: true })
    }
}
