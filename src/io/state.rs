//! What pumice wrote into an output, so that it overwrites nothing else: a
//! line for each file with its hash. The line is added before the file gets its
//! name, so that a run that is killed in between knows it again. A user who
//! deletes the state loses no data; the next run asks for `--force` where a file
//! would change.

use super::disk::{self, File};
use super::write::{self, Put};
use crate::hash;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// The hashes that a document's output may have. It has one, but where a run was killed.
pub type Hashes = BTreeSet<String>;

/// The files that earlier runs wrote.
#[derive(Debug, Default)]
pub struct State {
    path: PathBuf,
    /// By the documents' names.
    files: BTreeMap<String, Hashes>,
    /// Where lines are added, once there are any.
    log: Mutex<Option<File>>,
}

#[derive(Serialize, Deserialize)]
struct Line<'l> {
    #[serde(borrow)]
    doc: std::borrow::Cow<'l, str>,
    #[serde(borrow)]
    out: std::borrow::Cow<'l, str>,
}

impl State {
    /// Reads a state file; a missing one, and lines cut off by a crash, are nothing.
    pub fn read(path: &Path) -> io::Result<State> {
        let text = disk::read(path);
        let text = text.or_else(|error| match error.kind() {
            ErrorKind::NotFound => Ok(Vec::new()),
            _ => Err(error),
        })?;
        let mut files: BTreeMap<String, Hashes> = BTreeMap::new();
        for line in text.split(|byte| *byte == b'\n') {
            if let Ok(Line { doc, out }) = serde_json::from_slice(line) {
                files.entry(doc.into_owned()).or_default().insert(out.into_owned());
            }
        }
        Ok(State { path: path.to_owned(), files, log: Mutex::default() })
    }

    /// Whether pumice wrote the file of a document that has this hash.
    pub fn wrote(&self, doc: &str, hash: &str) -> bool {
        self.files.get(doc).is_some_and(|hashes| hashes.contains(hash))
    }

    /// Whether a document's file may be replaced: there is none, or pumice wrote it.
    pub fn may_replace(&self, doc: &str, path: &Path) -> io::Result<bool> {
        match hash::of_file(path) {
            Ok(there) => Ok(self.wrote(doc, &there)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(true),
            Err(error) => Err(error),
        }
    }

    /// Notes that a document's file is about to be written.
    pub fn intend(&self, doc: &str, hash: &str) -> io::Result<()> {
        let mut log = self.log.lock().unwrap_or_else(PoisonError::into_inner);
        let text = line(doc, hash)?;
        match &mut *log {
            Some(file) => file.write_all(text.as_bytes()),
            None => {
                // A line that was cut off ends here.
                let file = log.insert(File::append(&self.path)?);
                file.write_all(format!("\n{text}").as_bytes())
            }
        }
    }

    /// What earlier runs wrote.
    pub fn files(&self) -> &BTreeMap<String, Hashes> {
        &self.files
    }

    /// Replaces the state at the end of a run.
    pub fn close(&self, files: &BTreeMap<String, Hashes>) -> io::Result<Put> {
        let mut text = String::new();
        for (doc, hashes) in files {
            for hash in hashes {
                text += &line(doc, hash)?;
            }
        }
        write::whole(&self.path, text.as_bytes())
    }
}

fn line(doc: &str, out: &str) -> io::Result<String> {
    Ok(serde_json::to_string(&Line { doc: doc.into(), out: out.into() })? + "\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn what_was_intended_is_known_even_after_a_line_that_was_cut_off() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("state");
        fs::write(&path, "{\"doc\":\"a\",\"out\":\"1\"}\n{\"doc\":\"b\",\"ou").unwrap();
        State::read(&path).unwrap().intend("c", "3").unwrap();
        let state = State::read(&path).unwrap();
        assert!(state.wrote("a", "1") && state.wrote("c", "3") && !state.wrote("b", "2"));
        state.close(state.files()).unwrap();
        let text = fs::read_to_string(&path).unwrap();
        assert_eq!(text, "{\"doc\":\"a\",\"out\":\"1\"}\n{\"doc\":\"c\",\"out\":\"3\"}\n");
    }
}
