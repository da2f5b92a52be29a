//! What a file holds, and how it is packed. The ending says the first, unless
//! the user does; the first bytes say the second when a file is read, since
//! files are renamed oftener than repacked.

use std::ffi::OsStr;
use std::path::Path;

/// What a file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// One document.
    Text,
    /// A document in each line, as a JSON object.
    Rows,
    /// A document in each row of a column, as in Parquet.
    Table,
}

/// How a file is packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Packing {
    /// Not at all.
    Plain,
    /// gzip.
    Gzip,
    /// Zstandard.
    Zstd,
}

/// Endings of files that are one text. Files of any other are that too.
pub const TEXT: [&str; 3] = ["txt", "text", "md"];
/// Endings of files of records.
pub const ROWS: [&str; 2] = ["jsonl", "ndjson"];
/// Endings of tables. What packs a table is inside of it.
pub const TABLE: [&str; 1] = ["parquet"];

impl Packing {
    /// What an ending says.
    pub fn of_name(path: &Path) -> Packing {
        match path.extension().and_then(OsStr::to_str) {
            Some("gz") => Packing::Gzip,
            Some("zst" | "zstd") => Packing::Zstd,
            _ => Packing::Plain,
        }
    }

    /// What the first bytes of a file say.
    pub fn of_bytes(first: &[u8]) -> Packing {
        match first {
            [0x1f, 0x8b, ..] => Packing::Gzip,
            [0x28, 0xb5, 0x2f, 0xfd, ..] => Packing::Zstd,
            _ => Packing::Plain,
        }
    }
}

impl Format {
    /// What a file holds by its ending; text, where that is none of those known.
    pub fn of_name(path: &Path) -> Format {
        Format::of_ending(path).unwrap_or(Format::Text)
    }

    /// What a known ending says, with that of the packing taken off.
    pub fn of_ending(path: &Path) -> Option<Format> {
        let inner = match Packing::of_name(path) {
            Packing::Plain => path.to_owned(),
            _ => path.with_extension(""),
        };
        match inner.extension().and_then(OsStr::to_str)? {
            ending if TEXT.contains(&ending) => Some(Format::Text),
            ending if ROWS.contains(&ending) => Some(Format::Rows),
            ending if TABLE.contains(&ending) => Some(Format::Table),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endings() {
        let of = |name: &str| (Format::of_name(name.as_ref()), Packing::of_name(name.as_ref()));
        assert_eq!(of("a/b.jsonl"), (Format::Rows, Packing::Plain));
        assert_eq!(of("b.jsonl.gz"), (Format::Rows, Packing::Gzip));
        assert_eq!(of("b.ndjson.zst"), (Format::Rows, Packing::Zstd));
        assert_eq!(of("b.parquet"), (Format::Table, Packing::Plain));
        assert_eq!(of("b.txt"), (Format::Text, Packing::Plain));
        assert_eq!(of("jsonl"), (Format::Text, Packing::Plain));
    }
}
