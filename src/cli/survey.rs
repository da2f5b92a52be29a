//! `pumice survey`: what a corpus knows that a single document doesn't. `clean`
//! takes its own survey of a folder in the same readings.

use super::progress::Progress;
use super::{ChainArgs, Exit, output};
use anyhow::{Context, Result, anyhow, bail};
use pumice::decode::{self, Hints};
use pumice::document::{Doc, Meta};
use pumice::io::place::{self, Job};
use pumice::io::write;
use pumice::pass::coref::evidence::{Collector, Evidence};
use pumice::pipeline::Pipeline;
use pumice::run;
use pumice::survey::{Survey, Surveyor};
use std::fs;
use std::path::PathBuf;

/// Take a survey of a corpus, answer another's questions, or merge surveys
#[derive(Debug, clap::Args)]
#[command(after_help = "Two readings of the input: questions, then answers. To survey parts of a \
    corpus on several machines: `survey PART -o Q` for each and merge the results; then \
    `survey PART --survey MERGED -o A` for each, and merge again.")]
pub struct Args {
    /// Files and folders; or .survey files alone, to merge them
    #[arg(value_name = "INPUT", required = true)]
    inputs: Vec<PathBuf>,
    /// The survey file to write
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
    /// No progress bar
    #[arg(short, long)]
    quiet: bool,
    #[command(flatten)]
    chain: ChainArgs,
}

/// Takes or merges.
pub fn run(args: &Args) -> Result<Exit> {
    let is_survey = |path: &PathBuf| path.extension().is_some_and(|ending| ending == "survey");
    let surveys = args.inputs.iter().filter(|path| is_survey(path)).count();
    let survey = if surveys == args.inputs.len() {
        merged(&args.inputs)?
    } else if surveys > 0 {
        bail!("merge surveys, or survey documents, but not both at once");
    } else {
        taken(args)?
    };
    let name = args.output.display();
    write::whole(&args.output, survey.write().as_bytes(), None)
        .with_context(|| name.to_string())?;
    if !args.quiet {
        let asked = &survey.evidence.asked;
        let answered = asked.values().filter(|asked| !asked.answers.is_empty()).count();
        output::say(&format!("{} questions, {answered} with answers, in {name}", asked.len()));
    }
    Ok(Exit::Done)
}

fn merged(paths: &[PathBuf]) -> Result<Survey> {
    let mut all = Survey::new(Evidence::default());
    for path in paths {
        let text = fs::read_to_string(path).with_context(|| path.display().to_string())?;
        all.merge(Survey::read(&text).map_err(|e| anyhow!("{}: {e}", path.display()))?);
    }
    Ok(all)
}

fn taken(args: &Args) -> Result<Survey> {
    let pipeline = args.chain.pipeline()?;
    let plan = place::plan(&args.inputs, None, &args.chain.selection()?).map_err(|e| anyhow!(e))?;
    let progress = Progress::new(plan.jobs.len() * 2, args.quiet);
    let mut survey = Survey::new(Evidence::default());
    if let Some(surveyor) = Surveyor::new(&pipeline) {
        let reading =
            Reading { surveyor, hints: args.chain.hints(), jobs: &plan.jobs, progress: &progress };
        let questions = match args.chain.survey()? {
            Some(given) => given.evidence.clone(),
            None => reading.questions()?,
        };
        survey = Survey::new(reading.answers(questions)?);
    }
    progress.close();
    Ok(survey)
}

/// The survey that a run of `clean` takes for itself: two readings of the
/// input, and the second only where the first has questions.
pub fn of_run(
    pipeline: &Pipeline,
    jobs: &[Job],
    hints: Hints<'static>,
    progress: &Progress,
) -> Result<Option<Survey>> {
    let Some(surveyor) = Surveyor::new(pipeline) else { return Ok(None) };
    let reading = Reading { surveyor, hints, jobs, progress };
    let questions = reading.questions()?;
    if questions.asked.is_empty() {
        return Ok(None);
    }
    Ok(Some(Survey::new(reading.answers(questions)?)))
}

/// Readings of the same documents.
struct Reading<'r> {
    surveyor: Surveyor<'r>,
    hints: Hints<'static>,
    jobs: &'r [Job],
    progress: &'r Progress,
}

impl Reading<'_> {
    fn questions(&self) -> Result<Evidence> {
        let mut all = Evidence::default();
        let ask = |job: &Job| self.with(job, |doc| self.surveyor.questions(doc));
        run::in_order(self.jobs, ask, |_, asked| {
            self.progress.step();
            all.ask(asked.unwrap_or_default());
            anyhow::Ok(())
        })?;
        Ok(all)
    }

    fn answers(&self, questions: Evidence) -> Result<Evidence> {
        let mut all = Evidence::default();
        let collector = Collector::new(questions);
        let answer = |job: &Job| self.with(job, |doc| self.surveyor.answers(doc, &collector));
        run::in_order(self.jobs, answer, |_, found| {
            self.progress.step();
            all.merge(found.unwrap_or_default());
            anyhow::Ok(())
        })?;
        all.merge(collector.finish());
        Ok(all)
    }

    /// A document's part; one that can't be read has none, and the run that
    /// cleans tells so.
    fn with<R>(&self, job: &Job, work: impl Fn(&Doc<'_>) -> R) -> Option<R> {
        let bytes = fs::read(&job.entry.path).ok()?;
        let decoded = decode::decode(&bytes, &self.hints).ok()?;
        let meta = Meta::new();
        Some(work(&Doc { name: &job.entry.name, text: &decoded.text, meta: &meta }))
    }
}
