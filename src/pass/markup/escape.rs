//! Escapes of string literals that were printed instead of read: `\n`,
//! `\u2019`, `\xe2\x80\x99`, `\"`. Paths, LaTeX, regular expressions and code
//! are full of backslashes, so each kind asks for a context that these lack.

use super::{Residue, follows_word, is_quoted, line_end};
use std::ops::Range;

/// Which rule a residue is owed to.
pub enum Kind {
    /// `\n`, `\r`, `\t`.
    LineEnd,
    /// `\u2019`, `\U0001F600`.
    Character,
    /// `\xe2\x80\x99`.
    Bytes,
    /// `\"`, `\'`, `\/`.
    Quote,
}

/// The residue of an escape at `at`, where a backslash stands.
pub fn residue(text: &str, at: usize) -> Option<(Residue, Kind)> {
    if text[..at].ends_with('\\') || is_path(text, at) || follows_word(text, at, NAMES) {
        return None;
    }
    let (span, with, kind) = match text.as_bytes().get(at + 1)? {
        b'n' | b'r' | b't' => line_ends(text, at)?,
        b'u' | b'U' => characters(text, at)?,
        b'x' => bytes(text, at)?,
        b'"' | b'\'' | b'/' => quote(text, at)?,
        _ => return None,
    };
    Some((Residue { span, with }, kind))
}

/// What a text calls an escape that it speaks of.
const NAMES: &[&str] =
    &["escape", "sequence", "character", "code", "Unicode", "JSON", "point", "backslash", "as"];

type Found = (Range<usize>, String, Kind);

/// Whether the backslash follows a drive letter or a server name.
fn is_path(text: &str, at: usize) -> bool {
    let mut before = text[..at].chars().rev();
    before.next() == Some(':')
        && before.next().is_some_and(|c| c.is_ascii_alphabetic())
        && before.next().is_none_or(|c| !c.is_alphanumeric())
}

/// A run of `\n`, `\r`, `\t`, where it ends a sentence or a line, or is doubled.
fn line_ends(text: &str, at: usize) -> Option<Found> {
    let mut end = at;
    let (mut lines, mut escapes) = (0, 0);
    loop {
        let rest = &text[end..];
        match rest.as_bytes() {
            [b'\\', b'n', ..] => lines += 1,
            [b'\\', b'r' | b't', ..] => {}
            [b' ', b'\\', b'n', ..] if escapes > 0 => {
                end += 1;
                continue;
            }
            _ => break,
        }
        escapes += 1;
        end += 2;
    }
    let before = text[..at].chars().next_back();
    let after = text[end..].chars().next();
    let ends = before.is_none_or(|c| c.is_whitespace() || ".!?:;,)»”’…\">".contains(c));
    let begins = after.is_none_or(|c| {
        c.is_whitespace() || c.is_uppercase() || c.is_ascii_digit() || "-–—•*(“«„&<¿¡".contains(c)
    });
    let wordlike = before.is_none_or(char::is_alphanumeric);
    let sure = begins && (ends || escapes > 1 && wordlike && lines > 0);
    if !sure || lines == 0 || is_quoted(text, &(at..end)) {
        return None;
    }
    let blank = |c: char| c == ' ';
    let start = text[..at].trim_end_matches(blank).len();
    let stop = text.len() - text[end..].trim_start_matches(blank).len();
    let with = line_end(text).repeat(lines.min(2));
    Some((start..stop, with, Kind::LineEnd))
}

/// The character of `\u2019` and the like, where it is one that prints.
fn characters(text: &str, at: usize) -> Option<Found> {
    let (code, mut end) = code_unit(text, at)?;
    let c = match code {
        0xD800..0xDC00 => {
            let (low, next) = code_unit(text, end)?;
            end = next;
            let low = low.checked_sub(0xDC00).filter(|low| *low < 0x400)?;
            char::from_u32(0x10000 + ((code - 0xD800) << 10) + low)?
        }
        code => char::from_u32(code)?,
    };
    let prints = c >= '\u{A0}' && !matches!(c, '\u{E000}'..='\u{F8FF}' | '\u{FFFE}' | '\u{FFFF}');
    (prints && !is_quoted(text, &(at..end))).then(|| (at..end, c.to_string(), Kind::Character))
}

/// The number of `\uXXXX` or `\UXXXXXXXX` at `at`, and where it ends.
fn code_unit(text: &str, at: usize) -> Option<(u32, usize)> {
    let rest = text.get(at..)?;
    let (digits, start) = match rest.as_bytes() {
        [b'\\', b'u', ..] => (4, at + 2),
        [b'\\', b'U', ..] => (8, at + 2),
        _ => return None,
    };
    let hex = text.get(start..start + digits)?;
    let all = hex.bytes().all(|b| b.is_ascii_hexdigit());
    Some((u32::from_str_radix(hex, 16).ok().filter(|_| all)?, start + digits))
}

/// Bytes of UTF-8 written as `\xe2\x80\x99`; one alone only for a no-break space.
fn bytes(text: &str, at: usize) -> Option<Found> {
    let mut bytes = Vec::new();
    let mut end = at;
    while let Some(hex) = text.get(end..end + 4).and_then(|escape| escape.strip_prefix("\\x")) {
        match u8::from_str_radix(hex, 16) {
            Ok(byte) if byte >= 0x80 && hex.bytes().all(|b| b.is_ascii_hexdigit()) => {
                bytes.push(byte);
            }
            _ => break,
        }
        end += 4;
    }
    let with = match bytes.as_slice() {
        [] => return None,
        [0xA0] => "\u{A0}".to_owned(),
        bytes => String::from_utf8(bytes.to_vec()).ok()?,
    };
    let prints = !with.chars().any(char::is_control);
    (prints && !is_quoted(text, &(at..end))).then_some((at..end, with, Kind::Bytes))
}

/// `\'` within a word, `\"` in a line that has pairs of them and no plain ones,
/// `\/` after the colon of an address.
fn quote(text: &str, at: usize) -> Option<Found> {
    let sure = match text.as_bytes()[at + 1] {
        b'\'' => {
            let letter = |c: Option<char>| c.is_some_and(char::is_alphabetic);
            letter(text[..at].chars().next_back()) && letter(text[at + 2..].chars().next())
        }
        b'"' => false,
        _ => text[..at].ends_with(':') || text[..at].ends_with(":\\/"),
    };
    sure.then(|| (at..at + 1, String::new(), Kind::Quote))
}
