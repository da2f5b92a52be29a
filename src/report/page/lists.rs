//! Lists of documents: those that lost most, and those that failed, were left,
//! emptied or passed over; and of what was lifted out of them, and how they were
//! read. Each is bounded.

use super::edits::{anchor, told};
use super::{Run, bar, text};
use crate::edit::RuleId;
use crate::least::Least;
use crate::report::number::{grouped, share};
use crate::report::{NAMED, Report, losses};
use serde::Serialize;

/// A document that lost much.
#[derive(Serialize)]
pub struct Lost {
    document: String,
    removed: String,
    share: String,
    part: String,
    rule: String,
    anchor: String,
}

/// Documents to which the same happened.
#[derive(Serialize)]
pub struct Named {
    rows: Vec<Row>,
    count: String,
    more: bool,
    reasons: bool,
}

#[derive(Serialize)]
struct Row {
    document: String,
    reason: String,
}

/// A field lifted out.
#[derive(Serialize)]
pub struct Lifted {
    name: String,
    documents: String,
    values: Vec<Value>,
    rules: Vec<Link>,
}

#[derive(Serialize)]
struct Value {
    value: String,
    document: String,
}

/// A rule, and its place on the page if it has one.
#[derive(Serialize)]
struct Link {
    id: String,
    anchor: Option<String>,
}

/// An encoding.
#[derive(Serialize)]
pub struct Encoding {
    name: &'static str,
    documents: String,
    share: String,
    part: String,
}

/// The documents of a list.
pub fn losses(run: &Run<'_>, lost: &Least<losses::Lost>) -> Vec<Lost> {
    let told = told(run);
    let row = |lost: &losses::Lost| {
        let by = lost.by.map(|(rule, _)| rule).filter(|rule| told.contains(rule));
        Lost {
            document: text::name(&lost.document),
            removed: grouped(lost.removed),
            share: share(lost.removed, lost.characters),
            part: bar::part(lost.removed, lost.characters),
            rule: by.map(|rule| run.pipeline.rule(rule).id.clone()).unwrap_or_default(),
            anchor: by.map(|rule| anchor(run, rule)).unwrap_or_default(),
        }
    };
    lost.iter().map(row).collect()
}

impl Named {
    /// Documents with what there is to say of each.
    pub fn of(list: &[(String, String)]) -> Named {
        let row = |(document, reason): &(String, String)| Row {
            document: text::name(document),
            reason: text::name(reason),
        };
        let rows = list.iter().take(NAMED).map(row).collect();
        Named::new(rows, list.len() as u64, true)
    }

    /// The emptied documents.
    pub fn emptied(report: &Report) -> Named {
        let row = |name: &String| Row { document: text::name(name), reason: String::new() };
        Named::new(report.emptied_names.iter().map(row).collect(), report.emptied, false)
    }

    /// Whether there are any.
    pub fn any(&self) -> bool {
        !self.rows.is_empty()
    }

    fn new(rows: Vec<Row>, count: u64, reasons: bool) -> Named {
        Named { more: count > rows.len() as u64, count: grouped(count), rows, reasons }
    }
}

/// What was lifted out.
pub fn lifted(run: &Run<'_>) -> Vec<Lifted> {
    let told = told(run);
    let link = |rule: &RuleId| Link {
        id: run.pipeline.rule(*rule).id.clone(),
        anchor: told.contains(rule).then(|| anchor(run, *rule)),
    };
    let fields = run.exhibits.lifted.0.iter();
    fields
        .map(|(name, field)| Lifted {
            name: text::name(name),
            documents: grouped(field.documents),
            values: field
                .values
                .iter()
                .map(|v| Value { value: text::name(&v.value), document: text::name(&v.document) })
                .collect(),
            rules: field.rules.iter().map(link).collect(),
        })
        .collect()
}

/// The encodings, the commonest first.
pub fn encodings(report: &Report) -> Vec<Encoding> {
    let all: u64 = report.encodings.values().sum();
    let mut list: Vec<(&'static str, u64)> =
        report.encodings.iter().map(|(name, count)| (*name, *count)).collect();
    list.sort_by_key(|(name, count)| (std::cmp::Reverse(*count), *name));
    let row = |(name, count): (&'static str, u64)| Encoding {
        name,
        documents: grouped(count),
        share: share(count, all),
        part: bar::part(count, all),
    };
    list.into_iter().map(row).collect()
}
