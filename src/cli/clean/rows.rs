//! Where the cleaned rows of a file go: into a file that appears when all are
//! there, to standard output, or nowhere.

use super::super::line_file::LineFile;
use super::super::table_file::TableFile;
use super::Args;
use anyhow::{Context, Result};
use pumice::io::format::Format;
use pumice::io::place::Job;
use pumice::io::source::Reading;
use pumice::io::state::State;
use pumice::io::write::Put;
use std::io::{self, BufWriter, StdoutLock, Write};

/// Why a file is not overwritten.
pub const NOT_OURS: &str =
    "it was not written by pumice or has changed since; --force overwrites it";

/// The rows of the file that is being read.
pub enum Rows {
    /// Into a file.
    File(Box<LineFile>),
    /// Into a table, with all else that the input's rows hold.
    Table(Box<TableFile>),
    /// To standard output.
    Stdout(BufWriter<StdoutLock<'static>>),
    /// Nowhere: the run only looks.
    Nowhere,
}

impl Rows {
    /// Those of a file of the plan.
    pub fn of(job: &Job, args: &Args, reading: &Reading) -> Result<Rows> {
        let input = &job.entry.path;
        Ok(match &job.out {
            Some(out) if reading.format(input) == Format::Table => {
                Rows::Table(Box::new(TableFile::new(out, input, &reading.fields.text)?))
            }
            Some(out) => Rows::File(Box::new(LineFile::new(out)?)),
            None if args.is_stdin() && !args.only_looks() => {
                Rows::Stdout(BufWriter::new(io::stdout().lock()))
            }
            None => Rows::Nowhere,
        })
    }

    /// Adds a row. A table's row is there already, and gets another text.
    pub fn add(&mut self, number: u64, line: &[u8]) -> Result<()> {
        match self {
            Rows::File(file) => file.add(line),
            Rows::Table(table) => {
                table.change(number, line);
                Ok(())
            }
            Rows::Stdout(out) => out.write_all(line).context("standard output"),
            Rows::Nowhere => Ok(()),
        }
    }

    /// Gives a file its name, with the mode of the input. `state` knows which files are
    /// pumice's own; without it any is overwritten.
    pub fn close(self, job: &Job, state: &State, force: bool) -> Result<Option<Put>> {
        let may_go = |hash: &str| {
            let (name, out) = (&job.entry.name, job.out.as_deref());
            if let Some(out) = out.filter(|_| !force)
                && !state.may_replace(name, out)?
            {
                return Err(io::Error::other(NOT_OURS));
            }
            state.intend(name, hash)
        };
        let like = Some(&*job.entry.path);
        match self {
            Rows::File(file) => file.close_like(like, may_go).map(Some),
            Rows::Table(table) => table.close_like(like, may_go).map(Some),
            Rows::Stdout(mut out) => out.flush().map(|()| None).context("standard output"),
            Rows::Nowhere => Ok(None),
        }
    }
}
