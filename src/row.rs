//! A record of JSON Lines: where its text stands, what else it says, and the
//! same line with another text; or the cell of a table, which is a text alone. Only
//! the bytes of the text's literal are ever replaced; all other fields stay as they were, byte for byte, whatever their
//! order, spacing and escapes.
//!
//! It reads no file and knows no rule. Parsing the line into values and writing
//! those again was refused: it loses number formats, key order and repeated keys.

mod literal;

pub use literal::Style;

use crate::document::Meta;
use crate::io::table::Facts;
use serde_json::value::RawValue;
use std::collections::BTreeMap;
use std::ops::Range;

/// Which fields of a record matter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fields {
    /// The field with the text; `a.b` is field `b` of object `a`.
    pub text: String,
    /// The field that names the record, if one does.
    pub id: Option<String>,
}

impl Default for Fields {
    fn default() -> Self {
        Fields { text: "text".to_owned(), id: None }
    }
}

/// A record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Its text.
    pub text: String,
    /// Characters of the text that no Unicode text has: lone surrogates, bytes
    /// that are no UTF-8. Each is U+FFFD in `text`.
    pub damaged: u64,
    /// What the record says beside its text: fields that are no lists or objects.
    pub meta: Meta,
    /// Its name, if it has one.
    pub id: Option<String>,
    /// Where the literal stands, in bytes of the line.
    span: Range<usize>,
    /// Whether it is a table's cell, and no line.
    is_cell: bool,
}

impl Row {
    /// Reads a line, without its line end; the error is a clause for the user.
    pub fn read(line: &[u8], fields: &Fields) -> Result<Row, String> {
        let mended = Mended::new(line);
        let record = object(&mended.text)?;
        let raw = find(&record, &fields.text)?.get();
        if !raw.starts_with('"') {
            return Err(format!("the field `{}` is {}, not a text", fields.text, kind(raw)));
        }
        let from = raw.as_ptr() as usize - mended.text.as_ptr() as usize;
        let span = mended.origin(from)..mended.origin(from + raw.len());
        let literal = literal::read(&raw[1..raw.len() - 1]);
        let broken = mended.broken_in(&span);
        let id = fields.id.as_ref().map(|field| find(&record, field)).transpose()?;
        let id = id.map(|raw| scalar(raw.get()).unwrap_or_else(|| raw.get().to_owned()));
        let own = |name: &str| name == fields.text;
        let meta = record.iter().filter(|(name, _)| !own(name));
        let meta = meta.filter_map(|(name, raw)| Some((name.clone(), scalar(raw.get())?)));
        let damaged = literal.damaged + broken;
        Ok(Row { text: literal.text, damaged, meta: meta.collect(), id, span, is_cell: false })
    }

    /// A table's cell, which is its text and nothing else.
    pub fn of_cell(bytes: &[u8], facts: &Facts) -> Row {
        let damaged = bytes.utf8_chunks().filter(|chunk| !chunk.invalid().is_empty()).count();
        Row {
            text: String::from_utf8_lossy(bytes).into_owned(),
            damaged: damaged as u64,
            meta: facts.meta.clone(),
            id: facts.id.clone(),
            span: 0..bytes.len(),
            is_cell: true,
        }
    }

    /// How the text's literal is written on the line; worked out when a changed text is to
    /// be written, since most are not.
    pub fn style(&self, line: &[u8]) -> Style {
        if self.is_cell {
            return Style::Cell;
        }
        match simdutf8::basic::from_utf8(self.literal(line)) {
            Ok(literal) if self.damaged == 0 => Style::of(literal, &self.text),
            _ => Style::Odd,
        }
    }

    /// What holds the text.
    pub fn holder(&self) -> &'static str {
        if self.is_cell { "table" } else { "json" }
    }

    /// The line with another text. A line whose text stays, and was sound, is itself.
    pub fn with(&self, line: &[u8], text: &str) -> Vec<u8> {
        if text == self.text && self.damaged == 0 {
            return line.to_vec();
        }
        self.with_literal(line, self.style(line).write(text).as_bytes())
    }

    /// The line with another literal.
    pub fn with_literal(&self, line: &[u8], literal: &[u8]) -> Vec<u8> {
        [&line[..self.span.start], literal, &line[self.span.end..]].concat()
    }

    /// The bytes of the text's literal, quotes included.
    pub fn literal<'l>(&self, line: &'l [u8]) -> &'l [u8] {
        &line[self.span.clone()]
    }
}

type Record<'l> = BTreeMap<String, &'l RawValue>;

fn object(line: &str) -> Result<Record<'_>, String> {
    let line = line.strip_prefix('\u{feff}').unwrap_or(line);
    serde_json::from_str(line).map_err(|error| {
        let what = error.to_string();
        // serde_json adds a place; the line is known, and is one line.
        let what = what.split(" at line ").next().unwrap_or(&what);
        format!("not a JSON object: {what}, at byte {}", error.column())
    })
}

/// A field, by its name or by a path of names.
fn find<'l>(record: &Record<'l>, field: &str) -> Result<&'l RawValue, String> {
    if let Some(raw) = record.get(field) {
        return Ok(raw);
    }
    if let Some((outer, inner)) = field.split_once('.')
        && let Some(raw) = record.get(outer)
        && let Ok(record) = serde_json::from_str::<Record<'l>>(raw.get())
    {
        return find(&record, inner);
    }
    // Names may hold anything, and this will be shown.
    let names: Vec<String> =
        record.keys().take(8).map(|name| name.escape_debug().to_string()).collect();
    Err(format!("there is no field `{field}`; the record has {}", names.join(", ")))
}

fn kind(raw: &str) -> &'static str {
    match raw.as_bytes().first() {
        Some(b'{') => "an object",
        Some(b'[') => "a list",
        Some(b't' | b'f') => "true or false",
        Some(b'n') => "null",
        _ => "a number",
    }
}

/// A value as text, unless it is a list, an object or null.
fn scalar(raw: &str) -> Option<String> {
    match raw.as_bytes().first()? {
        b'"' => Some(literal::read(&raw[1..raw.len() - 1]).text),
        b'{' | b'[' | b'n' => None,
        _ => Some(raw.to_owned()),
    }
}

/// A line as text, with U+FFFD for what is no UTF-8, and the way back to its bytes.
struct Mended<'l> {
    text: std::borrow::Cow<'l, str>,
    /// The end of each U+FFFD put in, and by how much the text is longer than the bytes from there on.
    shifts: Vec<(usize, isize)>,
    /// Where in the bytes each stands.
    broken: Vec<usize>,
}

impl<'l> Mended<'l> {
    fn new(line: &'l [u8]) -> Mended<'l> {
        if let Ok(text) = simdutf8::basic::from_utf8(line) {
            return Mended { text: text.into(), shifts: Vec::new(), broken: Vec::new() };
        }
        let (mut text, mut at, mut shift) = (String::new(), 0, 0);
        let (mut shifts, mut broken) = (Vec::new(), Vec::new());
        for chunk in line.utf8_chunks() {
            text.push_str(chunk.valid());
            at += chunk.valid().len();
            let lost = chunk.invalid().len();
            if lost > 0 {
                text.push('\u{fffd}');
                broken.push(at);
                at += lost;
                shift += 3 - isize::try_from(lost).unwrap_or(0);
                shifts.push((text.len(), shift));
            }
        }
        Mended { text: text.into(), shifts, broken }
    }

    /// Where in the bytes a place of the text is.
    fn origin(&self, at: usize) -> usize {
        let before = self.shifts.partition_point(|(end, _)| *end <= at);
        let shift = before.checked_sub(1).map_or(0, |i| self.shifts[i].1);
        at.saturating_add_signed(-shift)
    }

    fn broken_in(&self, span: &Range<usize>) -> u64 {
        self.broken.iter().filter(|at| span.contains(at)).count() as u64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Row {
        Row::read(line.as_bytes(), &Fields::default()).unwrap()
    }

    #[test]
    fn all_but_the_text_stays_byte_for_byte() {
        let line = r#"{ "a" : 1.50e1, "text": "so \"it\" is\n", "z":[1 , 2],"a":null}"#;
        let row = read(line);
        assert_eq!(row.text, "so \"it\" is\n");
        let out = row.with(line.as_bytes(), "it\twas");
        let wanted = r#"{ "a" : 1.50e1, "text": "it\twas", "z":[1 , 2],"a":null}"#;
        assert_eq!(String::from_utf8(out).unwrap(), wanted);
        assert_eq!(row.with(line.as_bytes(), &row.text), line.as_bytes());
    }

    #[test]
    fn a_text_keeps_the_way_it_was_escaped() {
        let line = r#"{"text": "caf\u00e9 \ud83d\ude00"}"#;
        let row = read(line);
        assert_eq!((row.text.as_str(), row.style(line.as_bytes())), ("café 😀", Style::Ascii));
        let out = row.with(line.as_bytes(), "“né” 😀");
        let wanted = r#"{"text": "\u201cn\u00e9\u201d \ud83d\ude00"}"#;
        assert_eq!(String::from_utf8(out).unwrap(), wanted);
    }

    #[test]
    fn lone_surrogates_and_bad_bytes_are_replaced_and_counted() {
        let row = read(r#"{"text": "a\ud800b\udc00"}"#);
        assert_eq!((row.text.as_str(), row.damaged), ("a\u{fffd}b\u{fffd}", 2));
        let line = b"{\"n\": \"\xff\xfe\", \"text\": \"a\xe2\x82 b\", \"m\": \"\xff\"}";
        let row = Row::read(line, &Fields::default()).unwrap();
        assert_eq!((row.text.as_str(), row.damaged), ("a\u{fffd} b", 1));
        let out = row.with(line, &row.text);
        assert_eq!(out, b"{\"n\": \"\xff\xfe\", \"text\": \"a\xef\xbf\xbd b\", \"m\": \"\xff\"}");
    }

    #[test]
    fn what_is_wrong_is_said() {
        let wrong = |line: &str| Row::read(line.as_bytes(), &Fields::default()).unwrap_err();
        assert!(wrong("{\"text\": \"a").starts_with("not a JSON object: EOF"));
        assert_eq!(wrong(r#"{"text": 5}"#), "the field `text` is a number, not a text");
        assert_eq!(wrong(r#"{"body": ""}"#), "there is no field `text`; the record has body");
        let deep = "[".repeat(200_000);
        assert!(Row::read(deep.as_bytes(), &Fields::default()).is_err());
    }

    #[test]
    fn inner_fields_ids_and_what_the_record_says() {
        let fields = Fields { text: "doc.body".into(), id: Some("n".into()) };
        let line = br#"{"n": 7, "url": "http://a.example/", "doc": {"body": "x"}}"#;
        let row = Row::read(line, &fields).unwrap();
        assert_eq!((row.text.as_str(), row.id.as_deref()), ("x", Some("7")));
        assert_eq!(row.meta["url"], "http://a.example/");
        assert_eq!(
            row.with(line, "y"),
            br#"{"n": 7, "url": "http://a.example/", "doc": {"body": "y"}}"#
        );
    }
}
