//! `pumice test --lint`: prints what there is to find about the rules.

use super::Tested;
use crate::cli::{Exit, output};
use anyhow::Result;
use std::io::Write;

/// Prints the findings; exit 1 where there are any.
pub fn run(tested: &Tested) -> Result<Exit> {
    let findings = pumice::lint::lint(&tested.chain, &|rule| tested.has(rule));
    let mut out = output::stdout();
    let red = anstyle::AnsiColor::Red.on_default().bold();
    for finding in &findings {
        let (rule, kind) = (&finding.rule, finding.kind.name());
        writeln!(out, "{}: {} is {red}{kind}{red:#}: {}", rule.place, rule.id, finding.what)?;
        writeln!(out, "  {}", finding.advice)?;
    }
    writeln!(out, "{} rules looked at, {} findings", tested.rules().count(), findings.len())?;
    if findings.iter().any(|finding| finding.kind != pumice::lint::Kind::Needless) {
        writeln!(
            out,
            "a rule that is meant so says it: allow = {{ over-broad = \"the reason\" }}"
        )?;
    }
    out.flush()?;
    Ok(if findings.is_empty() { Exit::Done } else { Exit::Found })
}
