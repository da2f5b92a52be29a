//! Faults made for tests. `PUMICE_FAULT="fail 17"` lets the 17th call of the run
//! fail as on a full disk, `crash 17` ends the program there without any tidying,
//! as a kill does; a write that is hit still writes half. What was hit is told,
//! so that a test knows when it has been through all calls. `panic NAME` is a pass
//! that breaks on a document. Builds with debug assertions alone have this.

use std::io::{self, Write};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};

struct Fault {
    crash: bool,
    at: u64,
    made: AtomicU64,
}

static FAULT: LazyLock<Option<Fault>> = LazyLock::new(|| {
    let asked = std::env::var("PUMICE_FAULT").ok()?;
    let (what, at) = asked.split_once(' ')?;
    Some(Fault { crash: what == "crash", at: at.parse().ok()?, made: AtomicU64::new(0) })
});

/// As a pass that breaks on one document.
///
/// # Panics
///
/// For the document that `PUMICE_FAULT="panic NAME"` names.
#[inline]
pub fn pass(document: &str) {
    if cfg!(debug_assertions)
        && let Ok(asked) = std::env::var("PUMICE_FAULT")
    {
        assert!(asked.strip_prefix("panic ") != Some(document), "a fault made for a test");
    }
}

/// A call that is about to be made.
#[inline]
pub fn call(what: &str) -> io::Result<()> {
    hit(what, || ())
}

/// Writes some of the bytes.
#[inline]
pub fn write(bytes: &[u8], to: &mut impl Write) -> io::Result<usize> {
    hit("write", || drop(to.write(&bytes[..bytes.len() / 2])))?;
    to.write(bytes)
}

#[inline]
fn hit(what: &str, half: impl FnOnce()) -> io::Result<()> {
    if cfg!(debug_assertions)
        && let Some(fault) = &*FAULT
        && fault.made.fetch_add(1, Ordering::Relaxed) + 1 == fault.at
    {
        half();
        let _ = writeln!(io::stderr(), "fault: call {}, {what}", fault.at);
        if fault.crash {
            std::process::abort();
        }
        return Err(io::Error::new(io::ErrorKind::StorageFull, "a fault made for a test"));
    }
    Ok(())
}
