//! `--against`: what a change to the rules changes. Each document is cleaned
//! twice, by the rules in force and by those named instead of them; nothing is
//! written. As with `git diff REVISION`, what is named is the old side.

use super::super::{ChainArgs, Exit, output, summary};
use super::Args;
use anyhow::{Result, anyhow, bail};
use pumice::edit::RuleId;
use pumice::io::load::{Fault, Loaded};
use pumice::io::place;
use pumice::io::source::Source;
use pumice::pipeline::Pipeline;
use pumice::report::{Report, RuleCount};
use pumice::run::{self, Done};
use pumice::trail::Trail;
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::Path;

/// A document cleaned by both chains.
struct Both {
    old: Trail,
    new: Trail,
    /// The outputs' difference; empty where there is none.
    diff: String,
}

/// Compares; exit 1 with --check where outputs differ.
pub fn run(args: &Args, against: &Path) -> Result<Exit> {
    if args.is_stdin() {
        bail!("--against compares files and folders; it can't read standard input");
    }
    let new = args.chain.pipeline()?;
    let old = ChainArgs { rules: vec![against.to_owned()], ..args.chain.clone() }.pipeline()?;
    let plan = place::plan(&args.inputs, None, &args.chain.selection()?).map_err(|e| anyhow!(e))?;
    let mut counts = [Report::default(), Report::default()];
    let (mut read, mut different, mut failed) = (0_u64, 0_u64, plan.failed.clone());
    let mut out = output::stdout();
    let reading = args.chain.reading();
    let source = Source::new(&plan.jobs, &reading).on(args.threads());
    source.each(
        |item| Some(both(args, &old, &new, Loaded::read(item, &reading)?)),
        |item, result| -> io::Result<()> {
            let Some(result) = result else { return Ok(()) };
            match result {
                Ok(both) => {
                    read += 1;
                    different += u64::from(!both.diff.is_empty());
                    counts[0].count(&both.old);
                    counts[1].count(&both.new);
                    summary::write_diff(&mut out, &both.diff)?;
                }
                Err(Fault::NoText(reason)) => skipped(&item.name(), &reason),
                Err(Fault::Failed(reason)) => failed.push((item.name(), reason)),
            }
            Ok(())
        },
    )?;
    writeln!(out, "{different} of {read} documents come out differently")?;
    write_counts(&mut out, &[(&old, &counts[0]), (&new, &counts[1])])?;
    out.flush()?;
    plan.skipped.iter().for_each(|(name, reason)| skipped(name, reason));
    for (name, reason) in &failed {
        output::say(&format!("failed: {name}: {reason}"));
    }
    let found = args.check && different > 0;
    Ok(if found || !failed.is_empty() { Exit::Found } else { Exit::Done })
}

fn skipped(name: &str, reason: &str) {
    output::say(&format!("passed over: {name}: {reason}"));
}

fn both(
    args: &Args,
    old: &Pipeline,
    new: &Pipeline,
    loaded: Result<Loaded<'_>, Fault>,
) -> Result<Both, Fault> {
    let (loaded, hints) = (loaded?, args.chain.hints());
    let old = run::clean(old, &loaded, &hints)?;
    let new = run::clean(new, &loaded, &hints)?;
    let diff = difference(&loaded.name, &old, &new);
    Ok(Both { old: old.trail, new: new.trail, diff })
}

fn difference(name: &str, old: &Done<'_>, new: &Done<'_>) -> String {
    if old.output() == new.output() {
        return String::new();
    }
    super::kept::unified(
        (&format!("against/{name}"), &format!("now/{name}")),
        old.output(),
        new.output(),
    )
}

/// The rules that do not make the same number of edits in both, in the order
/// of the new chain, then those that it lacks.
fn write_counts(out: &mut impl Write, sides: &[(&Pipeline, &Report); 2]) -> io::Result<()> {
    let [old, new] = sides.map(|(pipeline, report)| by_id(pipeline, report));
    let ids = sides[1].0.rules().iter().chain(sides[0].0.rules()).map(|rule| rule.id.as_str());
    let mut told = std::collections::BTreeSet::new();
    let ids: Vec<&str> = ids.filter(|id| told.insert(*id)).collect();
    for id in ids {
        let count = |side: &BTreeMap<&str, RuleCount>| side.get(id).copied().unwrap_or_default();
        let (a, b) = (count(&old), count(&new));
        if (a.edits, a.documents) != (b.edits, b.documents) {
            let word = match a.edits.cmp(&b.edits) {
                std::cmp::Ordering::Less => "more often",
                std::cmp::Ordering::Equal => "elsewhere",
                std::cmp::Ordering::Greater => "less often",
            };
            writeln!(
                out,
                "  {id} fires {word}: {} -> {} edits, in {} -> {} documents",
                a.edits, b.edits, a.documents, b.documents
            )?;
        }
    }
    Ok(())
}

fn by_id<'p>(pipeline: &'p Pipeline, report: &Report) -> BTreeMap<&'p str, RuleCount> {
    let named = |(id, count): (&RuleId, &RuleCount)| (pipeline.rule(*id).id.as_str(), *count);
    report.rules.iter().map(named).collect()
}
