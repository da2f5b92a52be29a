//! All that pumice does to files goes through here, in the few ways that it
//! does: read, write beside and rename, append, remove. In builds for tests one
//! call can be made to fail or to be the program's last (`fault`), to see that
//! nothing is lost whichever it is; a release has nothing of that in it.

mod fault;

use super::side;
use std::fs::{self, Metadata, Permissions, ReadDir};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::os::unix::fs::{FileExt, MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};
use tempfile::{NamedTempFile, TempDir};

pub use fault::{call, pass};

/// What a file holds.
pub fn read(path: &Path) -> io::Result<Vec<u8>> {
    call("read")?;
    fs::read(path)
}

/// What a file holds that stays as it is meanwhile; one that changes is an error.
pub fn read_steady(path: &Path) -> io::Result<Vec<u8>> {
    let mut file = File::open(path)?;
    let before = Stamp::of(&file.0.metadata()?);
    let mut bytes = Vec::with_capacity(usize::try_from(before.len).unwrap_or(0));
    file.read_to_end(&mut bytes)?;
    if Stamp::of(&file.0.metadata()?) == before { Ok(bytes) } else { Err(changed()) }
}

/// The error of a file that changed while it was read.
fn changed() -> io::Error {
    io::Error::other("it changed while it was read; run again when it is complete")
}

/// What a file had when it was looked at: a file that is written to has another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Stamp {
    len: u64,
    /// Seconds, nanoseconds.
    written: (i64, i64),
    /// Device and number.
    place: (u64, u64),
}

impl Stamp {
    fn of(meta: &Metadata) -> Stamp {
        Stamp {
            len: if meta.is_file() { meta.len() } else { 0 },
            written: (meta.mtime(), meta.mtime_nsec()),
            place: (meta.dev(), meta.ino()),
        }
    }
}

/// Sees whether a file stays as it is while it is read.
pub struct Watched<'p> {
    path: &'p Path,
    before: io::Result<Option<Stamp>>,
}

impl<'p> Watched<'p> {
    /// Before it is read.
    pub fn new(path: &'p Path) -> Self {
        Watched { path, before: stamp(path) }
    }

    /// When it is read: an error where it has changed, or where nothing can be known of it.
    pub fn end(self) -> io::Result<()> {
        let before = self.before?;
        if stamp(self.path)? == before { Ok(()) } else { Err(changed()) }
    }
}

/// A file's stamp; none where it is not there, as standard input is not.
fn stamp(path: &Path) -> io::Result<Option<Stamp>> {
    match metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        meta => meta.map(|meta| Some(Stamp::of(&meta))),
    }
}

/// What is known of a file, or of what a link leads to.
pub fn metadata(path: &Path) -> io::Result<Metadata> {
    call("metadata")?;
    fs::metadata(path)
}

/// What a folder holds.
pub fn read_dir(path: &Path) -> io::Result<ReadDir> {
    call("read_dir")?;
    fs::read_dir(path)
}

/// Makes a folder and those above it.
pub fn create_dir_all(path: &Path) -> io::Result<()> {
    call("create_dir_all")?;
    fs::create_dir_all(path)
}

/// Gives a file or folder another name.
pub fn rename(from: &Path, to: &Path) -> io::Result<()> {
    call("rename")?;
    fs::rename(from, to)
}

/// Removes a file; one that is not there is as good.
pub fn remove_file(path: &Path) -> io::Result<()> {
    call("remove_file")?;
    there_or_not(fs::remove_file(path))
}

/// Removes a folder with all that is in it; one that is not there is as good.
pub fn remove_dir_all(path: &Path) -> io::Result<()> {
    call("remove_dir_all")?;
    there_or_not(fs::remove_dir_all(path))
}

fn there_or_not(result: io::Result<()>) -> io::Result<()> {
    result
        .or_else(|error| if error.kind() == io::ErrorKind::NotFound { Ok(()) } else { Err(error) })
}

/// The folder that a file lies in.
pub fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// An open file.
#[derive(Debug)]
pub struct File(fs::File);

impl File {
    /// Opens a file for reading.
    pub fn open(path: &Path) -> io::Result<File> {
        call("open")?;
        fs::File::open(path).map(File)
    }

    /// Opens a file for adding to it, and makes it where it is not there.
    pub fn append(path: &Path) -> io::Result<File> {
        call("append")?;
        fs::File::options().create(true).append(true).read(true).open(path).map(File)
    }

    /// The bytes from a place on; it may be asked from any thread.
    pub fn read_at(&self, bytes: &mut [u8], from: u64) -> io::Result<()> {
        call("read_at")?;
        self.0.read_exact_at(bytes, from)
    }

    /// The file itself, for what does not read or write.
    pub fn inner(&self) -> &fs::File {
        &self.0
    }
}

impl Read for File {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        call("read")?;
        self.0.read(into)
    }
}

impl Seek for File {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.0.seek(to)
    }
}

impl Write for File {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        fault::write(bytes, &mut self.0)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

/// A file that has no name of its own yet. Unless it gets one it is gone when it is dropped.
#[derive(Debug)]
pub struct Temp(NamedTempFile);

impl Temp {
    /// A new one in a folder, of the mode that a new file has there.
    pub fn beside(folder: &Path) -> io::Result<Temp> {
        call("create")?;
        // The process's umask still applies; tempfile's own default is 0600.
        let mode = Permissions::from_mode(0o666);
        let prefix = side::partial();
        tempfile::Builder::new().prefix(&prefix).permissions(mode).tempfile_in(folder).map(Temp)
    }

    /// Sets its mode.
    pub fn set_permissions(&self, mode: Permissions) -> io::Result<()> {
        call("set_permissions")?;
        self.0.as_file().set_permissions(mode)
    }

    /// Gives it a name, in place of what has that name.
    pub fn persist(self, path: &Path) -> io::Result<()> {
        call("persist")?;
        self.0.persist(path).map(drop).map_err(|error| error.error)
    }
}

impl Write for Temp {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        fault::write(bytes, self.0.as_file_mut())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

/// A folder that has no name of its own yet. Unless it gets one it is gone when it is dropped.
#[derive(Debug)]
pub struct TempFolder(TempDir);

impl TempFolder {
    /// A new one in a folder.
    pub fn beside(folder: &Path) -> io::Result<TempFolder> {
        call("create")?;
        let mode = Permissions::from_mode(0o777);
        tempfile::Builder::new()
            .prefix(&side::partial())
            .permissions(mode)
            .tempdir_in(folder)
            .map(TempFolder)
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        self.0.path()
    }

    /// Gives it a name that nothing has.
    pub fn persist(self, path: &Path) -> io::Result<()> {
        rename(self.path(), path)?;
        // It has left; there is nothing to remove any more.
        let _: PathBuf = self.0.keep();
        Ok(())
    }
}
