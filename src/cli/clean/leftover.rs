//! What earlier runs wrote for documents that are gone: named, and removed with
//! --prune. The state says what they wrote, and is put right here at the end.

use super::super::progress::Progress;
use anyhow::{Context, Result};
use pumice::io::disk;
use pumice::io::place::{Out, Plan};
use pumice::io::state::{Hashes, State};
use std::collections::{BTreeMap, BTreeSet};

/// Closes the state: the files of this run, and what is left of earlier ones.
pub fn close(
    state: &State,
    (out, plan): (&Out, &Plan),
    written: BTreeMap<String, Hashes>,
    (prune, progress): (bool, &Progress),
) -> Result<()> {
    let planned: BTreeSet<&str> = plan.jobs.iter().map(|job| job.entry.name.as_str()).collect();
    let mut files = state.files().clone();
    for name in state.files().keys().filter(|name| !planned.contains(name.as_str())) {
        let path = out.path.join(name);
        if !out.is_folder || !path.is_file() {
            files.remove(name);
        } else if !plan.failed.is_empty() {
            // It may lie where this run could not look.
            progress.say(&format!("left over: {name}: its input was not found"));
        } else if !prune {
            progress.say(&format!("left over: {name}: its input is gone; --prune removes it"));
        } else if !state.may_replace(name, &path).with_context(|| path.display().to_string())? {
            progress
                .say(&format!("left over: {name}: its input is gone, but it has changed since"));
        } else {
            disk::remove_file(&path).with_context(|| path.display().to_string())?;
            files.remove(name);
            progress.say(&format!("removed: {name}: its input is gone"));
        }
    }
    files.extend(written);
    state.close(&files).map(drop).context("the state of the output")
}
