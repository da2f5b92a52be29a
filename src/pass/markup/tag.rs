//! Tags that outlived their page. A run of them with nothing but blanks between
//! is one residue: nothing, a blank, a line end or a paragraph break takes its
//! place, whichever its strongest tag calls for. Angle brackets may themselves
//! be escaped (`&lt;br&gt;`).

use super::element::{self, Flow};
use super::{Residue, entity, follows_word, is_quoted, line_end};
use memchr::memmem;

/// The longest tag, in bytes; also how far its end tag may stand.
const REACH: usize = 4096;

/// A tag.
struct Tag {
    end: usize,
    flow: Flow,
}

/// The run of tags that starts at `at`, and what takes its place.
pub fn run(text: &str, at: usize) -> Option<Residue> {
    let first = tag(text, at)?;
    let (mut end, mut flow) = (first.end, first.flow);
    if is_quoted(text, &(at..end)) || is_spoken_of(text, at, end) || is_nested(text, at) {
        return None;
    }
    loop {
        let next = end + blanks(text[end..].bytes());
        match tag(text, next) {
            Some(tag) => (end, flow) = (tag.end, flow.max(tag.flow)),
            None => break,
        }
    }
    let start = at - blanks(text[..at].bytes().rev());
    let stop = end + blanks(text[end..].bytes());
    let opens = matches!(text[..start].bytes().next_back(), None | Some(b'\n'));
    let closes = matches!(text[stop..].bytes().next(), None | Some(b'\n' | b'\r'));
    let beside_blank = start < at || stop > end;
    let (span, with) = match flow {
        _ if opens && closes => (at..end, String::new()),
        Flow::Line | Flow::Block if opens => (at..stop, String::new()),
        Flow::Line | Flow::Block if closes => (start..end, String::new()),
        Flow::Line => (start..stop, line_end(text).to_owned()),
        Flow::Block => (start..stop, line_end(text).repeat(2)),
        Flow::Cell if !opens && !closes && !beside_blank => (at..end, " ".to_owned()),
        Flow::Cell | Flow::Inline => (at..end, String::new()),
    };
    Some(Residue { span, with })
}

fn blanks(bytes: impl Iterator<Item = u8>) -> usize {
    bytes.take_while(|b| matches!(b, b' ' | b'\t')).count()
}

/// The tag at `at`, if one stands there.
fn tag(text: &str, at: usize) -> Option<Tag> {
    let open = bracket(text, at, '<')?;
    let rest = text.get(open..)?;
    if let Some(end) = declaration(text, open) {
        return Some(Tag { end, flow: Flow::Inline });
    }
    let body = rest.strip_prefix('/').unwrap_or(rest);
    let is_end = body.len() < rest.len();
    let name_len = body.bytes().take_while(u8::is_ascii_alphanumeric).count();
    let name = &body[..name_len];
    let element = element::find(name)?;
    let after = open + usize::from(is_end) + name_len;
    let (end, bare) = attributes(text, after)?;
    let dubious = bare && !is_end && !element.sure;
    if dubious && !has_end_tag(text, end, name) {
        return None;
    }
    Some(Tag { end, flow: element.flow })
}

/// The end of an angle bracket at `at`, itself or escaped.
fn bracket(text: &str, at: usize, which: char) -> Option<usize> {
    let rest = text.get(at..)?;
    if rest.starts_with(which) {
        return Some(at + 1);
    }
    if !rest.starts_with('&') {
        return None;
    }
    let (end, with) = entity::unescape(text, at)?;
    with.starts_with(which).then_some(end)
}

/// Where a comment, a document type, a processing instruction or the border of
/// a CDATA section ends, of which the bracket has been read.
fn declaration(text: &str, at: usize) -> Option<usize> {
    let rest = &text.as_bytes()[at..text.len().min(at + REACH)];
    let until = |close: &[u8]| Some(at + memmem::find(rest, close)? + close.len());
    if rest.starts_with(b"!--") {
        return until(b"-->").or_else(|| until(b"--&gt;"));
    }
    if rest.len() > 9 && rest[..8].eq_ignore_ascii_case(b"!doctype") {
        return until(b">");
    }
    if rest.starts_with(b"?xml ") {
        return until(b"?>");
    }
    rest.starts_with(b"![CDATA[").then_some(at + 8)
}

/// Reads attributes up to the closing bracket: where that ends, and whether
/// there were none.
fn attributes(text: &str, from: usize) -> Option<(usize, bool)> {
    let mut at = from;
    let mut bare = true;
    loop {
        let gap = text.get(at..)?.bytes().take_while(u8::is_ascii_whitespace).count();
        at += gap;
        if at > from + REACH {
            return None;
        }
        let close = at + usize::from(text[at..].starts_with('/'));
        if let Some(end) = bracket(text, close, '>') {
            return Some((end, bare));
        }
        if gap == 0 {
            return None;
        }
        at = attribute(text, at)?;
        bare = false;
    }
}

/// The end of the attribute at `at`.
fn attribute(text: &str, at: usize) -> Option<usize> {
    let rest = &text[at..];
    let is_name = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b':' | b'.');
    let len = rest.bytes().take_while(is_name).count();
    if !rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let (name, rest) = rest.split_at(len);
    let value = rest.trim_start_matches(' ');
    let Some(value) = value.strip_prefix('=') else {
        return element::is_flag(name).then_some(at + len);
    };
    let value = value.trim_start_matches(' ');
    let start = text.len() - value.len();
    for quote in ["\"", "'", "&quot;", "&#34;", "&#39;", "\\\""] {
        if let Some(inner) = value.strip_prefix(quote) {
            let reach = &inner.as_bytes()[..inner.len().min(REACH)];
            return Some(start + quote.len() * 2 + memmem::find(reach, quote.as_bytes())?);
        }
    }
    let is_value =
        |c: &char| !c.is_whitespace() && !matches!(c, '<' | '>' | '"' | '\'' | '&' | '`');
    let len: usize = value.chars().take(256).take_while(is_value).map(char::len_utf8).sum();
    (len > 0).then_some(start + len)
}

/// Whether an end tag of that name stands within reach.
fn has_end_tag(text: &str, from: usize, name: &str) -> bool {
    let rest = &text.as_bytes()[from..text.len().min(from + REACH)];
    memmem::find_iter(rest, "/").any(|at| {
        let after = &rest[at + 1..];
        let brackets: [&[u8]; 3] = [b"<", b"lt;", b"#60;"];
        brackets.iter().any(|bracket| rest[..at].ends_with(bracket))
            && after.len() > name.len()
            && after[..name.len()].eq_ignore_ascii_case(name.as_bytes())
            && matches!(after[name.len()], b'>' | b'&' | b' ')
    })
}

/// Whether the text speaks of the tag: `the <br> tag`.
fn is_spoken_of(text: &str, at: usize, end: usize) -> bool {
    let next = text[end..].trim_start_matches([' ', '-']);
    let glued = next.len() == text.len() - end;
    let names = ["tag", "element", "attribute", "Tag", "Element", "Attribut", "balise", "etiqueta"];
    follows_word(text, at, &names) || !glued && names.iter().any(|word| next.starts_with(word))
}

/// Whether a bracket before the tag is still open: taking the tag out would
/// make another one of what is left.
fn is_nested(text: &str, at: usize) -> bool {
    let window = &text.as_bytes()[at.saturating_sub(64)..at];
    match window.iter().rposition(|b| matches!(b, b'<' | b'>' | b'\n')) {
        Some(i) => {
            window[i] == b'<'
                && window.get(i + 1).is_none_or(|b| b.is_ascii_alphabetic() || *b == b'/')
        }
        None => false,
    }
}
