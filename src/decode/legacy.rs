//! Which legacy encoding: escape sequences, a declaration that the bytes bear
//! out, statistics.

use super::charset::Charset;
use super::detect::Verdict;
use super::hz;
use encoding_rs::{ISO_2022_JP, UTF_8, WINDOWS_1252};

/// How much likelier than the declared encoding another must be to be believed:
/// in all, and for each byte beyond ASCII, in quarters of a bit. Templates declare
/// the encoding of Western Europe whatever is in them.
const DOUBT: usize = 120;
const DOUBT_OF_DEFAULT: usize = 40;
const DOUBT_EACH: usize = 2;

/// Why a form of text that announces itself is not read.
pub fn unsupported(bytes: &[u8]) -> Option<&'static str> {
    let head = &bytes[..bytes.len().min(4096)];
    if !head.is_ascii() || head.contains(&0) {
        return None;
    }
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

/// An encoding of seven bits, by its escape sequences.
pub fn by_escapes(bytes: &[u8]) -> Option<Charset> {
    memchr::memchr2(0x1B, b'~', bytes)?;
    if hz::is_hz(bytes) {
        return Some(Charset::Hz);
    }
    let shifts = [&b"\x1B$B"[..], b"\x1B$@", b"\x1B(J", b"\x1B(I"];
    let shifted = shifts.iter().any(|escape| memchr::memmem::find(bytes, escape).is_some());
    let charset = Charset::Web(ISO_2022_JP);
    (shifted && bytes.is_ascii() && charset.decode(bytes).1.is_empty()).then_some(charset)
}

/// The declared encoding, if what the statistics say bears it out.
pub fn declared(label: &str, verdict: &Verdict<'_>) -> Option<Charset> {
    let charset = Charset::labelled(label)?;
    if let Charset::Web(encoding) = charset
        && (encoding == UTF_8 || !encoding.is_ascii_compatible())
    {
        return None;
    }
    let is_default = charset.name() == WINDOWS_1252.name();
    let (sure, each) = if is_default { (DOUBT_OF_DEFAULT, 0) } else { (DOUBT, DOUBT_EACH) };
    let doubt = u32::try_from(sure + each * verdict.sample.high).unwrap_or(u32::MAX);
    (verdict.excess(charset) <= doubt).then_some(charset)
}
