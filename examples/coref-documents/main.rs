//! Learns what tells a damaged document from a sound one, and prints
//! rules/coref-documents.toml: the weights of the quick scan (`scan`), and those
//! of the judge of whole documents (`facts`), for which rules/coref-weights.toml
//! must be as `coref-train` left it.
//!
//!     coref-documents FOLDER... [--topics odd|even] [--weights FILE | --across ODD EVEN]
//!
//! A folder with a FOLDER.truth.jsonl beside it holds what damage.py made, of
//! which only the topics asked for are learned from; any other holds sound texts.
//! With --across, what is learned is how the weights of ODD topics see the even
//! ones and those of EVEN the odd: as a text never learned from is seen.

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

/// The weights that are shipped.
const WEIGHTS: &str = "rules/coref-weights.toml";

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
    /// Whether it is seen with the second of two sets of weights.
    second: bool,
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut folders: Vec<String> = std::env::args().skip(1).collect();
    let topics = option(&mut folders, "--topics", 1)?.pop().unwrap_or("all".to_owned());
    let mut weights = option(&mut folders, "--weights", 1)?;
    weights.extend(option(&mut folders, "--across", 2)?);
    if weights.is_empty() {
        weights.push(WEIGHTS.to_owned());
    }
    let mut documents = Vec::new();
    for folder in &folders {
        documents.extend(listed(folder, &topics)?);
    }
    let learned = scan::learn(&Coref::new(policy(&weights[0])?)?, &documents);
    let mut corefs = Vec::new();
    for file in &weights {
        // Documents that nearly pass teach more than the few that do.
        let mut policy = policy(file)?;
        (policy.scan_bias, policy.scan) = (learned.bias + LENIENT, learned.table.clone());
        corefs.push(Coref::new(policy)?);
    }
    let facts = facts::learn(&corefs, &documents);
    let text = format!("{HEAD}[pass.coref]\n{}\n{facts}", learned.written());
    std::io::stdout().lock().write_all(text.as_bytes())?;
    Ok(())
}

/// Takes an option and its values out of the arguments; no values where it is not there.
fn option(args: &mut Vec<String>, name: &str, values: usize) -> Result<Vec<String>, String> {
    let Some(at) = args.iter().position(|arg| arg == name) else { return Ok(Vec::new()) };
    if at + values >= args.len() {
        return Err(format!("{name} takes {values}"));
    }
    Ok(args.drain(at..=at + values).skip(1).collect())
}

/// The settings of the pass with these weights.
fn policy(weights: &str) -> Result<Policy, Box<dyn Error>> {
    let mut all = toml::Table::new();
    for file in ["rules/coref.toml", weights, "rules/coref-documents.toml"] {
        let file: toml::Table = std::fs::read_to_string(file)?.parse()?;
        let own = file.get("pass").and_then(|passes| passes.get("coref")?.as_table());
        all.extend(own.ok_or("a rule file has no [pass.coref]")?.clone());
    }
    Ok(all.try_into()?)
}

fn listed(folder: &str, topics: &str) -> Result<Vec<Document>, Box<dyn Error>> {
    let mut found = Vec::new();
    let mut add = |path: PathBuf, damaged, held_out, second| {
        // What is no text can't be learned from.
        if let Ok(text) = std::fs::read_to_string(&path) {
            found.push(Document { path, text, damaged, held_out, second });
        }
    };
    if let Ok(truth) = std::fs::read_to_string(format!("{folder}.truth.jsonl")) {
        for line in truth.lines() {
            let row: Row = serde_json::from_str(line)?;
            let path = Path::new(folder).join(&row.path);
            let is_odd = topic(&row.path).is_some_and(|n| n % 2 == 1);
            let held_out = topics == "odd" && !is_odd || topics == "even" && is_odd;
            add(path, !row.replacements.is_empty(), held_out, is_odd);
        }
    } else {
        let mut paths: Vec<_> =
            std::fs::read_dir(folder)?.map(|e| Ok(e?.path())).collect::<std::io::Result<_>>()?;
        paths.sort();
        for (at, path) in paths.into_iter().enumerate() {
            add(path, false, false, at % 2 == 1);
        }
    }
    Ok(found)
}

fn topic(path: &str) -> Option<usize> {
    path.trim_start_matches("topic-").split('/').next()?.parse().ok()
}
