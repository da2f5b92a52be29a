//! Which documents of a run may have coreference damage. The first reading scans
//! every text and looks closer where the scan finds anything; so the cleaning need
//! not scan again, nor look again at a text that is still the one that was looked
//! at. It holds for the documents that were read and no others: no survey file that
//! is made for another run has it.
//!
//! It keeps the few that are suspected, not the many that are sound.

use crate::pass::coref::context::fingerprint;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use xxhash_rust::xxh3::xxh3_64;

/// The suspected documents, by the hash of the name: each with the fingerprint of its text, if
/// that is sound on a closer look. Other passes may yet bring out what is damaged.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Suspects(BTreeMap<u64, Option<u64>>);

/// What the first reading found of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Suspicion {
    /// The scan finds nothing.
    None,
    /// The text of this fingerprint is sound all the same.
    Unfounded(u64),
    /// It may be damaged.
    Some,
}

impl Suspects {
    /// Adds a document that was looked at.
    pub fn add(&mut self, name: &str, suspicion: Suspicion) {
        let sound = match suspicion {
            Suspicion::None => return,
            Suspicion::Unfounded(text) => Some(text),
            Suspicion::Some => None,
        };
        self.0.insert(xxh3_64(name.as_bytes()), sound);
    }

    /// Whether the scan suspects a document.
    pub fn include(&self, name: &str) -> bool {
        self.0.contains_key(&xxh3_64(name.as_bytes()))
    }

    /// Whether a document may be damaged, of which this is the text.
    pub fn have(&self, name: &str, text: &str) -> bool {
        let suspect = self.0.get(&xxh3_64(name.as_bytes()));
        suspect.is_some_and(|sound| sound.is_none_or(|sound| sound != fingerprint(text)))
    }
}
