//! Writes a file whole or not at all: into a temporary file beside it, which
//! then takes its name. Tools that write in place lose the file on a full disk.

use super::side::PARTIAL;
use std::fs::{self, Permissions};
use std::io::{self, Write};
use std::path::Path;

/// What became of a write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written {
    /// The file holds these bytes now.
    New,
    /// It held them already and was not touched, so that make sees no change.
    Same,
}

/// Puts `bytes` under `path`, with the mode of `like` where that is given.
pub fn whole(path: &Path, bytes: &[u8], like: Option<&Path>) -> io::Result<Written> {
    if holds(path, bytes) {
        return Ok(Written::Same);
    }
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let mode = like.and_then(|like| fs::metadata(like).ok()).map(|meta| meta.permissions());
    let mut file = new_beside(folder)?;
    file.write_all(bytes)?;
    file.flush()?;
    if let Some(mode) = mode {
        file.as_file().set_permissions(mode)?;
    }
    file.persist(path).map_err(|e| e.error)?;
    Ok(Written::New)
}

/// A temporary file in a folder, of the mode that a new file has there.
pub fn new_beside(folder: &Path) -> io::Result<tempfile::NamedTempFile> {
    use std::os::unix::fs::PermissionsExt;
    // The process's umask still applies; tempfile's own default is 0600.
    tempfile::Builder::new()
        .prefix(PARTIAL)
        .permissions(Permissions::from_mode(0o666))
        .tempfile_in(folder)
}

/// Removes what killed runs left half written in a folder. What can't be removed is
/// hidden and does no harm.
pub fn clear_partial(folder: &Path) {
    let Ok(list) = fs::read_dir(folder) else { return };
    for entry in list.flatten() {
        if entry.file_name().as_encoded_bytes().starts_with(PARTIAL.as_bytes()) {
            let _ = fs::remove_file(entry.path()).or_else(|_| fs::remove_dir_all(entry.path()));
        }
    }
}

/// Whether a file holds just these bytes; the length is asked first.
fn holds(path: &Path, bytes: &[u8]) -> bool {
    let is_file = |meta: &fs::Metadata| meta.is_file() && meta.len() == bytes.len() as u64;
    fs::symlink_metadata(path).is_ok_and(|meta| is_file(&meta))
        && fs::read(path).is_ok_and(|there| there == bytes)
}
