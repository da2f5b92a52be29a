//! One column of a Parquet file, read value by value, and what types of column
//! there are to pumice: texts, facts, and all others.

use super::broken::{Broken, Result};
use parquet::basic::{ConvertedType, LogicalType, Type};
use parquet::column::reader::{ColumnReader, ColumnReaderImpl};
use parquet::data_type::DataType;
use parquet::schema::types::ColumnDescriptor;

/// Rows read at once.
const ROWS: usize = 64;

/// Whether a column holds texts, one in a row at most.
pub fn holds_text(column: &ColumnDescriptor) -> bool {
    let is_text = matches!(column.logical_type_ref(), Some(LogicalType::String))
        || column.converted_type() == ConvertedType::UTF8;
    column.physical_type() == Type::BYTE_ARRAY && column.max_rep_level() == 0 && is_text
}

/// Whether a column holds something that can be said of a row in a word: a text,
/// a plain number, true or false.
pub fn holds_fact(column: &ColumnDescriptor) -> bool {
    let is_plain =
        column.logical_type_ref().is_none_or(|t| matches!(t, LogicalType::Integer { .. }))
            && matches!(
                column.converted_type(),
                ConvertedType::NONE
                    | ConvertedType::INT_8
                    | ConvertedType::INT_16
                    | ConvertedType::INT_32
                    | ConvertedType::INT_64
                    | ConvertedType::UINT_8
                    | ConvertedType::UINT_16
                    | ConvertedType::UINT_32
            );
    let is_number = matches!(
        column.physical_type(),
        Type::BOOLEAN | Type::INT32 | Type::INT64 | Type::FLOAT | Type::DOUBLE
    );
    holds_text(column) || (column.max_rep_level() == 0 && is_plain && is_number)
}

/// What a column is, in words for the user.
pub fn kind(column: &ColumnDescriptor) -> String {
    let list = if column.max_rep_level() > 0 { "a list of " } else { "" };
    let physical = column.physical_type();
    match column.logical_type_ref() {
        Some(logical) => format!("{list}{physical} ({logical:?})"),
        None if column.converted_type() != ConvertedType::NONE => {
            format!("{list}{physical} ({})", column.converted_type())
        }
        None => format!("{list}{physical}"),
    }
}

/// The values of a column in a row group, in order; `None` for null.
pub struct Values {
    reader: ColumnReader,
    /// The level of a value that is there.
    level: i16,
    /// What has been read and not been taken yet, the next value last.
    ahead: Vec<Option<Vec<u8>>>,
}

impl Values {
    /// The values of a reader.
    pub fn new(reader: ColumnReader, column: &ColumnDescriptor) -> Values {
        Values { reader, level: column.max_def_level(), ahead: Vec::new() }
    }

    /// The next value, numbers as text.
    pub fn next(&mut self) -> Result<Option<Vec<u8>>> {
        if self.ahead.is_empty() {
            self.ahead = self.read()?;
            self.ahead.reverse();
        }
        self.ahead.pop().ok_or_else(|| Broken::new("a column has too few values"))
    }

    fn read(&mut self) -> Result<Vec<Option<Vec<u8>>>> {
        let level = self.level;
        match &mut self.reader {
            ColumnReader::ByteArrayColumnReader(r) => typed(r, level, |v| v.data().to_vec()),
            ColumnReader::BoolColumnReader(r) => typed(r, level, as_text),
            ColumnReader::Int32ColumnReader(r) => typed(r, level, as_text),
            ColumnReader::Int64ColumnReader(r) => typed(r, level, as_text),
            ColumnReader::FloatColumnReader(r) => typed(r, level, as_text),
            ColumnReader::DoubleColumnReader(r) => typed(r, level, as_text),
            _ => Err(Broken::new("a column of another type")),
        }
    }
}

fn as_text<T: ToString>(value: &T) -> Vec<u8> {
    value.to_string().into_bytes()
}

fn typed<T: DataType>(
    reader: &mut ColumnReaderImpl<T>,
    level: i16,
    of: impl Fn(&T::T) -> Vec<u8>,
) -> Result<Vec<Option<Vec<u8>>>> {
    let (mut values, mut levels) = (Vec::new(), Vec::new());
    let (rows, ..) = reader.read_records(ROWS, Some(&mut levels), None, &mut values)?;
    let mut values = values.iter();
    let is_there = |row: usize| level == 0 || levels.get(row) == Some(&level);
    let value = |row: usize| if is_there(row) { values.next().map(&of) } else { None };
    Ok((0..rows).map(value).collect())
}
