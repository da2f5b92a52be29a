//! Tables: files of which one column holds texts, as Parquet. A row's text is a
//! document like any other; its other columns are no business of pumice's and
//! stay as they are.
//!
//! Reading Parquet takes crates that most users need not build, so it stands
//! behind a feature of its name. Without it the same names are here and say so.

#[cfg(not(feature = "parquet"))]
mod absent;
#[cfg(feature = "parquet")]
mod parquet;

#[cfg(not(feature = "parquet"))]
pub use self::absent::{Cells, Rewriter};
#[cfg(feature = "parquet")]
pub use self::parquet::{Cells, Rewriter};

use super::disk;
use super::parcel::Line;
use super::place::Job;
use crate::document::Meta;
use crate::row::Fields;
use std::io::Read;
use std::path::Path;

/// Whether this build reads tables.
pub const IS_HERE: bool = cfg!(feature = "parquet");

/// What to do about a build that does not.
pub const ABSENT: &str = "this pumice was built without Parquet; build it with `cargo build \
                          --release --features parquet`, or leave tables out with --exclude";

/// A text of a table. A row without one gives no cell.
#[derive(Debug)]
pub struct Cell {
    /// The row's number in the file, from 1.
    pub number: u64,
    /// The text's bytes; UTF-8 unless the file breaks its word.
    pub bytes: Vec<u8>,
    /// What the row says beside its text.
    pub facts: Facts,
}

/// What a row says beside its text.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// Its name, if it has one.
    pub id: Option<String>,
    /// Its other values that are texts, numbers, or true or false.
    pub meta: Meta,
}

/// Texts in a batch, at most.
const MOST: usize = 256;
/// Bytes of texts after which a batch ends.
const BYTES: usize = 256 << 10;

/// Texts of a table that follow one another: what is worked on at once.
#[derive(Debug)]
pub struct Batch<'j> {
    job: &'j Job,
    cells: Vec<Cell>,
}

impl<'j> Batch<'j> {
    /// The next ones; none at the file's end.
    pub fn read(job: &'j Job, from: &mut Cells) -> Result<Batch<'j>, String> {
        let (mut cells, mut bytes) = (Vec::new(), 0);
        while cells.len() < MOST && bytes < BYTES {
            let Some(cell) = from.next().transpose()? else { break };
            bytes += cell.bytes.len();
            cells.push(cell);
        }
        Ok(Batch { job, cells })
    }

    /// Its rows.
    pub fn lines(&self) -> impl Iterator<Item = Line<'_>> {
        self.cells.iter().map(|cell| Line {
            job: self.job,
            number: cell.number,
            bytes: &cell.bytes,
            facts: Some(&cell.facts),
        })
    }

    /// The file.
    pub fn job(&self) -> &'j Job {
        self.job
    }

    /// All that its rows say, with their numbers: what tells it from any other.
    pub fn content(&self) -> Vec<u8> {
        let mut content = Vec::with_capacity(self.bytes() * 2);
        for Cell { number, bytes, facts } in &self.cells {
            content.extend(format!("{number} {} {facts:?}\n", bytes.len()).into_bytes());
            content.extend(bytes);
        }
        content
    }

    /// Bytes of its texts.
    pub fn bytes(&self) -> usize {
        self.cells.iter().map(|cell| cell.bytes.len()).sum()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }
}

/// The text of one row; `None` where it has none.
pub fn cell(path: &Path, number: u64, fields: &Fields) -> Result<Option<Cell>, String> {
    for cell in Cells::open(path, fields)? {
        let cell = cell?;
        if cell.number >= number {
            return Ok((cell.number == number).then_some(cell));
        }
    }
    Ok(None)
}

/// Whether a file is a table, by its first bytes.
pub fn is_table(path: &Path) -> bool {
    let mut first = [0; 4];
    disk::File::open(path).and_then(|mut file| file.read_exact(&mut first)).is_ok()
        && first == *b"PAR1"
}
