//! Work that an earlier run has done is not done again: of each parcel the trails
//! of its documents are kept, under a hash of all that they hang on: the program,
//! rules and options, where the parcel lies, and its bytes. What the survey told a
//! document is kept with its trail and compared.
//!
//! It is the bytes that count, and no file's time or size: a tool that keeps times
//! would else leave old text in the output, and to read and hash is cheap beside
//! cleaning.

use super::Args;
use super::record;
use anyhow::Result;
use pumice::io::journal::{Journal, Key};
use pumice::io::load::Loaded;
use pumice::io::parcel::Parcel;
use pumice::pipeline::Pipeline;
use pumice::replay::Replay;
use pumice::run::Done;
use std::hash::Hash;
use std::os::unix::fs::MetadataExt;
use std::{env, fs};
use xxhash_rust::xxh3::Xxh3;

/// What earlier runs have worked out, for this run's chain.
pub struct Again<'a> {
    journal: &'a Journal,
    pipeline: &'a Pipeline,
    /// Hash of the program, the rules and the options.
    chain: u64,
    /// Whether a row's number in its file may matter to a rule.
    numbered: bool,
    /// Hash of the evidence that documents ask.
    evidence: u64,
}

/// What is to be kept of a parcel.
pub struct Note {
    pub key: Key,
    /// The line for the journal; `None` where the old one is still right.
    pub text: Option<String>,
}

impl Note {
    /// With these trails, where they are not those that are kept already.
    pub fn new(key: Key, new: Option<&Replays>) -> Note {
        // Serialising plain data does not fail.
        Note { key, text: new.map(|replays| serde_json::to_string(replays).unwrap_or_default()) }
    }
}

/// The trails of a parcel's documents, in order; none for what could not be cleaned.
pub type Replays = Vec<Option<Replay>>;

impl<'a> Again<'a> {
    /// For a run.
    pub fn new(args: &Args, pipeline: &'a Pipeline, journal: &'a Journal) -> Result<Self> {
        let mut hasher = Xxh3::new();
        pipeline.survey().map(|survey| &survey.evidence).hash(&mut hasher);
        let evidence = hasher.digest();
        let numbered = pipeline.rules().iter().any(|rule| rule.context.path.is_some());
        Ok(Again { journal, pipeline, chain: chain(args, pipeline)?, numbered, evidence })
    }

    /// What a parcel's trails are kept under.
    pub fn key(&self, parcel: &Parcel<'_>, bytes: &[u8]) -> Key {
        let mut hasher = Xxh3::new();
        hasher.update(&self.chain.to_le_bytes());
        let job = match parcel {
            Parcel::File(job) | Parcel::End(job, _) => job,
            Parcel::Rows(rows) => {
                hasher.update(&if self.numbered { rows.first() } else { 1 }.to_le_bytes());
                rows.job()
            }
            Parcel::Table(batch) => batch.job(),
        };
        let name = job.entry.name.as_bytes();
        hasher.update(&(name.len() as u64).to_le_bytes());
        hasher.update(name);
        hasher.update(bytes);
        hasher.digest128()
    }

    /// The trails kept under a key.
    pub fn replays(&self, key: Key) -> Option<Replays> {
        serde_json::from_str(&self.journal.get(key)?).ok()
    }

    /// A document cleaned as it was then, if the survey would have told it the same.
    pub fn done<'l>(
        &self,
        replay: &Replay,
        loaded: &'l Loaded<'_>,
        decoded: pumice::decode::Decoded<'l>,
    ) -> Option<Done<'l>> {
        replay.done(self.pipeline, self.evidence, (loaded, decoded))
    }

    /// What is kept of a document that was cleaned now.
    pub fn replay(&self, done: &Done<'_>) -> Replay {
        Replay::of(done, self.evidence)
    }
}

/// Hash of all that decides, with a document's bytes, what becomes of it.
pub fn chain(args: &Args, pipeline: &Pipeline) -> Result<u64> {
    let mut hasher = Xxh3::new();
    // The version does not tell two builds apart.
    if let Ok(program) = env::current_exe().and_then(fs::metadata) {
        for number in [program.mtime(), program.mtime_nsec(), program.size().cast_signed()] {
            hasher.update(&number.to_le_bytes());
        }
    }
    let mut text = |text: &str| {
        hasher.update(text.as_bytes());
        hasher.update(&[0]);
    };
    text(env!("CARGO_PKG_VERSION"));
    text(&record::fingerprint(args)?);
    pipeline.passes().iter().for_each(|pass| text(pass.name()));
    // It decides for every document whether it is looked at, whatever it asks.
    text(&format!("{:?}", pipeline.survey().map(|survey| survey.damage.prevalence())));
    let chain = &args.chain;
    text(&format!("{:?} {:?}", chain.hints(), chain.reading()));
    Ok(hasher.digest())
}
