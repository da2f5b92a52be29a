//! What could not be cleaned, raw: pumice-aside/ holds failed rows in a file
//! named like theirs, failed files whole, and reasons.jsonl with why. It is
//! made anew in each run, and is gone when nothing fails.

use super::work::push_json;
use pumice::io::format::Packing;
use pumice::io::side::PARTIAL;
use serde::Serialize;
use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

const REASONS: &str = "reasons.jsonl";

/// The folder that is being filled.
pub struct Aside {
    path: PathBuf,
    folder: Option<TempDir>,
}

#[derive(Serialize)]
struct Reason<'r> {
    doc: &'r str,
    reason: &'r str,
}

impl Aside {
    /// For a folder that is to stand there.
    pub fn new(path: PathBuf) -> Aside {
        Aside { path, folder: None }
    }

    /// Keeps a row.
    pub fn row(&mut self, name: &str, below: &Path, line: &[u8], reason: &str) -> io::Result<()> {
        // The rows lie here as they are, whatever they were packed with.
        let plain = match Packing::of_name(below) {
            Packing::Plain => below.to_owned(),
            _ => below.with_file_name(unpacked(below)),
        };
        self.open(&plain)?.write_all(line)?;
        self.tell(name, reason)
    }

    /// Keeps a copy of a file, as far as it can be read.
    pub fn file(&mut self, name: &str, below: &Path, path: &Path, reason: &str) -> io::Result<()> {
        if let Ok(mut from) = File::open(path).map(io::BufReader::new)
            && path.is_file()
        {
            let mut to = self.open(below)?;
            // What can't be read can't be kept; the reason says so.
            let _ = io::copy(&mut from, &mut to);
        }
        self.tell(name, reason)
    }

    /// Puts the folder in its place, or takes away that of an earlier run.
    pub fn close(self) -> io::Result<()> {
        match fs::remove_dir_all(&self.path) {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        let Some(folder) = self.folder else { return Ok(()) };
        fs::rename(folder.keep(), &self.path)
    }

    fn tell(&mut self, name: &str, reason: &str) -> io::Result<()> {
        let mut line = String::new();
        push_json(&mut line, &Reason { doc: name, reason });
        self.open(Path::new(REASONS))?.write_all(line.as_bytes())
    }

    fn open(&mut self, below: &Path) -> io::Result<File> {
        if self.folder.is_none() {
            let parent = self.path.parent().filter(|p| !p.as_os_str().is_empty());
            let builder = &mut tempfile::Builder::new();
            // The process's umask still applies; tempfile's own default is 0700.
            builder.prefix(PARTIAL).permissions(fs::Permissions::from_mode(0o777));
            let folder = builder.tempdir_in(parent.unwrap_or(Path::new(".")))?;
            self.folder = Some(folder);
        }
        let folder = self.folder.as_ref().map_or(Path::new("."), TempDir::path);
        let path = folder.join(below);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        OpenOptions::new().create(true).append(true).open(path)
    }
}

fn unpacked(below: &Path) -> OsString {
    let mut name = below.file_name().unwrap_or_default().to_owned();
    name.push(".jsonl");
    name
}
