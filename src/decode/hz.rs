//! HZ, the encoding of Chinese mail and news groups: GB 2312 in seven bits,
//! between `~{` and `~}`. Browsers do not read it any more, since a page in it can
//! hide a script; here it is only text.

use super::Damage;
use super::language::{Ideographic, LANGUAGES};
use encoding_rs::GBK;
use memchr::memmem;
use std::borrow::Cow;

/// Whether text of seven bits holds stretches between these marks, and frequent
/// characters in most of them. TeX has such marks too, with words between.
pub fn is_hz(bytes: &[u8]) -> bool {
    if memmem::find(bytes, b"~{").is_none() || !bytes.is_ascii() {
        return false;
    }
    let (text, damage) = decode(bytes);
    let foreign = || text.chars().filter(|c| !c.is_ascii());
    let frequent = |language: &Ideographic| {
        foreign().filter(|c| language.is_frequent(*c)).count() * 10 > foreign().count() * 6
    };
    damage.is_empty() && LANGUAGES.ideographic.iter().any(frequent)
}

/// The text, with one replacement character for each malformed pair.
pub fn decode(bytes: &[u8]) -> (Cow<'_, str>, Vec<Damage>) {
    let (mut text, mut damage) = (String::with_capacity(bytes.len()), Vec::new());
    let (mut rest, mut shifted) = (bytes, false);
    while let Some(first) = rest.first() {
        let (found, len) = match rest {
            [b'~', b'{', ..] if !shifted => (None, 2),
            [b'~', b'}', ..] if shifted => (None, 2),
            [b'~', b'~', ..] if !shifted => (Some('~'), 2),
            [b'~', b'\n', ..] if !shifted => (None, 2),
            // A line end leaves the shift, as a mark that was lost would have.
            [b'\n' | b'\r', ..] => {
                shifted = false;
                (Some(char::from(*first)), 1)
            }
            [high, low, ..] if shifted => (Some(pair(*high, *low).unwrap_or('\u{FFFD}')), 2),
            _ if shifted || !first.is_ascii() => (Some('\u{FFFD}'), 1),
            _ => (Some(char::from(*first)), 1),
        };
        match (found, rest) {
            (None, [_, b'{', ..]) => shifted = true,
            (None, [_, b'}', ..]) => shifted = false,
            _ => {}
        }
        if found == Some('\u{FFFD}') {
            damage.push(Damage { at: text.len(), bytes: rest[..len].to_vec() });
        }
        text.extend(found);
        rest = &rest[len..];
    }
    (Cow::Owned(text), damage)
}

fn pair(high: u8, low: u8) -> Option<char> {
    if !matches!((high, low), (0x21..=0x77, 0x21..=0x7E)) {
        return None;
    }
    let pair = [high | 0x80, low | 0x80];
    GBK.decode_without_bom_handling_and_without_replacement(&pair)?.chars().next()
}

/// Appends `text`; `None` where a character has no place.
pub fn encode(text: &str, out: &mut Vec<u8>) -> Option<()> {
    let mut shifted = false;
    for c in text.chars() {
        if c.is_ascii() {
            if shifted {
                out.extend(b"~}");
                shifted = false;
            }
            out.extend(if c == '~' { &b"~~"[..] } else { &[] });
            if c != '~' {
                out.push(u8::try_from(u32::from(c)).ok()?);
            }
            continue;
        }
        if !shifted {
            out.extend(b"~{");
            shifted = true;
        }
        let mut buffer = [0; 4];
        let (bytes, _, lossy) = GBK.encode(c.encode_utf8(&mut buffer));
        let &[high, low] = bytes.as_ref() else { return None };
        if lossy || high < 0xA1 || low < 0xA1 {
            return None;
        }
        out.extend([high & 0x7F, low & 0x7F]);
    }
    if shifted {
        out.extend(b"~}");
    }
    Some(())
}
