//! The weights of the facts by which whole documents are judged. A false alarm
//! costs as much as many missed documents, because the first duty is to sound
//! text: hence `CARE`.

use crate::Document;
use pumice::pass::coref::Coref;
use pumice::pass::coref::document::{FACT_NAMES, FACTS};
use rayon::prelude::*;
use std::fmt::Write as _;
use std::path::Path;

/// How much more a sound document weighs than one with `HEAVY` intruders.
const CARE: f64 = 3.0;
const HEAVY: f64 = 20.0;
/// What keeps the weights small.
const SHRINK: f64 = 0.0001;
const ROUNDS: u32 = 20_000;

struct Seen<'a> {
    path: &'a Path,
    damaged: bool,
    held_out: bool,
    facts: [f64; FACTS],
    intruders: f64,
}

/// Learns them as one or two sets of weights see the documents, tells on standard
/// error how well they do, and returns their table.
pub fn learn(corefs: &[Coref], documents: &[Document]) -> String {
    let all: Vec<Seen<'_>> = documents
        .par_iter()
        .filter_map(|d| {
            let coref = corefs.get(usize::from(d.second)).or(corefs.first())?;
            let (facts, likely) = coref.facts(&d.text)?;
            let intruders = f64::from(u32::try_from(likely).ok()?);
            Some(Seen { path: &d.path, damaged: d.damaged, held_out: d.held_out, facts, intruders })
        })
        .collect();
    let learned: Vec<&Seen<'_>> = all.iter().filter(|d| !d.held_out).collect();
    let weights = fit(&learned);
    for (name, held_out) in [("learned from", false), ("held out", true)] {
        tell(name, all.iter().filter(|d| d.held_out == held_out), &weights);
    }
    let mut text = "[pass.coref.document]\n".to_owned();
    for (name, weight) in FACT_NAMES.iter().zip(weights) {
        // Writing to a string does not fail.
        let _ = writeln!(text, "{name} = {weight:.3}");
    }
    text
}

fn chance(weights: &[f64; FACTS], facts: &[f64; FACTS]) -> f64 {
    let sum: f64 = weights.iter().zip(facts).map(|(w, f)| w * f).sum();
    1.0 / (1.0 + (-sum).exp())
}

/// Logistic regression by gradient descent. A damaged document weighs as its intruders do.
fn fit(documents: &[&Seen<'_>]) -> [f64; FACTS] {
    let mut weights = [0.0; FACTS];
    let heavy = |d: &Seen<'_>| if d.damaged { (d.intruders / HEAVY).min(CARE) } else { CARE };
    let total: f64 = documents.iter().map(|d| heavy(d)).sum();
    for round in 0..ROUNDS {
        let rate = 2.0 / (1.0 + f64::from(round) / 4000.0);
        let mut slope = [0.0; FACTS];
        for document in documents {
            let error = f64::from(u8::from(document.damaged)) - chance(&weights, &document.facts);
            for (s, f) in slope.iter_mut().zip(document.facts) {
                *s += error * f * heavy(document) / total;
            }
        }
        for (w, s) in weights.iter_mut().zip(slope) {
            *w += rate * (s - SHRINK * *w);
        }
    }
    weights
}

/// How much of the damage is kept at each confidence, and how many sound documents are taken for damaged.
fn tell<'a>(name: &str, documents: impl Iterator<Item = &'a Seen<'a>>, weights: &[f64; FACTS]) {
    let documents: Vec<_> = documents.collect();
    let intruders: f64 = documents.iter().filter(|d| d.damaged).map(|d| d.intruders).sum();
    for least in [0.5, 0.6, 0.7, 0.8, 0.9, 0.95] {
        let taken = documents.iter().filter(|d| chance(weights, &d.facts) >= least);
        let (damaged, sound): (Vec<&&Seen<'_>>, Vec<_>) = taken.partition(|d| d.damaged);
        let kept: f64 = damaged.iter().map(|d| d.intruders).sum::<f64>() / intruders.max(1.0);
        eprintln!(
            "{name}, at {least}: {kept:.3} of the intruders, {} sound documents",
            sound.len()
        );
        if f64::abs(least - 0.7) < 0.01 {
            for document in sound {
                eprintln!("  {} {:.2?}", document.path.display(), document.facts);
            }
        }
    }
}
