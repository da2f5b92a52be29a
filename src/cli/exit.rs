//! The exit codes, a contract with makefiles.

use std::process::ExitCode;

/// How the program ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// All done.
    Done,
    /// `--check` found changes, a rule test failed, or documents failed.
    Found,
    /// Wrong usage, a rule file's mistake, an output that can't be written.
    Usage,
    /// Stopped by Ctrl-C.
    Interrupted,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> ExitCode {
        ExitCode::from(match exit {
            Exit::Done => 0,
            Exit::Found => 1,
            Exit::Usage => 2,
            Exit::Interrupted => 130,
        })
    }
}
