//! Files that are written line by line and appear under their name when they
//! are complete: ledgers, and cleaned files of records.

use anyhow::{Context, Result, anyhow};
use pumice::hash::Hasher;
use pumice::io::format::Packing;
use pumice::io::packed::Packer;
use pumice::io::state::State;
use pumice::io::write;
use std::fs;
use std::io::{self, BufWriter, StdoutLock, Write};
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// Why a file is not overwritten.
pub const NOT_OURS: &str = "was not written by pumice or has changed since; --force overwrites it";

/// An output that is in place.
pub struct Put {
    /// Hash of the file.
    pub hash: String,
    /// Whether it held anything else before.
    pub is_new: bool,
}

/// A file of lines.
pub struct LineFile {
    path: PathBuf,
    file: BufWriter<NamedTempFile>,
}

impl LineFile {
    /// Opens it beside its later place.
    pub fn create(path: &Path) -> Result<Self> {
        let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let file = write::new_beside(folder).with_context(|| path.display().to_string())?;
        Ok(LineFile { path: path.to_owned(), file: BufWriter::new(file) })
    }

    /// Adds lines.
    pub fn add(&mut self, lines: &str) -> Result<()> {
        self.file.write_all(lines.as_bytes()).with_context(|| self.path.display().to_string())
    }

    /// Gives it its name.
    pub fn close(self) -> Result<()> {
        let context = || self.path.display().to_string();
        let file = self.file.into_inner().map_err(io::IntoInnerError::into_error);
        let file = file.with_context(context)?;
        file.persist(&self.path).map_err(|e| e.error).with_context(context)?;
        Ok(())
    }
}

/// Where cleaned rows go.
pub enum Rows {
    /// Into a file, packed as its name says.
    File(Box<RowFile>),
    /// To standard output.
    Stdout(BufWriter<StdoutLock<'static>>),
    /// Nowhere: the run only looks.
    Nowhere,
}

/// A file of cleaned rows that is being written.
pub struct RowFile {
    path: PathBuf,
    file: Packer<BufWriter<Hashed>>,
}

/// A file and the hash of what is in it.
struct Hashed {
    file: NamedTempFile,
    hasher: Hasher,
}

impl Write for Hashed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let n = self.file.write(bytes)?;
        self.hasher.update(&bytes[..n]);
        Ok(n)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Rows {
    /// Into a file.
    pub fn file(path: &Path) -> io::Result<Rows> {
        let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
        fs::create_dir_all(folder)?;
        let hashed = Hashed { file: write::new_beside(folder)?, hasher: Hasher::default() };
        let file = Packer::new(Packing::of_name(path), BufWriter::with_capacity(1 << 16, hashed))?;
        Ok(Rows::File(Box::new(RowFile { path: path.to_owned(), file })))
    }

    /// Adds a row.
    pub fn add(&mut self, line: &[u8]) -> io::Result<()> {
        match self {
            Rows::File(file) => file.file.write_all(line),
            Rows::Stdout(out) => out.write_all(line),
            Rows::Nowhere => Ok(()),
        }
    }

    /// Gives a file its name, with the mode of the input.
    pub fn close(self, name: &str, like: &Path, state: Option<&State>) -> Result<Option<Put>> {
        match self {
            Rows::File(file) => file.close(name, like, state).map(Some),
            Rows::Stdout(mut out) => Ok(out.flush().map(|()| None)?),
            Rows::Nowhere => Ok(None),
        }
    }
}

impl RowFile {
    /// `state` says which files are pumice's own; without it any is overwritten.
    fn close(self, name: &str, like: &Path, state: Option<&State>) -> Result<Put> {
        let shown = self.path.display();
        let whole = self.file.finish()?.into_inner().map_err(io::IntoInnerError::into_error)?;
        let Hashed { file, hasher } = whole;
        let hash = hasher.finish();
        if state.is_some_and(|state| !state.may_replace(name, &self.path, &hash)) {
            return Err(anyhow!("{shown} {NOT_OURS}"));
        }
        if pumice::hash::of_file(&self.path).is_ok_and(|there| there == hash) {
            return Ok(Put { hash, is_new: false });
        }
        if let Ok(meta) = fs::metadata(like) {
            file.as_file().set_permissions(meta.permissions())?;
        }
        file.persist(&self.path).map_err(|e| e.error).with_context(|| shown.to_string())?;
        Ok(Put { hash, is_new: true })
    }
}
