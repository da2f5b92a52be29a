//! `--diff --by-rule`: what would change, grouped by rule, with the first hits
//! of each in the order of the documents.

use anstyle::{AnsiColor, Style};
use pumice::edit::RuleId;
use pumice::hit::Hit;
use pumice::pipeline::Pipeline;
use pumice::report::Report;
use pumice::report::number::counted;
use std::collections::BTreeMap;
use std::io::{self, Write};

/// Characters of an edit that are shown.
const LONGEST: usize = 200;

/// The hits to show.
pub struct ByRule {
    /// How many of each rule.
    most: usize,
    hits: BTreeMap<RuleId, Vec<(String, Hit)>>,
}

impl ByRule {
    /// None yet.
    pub fn new(most: usize) -> Self {
        ByRule { most, hits: BTreeMap::new() }
    }

    /// Adds the hits of the next document.
    pub fn add(&mut self, doc: &str, hits: Vec<Hit>) {
        for hit in hits {
            let of_rule = self.hits.entry(hit.rule).or_default();
            if of_rule.len() < self.most {
                of_rule.push((doc.to_owned(), hit));
            }
        }
    }

    /// Prints them, in the order of the chain.
    pub fn print(
        &self,
        out: &mut impl Write,
        report: &Report,
        pipeline: &Pipeline,
    ) -> io::Result<()> {
        let bold = Style::new().bold();
        for (index, (id, count)) in report.rules.iter().enumerate() {
            let rule = pipeline.rule(*id);
            let gap = if index > 0 { "\n" } else { "" };
            let edits = counted(count.edits, "edit");
            let documents = counted(count.documents, "document");
            writeln!(out, "{gap}{bold}{}: {}{bold:#} ({})", rule.pass, rule.id, rule.place)?;
            writeln!(out, "  {edits} in {documents}. {}", rule.why)?;
            for (doc, hit) in self.hits.get(id).into_iter().flatten() {
                show(out, doc, hit)?;
            }
        }
        out.flush()
    }
}

fn show(out: &mut impl Write, doc: &str, hit: &Hit) -> io::Result<()> {
    let (red, green) = (AnsiColor::Red.on_default(), AnsiColor::Green.on_default());
    let [left, before, after, right] =
        [&hit.left, &hit.before, &hit.after, &hit.right].map(|text| visible(text));
    writeln!(out, "  {doc}:{}", hit.line)?;
    writeln!(out, "    - {left}{red}{before}{red:#}{right}")?;
    writeln!(out, "    + {left}{green}{after}{green:#}{right}")
}

/// A text on one line, shortened; what can't be seen is escaped.
fn visible(text: &str) -> String {
    let mut shown = String::new();
    for (index, c) in text.chars().enumerate() {
        match c {
            _ if index == LONGEST => {
                shown.push_str("...");
                break;
            }
            '"' | '\'' | '\\' => shown.push(c),
            c => shown.extend(c.escape_debug()),
        }
    }
    shown
}
