//! Which legacy encoding: escape sequences, a declaration that the bytes bear
//! out, `chardetng`'s statistics. Where the text would be odd in the encoding
//! these name, the ones they do not know are tried.

use super::charset::{Charset, DOS};
use super::plausible::{ODD, oddness};
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{
    IBM866, ISO_2022_JP, ISO_8859_5, KOI8_U, MACINTOSH, UTF_8, WINDOWS_1251, WINDOWS_1252,
    WINDOWS_1258, X_MAC_CYRILLIC,
};

/// Bytes shown to the detector; more of them change its mind very rarely.
const SAMPLE: usize = 1 << 20;

/// Why a form of text that announces itself is not read.
pub fn unsupported(bytes: &[u8]) -> Option<&'static str> {
    let head = &bytes[..bytes.len().min(4096)];
    let has = |escape: &[u8]| memchr::memmem::find(head, escape).is_some();
    if has(b"\x1B$)C") {
        return Some("ISO-2022-KR, which no browser reads either; convert it first");
    }
    if declares_utf7(head) {
        return Some("UTF-7, which no browser reads either; convert it first");
    }
    if has(b"\x1B$)A") || has(b"\x1B$)G") {
        return Some("ISO-2022-CN, which no browser reads either; convert it first");
    }
    None
}

/// UTF-7 looks like ASCII; only a text that says so is taken for it.
fn declares_utf7(head: &[u8]) -> bool {
    super::declared::find(head, None).is_some_and(|label| label.eq_ignore_ascii_case("utf-7"))
}

/// ISO-2022-JP, if its escape sequences stand in text of seven bits.
pub fn by_escapes(bytes: &[u8]) -> Option<Charset> {
    memchr::memchr(0x1B, bytes)?;
    let shifts = [&b"\x1B$B"[..], b"\x1B$@", b"\x1B(J", b"\x1B(I"];
    let shifted = shifts.iter().any(|escape| memchr::memmem::find(bytes, escape).is_some());
    let charset = Charset::Web(ISO_2022_JP);
    (shifted && bytes.is_ascii() && charset.decode(bytes).1.is_empty()).then_some(charset)
}

/// The declared encoding, if the bytes bear it out.
pub fn declared(bytes: &[u8], label: &str) -> Option<Charset> {
    let charset = Charset::labelled(label)?;
    if let Charset::Web(encoding) = charset
        && (encoding == UTF_8 || !encoding.is_ascii_compatible())
    {
        return None;
    }
    let (text, damage) = charset.decode(bytes);
    let foreign = text.chars().filter(|c| !c.is_ascii()).count();
    if damage.len() * 100 > foreign {
        return None;
    }
    if !charset.is_single_byte() {
        return Some(charset);
    }
    let odd = oddness(bytes, charset);
    let better = || detect(bytes).0;
    (odd <= ODD || odd <= oddness(bytes, better())).then_some(charset)
}

/// The most probable encoding, and whether that is more than the fallback.
pub fn detect(bytes: &[u8]) -> (Charset, bool) {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    let first = bytes.iter().position(|b| !b.is_ascii()).unwrap_or(0);
    let end = bytes.len().min(first + SAMPLE);
    let sample = &bytes[first.saturating_sub(64)..end];
    let found = detector.feed(sample, end == bytes.len());
    let encoding = detector.guess(None, Utf8Detection::Deny);
    let charset = Charset::Web(encoding);
    match instead(sample, charset) {
        Some(charset) => (charset, true),
        None => (charset, found && encoding != WINDOWS_1252),
    }
}

/// An encoding in which the text is much less odd than in the one guessed.
fn instead(bytes: &[u8], guess: Charset) -> Option<Charset> {
    if !guess.is_single_byte() {
        let damaged = !guess.decode(bytes).1.is_empty();
        return (damaged && is_johab(bytes)).then_some(Charset::Johab);
    }
    let odd = oddness(bytes, guess);
    let mac = Charset::Web(X_MAC_CYRILLIC);
    // These two differ in capitals and one small letter alone.
    if guess.name() == WINDOWS_1251.name() && oddness(bytes, mac) * 10 < odd * 9 {
        return Some(mac);
    }
    if odd <= ODD || guess.name() == WINDOWS_1258.name() {
        return None;
    }
    if is_johab(bytes) {
        return Some(Charset::Johab);
    }
    let web = [MACINTOSH, X_MAC_CYRILLIC, WINDOWS_1251, KOI8_U, IBM866, ISO_8859_5, WINDOWS_1252];
    let others = DOS.into_iter().chain(web.map(Charset::Web));
    let (best, least) =
        others.map(|charset| (charset, oddness(bytes, charset))).min_by_key(|(_, odd)| *odd)?;
    (least <= 2 * ODD && least * 2 < odd).then_some(best)
}

/// Whether the bytes spell Korean syllables, and hardly anything else.
fn is_johab(bytes: &[u8]) -> bool {
    let (text, damage) = Charset::Johab.decode(bytes);
    let foreign = text.chars().filter(|c| !c.is_ascii() && *c != '₩').count();
    let hangul = text.chars().filter(|c| ('\u{AC00}'..='\u{D7A3}').contains(c)).count();
    hangul * 10 > foreign * 7 && damage.len() * 50 <= foreign && hangul > 4
}
