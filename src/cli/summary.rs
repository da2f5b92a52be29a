//! The closing summary of a run: what became of the documents, and which
//! passes and rules changed how much.

use super::output;
use anstyle::Style;
use pumice::pipeline::Pipeline;
use pumice::report::{Report, RuleCount};
use std::fmt::Write;

/// How many failures are named again at the end.
const NAMED: usize = 10;

/// Prints the summary on standard error.
pub fn print(report: &Report, pipeline: &Pipeline) {
    output::say(&text(report, pipeline));
}

/// The summary.
fn text(report: &Report, pipeline: &Pipeline) -> String {
    let bold = Style::new().bold();
    let Report { read, changed, unchanged, .. } = report;
    let failed = report.failed.len();
    let mut text = format!(
        "{bold}{read} documents read: {changed} changed, {unchanged} unchanged, {failed} failed{bold:#}"
    );
    // Writing to a string does not fail.
    if !report.skipped.is_empty() {
        let _ = write!(text, ", {} passed over", report.skipped.len());
    }
    if !report.left.is_empty() {
        let _ = write!(text, ", {} left as they were", report.left.len());
    }
    if report.emptied > 0 {
        let _ = write!(text, "\n{} documents are empty now", report.emptied);
    }
    if report.unsettled > 0 {
        let _ =
            write!(text, "\n{} documents would change again if cleaned again", report.unsettled);
    }
    if report.damaged > 0 {
        let _ = write!(
            text,
            "\n{} bytes were no text in any encoding; each is now U+FFFD",
            report.damaged
        );
    }
    text.push_str(&table(report, pipeline));
    for (name, reason) in report.failed.iter().take(NAMED) {
        let _ = write!(text, "\nfailed: {name}: {reason}");
    }
    if failed > NAMED {
        let _ = write!(text, "\n... and {} more", failed - NAMED);
    }
    text
}

/// Edits by pass and by rule, in the order of the chain.
fn table(report: &Report, pipeline: &Pipeline) -> String {
    let mut text = String::new();
    let (bold, dim) = (Style::new().bold(), Style::new().dimmed());
    for pass in pipeline.passes() {
        let rules: Vec<(&str, RuleCount)> = report
            .rules
            .iter()
            .map(|(id, count)| (pipeline.rule(*id), *count))
            .filter(|(rule, _)| rule.pass == pass.name())
            .map(|(rule, count)| (rule.id.as_str(), count))
            .collect();
        if rules.is_empty() {
            continue;
        }
        let total: u64 = rules.iter().map(|(_, count)| count.edits).sum();
        let _ = write!(text, "\n{bold}{total:>9} {}{bold:#}", pass.name());
        for (rule, count) in rules {
            let _ = write!(
                text,
                "\n{:>9}   {rule} {dim}in {} documents{dim:#}",
                count.edits, count.documents
            );
        }
    }
    text
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
