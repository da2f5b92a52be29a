//! A sequence: two to four characters, in one encoding, for the bytes of one UTF-8 character,
//! with what becomes of such on the way: a tail that was levelled to a blank or replaced, and
//! surrogates that were encoded one by one. Whether one is damage is the judge's affair.

use super::codec::{Roles, Set};
use super::judge;
use super::row::Row;
use std::ops::Range;

/// What a run of characters would become.
#[derive(Clone, Debug)]
pub struct Sequence {
    /// Their places in the row.
    pub cells: Range<usize>,
    /// What they become.
    pub c: char,
    /// Whether a blank stands for a no-break space that was levelled.
    pub lost: bool,
    /// Whether a byte was replaced, so that the character is not to be had.
    pub replaced: bool,
    /// Whether the blank that was levelled stays, beside what it was part of.
    pub keeps_blank: bool,
}

/// The codecs in which the two characters may open a sequence.
pub fn opened(roles: &Roles, lead: char, tail: char) -> Set {
    match tail {
        ' ' | '\u{FFFD}' | '\u{1A}' => roles.lead(lead),
        'Â' => roles.lead(lead) & (roles.tail(tail) | 1),
        _ => roles.lead(lead) & roles.tail(tail),
    }
}

/// The sequence that starts at a place.
pub fn sequence(row: &Row, at: usize, codec: usize, roles: &Roles) -> Option<Sequence> {
    let chars = &row.chars;
    let lead = roles.byte(chars[at], codec)?;
    let len = length(lead)?;
    if let Some(c) = halved(chars, at, codec, roles) {
        return Some(Sequence {
            cells: at..at + 3,
            c,
            lost: false,
            replaced: false,
            keeps_blank: false,
        });
    }
    let mut bytes = [lead, 0, 0, 0];
    let (mut lost, mut replaced) = (false, false);
    let mut before = lead;
    for (i, byte) in bytes.iter_mut().enumerate().take(len).skip(1) {
        let c = *chars.get(at + i)?;
        if !c.is_ascii() && row.depth(at + i) != row.depth(at) {
            row.parted.set(true);
            return None;
        }
        *byte = match roles.byte(c, codec).filter(|byte| (0x80..0xC0).contains(byte)) {
            Some(byte) => byte,
            None if c == ' ' && !lost && may_be_space(lead, i) => {
                lost = true;
                0xA0
            }
            None if matches!(c, '\u{FFFD}' | '\u{1A}') || c == '?' && is_quote(lead, i, before) => {
                replaced = true;
                0x80
            }
            None => return None,
        };
        before = *byte;
    }
    let end = at + len;
    if replaced {
        return Some(Sequence {
            cells: at..end,
            c: '\u{FFFD}',
            lost,
            replaced,
            keeps_blank: false,
        });
    }
    if let Some(c) = surrogates(bytes, chars, at, codec, roles) {
        return Some(Sequence { cells: at..at + 6, c, lost, replaced, keeps_blank: false });
    }
    let c = character(&bytes[..len])?;
    if lost && len == 2 && c == 'à' {
        let (end, keeps_blank) = after_a_grave(chars, end);
        return Some(Sequence { cells: at..end, c, lost, replaced, keeps_blank });
    }
    Some(Sequence { cells: at..end, c, lost, replaced, keeps_blank: false })
}

/// Bytes of the sequence a lead opens.
fn length(lead: u8) -> Option<usize> {
    match lead {
        0xC2..=0xDF => Some(2),
        0xE0..=0xEF => Some(3),
        0xF0..=0xF4 => Some(4),
        _ => None,
    }
}

/// The character of the bytes of a sequence, a lead and as many tails as it asks for; `None` where
/// UTF-8 has none.
pub fn character(bytes: &[u8]) -> Option<char> {
    let (lead, tails) = bytes.split_first()?;
    let (high, least) = match tails.len() {
        1 => (lead & 0x1F, 0x80),
        2 => (lead & 0x0F, 0x800),
        _ => (lead & 0x07, 0x1_0000),
    };
    let code = tails.iter().fold(u32::from(high), |code, tail| code << 6 | u32::from(tail & 0x3F));
    char::from_u32(code).filter(|_| code >= least)
}

/// Whether a levelled no-break space is frequent after this lead, at this byte.
fn may_be_space(lead: u8, at: usize) -> bool {
    match lead {
        0xC2 | 0xC3 | 0xC5 | 0xCE | 0xD0 | 0xD9 => at == 1,
        0xE2 | 0xE3 => true,
        0xE0 | 0xE1 | 0xE4..=0xEF => at == 2,
        _ => false,
    }
}

/// Whether the byte is the last of a curly quotation mark or a dash, which old
/// programs replaced by a question mark.
fn is_quote(lead: u8, at: usize, before: u8) -> bool {
    lead == 0xE2 && at == 2 && before == 0x80
}

/// `ÃÂ©`: damaged twice over, and the C1 control between lost.
fn halved(chars: &[char], at: usize, codec: usize, roles: &Roles) -> Option<char> {
    let now = |i: usize| chars.get(at + i).copied();
    if codec != 0 || (now(0), now(1)) != (Some('Ã'), Some('Â')) {
        return None;
    }
    let tail = roles.byte(now(2)?, codec).filter(|byte| (0xA0..0xC0).contains(byte))?;
    character(&[0xC3, tail])
}

/// Whether a blank after the character may have been part of it: `Â ` and `Ã `.
pub fn may_lose_a_space(c: char) -> bool {
    matches!(c, 'Â' | 'Ã')
}

/// `Ã ` is à. Where its blank was that of the word after it as well, it stays:
/// `Ã la` is `à la`, but in `Ã  la` one blank is left, and Portuguese `Ã quele`
/// is one word.
fn after_a_grave(chars: &[char], end: usize) -> (usize, bool) {
    let next: String = chars[end..].iter().take(6).collect();
    let joined = ["quele", "quela", "quilo", "s "].iter().any(|word| next.starts_with(word));
    (end, !joined && !next.starts_with(' '))
}

/// A character beyond the BMP whose two surrogates were encoded one by one.
fn surrogates(
    high: [u8; 4],
    chars: &[char],
    at: usize,
    codec: usize,
    roles: &Roles,
) -> Option<char> {
    let unit = |a: u8, b: u8| 0xD000 | (u32::from(a & 0x3F) << 6) | u32::from(b & 0x3F);
    if high[0] != 0xED || !(0xA0..=0xAF).contains(&high[1]) {
        return None;
    }
    let byte = |i: usize| roles.byte(*chars.get(at + i)?, codec);
    let low = [byte(3)?, byte(4)?, byte(5)?];
    if low[0] != 0xED || !(0xB0..=0xBF).contains(&low[1]) || !(0x80..=0xBF).contains(&low[2]) {
        return None;
    }
    let (high, low) = (unit(high[1], high[2]) - 0xD800, unit(low[1], low[2]) - 0xDC00);
    char::from_u32(0x10000 + (high << 10) + low)
}

/// Whether a sequence of a codec starts with these characters that may be strong; `follows` says
/// whether another may stand right before it.
pub fn may_be_strong(
    roles: &Roles,
    chars: [char; 4],
    codec: usize,
    follows: impl Fn() -> bool,
) -> bool {
    let Some(lead) = roles.byte(chars[0], codec) else { return false };
    let Some(len) = length(lead) else { return false };
    let mut bytes = [lead, 0, 0, 0];
    for (i, c) in chars.into_iter().enumerate().take(len).skip(1) {
        let byte = roles.byte(c, codec).filter(|byte| (0x80..0xC0).contains(byte));
        let is_lost = i > 1 && matches!(c, ' ' | '?' | '\u{FFFD}' | '\u{1A}');
        if byte.is_none() && !is_lost {
            return false;
        }
        bytes[i] = byte.unwrap_or(0);
    }
    let goes_on = || opened(roles, chars[2], chars[3]) & (1 << codec) != 0;
    let alone = || len == 2 && !goes_on() && !follows();
    judge::may_be_strong(&chars[..len], &bytes[..len], alone)
}

/// Whether a sequence may end in these two characters: one of them is in an encoding then, or
/// stands for what was replaced.
pub fn may_end(last: [Option<char>; 2]) -> bool {
    last.iter().flatten().any(|c| !c.is_ascii() || *c == '\u{1A}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_character_of_some_bytes_is_that_of_the_standard_library() {
        let is_such = |bytes: &[u8]| {
            let text = std::str::from_utf8(bytes).ok();
            assert_eq!(character(bytes), text.and_then(|text| text.chars().next()), "{bytes:X?}");
        };
        for (lead, tail) in (0xC2..=0xDF).flat_map(|lead| (0x80..0xC0).map(move |t| (lead, t))) {
            is_such(&[lead, tail]);
        }
        for lead in 0xE0..=0xF4 {
            for (tail, last) in (0x80..0xC0).flat_map(|t| (0x80..0xC0).map(move |last| (t, last))) {
                match length(lead) {
                    Some(3) => is_such(&[lead, tail, last]),
                    _ => is_such(&[lead, tail, last, tail]),
                }
            }
        }
    }
}
