//! Tables, given back: the cleaned file written again with the texts that its
//! rows had. All else was never touched. What comes out is the original table,
//! row for row and value for value; where a text had changed, its column is packed
//! anew, so the file's bytes need not be the original's.

use super::super::table_file::TableFile;
use super::{Args, NO_PATH, may_take, places, without_rules};
use anyhow::{Context, Result, anyhow, bail};
use pumice::io::table::{Cell, Cells};
use pumice::ledger::{self, DocumentLine, EditLine, RowPlace};
use pumice::row::Fields;
use std::path::PathBuf;

/// The table that is being restored.
pub struct Tables<'a> {
    args: &'a Args,
    open: Option<Open>,
}

struct Open {
    file: String,
    path: PathBuf,
    target: PathBuf,
    cells: Cells,
    out: TableFile,
}

impl<'a> Tables<'a> {
    /// Nothing is open yet.
    pub fn new(args: &'a Args) -> Self {
        Tables { args, open: None }
    }

    /// Gives back the text of a row. One that is refused stays as it is.
    pub fn document(&mut self, document: &DocumentLine, edits: &[EditLine]) -> Result<()> {
        let args = self.args;
        let place = document.row.as_ref().context("the ledger has no row for it")?;
        let open = self.at(document, place)?;
        let cell = open.cell(place.n)?;
        let restored = if args.rule.is_empty() {
            ledger::original_row(document, place, edits, (&cell.bytes, &[]))
                .map_err(|reason| anyhow!(reason))?
        } else {
            without_rules(args, document, edits, &cell.bytes)?.into_bytes()
        };
        if restored != cell.bytes {
            open.out.change(place.n, &restored);
        }
        Ok(())
    }

    /// Ends the last table.
    pub fn close(&mut self) -> Result<()> {
        let Some(open) = self.open.take() else { return Ok(()) };
        let may_go = |_: &str| may_take(self.args, &open.target);
        open.out.close_like(Some(&open.path), may_go).map(drop)
    }

    /// Ends the table that is open if it is not this one.
    pub fn turn_to(&mut self, file: &str) -> Result<()> {
        if self.open.as_ref().is_some_and(|open| open.file != file) {
            self.close()?;
        }
        Ok(())
    }

    fn at(&mut self, document: &DocumentLine, place: &RowPlace) -> Result<&mut Open> {
        if self.open.is_none() {
            let (path, target) = places(self.args, &document.below().context(NO_PATH)?)?;
            let fields = Fields { text: place.field.clone(), id: None };
            let cells = Cells::open(&path, &fields)
                .map_err(|reason| anyhow!("{}: {reason}", path.display()))?;
            let out = TableFile::new(&target, &path, &place.field)?;
            self.open = Some(Open { file: place.file.clone(), path, target, cells, out });
        }
        self.open.as_mut().context("no table is open")
    }
}

impl Open {
    /// The text of a row. Rows before it failed, and stand in the table as they were.
    fn cell(&mut self, number: u64) -> Result<Cell> {
        for cell in &mut self.cells {
            let cell = cell.map_err(|reason| anyhow!(reason))?;
            if cell.number == number {
                return Ok(cell);
            }
            if cell.number > number {
                break;
            }
        }
        bail!("the cleaned table has no text in this row")
    }
}
