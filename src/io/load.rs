//! A document as it is worked on: a file's bytes, or a row's text with all that
//! its record says. From here on it makes no difference what it lay in.

use super::disk;
use super::parcel::{Item, Line};
use super::place::Job;
use super::source::Reading;
use crate::decode::{self, Decoded, Evidence, Hints, Refused};
use crate::document::Meta;
use crate::row::Row;
use std::borrow::Cow;

/// Why a document did not go through.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Its bytes are no text; it is passed over.
    NoText(String),
    /// It can't be read as asked, or a pass broke on it; the others go on.
    Failed(String),
}

/// A document in memory.
#[derive(Debug)]
pub struct Loaded<'i> {
    /// What it is called.
    pub name: String,
    /// Its bytes: a file's, or a row's without the line end.
    pub bytes: Cow<'i, [u8]>,
    /// The record, where it is one.
    pub row: Option<Row>,
    /// What is known of it beside its text.
    pub meta: Meta,
}

impl<'i> Loaded<'i> {
    /// Reads an item; `None` where it is no document: a blank line, a file's end.
    pub fn read(item: &Item<'i>, reading: &Reading) -> Option<Result<Loaded<'i>, Fault>> {
        match item {
            Item::File(job) => Some(Self::file(job)),
            Item::Row(line) if !line.is_blank() => Some(Self::row(line, reading)),
            Item::Row(_) | Item::End(..) => None,
        }
    }

    /// A text that lies in no file of its own.
    pub fn text(name: &str, bytes: Vec<u8>) -> Loaded<'static> {
        let (name, bytes) = (name.to_owned(), Cow::Owned(bytes));
        Loaded { name, bytes, row: None, meta: Meta::new() }
    }

    /// The same with bytes of its own.
    pub fn into_owned(self) -> Loaded<'static> {
        Loaded { bytes: Cow::Owned(self.bytes.into_owned()), ..self }
    }

    fn file(job: &Job) -> Result<Loaded<'i>, Fault> {
        let bytes = disk::read_steady(&job.entry.path).map_err(|e| Fault::Failed(e.to_string()))?;
        Ok(Loaded::text(&job.entry.name, bytes))
    }

    fn row(line: &Line<'i>, reading: &Reading) -> Result<Loaded<'i>, Fault> {
        let mut row = match line.facts {
            Some(facts) => Row::of_cell(line.bytes, facts),
            None => Row::read(line.content(), &reading.fields).map_err(Fault::Failed)?,
        };
        let meta = std::mem::take(&mut row.meta);
        let name = match &row.id {
            // An id may hold anything; a name must be fit to be shown.
            Some(id) => format!("{}#{}", line.job.entry.name, id.escape_debug()),
            None => line.name(),
        };
        Ok(Loaded { name, bytes: Cow::Borrowed(line.content()), row: Some(row), meta })
    }

    /// Its text. What a record holds was decoded with it; a file's bytes are decoded here.
    pub fn decode(&self, hints: &Hints<'_>) -> Result<Decoded<'_>, Fault> {
        if let Some(row) = &self.row {
            let chosen_by = row.holder();
            return Ok(Decoded {
                text: Cow::Borrowed(&row.text),
                encoding: "UTF-8",
                bom: false,
                damage: Vec::new(),
                segments: Vec::new(),
                evidence: Evidence { chosen_by, ..Evidence::default() },
            });
        }
        decode::decode(&self.bytes, hints).map_err(|refused| match refused {
            Refused::Binary => Fault::NoText(refused.to_string()),
            Refused::Unsupported { .. } => Fault::Failed(refused.to_string()),
        })
    }
}
