//! What a run has worked out, kept for the next: lines of text, each under a key
//! that is a hash of all that went into it. A line is added when its work is done
//! and never changed, so a run that is killed at any moment leaves what it had
//! done. Lines carry a checksum; what is cut off or spoilt is as good as missing,
//! and so is a journal that is deleted: it costs time, and nothing else.
//!
//! Memory: about 50 bytes for each line. The lines themselves stay on disk.

use super::disk::{self, File};
use super::draft::Draft;
use rustc_hash::{FxHashMap, FxHashSet};
use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};
use xxhash_rust::xxh3::xxh3_64;

/// What a line is found by.
pub type Key = u128;

/// Bytes before a line's text: checksum, blank, key, blank.
const HEAD: usize = 16 + 1 + 32 + 1;

/// Where a line is, without its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Place {
    from: u64,
    len: usize,
}

/// The lines of earlier runs.
#[derive(Debug, Default)]
pub struct Journal {
    path: PathBuf,
    file: Option<File>,
    places: FxHashMap<Key, Place>,
    /// The file's length, of whole and broken lines.
    len: u64,
}

impl Journal {
    /// Reads a journal; one that is missing or can't be read has no lines.
    pub fn read(path: &Path) -> Journal {
        let mut journal = Journal { path: path.to_owned(), ..Journal::default() };
        journal.file = File::open(path).ok();
        // What was read before a failure is good.
        let _ = journal.index();
        journal
    }

    fn index(&mut self) -> io::Result<()> {
        let Ok(file) = File::open(&self.path) else { return Ok(()) };
        let mut lines = BufReader::with_capacity(1 << 18, file);
        let mut line = Vec::new();
        loop {
            line.clear();
            let n = lines.read_until(b'\n', &mut line)?;
            if n == 0 {
                return Ok(());
            }
            // A line without an end was cut off, be it just by that.
            let whole = line.strip_suffix(b"\n");
            if let Some((line, (key, _))) = whole.and_then(|line| Some((line, parse(line)?))) {
                self.places.insert(key, Place { from: self.len, len: line.len() });
            }
            self.len += n as u64;
        }
    }

    /// Whether there are no lines.
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// The text under a key. It may be asked from any thread.
    pub fn get(&self, key: Key) -> Option<String> {
        let place = self.places.get(&key)?;
        let mut line = vec![0; place.len];
        self.file.as_ref()?.read_at(&mut line, place.from).ok()?;
        parse(&line).filter(|(there, _)| *there == key).map(|(_, text)| text.to_owned())
    }
}

/// A line's key and text, if it is whole.
fn parse(line: &[u8]) -> Option<(Key, &str)> {
    let line = std::str::from_utf8(line).ok()?;
    let (sum, rest) = line.split_at_checked(17)?;
    let sum = u64::from_str_radix(sum.trim_end(), 16).ok()?;
    if sum != xxh3_64(rest.as_bytes()) {
        return None;
    }
    Some((Key::from_str_radix(rest.get(..32)?, 16).ok()?, rest.get(HEAD - 17..)?))
}

/// The lines that this run uses, old and new. New ones are added to the file at once.
pub struct Additions<'j> {
    journal: &'j Journal,
    log: Option<File>,
    len: u64,
    /// In the order of their use.
    used: Vec<Place>,
    /// Why lines could not be added. The run goes on without.
    failed: Option<io::Error>,
}

impl<'j> Additions<'j> {
    /// None yet.
    pub fn new(journal: &'j Journal) -> Self {
        Additions { journal, log: None, len: journal.len, used: Vec::new(), failed: None }
    }

    /// An old line was used.
    pub fn again(&mut self, key: Key) {
        self.used.extend(self.journal.places.get(&key));
    }

    /// Adds a line, whose text has no line end in it.
    pub fn add(&mut self, key: Key, text: &str) {
        if self.failed.is_some() {
            return;
        }
        match self.write(key, text) {
            Ok(place) => self.used.push(place),
            Err(error) => self.failed = Some(error),
        }
    }

    fn write(&mut self, key: Key, text: &str) -> io::Result<Place> {
        if self.log.is_none() {
            let mut log = File::append(&self.journal.path)?;
            // What was cut off ends here.
            if self.len > 0 {
                log.write_all(b"\n")?;
                self.len += 1;
            }
            self.log = Some(log);
        }
        let rest = format!("{key:032x} {text}");
        let line = format!("{:016x} {rest}\n", xxh3_64(rest.as_bytes()));
        if let Some(log) = &mut self.log {
            log.write_all(line.as_bytes())?;
        }
        let place = Place { from: self.len, len: line.len() - 1 };
        self.len += line.len() as u64;
        Ok(place)
    }

    /// At the end of a whole run: leaves the lines that it used, in the order of their use, so
    /// that equal runs have equal journals. The error is why the journal is not as it should be.
    pub fn close(self) -> io::Result<()> {
        if let Some(error) = self.failed {
            return Err(error);
        }
        let mut seen = FxHashSet::default();
        let used = self.used.iter().filter(|place| seen.insert(place.from));
        let used: Vec<Place> = used.copied().collect();
        if are_all(&used, self.len) {
            return Ok(());
        }
        if used.is_empty() {
            return disk::remove_file(&self.journal.path);
        }
        let old = File::open(&self.journal.path)?;
        let mut new = BufWriter::with_capacity(1 << 18, Draft::of(&self.journal.path));
        for Place { from, len } in used {
            let mut line = vec![0; len + 1];
            old.read_at(&mut line, from)?;
            new.write_all(&line)?;
        }
        new.into_inner()?.close(None, |_| Ok(())).map(drop)
    }
}

/// Whether lines are just those of a file of this length.
fn are_all(lines: &[Place], len: u64) -> bool {
    let mut end = 0;
    let follow = lines.iter().all(|place| {
        let follows = place.from == end;
        end = place.from + place.len as u64 + 1;
        follows
    });
    follow && end == len
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn run(path: &Path, keys: &[Key]) -> usize {
        let journal = Journal::read(path);
        let mut additions = Additions::new(&journal);
        let mut found = 0;
        for key in keys {
            match journal.get(*key) {
                Some(text) => {
                    assert_eq!(text, format!("text of {key} é"));
                    additions.again(*key);
                    found += 1;
                }
                None => additions.add(*key, &format!("text of {key} é")),
            }
        }
        additions.close().unwrap();
        found
    }

    #[test]
    fn lines_are_found_again_and_those_of_no_use_go() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal");
        assert_eq!(run(&path, &[1, 2, 3]), 0);
        let first = fs::read(&path).unwrap();
        assert_eq!(run(&path, &[1, 2, 3]), 3);
        assert_eq!(fs::read(&path).unwrap(), first);
        assert_eq!(run(&path, &[3, 4, 1, 3]), 3);
        assert_eq!(run(&path, &[1, 2, 3]), 2);
        assert_eq!(fs::read(&path).unwrap(), first, "equal runs have equal journals");
        run(&path, &[]);
        assert!(!path.exists(), "as after a first run that had nothing to do");
    }

    #[test]
    fn whatever_is_cut_off_or_spoilt_the_rest_is_good() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal");
        run(&path, &[1, 2, 3]);
        let whole = fs::read(&path).unwrap();
        for len in 0..whole.len() {
            fs::write(&path, &whole[..len]).unwrap();
            let lines = memchr::memchr_iter(b'\n', &whole[..len]).count();
            let found = run(&path, &[1, 2, 3]);
            assert_eq!(found, lines, "{len}");
            assert_eq!(fs::read(&path).unwrap(), whole);
        }
        for at in 0..whole.len() {
            let mut spoilt = whole.clone();
            spoilt[at] ^= 1;
            fs::write(&path, &spoilt).unwrap();
            assert!(run(&path, &[1, 2, 3]) < 3, "{at}");
            assert_eq!(fs::read(&path).unwrap(), whole);
        }
    }
}
