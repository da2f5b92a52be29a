//! The only place that prints: data to standard output, words for the user to
//! standard error. A reader that goes away ends the run quietly.

use anstream::AutoStream;
use std::io::{self, BufWriter, StdoutLock, Write};

/// Standard output, locked and buffered, with colours where it shows them.
pub fn stdout() -> BufWriter<AutoStream<StdoutLock<'static>>> {
    BufWriter::new(AutoStream::auto(io::stdout().lock()))
}

/// A line on standard error. There is nowhere to tell that it failed.
pub fn say(line: &str) {
    let _ = writeln!(anstream::stderr(), "{line}");
}

/// An error's line on standard error.
pub fn error(text: &str) {
    let red = anstyle::AnsiColor::Red.on_default().bold();
    say(&format!("{red}pumice:{red:#} {text}"));
}

/// Whether the one who read our output has gone away, as `head` does.
pub fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        cause.downcast_ref::<io::Error>().is_some_and(|e| e.kind() == io::ErrorKind::BrokenPipe)
    })
}
