//! Files that are written line by line and appear under their name when they
//! are complete: ledgers, metadata, and files of rows. One that says what the
//! file says that is there already leaves it alone.

use anyhow::{Context, Result};
use pumice::io::draft::Draft;
use pumice::io::format::Packing;
use pumice::io::packed::Packer;
use pumice::io::write::Put;
use std::io::{self, BufWriter, IntoInnerError, Write};
use std::path::{Path, PathBuf};

/// A file of lines, packed as its name says.
pub struct LineFile {
    path: PathBuf,
    file: Packer<BufWriter<Draft>>,
}

impl LineFile {
    /// Of the file that is to be under this path.
    pub fn new(path: &Path) -> Result<Self> {
        let draft = BufWriter::with_capacity(1 << 16, Draft::of(path));
        let file = Packer::new(Packing::of_name(path), draft);
        let file = file.with_context(|| path.display().to_string())?;
        Ok(LineFile { path: path.to_owned(), file })
    }

    /// Adds lines.
    pub fn add(&mut self, lines: &[u8]) -> Result<()> {
        self.file.write_all(lines).with_context(|| self.path.display().to_string())
    }

    /// Gives it its name, whatever had it.
    pub fn close(self) -> Result<Put> {
        self.close_like(None, |_| Ok(()))
    }

    /// Gives it its name, with the mode of `like`, if `may_go` lets go what is there
    /// for something with another hash.
    pub fn close_like(
        self,
        like: Option<&Path>,
        may_go: impl FnOnce(&str) -> io::Result<()>,
    ) -> Result<Put> {
        let put = self.file.finish().and_then(|file| {
            let draft = file.into_inner().map_err(IntoInnerError::into_error)?;
            draft.close(like, may_go)
        });
        put.with_context(|| self.path.display().to_string())
    }
}
