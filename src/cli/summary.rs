//! The closing summary of a run: what became of the documents and of their
//! characters, which passes and rules changed how much, what failed, and where
//! everything is. On a terminal in bold and dim; the words say it all without.

use super::output;
use anstyle::{AnsiColor, Style};
use pumice::edit::RuleId;
use pumice::pipeline::Pipeline;
use pumice::report::number::{counted, grouped};
use pumice::report::{Report, RuleCount};
use std::fmt::Write;

/// How many documents of a kind are named again at the end.
const NAMED: usize = 10;
/// How many rules of a pass are told, those with most edits.
const RULES: usize = 8;

/// Prints the summary on standard error; `places` says where what was written is.
pub fn print(report: &Report, pipeline: &Pipeline, places: &[String]) {
    let mut text = documents(report);
    text.push_str(&table(report, pipeline));
    let (red, none) = (AnsiColor::Red.on_default(), Style::new());
    named(&mut text, (red, "failed"), report.failed.len(), told(&report.failed));
    named(&mut text, (none, "left as it was"), report.left.len(), told(&report.left));
    let emptied = report.emptied_names.iter().cloned();
    named(&mut text, (none, "empty now"), to_usize(report.emptied), emptied);
    for place in places {
        text.push('\n');
        text.push_str(place);
    }
    output::say(&text);
}

/// What became of the documents and their characters.
fn documents(report: &Report) -> String {
    let bold = Style::new().bold();
    let mut text = format!(
        "{bold}{} read: {} changed, {} unchanged, {} failed{bold:#}",
        counted(report.read, "document"),
        grouped(report.changed),
        grouped(report.unchanged),
        grouped(report.failed.len() as u64)
    );
    // Writing to a string does not fail.
    for (count, what) in [
        (report.skipped.len() as u64, "passed over"),
        (report.left.len() as u64, "left as they were"),
        (report.emptied, "empty now"),
    ] {
        if count > 0 {
            let _ = write!(text, ", {} {what}", grouped(count));
        }
    }
    let ([read, written], (removed, added)) = (report.characters, report.moved());
    if removed + added > 0 {
        let _ = write!(
            text,
            "\n{} read, {} removed, {} added: {} written",
            counted(read, "character"),
            grouped(removed),
            grouped(added),
            grouped(written)
        );
    }
    if report.unsettled > 0 {
        let _ = write!(
            text,
            "\n{} would change again if cleaned again",
            counted(report.unsettled, "document")
        );
    }
    if report.damaged > 0 {
        let _ = write!(
            text,
            "\n{} in no encoding a text, and U+FFFD now",
            counted(report.damaged, "byte")
        );
    }
    text
}

/// A line of the table: a name, and what stands in the columns.
struct Line {
    style: Style,
    name: String,
    columns: [String; 4],
}

/// Edits by pass and by rule, in the order of the chain.
fn table(report: &Report, pipeline: &Pipeline) -> String {
    if report.rules.is_empty() {
        return String::new();
    }
    let head = ["edits", "documents", "removed", "added"].map(str::to_owned);
    let dim = Style::new().dimmed();
    let mut lines = vec![Line { style: dim, name: "pass and rule".to_owned(), columns: head }];
    for pass in pipeline.passes() {
        of_pass(&mut lines, report, pipeline, pass.name());
    }
    let longest = |of: &dyn Fn(&Line) -> &str| {
        lines.iter().map(|line| of(line).chars().count()).max().unwrap_or_default()
    };
    let name_width = longest(&|line| &line.name);
    let widths = [0, 1, 2, 3].map(|i| longest(&|line| &line.columns[i]));
    let mut text = "\n".to_owned();
    for Line { style, name, columns } in &lines {
        let _ = write!(text, "\n{style}{name:<name_width$}");
        for (column, width) in columns.iter().zip(widths) {
            let _ = write!(text, "  {column:>width$}");
        }
        text.truncate(text.trim_end_matches(' ').len());
        let _ = write!(text, "{style:#}");
    }
    text.push('\n');
    text
}

/// A pass and its rules, those with most edits first.
fn of_pass(lines: &mut Vec<Line>, report: &Report, pipeline: &Pipeline, pass: &str) {
    let of_pass = |id: &RuleId| pipeline.rule(*id).pass == pass;
    let mut rules: Vec<(RuleId, RuleCount)> =
        report.rules.iter().filter(|(id, _)| of_pass(id)).map(|(id, c)| (*id, *c)).collect();
    if rules.is_empty() {
        return;
    }
    rules.sort_by_key(|(id, count)| (std::cmp::Reverse(count.edits), *id));
    let sum = |of: fn(&RuleCount) -> u64| grouped(rules.iter().map(|(_, count)| of(count)).sum());
    let (edits, removed, added) = (sum(|c| c.edits), sum(|c| c.removed), sum(|c| c.added));
    lines.push(Line {
        style: Style::new().bold(),
        name: pass.to_owned(),
        columns: [edits, String::new(), removed, added],
    });
    for (id, count) in rules.iter().take(RULES) {
        lines.push(Line {
            style: Style::new(),
            name: format!("  {}", pipeline.rule(*id).id),
            columns: [count.edits, count.documents, count.removed, count.added].map(grouped),
        });
    }
    if rules.len() > RULES {
        lines.push(Line {
            style: Style::new().dimmed(),
            name: format!("  and {}", counted((rules.len() - RULES) as u64, "more rule")),
            columns: [const { String::new() }; 4],
        });
    }
}

fn told(pairs: &[(String, String)]) -> impl Iterator<Item = String> + '_ {
    pairs.iter().map(|(name, reason)| format!("{name}: {reason}"))
}

/// The first of the documents that something happened to.
fn named(
    text: &mut String,
    (style, what): (Style, &str),
    count: usize,
    names: impl Iterator<Item = String>,
) {
    for name in names.take(NAMED) {
        let _ = write!(text, "\n{style}{what}:{style:#} {name}");
    }
    if count > NAMED {
        let _ = write!(text, "\n... and {} more", grouped((count - NAMED) as u64));
    }
}

fn to_usize(count: u64) -> usize {
    usize::try_from(count).unwrap_or(usize::MAX)
}

/// Writes a unified diff, coloured where that shows.
pub fn write_diff(out: &mut impl std::io::Write, diff: &str) -> std::io::Result<()> {
    use anstyle::AnsiColor::{Cyan, Green, Red};
    for line in diff.split_inclusive('\n') {
        let colour = match line.as_bytes() {
            [b'+', b'+', b'+', ..] | [b'-', b'-', b'-', ..] => Style::new().bold(),
            [b'+', ..] => Green.on_default(),
            [b'-', ..] => Red.on_default(),
            [b'@', ..] => Cyan.on_default(),
            _ => Style::new(),
        };
        let text = line.strip_suffix('\n').unwrap_or(line);
        writeln!(out, "{colour}{text}{colour:#}")?;
    }
    Ok(())
}
