//! `pumice clean`: the main verb. This file holds its options and the course
//! of a run; `work` is what happens to one document, `sink` what is kept of it.

mod again;
mod against;
mod aside;
mod by_rule;
mod formats;
mod held;
mod informed;
mod kept;
mod leftover;
mod page;
mod places;
mod record;
mod rows;
mod sink;
mod stdin;
mod targets;
mod tolerate;
mod work;

use super::progress::Progress;
use super::{ChainArgs, Exit, summary};
use anyhow::{Result, anyhow, bail};
use held::Held;
use informed::informed;
use kept::Keeper;
use pumice::io::format::Format;
use pumice::io::place::{self, Plan};
use pumice::io::source::Source;
use pumice::pipeline::Pipeline;
use pumice::report::Report;
use pumice::report::page::Run;
use pumice::report::record::Record;
use sink::Sink;
use std::mem::ManuallyDrop;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Instant;
use tolerate::Tolerate;
use work::Worker;

/// Clean documents: files, folders, or `-` for standard input to standard output
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Files and folders to clean; `-` reads standard input
    #[arg(value_name = "INPUT")]
    inputs: Vec<PathBuf>,
    /// Where the cleaned documents go: a folder, or a file for a single file
    #[arg(short, long, value_name = "OUT")]
    output: Option<PathBuf>,
    /// Write the ledger: every edit of the run, as JSON Lines
    #[arg(long, value_name = "FILE.jsonl")]
    edits: Option<PathBuf>,
    /// Write a report to look at: one page of HTML that needs no network
    #[arg(long, value_name = "FILE.html")]
    report: Option<PathBuf>,
    /// Show what would change as a unified diff; write nothing
    #[arg(long)]
    diff: bool,
    /// With --diff: group what would change by rule, with the first hits of each
    #[arg(long, requires = "diff")]
    by_rule: bool,
    /// How many hits --by-rule shows of each rule
    #[arg(long, value_name = "N", default_value_t = 5, requires = "by_rule")]
    samples: usize,
    /// Compare with the output that these rules give instead of those in force, and tell
    /// which rules fire more or less often; write nothing. As in `git diff OLD`, lines
    /// with - are what these rules give. With --check, exit 1 if any document differs
    #[arg(long, value_name = "FILE|DIR", conflicts_with_all = ["output", "edits", "by_rule", "report"])]
    against: Option<PathBuf>,
    /// Write nothing; exit 1 if anything would change
    #[arg(long)]
    check: bool,
    /// Write nothing; show the summary
    #[arg(long)]
    dry_run: bool,
    /// Overwrite files that pumice did not write
    #[arg(long)]
    force: bool,
    /// Remove outputs of earlier runs whose input is gone
    #[arg(long)]
    prune: bool,
    /// Touch this file when all is done: a target for make
    #[arg(long, value_name = "FILE")]
    stamp: Option<PathBuf>,
    /// Write what the output depends on, as a rule for make
    #[arg(long, value_name = "FILE")]
    depfile: Option<PathBuf>,
    /// Exit 0 though so many documents (or so many per cent) failed or were left
    #[arg(long, value_name = "N|N%")]
    tolerate: Option<Tolerate>,
    /// Threads; the output is the same for any number [default: all cores]
    #[arg(long, value_name = "N")]
    jobs: Option<usize>,
    /// No progress bar and no summary; failures are still told
    #[arg(short, long)]
    quiet: bool,
    #[command(flatten)]
    chain: ChainArgs,
}

impl Args {
    /// Whether no input was named.
    pub fn has_no_input(&self) -> bool {
        self.inputs.is_empty()
    }

    /// Whether the run writes no documents.
    fn only_looks(&self) -> bool {
        self.diff || self.check || self.dry_run
    }

    /// How a run with this outcome ends.
    fn exit(&self, report: &Report) -> Exit {
        let amiss = report.failed.len() + report.left.len();
        let documents = report.failed.len() as u64 + report.read;
        let tolerated =
            self.tolerate.is_some_and(|tolerate| tolerate.allows(amiss as u64, documents));
        let found = self.check && report.changed > 0;
        if found || (amiss > 0 && !tolerated) { Exit::Found } else { Exit::Done }
    }

    /// What is to be kept of a document.
    fn keeper<'a>(&'a self, pipeline: &'a Pipeline) -> Keeper<'a> {
        Keeper {
            pipeline,
            field: &self.chain.text_field,
            ledger: self.edits.is_some(),
            diff: self.diff && !self.by_rule,
            report: self.report.is_some(),
            samples: if self.by_rule { self.samples } else { 0 },
        }
    }

    /// On how many threads documents are worked on.
    fn threads(&self) -> usize {
        self.jobs.unwrap_or_else(|| thread::available_parallelism().map_or(1, usize::from))
    }

    fn is_stdin(&self) -> bool {
        self.inputs.is_empty() || self.inputs.iter().any(|path| path.as_os_str() == "-")
    }
}

/// Cleans all inputs.
pub fn run(args: &Args) -> Result<Exit> {
    if let Some(against) = &args.against {
        return against::run(args, against);
    }
    if args.is_stdin() && args.inputs.len() > 1 {
        bail!("`-` can't be read together with other inputs");
    }
    let reading = args.chain.reading();
    if args.is_stdin() {
        match reading.format {
            Some(Format::Rows) => {}
            Some(Format::Table) => bail!("a table is read from its end; name the file, not `-`"),
            Some(Format::Text) | None => return stdin::run(args),
        }
    }
    let pipeline = args.chain.pipeline()?;
    let plan = planned(args)?;
    formats::check(&plan, &reading)?;
    let held = Held::take(&plan)?;
    let stop = stop_flag()?;
    let source = Source::new(&plan.jobs, &reading).on(args.threads()).until(&stop);
    let start = Instant::now();
    // The program ends with the run: to free all rules one by one would take a small one longer.
    let pipeline = ManuallyDrop::new(informed(args, pipeline, (&plan, &source), &stop)?);
    let survey = start.elapsed();
    let progress = Progress::new(plan.jobs.len(), args.quiet);
    let mut sink = Sink::new(args, (&plan, &held, &reading), &pipeline, &progress)?;
    let worker = Worker::new(args, &pipeline, &reading, &held)?;
    source.parcels(
        |parcel| (!stop.load(Ordering::Relaxed)).then(|| worker.parcel(parcel)),
        |parcel, worked| sink.parcel(&parcel, worked),
    )?;
    held.is_there()?;
    let (interrupted, found) = (sink.interrupted(), sink.found_done());
    let (mut report, exhibits) = sink.close()?;
    progress.close();
    (report.times.survey, report.times.cleaning) = (survey, start.elapsed().saturating_sub(survey));
    balanced(&report)?;
    if !interrupted {
        let rules = record::fingerprint(args)?;
        if let Some(out) = &plan.out {
            record::write(out, &Record::new(&report, &pipeline, &rules))?;
        }
        if let Some(path) = &args.report {
            let (report, pipeline, exhibits) = (&report, &pipeline, &exhibits);
            page::write(path, &Run { report, pipeline, exhibits, rules: &rules })?;
        }
    }
    // A filter says nothing, unless it is asked to.
    if !args.quiet && (!args.is_stdin() || args.only_looks()) {
        summary::print(&report, &pipeline, &places::told(args, &plan, &report));
        found.iter().for_each(|found| super::output::say(found));
    }
    let excess = pipeline.limits().corpus_excess(&report.loss);
    if let Some(excess) = &excess {
        super::output::error(&format!("all documents together: {}", excess.told(&pipeline)));
    }
    if interrupted {
        super::output::say("stopped; the same command goes on from here");
        return Ok(Exit::Interrupted);
    }
    let exit = if excess.is_some() { Exit::Found } else { args.exit(&report) };
    if exit == Exit::Done {
        targets::write(args, &plan)?;
    }
    Ok(exit)
}

/// What there is to do; the error is wrong usage.
fn planned(args: &Args) -> Result<Plan> {
    let output = args.output.as_deref().filter(|_| !args.only_looks());
    let plan = if args.is_stdin() {
        place::of_stdin(output)
    } else {
        if args.output.is_none() && !args.only_looks() {
            bail!("name an output with -o, or use --diff, --check or --dry-run to write nothing");
        }
        place::plan(&args.inputs, output, &args.chain.selection()?).map_err(|e| anyhow!(e))?
    };
    for path in [&args.edits, &args.report, &args.stamp, &args.depfile].into_iter().flatten() {
        plan.refuse_as_side_file(path).map_err(|e| anyhow!(e))?;
    }
    Ok(plan)
}

/// Sees that no character is unaccounted for.
fn balanced(report: &Report) -> Result<()> {
    let imbalance = report.imbalance();
    if imbalance != 0 {
        bail!("the accounts don't balance by {imbalance} characters; please report it");
    }
    Ok(())
}

/// A flag that Ctrl-C raises; a second Ctrl-C ends the program at once.
fn stop_flag() -> Result<Arc<AtomicBool>> {
    let stop = Arc::new(AtomicBool::new(false));
    let raised = stop.clone();
    ctrlc::set_handler(move || {
        if raised.swap(true, Ordering::Relaxed) {
            std::process::exit(130);
        }
        super::output::say("stopping; the documents being worked on are finished first");
    })?;
    Ok(stop)
}

/// How many documents the plan could not look at or passed over.
fn untouched(plan: &Plan) -> impl Iterator<Item = (&String, &String, bool)> {
    let failed = plan.failed.iter().map(|(name, reason)| (name, reason, true));
    failed.chain(plan.skipped.iter().map(|(name, reason)| (name, reason, false)))
}
