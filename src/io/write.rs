//! Writes a file whole or not at all: into a temporary file beside it, which
//! then takes its name. Tools that write in place lose the file on a full disk.
//! A file that holds the right bytes already is not touched, so that make sees
//! no change.

use super::disk::{self, Temp, folder_of};
use super::side::{PARTIAL, is_being_written};
use crate::hash::hash;
use std::io::{self, ErrorKind, Write};
use std::path::Path;

/// A file that is in place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Put {
    /// Hash of what is in it.
    pub hash: String,
    /// Whether it held anything else before.
    pub is_new: bool,
}

/// Puts `bytes` under `path`.
pub fn whole(path: &Path, bytes: &[u8]) -> io::Result<Put> {
    let is_new = !disk::read(path).is_ok_and(|there| there == bytes);
    if is_new {
        anew(path, bytes, None)?;
    }
    Ok(Put { hash: hash(bytes), is_new })
}

/// Puts `bytes` under `path` whatever is there, with the mode of `like` where that is given.
pub fn anew(path: &Path, bytes: &[u8], like: Option<&Path>) -> io::Result<()> {
    let mut file = beside(path)?;
    file.write_all(bytes)?;
    name(file, path, like)
}

/// A temporary file beside a path, whose folder is made where it is missing.
pub(super) fn beside(path: &Path) -> io::Result<Temp> {
    let folder = folder_of(path);
    Temp::beside(folder).or_else(|error| {
        if error.kind() != ErrorKind::NotFound {
            return Err(error);
        }
        disk::create_dir_all(folder)?;
        Temp::beside(folder)
    })
}

/// Gives a file its name, with the mode of `like` where that is given.
pub(super) fn name(file: Temp, path: &Path, like: Option<&Path>) -> io::Result<()> {
    if let Some(meta) = like.and_then(|like| disk::metadata(like).ok()) {
        file.set_permissions(meta.permissions())?;
    }
    file.persist(path)
}

/// Removes what killed runs left half written in a folder, and nothing that another run is writing. What can't be
/// removed is hidden and does no harm.
pub fn clear_partial(folder: &Path) {
    let Ok(list) = disk::read_dir(folder) else { return };
    for entry in list.flatten() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if name.starts_with(PARTIAL) && !is_being_written(&name) {
            let path = entry.path();
            let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
            let _ = if is_folder { disk::remove_dir_all(&path) } else { disk::remove_file(&path) };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn what_another_run_is_writing_stays() {
        if !Path::new("/proc/self").exists() {
            eprintln!("skipped: this system has no /proc");
            return;
        }
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(format!("{PARTIAL}{name}"));
        let (own, dead, older) = (std::process::id(), u32::MAX, "x7Kq");
        fs::write(at(&format!("{own}-x")), "").unwrap();
        fs::write(at(&format!("{dead}-x")), "").unwrap();
        fs::create_dir_all(at(older).join("y")).unwrap();
        clear_partial(folder.path());
        let left: Vec<_> =
            fs::read_dir(folder.path()).unwrap().map(|e| e.unwrap().path()).collect();
        assert_eq!(left, [at(&format!("{own}-x"))]);
    }
}
