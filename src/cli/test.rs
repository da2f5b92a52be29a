//! `pumice test`: runs the cases that stand in rule files.

use super::{ChainArgs, Exit, output};
use anyhow::Result;
use pumice::case::{self, Outcome, Verdict};
use pumice::rule::Rule;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;

/// Run the cases in rule files, and name the rules that have none
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Rule files or folders of them; without any, the shipped rules are tested
    #[arg(value_name = "RULEFILE")]
    files: Vec<PathBuf>,
}

/// Runs the cases; exit 1 when one does not end as it should.
pub fn run(args: &Args) -> Result<Exit> {
    let chain = ChainArgs { rules: args.files.clone(), ..ChainArgs::default() };
    let pipeline = chain.pipeline()?;
    let names: BTreeSet<String> = chain.rule_files()?.iter().map(|s| s.name.to_string()).collect();
    let tested = |rule: &&Arc<Rule>| names.is_empty() || names.contains(&*rule.place.file);
    let mut out = output::stdout();
    let mut counts: BTreeMap<Outcome, usize> = BTreeMap::new();
    let mut untested = Vec::new();
    for rule in pipeline.rules().iter().filter(tested) {
        if rule.cases.is_empty() {
            untested.push(rule);
        }
        for verdict in case::run(rule, &pipeline) {
            *counts.entry(verdict.outcome).or_default() += 1;
            if !verdict.outcome.is_good() {
                show(&mut out, &verdict)?;
            }
        }
    }
    for rule in &untested {
        writeln!(out, "{}: {} has no cases", rule.place, rule.id)?;
    }
    let count = |outcome: Outcome| counts.get(&outcome).copied().unwrap_or(0);
    let said: Vec<String> = Outcome::ALL
        .into_iter()
        .filter(|o| count(*o) > 0 || matches!(o, Outcome::Fixed | Outcome::Kept))
        .map(|o| format!("{} {}", count(o), o.name()))
        .collect();
    writeln!(out, "{}; {} rules without cases", said.join(", "), untested.len())?;
    out.flush()?;
    let all_good = counts.keys().all(|outcome| outcome.is_good());
    Ok(if all_good { Exit::Done } else { Exit::Found })
}

fn show(out: &mut impl Write, verdict: &Verdict) -> std::io::Result<()> {
    let Verdict { rule, case, outcome, got } = verdict;
    let red = anstyle::AnsiColor::Red.on_default().bold();
    writeln!(
        out,
        "{}:{}: {} is {red}{}{red:#} ({})",
        rule.place.file,
        case.line,
        rule.id,
        outcome.name(),
        case.kind.key()
    )?;
    writeln!(out, "  text    {:?}\n  wanted  {:?}\n  got     {got:?}", case.text, case.wanted)
}
