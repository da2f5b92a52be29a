//! What tells whether documents are those of an earlier run: one hash over all of them, their
//! names, and the chain that they are asked by. It is taken of what is read anyway, where that can
//! be: a reading of its own is made only to learn that no other is needed.

use anyhow::Result;
use pumice::hash::{self, Hasher};
use pumice::io::parcel::Parcel;
use pumice::io::source::Source;

/// The hash of a corpus, as far as it has been read.
pub struct Corpus(Hasher);

impl Corpus {
    /// Of no documents yet, asked by the chain of that number.
    pub fn asked_by(chain: u64) -> Self {
        let mut all = Hasher::default();
        all.update(&chain.to_le_bytes());
        Corpus(all)
    }

    /// The hash of a parcel, on whatever thread.
    pub fn hash(parcel: &Parcel<'_>) -> String {
        match parcel {
            Parcel::File(job) => hash::of_file(&job.entry.path).unwrap_or_default(),
            Parcel::Rows(rows) => hash::hash(rows.bytes()),
            Parcel::Table(batch) => hash::hash(&batch.content()),
            Parcel::End(_, fault) => fault.clone().unwrap_or_default(),
        }
    }

    /// Adds the next parcel, which has this hash.
    pub fn add(&mut self, parcel: &Parcel<'_>, hash: &str) {
        if let Parcel::File(job) | Parcel::End(job, _) = parcel {
            self.0.update(job.entry.name.as_bytes());
        }
        self.0.update(hash.as_bytes());
    }

    /// Reads all that a source has. `step` is called for each of its files.
    pub fn read(&mut self, source: &Source<'_>, mut step: impl FnMut()) -> Result<()> {
        source.parcels(Corpus::hash, |parcel, hash| {
            if let Parcel::File(_) | Parcel::End(..) = parcel {
                step();
            }
            self.add(&parcel, &hash);
            Ok(())
        })
    }

    /// The hash, as 32 hex digits.
    pub fn finish(&self) -> String {
        self.0.finish()
    }
}
