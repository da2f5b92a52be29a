//! A row group that is written again: all columns as they are stored, but for
//! that of the texts where one of these is another now.

use super::broken::{Broken, Result};
use super::source::Source;
use parquet::column::reader::ColumnReader;
use parquet::data_type::{ByteArray, ByteArrayType};
use parquet::file::reader::FileReader;
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use std::io::Write;

/// Rows read and written at once.
const ROWS: usize = 64;

/// A row group, and what changes in it.
pub struct Group<'s> {
    /// The file.
    pub source: &'s Source,
    /// Its number in the file, from 0.
    pub index: usize,
    /// Rows before it.
    pub before: u64,
    /// The texts that are others now, by row, in order.
    pub changes: &'s [(u64, Vec<u8>)],
}

impl Group<'_> {
    /// Writes it behind those that are written.
    pub fn write<W: Write + Send>(&self, writer: &mut SerializedFileWriter<W>) -> Result<()> {
        let Group { source, index, .. } = *self;
        let mut out = writer.next_row_group()?;
        for column in 0..source.metadata.row_group(index).num_columns() {
            if column == source.column && !self.changes.is_empty() {
                self.texts(&mut out)?;
            } else {
                out.append_column(&source.file, source.as_stored(index, column)?)?;
            }
        }
        out.close()?;
        Ok(())
    }

    fn texts<W: Write + Send>(&self, out: &mut SerializedRowGroupWriter<'_, W>) -> Result<()> {
        let Source { reader, metadata, column, .. } = self.source;
        let level = metadata.row_group(self.index).column(*column).column_descr().max_def_level();
        let reader = reader.get_row_group(self.index)?.get_column_reader(*column)?;
        let ColumnReader::ByteArrayColumnReader(mut reader) = reader else {
            return Err(Broken::new("the texts are no texts"));
        };
        let mut writer = out.next_column()?.ok_or_else(|| Broken::new("a column is missing"))?;
        let (mut row, mut changes) = (self.before, self.changes.iter().peekable());
        loop {
            // Of rows without a text there is a level and no text.
            let (mut levels, mut texts) = (Vec::new(), Vec::new());
            let (rows, ..) = reader.read_records(ROWS, Some(&mut levels), None, &mut texts)?;
            if rows == 0 {
                break;
            }
            let mut next = texts.iter_mut();
            for at in 0..rows {
                row += 1;
                let is_there = level == 0 || levels.get(at) == Some(&level);
                let text = if is_there { next.next() } else { None };
                let new = changes.next_if(|(of, _)| *of == row);
                if let (Some(text), Some((_, new))) = (text, new) {
                    *text = ByteArray::from(new.clone());
                }
            }
            let levels = (level > 0).then_some(&*levels);
            writer.typed::<ByteArrayType>().write_batch(&texts, levels, None)?;
        }
        writer.close()?;
        Ok(())
    }
}
