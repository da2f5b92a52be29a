//! The output while a run has it to itself: two runs would write each other's
//! state and ledger over. The lock is the system's, so that one left by a killed
//! run stands in nobody's way. What earlier runs left for this one is read here.

use anyhow::{Context, Result, bail};
use pumice::io::disk::{self, File, Temp, folder_of};
use pumice::io::journal::Journal;
use pumice::io::place::{Out, Plan};
use pumice::io::state::State;
use pumice::io::{side, write};
use std::collections::BTreeSet;
use std::fs::TryLockError;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

/// An output, or none where a run only looks.
#[derive(Default)]
pub struct Held {
    /// Until it is dropped.
    _lock: Option<File>,
    /// The folder, and where it is on its disk.
    folder: Option<(Out, Option<(u64, u64)>)>,
    /// Which files earlier runs wrote.
    pub state: State,
    /// What they worked out.
    pub journal: Journal,
}

impl Held {
    /// Takes the output of a plan, and clears away what a killed run left half written.
    pub fn take(plan: &Plan) -> Result<Held> {
        let Some(out) = &plan.out else { return Ok(Held::default()) };
        prepare(out)?;
        let lock = lock(out)?;
        let folders: BTreeSet<&Path> =
            plan.jobs.iter().filter_map(|job| job.out.as_deref()?.parent()).collect();
        let own = out.is_folder.then_some(out.path.as_path());
        folders.into_iter().chain(own).for_each(write::clear_partial);
        let side = |name| side::of_output(&out.path, out.is_folder, name);
        let state = side(side::STATE);
        Ok(Held {
            _lock: Some(lock),
            folder: out.is_folder.then(|| (out.clone(), place(&out.path))),
            state: State::read(&state).with_context(|| state.display().to_string())?,
            journal: Journal::read(&side(side::JOURNAL)),
        })
    }

    /// Sees that the output is where it was: outputs in a folder that has been moved or
    /// removed are not where the record would say.
    pub fn is_there(&self) -> Result<()> {
        match &self.folder {
            Some((out, was)) if place(&out.path) != *was => {
                bail!("{}: it was moved or removed under the run; run again", out.path.display())
            }
            _ => Ok(()),
        }
    }
}

/// Where a folder is on its disk; one that is removed and made anew is another.
fn place(folder: &Path) -> Option<(u64, u64)> {
    disk::metadata(folder).ok().map(|meta| (meta.dev(), meta.ino()))
}

/// Makes the output folder, and sees that files can be made in it: an output
/// that can't be written at all ends the run before any work.
fn prepare(out: &Out) -> Result<()> {
    let folder = if out.is_folder { &out.path } else { folder_of(&out.path) };
    disk::create_dir_all(folder)
        .and_then(|()| Temp::beside(folder))
        .with_context(|| format!("{}: the output can't be written", folder.display()))?;
    Ok(())
}

fn lock(out: &Out) -> Result<File> {
    let path = side::of_output(&out.path, out.is_folder, side::LOCK);
    let file = File::append(&path).with_context(|| path.display().to_string())?;
    match file.inner().try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => {
            bail!("{}: another run is writing there; wait for it", out.path.display())
        }
        // Where the file system knows no locks there are no two runs to keep apart, as far as can be told.
        Err(TryLockError::Error(_)) => Ok(file),
    }
}
