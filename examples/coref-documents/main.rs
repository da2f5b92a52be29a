//! Learns what tells a damaged document from a sound one, and prints
//! rules/coref-documents.toml: the weights of the quick scan (`scan`), and those
//! of the judge of whole documents (`facts`), for which rules/coref-weights.toml
//! must be as `coref-train` left it.
//!
//!     coref-documents FOLDER... [--topics odd]
//!
//! A folder with a FOLDER.truth.jsonl beside it holds what damage.py made, of
//! which only the topics asked for are learned from; any other holds sound texts.

#![allow(clippy::print_stderr)] // it tells how well it does

mod facts;
mod scan;

use pumice::pass::coref::{Coref, Policy};
use serde::Deserialize;
use std::error::Error;
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// How much more lenient the quick scan is while the facts are learned.
const LENIENT: f64 = 1.0;

const HEAD: &str = "\
# What tells a damaged document from a sound one, learned by examples/coref-documents
# (bench/coref/train.sh): what classes of words weigh as neighbours in the quick scan,
# in thousandths, and what the facts weigh that the judge of documents goes by.
";

#[derive(Deserialize)]
struct Row {
    path: String,
    #[serde(default)]
    replacements: Vec<serde_json::Value>,
}

/// A document to learn from, or to be tried on.
struct Document {
    path: PathBuf,
    text: String,
    damaged: bool,
    held_out: bool,
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut folders: Vec<String> = std::env::args().skip(1).collect();
    let mut topics = "all".to_owned();
    if let Some(at) = folders.iter().position(|a| a == "--topics") {
        topics.clone_from(folders.get(at + 1).ok_or("--topics odd|even|all")?);
        folders.drain(at..at + 2);
    }
    let mut documents = Vec::new();
    for folder in &folders {
        documents.extend(listed(folder, &topics)?);
    }
    let mut policy = policy()?;
    let learned = scan::learn(&Coref::new(policy.clone())?, &documents);
    // Documents that nearly pass teach more than the few that do.
    (policy.scan_bias, policy.scan) = (learned.bias + LENIENT, learned.table.clone());
    let facts = facts::learn(&Coref::new(policy)?, &documents);
    let text = format!("{HEAD}[pass.coref]\n{}\n{facts}", learned.written());
    std::io::stdout().lock().write_all(text.as_bytes())?;
    Ok(())
}

/// The settings of the pass as shipped, its weights with them.
fn policy() -> Result<Policy, Box<dyn Error>> {
    let mut all = toml::Table::new();
    for file in ["rules/coref.toml", "rules/coref-weights.toml", "rules/coref-documents.toml"] {
        let file: toml::Table = std::fs::read_to_string(file)?.parse()?;
        let own = file.get("pass").and_then(|passes| passes.get("coref")?.as_table());
        all.extend(own.ok_or("a rule file has no [pass.coref]")?.clone());
    }
    Ok(all.try_into()?)
}

fn listed(folder: &str, topics: &str) -> Result<Vec<Document>, Box<dyn Error>> {
    let mut found = Vec::new();
    let mut add = |path: PathBuf, damaged, held_out| {
        // What is no text can't be learned from.
        if let Ok(text) = std::fs::read_to_string(&path) {
            found.push(Document { path, text, damaged, held_out });
        }
    };
    if let Ok(truth) = std::fs::read_to_string(format!("{folder}.truth.jsonl")) {
        for line in truth.lines() {
            let row: Row = serde_json::from_str(line)?;
            let path = Path::new(folder).join(&row.path);
            add(path, !row.replacements.is_empty(), is_held_out(&row.path, topics));
        }
    } else {
        let mut paths: Vec<_> =
            std::fs::read_dir(folder)?.map(|e| Ok(e?.path())).collect::<std::io::Result<_>>()?;
        paths.sort();
        paths.into_iter().for_each(|path| add(path, false, false));
    }
    Ok(found)
}

fn is_held_out(path: &str, topics: &str) -> bool {
    let number = path.trim_start_matches("topic-").split('/').next();
    match (number.and_then(|n| n.parse::<usize>().ok()), topics) {
        (Some(n), "odd") => n.is_multiple_of(2),
        (Some(n), "even") => n % 2 == 1,
        _ => false,
    }
}
