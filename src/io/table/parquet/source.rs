//! A Parquet file that is written again: what it says of itself, its columns as
//! they are stored, and how its texts are to be written so that they are stored as
//! they were.

use super::broken::{Broken, Result};
use super::cells::{self, text_column};
use parquet::basic::{ColumnOrder, Compression, Encoding, PageType};
use parquet::bloom_filter::Sbbf;
use parquet::column::writer::ColumnCloseResult;
use parquet::file::metadata::{
    ColumnChunkMetaData, PageEncodingStats, PageIndexPolicy, ParquetMetaData,
    ParquetMetaDataOptions, ParquetMetaDataReader,
};
use parquet::file::properties::{EnabledStatistics, WriterProperties, WriterVersion};
use parquet::file::reader::FileReader;
use parquet::file::serialized_reader::SerializedFileReader;
use std::fs::File;
use std::path::Path;

/// What is read.
pub struct Source {
    /// The file.
    pub file: File,
    /// Its values.
    pub reader: SerializedFileReader<File>,
    /// What the file says of itself, the places of pages included where it has them.
    pub metadata: ParquetMetaData,
    /// Column of the texts.
    pub column: usize,
}

impl Source {
    /// Opens a file whose texts are in the column `field`.
    pub fn open(path: &Path, field: &str) -> Result<Source> {
        let (file, reader) = cells::open(path)?;
        let column = text_column(reader.metadata().file_metadata().schema_descr(), field)?;
        let metadata = metadata(&file)?;
        Ok(Source { file, reader, metadata, column })
    }

    /// The rows of a row group.
    pub fn rows(&self, group: usize) -> Result<u64> {
        let group = self.metadata.row_groups().get(group);
        let group = group.ok_or_else(|| Broken::new("the table has fewer rows"))?;
        u64::try_from(group.num_rows()).map_err(|_| Broken::new("the number of rows is negative"))
    }

    /// How the output is to be written: like the input.
    pub fn properties(&self) -> WriterProperties {
        let metadata = &self.metadata;
        let file = metadata.file_metadata();
        let mut properties =
            WriterProperties::builder().set_key_value_metadata(file.key_value_metadata().cloned());
        if let Some(by) = file.created_by() {
            properties = properties.set_created_by(by.to_owned());
        }
        let Some(group) = metadata.row_groups().first() else { return properties.build() };
        let texts = group.column(self.column);
        let sorted = group
            .sorting_columns()
            .filter(|by| by.iter().all(|by| usize::try_from(by.column_idx) != Ok(self.column)));
        let path = texts.column_path().clone();
        let statistics = match (texts.statistics(), texts.column_index_offset()) {
            (None, _) => EnabledStatistics::None,
            (Some(_), None) => EnabledStatistics::Chunk,
            (Some(_), Some(_)) => EnabledStatistics::Page,
        };
        // Pages of the second version are not read everywhere, so they are not put where none were.
        let is_second = |page: &PageEncodingStats| page.page_type == PageType::DATA_PAGE_V2;
        let pages = texts.page_encoding_stats().into_iter().flatten();
        let version = match pages.into_iter().any(is_second) {
            true => WriterVersion::PARQUET_2_0,
            false => WriterVersion::PARQUET_1_0,
        };
        properties
            .set_writer_version(version)
            .set_column_encoding(path.clone(), Encoding::PLAIN)
            .set_sorting_columns(sorted.cloned())
            .set_offset_index_disabled(texts.offset_index_offset().is_none())
            .set_column_statistics_enabled(path.clone(), statistics)
            .set_column_dictionary_enabled(path.clone(), texts.dictionary_page_offset().is_some())
            .set_column_compression(path, compression(texts))
            .build()
    }

    /// A column of a row group with all that the file says of it.
    pub fn as_stored(&self, group: usize, column: usize) -> Result<ColumnCloseResult> {
        let index = self.metadata.page_index();
        let row_group = self.metadata.row_group(group);
        let mut metadata = row_group.column(column).clone();
        let bloom_filter = Sbbf::read_from_column_chunk(&metadata, &self.file)?;
        let keeps_order = self.keeps_order(column);
        if !keeps_order {
            metadata = metadata.into_builder().clear_statistics().build()?;
        }
        Ok(ColumnCloseResult {
            bytes_written: u64::try_from(metadata.compressed_size()).unwrap_or_default(),
            rows_written: self.rows(group)?,
            metadata,
            bloom_filter,
            column_index: index
                .filter(|_| keeps_order)
                .and_then(|index| index.column_index(group, column))
                .cloned(),
            offset_index: index.and_then(|index| index.offset_index(group, column)).cloned(),
        })
    }

    /// Whether the least and greatest values that the file tells of a column stay true. The
    /// crate orders fractions in a newer way than most files; of these they are not told.
    fn keeps_order(&self, column: usize) -> bool {
        let file = self.metadata.file_metadata();
        let of = file.schema_descr().column(column);
        let (logical, converted) = (of.logical_type_ref(), of.converted_type());
        let new = ColumnOrder::column_order_for_type(logical, converted, of.physical_type());
        file.column_orders().and_then(|orders| orders.get(column)) == Some(&new)
    }
}

/// All that a file says of itself. The places of pages in it are a help to readers and
/// nothing more: where something is wrong with them they are left out.
fn metadata(file: &File) -> Result<ParquetMetaData> {
    let read = |pages| {
        let options = ParquetMetaDataOptions::new().with_encoding_stats_as_mask(false);
        let reader = ParquetMetaDataReader::new().with_metadata_options(Some(options));
        reader.with_page_index_policy(pages).parse_and_finish(file)
    };
    Ok(read(PageIndexPolicy::Optional).or_else(|_| read(PageIndexPolicy::Skip))?)
}

/// How a column is packed. The old LZ4, which programs frame differently, gives way to the new.
fn compression(column: &ColumnChunkMetaData) -> Compression {
    match column.compression() {
        Compression::LZ4 => Compression::LZ4_RAW,
        other => other,
    }
}
