//! Where a text may hold mojibake at all: two characters beyond ASCII side by
//! side that open a sequence in one encoding that the judge may hold for strong,
//! a C1 control, or a lead that lost its no-break space. Everything else is passed
//! at the speed of a scan.

use super::codec::{self, Roles, Set};
use super::sequence;
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
        match stop_within(&roles, text, at) {
            Ok(stop) => return Some(stop),
            Err(end) => at = end,
        }
    }
}

/// The first stop in the run of characters that may be one, or else where the run ends.
fn stop_within(roles: &Roles, text: &str, from: usize) -> Result<usize, usize> {
    let (mut at, mut first, mut lead) = (from, '\0', 0);
    for (after, second) in text[from..].char_indices() {
        let (before, role) = (at, roles.of(second));
        at = from + after;
        let codecs = lead & role.tail;
        if codecs != 0 && may_be_strong(roles, text, before, codecs)
            || second == '\u{FFFD}' && lead & 1 != 0
            || second == ' ' && sequence::may_lose_a_space(first)
        {
            return Ok(before);
        }
        if matches!(second, '\u{80}'..='\u{9F}') {
            return Ok(at);
        }
        if !may_open(text.as_bytes()[at]) {
            return Err(at);
        }
        (first, lead) = (second, role.lead);
    }
    Err(text.len())
}

/// Whether a sequence that the judge may hold for strong starts at a place, in one of the codecs.
#[inline(never)] // or the loop that asks pays for it
fn may_be_strong(roles: &Roles, text: &str, at: usize, codecs: Set) -> bool {
    let mut chars = ['\0'; 4];
    chars.iter_mut().zip(text[at..].chars()).for_each(|(place, c)| *place = c);
    let follows = || {
        let mut before = text[..at].chars().rev();
        sequence::may_end([before.next(), before.next()])
    };
    codec::members(codecs).any(|codec| sequence::may_be_strong(roles, chars, codec, follows))
}

/// Whether a character beyond ASCII that starts with this byte can be a stop: no encoding has
/// any of the others, as those of Chinese, Hindi or Korean. A test keeps the two in step.
fn may_open(byte: u8) -> bool {
    matches!(byte, 0xC2..=0xDF | 0xE2 | 0xEF)
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
    use super::super::codec::CODECS;
    use super::super::layers;
    use super::super::row::Row;
    use super::*;
    use crate::edit::RuleId;

    #[test]
    fn whatever_is_in_an_encoding_may_be_a_stop() {
        let roles = Roles::get();
        for c in '\u{80}'..=char::MAX {
            let byte = c.encode_utf8(&mut [0; 4]).as_bytes()[0];
            assert!(may_open(byte) || roles.lead(c) == 0, "{c:?}");
        }
    }

    /// The judge sees what the gate passes over as well, where something else stops it; so
    /// whatever it holds for strong must be a stop.
    #[test]
    fn what_is_passed_over_is_nothing_to_repair() {
        let roles = Roles::get();
        let all = || ('\u{A0}'..'\u{2600}').filter(|c| roles.lead(*c) | roles.tail(*c) != 0);
        let rules = [Some(RuleId(0)); CODECS.len()];
        let (mut row, mut passed) = (Row::default(), 0);
        for (lead, tail) in all().flat_map(|lead| all().map(move |tail| (lead, tail))) {
            if roles.lead(lead) & roles.tail(tail) == 0 {
                continue;
            }
            for before in ["", "a", "A", "я", "1 ", "—", "é"] {
                for after in ["", "a", "я", ".", "а—", "’é", "π"] {
                    let text = format!("{before}{lead}{tail}{after}");
                    if next_stop(&text, 0).is_none() {
                        row.read(&text, 0);
                        assert!(layers::repair(&mut row, true, &rules, None).is_empty(), "{text}");
                        passed += 1;
                    }
                }
            }
        }
        assert!(passed > 100_000, "{passed}");
    }
}
