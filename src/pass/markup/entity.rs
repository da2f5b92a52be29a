//! HTML entities, named and numeric, escaped once or many times over.

use super::{Residue, is_quoted};
use encoding_rs::WINDOWS_1252;
use std::borrow::Cow;

/// The longest named entity has 33 bytes; numeric ones may be padded.
const REACH: usize = 40;

/// Old entities that were often written without their semicolon.
const BARE: &[&str] = &["&nbsp", "&amp", "&quot", "&lt", "&gt"];

/// The entity at `at` and what it stands for.
pub fn residue(text: &str, at: usize) -> Option<Residue> {
    let (end, with) = unescape(text, at)?;
    let span = at..end;
    (!is_quoted(text, &span) && !makes_another(text, at, &with))
        .then(|| Residue { span, with: with.into_owned() })
}

/// Reads the entity at `at`. One that stands for `&` and opens another entity
/// is taken together with it, so that no second run finds more.
pub fn unescape(text: &str, at: usize) -> Option<(usize, Cow<'static, str>)> {
    let (mut end, mut with) = single(text, at, "")?;
    while with == "&" {
        match single(text, end, "&") {
            Some((next, inner)) => (end, with) = (next, inner),
            None => break,
        }
    }
    Some((end, with))
}

/// One entity; where `sign` is given it stands for the `&` before `at`.
fn single(text: &str, at: usize, sign: &str) -> Option<(usize, Cow<'static, str>)> {
    let mut cut = text.len().min(at + REACH);
    while !text.is_char_boundary(cut) {
        cut -= 1;
    }
    let window = &text[at..cut];
    let start = if sign.is_empty() { window.strip_prefix('&')? } else { window };
    let used = window.len() - start.len();
    let body = start.bytes().take_while(|b| b.is_ascii_alphanumeric() || *b == b'#').count();
    let (body, rest) = start.split_at(body);
    let closed = rest.starts_with(';');
    let with = if let Some(number) = body.strip_prefix('#') {
        numeric(number).filter(|_| closed)?
    } else if closed {
        named(body)?
    } else {
        bare(body, rest)?
    };
    Some((at + used + body.len() + usize::from(closed), with))
}

fn named(name: &str) -> Option<Cow<'static, str>> {
    if let Some(found) = lookup(&format!("&{name};")) {
        return Some(found.into());
    }
    // `&EACUTE;` is no entity, but what upper-casing made of one.
    let upper = name.bytes().all(|b| b.is_ascii_uppercase()) && name.len() > 2;
    let found = lookup(&format!("&{};", name.to_ascii_lowercase())).filter(|_| upper)?;
    Some(found.to_uppercase().into())
}

fn bare(name: &str, rest: &str) -> Option<Cow<'static, str>> {
    let name = format!("&{name}");
    let ends =
        rest.chars().next().is_none_or(|c| c.is_whitespace() || matches!(c, '.' | ',' | ')'));
    lookup(&name).filter(|_| ends && BARE.contains(&name.as_str())).map(Cow::Borrowed)
}

fn lookup(entity: &str) -> Option<&'static str> {
    std::str::from_utf8(htmlize::ENTITIES.get(entity.as_bytes())?).ok()
}

/// The character of that number, read as browsers read it: the C1 range is
/// Windows-1252. Controls stand for nothing.
fn numeric(number: &str) -> Option<Cow<'static, str>> {
    let code = match number.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
        None => number.parse().ok()?,
    };
    if let Ok(byte @ 0x80..=0x9F) = u8::try_from(code) {
        let c = WINDOWS_1252.decode_without_bom_handling(&[byte]).0.into_owned();
        return (!c.chars().any(char::is_control)).then_some(c.into());
    }
    let c = char::from_u32(code)?;
    let printable = !c.is_control() || matches!(c, '\n' | '\t');
    printable.then(|| c.to_string().into())
}

/// Whether the replacement would complete an entity or a tag that began before
/// it, as in `&am&#112;;`.
fn makes_another(text: &str, at: usize, with: &str) -> bool {
    if !with.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'#' | b';' | b'/')) {
        return false;
    }
    let run = text[..at]
        .trim_end_matches(|c: char| c.is_ascii_alphanumeric() || matches!(c, '#' | ';' | '/'));
    run.ends_with(['&', '<', '\\'])
}
