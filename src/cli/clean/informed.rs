//! The survey that a run takes for itself, and keeps beside its output: while no
//! document has changed, the next run need not take it again.

use super::super::progress::Progress;
use super::super::survey;
use super::{Args, again};
use anyhow::{Context, Result};
use pumice::hash;
use pumice::io::parcel::Parcel;
use pumice::io::place::Plan;
use pumice::io::source::Source;
use pumice::io::{disk, side, write};
use pumice::pipeline::Pipeline;
use pumice::survey::Survey;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// The chain with a survey of the input, where none was given and a pass asks
/// for one: two readings more, the second only where there are questions. Before
/// them one to see whether there is a survey of the same documents.
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
    let kept = plan.side(side::SURVEY);
    let of = kept.as_ref().map(|_| corpus(args, &pipeline, source, &progress)).transpose()?;
    let known = kept.as_deref().zip(of.as_deref()).and_then(|(path, of)| read(path, of));
    let survey = match known {
        Some(Known { survey }) => survey,
        None => {
            let survey = survey::of_run(&pipeline, source.clone(), args.chain.hints(), &progress)?;
            if let (Some(path), Some(of), false) = (kept, of, stop.load(Ordering::Relaxed)) {
                keep(&path, &of, survey.as_ref()).with_context(|| path.display().to_string())?;
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

/// Hash of all documents, their names, and the chain that they are asked by.
fn corpus(
    args: &Args,
    pipeline: &Pipeline,
    source: &Source<'_>,
    progress: &Progress,
) -> Result<String> {
    let mut all = hash::Hasher::default();
    all.update(&again::chain(args, pipeline)?.to_le_bytes());
    let hash = |parcel: &Parcel<'_>| match parcel {
        Parcel::File(job) => hash::of_file(&job.entry.path).unwrap_or_default(),
        Parcel::Rows(rows) => hash::hash(rows.bytes()),
        Parcel::Table(batch) => hash::hash(&batch.content()),
        Parcel::End(_, fault) => fault.clone().unwrap_or_default(),
    };
    source.parcels(hash, |parcel, hash| {
        if let Parcel::File(job) | Parcel::End(job, _) = parcel {
            all.update(job.entry.name.as_bytes());
            progress.step();
        }
        all.update(hash.as_bytes());
        anyhow::Ok(())
    })?;
    Ok(all.finish())
}

/// What an earlier run knew: a survey, unless there was nothing to ask.
struct Known {
    survey: Option<Survey>,
}

/// What is kept, if it is of these documents.
fn read(path: &Path, of: &str) -> Option<Known> {
    let text = String::from_utf8(disk::read(path).ok()?).ok()?;
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
