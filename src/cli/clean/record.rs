//! pumice-run.json: what a run did, for whoever finds its output: version and
//! rules, counts that balance, what each pass and rule did, encodings, failures.
//! No times and no paths of the machine, so that equal runs have equal records.

use super::Args;
use anyhow::{Context, Result};
use pumice::hash::hash;
use pumice::io::place::Out;
use pumice::io::{side, write};
use pumice::pipeline::Pipeline;
use pumice::report::Report;
use pumice::shipped;
use serde::Serialize;
use std::collections::BTreeMap;
use std::fs;

#[derive(Serialize)]
struct Run<'r> {
    version: &'static str,
    /// Hash of all rule files, those that come with the program included.
    rules: String,
    passes: Vec<&'r str>,
    documents: Documents,
    characters: Characters,
    edits: BTreeMap<&'r str, BTreeMap<&'r str, Count>>,
    encodings: &'r BTreeMap<&'static str, u64>,
    damaged: u64,
    failures: Vec<Failure<'r>>,
    left: Vec<Failure<'r>>,
    passed_over: Vec<Failure<'r>>,
}

/// read = written + left + failed
#[derive(Serialize)]
struct Documents {
    read: u64,
    written: u64,
    changed: u64,
    unchanged: u64,
    emptied: u64,
    unsettled: u64,
    left: u64,
    failed: u64,
}

/// written = read - removed + added
#[derive(Serialize)]
struct Characters {
    read: u64,
    removed: u64,
    added: u64,
    written: u64,
}

#[derive(Serialize)]
struct Count {
    edits: u64,
    documents: u64,
    removed: u64,
    added: u64,
}

#[derive(Serialize)]
struct Failure<'r> {
    doc: &'r str,
    reason: &'r str,
}

/// Writes it into or beside the output.
pub fn write(args: &Args, out: &Out, report: &Report, pipeline: &Pipeline) -> Result<()> {
    let (left, failed) = (report.left.len() as u64, report.failed.len() as u64);
    let mut edits: BTreeMap<&str, BTreeMap<&str, Count>> = BTreeMap::new();
    for (id, count) in &report.rules {
        let rule = pipeline.rule(*id);
        let count = Count {
            edits: count.edits,
            documents: count.documents,
            removed: count.removed,
            added: count.added,
        };
        edits.entry(&rule.pass).or_default().insert(&rule.id, count);
    }
    let sum = |of: fn(&Count) -> u64| edits.values().flat_map(BTreeMap::values).map(of).sum();
    let run = Run {
        version: env!("CARGO_PKG_VERSION"),
        rules: fingerprint(args)?,
        passes: pipeline.passes().iter().map(|pass| pass.name()).collect(),
        documents: Documents {
            read: report.read + failed,
            written: report.read - left,
            changed: report.changed,
            unchanged: report.unchanged,
            emptied: report.emptied,
            unsettled: report.unsettled,
            left,
            failed,
        },
        characters: Characters {
            read: report.characters[0],
            removed: sum(|count| count.removed),
            added: sum(|count| count.added),
            written: report.characters[1],
        },
        edits,
        encodings: &report.encodings,
        damaged: report.damaged,
        failures: listed(&report.failed),
        left: listed(&report.left),
        passed_over: listed(&report.skipped),
    };
    let path = side::of_output(&out.path, out.is_folder, side::RUN);
    let text = serde_json::to_string_pretty(&run)? + "\n";
    write::whole(&path, text.as_bytes(), None).with_context(|| path.display().to_string())?;
    Ok(())
}

fn listed(pairs: &[(String, String)]) -> Vec<Failure<'_>> {
    pairs.iter().map(|(doc, reason)| Failure { doc, reason }).collect()
}

fn fingerprint(args: &Args) -> Result<String> {
    let mut all = String::new();
    for (_, text) in shipped::FILES {
        all += &hash(text.as_bytes());
    }
    for path in args.chain.files_read()? {
        all += &hash(&fs::read(&path).with_context(|| path.display().to_string())?);
    }
    Ok(hash(all.as_bytes()))
}
