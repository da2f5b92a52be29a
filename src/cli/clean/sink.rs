//! What is kept of the documents of a run, in their order: cleaned rows, ledger,
//! metadata, diff, accounts. It runs on one thread. Ledger, metadata and what is
//! aside appear when all documents are done, and stay as they were where a run is
//! stopped before: they are of use only whole.

use super::super::line_file::LineFile;
use super::super::output;
use super::super::progress::Progress;
use super::again::Note;
use super::aside::Aside;
use super::by_rule::ByRule;
use super::held::Held;
use super::kept::{Ended, Kept, push_json};
use super::leftover;
use super::rows::Rows;
use super::work::Worked;
use super::{Args, untouched};
use anyhow::{Context, Result};
use pumice::document::Meta;
use pumice::io::format::Format;
use pumice::io::journal::Additions;
use pumice::io::parcel::{Item, Line, Parcel};
use pumice::io::place::{Job, Plan};
use pumice::io::source::Reading;
use pumice::io::state::{Hashes, State};
use pumice::io::write::Put;
use pumice::io::{disk, side};
use pumice::ledger::AsideLine;
use pumice::pipeline::Pipeline;
use pumice::report::exhibits::Exhibits;
use pumice::report::number::counted;
use pumice::report::{NAMED, Report};
use serde::Serialize;
use std::collections::BTreeMap;
use std::io::Write;

/// Of failures in a run with an output so many are told at once; the others stand in the record.
const TOLD: usize = 20;

/// Keeps what there is to keep.
pub struct Sink<'a> {
    args: &'a Args,
    plan: &'a Plan,
    reading: &'a Reading,
    progress: &'a Progress,
    pipeline: &'a Pipeline,
    /// What earlier runs wrote.
    state: &'a State,
    /// What earlier runs worked out, and what this one adds.
    journal: Additions<'a>,
    report: Report,
    exhibits: Exhibits,
    by_rule: ByRule,
    ledger: Option<LineFile>,
    meta: Option<LineFile>,
    aside: Option<Aside>,
    /// The file of records that is being read.
    rows: Option<Open>,
    /// Outputs that hold something else than before.
    new: u64,
    /// Documents that an earlier run had done.
    again: u64,
    /// Hash of each output that is in place, by document.
    files: BTreeMap<String, Hashes>,
    /// Files of the plan that are not done yet.
    files_left: usize,
    /// Whether the run was stopped before some parcel.
    stopped: bool,
}

/// A file of records that is being read: where its rows go, and the accounts of
/// them, which count only if the file gets its name.
struct Open {
    rows: Rows,
    report: Report,
    exhibits: Exhibits,
}

impl<'a> Sink<'a> {
    /// A sink for a run.
    pub fn new(
        args: &'a Args,
        (plan, held, reading): (&'a Plan, &'a Held, &'a Reading),
        pipeline: &'a Pipeline,
        progress: &'a Progress,
    ) -> Result<Self> {
        let mut sink = Sink {
            args,
            plan,
            reading,
            progress,
            pipeline,
            state: &held.state,
            journal: Additions::new(&held.journal),
            report: Report::default(),
            exhibits: Exhibits::default(),
            by_rule: ByRule::new(args.samples),
            ledger: args.edits.as_deref().map(LineFile::new).transpose()?,
            meta: None,
            aside: plan.side(side::ASIDE).map(Aside::new),
            rows: None,
            new: 0,
            again: 0,
            files: BTreeMap::new(),
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

    /// Takes what became of a parcel's documents; `None` where the run was stopped before it.
    /// Parcels behind it may have been finished: they are still kept, but for rows, since
    /// a file of rows appears whole or not at all.
    pub fn parcel(&mut self, parcel: &Parcel<'_>, worked: Option<Worked>) -> Result<()> {
        let Some(Worked { ended, note, again }) = worked else {
            self.stopped = true;
            self.rows = None;
            return Ok(());
        };
        self.again += again;
        match note {
            Some(Note { key, text: Some(text) }) => self.journal.add(key, &text),
            Some(Note { key, text: None }) => self.journal.again(key),
            None => {}
        }
        for (item, ended) in parcel.items().zip(ended) {
            if !self.stopped || matches!(item, Item::File(_)) {
                self.take(&item, ended)?;
            }
        }
        Ok(())
    }

    fn take(&mut self, item: &Item<'_>, ended: Ended) -> Result<()> {
        let mut cleaned = None;
        match ended {
            Ended::Nothing => {}
            Ended::Skipped(reason) => self.skipped(&item.name(), reason),
            Ended::Failed(reason) => self.item_failed(item, reason)?,
            Ended::Done(mut kept) => {
                cleaned = kept.line.take();
                self.keep(item, *kept)?;
            }
        }
        match item {
            Item::File(_) => self.file_done(),
            Item::Row(line) => self.row(line, cleaned.as_deref())?,
            Item::End(job, fault) => {
                self.end(job, *fault)?;
                self.file_done();
            }
        }
        Ok(())
    }

    fn file_done(&mut self) {
        self.files_left -= 1;
        self.progress.step();
    }

    /// Writes a row: cleaned, or a blank line as it is. A failed one is aside.
    fn row(&mut self, line: &Line<'_>, cleaned: Option<&[u8]>) -> Result<()> {
        match cleaned {
            // A table's rows are there already; one whose text stays is left alone.
            Some(bytes) if line.facts.is_some() && bytes == line.bytes => Ok(()),
            Some(bytes) => self.open(line.job)?.rows.add(line.number, bytes),
            None if line.is_blank() => self.open(line.job)?.rows.add(line.number, line.bytes),
            None => Ok(()),
        }
    }

    /// The file that is being read.
    fn open(&mut self, job: &Job) -> Result<&mut Open> {
        let open = match self.rows.take() {
            Some(open) => open,
            None => Open {
                rows: Rows::of(job, self.args, self.reading)?,
                report: Report::default(),
                exhibits: Exhibits::default(),
            },
        };
        Ok(self.rows.insert(open))
    }

    /// Closes a file of rows. What was read before it broke off is kept, but a table that
    /// is broken has failed as a whole, and so has a file that is not ours to write.
    fn end(&mut self, job: &Job, fault: Option<&str>) -> Result<()> {
        let name = &job.entry.name;
        if let Some(reason) = fault {
            if self.is_table(job) {
                self.rows = None;
                return self.item_failed(&Item::File(job), reason.to_owned());
            }
            self.failed(name, reason.to_owned());
        } else {
            self.open(job)?; // it may have had no row; of one that broke off first an earlier output stays
        }
        let Some(Open { rows, report, exhibits }) = self.rows.take() else { return Ok(()) };
        match rows.close(job, self.state, self.args.force) {
            Ok(put) => {
                self.report.add(report);
                self.exhibits.merge(exhibits);
                put.into_iter().for_each(|put| self.wrote(name, put));
            }
            Err(error) if self.is_table(job) => {
                return self.item_failed(&Item::File(job), format!("{error:#}"));
            }
            Err(error) => self.failed(name, format!("{error:#}")),
        }
        Ok(())
    }

    fn is_table(&self, job: &Job) -> bool {
        self.reading.format(&job.entry.path) == Format::Table
    }

    /// A document that failed: told, and kept raw.
    fn item_failed(&mut self, item: &Item<'_>, reason: String) -> Result<()> {
        let name = item.name();
        if let (Some(ledger), Item::Row(line)) = (&mut self.ledger, item) {
            let mut text = String::new();
            push_json(&mut text, &AsideLine::new(line));
            ledger.add(text.as_bytes())?;
        }
        if let Some(aside) = &mut self.aside {
            let kept = match item {
                Item::Row(line) if line.facts.is_some() => aside.cell(line, &name, &reason),
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

    /// Closes all files, unless the run was stopped.
    pub fn close(mut self) -> Result<(Report, Exhibits)> {
        if self.interrupted() {
            return Ok((self.report, self.exhibits));
        }
        if let Some(ledger) = self.ledger.take() {
            ledger.close()?;
        }
        match (self.meta.take(), self.plan.side(side::META)) {
            (Some(meta), _) => drop(meta.close()?),
            (None, Some(path)) => {
                disk::remove_file(&path).with_context(|| path.display().to_string())?;
            }
            (None, None) => {}
        }
        if let Some(aside) = self.aside.take() {
            aside.close().context(side::ASIDE)?;
        }
        if let Some(out) = &self.plan.out {
            let how = (self.args.prune, self.progress);
            leftover::close(self.state, (out, self.plan), self.files, how)?;
            if let Err(error) = self.journal.close() {
                let lost = "the next run will do all its work anew";
                self.progress.say(&format!("{}: {error}; {lost}", side::JOURNAL));
            }
        }
        if self.args.by_rule {
            self.by_rule.print(&mut output::stdout(), &self.report, self.pipeline)?;
        }
        Ok((self.report, self.exhibits))
    }

    /// What this run found done, in words for the user, where there is an output.
    pub fn found_done(&self) -> Option<String> {
        self.plan.out.as_ref()?;
        let before = match self.again {
            0 => None,
            n => Some(format!("{} had been done by an earlier run", counted(n, "document"))),
        };
        let there = "all outputs were there already; nothing was written";
        let there = (self.new == 0 && !self.interrupted()).then(|| there.to_owned());
        let told: Vec<String> = before.into_iter().chain(there).collect();
        (!told.is_empty()).then(|| told.join("\n"))
    }

    /// Keeps a document.
    fn keep(&mut self, item: &Item<'_>, mut kept: Kept) -> Result<()> {
        let (report, exhibits) = match item {
            Item::Row(line) => {
                let open = self.open(line.job)?;
                (&mut open.report, &mut open.exhibits)
            }
            _ => (&mut self.report, &mut self.exhibits),
        };
        count(report, &kept);
        kept.exhibits.take().into_iter().for_each(|own| exhibits.merge(*own));
        let Kept { name, left, ledger, meta, hits, diff, changed, written, .. } = kept;
        if let Some(file) = &mut self.ledger {
            file.add(ledger.as_bytes())?;
        }
        self.lifted(&name, &meta)?;
        if let Some(reason) = left {
            self.progress.say(&format!("left as it was: {name}: {reason}"));
        }
        written.into_iter().for_each(|put| self.wrote(&item.name(), put));
        self.by_rule.add(&name, hits);
        self.show(&name, changed, &diff)
    }

    /// Keeps what was lifted out of a document.
    fn lifted(&mut self, name: &str, meta: &Meta) -> Result<()> {
        let Some(path) = self.plan.side(side::META).filter(|_| !meta.is_empty()) else {
            return Ok(());
        };
        let file = match self.meta.take() {
            Some(file) => file,
            None => LineFile::new(&path)?,
        };
        let mut line = String::new();
        push_json(&mut line, &MetaLine { doc: name, meta });
        self.meta.insert(file).add(line.as_bytes())
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
        let before = self.report.failed.len();
        if before < TOLD || self.aside.is_none() {
            self.progress.say(&format!("failed: {name}: {reason}"));
        } else if before == TOLD {
            self.progress.say("failed: more, which are told in the record of the run");
        }
        self.report.failed.push((name.to_owned(), reason));
    }

    fn skipped(&mut self, name: &str, reason: String) {
        self.progress.say(&format!("passed over: {name}: {reason}"));
        self.report.skipped.push((name.to_owned(), reason));
    }

    /// Notes an output.
    fn wrote(&mut self, name: &str, put: Put) {
        self.new += u64::from(put.is_new);
        self.files.insert(name.to_owned(), [put.hash].into());
    }
}

/// Counts a document in.
fn count(report: &mut Report, kept: &Kept) {
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
    report.left.extend(kept.left.iter().map(|reason| (kept.name.clone(), reason.clone())));
}

/// A document's line of the metadata.
#[derive(Serialize)]
struct MetaLine<'a> {
    doc: &'a str,
    #[serde(flatten)]
    meta: &'a Meta,
}
