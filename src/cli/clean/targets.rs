//! `--stamp` and `--depfile`: what make needs. Outputs that did not change keep
//! their time, so they can't be make's targets; the stamp is, and the depfile
//! says what it depends on: inputs, the folders they lie in, and rule files.

use super::Args;
use anyhow::{Context, Result};
use pumice::io::disk::{self, File, folder_of};
use pumice::io::place::Plan;
use pumice::io::write;
use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// Writes both, where they are asked for.
pub fn write(args: &Args, plan: &Plan) -> Result<()> {
    if let Some(path) = &args.depfile {
        let target = args.stamp.as_ref().or(args.output.as_ref());
        let rule = rule(target.map_or(Path::new("all"), PathBuf::as_path), &needed(args, plan)?);
        write::whole(path, rule.as_bytes()).with_context(|| path.display().to_string())?;
    }
    if let Some(path) = &args.stamp {
        touch(path).with_context(|| path.display().to_string())?;
    }
    Ok(())
}

fn touch(path: &Path) -> std::io::Result<()> {
    disk::create_dir_all(folder_of(path))?;
    File::append(path)?.inner().set_modified(SystemTime::now())
}

/// All files and folders that the output depends on.
fn needed(args: &Args, plan: &Plan) -> Result<BTreeSet<PathBuf>> {
    let mut needed: BTreeSet<PathBuf> = args.chain.files_read()?.into_iter().collect();
    needed.extend(args.chain.survey.clone());
    for job in &plan.jobs {
        needed.insert(job.entry.path.clone());
        let below = job.entry.below.components().count();
        needed.extend(job.entry.path.ancestors().skip(1).take(below).map(Path::to_owned));
    }
    needed.remove(Path::new(""));
    Ok(needed)
}

/// A rule for make, and an empty one for each file, so that one that is gone
/// is no error.
fn rule(target: &Path, needed: &BTreeSet<PathBuf>) -> String {
    let mut rule = format!("{}:", escaped(target));
    // Writing to a string does not fail.
    for path in needed {
        let _ = write!(rule, " \\\n  {}", escaped(path));
    }
    rule.push('\n');
    for path in needed {
        let _ = write!(rule, "\n{}:\n", escaped(path));
    }
    rule
}

/// A path as make reads it. A name with a line end can't be written at all.
fn escaped(path: &Path) -> String {
    let mut text = String::new();
    for c in path.to_string_lossy().chars() {
        match c {
            ' ' | '#' | ':' | '%' | '\\' => text.extend(['\\', c]),
            '$' => text.push_str("$$"),
            c => text.push(c),
        }
    }
    text
}
