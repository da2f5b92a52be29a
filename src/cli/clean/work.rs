//! What happens to one document, on whatever thread: it is read, cleaned and
//! written; what is to be kept of it beside its text is handed back.

use super::Args;
use super::again::{Again, Note};
use super::held::Held;
use super::kept::{Ended, Keeper};
use super::rows::NOT_OURS;
use anyhow::Result;
use pumice::decode::Hints;
use pumice::hash::hash;
use pumice::io::disk;
use pumice::io::load::{Fault, Loaded};
use pumice::io::parcel::{Item, Parcel};
use pumice::io::place::Job;
use pumice::io::source::Reading;
use pumice::io::state::State;
use pumice::io::write::{self, Put};
use pumice::limits::Loss;
use pumice::pipeline::Pipeline;
use pumice::replay::Replay;
use pumice::run::{self, Done};
use pumice::times::Watch;
use pumice::trail::Trail;
use std::borrow::Cow;
use std::io::{self, ErrorKind};
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};

/// The rules are clocked at the beginnings of so many documents at the start, and of one of so
/// many later: a megabyte that costs twice, then a 64th at most.
const CLOCKED: u64 = 64;

/// What became of a parcel.
pub struct Worked {
    /// Of each of its documents.
    pub ended: Vec<Ended>,
    /// What is to be kept for the next run, where anything is.
    pub note: Option<Note>,
    /// How many of the documents an earlier run had done.
    pub again: u64,
}

/// What all documents are worked on with.
pub struct Worker<'a> {
    pipeline: &'a Pipeline,
    hints: Hints<'static>,
    reading: &'a Reading,
    keeper: Keeper<'a>,
    /// Which outputs are pumice's own.
    state: &'a State,
    force: bool,
    /// What earlier runs have done, where there is an output to keep it in.
    again: Option<Again<'a>>,
    /// Documents cleaned so far.
    cleaned: AtomicU64,
}

impl<'a> Worker<'a> {
    /// A worker for a run.
    pub fn new(
        args: &'a Args,
        pipeline: &'a Pipeline,
        reading: &'a Reading,
        held: &'a Held,
    ) -> Result<Self> {
        let keeps = args.output.is_some() && !args.only_looks() && !args.is_stdin();
        let again = keeps.then(|| Again::new(args, pipeline, &held.journal)).transpose()?;
        Ok(Worker {
            pipeline,
            hints: args.chain.hints(),
            reading,
            keeper: args.keeper(pipeline),
            state: &held.state,
            force: args.force,
            again,
            cleaned: AtomicU64::new(0),
        })
    }

    /// Works on all documents of a parcel.
    pub fn parcel(&self, parcel: &Parcel<'_>) -> Worked {
        let items: Vec<_> =
            parcel.items().map(|item| (item, Loaded::read(&item, self.reading))).collect();
        let again = self.again.as_ref().and_then(|again| {
            let bytes = match (parcel, items.first()) {
                (Parcel::Rows(rows), _) => Cow::Borrowed(rows.bytes()),
                (Parcel::Table(batch), _) => Cow::Owned(batch.content()),
                (_, Some((_, Some(Ok(loaded))))) => Cow::Borrowed(&*loaded.bytes),
                _ => return None,
            };
            Some((again, again.key(parcel, &bytes)))
        });
        let kept = again.and_then(|(again, key)| again.replays(key)).unwrap_or_default();
        let (mut ended, mut replays) = (Vec::with_capacity(items.len()), Vec::new());
        let (mut is_new, mut done_before) = (kept.len() != items.len(), 0);
        for (index, (item, loaded)) in items.iter().enumerate() {
            let (one, replay) = match loaded {
                None => (Ended::Nothing, None),
                Some(Err(fault)) => (Ended::fault(fault.clone()), None),
                Some(Ok(loaded)) => {
                    let old = kept.get(index).and_then(Option::as_ref);
                    let (one, replay) = self.document(item, loaded, old);
                    let same = replay.as_ref() == old;
                    is_new |= !same;
                    done_before += u64::from(same && old.is_some());
                    (one, replay)
                }
            };
            ended.push(one);
            replays.push(replay);
        }
        let note = again.map(|(_, key)| Note::new(key, is_new.then_some(&replays)));
        Worked { ended, note, again: done_before }
    }

    /// Cleans a document, or does again what was done with it, and writes it where it is a file
    /// of its own; with what is to be kept of the work for the next run.
    fn document(
        &self,
        item: &Item<'_>,
        loaded: &Loaded<'_>,
        old: Option<&Replay>,
    ) -> (Ended, Option<Replay>) {
        let mut watch = self.watch();
        let (done, replay) = match self.done(loaded, old, &mut watch) {
            Ok(done) => done,
            Err(fault) => return (Ended::fault(fault), None),
        };
        let (done, loss, left) = self.judge(done);
        let mut written = None;
        if let Item::File(job @ Job { out: Some(out), .. }) = item {
            match self.write(job, out, done.output().as_bytes()) {
                Ok(put) => written = Some(put),
                Err(error) => {
                    return (Ended::Failed(format!("{}: {error}", out.display())), replay);
                }
            }
        }
        let mut kept = self.keeper.keep(item, loaded, done);
        (kept.loss, kept.left, kept.written, kept.times) = (loss, left, written, watch.times);
        (Ended::Done(Box::new(kept)), replay)
    }

    fn done<'l>(
        &self,
        loaded: &'l Loaded<'_>,
        old: Option<&Replay>,
        watch: &mut Watch,
    ) -> Result<(Done<'l>, Option<Replay>), Fault> {
        let Some(again) = &self.again else {
            return Ok((run::clean_timed(self.pipeline, loaded, &self.hints, watch)?, None));
        };
        if let Some(old) = old
            && let Some(done) = again.done(old, loaded, loaded.decode(&self.hints)?)
        {
            watch.decoded();
            return Ok((done, Some(old.clone())));
        }
        let done = run::clean_timed(self.pipeline, loaded, &self.hints, watch)?;
        let replay = again.replay(&done);
        Ok((done, Some(replay)))
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
