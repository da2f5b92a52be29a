//! Puts pumice-run.json into or beside the output. A record that says the same
//! but for its times is left as it is, so that a run that changes nothing
//! writes nothing.

use super::Args;
use anyhow::{Context, Result};
use pumice::hash::hash;
use pumice::io::place::Out;
use pumice::io::{disk, side, write};
use pumice::report::record::{Record, TIMES};
use pumice::shipped;
use serde_json::{Map, Value};
use std::path::Path;

/// Writes it.
pub fn write(out: &Out, record: &Record<'_>) -> Result<()> {
    let path = side::of_output(&out.path, out.is_folder, side::RUN);
    let mut new: Map<String, Value> = serde_json::from_value(serde_json::to_value(record)?)?;
    new.remove(TIMES);
    if there(&path).is_some_and(|old| old == new) {
        return Ok(());
    }
    let text = serde_json::to_string_pretty(record)? + "\n";
    write::whole(&path, text.as_bytes()).with_context(|| path.display().to_string())?;
    Ok(())
}

/// The record of an earlier run, without its times.
fn there(path: &Path) -> Option<Map<String, Value>> {
    let mut old: Map<String, Value> = serde_json::from_slice(&disk::read(path).ok()?).ok()?;
    old.remove(TIMES)?;
    Some(old)
}

/// Hash of all rule files, those that come with the program included.
pub fn fingerprint(args: &Args) -> Result<String> {
    let mut all = String::new();
    for (_, text) in shipped::FILES {
        all += &hash(text.as_bytes());
    }
    for path in args.chain.files_read()? {
        all += &hash(&disk::read(&path).with_context(|| path.display().to_string())?);
    }
    Ok(hash(all.as_bytes()))
}
