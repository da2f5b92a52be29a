//! The documents of a run, whatever they lie in: whole files, and the rows of
//! files of records. They come in batches, in the order of the plan; a batch is
//! bounded in documents and in bytes, so that memory is bounded too. One thread
//! reads ahead while the others work on the batch before.

use super::format::Format;
use super::load::{Fault, Loaded};
use super::place::Job;
use super::{input, packed};
use crate::row::Fields;
use rayon::prelude::*;
use std::io::{self, BufRead, Read};
use std::path::Path;
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread;

/// Documents worked on at once.
pub const BATCH: usize = 256;
/// Bytes of rows in a batch, but for one row that is larger by itself.
const BYTES: usize = 16 << 20;
/// The longest row that is read, in bytes.
const LONGEST: u64 = 1 << 30;

/// How files are to be read.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// What all files hold, where the user says so; else their endings do.
    pub format: Option<Format>,
    /// Which fields of a record matter.
    pub fields: Fields,
}

/// What is to be worked on.
#[derive(Debug)]
pub enum Item<'j> {
    /// A file that is one document. It is read by whoever works on it.
    File(&'j Job),
    /// A row.
    Row(Line<'j>),
    /// A file of records ends here; with the reason, where it could not be read on.
    End(&'j Job, Option<String>),
}

/// A row of a file of records.
#[derive(Debug)]
pub struct Line<'j> {
    /// The file.
    pub job: &'j Job,
    /// Its number in the file, from 1. Blank lines count.
    pub number: u64,
    /// Its bytes, with the line end.
    pub bytes: Vec<u8>,
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

impl Line<'_> {
    /// The row without its line end.
    pub fn content(&self) -> &[u8] {
        split(&self.bytes).0
    }

    /// The line end; none where the file ends without.
    pub fn end(&self) -> &[u8] {
        split(&self.bytes).1
    }

    /// Whether there is no record in it.
    pub fn is_blank(&self) -> bool {
        self.content().iter().all(u8::is_ascii_whitespace)
    }

    /// What it is called: the file and its number in it.
    pub fn name(&self) -> String {
        format!("{}:{}", self.job.entry.name, self.number)
    }
}

/// Works on all documents in parallel, batch by batch, and hands the results
/// over in order, until `out` says stop.
pub fn in_order<'j, R: Send, E>(
    jobs: &'j [Job],
    reading: &Reading,
    work: impl Fn(&Item<'j>) -> R + Sync,
    mut out: impl FnMut(&Item<'j>, R) -> Result<(), E>,
) -> Result<(), E> {
    thread::scope(|scope| {
        let (send, receive) = sync_channel(1);
        scope.spawn(move || Reader { send, batch: Vec::new(), bytes: 0 }.read_all(jobs, reading));
        // The reader stops by itself when the receiver is gone.
        for batch in receive {
            let batch: Vec<Item<'j>> = batch;
            let results: Vec<R> = batch.par_iter().map(&work).collect();
            for (item, result) in batch.iter().zip(results) {
                out(item, result)?;
            }
        }
        Ok(())
    })
}

/// A line and its end.
pub fn split(line: &[u8]) -> (&[u8], &[u8]) {
    let content = line.strip_suffix(b"\n").unwrap_or(line);
    let content = content.strip_suffix(b"\r").unwrap_or(content);
    line.split_at(content.len())
}

/// Nobody waits for more.
struct Stopped;

struct Reader<'j> {
    send: SyncSender<Vec<Item<'j>>>,
    batch: Vec<Item<'j>>,
    bytes: usize,
}

impl<'j> Reader<'j> {
    fn read_all(mut self, jobs: &'j [Job], reading: &Reading) {
        for job in jobs {
            let read = match reading.format(&job.entry.path) {
                Format::Text => self.give(Item::File(job), 0),
                Format::Rows => self.rows(job),
            };
            if read.is_err() {
                return;
            }
        }
        let _ = self.flush();
    }

    fn rows(&mut self, job: &'j Job) -> Result<(), Stopped> {
        let mut lines = match packed::open(&job.entry.path) {
            Ok(lines) => lines,
            Err(error) => return self.give(Item::End(job, Some(error.to_string())), 0),
        };
        let mut number = 0;
        loop {
            let mut bytes = Vec::new();
            number += 1;
            match read_line(&mut lines, &mut bytes) {
                Ok(0) => return self.give(Item::End(job, None), 0),
                Ok(n) => self.give(Item::Row(Line { job, number, bytes }), n)?,
                Err(error) => {
                    let reason = format!("line {number} and all behind it: {error}");
                    return self.give(Item::End(job, Some(reason)), 0);
                }
            }
        }
    }

    fn give(&mut self, item: Item<'j>, bytes: usize) -> Result<(), Stopped> {
        self.batch.push(item);
        self.bytes += bytes;
        if self.batch.len() >= BATCH || self.bytes >= BYTES { self.flush() } else { Ok(()) }
    }

    fn flush(&mut self) -> Result<(), Stopped> {
        self.bytes = 0;
        self.send.send(std::mem::take(&mut self.batch)).map_err(|_| Stopped)
    }
}

/// One row of a file, by its number; `None` where there is no record.
pub fn row(
    path: &Path,
    number: u64,
    reading: &Reading,
) -> io::Result<Option<Result<Loaded<'static>, Fault>>> {
    let job = Job { entry: input::file(path), out: None };
    let mut lines = packed::open(path)?;
    let mut bytes = Vec::new();
    for _ in 0..number {
        bytes.clear();
        if read_line(&mut lines, &mut bytes)? == 0 {
            return Ok(None);
        }
    }
    let item = Item::Row(Line { job: &job, number, bytes });
    Ok(Loaded::read(&item, reading).map(|loaded| loaded.map(Loaded::into_owned)))
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
