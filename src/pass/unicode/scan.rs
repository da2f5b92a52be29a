//! Where a text may need work: a table over bytes says for each whether the
//! character it starts can be one of those that this pass knows, or part of a
//! letter in pieces. What is neither is leapt over, printable ASCII by blocks.

use super::{class, normal};
use crate::ascii;
use std::sync::LazyLock;

/// Whether a character that starts with the byte must be looked at. False for
/// the bytes inside characters.
const STOPS: [bool; 256] = stops();

#[allow(clippy::match_same_arms)] // each with its reason
const fn stops() -> [bool; 256] {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = match byte {
            0x09 | 0x0A | 0x0D => false,
            0..0x20 | 0x7F => true,
            0..0xC0 => false,
            // U+00C0 to U+02FF, U+0400 to U+047F: letters that are whole.
            0xC3..=0xCB | 0xD0 | 0xD1 => false,
            // U+4000 to U+9FFF and U+B000 to U+CFFF: ideographs, hangul.
            0xE4..=0xE9 | 0xEB | 0xEC => false,
            _ => true,
        };
        byte += 1;
    }
    table
}

/// The next place from `at` on that must be looked at, a character's start.
pub fn next_stop(text: &str, at: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = at;
    loop {
        at += ascii::printable(&bytes[at..]);
        // A block that is not passed over is looked at byte for byte.
        let near = &bytes[at..bytes.len().min(at + ascii::BLOCK)];
        match near.iter().position(|byte| STOPS[usize::from(*byte)]) {
            None if near.is_empty() => return None,
            None => at += near.len(),
            Some(n) if !is_common(&bytes[at + n..]) => return Some(at + n),
            Some(n) => at += n + 1,
        }
    }
}

/// Frequent characters behind a byte that stops: signs of Latin-1, dashes,
/// quotation marks, bullets and ellipses; and whatever the table of the BMP says.
fn is_common(bytes: &[u8]) -> bool {
    match *bytes {
        [0xC2, second, ..] => second > 0xA0 && second != 0xAD,
        [0xE2, 0x80, third, ..] => (0x90..=0xA7).contains(&third) || (0xB0..=0xBF).contains(&third),
        [lead @ 0xCC..=0xDF, second, ..] => {
            is_whole(usize::from(lead & 0x1F) << 6 | usize::from(second & 0x3F))
        }
        [lead @ 0xE0..=0xEF, second, third, ..] => is_whole(
            usize::from(lead & 0x0F) << 12
                | usize::from(second & 0x3F) << 6
                | usize::from(third & 0x3F),
        ),
        _ => false,
    }
}

/// Whether the character of the BMP with that number is whole and visible.
fn is_whole(code: usize) -> bool {
    WHOLE[code >> 6] >> (code & 0x3F) & 1 == 1
}

/// A bit for each character of the BMP, derived from the properties themselves
/// when the first text asks for it.
static WHOLE: LazyLock<Vec<u64>> = LazyLock::new(|| {
    let mut bits = vec![0; 0x400];
    for c in ('\0'..='\u{FFFF}').filter(|c| !class::matters(*c) && normal::is_boundary(*c)) {
        let code = c as usize;
        bits[code >> 6] |= 1 << (code & 0x3F);
    }
    bits
});

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pass::unicode::class;
    use unicode_normalization::char::canonical_combining_class;
    use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

    #[test]
    fn no_character_that_matters_is_leapt_over() {
        for c in '\0'..=char::MAX {
            let matters = class::matters(c)
                || is_nfc_quick(std::iter::once(c)) != IsNormalized::Yes
                || canonical_combining_class(c) != 0;
            if matters {
                assert_eq!(next_stop(c.encode_utf8(&mut [0; 4]), 0), Some(0), "{c:?}");
            }
        }
        assert_eq!("e\u{301}".nfc().count(), 1);
    }
}
