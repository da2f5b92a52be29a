//! A table that is written again with some of its texts changed, and appears under
//! its name when it is complete. One that says what is there already leaves it alone.

use anyhow::{Context, Result};
use pumice::io::draft::Draft;
use pumice::io::table::Rewriter;
use pumice::io::write::Put;
use std::io::{self, BufWriter, IntoInnerError};
use std::path::{Path, PathBuf};

/// A table like another one.
pub struct TableFile {
    path: PathBuf,
    file: Rewriter<BufWriter<Draft>>,
    /// What went wrong: told when the file is closed, since the run goes on without it.
    fault: Option<String>,
}

impl TableFile {
    /// Of the file that is to be under this path, like `input`, whose texts are in
    /// the column `field`.
    pub fn new(path: &Path, input: &Path, field: &str) -> Result<Self> {
        let draft = BufWriter::with_capacity(1 << 16, Draft::of(path));
        let file = Rewriter::open(input, field, draft).map_err(io::Error::other);
        let file = file.with_context(|| input.display().to_string())?;
        Ok(TableFile { path: path.to_owned(), file, fault: None })
    }

    /// Gives a row, counted from 1, another text. Rows come in order.
    pub fn change(&mut self, row: u64, text: &[u8]) {
        if self.fault.is_none() {
            self.fault = self.file.change(row, text.to_vec()).err();
        }
    }

    /// Gives it its name, with the mode of `like`, if `may_go` lets go what is there
    /// for something with another hash.
    pub fn close_like(
        self,
        like: Option<&Path>,
        may_go: impl FnOnce(&str) -> io::Result<()>,
    ) -> Result<Put> {
        let finished = self.fault.map_or(Ok(()), Err).and_then(|()| self.file.finish());
        let put = finished.map_err(io::Error::other).and_then(|file| {
            let draft = file.into_inner().map_err(IntoInnerError::into_error)?;
            draft.close(like, may_go)
        });
        put.with_context(|| self.path.display().to_string())
    }
}
