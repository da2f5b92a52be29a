//! The ledger: all edits of a run as JSON Lines, first a line for each
//! document, then its edits in the order they were applied. It holds all that
//! is needed to give the original bytes back.
//!
//! This file knows the lines' form and how a trail becomes lines and lines a
//! trail; where they are kept is the business of `cli`.

use crate::decode::{Decoded, Raw};
use crate::document::Meta;
use crate::edit::{Edits, Note};
use crate::hash::hash;
use crate::io::parcel::Line;
use crate::io::table::Facts;
use crate::pipeline::Pipeline;
use crate::row::{Fields, Row, Style};
use crate::trail::{Layer, Trail};
use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde::{Deserialize, Serialize};
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// The line that opens a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentLine {
    /// The document's name; `-` for standard input.
    pub doc: String,
    /// Base64 of the name's bytes, where they are not UTF-8.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// The encoding it was read in, by its WHATWG name.
    pub encoding: String,
    /// How that was found out.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub by: String,
    /// Whether it began with a byte order mark.
    pub bom: bool,
    /// What encoding the text again would not give back: bytes (base64) and
    /// the place in the decoded text, in bytes, of the U+FFFD they became.
    pub raw: Vec<(usize, String)>,
    /// Whether `raw` holds the whole original instead.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub whole: bool,
    /// Where the row lies, where the document is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub row: Option<RowPlace>,
    /// Hash of the original's bytes; of a row, those of its whole line.
    #[serde(rename = "in")]
    pub input: String,
    /// Hash of the cleaned text.
    #[serde(rename = "out")]
    pub output: String,
}

/// Where a row lies, and how its text was written there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowPlace {
    /// The file's name.
    pub file: String,
    /// The row's number in it, from 1; blank lines count.
    pub n: u64,
    /// The field that holds the text.
    pub field: String,
    /// How the text's literal was written.
    #[serde(rename = "as")]
    pub style: Style,
    /// The literal itself in base64, where that can't be told from its style.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub literal: Option<String>,
}

/// A row that could not be cleaned and is in no output: kept here whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AsideLine {
    /// What it would be called.
    pub doc: String,
    /// The file's name.
    pub file: String,
    /// Base64 of the name's bytes, where they are not UTF-8.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// Its number in the file.
    pub n: u64,
    /// Its bytes in base64, with the line end.
    pub aside: String,
}

/// One edit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EditLine {
    /// The document.
    pub doc: String,
    /// The pass.
    pub pass: String,
    /// The rule.
    pub rule: String,
    /// The round of the chain, where it is not the first.
    #[serde(default = "first_round", skip_serializing_if = "is_first_round")]
    pub round: usize,
    /// Bytes of the pass's own input.
    pub at: [usize; 2],
    /// The smallest enclosing span in the decoded original, in bytes.
    pub origin: [usize; 2],
    /// What stood there.
    pub before: String,
    /// What stands there now.
    pub after: String,
    /// Metadata lifted out.
    #[serde(default, skip_serializing_if = "Meta::is_empty")]
    pub meta: Meta,
    /// The document that still has a restored word.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub witness: Option<String>,
    /// The signs from which a word was put back without a witness.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inferred: Option<String>,
    /// Where a line recurs that went for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recurs: Option<String>,
}

fn first_round() -> usize {
    1
}

#[allow(clippy::trivially_copy_pass_by_ref)] // serde asks for a reference
fn is_first_round(round: &usize) -> bool {
    *round == 1
}

/// A line of a ledger.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum LedgerLine {
    /// Opens a document.
    Document(DocumentLine),
    /// An edit of the document opened last.
    Edit(EditLine),
    /// A row that is in no output.
    Aside(AsideLine),
}

impl AsideLine {
    /// The line for a row.
    pub fn new(line: &Line<'_>) -> Self {
        let entry = &line.job.entry;
        AsideLine {
            doc: line.name(),
            file: entry.name.clone(),
            path: odd_path(&entry.name, &entry.below),
            n: line.number,
            aside: BASE64.encode(line.bytes),
        }
    }

    /// The file's path below the input.
    pub fn below(&self) -> Option<PathBuf> {
        below(&self.file, self.path.as_deref())
    }

    /// The row's bytes; `None` where the base64 is broken.
    pub fn bytes(&self) -> Option<Vec<u8>> {
        BASE64.decode(&self.aside).ok()
    }
}

impl DocumentLine {
    /// The line for a document, given its name, its path below the input, its
    /// bytes and its cleaned text.
    pub fn new(
        (doc, below): (&str, &Path),
        bytes: &[u8],
        decoded: &Decoded<'_>,
        output: &str,
    ) -> Self {
        let (raw, whole) = match crate::decode::raw(decoded, bytes) {
            Raw::Empty => (Vec::new(), false),
            Raw::Patches(patches) => {
                (patches.into_iter().map(|(at, b)| (at, BASE64.encode(b))).collect(), false)
            }
            Raw::Whole(bytes) => (vec![(0, BASE64.encode(bytes))], true),
        };
        DocumentLine {
            doc: doc.to_owned(),
            path: odd_path(doc, below),
            encoding: decoded.encoding.to_owned(),
            by: decoded.evidence.chosen_by.to_owned(),
            bom: decoded.bom,
            raw,
            whole,
            row: None,
            input: hash(bytes),
            output: hash(output.as_bytes()),
        }
    }

    /// The line for a row, given its name, its text's field and its cleaned text.
    pub fn of_row(doc: &str, (line, row): (&Line<'_>, &Row), field: &str, output: &str) -> Self {
        let entry = &line.job.entry;
        let style = row.style(line.content());
        let is_odd = style == Style::Odd || row.damaged > 0;
        let literal = is_odd.then(|| BASE64.encode(row.literal(line.content())));
        DocumentLine {
            doc: doc.to_owned(),
            path: odd_path(&entry.name, &entry.below),
            encoding: "UTF-8".to_owned(),
            by: row.holder().to_owned(),
            bom: false,
            raw: Vec::new(),
            whole: false,
            row: Some(RowPlace {
                file: entry.name.clone(),
                n: line.number,
                field: field.to_owned(),
                style,
                literal,
            }),
            input: hash(line.bytes),
            output: hash(output.as_bytes()),
        }
    }

    /// The name of the file it lies in: its own, or that of the row's.
    pub fn file(&self) -> &str {
        self.row.as_ref().map_or(&self.doc, |row| &row.file)
    }

    /// The document's path below the input, as far as this system can say it.
    pub fn below(&self) -> Option<PathBuf> {
        below(self.file(), self.path.as_deref())
    }

    /// What `decode` needs to give the bytes back; `None` where the base64 is broken.
    pub fn raw(&self) -> Option<Raw> {
        let decode = |text: &String| BASE64.decode(text).ok();
        if self.whole {
            return Some(Raw::Whole(decode(&self.raw.first()?.1)?));
        }
        let patches: Option<Vec<_>> =
            self.raw.iter().map(|(at, text)| Some((*at, decode(text)?))).collect();
        let patches = patches?;
        Some(if patches.is_empty() { Raw::Empty } else { Raw::Patches(patches) })
    }
}

/// A path whose name is not itself, in base64.
fn odd_path(name: &str, below: &Path) -> Option<String> {
    (Path::new(name) != below).then(|| BASE64.encode(below.as_os_str().as_encoded_bytes()))
}

/// The path that a name stands for.
fn below(name: &str, path: Option<&str>) -> Option<PathBuf> {
    use std::os::unix::ffi::OsStringExt;
    match path {
        None if name == "-" => Some(PathBuf::from("stdin.txt")),
        None => Some(PathBuf::from(name)),
        Some(bytes) => Some(PathBuf::from(OsString::from_vec(BASE64.decode(bytes).ok()?))),
    }
}

/// The lines of a document's trail, made one by one: all at once they take several times
/// what the trail does.
pub fn edit_lines<'t>(
    doc: &'t str,
    trail: &'t Trail,
    pipeline: &'t Pipeline,
) -> impl Iterator<Item = EditLine> + 't {
    let edits = trail.0.iter().enumerate();
    let edits = edits.flat_map(|(n, layer)| layer.edits.iter().map(move |edit| (n, layer, edit)));
    edits.map(move |(index, layer, edit)| {
        let origin = trail.origin(index, edit.span.clone());
        let note = edit.note.cloned().unwrap_or_else(Note::default);
        EditLine {
            doc: doc.to_owned(),
            pass: pipeline.passes()[layer.pass].name().to_owned(),
            rule: pipeline.rule(edit.rule).id.clone(),
            round: layer.round,
            at: [edit.span.start, edit.span.end],
            origin: [origin.start, origin.end],
            before: edit.before.to_owned(),
            after: edit.after.to_owned(),
            meta: note.meta.into_iter().collect(),
            witness: note.witness,
            inferred: note.inferred,
            recurs: note.recurs,
        }
    })
}

/// The trail that edit lines speak of; `None` where they contradict one
/// another. Passes and rules are not looked up: undoing needs texts alone.
pub fn trail(lines: &[EditLine]) -> Option<Trail> {
    let same_layer = |a: &EditLine, b: &EditLine| a.round == b.round && a.pass == b.pass;
    let layers = lines.chunk_by(same_layer).map(|layer| {
        let parts = layer.iter().map(|l| (l.at[0], l.before.clone(), l.after.clone()));
        let edits = Edits::from_parts(parts)?;
        Some(Layer { round: layer.first()?.round, pass: 0, edits })
    });
    Some(Trail(layers.collect::<Option<Vec<_>>>()?))
}

/// The line that a cleaned row was made from, given that row with its line end; the error
/// is the reason why it can't be given back.
pub fn original_row(
    document: &DocumentLine,
    place: &RowPlace,
    edits: &[EditLine],
    (content, end): (&[u8], &[u8]),
) -> Result<Vec<u8>, String> {
    let row = match place.style {
        Style::Cell => Row::of_cell(content, &Facts::default()),
        _ => Row::read(content, &Fields { text: place.field.clone(), id: None })?,
    };
    if hash(row.text.as_bytes()) != document.output {
        return Err("the text is not the one this ledger speaks of; it has changed since".into());
    }
    let trail = trail(edits).ok_or("the ledger's edits overlap")?;
    let text = trail.undo(&row.text).ok_or("the ledger's edits do not fit the text")?;
    let literal = match &place.literal {
        Some(literal) => BASE64.decode(literal).map_err(|_| "the ledger's literal is no base64")?,
        None => place.style.write(&text).into_bytes(),
    };
    let mut line = row.with_literal(content, &literal);
    line.extend(end);
    if hash(&line) != document.input {
        return Err("undoing the edits does not give the original's bytes".into());
    }
    Ok(line)
}

/// The bytes that a cleaned document was made from; the error is the reason
/// why they can't be given back.
pub fn original(
    document: &DocumentLine,
    edits: &[EditLine],
    cleaned: &[u8],
) -> Result<Vec<u8>, &'static str> {
    if hash(cleaned) != document.output {
        return Err("the text is not the one this ledger speaks of; it has changed since");
    }
    let text = std::str::from_utf8(cleaned).map_err(|_| "the cleaned text is not UTF-8")?;
    let trail = trail(edits).ok_or("the ledger's edits overlap")?;
    let text = trail.undo(text).ok_or("the ledger's edits do not fit the text")?;
    let raw = document.raw().ok_or("the ledger's raw bytes are no base64")?;
    let bytes = crate::decode::encode(&text, &document.encoding, document.bom, &raw)
        .ok_or("the text can't be put into its old encoding")?;
    if hash(&bytes) != document.input {
        return Err("undoing the edits does not give the original's bytes");
    }
    Ok(bytes)
}
