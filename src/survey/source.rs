//! The source of a document: whose template its lines may come from. Only
//! documents of one source vouch for one another's boilerplate; what recurs
//! across sources is a quotation or an agency's copy.
//!
//! A source is a name, and nothing else is known of it. Where no way of naming
//! one fits, the document has none, and then nothing is proven about it.

use crate::document::Doc;
use crate::io::format::Format;
use serde::Deserialize;
use std::borrow::Cow;
use std::path::Path;
use xxhash_rust::xxh3::xxh3_64;

/// A way to name the source of a document.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub enum Way {
    /// The host of the record's `url`, its `host`, or the last folder of the
    /// document's path that is named like a host. A leading `www.` doesn't count.
    Host,
    /// The folder that the document lies in; for a row the file of records.
    Folder,
    /// The first folder of the document's path; for a row the same as `Folder`.
    TopFolder,
    /// What a field of the record says.
    Field(String),
    /// All documents are of one source.
    Corpus,
}

impl TryFrom<String> for Way {
    type Error = String;

    fn try_from(name: String) -> Result<Way, String> {
        match (name.as_str(), name.strip_prefix("field:")) {
            ("host", _) => Ok(Way::Host),
            ("folder", _) => Ok(Way::Folder),
            ("top-folder", _) => Ok(Way::TopFolder),
            ("corpus", _) => Ok(Way::Corpus),
            (_, Some(field)) if !field.is_empty() => Ok(Way::Field(field.to_owned())),
            _ => Err(format!(
                "unknown source `{name}`; there are host, folder, top-folder, field:NAME and corpus"
            )),
        }
    }
}

/// The source of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source<'d> {
    /// What it is called; a folder's name ends with `/`.
    pub name: Cow<'d, str>,
    /// The hash of its name.
    pub key: u64,
}

impl<'d> Source<'d> {
    /// The source by the first of these ways that names one.
    pub fn of(doc: &Doc<'d>, ways: &[Way]) -> Option<Source<'d>> {
        let name = ways.iter().find_map(|way| name(doc, way))?;
        Some(Source { key: xxh3_64(name.as_bytes()), name })
    }
}

fn name<'d>(doc: &Doc<'d>, way: &Way) -> Option<Cow<'d, str>> {
    match way {
        Way::Host => host(doc),
        Way::Folder => folder(doc.name, false).map(Cow::Borrowed),
        Way::TopFolder => folder(doc.name, true).map(Cow::Borrowed),
        Way::Field(name) => doc.meta.get(name).map(|value| Cow::Borrowed(value.as_str())),
        Way::Corpus => Some(Cow::Borrowed("the corpus")),
    }
}

fn host<'d>(doc: &Doc<'d>) -> Option<Cow<'d, str>> {
    let stated = doc.host().filter(|host| !host.is_empty());
    let folders = doc.name.rsplit_once('/').map_or("", |(folders, _)| folders);
    let host = stated.or_else(|| folders.rsplit('/').find(|folder| is_host(folder)))?;
    let bare = host.strip_prefix("www.").unwrap_or(host);
    Some(match bare.bytes().any(|b| b.is_ascii_uppercase()) {
        true => Cow::Owned(bare.to_ascii_lowercase()),
        false => Cow::Borrowed(bare),
    })
}

/// Whether a folder is named like a host: labels with dots between them, the
/// last one of letters.
fn is_host(folder: &str) -> bool {
    let fits = |label: &str| {
        !label.is_empty() && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
    };
    let Some((first, last)) = folder.rsplit_once('.') else { return false };
    let is_top = last.len() >= 2 && last.bytes().all(|b| b.is_ascii_alphabetic());
    (is_top || last.starts_with("xn--")) && fits(last) && first.split('.').all(fits)
}

/// The folder of a document, or the first of its path; `./` where it lies in
/// none below the input. Standard input lies nowhere.
fn folder(name: &str, first: bool) -> Option<&str> {
    if let Some(file) = records(name) {
        return Some(file).filter(|file| *file != "-");
    }
    if name.is_empty() || name == "-" {
        return None;
    }
    let slash = if first { name.find('/') } else { name.rfind('/') };
    Some(slash.map_or("./", |at| &name[..=at]))
}

/// The file of records that a document is a row of: a row is named by
/// its file, then `:` and its number or `#` and its id.
fn records(name: &str) -> Option<&str> {
    let marks = name.match_indices([':', '#']).map(|(at, _)| &name[..at]);
    marks.into_iter().find(|file| *file == "-" || Format::of_name(Path::new(file)) == Format::Rows)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Meta;

    fn source(ways: &[&str], name: &str, meta: &[(&str, &str)]) -> Option<String> {
        let ways: Vec<Way> = ways.iter().map(|way| (*way).to_owned().try_into().unwrap()).collect();
        let meta: Meta = meta.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
        let doc = Doc { name, text: "", meta: &meta };
        Source::of(&doc, &ways).map(|source| source.name.into_owned())
    }

    #[test]
    fn the_first_way_that_fits_names_the_source() {
        let both = |name: &str, meta: &[(&str, &str)]| {
            source(&["host", "folder"], name, meta).unwrap_or_default()
        };
        assert_eq!(both("a/b/c.txt", &[("url", "https://www.Tide.example/x")]), "tide.example");
        assert_eq!(both("raw/www.tide.example/2019/c.txt", &[]), "tide.example");
        assert_eq!(both("raw/2019/tide.example", &[]), "raw/2019/", "a file is no host");
        assert_eq!(both("v1.2/c.txt", &[]), "v1.2/");
        assert_eq!(both("c.txt", &[]), "./");
        assert_eq!(both("a/tide.jsonl:12", &[]), "a/tide.jsonl");
        assert_eq!(both("a/tide.jsonl.gz#x/y#z", &[]), "a/tide.jsonl.gz");
        assert_eq!(both("a/b:c/d.txt", &[]), "a/b:c/");
        assert_eq!(both("-", &[]), "");
        assert_eq!(both("-:3", &[]), "");
        assert_eq!(both("-:3", &[("host", "tide.example")]), "tide.example");
        assert_eq!(both("", &[]), "", "a rule's case has no source");
    }

    #[test]
    fn other_ways_are_asked_for() {
        assert_eq!(source(&["top-folder"], "a/b/c.txt", &[]).as_deref(), Some("a/"));
        assert_eq!(source(&["field:site"], "c.txt", &[("site", "x")]).as_deref(), Some("x"));
        assert_eq!(source(&["field:site"], "c.txt", &[]), None);
        assert_eq!(source(&["corpus"], "c.txt", &[]).as_deref(), Some("the corpus"));
        assert_eq!(source(&[], "c.txt", &[]), None);
        assert!(Way::try_from("hosts".to_owned()).unwrap_err().contains("unknown source `hosts`"));
    }
}
