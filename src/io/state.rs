//! What pumice wrote into an output, so that it overwrites nothing else: a
//! line for each file with its hash. A user who deletes the state loses no
//! data; the next run asks for `--force` where a file would change.

use super::write;
use crate::hash::{self, hash};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// The files that earlier runs wrote.
#[derive(Clone, Debug, Default)]
pub struct State {
    path: PathBuf,
    /// Hash of each file, by its document's name.
    files: BTreeMap<String, String>,
}

#[derive(Serialize, Deserialize)]
struct Line {
    doc: String,
    out: String,
}

impl State {
    /// Reads a state file; a missing one, and lines cut off by a crash, are nothing.
    pub fn read(path: &Path) -> State {
        let text = fs::read_to_string(path).unwrap_or_default();
        let lines = text.lines().filter_map(|line| serde_json::from_str::<Line>(line).ok());
        State { path: path.to_owned(), files: lines.map(|line| (line.doc, line.out)).collect() }
    }

    /// Whether a file may be overwritten: it is not there, or is as pumice
    /// left it, or holds what is to be written.
    pub fn may_write(&self, doc: &str, path: &Path, bytes: &[u8]) -> bool {
        match fs::read(path) {
            Err(error) => error.kind() == io::ErrorKind::NotFound,
            Ok(there) => there == bytes || self.files.get(doc) == Some(&hash(&there)),
        }
    }

    /// The same for a file that is to have this hash.
    pub fn may_replace(&self, doc: &str, path: &Path, new: &str) -> bool {
        match hash::of_file(path) {
            Err(error) => error.kind() == io::ErrorKind::NotFound,
            Ok(there) => there == new || self.files.get(doc) == Some(&there),
        }
    }

    /// Files written by earlier runs whose documents are not among `present`.
    pub fn gone<'s>(
        &'s self,
        present: &'s BTreeMap<String, String>,
    ) -> impl Iterator<Item = &'s String> {
        self.files.keys().filter(|doc| !present.contains_key(*doc))
    }

    /// Adds lines at once, so that a run that is killed knows its files again.
    pub fn append(&self, files: &[(String, String)]) -> io::Result<()> {
        let mut file = fs::OpenOptions::new().create(true).append(true).open(&self.path)?;
        file.write_all(lines(files.iter().map(|(doc, out)| (doc, out)))?.as_bytes())
    }

    /// Replaces the state at the end of a run.
    pub fn close(&self, files: &BTreeMap<String, String>) -> io::Result<()> {
        write::whole(&self.path, lines(files.iter())?.as_bytes(), None).map(drop)
    }

    /// The files of earlier runs.
    pub fn files(&self) -> &BTreeMap<String, String> {
        &self.files
    }
}

fn lines<'f>(files: impl Iterator<Item = (&'f String, &'f String)>) -> io::Result<String> {
    let mut text = String::new();
    for (doc, out) in files {
        text += &serde_json::to_string(&Line { doc: doc.clone(), out: out.clone() })?;
        text.push('\n');
    }
    Ok(text)
}
