//! What is kept of the documents of a run, in their order: cleaned rows, ledger,
//! metadata, state, diff, accounts. It runs on one thread.

use super::super::line_file::{LineFile, Put, Rows};
use super::super::output;
use super::super::progress::Progress;
use super::aside::Aside;
use super::by_rule::ByRule;
use super::work::{Ended, Kept, push_json};
use super::{Args, untouched};
use anyhow::{Context, Result};
use pumice::document::Meta;
use pumice::io::place::{Job, Out, Plan};
use pumice::io::source::{Item, Line, Parcel};
use pumice::io::state::State;
use pumice::io::{side, write};
use pumice::ledger::AsideLine;
use pumice::pipeline::Pipeline;
use pumice::report::{NAMED, Report};
use serde::Serialize;
use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Outputs after which the state is told.
const BATCH: usize = 256;

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
    /// What earlier runs wrote.
    state: State,
    aside: Option<Aside>,
    /// The cleaned rows of the file of records that is being read.
    rows: Option<Rows>,
    /// Outputs that hold something else than before.
    new: u64,
    /// Hash of each output that is in place, by document.
    files: BTreeMap<String, String>,
    pending: Vec<(String, String)>,
    /// Files of the plan that are not done yet.
    files_left: usize,
    /// Whether the run was stopped before some parcel.
    stopped: bool,
}

impl<'a> Sink<'a> {
    /// A sink for a run.
    pub fn new(
        args: &'a Args,
        pipeline: &'a Pipeline,
        plan: &Plan,
        progress: &'a Progress,
    ) -> Result<Self> {
        let side = |name| plan.out.as_ref().map(|o| side::of_output(&o.path, o.is_folder, name));
        let mut sink = Sink {
            state: side(side::STATE).map_or_else(State::default, |path| State::read(&path)),
            aside: side(side::ASIDE).map(Aside::new),
            rows: None,
            new: 0,
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
            files_left: plan.jobs.len(),
            stopped: false,
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
    pub fn state(&self) -> &State {
        &self.state
    }

    /// Takes what became of a parcel's documents; `None` where the run was stopped before it.
    /// Parcels behind it may have been finished: they are still kept, but for rows, since
    /// a file of rows appears whole or not at all.
    pub fn parcel(&mut self, parcel: &Parcel<'_>, ended: Option<Vec<Ended>>) -> Result<()> {
        if ended.is_none() {
            self.stopped = true;
            self.rows = None;
        }
        for (item, ended) in parcel.items().zip(ended.unwrap_or_default()) {
            if !self.stopped || matches!(item, Item::File(_)) {
                self.take(&item, ended)?;
            }
        }
        Ok(())
    }

    fn take(&mut self, item: &Item<'_>, ended: Ended) -> Result<()> {
        let mut out = None;
        match ended {
            Ended::Nothing => {}
            Ended::Skipped(reason) => self.skipped(&item.name(), reason),
            Ended::Failed(reason) => self.item_failed(item, reason)?,
            Ended::Done(mut kept) => {
                out = kept.line.take();
                self.keep(&item.name(), *kept)?;
            }
        }
        match item {
            Item::File(_) => self.file_done(),
            Item::Row(line) => self.row(line, out.as_deref())?,
            Item::End(job, fault) => {
                self.end(job, *fault)?;
                self.file_done();
            }
        }
        Ok(())
    }

    /// Writes a row: cleaned, or a blank line as it is. A failed one is aside.
    fn row(&mut self, line: &Line<'_>, cleaned: Option<&[u8]>) -> Result<()> {
        let bytes = match cleaned {
            Some(bytes) => bytes,
            None if line.is_blank() => line.bytes,
            None => return Ok(()),
        };
        let context = || line.job.entry.name.clone();
        self.open_rows(line.job)?.add(bytes).with_context(context)
    }

    /// Where the rows of a file go.
    fn open_rows(&mut self, job: &Job) -> Result<&mut Rows> {
        let rows = match self.rows.take() {
            Some(rows) => rows,
            None => self.new_rows(job)?,
        };
        Ok(self.rows.insert(rows))
    }

    fn file_done(&mut self) {
        self.files_left -= 1;
        self.progress.step();
    }

    fn new_rows(&self, job: &Job) -> Result<Rows> {
        match &job.out {
            Some(out) => Rows::file(out).with_context(|| out.display().to_string()),
            None if self.args.is_stdin() && !self.args.only_looks() => {
                Ok(Rows::Stdout(io::BufWriter::new(io::stdout().lock())))
            }
            None => Ok(Rows::Nowhere),
        }
    }

    /// Closes a file of rows. What was read before it broke off is kept.
    fn end(&mut self, job: &Job, fault: Option<&str>) -> Result<()> {
        let name = &job.entry.name;
        if let Some(reason) = fault {
            self.failed(name, reason.to_owned());
        }
        self.open_rows(job)?;
        let state = (!self.args.force).then_some(&self.state);
        let put = self.rows.take().map(|rows| rows.close(name, &job.entry.path, state));
        match put.transpose() {
            Ok(put) => put.flatten().map_or(Ok(()), |put| self.wrote(name, put))?,
            Err(error) => self.failed(name, format!("{error:#}")),
        }
        Ok(())
    }

    /// A document that failed: told, and kept raw.
    fn item_failed(&mut self, item: &Item<'_>, reason: String) -> Result<()> {
        let name = item.name();
        if let (Some(ledger), Item::Row(line)) = (&mut self.ledger, item) {
            let mut text = String::new();
            push_json(&mut text, &AsideLine::new(line));
            ledger.add(&text)?;
        }
        if let Some(aside) = &mut self.aside {
            let kept = match item {
                Item::Row(line) => aside.row(&name, &line.job.entry.below, line.bytes, &reason),
                Item::File(job) => aside.file(&name, &job.entry.below, &job.entry.path, &reason),
                Item::End(..) => Ok(()),
            };
            kept.context(side::ASIDE)?;
        }
        self.failed(&name, reason);
        Ok(())
    }

    /// Whether the run was stopped before its last document.
    pub fn interrupted(&self) -> bool {
        self.files_left > 0
    }

    /// Closes all files; `plan` tells what was to be done.
    pub fn close(mut self, plan: &Plan) -> Result<Report> {
        if let Some(ledger) = self.ledger.take() {
            ledger.close()?;
        }
        if let Some(path) = self.side(side::META) {
            self.close_meta(&path)?;
        }
        if let Some(aside) = self.aside.take() {
            aside.close().context(side::ASIDE)?;
        }
        if self.interrupted() {
            self.note_pending()?;
        } else {
            self.close_state(plan)?;
        }
        if self.args.by_rule {
            self.by_rule.print(&mut output::stdout(), &self.report, self.pipeline)?;
        }
        Ok(self.report)
    }

    /// How many outputs hold something else than before the run; `None` where none was written.
    pub fn new_outputs(&self) -> Option<u64> {
        self.out.as_ref().map(|_| self.new)
    }

    /// Keeps a document; `file` is the name that its output has.
    fn keep(&mut self, file: &str, kept: Kept) -> Result<()> {
        let name = kept.name.as_str();
        let report = &mut self.report;
        report.read += 1;
        if kept.changed {
            report.changed += 1;
        } else {
            report.unchanged += 1;
        }
        report.emptied += u64::from(kept.emptied);
        if kept.emptied && report.emptied_names.len() < NAMED {
            report.emptied_names.push(kept.name.clone());
        }
        report.unsettled += u64::from(!kept.settled);
        report.damaged += kept.damaged;
        for (sum, characters) in report.characters.iter_mut().zip(kept.characters) {
            *sum += characters;
        }
        report.loss.add(&kept.loss);
        report.times.add(&kept.times);
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
        if let Some(put) = kept.written {
            self.wrote(file, put)?;
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
    fn wrote(&mut self, name: &str, put: Put) -> Result<()> {
        self.new += u64::from(put.is_new);
        self.pending.push((name.to_owned(), put.hash));
        if self.pending.len() >= BATCH {
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
