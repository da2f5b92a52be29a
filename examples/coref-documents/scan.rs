//! The weights of the quick scan: how much oftener two classes are neighbours in
//! damaged documents. A document it dismisses wrongly is lost, and one it passes
//! wrongly only costs time, so damaged ones weigh more: hence `CARE`.

use crate::Document;
use pumice::pass::coref::Coref;
use pumice::pass::coref::scan::{PAIRS, written};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// How much more a damaged document weighs than a sound one.
const CARE: f64 = 20.0;
/// What keeps the weights of rare pairs at zero.
const SHRINK: f64 = 0.01;
/// Weights below this many thousandths are left out.
const LEAST: i32 = 100;
const ROUNDS: usize = 30;

/// What is learned.
pub struct Learned {
    /// What the pairs of a text must weigh more than, with the sign turned.
    pub bias: f64,
    /// The weights by first and second class, in thousandths.
    pub table: BTreeMap<String, BTreeMap<String, i32>>,
}

struct Seen {
    damaged: bool,
    held_out: bool,
    /// How often each pair stands in a hundred words.
    rates: Vec<(usize, f64)>,
}

/// Learns them, and tells on standard error how well they do.
pub fn learn(coref: &Coref, documents: &[Document]) -> Learned {
    let all: Vec<Seen> = documents.par_iter().map(|d| seen(coref, d)).collect();
    let learned: Vec<&Seen> = all.iter().filter(|d| !d.held_out).collect();
    let (bias, mut weights) = fit(&learned);
    let mut table: BTreeMap<String, BTreeMap<String, i32>> = BTreeMap::new();
    for (pair, weight) in weights.iter_mut().enumerate() {
        #[allow(clippy::cast_possible_truncation)] // weights are small
        let thousandths = (*weight * 1000.0).round() as i32;
        if thousandths.abs() < LEAST {
            *weight = 0.0;
        } else if let Some((first, second)) = written(pair) {
            table.entry(first.to_owned()).or_default().insert(second, thousandths);
        }
    }
    for (name, held_out) in [("learned from", false), ("held out", true)] {
        for damaged in [true, false] {
            let set = all.iter().filter(|d| d.held_out == held_out && d.damaged == damaged);
            let (passed, rest): (Vec<_>, Vec<_>) = set.partition(|d| bias + sum(&weights, d) > 0.0);
            let (passed, all) = (passed.len(), passed.len() + rest.len());
            eprintln!("scan, {name}, damaged {damaged}: {passed} of {all} are looked at closely");
        }
    }
    Learned { bias, table }
}

impl Learned {
    /// As it stands in a rule file.
    pub fn written(&self) -> String {
        let mut text = format!("scan_bias = {:.3}\n\n[pass.coref.scan]\n", self.bias);
        for (first, seconds) in &self.table {
            let row: Vec<String> = seconds
                .iter()
                .map(|(second, weight)| match second.contains(':') {
                    true => format!("{second:?} = {weight}"),
                    false => format!("{second} = {weight}"),
                })
                .collect();
            // Writing to a string does not fail.
            let _ = writeln!(text, "{first} = {{ {} }}", row.join(", "));
        }
        text
    }
}

fn seen(coref: &Coref, document: &Document) -> Seen {
    let mut counts: BTreeMap<usize, u32> = BTreeMap::new();
    let words = coref.pairs(&document.text, |pair| *counts.entry(pair).or_insert(0) += 1);
    let words = f64::from(u32::try_from(words.max(1)).unwrap_or(u32::MAX));
    let rates = counts.into_iter().map(|(pair, n)| (pair, f64::from(n) * 100.0 / words)).collect();
    Seen { damaged: document.damaged, held_out: document.held_out, rates }
}

fn sum(weights: &[f64], document: &Seen) -> f64 {
    document.rates.iter().map(|(pair, rate)| weights[*pair] * rate).sum()
}

/// Logistic regression by Adagrad; weights that say little are drawn to zero.
fn fit(documents: &[&Seen]) -> (f64, Vec<f64>) {
    let (mut weights, mut squares) = (vec![0.0; PAIRS], vec![1e-6; PAIRS]);
    let (mut bias, mut bias_squares) = (0.0, 1e-6);
    for _ in 0..ROUNDS {
        for at in 0..documents.len() {
            // A stride without a common factor visits all, and no kind of document in a row.
            let document = documents[at * 7919 % documents.len()];
            let margin = bias + sum(&weights, document);
            let heavy = if document.damaged { CARE } else { 1.0 };
            let error = f64::from(u8::from(document.damaged)) - 1.0 / (1.0 + (-margin).exp());
            let error = error * heavy;
            bias_squares += error * error;
            bias += 0.3 * error / f64::sqrt(bias_squares);
            for (pair, rate) in &document.rates {
                let slope = error * rate;
                squares[*pair] += slope * slope;
                let step = 0.3 / f64::sqrt(squares[*pair]);
                let weight: f64 = weights[*pair] + step * slope;
                weights[*pair] = weight.signum() * (weight.abs() - step * SHRINK).max(0.0);
            }
        }
    }
    (bias, weights)
}
