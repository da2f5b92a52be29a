//! How many of the passes under `prepare`, from the first on, leave each document of a
//! run as it is. The first reading runs them over every text; so neither the second nor
//! the cleaning need run those again. It holds for the documents that were read and no
//! others, and is in no survey file.
//!
//! It keeps the documents that are changed, which are the fewer.

use rustc_hash::FxHashMap;
use xxhash_rust::xxh3::xxh3_64;

/// For the documents that are changed, by the hashes of their names: which pass is the first that does it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Prepared(FxHashMap<u64, usize>);

impl Prepared {
    /// Adds a document; `changing` is the number of the first pass that changes it.
    pub fn add(&mut self, name: &str, changing: Option<usize>) {
        if let Some(pass) = changing {
            let known = self.0.entry(xxh3_64(name.as_bytes())).or_insert(pass);
            *known = pass.min(*known); // two records may have one name
        }
    }

    /// The first pass that changes a document, if any does.
    pub fn changing(&self, name: &str) -> Option<usize> {
        self.0.get(&xxh3_64(name.as_bytes())).copied()
    }
}
