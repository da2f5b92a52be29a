//! The accounts as the page tells them: two sums, and a sentence or two.

use super::bar::{self, Part};
use crate::report::number::{counted, grouped, share};
use crate::report::{Report, record};
use serde::Serialize;

/// What became of the documents.
#[derive(Serialize)]
pub struct Documents {
    read: String,
    changed: String,
    unchanged: String,
    left: String,
    failed: String,
    parts: Vec<Part>,
    label: String,
}

/// What became of their characters.
#[derive(Serialize)]
pub struct Characters {
    read: String,
    removed: String,
    added: String,
    written: String,
    parts: Vec<Part>,
    label: String,
}

impl Documents {
    /// Those of a run.
    pub fn of(report: &Report) -> Documents {
        let of = record::Documents::of(report);
        // What is left is unchanged, and told by itself here.
        let unchanged = of.unchanged.saturating_sub(of.left);
        let parts = [
            (of.changed, "f-mark"),
            (unchanged, "f-soft"),
            (of.left, "f-warn"),
            (of.failed, "f-gone"),
        ];
        Documents {
            read: grouped(of.read),
            changed: grouped(of.changed),
            unchanged: grouped(unchanged),
            left: grouped(of.left),
            failed: grouped(of.failed),
            parts: bar::stack(&parts, of.read),
            label: format!("{} of the documents were changed", share(of.changed, of.read)),
        }
    }
}

impl Characters {
    /// Those of a run.
    pub fn of(report: &Report) -> Characters {
        let of = record::Characters::of(report);
        let stay = of.read.saturating_sub(of.removed);
        let parts = [(of.removed, "f-gone"), (stay, "f-soft"), (of.added, "f-come")];
        let whole = of.read.max(of.removed) + of.added;
        let label = format!(
            "{} of the characters were taken out; {} of those written were put in",
            share(of.removed, of.read),
            share(of.added, of.written)
        );
        Characters {
            read: grouped(of.read),
            removed: grouped(of.removed),
            added: grouped(of.added),
            written: grouped(of.written),
            parts: bar::stack(&parts, whole),
            label,
        }
    }
}

/// The page's title.
pub fn title(report: &Report) -> String {
    let read = record::Documents::of(report).read;
    format!("What became of {}", counted(read, "document"))
}

/// The sentences below the title.
pub fn lead(report: &Report) -> String {
    let (removed, added) = report.moved();
    let [read, written] = report.characters;
    let changed = match (report.changed, report.read) {
        (0, _) => "None was changed.".to_owned(),
        (changed, read) if changed == read => "All were changed.".to_owned(),
        (changed, read) => {
            let were = if changed == 1 { "was" } else { "were" };
            format!("{} of them, {}, {were} changed.", grouped(changed), share(changed, read))
        }
    };
    let edits: u64 = report.rules.values().map(|count| count.edits).sum();
    let moved = if edits == 0 {
        String::new()
    } else {
        format!(
            " {} took {} of the characters out and put {} in.",
            counted(edits, "edit"),
            share(removed, read),
            share(added, written)
        )
    };
    let failed = match report.failed.len() {
        0 => " Nothing failed.".to_owned(),
        failed => format!(" {} failed.", grouped(failed as u64)),
    };
    format!("{changed}{moved}{failed}")
}

/// What else there is to know of the documents.
pub fn remarks(report: &Report) -> String {
    let mut remarks = Vec::new();
    if report.emptied > 0 {
        remarks.push(format!("Of the changed, {} have no text left.", grouped(report.emptied)));
    }
    if report.unsettled > 0 {
        let unsettled = grouped(report.unsettled);
        remarks.push(format!("Cleaning them again would change {unsettled} again."));
    }
    if !report.skipped.is_empty() {
        let files = counted(report.skipped.len() as u64, "file");
        remarks.push(format!("{files} that hold no text were passed over."));
    }
    remarks.join(" ")
}

/// What could not be read as text.
pub fn damaged(report: &Report) -> String {
    match report.damaged {
        0 => "All bytes were text.".to_owned(),
        damaged => {
            format!("{} were text in none, and are U+FFFD now.", counted(damaged, "byte"))
        }
    }
}
