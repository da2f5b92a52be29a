//! Johab, the Korean encoding that spells a syllable's three letters in five
//! bits each. Its ideographs and signs are those of KS X 1001 in another place,
//! so `encoding_rs`' EUC-KR serves for them and there is no table here.

use super::Damage;
use encoding_rs::EUC_KR;
use std::borrow::Cow;

/// Code points of the first hangul syllable and of the counts of its letters.
const FIRST: u32 = 0xAC00;
const MEDIALS: u32 = 21;
const FINALS: u32 = 28;

/// The compatibility letters of the initials, medials and finals, for a
/// character that has one of them alone.
const LONE_INITIALS: &str = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ";
const LONE_FINALS: &str = "ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ";

/// The text, with one replacement character for each malformed pair.
pub fn decode(bytes: &[u8]) -> (Cow<'_, str>, Vec<Damage>) {
    let (mut text, mut damage) = (String::with_capacity(bytes.len() * 2), Vec::new());
    let mut rest = bytes;
    while let Some((&lead, tail)) = rest.split_first() {
        let (found, len) = match tail.first() {
            _ if lead == 0x5C => (Some('₩'), 1),
            _ if lead.is_ascii() => (Some(char::from(lead)), 1),
            Some(&trail) => match pair(lead, trail) {
                Some(c) => (Some(c), 2),
                None => (None, if trail.is_ascii() { 1 } else { 2 }),
            },
            None => (None, 1),
        };
        if found.is_none() {
            damage.push(Damage { at: text.len(), bytes: rest[..len].to_vec() });
        }
        text.push(found.unwrap_or('\u{FFFD}'));
        rest = &rest[len..];
    }
    (Cow::Owned(text), damage)
}

/// Appends `text`; `None` where a character has no place.
pub fn encode(text: &str, out: &mut Vec<u8>) -> Option<()> {
    for c in text.chars() {
        match c {
            '₩' => out.push(0x5C),
            '\\' => return None,
            c if c.is_ascii() => out.push(u8::try_from(u32::from(c)).ok()?),
            c => out.extend(u16::to_be_bytes(spelled(c).or_else(|| moved(c))?)),
        }
    }
    Some(())
}

fn pair(lead: u8, trail: u8) -> Option<char> {
    if !matches!(trail, 0x31..=0x7E | 0x81..=0xFE) {
        return None;
    }
    match lead {
        0x84..=0xD3 => syllable(u16::from_be_bytes([lead, trail])),
        0xD8..=0xDE | 0xE0..=0xF9 => sign(lead, trail),
        _ => None,
    }
}

/// The syllable, or the lone letter, that the bits spell.
fn syllable(code: u16) -> Option<char> {
    let (initial, medial, last) = (code >> 10 & 31, code >> 5 & 31, code & 31);
    let initial = initial.checked_sub(2).filter(|n| *n < 19);
    let medial = match medial {
        3..=7 => Some(medial - 3),
        10..=15 => Some(medial - 5),
        18..=23 => Some(medial - 7),
        26..=29 => Some(medial - 9),
        2 => None,
        _ => return None,
    };
    let last = match last {
        1 => 0,
        2..=17 => last - 1,
        19..=29 => last - 2,
        _ => return None,
    };
    match (initial, medial, last) {
        (Some(i), Some(m), f) => {
            let index = (u32::from(i) * MEDIALS + u32::from(m)) * FINALS + u32::from(f);
            char::from_u32(FIRST + index)
        }
        (Some(i), None, 0) => LONE_INITIALS.chars().nth(usize::from(i)),
        (None, Some(m), 0) => char::from_u32(u32::from('ㅏ') + u32::from(m)),
        (None, None, f) if f > 0 => LONE_FINALS.chars().nth(usize::from(f) - 1),
        _ => None,
    }
}

/// The bits of a syllable or of a lone letter.
fn spelled(c: char) -> Option<u16> {
    // All codes are few enough to be tried by their three parts.
    let parts = |i: u16, m: u16, f: u16| {
        let medial =
            [3, 4, 5, 6, 7, 10, 11, 12, 13, 14, 15, 18, 19, 20, 21, 22, 23, 26, 27, 28, 29];
        let medial = if m == 0 { 2 } else { *medial.get(usize::from(m) - 1)? };
        let last = if f == 0 {
            1
        } else if f < 17 {
            f + 1
        } else {
            f + 2
        };
        Some(0x8000 | (i + 1) << 10 | medial << 5 | last)
    };
    let at =
        |letters: &str| letters.chars().position(|l| l == c).and_then(|n| u16::try_from(n).ok());
    if let Some(index) = u32::from(c).checked_sub(FIRST).filter(|n| *n < 19 * MEDIALS * FINALS) {
        let part = |n: u32| u16::try_from(n).ok();
        let (i, m) = (index / (MEDIALS * FINALS), index / FINALS % MEDIALS);
        return parts(part(i)? + 1, part(m)? + 1, part(index % FINALS)?);
    }
    if let Some(i) = at(LONE_INITIALS) {
        return parts(i + 1, 0, 0);
    }
    if let Some(m) = u32::from(c).checked_sub(u32::from('ㅏ')).filter(|m| *m < MEDIALS) {
        return parts(0, u16::try_from(m).ok()? + 1, 0);
    }
    parts(0, 0, at(LONE_FINALS)? + 1)
}

/// An ideograph or sign: two rows of KS X 1001 share a lead.
fn sign(lead: u8, trail: u8) -> Option<char> {
    let place = match trail {
        0x31..=0x7E => trail - 0x31,
        0x91..=0xFE => trail - 0x43,
        _ => return None,
    };
    let row = match lead {
        0xD8 => return None,
        0xD9..=0xDE => (lead - 0xD9) * 2,
        _ => (lead - 0xE0) * 2 + 0x29,
    } + place / 94;
    let euc = [0xA1 + row, 0xA1 + place % 94];
    let text = EUC_KR.decode_without_bom_handling_and_without_replacement(&euc)?;
    text.chars().next()
}

/// The way back of [`sign`].
fn moved(c: char) -> Option<u16> {
    let mut buffer = [0; 4];
    let (euc, _, lossy) = EUC_KR.encode(c.encode_utf8(&mut buffer));
    let &[high, low] = euc.as_ref() else { return None };
    let (row, column) = (high.checked_sub(0xA1)?, low.checked_sub(0xA1)?);
    let (lead, odd) = match row {
        0..=11 => (0xD9 + row / 2, row % 2),
        0x29.. => (0xE0 + (row - 0x29) / 2, (row - 0x29) % 2),
        _ => return None,
    };
    let place = column + odd * 94;
    let trail = if place < 0x4E { place + 0x31 } else { place + 0x43 };
    (!lossy).then(|| u16::from_be_bytes([lead, trail]))
}
