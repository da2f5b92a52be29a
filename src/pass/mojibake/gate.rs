//! Where a text may hold mojibake at all: two characters beyond ASCII side by
//! side that open and go on with a sequence in one encoding, a C1 control, or a
//! lead that lost its no-break space. Everything else is passed at the speed of
//! a scan.

use super::codec::Roles;
use super::layers;
use crate::ascii;
use std::ops::Range;

/// How much text around a stop is looked at together, on either side, in bytes.
const REACH: usize = 2048;

/// The next place that is worth a closer look.
pub fn next_stop(text: &str, from: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let roles = Roles::get();
    let mut at = from;
    loop {
        at += ascii::prefix(bytes.get(at..)?);
        at += bytes[at..].iter().position(|byte| may_open(*byte))?;
        let mut chars = text[at..].chars();
        let (first, second) = (chars.next()?, chars.next());
        if is_stop(&roles, text, at, first, second) {
            return Some(at);
        }
        at += first.len_utf8();
    }
}

/// Whether a character beyond ASCII that starts with this byte can be a stop: no encoding has
/// any of the others, as those of Chinese, Hindi or Korean. A test keeps the two in step.
fn may_open(byte: u8) -> bool {
    matches!(byte, 0xC2..=0xDF | 0xE2 | 0xEF)
}

fn is_stop(roles: &Roles, text: &str, at: usize, first: char, second: Option<char>) -> bool {
    if matches!(first, '\u{80}'..='\u{9F}') {
        return true;
    }
    let Some(second) = second else { return false };
    if second.is_ascii() {
        return second == ' ' && layers::may_lose_a_space(first);
    }
    let codecs = roles.lead(first) & roles.tail(second);
    if codecs == 0 {
        return second == '\u{FFFD}' && roles.lead(first) & 1 != 0;
    }
    layers::any_sequence(roles, &text[at..], codecs)
}

/// The stretch around a stop that is judged together: its line, or as much of
/// it as is near, cut at blanks.
pub fn segment(text: &str, stop: usize, from: usize) -> Range<usize> {
    let bytes = text.as_bytes();
    let low = boundary(text, stop.saturating_sub(REACH).max(from));
    let start = memchr::memrchr(b'\n', &bytes[low..stop]).map_or(low, |n| low + n + 1);
    let high = boundary(text, stop + REACH);
    if let Some(n) = memchr::memchr(b'\n', &bytes[stop..high]) {
        return start..stop + n + 1;
    }
    let end = memchr::memrchr(b' ', &bytes[stop..high]).filter(|_| high < text.len());
    start..end.map_or(high, |n| stop + n).max(stop + 1)
}

fn boundary(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at += 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_is_in_an_encoding_may_be_a_stop() {
        let roles = Roles::get();
        for c in '\u{80}'..=char::MAX {
            let byte = c.encode_utf8(&mut [0; 4]).as_bytes()[0];
            assert!(may_open(byte) || roles.lead(c) == 0, "{c:?}");
        }
    }
}
