//! From bytes to text. It is no pass, since it works on bytes, but keeps the
//! passes' promise: pure, no panic, and everything it loses is on record, so
//! that `encode` gives the very bytes back.
//!
//! The ladder: byte order mark · UTF-16/32 by the pattern of their NULs · escape
//! sequences · strict UTF-8 · UTF-8 in some lines and another encoding in others ·
//! nearly valid UTF-8 · the declared encoding, if the
//! bytes bear it out · statistics · windows-1252. Valid UTF-8 comes before what
//! is declared because declarations are often wrong and UTF-8 with several
//! multi-byte characters is never an accident.

mod binary;
mod charset;
mod declared;
mod detect;
mod euc_tw;
mod hz;
mod johab;
mod language;
mod legacy;
mod mixed;
mod restore;
mod sample;
mod utf16;
mod utf8;

pub use restore::{Raw, encode, raw};

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

/// A text and how it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded<'b> {
    /// The text, without a byte order mark; the input itself where it was UTF-8.
    pub text: Cow<'b, str>,
    /// The encoding's WHATWG name; UTF-32 has none there and is named the same way.
    pub encoding: &'static str,
    /// Whether a byte order mark stood before the text.
    pub bom: bool,
    /// What could not be decoded, in the order of the text.
    pub damage: Vec<Damage>,
    /// Lines that are in another encoding than the rest.
    pub segments: Vec<Segment>,
    /// Why it was read so.
    pub evidence: Evidence,
}

/// Lines in an encoding of their own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Segment {
    /// Bytes of the text.
    pub span: Range<usize>,
    /// Their encoding.
    pub encoding: &'static str,
}

/// Malformed bytes, and the one character that stands for them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Damage {
    /// Where that character starts, in bytes of the text.
    pub at: usize,
    /// What stood there.
    pub bytes: Vec<u8>,
}

/// What spoke for an encoding.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Evidence {
    /// What the document or its carrier claims.
    pub declared: Option<String>,
    /// What the bytes suggest by their statistics, where these were asked.
    pub detected: Option<&'static str>,
    /// Which step of the ladder decided.
    pub chosen_by: &'static str,
}

/// Why bytes are not a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refused {
    /// They are no text at all.
    Binary,
    /// They are, but in a form that is not read.
    Unsupported {
        /// A clause for a message to the user.
        reason: String,
    },
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Refused::Binary => f.write_str("a binary file, not text"),
            Refused::Unsupported { reason } => f.write_str(reason),
        }
    }
}

impl std::error::Error for Refused {}

/// What the caller knows of the bytes beforehand.
#[derive(Clone, Copy, Debug, Default)]
pub struct Hints<'a> {
    /// The encoding that a header or a record names.
    pub declared: Option<&'a str>,
    /// Takes strict UTF-8 alone and refuses all else.
    pub strict_utf8: bool,
}

/// Decodes `bytes`, or says why they are no text.
pub fn decode<'b>(bytes: &'b [u8], hints: &Hints<'_>) -> Result<Decoded<'b>, Refused> {
    if hints.strict_utf8 {
        return strict(bytes);
    }
    if let Some(decoded) = by_mark(bytes) {
        return decoded;
    }
    if let Some(order) = utf16::by_nuls(bytes) {
        return Ok(found(order.decode(bytes), order.name(), "nul pattern"));
    }
    if let Some(reason) = legacy::unsupported(bytes) {
        return Err(Refused::Unsupported { reason: reason.to_owned() });
    }
    if binary::is_binary(bytes) {
        return Err(Refused::Binary);
    }
    let declared = declared::find(bytes, hints.declared);
    let mut decoded = plain(bytes, declared.as_deref());
    decoded.evidence.declared = declared;
    Ok(decoded)
}

/// UTF-8 and nothing else.
fn strict(bytes: &[u8]) -> Result<Decoded<'_>, Refused> {
    let (bom, rest) = utf8::strip_mark(bytes);
    match utf8::strict(rest) {
        Some(text) => Ok(Decoded { bom, ..found((text.into(), Vec::new()), "UTF-8", "utf-8") }),
        None => Err(Refused::Unsupported { reason: "not valid UTF-8".to_owned() }),
    }
}

/// The steps for bytes without mark or NUL pattern.
fn plain<'b>(bytes: &'b [u8], declared: Option<&str>) -> Decoded<'b> {
    if let Some(encoding) = legacy::by_escapes(bytes) {
        return found(encoding.decode(bytes), encoding.name(), "escape sequences");
    }
    if let Some(text) = utf8::strict(bytes) {
        return found((text.into(), Vec::new()), "UTF-8", "utf-8");
    }
    if let Some((text, damage, segments)) = mixed::decode(bytes) {
        return Decoded { segments, ..found((text.into(), damage), "UTF-8", "line by line") };
    }
    if utf8::is_nearly(bytes) {
        return found(utf8::lossy(bytes), "UTF-8", "nearly utf-8");
    }
    let verdict = detect::detect(bytes);
    if let Some(encoding) = declared.and_then(|label| legacy::declared(label, &verdict)) {
        return found(encoding.decode(bytes), encoding.name(), "declared");
    }
    let encoding = verdict.charset;
    let is_default = encoding.name() == "windows-1252";
    let chosen_by = if is_default { "fallback" } else { "statistics" };
    let mut decoded = found(encoding.decode(bytes), encoding.name(), chosen_by);
    decoded.evidence.detected = Some(encoding.name());
    decoded
}

/// Bytes that open with a byte order mark.
fn by_mark(bytes: &[u8]) -> Option<Result<Decoded<'_>, Refused>> {
    let (bom, rest) = utf8::strip_mark(bytes);
    if bom {
        if binary::is_binary(rest) {
            return Some(Err(Refused::Binary));
        }
        let text = utf8::strict(rest).map(|text| (text.into(), Vec::new()));
        let text = text.unwrap_or_else(|| utf8::lossy(rest));
        return Some(Ok(Decoded { bom, ..found(text, "UTF-8", "bom") }));
    }
    let (order, rest) = utf16::strip_mark(bytes)?;
    let decoded = order.decode(rest);
    // A mark is two bytes that some other file may open with by chance.
    if utf16::is_nonsense(&decoded) {
        return None;
    }
    Some(Ok(Decoded { bom: true, ..found(decoded, order.name(), "bom") }))
}

fn found<'b>(
    (text, damage): (Cow<'b, str>, Vec<Damage>),
    encoding: &'static str,
    chosen_by: &'static str,
) -> Decoded<'b> {
    let evidence = Evidence { declared: None, detected: None, chosen_by };
    Decoded { text, encoding, bom: false, damage, segments: Vec::new(), evidence }
}

#[cfg(test)]
mod tests;
