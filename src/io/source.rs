//! The documents of a run, whatever they lie in: whole files, and the rows of
//! files of records and tables. They are read in the order of the plan, a parcel at a
//! time, and worked on over all cores.

use super::disk::{self, Watched};
use super::flow::{self, Feed, Stopped};
use super::format::Format;
use super::input;
use super::load::{Fault, Loaded};
use super::packed::{self, Ratio};
use super::parcel::{Item, Line, Parcel, Spare, Stretch, read_line};
use super::place::Job;
use super::table::{self, Batch, Cells, Facts};
use crate::row::Fields;
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

/// How files are to be read.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// What all files hold, where the user says so; else their endings do.
    pub format: Option<Format>,
    /// Which fields of a record matter.
    pub fields: Fields,
    /// How packed files may unpack.
    pub ratio: Ratio,
}

/// The documents that are to be read, and how.
#[derive(Clone, Debug)]
pub struct Source<'j> {
    jobs: &'j [Job],
    reading: &'j Reading,
    threads: usize,
    stop: &'j AtomicBool,
    spare: Arc<Spare>,
}

impl Reading {
    /// What a file holds.
    pub fn format(&self, path: &Path) -> Format {
        self.format.unwrap_or_else(|| Format::of_name(path))
    }
}

impl<'j> Source<'j> {
    /// All documents of these jobs, over all cores.
    pub fn new(jobs: &'j [Job], reading: &'j Reading) -> Self {
        static NEVER: AtomicBool = AtomicBool::new(false);
        let threads = thread::available_parallelism().map_or(1, usize::from);
        Source { jobs, reading, threads, stop: &NEVER, spare: Arc::default() }
    }

    /// On so many threads; the results are the same for any number.
    #[must_use]
    pub fn on(self, threads: usize) -> Self {
        Source { threads, ..self }
    }

    /// Until this is set: nothing more is read then.
    #[must_use]
    pub fn until(self, stop: &'j AtomicBool) -> Self {
        Source { stop, ..self }
    }

    /// How many files there are.
    pub fn files(&self) -> usize {
        self.jobs.len()
    }

    /// How the files are read.
    pub fn reading(&self) -> &'j Reading {
        self.reading
    }

    /// Works on all documents in parallel, and hands the results over in order,
    /// until `out` fails.
    pub fn each<R: Send, E>(
        &self,
        work: impl Fn(&Item<'_>) -> R + Sync,
        mut out: impl FnMut(&Item<'_>, R) -> Result<(), E>,
    ) -> Result<(), E> {
        self.parcels(
            |parcel| parcel.items().map(|item| work(&item)).collect::<Vec<R>>(),
            |parcel, results| {
                parcel.items().zip(results).try_for_each(|(item, result)| out(&item, result))
            },
        )
    }

    /// The same, a parcel at a time.
    pub fn parcels<R: Send, E>(
        &self,
        work: impl Fn(&Parcel<'j>) -> R + Sync,
        out: impl FnMut(Parcel<'j>, R) -> Result<(), E>,
    ) -> Result<(), E> {
        let read = |feed: &Feed<'_, Parcel<'j>, R>| {
            // Who stops it knows why.
            let _ = self.read(feed);
        };
        // What was read and not begun is left undone too, so that a run that is stopped ends soon.
        let work = |parcel: &Parcel<'j>| (!self.stop.load(Ordering::Relaxed)).then(|| work(parcel));
        flow::in_order(self.threads, read, work, out)
    }

    fn read<R>(&self, feed: &Feed<'_, Parcel<'j>, R>) -> Result<(), Stopped> {
        for job in self.jobs {
            match self.reading.format(&job.entry.path) {
                Format::Text => {
                    let weight = disk::metadata(&job.entry.path).map_or(0, |meta| meta.len());
                    self.give(feed, Parcel::File(job), weight)?;
                }
                Format::Rows => self.read_rows(feed, job)?,
                Format::Table => self.read_table(feed, job)?,
            }
        }
        Ok(())
    }

    fn read_rows<R>(&self, feed: &Feed<'_, Parcel<'j>, R>, job: &'j Job) -> Result<(), Stopped> {
        let watched = Watched::new(&job.entry.path);
        let mut lines = match packed::open(&job.entry.path, self.reading.ratio) {
            Ok(lines) => lines,
            Err(error) => return self.give(feed, Parcel::End(job, Some(error.to_string())), 0),
        };
        let mut rows = Stretch::new(job, 1, &self.spare);
        let fault = loop {
            match rows.read(&mut *lines) {
                Ok(false) => break watched.end().err().map(|error| error.to_string()),
                Ok(true) if rows.is_full() => {
                    let next = Stretch::new(job, rows.next(), &self.spare);
                    self.give_rows(feed, std::mem::replace(&mut rows, next))?;
                }
                Ok(true) => {}
                Err(error) => {
                    break Some(format!("line {} and all behind it: {error}", rows.next()));
                }
            }
        };
        self.give_rows(feed, rows)?;
        self.give(feed, Parcel::End(job, fault), 0)
    }

    fn read_table<R>(&self, feed: &Feed<'_, Parcel<'j>, R>, job: &'j Job) -> Result<(), Stopped> {
        let watched = Watched::new(&job.entry.path);
        let mut cells = match Cells::open(&job.entry.path, &self.reading.fields) {
            Ok(cells) => cells,
            Err(reason) => return self.give(feed, Parcel::End(job, Some(reason)), 0),
        };
        let fault = loop {
            match Batch::read(job, &mut cells) {
                Ok(batch) if batch.is_empty() => {
                    break watched.end().err().map(|error| error.to_string());
                }
                Ok(batch) => {
                    let weight = batch.bytes() as u64;
                    self.give(feed, Parcel::Table(batch), weight)?;
                }
                Err(reason) => break Some(reason),
            }
        };
        self.give(feed, Parcel::End(job, fault), 0)
    }

    fn give_rows<R>(
        &self,
        feed: &Feed<'_, Parcel<'j>, R>,
        rows: Stretch<'j>,
    ) -> Result<(), Stopped> {
        let weight = rows.memory() as u64;
        if rows.bytes().is_empty() { Ok(()) } else { self.give(feed, Parcel::Rows(rows), weight) }
    }

    fn give<R>(
        &self,
        feed: &Feed<'_, Parcel<'j>, R>,
        parcel: Parcel<'j>,
        weight: u64,
    ) -> Result<(), Stopped> {
        if self.stop.load(Ordering::Relaxed) { Err(Stopped) } else { feed.give(parcel, weight) }
    }
}

/// One row of a file, by its number; `None` where there is no record.
pub fn row(
    path: &Path,
    number: u64,
    reading: &Reading,
) -> io::Result<Option<Result<Loaded<'static>, Fault>>> {
    let job = Job { entry: input::file(path), out: None };
    let load = |bytes: &[u8], facts: Option<&Facts>| {
        let item = Item::Row(Line { job: &job, number, bytes, facts });
        Loaded::read(&item, reading).map(|loaded| loaded.map(Loaded::into_owned))
    };
    if reading.format(path) == Format::Table {
        let cell = table::cell(path, number, &reading.fields).map_err(io::Error::other)?;
        return Ok(cell.and_then(|cell| load(&cell.bytes, Some(&cell.facts))));
    }
    let mut lines = packed::open(path, reading.ratio)?;
    let mut bytes = Vec::new();
    for _ in 0..number {
        bytes.clear();
        if read_line(&mut lines, &mut bytes)? == 0 {
            return Ok(None);
        }
    }
    Ok(load(&bytes, None))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    /// The rows of each stretch.
    fn stretches(text: &str) -> Vec<String> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.jsonl");
        fs::write(&path, text).unwrap();
        let (job, reading) = (Job { entry: input::file(&path), out: None }, Reading::default());
        let mut all = Vec::new();
        let text = |parcel: &Parcel<'_>| match parcel {
            Parcel::Rows(rows) => rows.lines().map(|l| String::from_utf8_lossy(l.bytes)).collect(),
            _ => String::new(),
        };
        let keep = |_: Parcel<'_>, text: String| {
            all.push(text);
            Ok::<(), ()>(())
        };
        Source::new(&[job], &reading).parcels(text, keep).unwrap();
        all.retain(|text| !text.is_empty());
        all
    }

    #[test]
    fn a_row_put_in_changes_one_stretch() {
        let row =
            |n: u64| format!("{{\"text\": \"{:x}\"}}\n", n.wrapping_mul(0x9E37_79B9_7F4A_7C15));
        let rows: Vec<String> = (0..100_000).map(row).collect();
        let before = stretches(&rows.concat());
        assert_eq!(before.concat(), rows.concat());
        assert!((5..50).contains(&before.len()), "{}", before.len());
        let more = [&rows[..30_000], &[row(1 << 40)], &rows[30_000..]].concat();
        let after = stretches(&more.concat());
        assert_eq!(after.concat(), more.concat());
        let new = after.iter().filter(|stretch| !before.contains(stretch)).count();
        assert!(new <= 2, "{new} of {}", after.len());
    }

    #[test]
    fn rows_have_their_numbers_and_a_last_one_without_an_end() {
        assert_eq!(stretches("a\n\nb").concat(), "a\n\nb");
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.jsonl");
        fs::write(&path, "a\n\nb").unwrap();
        let (job, reading) = (Job { entry: input::file(&path), out: None }, Reading::default());
        let mut names = Vec::new();
        let keep = |item: &Item<'_>, ()| {
            names.push(item.name());
            Ok::<(), ()>(())
        };
        Source::new(&[job], &reading).each(|_| (), keep).unwrap();
        assert_eq!(names, ["a.jsonl:1", "a.jsonl:2", "a.jsonl:3", "a.jsonl"]);
    }
}
