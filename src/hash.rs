//! The hash that stands in ledgers and state files: XXH3, 128 bits, in hex.
//! Its value is specified and the same on every machine, which the standard
//! library's hashers don't promise. It guards against mistakes, not malice.

use crate::io::disk::File;
use std::io::{self, BufRead, BufReader};
use std::path::Path;
use xxhash_rust::xxh3::{Xxh3, xxh3_128};

/// Hash of some bytes, as 32 hex digits.
pub fn hash(bytes: &[u8]) -> String {
    format!("{:032x}", xxh3_128(bytes))
}

/// A number that stands for a place in a corpus: the least ones are a sample
/// of all places that the seed alone decides, whatever the threads.
pub fn rank(seed: u64, name: &str, offset: usize) -> u64 {
    let mut hasher = Xxh3::with_seed(seed);
    hasher.update(name.as_bytes());
    hasher.update(&(offset as u64).to_le_bytes());
    hasher.digest()
}

/// The same hash of bytes that come in pieces.
#[derive(Clone, Default)]
pub struct Hasher(Xxh3);

impl Hasher {
    /// Adds bytes.
    pub fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// The hash, as 32 hex digits.
    pub fn finish(&self) -> String {
        format!("{:032x}", self.0.digest128())
    }
}

/// Hash of what a file holds.
pub fn of_file(path: &Path) -> io::Result<String> {
    let mut hasher = Hasher::default();
    let mut file = BufReader::with_capacity(1 << 16, File::open(path)?);
    loop {
        let bytes = file.fill_buf()?;
        if bytes.is_empty() {
            return Ok(hasher.finish());
        }
        hasher.update(bytes);
        let n = bytes.len();
        file.consume(n);
    }
}
