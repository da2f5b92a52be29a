//! A file that is written in pieces and appears whole, such as a ledger or a
//! file of cleaned rows, which may be larger than memory. As long as the pieces
//! say what the file says that is there already, nothing is written: a run that
//! changes nothing writes nothing.

use super::disk::{self, File, Temp};
use super::write::{Put, beside, name};
use crate::hash::Hasher;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

/// A file that is being written.
pub struct Draft {
    path: PathBuf,
    hasher: Hasher,
    /// The file that is there, as long as it agrees.
    old: Option<File>,
    /// How many bytes of it agreed.
    same: u64,
    new: Option<Temp>,
    scratch: Vec<u8>,
}

impl Draft {
    /// Of the file that is to be under this path.
    pub fn of(path: &Path) -> Draft {
        let (old, path) = (File::open(path).ok(), path.to_owned());
        Draft { path, hasher: Hasher::default(), old, same: 0, new: None, scratch: Vec::new() }
    }

    /// Whether the file that is there says something else.
    fn differs(&self) -> io::Result<bool> {
        let Some(old) = &self.old else { return Ok(true) };
        let (old, there) = (old.inner().metadata()?, disk::metadata(&self.path));
        // It may have been replaced or removed meanwhile.
        let stayed = there.is_ok_and(|there| (there.dev(), there.ino()) == (old.dev(), old.ino()));
        Ok(!stayed || old.len() != self.same)
    }

    /// Gives it its name, with the mode of `like`, unless the file that is there
    /// says the same; one that `may_go` does not let go stays, and that is an error.
    pub fn close(
        mut self,
        like: Option<&Path>,
        may_go: impl FnOnce(&str) -> io::Result<()>,
    ) -> io::Result<Put> {
        let is_new = self.new.is_some() || self.differs()?;
        let hash = self.hasher.finish();
        if is_new {
            may_go(&hash)?;
            let file = self.part()?;
            name(file, &self.path, like)?;
        }
        Ok(Put { hash, is_new })
    }

    /// The new file, with all that was written so far.
    fn part(&mut self) -> io::Result<Temp> {
        if let Some(new) = self.new.take() {
            return Ok(new);
        }
        let mut new = beside(&self.path)?;
        if let Some(mut old) = self.old.take() {
            old.seek(SeekFrom::Start(0))?;
            io::copy(&mut old.take(self.same), &mut new)?;
        }
        Ok(new)
    }

    /// Whether the file that is there goes on with these bytes.
    fn agrees(&mut self, bytes: &[u8]) -> bool {
        let Some(old) = &mut self.old else { return false };
        self.scratch.resize(bytes.len(), 0);
        old.read_exact(&mut self.scratch).is_ok() && self.scratch == bytes
    }
}

impl Write for Draft {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.new.is_none() && self.agrees(bytes) {
            self.hasher.update(bytes);
            self.same += bytes.len() as u64;
            return Ok(bytes.len());
        }
        let mut new = self.part()?;
        let n = new.write(bytes);
        self.new = Some(new);
        let n = n?;
        self.hasher.update(&bytes[..n]);
        Ok(n)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.new.as_mut().map_or(Ok(()), Write::flush)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hash::hash;
    use std::fs;

    fn draft(path: &Path, pieces: &[&str]) -> Put {
        let mut draft = Draft::of(path);
        pieces.iter().for_each(|piece| draft.write_all(piece.as_bytes()).unwrap());
        draft.close(None, |_| Ok(())).unwrap()
    }

    #[test]
    fn a_draft_that_says_the_same_leaves_the_file_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("below/a");
        let put = draft(&path, &["one ", "two"]);
        assert_eq!(put, Put { hash: hash(b"one two"), is_new: true });
        let inode = || fs::metadata(&path).unwrap().ino();
        let before = inode();
        assert!(!draft(&path, &["one", " two"]).is_new);
        assert_eq!(inode(), before);
        for pieces in [&["one ", "too"][..], &["one ", "two", "!"], &["one"], &[]] {
            assert!(draft(&path, pieces).is_new);
            assert_eq!(fs::read_to_string(&path).unwrap(), pieces.concat());
            assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
            draft(&path, &["one two"]);
        }
    }

    #[test]
    fn a_file_that_is_removed_meanwhile_is_written_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        fs::write(&path, "one two").unwrap();
        let mut draft = Draft::of(&path);
        draft.write_all(b"one two").unwrap();
        fs::remove_file(&path).unwrap();
        assert!(draft.close(None, |_| Ok(())).unwrap().is_new);
        assert_eq!(fs::read_to_string(&path).unwrap(), "one two");
    }

    #[test]
    fn a_file_that_may_not_go_stays() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        fs::write(&path, "mine").unwrap();
        let mut draft = Draft::of(&path);
        draft.write_all(b"other").unwrap();
        assert!(draft.close(None, |_| Err(io::Error::other("no"))).is_err());
        assert_eq!(fs::read_to_string(&path).unwrap(), "mine");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
