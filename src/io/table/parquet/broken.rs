//! What is wrong with a table, as a clause for the user. The crate that reads
//! Parquet may panic on a damaged file; that is told like any other fault.

use parquet::errors::ParquetError;
use std::io;
use std::panic::{self, AssertUnwindSafe};

/// What is wrong.
#[derive(Debug)]
pub struct Broken(String);

/// A result that fails like that.
pub type Result<T> = std::result::Result<T, Broken>;

impl Broken {
    /// This is wrong.
    pub fn new(what: impl Into<String>) -> Broken {
        Broken(what.into())
    }
}

impl From<ParquetError> for Broken {
    fn from(error: ParquetError) -> Self {
        let text = error.to_string();
        // The crate puts the kind of its error first.
        Broken(text.split_once("error: ").map_or(text.as_str(), |(_, what)| what).to_owned())
    }
}

impl From<io::Error> for Broken {
    fn from(error: io::Error) -> Self {
        Broken(error.to_string())
    }
}

/// Runs code that uses the crate.
pub fn guarded<T>(work: impl FnOnce() -> Result<T>) -> std::result::Result<T, String> {
    match panic::catch_unwind(AssertUnwindSafe(work)) {
        Ok(result) => result.map_err(|Broken(what)| what),
        Err(_) => Err("the file is damaged".to_owned()),
    }
}
