//! Which files are documents. A folder's regular files are, whatever their
//! ending; hidden ones, links and pumice's own files are not. Files that the
//! user names are documents whatever they are called.

use super::{disk, side};
use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use std::ffi::OsStr;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use walkdir::{DirEntry, WalkDir};

/// One document to be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The file.
    pub path: PathBuf,
    /// Its path below the input, which its output has below the output folder.
    pub below: PathBuf,
    /// The same as text, with `/`.
    pub name: String,
}

/// What a walk found.
#[derive(Debug, Default)]
pub struct Found {
    /// Documents, sorted by path.
    pub entries: Vec<Entry>,
    /// What could not be looked at, with the reason.
    pub failed: Vec<(String, String)>,
    /// What is no document, with the reason.
    pub skipped: Vec<(String, String)>,
}

/// Which documents of a folder are wanted, by their names.
#[derive(Debug, Default)]
pub struct Selection {
    include: Option<GlobSet>,
    exclude: Option<GlobSet>,
}

impl Selection {
    /// From the globs of `--include` and `--exclude`; empty lists select all.
    pub fn new(include: &[String], exclude: &[String]) -> Result<Self, globset::Error> {
        Ok(Selection { include: globs(include)?, exclude: globs(exclude)? })
    }

    fn takes(&self, name: &str) -> bool {
        self.include.as_ref().is_none_or(|set| set.is_match(name))
            && !self.exclude.as_ref().is_some_and(|set| set.is_match(name))
    }
}

fn globs(patterns: &[String]) -> Result<Option<GlobSet>, globset::Error> {
    if patterns.is_empty() {
        return Ok(None);
    }
    let mut set = GlobSetBuilder::new();
    for pattern in patterns {
        set.add(GlobBuilder::new(pattern).literal_separator(true).build()?);
        // A pattern without a folder speaks of file names wherever they are.
        if !pattern.contains('/') {
            set.add(GlobBuilder::new(&format!("**/{pattern}")).literal_separator(true).build()?);
        }
    }
    set.build().map(Some)
}

/// A file that the user named.
pub fn file(path: &Path) -> Entry {
    let below = PathBuf::from(path.file_name().unwrap_or(OsStr::new("document")));
    Entry { path: path.to_owned(), name: name_of(&below), below }
}

/// All documents below a folder, but for those below `except`, the output.
pub fn folder(root: &Path, except: Option<&Path>, selection: &Selection) -> Found {
    let mut found = Found::default();
    let hidden = |name: &OsStr| name.as_encoded_bytes().starts_with(b".");
    let mut walk = WalkDir::new(root).min_depth(1).sort_by_file_name().into_iter();
    while let Some(next) = walk.next() {
        let entry = match met(next, root) {
            Ok(entry) => entry,
            Err((path, reason)) => {
                found.failed.push((name_of(path.strip_prefix(root).unwrap_or(&path)), reason));
                continue;
            }
        };
        let kind = entry.file_type();
        let own = entry.depth() == 1 && entry.file_name().to_str().is_some_and(side::is_own);
        let is_output = kind.is_dir() && except.is_some_and(|out| same_folder(entry.path(), out));
        if hidden(entry.file_name()) || own || is_output {
            if kind.is_dir() {
                walk.skip_current_dir();
            }
            continue;
        }
        if kind.is_dir() {
            continue;
        }
        let below = entry.path().strip_prefix(root).unwrap_or(entry.path()).to_owned();
        let name = name_of(&below);
        if !selection.takes(&name) {
            continue;
        }
        if kind.is_file() {
            found.entries.push(Entry { path: entry.into_path(), below, name });
        } else {
            let reason = if kind.is_symlink() { "a link" } else { "not a regular file" };
            found.skipped.push((name, reason.to_owned()));
        }
    }
    found
}

/// What the walk met; else where it could not look, and why.
fn met(next: walkdir::Result<DirEntry>, root: &Path) -> Result<DirEntry, (PathBuf, String)> {
    let entry = next.map_err(|error| {
        let path = error.path().unwrap_or(root).to_owned();
        (path, error.io_error().map_or_else(|| error.to_string(), ToString::to_string))
    })?;
    disk::call("walk").map_err(|error| (entry.path().to_owned(), error.to_string()))?;
    Ok(entry)
}

/// Whether a folder met on the walk is the output, however either is written.
fn same_folder(met: &Path, out: &Path) -> bool {
    met.file_name() == out.file_name() && met.canonicalize().is_ok_and(|met| met == out)
}

/// A path as a document's name: `/` between folders, bytes that are no UTF-8
/// as `\xNN`, a backslash doubled, so that no two paths have one name. What
/// would move a terminal's cursor or turn its text around is escaped.
pub fn name_of(path: &Path) -> String {
    let mut name = String::new();
    for part in path {
        if !name.is_empty() {
            name.push('/');
        }
        for chunk in part.as_encoded_bytes().utf8_chunks() {
            for c in chunk.valid().chars() {
                if is_shown(c) { name.push(c) } else { name.extend(c.escape_default()) }
            }
            for byte in chunk.invalid() {
                // Writing to a string does not fail.
                let _ = write!(name, "\\x{byte:02X}");
            }
        }
    }
    name
}

/// Whether a character of a name can be shown as it is.
fn is_shown(c: char) -> bool {
    let turns =
        matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    !c.is_control() && !turns && c != '\\'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_can_be_shown_whatever_they_are() {
        use std::os::unix::ffi::OsStrExt;
        let odd = Path::new(OsStr::from_bytes(b"a/b\xff\nc"));
        assert_eq!(name_of(odd), "a/b\\xFF\\nc");
        assert_eq!(name_of(Path::new("a\\nb")), "a\\\\nb");
        assert_eq!(name_of(Path::new("\u{1b}[31m\u{202e}é")), "\\u{1b}[31m\\u{202e}é");
    }

    #[test]
    fn globs_without_a_folder_match_anywhere() {
        let selection = Selection::new(&["*.txt".into()], &["old/**".into()]).unwrap();
        assert!(selection.takes("a.txt") && selection.takes("x/y/a.txt"));
        assert!(!selection.takes("a.md") && !selection.takes("old/a.txt"));
    }
}
