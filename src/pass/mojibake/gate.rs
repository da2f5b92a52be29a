//! Where a text may hold mojibake at all: two characters beyond ASCII side by
//! side that open a sequence in one encoding that the judge may hold for strong,
//! a C1 control, or a lead that lost its no-break space. Everything else is passed
//! at the speed of a scan.

#![allow(clippy::needless_bitwise_bool)] // lazy ones would be branches, and the loops no vector ones

use super::codec::{self, Roles, Set};
use super::sequence;
use crate::blocks::{self, BLOCK, bits, lowest};
use std::ops::Range;

/// How much text around a stop is looked at together, on either side, in bytes.
const REACH: usize = 2048;

/// The next place that is worth a closer look.
pub fn next_stop(text: &str, from: usize) -> Option<usize> {
    let (bytes, roles) = (text.as_bytes(), Roles::get());
    let mut at = from;
    while at < bytes.len() {
        let (block, length) = blocks::from(bytes, at);
        let mut pairs = if block.is_ascii() { 0 } else { pairs(&block) & lowest(length) };
        let mut seen = at + BLOCK;
        while pairs != 0 {
            match stop_within(&roles, text, at + pairs.trailing_zeros() as usize) {
                Ok(stop) => return Some(stop),
                Err(end) => {
                    seen = seen.max(end);
                    pairs &= !lowest(end - at);
                }
            }
        }
        at = seen;
    }
    None
}

/// The characters of a block that may be stops themselves, C1 controls, or with the next one; all
/// that may be any where the next is not in the block.
fn pairs(block: &[u8; BLOCK]) -> u64 {
    let next = |bits: u64, bytes: usize| bits >> bytes | !lowest(BLOCK - bytes);
    let is_beyond = bits(block, |byte| byte >= 0x80);
    let two = bits(block, |byte| may_open(byte) & (byte < 0xE0));
    let three = bits(block, |byte| may_open(byte) & (byte >= 0xE0));
    let control =
        bits(block, |byte| byte == 0xC2) & next(bits(block, |byte| byte & 0xE0 == 0x80), 1);
    // `Â` and `Ã`.
    let lost = bits(block, |byte| byte == 0xC3)
        & next(bits(block, |byte| byte & 0xFE == 0x82), 1)
        & next(bits(block, |byte| byte == b' '), 2);
    two & next(is_beyond, 2) | three & next(is_beyond, 3) | control | lost
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
    (byte.wrapping_sub(0xC2) < 0x1E) | (byte == 0xE2) | (byte == 0xEF)
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
        assert!(('\0'..'\u{80}').all(|c| roles.lead(c) | roles.tail(c) == 0));
    }

    #[test]
    fn stops_are_those_of_a_look_at_each_character() {
        let pieces =
            ["a", " ", "Ã", "Â", "©", "â€™", "é", "’", "\u{85}", "я", "\u{FFFD}", "日", "word "];
        let roles = Roles::get();
        let (mut seed, mut found) = (1_usize, 0);
        for n in 0..20_000 {
            let mut next = || {
                seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                pieces[(seed >> 33) % if n % 3 == 0 { 4 } else { pieces.len() }]
            };
            let text: String =
                "é word ".repeat(n % 12) + &(0..n % 40).map(|_| next()).collect::<String>();
            let mut wanted = None;
            let mut at = 0;
            while wanted.is_none() && at < text.len() {
                let is_start = text.is_char_boundary(at) && may_open(text.as_bytes()[at]);
                match if is_start { stop_within(&roles, &text, at) } else { Err(at + 1) } {
                    Ok(stop) => wanted = Some(stop),
                    Err(end) => at = end,
                }
            }
            found += usize::from(wanted.is_some());
            assert_eq!(next_stop(&text, 0), wanted, "{text:?}");
        }
        assert!(found > 5000, "{found}");
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
