//! Encodings other than Unicode's own, by `encoding_rs`; detection is
//! `chardetng`'s, within what the bytes allow.

use super::Damage;
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{DecoderResult, Encoding, ISO_2022_JP, UTF_8, WINDOWS_1252};
use std::borrow::Cow;

/// Bytes shown to the detector; more of them change its mind very rarely.
const SAMPLE: usize = 1 << 20;

/// The text, with one replacement character for each malformed sequence.
pub fn decode<'b>(bytes: &'b [u8], encoding: &'static Encoding) -> (Cow<'b, str>, Vec<Damage>) {
    if let Some(text) = encoding.decode_without_bom_handling_and_without_replacement(bytes) {
        return (text, Vec::new());
    }
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let (mut text, mut damage, mut read) = (String::new(), Vec::new(), 0);
    loop {
        let need = decoder.max_utf8_buffer_length_without_replacement(bytes.len() - read);
        text.reserve(need.unwrap_or(0));
        let (result, used) =
            decoder.decode_to_string_without_replacement(&bytes[read..], &mut text, true);
        read += used;
        match result {
            DecoderResult::InputEmpty => return (Cow::Owned(text), damage),
            DecoderResult::OutputFull => {}
            DecoderResult::Malformed(len, after) => {
                let end = read - usize::from(after);
                let start = end.saturating_sub(usize::from(len));
                damage.push(Damage { at: text.len(), bytes: bytes[start..end].to_vec() });
                text.push('\u{FFFD}');
            }
        }
    }
}

/// Why a form of text that announces itself is not read.
pub fn unsupported(bytes: &[u8]) -> Option<&'static str> {
    let head = &bytes[..bytes.len().min(4096)];
    let has = |escape: &[u8]| memchr::memmem::find(head, escape).is_some();
    if has(b"\x1B$)C") {
        return Some("ISO-2022-KR, which no browser reads either; convert it first");
    }
    if has(b"\x1B$)A") || has(b"\x1B$)G") {
        return Some("ISO-2022-CN, which no browser reads either; convert it first");
    }
    None
}

/// ISO-2022-JP, if its escape sequences stand in text of seven bits.
pub fn by_escapes(bytes: &[u8]) -> Option<&'static Encoding> {
    memchr::memchr(0x1B, bytes)?;
    let shifts = [&b"\x1B$B"[..], b"\x1B$@", b"\x1B(J", b"\x1B(I"];
    let shifted = shifts.iter().any(|escape| memchr::memmem::find(bytes, escape).is_some());
    (shifted && bytes.is_ascii() && !decode(bytes, ISO_2022_JP).0.contains('\u{FFFD}'))
        .then_some(ISO_2022_JP)
}

/// The declared encoding, if the bytes bear it out: at most one malformed
/// sequence in a hundred characters that are not ASCII.
pub fn declared(bytes: &[u8], label: &str) -> Option<&'static Encoding> {
    let encoding = Encoding::for_label_no_replacement(label.as_bytes())?;
    if encoding == UTF_8 || !encoding.is_ascii_compatible() {
        return None;
    }
    let (text, damage) = decode(bytes, encoding);
    let foreign = text.chars().filter(|c| !c.is_ascii()).count();
    let controls = text.chars().filter(|c| matches!(c, '\u{80}'..='\u{9F}')).count();
    (damage.len() * 100 <= foreign && controls * 20 <= foreign).then_some(encoding)
}

/// The most probable encoding, and whether that is more than the fallback.
pub fn detect(bytes: &[u8]) -> (&'static Encoding, bool) {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    let first = bytes.iter().position(|b| !b.is_ascii()).unwrap_or(0);
    let end = bytes.len().min(first + SAMPLE);
    let found = detector.feed(&bytes[first.saturating_sub(64)..end], end == bytes.len());
    let encoding = detector.guess(None, Utf8Detection::Deny);
    (encoding, found && encoding != WINDOWS_1252)
}
