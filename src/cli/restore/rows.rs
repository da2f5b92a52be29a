//! Files of records, given back row by row: the ledger has the rows in their
//! order, the cleaned file has those that were cleaned, and blank lines stand
//! between them as they did. What was packed is packed again; its lines are the
//! original's byte for byte, the packed bytes need not be.

use super::super::line_file::LineFile;
use super::{Args, NO_PATH, may_take, places, without_rules};
use anyhow::{Context, Result, anyhow, bail};
use pumice::io::packed::{self, Ratio};
use pumice::io::parcel;
use pumice::ledger::{self, AsideLine, DocumentLine, EditLine, RowPlace};
use pumice::row::{Fields, Row};
use std::io::BufRead;
use std::path::{Path, PathBuf};

/// The file that is being restored.
pub struct Rows<'a> {
    args: &'a Args,
    open: Option<Open>,
}

struct Open {
    file: String,
    path: PathBuf,
    target: PathBuf,
    cleaned: Box<dyn BufRead + Send>,
    out: LineFile,
    /// How many lines of the original are done.
    done: u64,
}

impl<'a> Rows<'a> {
    /// Nothing is open yet.
    pub fn new(args: &'a Args) -> Self {
        Rows { args, open: None }
    }

    /// Gives back a row that was cleaned. One that is refused stays as it is.
    pub fn document(&mut self, document: &DocumentLine, edits: &[EditLine]) -> Result<()> {
        let place = document.row.as_ref().context("the ledger has no row for it")?;
        let below = document.below().context(NO_PATH)?;
        let args = self.args;
        let open = self.at(&place.file, &below, place.n)?;
        let Some(line) = open.next()? else { bail!("the cleaned file has no row for it") };
        let restored = row(args, document, place, edits, &line);
        open.out.add(restored.as_deref().unwrap_or(&line))?;
        restored.map(drop)
    }

    /// Gives back a row that could not be cleaned.
    pub fn aside(&mut self, aside: &AsideLine) -> Result<()> {
        let bytes = aside.bytes().context("the ledger's bytes are no base64")?;
        let keep = self.args.rule.is_empty();
        let open = self.at(&aside.file, &aside.below().context(NO_PATH)?, aside.n)?;
        if keep {
            open.out.add(&bytes)?;
        }
        open.done += 1;
        Ok(())
    }

    /// Ends the last file.
    pub fn close(&mut self) -> Result<()> {
        let Some(mut open) = self.open.take() else { return Ok(()) };
        while let Some(line) = open.next()? {
            open.out.add(&line)?;
        }
        let may_go = |_: &str| may_take(self.args, &open.target);
        open.out.close_like(Some(&open.path), may_go).map(drop)
    }

    /// Ends the file that is open if it is not this one.
    pub fn turn_to(&mut self, file: &str) -> Result<()> {
        if self.open.as_ref().is_some_and(|open| open.file != file) {
            self.close()?;
        }
        Ok(())
    }

    /// The file, with all lines before that number done.
    fn at(&mut self, file: &str, below: &Path, n: u64) -> Result<&mut Open> {
        if self.open.is_none() {
            let (path, target) = places(self.args, below)?;
            let shown = || path.display().to_string();
            let cleaned = packed::open(&path, Ratio(u64::MAX)).with_context(shown)?;
            let out = LineFile::new(&target)?;
            self.open = Some(Open { file: file.to_owned(), path, target, cleaned, out, done: 0 });
        }
        let open = self.open.as_mut().context("no file is open")?;
        while open.done + 1 < n {
            let Some(blank) = open.next()? else { bail!("the cleaned file has too few lines") };
            if !blank.iter().all(u8::is_ascii_whitespace) {
                bail!("the cleaned file has other rows than this ledger speaks of");
            }
            open.out.add(&blank)?;
        }
        Ok(open)
    }
}

impl Open {
    /// The next line of the cleaned file.
    fn next(&mut self) -> Result<Option<Vec<u8>>> {
        let mut line = Vec::new();
        let n = parcel::read_line(&mut self.cleaned, &mut line)?;
        self.done += u64::from(n > 0);
        Ok((n > 0).then_some(line))
    }
}

/// A row's line as it was, or without the edits of some rules.
fn row(
    args: &Args,
    document: &DocumentLine,
    place: &RowPlace,
    edits: &[EditLine],
    line: &[u8],
) -> Result<Vec<u8>> {
    let (content, end) = parcel::split(line);
    if args.rule.is_empty() {
        return ledger::original_row(document, place, edits, (content, end))
            .map_err(|e| anyhow!(e));
    }
    let fields = Fields { text: place.field.clone(), id: None };
    let row = Row::read(content, &fields).map_err(|reason| anyhow!(reason))?;
    let text = without_rules(args, document, edits, row.text.as_bytes())?;
    Ok([row.with(content, &text).as_slice(), end].concat())
}
