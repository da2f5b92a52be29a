//! What is worked on: a document, and the parcels in which documents are handed out, a
//! file or a stretch of rows in one piece of memory, which costs one allocation and one
//! errand for many rows. Where a stretch ends is decided by the rows in it and not by their
//! number, so that a row put in or taken out leaves all other stretches as they were: what
//! is kept of a stretch between runs stays good.

use super::place::Job;
use super::table::{Batch, Facts};
use std::io::{self, BufRead, Read};
use std::sync::{Arc, Mutex, PoisonError};
use xxhash_rust::xxh3::xxh3_64;

/// Bytes of rows in a stretch, on average.
const STRETCH: u64 = 256 << 10;
/// Bytes after which a stretch ends, whatever its rows.
const LONGEST_STRETCH: usize = 1 << 20;
/// The longest row that is read, in bytes.
const LONGEST: u64 = 1 << 30;

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
    spare: Arc<Spare>,
}

/// The memory of stretches that are done, to be used again: for a fresh piece of this size the
/// system clears pages, which takes longer than to fill them.
#[derive(Debug, Default)]
pub struct Spare(Mutex<Vec<Vec<u8>>>);

impl Spare {
    fn take(&self) -> Vec<u8> {
        let piece = self.0.lock().unwrap_or_else(PoisonError::into_inner).pop();
        piece.unwrap_or_else(|| Vec::with_capacity(LONGEST_STRETCH / 2))
    }

    /// Keeps a piece, unless a giant row has made it one.
    fn keep(&self, mut piece: Vec<u8>) {
        if piece.capacity() <= 2 * LONGEST_STRETCH {
            piece.clear();
            self.0.lock().unwrap_or_else(PoisonError::into_inner).push(piece);
        }
    }
}

impl Drop for Stretch<'_> {
    fn drop(&mut self) {
        self.spare.keep(std::mem::take(&mut self.bytes));
    }
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
    /// No rows yet; the first will have this number.
    pub fn new(job: &'j Job, first: u64, spare: &Arc<Spare>) -> Self {
        Stretch { job, first, bytes: spare.take(), ends: Vec::new(), spare: spare.clone() }
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

    /// Bytes that it takes up, with what an earlier use of its memory needed.
    pub fn memory(&self) -> usize {
        self.bytes.capacity()
    }

    /// The number of the row after its last.
    pub fn next(&self) -> u64 {
        self.first + self.ends.len() as u64
    }

    /// Reads a row; `false` at the end of the file. Of a row that breaks off nothing is kept.
    pub fn read(&mut self, lines: &mut dyn BufRead) -> io::Result<bool> {
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
    pub fn is_full(&self) -> bool {
        let from = self.ends.len().checked_sub(2).map_or(0, |before| self.ends[before]);
        let row = &self.bytes[from..];
        self.bytes.len() >= LONGEST_STRETCH || xxh3_64(row) % STRETCH < row.len() as u64
    }
}

/// A line and its end.
pub fn split(line: &[u8]) -> (&[u8], &[u8]) {
    let content = line.strip_suffix(b"\n").unwrap_or(line);
    let content = content.strip_suffix(b"\r").unwrap_or(content);
    line.split_at(content.len())
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
