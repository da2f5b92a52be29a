//! pumice-run.json as data: what a run did, for whoever finds its output.
//! Version and rules, counts that balance, what each pass and rule did,
//! encodings, failures, and the times. All but the times are the same for equal
//! runs, so they hold no date, no path of the machine and no number of threads;
//! docs/outputs.md tells each key.

use super::Report;
use crate::pipeline::Pipeline;
use serde::Serialize;
use std::collections::BTreeMap;
use std::time::Duration;

/// The key whose value differs between equal runs.
pub const TIMES: &str = "times";

/// The record of a run.
#[derive(Debug, Serialize)]
pub struct Record<'r> {
    version: &'static str,
    /// Hash of all rule files, those that come with the program included.
    rules: &'r str,
    passes: Vec<&'r str>,
    /// What became of the documents.
    pub documents: Documents,
    /// What became of their texts.
    pub characters: Characters,
    edits: ByRule<'r, Count>,
    encodings: &'r BTreeMap<&'static str, u64>,
    damaged: u64,
    failures: Vec<Told<'r>>,
    left: Vec<Told<'r>>,
    passed_over: Vec<Told<'r>>,
    times: Seconds<'r>,
}

/// By pass and by rule.
type ByRule<'r, T> = BTreeMap<&'r str, BTreeMap<&'r str, T>>;

/// read = written + left + failed
#[derive(Clone, Copy, Debug, Serialize)]
#[allow(missing_docs)] // docs/outputs.md
pub struct Documents {
    pub read: u64,
    pub written: u64,
    pub changed: u64,
    pub unchanged: u64,
    pub emptied: u64,
    pub unsettled: u64,
    pub left: u64,
    pub failed: u64,
}

/// written = read - removed + added
#[derive(Clone, Copy, Debug, Serialize)]
#[allow(missing_docs)] // docs/outputs.md
pub struct Characters {
    pub read: u64,
    pub removed: u64,
    pub added: u64,
    pub written: u64,
}

#[derive(Debug, Serialize)]
struct Count {
    edits: u64,
    documents: u64,
    removed: u64,
    added: u64,
}

/// A document and what there is to say of it.
#[derive(Debug, Serialize)]
struct Told<'r> {
    doc: &'r str,
    reason: &'r str,
}

/// All in seconds.
#[derive(Debug, Serialize)]
struct Seconds<'r> {
    survey: f64,
    cleaning: f64,
    decode: f64,
    passes: BTreeMap<&'r str, f64>,
    detectors: BTreeMap<&'r str, f64>,
    rules: ByRule<'r, f64>,
    sampled: u64,
}

impl<'r> Record<'r> {
    /// The record of a run that these accounts are of; `rules` is the hash of its rule files.
    pub fn new(report: &'r Report, pipeline: &'r Pipeline, rules: &'r str) -> Self {
        let mut edits: ByRule<'r, Count> = BTreeMap::new();
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
        Record {
            version: env!("CARGO_PKG_VERSION"),
            rules,
            passes: pipeline.passes().iter().map(|pass| pass.name()).collect(),
            documents: Documents::of(report),
            characters: Characters::of(report),
            edits,
            encodings: &report.encodings,
            damaged: report.damaged,
            failures: told(&report.failed),
            left: told(&report.left),
            passed_over: told(&report.skipped),
            times: Seconds::of(report, pipeline),
        }
    }
}

impl Documents {
    /// Those of a run.
    pub fn of(report: &Report) -> Self {
        let (left, failed) = (report.left.len() as u64, report.failed.len() as u64);
        Documents {
            read: report.read + failed,
            written: report.read - left,
            changed: report.changed,
            unchanged: report.unchanged,
            emptied: report.emptied,
            unsettled: report.unsettled,
            left,
            failed,
        }
    }
}

impl Characters {
    /// Those of a run.
    pub fn of(report: &Report) -> Self {
        let [read, written] = report.characters;
        let (removed, added) = report.moved();
        Characters { read, removed, added, written }
    }
}

impl<'r> Seconds<'r> {
    fn of(report: &'r Report, pipeline: &'r Pipeline) -> Self {
        let times = &report.times;
        let passes = || pipeline.passes().iter().map(|pass| pass.name()).enumerate();
        let of_pass = |index: usize| times.passes.get(index).copied().unwrap_or_default();
        let mut rules: ByRule<'r, f64> = BTreeMap::new();
        for (id, took) in times.rules() {
            let rule = pipeline.rule(id);
            rules.entry(&rule.pass).or_default().insert(&rule.id, seconds(took));
        }
        Seconds {
            survey: seconds(times.survey),
            cleaning: seconds(times.cleaning),
            decode: seconds(times.decode),
            passes: passes().map(|(i, name)| (name, seconds(of_pass(i)))).collect(),
            detectors: passes()
                .map(|(i, name)| (name, seconds(times.detector(i))))
                .filter(|(_, took)| *took > 0.0)
                .collect(),
            rules,
            sampled: times.sample.documents,
        }
    }
}

/// To the microsecond.
fn seconds(took: Duration) -> f64 {
    (took.as_secs_f64() * 1e6).round() / 1e6
}

fn told(pairs: &[(String, String)]) -> Vec<Told<'_>> {
    pairs.iter().map(|(doc, reason)| Told { doc, reason }).collect()
}
