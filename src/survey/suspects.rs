//! Which documents of a run the quick scan for coreference damage suspects. The
//! first reading scans every text anyhow; so the cleaning, which would scan each
//! again and after each change of it, only has to where damage may be. It holds
//! for the documents that were read and no others: no survey file that is made
//! for another run has it.
//!
//! It keeps the few that are suspected, not the many that are sound.

use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use xxhash_rust::xxh3::xxh3_64;

/// The suspected documents, by the hash of the name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Suspects(BTreeSet<u64>);

impl Suspects {
    /// Adds a document that was scanned.
    pub fn add(&mut self, name: &str, is_suspect: bool) {
        if is_suspect {
            self.0.insert(xxh3_64(name.as_bytes()));
        }
    }

    /// Whether a document may be damaged.
    pub fn have(&self, name: &str) -> bool {
        self.0.contains(&xxh3_64(name.as_bytes()))
    }
}
