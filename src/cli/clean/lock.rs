//! One run at a time in an output: two would write each other's state and
//! ledger over. The lock is the system's, so that one left by a killed run
//! stands in nobody's way.

use anyhow::{Context, Result, bail};
use pumice::io::disk::File;
use pumice::io::place::Out;
use pumice::io::side;
use std::fs::TryLockError;

/// Takes the lock of an output; it is held until the file is dropped.
pub fn take(out: &Out) -> Result<File> {
    let path = side::of_output(&out.path, out.is_folder, side::LOCK);
    let file = File::append(&path);
    let file = file.with_context(|| path.display().to_string())?;
    match file.inner().try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => {
            bail!("{}: another run is writing there; wait for it", out.path.display())
        }
        // Where the file system knows no locks there are no two runs to keep apart, as far as can be told.
        Err(TryLockError::Error(_)) => Ok(file),
    }
}
