//! Where to find what a run wrote, for the end of its summary.

use super::Args;
use pumice::io::place::Plan;
use pumice::io::side;
use pumice::report::Report;
use std::path::Path;

/// A line for the output and one for each file beside it.
pub fn told(args: &Args, plan: &Plan, report: &Report) -> Vec<String> {
    let mut lines = Vec::new();
    let mut tell = |what: &str, path: &Path| lines.push(format!("{what:<16} {}", path.display()));
    if let Some(out) = &plan.out {
        let side = |name| side::of_output(&out.path, out.is_folder, name);
        tell("written to", &out.path);
        tell("run record", &side(side::RUN));
        if side(side::META).exists() {
            tell("lifted metadata", &side(side::META));
        }
        if !report.failed.is_empty() {
            tell("failed, raw", &side(side::ASIDE));
        }
    }
    if let Some(ledger) = &args.edits {
        tell("ledger", ledger);
    }
    if let Some(page) = &args.report {
        tell("report", page);
    }
    lines
}
