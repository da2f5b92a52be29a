//! Coreference damage on the page: how its gaps ended, examples, and how the
//! drift rose in the most damaged documents.

use super::bar::{self, Part, two};
use super::edits::Shown;
use super::text;
use crate::report::number::{counted, grouped, share};
use crate::report::repairs::{Drift, End, Outcomes, Repairs};
use serde::Serialize;
use std::fmt::Write;

/// All there is to show.
#[derive(Serialize)]
pub struct Repaired {
    documents: String,
    documents_are: &'static str,
    lead: String,
    witnessed: Count,
    inferred: Count,
    marked: Count,
    parts: Vec<Part>,
    label: String,
    drifts: Vec<Drawn>,
    kinds: Vec<Kind>,
}

#[derive(Serialize)]
struct Count {
    count: String,
}

/// Examples of one outcome.
#[derive(Serialize)]
struct Kind {
    title: &'static str,
    hits: Vec<Shown>,
}

/// The drift of a document, drawn in a field of 1000 by 100.
#[derive(Serialize)]
struct Drawn {
    document: String,
    intruders: String,
    most: String,
    path: String,
    points: Vec<Point>,
}

#[derive(Serialize)]
struct Point {
    x: String,
    y: String,
    end: &'static str,
}

impl Repaired {
    /// What a run found; `None` where nothing was damaged.
    pub fn of(repairs: &Repairs) -> Option<Repaired> {
        if repairs.documents == 0 {
            return None;
        }
        let [witnessed, inferred, marked] =
            [&repairs.witnessed, &repairs.inferred, &repairs.marked].map(|outcomes| outcomes.count);
        let all = witnessed + inferred + marked;
        let parts = [(witnessed, "f-come"), (inferred, "f-mark"), (marked, "f-warn")];
        let kinds = [
            ("Back from another document", &repairs.witnessed),
            ("Back by grammar", &repairs.inferred),
            ("Known to be missing", &repairs.marked),
        ];
        let kind = |(title, outcomes): (&'static str, &Outcomes)| {
            let hits: Vec<Shown> = outcomes.examples.iter().map(Shown::of).collect();
            (!hits.is_empty()).then_some(Kind { title, hits })
        };
        let count = |count: u64| Count { count: grouped(count) };
        Some(Repaired {
            documents: grouped(repairs.documents),
            documents_are: if repairs.documents == 1 {
                "damaged document"
            } else {
                "damaged documents"
            },
            lead: format!(
                "Of {} where words were lost, {} are filled again, each on evidence.",
                counted(all, "place"),
                share(witnessed + inferred, all)
            ),
            witnessed: count(witnessed),
            inferred: count(inferred),
            marked: count(marked),
            parts: bar::stack(&parts, all),
            label: format!("{} of the lost places are filled", share(witnessed + inferred, all)),
            drifts: repairs.drifts.iter().map(Drawn::of).collect(),
            kinds: kinds.into_iter().filter_map(kind).collect(),
        })
    }
}

impl Drawn {
    fn of(drift: &Drift) -> Drawn {
        let most = drift.points.iter().map(|(_, drift, _)| *drift);
        let most =
            most.chain(drift.rises.iter().map(|(_, drift)| *drift)).max().unwrap_or_default();
        let x = |at: usize| two(ratio(at, drift.length) * 1000.0);
        // The line of drift 0 lies a little above the ground, the highest below the top.
        let y = |drift: usize| two(92.0 - ratio(drift, most) * 84.0);
        let mut path = String::new();
        for (index, (at, height)) in drift.rises.iter().enumerate() {
            let (x, y) = (x(*at), y(*height));
            let (go, turn) = if index == 0 { ('M', ' ') } else { ('H', 'V') };
            // Writing to a string does not fail.
            let _ = write!(path, "{go}{x}{turn}{y}");
        }
        path += "H1000";
        let point = |(at, height, end): &(usize, usize, End)| Point {
            x: x(*at),
            y: y(*height),
            end: match end {
                End::Witnessed => "witnessed",
                End::Inferred => "inferred",
                End::Marked => "marked",
                End::Left => "left",
            },
        };
        Drawn {
            document: text::name(&drift.document),
            intruders: counted(drift.intruders.0 as u64, "intruder"),
            most: counted(most as u64, "word"),
            path,
            points: drift.points.iter().map(point).collect(),
        }
    }
}

#[allow(clippy::cast_precision_loss)] // a drawing needs no more than 52 bits
fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { (part as f64 / whole as f64).min(1.0) }
}
