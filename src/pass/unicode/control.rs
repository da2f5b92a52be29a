//! Control characters of ASCII: terminal escapes, overstriking, page and line
//! breaks in disguise, and the rest, which means nothing in a text.

use super::class;
use super::escape;
use super::normal::is_boundary;
use super::place::Place;
use std::ops::Range;

/// Which rule a replacement is owed to.
pub enum Kind {
    /// Colours and cursor movements.
    Escape,
    /// Bold and underlined print.
    Overstrike,
    /// Anything else.
    Control,
    /// Breaks.
    Line,
}

/// What becomes of the control `c` at `at`, and of what belongs to it; all before
/// `done` is judged already.
pub fn replacement(
    place: &Place<'_>,
    done: usize,
    at: usize,
    c: char,
) -> Option<(Kind, Range<usize>, &'static str)> {
    match c {
        '\t' | '\n' | '\r' => None,
        '\u{1B}' => Some((Kind::Escape, at..escape::end(place.text, at), "")),
        '\u{8}' => Some(overstrike(place, done, at)),
        '\u{B}' | '\u{C}' => Some((Kind::Line, at..at + 1, line_break(place, at, 1))),
        _ => Some((Kind::Control, at..at + 1, "")),
    }
}

/// What a line or paragraph separator becomes.
pub fn separator(place: &Place<'_>, at: usize, c: char) -> &'static str {
    match (line_break(place, at, 3), c) {
        ("\n", '\u{2029}') => "\n\n",
        ("\r\n", '\u{2029}') => "\r\n\r\n",
        (end, _) => end,
    }
}

/// A line end as the text has them; none beside one that is there already, nor
/// at the text's ends.
fn line_break(place: &Place<'_>, at: usize, len: usize) -> &'static str {
    let before = place.text[..at].trim_end_matches([' ', '\t']).chars().next_back();
    let after = place.text[at + len..].trim_start_matches([' ', '\t']).chars().next();
    let beside =
        before.is_none_or(class::is_break) || after.is_none_or(|c| matches!(c, '\n' | '\r'));
    match beside {
        true => "",
        false if has_crlf(place.text) => "\r\n",
        false => "\n",
    }
}

/// Whether the text's first line end is a Windows one.
fn has_crlf(text: &str) -> bool {
    memchr::memchr(b'\n', text.as_bytes()).is_some_and(|at| text[..at].ends_with('\r'))
}

/// `N\bN` is a bold N and `_\bN` an underlined one: the first goes with the
/// backspace. Any other backspace goes alone, as after an escape that ends in N.
fn overstrike(place: &Place<'_>, done: usize, at: usize) -> (Kind, Range<usize>, &'static str) {
    let before = place.text[done..at].chars().next_back().filter(|c| is_print(*c));
    let after = place.text[at + 1..].chars().next().filter(|c| is_print(*c));
    match (before, after) {
        (Some(b), Some(a)) if a == b || b == '_' => {
            (Kind::Overstrike, at - b.len_utf8()..at + 1, "")
        }
        _ => (Kind::Control, at..at + 1, ""),
    }
}

/// Whether a printer set the character in one piece, and no rule touches it.
fn is_print(c: char) -> bool {
    c.is_ascii_graphic() || c.is_alphanumeric() && is_boundary(c) && !class::matters(c)
}
