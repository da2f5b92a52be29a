//! `pumice mine`: proposes boilerplate rules for what recurs in a corpus, as
//! TOML to review. This file holds its options and its readings; `ask` is the
//! talk with the user at a terminal.

mod ask;

use super::documents::Documents;
use super::progress::Progress;
use super::{ChainArgs, Exit, output};
use anyhow::{Context, Result, anyhow, bail};
use pumice::io::place;
use pumice::io::source::Source;
use pumice::io::write;
use pumice::mine::draft::Draft;
use pumice::mine::family::Families;
use pumice::mine::reading::{Counted, Reader};
use pumice::mine::trial::{Record, Trial};
use pumice::mine::{self, Drafted, Limits};
use pumice::pipeline::Pipeline;
use pumice::ruleset::RuleSet;
use std::io::{IsTerminal, Write};
use std::path::PathBuf;

/// Propose rules for boilerplate that recurs in a corpus, as TOML to review
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Three readings of the input. At a terminal each rule is shown with samples and \
    kept or left: y keep, n leave, e edit it first, q leave all others. Else, or with --yes, all are \
    printed."
)]
pub struct Args {
    /// Files and folders
    #[arg(value_name = "INPUT", required = true)]
    inputs: Vec<PathBuf>,
    /// The rule file to write [default: standard output]
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// In how many documents a line, or one like it, must stand
    #[arg(long, value_name = "N", default_value_t = 8)]
    documents: u32,
    /// How many rules to propose at most
    #[arg(long, value_name = "N", default_value_t = 50)]
    most: usize,
    /// Keep all that is proposed, without asking
    #[arg(long)]
    yes: bool,
    /// Overwrite FILE
    #[arg(long)]
    force: bool,
    /// No progress bar
    #[arg(short, long)]
    quiet: bool,
    #[command(flatten)]
    chain: ChainArgs,
}

/// Mines.
pub fn run(args: &Args) -> Result<Exit> {
    if let Some(path) = args.output.as_ref().filter(|path| path.exists() && !args.force) {
        bail!("{}: this file is there already; --force overwrites it", path.display());
    }
    let set = args.chain.rule_set()?;
    let pipeline = Pipeline::new(set.clone(), None)?;
    let plan = place::plan(&args.inputs, None, &args.chain.selection()?).map_err(|e| anyhow!(e))?;
    let progress = Progress::new(plan.jobs.len() * 3, args.quiet);
    let how = args.chain.reading();
    let source = Source::new(&plan.jobs, &how);
    let documents = Documents { source, hints: args.chain.hints(), progress: &progress };
    let mining = Mining { args, documents, set: &set };
    let proposals = mining.proposals(&pipeline)?;
    progress.close();
    let text = if !args.yes && is_talk(args) {
        ask::ask(&proposals, &set)?
    } else {
        mine::toml(&proposals)
    };
    if let Some(path) = &args.output {
        write::whole(path, text.as_bytes()).with_context(|| path.display().to_string())?;
    } else {
        let mut out = output::stdout();
        out.write_all(text.as_bytes())?;
        out.flush()?;
    }
    if !args.quiet {
        let kept = text.matches("[[rule]]").count();
        output::say(&format!("{} rules proposed, {kept} written", proposals.len()));
    }
    Ok(Exit::Done)
}

/// Whether there is somebody to be asked.
fn is_talk(args: &Args) -> bool {
    let shows = args.output.is_some() || std::io::stdout().is_terminal();
    std::io::stdin().is_terminal() && std::io::stderr().is_terminal() && shows
}

/// The readings of one run.
struct Mining<'a> {
    args: &'a Args,
    documents: Documents<'a>,
    set: &'a RuleSet,
}

impl Mining<'_> {
    fn proposals(&self, pipeline: &Pipeline) -> Result<Vec<Draft>> {
        let limits = Limits { documents: self.args.documents.max(2), rules: self.args.most };
        let reader = Reader::new(pipeline, limits.documents);
        let reader =
            reader.context("the pass `boilerplate` and its rule `recurring-line` are needed")?;
        let mut counted = Counted::default();
        self.documents
            .read(|doc| reader.keys(doc), |_, keys| keys.iter().for_each(|k| counted.add(k)))?;
        let mut families = Families::default();
        let sought = reader.sought(&counted);
        self.documents.read(
            |doc| reader.found(doc, &sought),
            |name, found| found.iter().for_each(|found| families.add(name, found)),
        )?;
        let drafts = mine::drafts(&families, limits);
        let trial = Trial::new(&reader, Drafted::new(&drafts, self.set)?.pass(), &drafts);
        let mut record = Record::new(drafts.len());
        self.documents.read(
            |doc| (reader.source(doc), trial.read(doc)),
            |_, (source, tried)| record.add(&source, tried),
        )?;
        Ok(mine::proposals(record.finish(&drafts), self.set, limits)?)
    }
}
