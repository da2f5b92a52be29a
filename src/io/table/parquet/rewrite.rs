//! Writes a Parquet file again with some of its texts changed. All that is not
//! changed is copied as it is stored: other columns, row groups without a change,
//! the schema, the file's own metadata. A text column in which something changed
//! is written anew, packed as it was. Where nothing changed at all the output is
//! the input, byte for byte.
//!
//! Memory holds the changed texts of one row group.

use super::broken::{Broken, Result, guarded};
use super::group::Group;
use super::source::Source;
use parquet::file::writer::SerializedFileWriter;
use std::io::{self, Seek, Write};
use std::path::Path;

/// A file that is being written again.
pub struct Rewriter<W: Write + Send> {
    source: Source,
    output: Output<W>,
    /// Row groups that are done.
    done: usize,
    /// Rows in these.
    rows: u64,
    /// The changed texts of the row group at hand, by row.
    changes: Vec<(u64, Vec<u8>)>,
}

/// Nothing is written before something has changed.
enum Output<W: Write + Send> {
    Untouched(W),
    Begun(SerializedFileWriter<W>),
    /// After a fault.
    Lost,
}

impl<W: Write + Send> Rewriter<W> {
    /// Begins to write `path` again into `output`; `field` names the column of its texts.
    pub fn open(path: &Path, field: &str, output: W) -> std::result::Result<Rewriter<W>, String> {
        guarded(|| {
            let source = Source::open(path, field)?;
            let output = Output::Untouched(output);
            Ok(Rewriter { source, output, done: 0, rows: 0, changes: Vec::new() })
        })
    }

    /// The text of a row, counted from 1, is to be another. Rows come in order.
    pub fn change(&mut self, row: u64, text: Vec<u8>) -> std::result::Result<(), String> {
        guarded(|| {
            while row > self.rows + self.source.rows(self.done)? {
                self.close_group()?;
            }
            self.changes.push((row, text));
            Ok(())
        })
    }

    /// Writes the rest and gives the writer back.
    pub fn finish(mut self) -> std::result::Result<W, String> {
        guarded(|| {
            while self.done < self.source.metadata.num_row_groups() {
                self.close_group()?;
            }
            match std::mem::replace(&mut self.output, Output::Lost) {
                Output::Untouched(mut output) => {
                    self.source.file.rewind()?;
                    io::copy(&mut self.source.file, &mut output)?;
                    Ok(output)
                }
                Output::Begun(writer) => Ok(writer.into_inner()?),
                Output::Lost => Err(Broken::new("it could not be written")),
            }
        })
    }

    /// Ends the row group at hand.
    fn close_group(&mut self) -> Result<()> {
        let changes = std::mem::take(&mut self.changes);
        if !changes.is_empty() {
            self.begin()?;
        }
        if let Output::Begun(writer) = &mut self.output {
            let (source, index, before) = (&self.source, self.done, self.rows);
            Group { source, index, before, changes: &changes }.write(writer)?;
        }
        self.rows += self.source.rows(self.done)?;
        self.done += 1;
        Ok(())
    }

    /// Begins to write, with the row groups before, in which nothing changed.
    fn begin(&mut self) -> Result<()> {
        let output = match std::mem::replace(&mut self.output, Output::Lost) {
            Output::Untouched(output) => output,
            begun => {
                self.output = begun;
                return Ok(());
            }
        };
        let schema = self.source.metadata.file_metadata().schema_descr().root_schema_ptr();
        let properties = self.source.properties().into();
        let mut writer = SerializedFileWriter::new(output, schema, properties)?;
        for index in 0..self.done {
            Group { source: &self.source, index, before: 0, changes: &[] }.write(&mut writer)?;
        }
        self.output = Output::Begun(writer);
        Ok(())
    }
}
