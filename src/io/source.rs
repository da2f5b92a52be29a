//! The documents of a run, whatever they lie in: whole files, and the rows of
//! files of records and tables. They are read in the order of the plan, in parcels:
//! a file, or a stretch of rows in one piece of memory, which costs one allocation
//! and one errand for many rows. Where a stretch ends is decided by the rows in it
//! and not by their number, so that a row put in or taken out leaves all other
//! stretches as they were: what is kept of a stretch between runs stays good.

use super::disk;
use super::flow::{self, Feed, Stopped};
use super::format::Format;
use super::input;
use super::load::{Fault, Loaded};
use super::packed::{self, Ratio};
use super::place::Job;
use super::table::{self, Batch, Cells, Facts};
use crate::row::Fields;
use std::io::{self, BufRead, Read};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use xxhash_rust::xxh3::xxh3_64;

/// Bytes of rows in a stretch, on average.
const STRETCH: u64 = 256 << 10;
/// Bytes after which a stretch ends, whatever its rows.
const LONGEST_STRETCH: usize = 1 << 20;
/// The longest row that is read, in bytes.
const LONGEST: u64 = 1 << 30;

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

/// A document, or the end of a file of them.
#[derive(Clone, Copy, Debug)]
pub enum Item<'i> {
    /// A file that is one document. It is read by whoever works on it.
    File(&'i Job),
    /// A row.
    Row(Line<'i>),
    /// A file of records ends here; with the reason, where it could not be read on.
    End(&'i Job, Option<&'i str>),
}

/// A row of a file of records.
#[derive(Clone, Copy, Debug)]
pub struct Line<'i> {
    /// The file.
    pub job: &'i Job,
    /// Its number in the file, from 1. Blank lines count.
    pub number: u64,
    /// Its bytes, with the line end; of a table's row those of its text.
    pub bytes: &'i [u8],
    /// What a table's row says beside its text; none where this is a line.
    pub facts: Option<&'i Facts>,
}

/// What is worked on at once.
#[derive(Debug)]
pub enum Parcel<'j> {
    /// A file that is one document.
    File(&'j Job),
    /// Some rows of a file.
    Rows(Stretch<'j>),
    /// Some rows of a table.
    Table(Batch<'j>),
    /// The end of a file of records; with the reason, where it could not be read on.
    End(&'j Job, Option<String>),
}

/// Rows that follow one another.
#[derive(Debug)]
pub struct Stretch<'j> {
    job: &'j Job,
    /// The number of its first row.
    first: u64,
    bytes: Vec<u8>,
    /// Where each row ends.
    ends: Vec<usize>,
}

/// The documents that are to be read, and how.
#[derive(Clone, Debug)]
pub struct Source<'j> {
    jobs: &'j [Job],
    reading: &'j Reading,
    threads: usize,
    stop: &'j AtomicBool,
}

impl Item<'_> {
    /// What it is called, where nothing better is known.
    pub fn name(&self) -> String {
        match self {
            Item::File(job) | Item::End(job, _) => job.entry.name.clone(),
            Item::Row(line) => line.name(),
        }
    }
}

impl Reading {
    /// What a file holds.
    pub fn format(&self, path: &Path) -> Format {
        self.format.unwrap_or_else(|| Format::of_name(path))
    }
}

impl<'i> Line<'i> {
    /// The row without its line end.
    pub fn content(&self) -> &'i [u8] {
        self.parts().0
    }

    /// The line end; none where the file ends without.
    pub fn end(&self) -> &'i [u8] {
        self.parts().1
    }

    fn parts(&self) -> (&'i [u8], &'i [u8]) {
        if self.facts.is_some() { (self.bytes, &[]) } else { split(self.bytes) }
    }

    /// Whether there is no record in it.
    pub fn is_blank(&self) -> bool {
        self.facts.is_none() && self.content().iter().all(u8::is_ascii_whitespace)
    }

    /// What it is called: the file and its number in it.
    pub fn name(&self) -> String {
        format!("{}:{}", self.job.entry.name, self.number)
    }
}

impl Parcel<'_> {
    /// The documents in it, or the end of a file.
    pub fn items(&self) -> impl Iterator<Item = Item<'_>> {
        let (one, rows, cells) = match self {
            Parcel::File(job) => (Some(Item::File(job)), None, None),
            Parcel::End(job, fault) => (Some(Item::End(job, fault.as_deref())), None, None),
            Parcel::Rows(rows) => (None, Some(rows.lines()), None),
            Parcel::Table(batch) => (None, None, Some(batch.lines())),
        };
        let rows = rows.into_iter().flatten().chain(cells.into_iter().flatten());
        one.into_iter().chain(rows.map(Item::Row))
    }
}

impl<'j> Stretch<'j> {
    fn new(job: &'j Job, first: u64) -> Self {
        Stretch { job, first, bytes: Vec::with_capacity(LONGEST_STRETCH / 2), ends: Vec::new() }
    }

    /// Its rows.
    pub fn lines(&self) -> impl Iterator<Item = Line<'_>> {
        (self.first..).zip(0..self.ends.len()).map(|(number, i)| {
            let from = i.checked_sub(1).map_or(0, |before| self.ends[before]);
            Line { job: self.job, number, bytes: &self.bytes[from..self.ends[i]], facts: None }
        })
    }

    /// The file.
    pub fn job(&self) -> &'j Job {
        self.job
    }

    /// The number of its first row in the file.
    pub fn first(&self) -> u64 {
        self.first
    }

    /// Its bytes.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The number of the row after its last.
    fn next(&self) -> u64 {
        self.first + self.ends.len() as u64
    }

    /// Reads a row; `false` at the end of the file. Of a row that breaks off nothing is kept.
    fn read(&mut self, lines: &mut dyn BufRead) -> io::Result<bool> {
        let from = self.bytes.len();
        let read = read_line(lines, &mut self.bytes);
        if read.is_err() {
            self.bytes.truncate(from);
        }
        if read? == 0 {
            return Ok(false);
        }
        self.ends.push(self.bytes.len());
        Ok(true)
    }

    /// Whether it ends with its last row. A row ends one with a chance that grows with its length.
    fn is_full(&self) -> bool {
        let from = self.ends.len().checked_sub(2).map_or(0, |before| self.ends[before]);
        let row = &self.bytes[from..];
        self.bytes.len() >= LONGEST_STRETCH || xxh3_64(row) % STRETCH < row.len() as u64
    }
}

impl<'j> Source<'j> {
    /// All documents of these jobs, over all cores.
    pub fn new(jobs: &'j [Job], reading: &'j Reading) -> Self {
        static NEVER: AtomicBool = AtomicBool::new(false);
        let threads = thread::available_parallelism().map_or(1, usize::from);
        Source { jobs, reading, threads, stop: &NEVER }
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
        let before = disk::stamp(&job.entry.path);
        let mut lines = match packed::open(&job.entry.path, self.reading.ratio) {
            Ok(lines) => lines,
            Err(error) => return self.give(feed, Parcel::End(job, Some(error.to_string())), 0),
        };
        let mut rows = Stretch::new(job, 1);
        let fault = loop {
            match rows.read(&mut *lines) {
                Ok(false) if disk::stamp(&job.entry.path) == before => break None,
                Ok(false) => break Some(disk::changed().to_string()),
                Ok(true) if rows.is_full() => {
                    let next = Stretch::new(job, rows.next());
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
        let before = disk::stamp(&job.entry.path);
        let mut cells = match Cells::open(&job.entry.path, &self.reading.fields) {
            Ok(cells) => cells,
            Err(reason) => return self.give(feed, Parcel::End(job, Some(reason)), 0),
        };
        let fault = loop {
            match Batch::read(job, &mut cells) {
                Ok(batch) if batch.is_empty() && disk::stamp(&job.entry.path) == before => {
                    break None;
                }
                Ok(batch) if batch.is_empty() => break Some(disk::changed().to_string()),
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
        let weight = rows.bytes.len() as u64;
        if weight == 0 { Ok(()) } else { self.give(feed, Parcel::Rows(rows), weight) }
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

/// A line and its end.
pub fn split(line: &[u8]) -> (&[u8], &[u8]) {
    let content = line.strip_suffix(b"\n").unwrap_or(line);
    let content = content.strip_suffix(b"\r").unwrap_or(content);
    line.split_at(content.len())
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

/// Reads a line with its end; 0 bytes at the end of the file.
pub fn read_line(lines: &mut dyn BufRead, into: &mut Vec<u8>) -> io::Result<usize> {
    let n = lines.take(LONGEST + 1).read_until(b'\n', into)?;
    if n as u64 > LONGEST {
        let what = format!("it is longer than {LONGEST} bytes");
        return Err(io::Error::new(io::ErrorKind::InvalidData, what));
    }
    Ok(n)
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
