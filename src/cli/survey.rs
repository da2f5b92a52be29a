//! `pumice survey`: what a corpus knows that a single document doesn't. `clean`
//! takes its own survey of a folder in the same readings.

use super::corpus::Corpus;
use super::documents::Documents;
use super::progress::Progress;
use super::{ChainArgs, Exit, output};
use anyhow::{Context, Result, anyhow, bail};
use pumice::decode::Hints;
use pumice::io::place;
use pumice::io::source::Source;
use pumice::io::write;
use pumice::pipeline::Pipeline;
use pumice::survey::kept::KeptLines;
use pumice::survey::{Survey, Surveyor, Wanted};
use std::borrow::Cow;
use std::fs;
use std::path::PathBuf;

/// Take a survey of a corpus, answer another's questions, or merge surveys
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Two readings of the input: in the first it asks and counts, in the second it \
    answers. To survey parts of a corpus on several machines: `survey PART -o Q` for each and merge \
    the results; then `survey PART --survey MERGED -o A` for each, and merge again."
)]
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
        let recurring = &survey.recurring;
        output::say(&format!(
            "{} questions, {answered} with answers; {} lines that recur, in {} sources; in {name}",
            asked.len(),
            recurring.lines.len(),
            recurring.sources.len(),
        ));
    }
    Ok(Exit::Done)
}

fn merged(paths: &[PathBuf]) -> Result<Survey> {
    let mut all = Survey::default();
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
    let mut survey = Survey::default();
    if let Some(surveyor) = Surveyor::new(&pipeline) {
        let how = args.chain.reading();
        let source = Source::new(&plan.jobs, &how);
        let documents = Documents { source, hints: args.chain.hints(), progress: &progress };
        let reading = Readings { surveyor, documents };
        let given = args.chain.survey()?;
        let (questions, kept) = match &given {
            Some(given) => (Cow::Borrowed(&**given), KeptLines::nothing()),
            None => reading.questions(None).map(|(asked, kept)| (Cow::Owned(asked), kept))?,
        };
        survey = reading.answers(&questions, kept, reading.surveyor.wanted(&questions))?;
        // The counts of a survey that was given are of other parts too: merged
        // with theirs, they would count every document again.
        if let Cow::Owned(questions) = questions {
            survey.counts = questions.counts;
        }
    }
    progress.close();
    Ok(survey)
}

/// Whether a pass of a chain asks anything of a corpus.
pub fn is_wanted(pipeline: &Pipeline) -> bool {
    Surveyor::new(pipeline).is_some()
}

/// The survey that a run of `clean` takes for itself: two readings of the
/// input, of the first of which the corpus is hashed too, and the second only where the first has anything to ask that it can't tell itself.
pub fn of_run(
    pipeline: &Pipeline,
    (source, hints): (Source<'_>, Hints<'static>),
    corpus: Option<&mut Corpus>,
    progress: &Progress,
) -> Result<Option<Survey>> {
    let Some(surveyor) = Surveyor::new(pipeline) else { return Ok(None) };
    let reading = Readings { surveyor, documents: Documents { source, hints, progress } };
    let (questions, kept) = reading.questions(corpus)?;
    let wanted = reading.surveyor.wanted(&questions);
    // Where there are questions, the passes are to know how common damage is, answered or not.
    let survey = if wanted.is_nothing() && questions.evidence.asked.is_empty() {
        Survey::default()
    } else {
        reading.answers(&questions, kept, wanted)?
    };
    Ok(Some(survey.with_looks_of(questions)))
}

/// Readings of the same documents.
struct Readings<'r> {
    surveyor: Surveyor<'r>,
    documents: Documents<'r>,
}

impl Readings<'_> {
    /// The first reading: what documents ask, and their lines' counts, with the lines.
    fn questions(&self, corpus: Option<&mut Corpus>) -> Result<(Survey, KeptLines)> {
        let (mut survey, mut kept) = (Survey::default(), KeptLines::default());
        let is_whole = self.documents.read_hashed(
            corpus,
            |doc| self.surveyor.ask(doc),
            |name, asked| asked.add_to(&mut survey, &mut kept, name),
        )?;
        if !is_whole {
            survey.forget_names();
        }
        Ok((survey, kept))
    }

    /// The answers, with the questions: by a second reading, where the lines that were kept leave
    /// anything to read for.
    fn answers(
        &self,
        questions: &Survey,
        kept: KeptLines,
        mut wanted: Wanted<'_>,
    ) -> Result<Survey> {
        let mut survey = Survey::of(questions.evidence.clone());
        survey.damage = questions.damage;
        self.surveyor.recall(kept, &mut wanted, &mut survey);
        if wanted.is_nothing() {
            return Ok(survey);
        }
        self.documents.read(
            |doc| self.surveyor.answer(doc, &wanted),
            |name, answered| answered.add_to(&mut survey, name),
        )?;
        Ok(survey)
    }
}
