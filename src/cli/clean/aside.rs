//! What could not be cleaned, raw: pumice-aside/ holds failed rows in a file
//! named like theirs, failed files whole, and reasons.jsonl with why. It is
//! made anew in each run, and is gone when nothing fails.

use super::kept::push_json;
use pumice::io::disk::{self, File, TempFolder, folder_of};
use pumice::io::format::Packing;
use pumice::io::parcel::Line;
use serde::Serialize;
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use walkdir::WalkDir;

const REASONS: &str = "reasons.jsonl";

/// The folder that is being filled.
pub struct Aside {
    path: PathBuf,
    folder: Option<TempFolder>,
}

#[derive(Serialize)]
struct Reason<'r> {
    doc: &'r str,
    reason: &'r str,
}

#[derive(Serialize)]
struct Text<'t> {
    row: u64,
    text: &'t str,
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

    /// Keeps the text of a table's row, which also stays where it is.
    pub fn cell(&mut self, line: &Line<'_>, name: &str, reason: &str) -> io::Result<()> {
        let mut text = String::new();
        let bytes = String::from_utf8_lossy(line.bytes);
        push_json(&mut text, &Text { row: line.number, text: &bytes });
        let below = &line.job.entry.below;
        self.open(&below.with_file_name(unpacked(below)))?.write_all(text.as_bytes())?;
        self.tell(name, reason)
    }

    /// Keeps a copy of a file, as far as it can be read.
    pub fn file(&mut self, name: &str, below: &Path, path: &Path, reason: &str) -> io::Result<()> {
        if path.is_file()
            && let Ok(mut from) = File::open(path)
        {
            let mut to = self.open(below)?;
            // What can't be read can't be kept; the reason says so.
            let _ = io::copy(&mut from, &mut to);
        }
        self.tell(name, reason)
    }

    /// Puts the folder in its place, or takes away that of an earlier run.
    pub fn close(self) -> io::Result<()> {
        let Some(folder) = self.folder else { return disk::remove_dir_all(&self.path) };
        if tree(folder.path()).is_ok_and(|new| tree(&self.path).is_ok_and(|old| old == new)) {
            return Ok(());
        }
        disk::remove_dir_all(&self.path)?;
        folder.persist(&self.path)
    }

    fn tell(&mut self, name: &str, reason: &str) -> io::Result<()> {
        let mut line = String::new();
        push_json(&mut line, &Reason { doc: name, reason });
        self.open(Path::new(REASONS))?.write_all(line.as_bytes())
    }

    fn open(&mut self, below: &Path) -> io::Result<File> {
        if self.folder.is_none() {
            self.folder = Some(TempFolder::beside(folder_of(&self.path))?);
        }
        let folder = self.folder.as_ref().map_or(Path::new("."), TempFolder::path);
        let path = folder.join(below);
        disk::create_dir_all(folder_of(&path))?;
        File::append(&path)
    }
}

/// Every file of a folder, with the hash of what is in it.
fn tree(folder: &Path) -> io::Result<BTreeMap<PathBuf, String>> {
    let mut files = BTreeMap::new();
    for entry in WalkDir::new(folder) {
        let entry = entry?;
        if entry.file_type().is_file() {
            let below = entry.path().strip_prefix(folder).unwrap_or(entry.path()).to_owned();
            files.insert(below, pumice::hash::of_file(entry.path())?);
        }
    }
    Ok(files)
}

fn unpacked(below: &Path) -> OsString {
    let mut name = below.file_name().unwrap_or_default().to_owned();
    name.push(".jsonl");
    name
}
