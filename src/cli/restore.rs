//! `pumice restore`: the originals, byte for byte, from cleaned documents and
//! their ledger.

use super::{Exit, output};
use anyhow::{Context, Result, anyhow, bail};
use pumice::io::write;
use pumice::ledger::{self, DocumentLine, EditLine, Line};
use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::path::{Component, Path, PathBuf};

/// Give the original documents back, byte for byte, from a ledger
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The cleaned folder or file
    cleaned: PathBuf,
    /// The ledger of the run that made it
    #[arg(long, value_name = "LEDGER")]
    edits: PathBuf,
    /// Where the originals go: a folder
    #[arg(short, long, value_name = "DIR")]
    output: PathBuf,
}

/// Restores all documents of a ledger; exit 1 when some could not be.
pub fn run(args: &Args) -> Result<Exit> {
    let ledger = File::open(&args.edits).with_context(|| args.edits.display().to_string())?;
    if fs::metadata(&args.cleaned).is_err() {
        bail!("{}: there is no such file or folder", args.cleaned.display());
    }
    let mut tally = Tally::default();
    let mut current: Option<(DocumentLine, Vec<EditLine>)> = None;
    for (number, line) in BufReader::new(ledger).lines().enumerate() {
        let place = || format!("{}:{}", args.edits.display(), number + 1);
        let line = line.with_context(place)?;
        match (serde_json::from_str(&line).with_context(place)?, &mut current) {
            (Line::Document(next), current) => {
                if let Some((document, edits)) = current.replace((next, Vec::new())) {
                    tally.add(&document, restore(args, &document, &edits));
                }
            }
            (Line::Edit(edit), Some((document, edits))) if edit.doc == document.doc => {
                edits.push(edit);
            }
            (Line::Edit(edit), _) => bail!("{}: an edit of {} out of place", place(), edit.doc),
        }
    }
    if let Some((document, edits)) = current {
        tally.add(&document, restore(args, &document, &edits));
    }
    output::say(&format!("{} documents restored, {} refused", tally.restored, tally.refused));
    Ok(if tally.refused == 0 { Exit::Done } else { Exit::Found })
}

#[derive(Default)]
struct Tally {
    restored: usize,
    refused: usize,
}

impl Tally {
    fn add(&mut self, document: &DocumentLine, result: Result<()>) {
        match result {
            Ok(()) => self.restored += 1,
            Err(error) => {
                self.refused += 1;
                output::error(&format!("{}: {error:#}", document.doc));
            }
        }
    }
}

fn restore(args: &Args, document: &DocumentLine, edits: &[EditLine]) -> Result<()> {
    let below = document.below().context("the ledger's name for it is no path")?;
    let is_safe = below.components().all(|part| matches!(part, Component::Normal(_)));
    if !is_safe {
        bail!("the name leads out of the folder");
    }
    let path = if args.cleaned.is_dir() { args.cleaned.join(&below) } else { args.cleaned.clone() };
    let text = fs::read(&path).with_context(|| path.display().to_string())?;
    let original = ledger::original(document, edits, &text).map_err(|reason| anyhow!(reason))?;
    let target = args.output.join(&below);
    if same_file(&target, &path) {
        bail!("restoring would overwrite the cleaned document; name another folder");
    }
    write::whole(&target, &original, Some(&path)).with_context(|| target.display().to_string())?;
    Ok(())
}

fn same_file(a: &Path, b: &Path) -> bool {
    matches!((a.canonicalize(), b.canonicalize()), (Ok(a), Ok(b)) if a == b)
}
