//! `pumice survey`: what a corpus knows that a single document doesn't. `clean`
//! takes its own survey of a folder in the same readings.

use super::progress::Progress;
use super::{ChainArgs, Exit, output};
use anyhow::{Context, Result, anyhow, bail};
use pumice::decode::Hints;
use pumice::document::Doc;
use pumice::io::load::Loaded;
use pumice::io::place;
use pumice::io::source::{Item, Source};
use pumice::io::write;
use pumice::pass::coref::evidence::{Collector, Evidence};
use pumice::pipeline::Pipeline;
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
    write::whole(&args.output, survey.write().as_bytes()).with_context(|| name.to_string())?;
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
        let how = args.chain.reading();
        let source = Source::new(&plan.jobs, &how);
        let reading = Readings { surveyor, hints: args.chain.hints(), source, progress: &progress };
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
    source: Source<'_>,
    hints: Hints<'static>,
    progress: &Progress,
) -> Result<Option<Survey>> {
    let Some(surveyor) = Surveyor::new(pipeline) else { return Ok(None) };
    let reading = Readings { surveyor, hints, source, progress };
    let questions = reading.questions()?;
    if questions.asked.is_empty() {
        return Ok(None);
    }
    Ok(Some(Survey::new(reading.answers(questions)?)))
}

/// Readings of the same documents.
struct Readings<'r> {
    surveyor: Surveyor<'r>,
    hints: Hints<'static>,
    source: Source<'r>,
    progress: &'r Progress,
}

impl Readings<'_> {
    fn questions(&self) -> Result<Evidence> {
        let mut all = Evidence::default();
        let ask = |item: &Item<'_>| self.with(item, |doc| self.surveyor.questions(doc));
        self.in_order(ask, |asked| all.ask(asked))?;
        Ok(all)
    }

    fn answers(&self, questions: Evidence) -> Result<Evidence> {
        let mut all = Evidence::default();
        let collector = Collector::new(questions);
        let answer =
            |item: &Item<'_>| self.with(item, |doc| self.surveyor.answers(doc, &collector));
        self.in_order(answer, |found| all.merge(found))?;
        all.merge(collector.finish());
        Ok(all)
    }

    fn in_order<R: Send>(
        &self,
        work: impl Fn(&Item<'_>) -> Option<R> + Sync,
        mut out: impl FnMut(R),
    ) -> Result<()> {
        self.source.each(work, |item, found| {
            if !matches!(item, Item::Row(_)) {
                self.progress.step();
            }
            found.into_iter().for_each(&mut out);
            anyhow::Ok(())
        })
    }

    /// A document's part; one that can't be read has none, and the run that
    /// cleans tells so.
    fn with<R>(&self, item: &Item<'_>, work: impl Fn(&Doc<'_>) -> R) -> Option<R> {
        let loaded = Loaded::read(item, self.source.reading())?.ok()?;
        let decoded = loaded.decode(&self.hints).ok()?;
        Some(work(&Doc { name: &loaded.name, text: &decoded.text, meta: &loaded.meta }))
    }
}
