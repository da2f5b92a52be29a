//! The survey that a run takes for itself, and keeps beside its output: while no
//! document has changed, the next run need not take it again.

use super::super::corpus::Corpus;
use super::super::progress::Progress;
use super::super::survey;
use super::{Args, again};
use anyhow::{Context, Result};
use pumice::io::place::Plan;
use pumice::io::source::Source;
use pumice::io::{disk, side, write};
use pumice::pipeline::Pipeline;
use pumice::survey::Survey;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// The chain with a survey of the input, where none was given and a pass asks
/// for one: two readings more, the second only where there are questions. Where an earlier run
/// kept a survey, a reading before them sees whether it is of the same documents.
pub fn informed(
    args: &Args,
    pipeline: Pipeline,
    (plan, source): (&Plan, &Source<'_>),
    stop: &AtomicBool,
) -> Result<Pipeline> {
    // Standard input can be read but once.
    if args.chain.survey.is_some() || args.is_stdin() || !survey::is_wanted(&pipeline) {
        return Ok(pipeline);
    }
    let progress = Progress::new(source.files() * 3, args.quiet);
    let chain = again::chain(args, &pipeline)?;
    let kept = plan.side(side::SURVEY);
    let earlier = kept.as_deref().and_then(|path| disk::read(path).ok());
    let known = match earlier {
        None => None,
        Some(earlier) => {
            let mut corpus = Corpus::asked_by(chain);
            corpus.read(source, || progress.step())?;
            read(earlier, &corpus.finish())
        }
    };
    let survey = match known {
        Some(Known { survey }) => survey,
        None => {
            let mut corpus = kept.as_ref().map(|_| Corpus::asked_by(chain));
            let of_run = (source.clone(), args.chain.hints());
            let survey = survey::of_run(&pipeline, of_run, corpus.as_mut(), &progress)?;
            if let (Some(path), Some(corpus), false) = (kept, corpus, stop.load(Ordering::Relaxed))
            {
                let kept = keep(&path, &corpus.finish(), survey.as_ref());
                kept.with_context(|| path.display().to_string())?;
            }
            survey
        }
    };
    progress.close();
    Ok(match survey {
        None => pipeline,
        Some(survey) => pipeline.with_survey(Arc::new(survey)),
    })
}

/// What an earlier run knew: a survey, unless there was nothing to ask.
struct Known {
    survey: Option<Survey>,
}

/// What is kept, if it is of these documents.
fn read(kept: Vec<u8>, of: &str) -> Option<Known> {
    let text = String::from_utf8(kept).ok()?;
    let (first, survey) = text.split_once('\n')?;
    match survey {
        _ if first != of => None,
        "" => Some(Known { survey: None }),
        survey => Survey::read(survey).ok().map(|survey| Known { survey: Some(survey) }),
    }
}

fn keep(path: &Path, of: &str, survey: Option<&Survey>) -> std::io::Result<()> {
    let text = format!("{of}\n{}", survey.map(Survey::write).unwrap_or_default());
    write::whole(path, text.as_bytes()).map(drop)
}
