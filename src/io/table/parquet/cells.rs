//! Reads the texts of a Parquet file, row group by row group. A file is read
//! through once before its first text is handed out, so that one that is damaged
//! anywhere in the columns that matter fails whole, and not when half of its rows
//! are cleaned.

use super::broken::{Broken, Result, guarded};
use super::column::{self, Values};
use crate::document::Meta;
use crate::io::disk;
use crate::io::table::{Cell, Facts};
use crate::row::Fields;
use parquet::file::metadata::{ParquetMetaData, RowGroupMetaData};
use parquet::file::reader::FileReader;
use parquet::file::serialized_reader::SerializedFileReader;
use parquet::schema::types::SchemaDescriptor;
use std::fs::File;
use std::path::Path;

/// The texts of a file, in order.
pub struct Cells {
    reader: SerializedFileReader<File>,
    /// Column of the texts.
    text: usize,
    /// Column of the names, if rows have any.
    id: Option<usize>,
    /// Columns with something to say of a row.
    facts: Vec<(usize, String)>,
    /// Row groups that have been opened.
    opened: usize,
    group: Option<Group>,
    /// Rows that have been read.
    rows: u64,
}

/// A row group that is being read.
struct Group {
    left: i64,
    text: Values,
    id: Option<Values>,
    facts: Vec<Values>,
}

impl Cells {
    /// Opens a file and reads it through; the error is a clause for the user.
    pub fn open(path: &Path, fields: &Fields) -> std::result::Result<Cells, String> {
        guarded(|| {
            let mut cells = Cells::at_start(path, fields)?;
            while cells.cell()?.is_some() {}
            (cells.opened, cells.rows) = (0, 0);
            Ok(cells)
        })
    }

    fn at_start(path: &Path, fields: &Fields) -> Result<Cells> {
        let reader = open(path)?.1;
        let schema = reader.metadata().file_metadata().schema_descr();
        let text = text_column(schema, &fields.text)?;
        let id = fields.id.as_deref().map(|name| id_column(schema, name)).transpose()?;
        let facts = (0..schema.num_columns())
            .filter(|at| *at != text && column::holds_fact(&schema.column(*at)))
            .filter(|at| schema.column(*at).path().parts().len() == 1)
            .map(|at| (at, schema.column(at).name().to_owned()))
            .collect();
        Ok(Cells { text, id, facts, opened: 0, group: None, rows: 0, reader })
    }

    fn cell(&mut self) -> Result<Option<Cell>> {
        loop {
            let Some(group) = self.group.as_mut().filter(|group| group.left > 0) else {
                if self.opened == self.reader.num_row_groups() {
                    self.group = None;
                    return Ok(None);
                }
                self.group = Some(self.open_group()?);
                continue;
            };
            group.left -= 1;
            self.rows += 1;
            let text = group.text.next()?;
            let id = group.id.as_mut().map(Values::next).transpose()?.flatten();
            let mut meta = Meta::new();
            for (values, (_, name)) in group.facts.iter_mut().zip(&self.facts) {
                if let Some(value) = values.next()?.and_then(|v| String::from_utf8(v).ok()) {
                    meta.insert(name.clone(), value);
                }
            }
            if let Some(bytes) = text {
                let id = id.map(|id| String::from_utf8_lossy(&id).into_owned());
                return Ok(Some(Cell { number: self.rows, bytes, facts: Facts { id, meta } }));
            }
        }
    }

    fn open_group(&mut self) -> Result<Group> {
        let group = self.reader.get_row_group(self.opened)?;
        let schema = self.reader.metadata().file_metadata().schema_descr();
        let values = |at: usize| -> Result<Values> {
            Ok(Values::new(group.get_column_reader(at)?, &schema.column(at)))
        };
        let opened = Group {
            left: group.metadata().num_rows(),
            text: values(self.text)?,
            id: self.id.map(values).transpose()?,
            facts: self.facts.iter().map(|(at, _)| values(*at)).collect::<Result<_>>()?,
        };
        self.opened += 1;
        Ok(opened)
    }
}

impl Iterator for Cells {
    type Item = std::result::Result<Cell, String>;

    fn next(&mut self) -> Option<Self::Item> {
        guarded(|| self.cell()).transpose()
    }
}

/// Opens a file, with all that it says of itself.
pub fn open(path: &Path) -> Result<(File, SerializedFileReader<File>)> {
    let file = disk::File::open(path)?.inner().try_clone()?;
    let reader = SerializedFileReader::new(file.try_clone()?)?;
    check_places(reader.metadata(), file.metadata()?.len())?;
    Ok((file, reader))
}

/// All columns must lie within the file: those that are not read are copied.
fn check_places(metadata: &ParquetMetaData, length: u64) -> Result<()> {
    for column in metadata.row_groups().iter().flat_map(RowGroupMetaData::columns) {
        let (start, bytes) = column.byte_range();
        if start.checked_add(bytes).is_none_or(|end| end > length) {
            let name = column.column_path().string();
            return Err(Broken::new(format!("the column `{name}` lies outside of the file")));
        }
    }
    Ok(())
}

/// The column of the texts.
pub fn text_column(schema: &SchemaDescriptor, name: &str) -> Result<usize> {
    let at = find(schema, name)?;
    let column = schema.column(at);
    if column::holds_text(&column) {
        return Ok(at);
    }
    Err(Broken::new(format!("the column `{name}` is {}, not a text", column::kind(&column))))
}

/// The column of the names of rows.
fn id_column(schema: &SchemaDescriptor, name: &str) -> Result<usize> {
    let at = find(schema, name)?;
    let column = schema.column(at);
    if column::holds_fact(&column) {
        return Ok(at);
    }
    Err(Broken::new(format!("the column `{name}` is {}, and names nothing", column::kind(&column))))
}

/// A column by its path, with `.` between the names.
fn find(schema: &SchemaDescriptor, name: &str) -> Result<usize> {
    let columns = schema.columns();
    let at = columns.iter().position(|column| column.path().string() == name);
    at.ok_or_else(|| {
        let names: Vec<String> = columns.iter().take(8).map(|c| c.path().string()).collect();
        Broken::new(format!("there is no column `{name}`; the table has {}", names.join(", ")))
    })
}
