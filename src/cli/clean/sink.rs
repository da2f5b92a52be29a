//! What is kept of the documents of a run, in their order: ledger, metadata,
//! state, diff, accounts. It runs on one thread.

use super::super::output;
use super::super::progress::Progress;
use super::by_rule::ByRule;
use super::work::{Ended, Kept, push_json};
use super::{Args, untouched};
use anyhow::{Context, Result};
use pumice::document::Meta;
use pumice::io::place::{Job, Out, Plan};
use pumice::io::state::State;
use pumice::io::{side, write};
use pumice::pipeline::Pipeline;
use pumice::report::Report;
use serde::Serialize;
use std::collections::BTreeMap;
use std::fs;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// Keeps what there is to keep.
pub struct Sink<'a> {
    args: &'a Args,
    progress: &'a Progress,
    pipeline: &'a Pipeline,
    report: Report,
    by_rule: ByRule,
    ledger: Option<LineFile>,
    meta: String,
    out: Option<Out>,
    /// Hash of each output that is in place, by document.
    files: BTreeMap<String, String>,
    pending: Vec<(String, String)>,
    interrupted: bool,
}

impl<'a> Sink<'a> {
    /// A sink for a run.
    pub fn new(
        args: &'a Args,
        pipeline: &'a Pipeline,
        plan: &Plan,
        progress: &'a Progress,
    ) -> Result<Self> {
        let mut sink = Sink {
            args,
            progress,
            pipeline,
            report: Report::default(),
            by_rule: ByRule::new(args.samples),
            ledger: args.edits.as_deref().map(LineFile::create).transpose()?,
            meta: String::new(),
            out: plan.out.clone(),
            files: BTreeMap::new(),
            pending: Vec::new(),
            interrupted: false,
        };
        for (name, reason, failed) in untouched(plan) {
            if failed {
                sink.failed(name, reason.clone());
            } else {
                sink.skipped(name, reason.clone());
            }
        }
        Ok(sink)
    }

    /// What earlier runs wrote.
    pub fn state(&self) -> State {
        let path = self.side(side::STATE);
        path.map_or_else(State::default, |path| State::read(&path))
    }

    /// Takes a document's end.
    pub fn take(&mut self, job: &Job, ended: Ended) -> Result<()> {
        let name = &job.entry.name;
        match ended {
            // Others of its batch may have been finished: they are still kept.
            Ended::Stopped => {
                self.interrupted = true;
                return Ok(());
            }
            Ended::Skipped(reason) => self.skipped(name, reason),
            Ended::Failed(reason) => self.failed(name, reason),
            Ended::Done(kept) => self.keep(name, *kept)?,
        }
        self.progress.step();
        Ok(())
    }

    /// Whether the run was stopped before its last document.
    pub fn interrupted(&self) -> bool {
        self.interrupted
    }

    /// Closes all files; `plan` tells what was to be done.
    pub fn close(mut self, plan: &Plan) -> Result<Report> {
        if let Some(ledger) = self.ledger.take() {
            ledger.close()?;
        }
        if let Some(path) = self.side(side::META) {
            self.close_meta(&path)?;
        }
        if self.interrupted {
            self.note_pending()?;
        } else {
            self.close_state(plan)?;
        }
        if self.args.by_rule {
            self.by_rule.print(&mut output::stdout(), &self.report, self.pipeline)?;
        }
        Ok(self.report)
    }

    fn keep(&mut self, name: &str, kept: Kept) -> Result<()> {
        let report = &mut self.report;
        report.read += 1;
        if kept.changed {
            report.changed += 1;
        } else {
            report.unchanged += 1;
        }
        report.emptied += u64::from(kept.emptied);
        report.unsettled += u64::from(!kept.settled);
        report.damaged += kept.damaged;
        report.loss.add(&kept.loss);
        *report.encodings.entry(kept.encoding).or_default() += 1;
        report.count(&kept.trail);
        if let Some(ledger) = &mut self.ledger {
            ledger.add(&kept.ledger)?;
        }
        if !kept.meta.is_empty() {
            push_json(&mut self.meta, &MetaLine { doc: name, meta: &kept.meta });
        }
        if let Some(reason) = kept.left {
            self.progress.say(&format!("left as it was: {name}: {reason}"));
            self.report.left.push((name.to_owned(), reason));
        }
        if let Some(hash) = kept.written {
            self.wrote(name, hash)?;
        }
        self.by_rule.add(name, kept.hits);
        self.show(name, kept.changed, &kept.diff)
    }

    /// What the user asked to see of a document.
    fn show(&self, name: &str, changed: bool, diff: &str) -> Result<()> {
        if self.args.diff && !diff.is_empty() {
            let mut out = output::stdout();
            super::super::summary::write_diff(&mut out, diff)?;
            out.flush()?;
        } else if self.args.check && !self.args.diff && changed {
            let mut out = output::stdout();
            writeln!(out, "would change: {name}")?;
            out.flush()?;
        }
        Ok(())
    }

    fn failed(&mut self, name: &str, reason: String) {
        self.progress.say(&format!("failed: {name}: {reason}"));
        self.report.failed.push((name.to_owned(), reason));
    }

    fn skipped(&mut self, name: &str, reason: String) {
        self.progress.say(&format!("passed over: {name}: {reason}"));
        self.report.skipped.push((name.to_owned(), reason));
    }

    /// Notes an output, and tells the state file now and then.
    fn wrote(&mut self, name: &str, hash: String) -> Result<()> {
        self.pending.push((name.to_owned(), hash));
        if self.pending.len() >= pumice::run::BATCH {
            self.note_pending()?;
        }
        Ok(())
    }

    fn note_pending(&mut self) -> Result<()> {
        if let Some(path) = self.side(side::STATE) {
            State::read(&path).append(&self.pending).with_context(|| path.display().to_string())?;
        }
        self.files.extend(self.pending.drain(..));
        Ok(())
    }

    fn close_meta(&self, path: &Path) -> Result<()> {
        let result = if self.meta.is_empty() {
            fs::remove_file(path).or_else(|e| match e.kind() {
                std::io::ErrorKind::NotFound => Ok(()),
                _ => Err(e),
            })
        } else {
            write::whole(path, self.meta.as_bytes(), None).map(drop)
        };
        result.with_context(|| path.display().to_string())
    }

    /// Writes the state anew: what is there now, and what is left of earlier
    /// runs. Outputs whose input is gone are named, and removed with --prune.
    fn close_state(&mut self, plan: &Plan) -> Result<()> {
        let Some(path) = self.side(side::STATE) else { return Ok(()) };
        self.files.extend(self.pending.drain(..));
        let state = State::read(&path);
        let mut files = state.files().clone();
        let planned = plan.jobs.iter().map(|job| (job.entry.name.clone(), String::new()));
        let present: BTreeMap<String, String> = planned.collect();
        for name in state.gone(&present) {
            let out = self.out.as_ref().map(|out| out.path.join(name));
            let Some(out) = out.filter(|out| out.is_file()) else {
                files.remove(name);
                continue;
            };
            if self.args.prune {
                fs::remove_file(&out).with_context(|| out.display().to_string())?;
                files.remove(name);
                self.progress.say(&format!("removed: {name}: its input is gone"));
            } else {
                self.progress
                    .say(&format!("left over: {name}: its input is gone; --prune removes it"));
            }
        }
        files.extend(std::mem::take(&mut self.files));
        state.close(&files).with_context(|| path.display().to_string())
    }

    fn side(&self, name: &str) -> Option<PathBuf> {
        self.out.as_ref().map(|out| side::of_output(&out.path, out.is_folder, name))
    }
}

/// A document's line of the metadata.
#[derive(Serialize)]
struct MetaLine<'a> {
    doc: &'a str,
    #[serde(flatten)]
    meta: &'a Meta,
}

/// A file of lines that appears under its name when it is complete.
pub struct LineFile {
    path: PathBuf,
    file: BufWriter<NamedTempFile>,
}

impl LineFile {
    /// Opens it beside its later place.
    pub fn create(path: &Path) -> Result<Self> {
        let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let file = write::new_beside(folder).with_context(|| path.display().to_string())?;
        Ok(LineFile { path: path.to_owned(), file: BufWriter::new(file) })
    }

    /// Adds lines.
    pub fn add(&mut self, lines: &str) -> Result<()> {
        self.file.write_all(lines.as_bytes()).with_context(|| self.path.display().to_string())
    }

    /// Gives it its name.
    pub fn close(self) -> Result<()> {
        let context = || self.path.display().to_string();
        let file = self.file.into_inner().map_err(std::io::IntoInnerError::into_error);
        let file = file.with_context(context)?;
        file.persist(&self.path).map_err(|e| e.error).with_context(context)?;
        Ok(())
    }
}
