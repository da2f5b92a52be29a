//! `pumice test`: runs the cases that stand in rule files. This file holds its
//! options and the plain run; `update`, `on` and `lint` are its other readings.

mod diff;
mod lint;
mod on;
mod quote;
mod update;
mod visible;

use super::{ChainArgs, Exit, output};
use anyhow::Result;
use pumice::case::{self, Outcome, Verdict};
use pumice::coverage;
use pumice::pipeline::Pipeline;
use pumice::rule::Rule;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;

/// Run the cases in rule files, and name the rules and cases that prove nothing
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Rule files or folders of them; without any, the shipped rules are tested
    #[arg(value_name = "RULEFILE")]
    files: Vec<PathBuf>,
    /// Write what `fixes` become now into the rule files as what is wanted; see the failures first
    #[arg(long, conflicts_with_all = ["on", "lint"])]
    update: bool,
    /// Run the rules over documents instead, and show how often each fires and where (repeatable)
    #[arg(long, value_name = "FILE|DIR", action = clap::ArgAction::Append)]
    on: Vec<PathBuf>,
    /// Which hits --on shows
    #[arg(long, value_name = "N", default_value_t = 1, requires = "on")]
    seed: u64,
    /// Look instead for rules that are over-broad, dead, shadowed or order-dependent; exit 1 if any
    #[arg(long, conflicts_with = "on")]
    lint: bool,
}

/// What is tested: a chain, and which of its rules.
struct Tested {
    chain: Pipeline,
    /// The user's rule files; where there are none, all rules are meant.
    files: BTreeSet<String>,
}

impl Tested {
    fn new(args: &Args) -> Result<Self> {
        let chain = ChainArgs { rules: args.files.clone(), ..ChainArgs::default() };
        let files = chain.rule_files()?.iter().map(|source| source.name.to_string()).collect();
        Ok(Tested { chain: chain.pipeline()?, files })
    }

    fn has(&self, rule: &Rule) -> bool {
        self.files.is_empty() || self.files.contains(&*rule.place.file)
    }

    fn rules(&self) -> impl Iterator<Item = &Arc<Rule>> {
        self.chain.rules().iter().filter(|rule| self.has(rule))
    }
}

/// Runs the cases; exit 1 when one does not end as it should.
pub fn run(args: &Args) -> Result<Exit> {
    let tested = Tested::new(args)?;
    if args.lint {
        return lint::run(&tested);
    }
    if !args.on.is_empty() {
        return on::run(&tested, &args.on, args.seed);
    }
    let mut out = output::stdout();
    let mut verdicts: Vec<Verdict> =
        tested.rules().flat_map(|rule| case::run(rule, &tested.chain)).collect();
    if args.update {
        update::run(&mut out, &tested, &mut verdicts)?;
    }
    for verdict in verdicts.iter().filter(|verdict| !verdict.outcome.is_good()) {
        diff::show(&mut out, verdict)?;
    }
    let uncovered = coverage(&mut out, &tested)?;
    writeln!(out, "{}; {uncovered}", counts(&verdicts))?;
    out.flush()?;
    let all_good = verdicts.iter().all(|verdict| verdict.outcome.is_good());
    Ok(if all_good { Exit::Done } else { Exit::Found })
}

/// How many cases ended how.
fn counts(verdicts: &[Verdict]) -> String {
    let mut counts: BTreeMap<Outcome, usize> = BTreeMap::new();
    verdicts.iter().for_each(|verdict| *counts.entry(verdict.outcome).or_default() += 1);
    let count = |outcome: Outcome| counts.get(&outcome).copied().unwrap_or(0);
    let said: Vec<String> = Outcome::ALL
        .into_iter()
        .filter(|o| count(*o) > 0 || matches!(o, Outcome::Fixed | Outcome::Kept))
        .map(|o| format!("{} {}", count(o), o.name()))
        .collect();
    said.join(", ")
}

/// Names what no case tries, and the cases that never reach their rule in the
/// chain; neither is a failure. Returns how many there are, in words.
fn coverage(out: &mut impl Write, tested: &Tested) -> Result<String> {
    let (mut without, mut eaten) = (0, 0);
    for rule in tested.rules() {
        if rule.cases.is_empty() {
            without += 1;
            writeln!(out, "{}: {} has no cases", rule.place, rule.id)?;
        }
        for case in coverage::reach(rule, &tested.chain).eaten {
            eaten += 1;
            let by = match case.by {
                Some(by) => format!("{} ({}) takes the text first", by.id, by.place),
                None => "no rule of the chain changes the text".to_owned(),
            };
            let file = &rule.place.file;
            writeln!(out, "{file}:{}: this case never reaches {}: {by}", case.line, rule.id)?;
        }
    }
    let said = format!("{without} rules without cases");
    Ok(if eaten > 0 { format!("{said}, {eaten} cases out of reach") } else { said })
}
