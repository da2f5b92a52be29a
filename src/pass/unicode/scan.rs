//! Where a text may need work: of each byte is told, a block at a time, whether the
//! character it starts can be one of those that this pass knows, or part of a
//! letter in pieces. What is neither is leapt over.

#![allow(clippy::needless_bitwise_bool)] // lazy ones would be branches, and the loop no vector one

use super::{class, normal};
use crate::blocks::{self, BLOCK, bits, lowest, places};
use std::sync::LazyLock;

/// Whether a character that starts with the byte must be looked at. False for the bytes inside
/// characters.
fn is_stop(byte: u8) -> bool {
    let is_control = (byte < 0x20) & !is_any(byte, *b"\t\n\r") | (byte == 0x7F);
    // U+00C0 to U+02FF, U+0400 to U+047F: letters that are whole.
    let is_letter = (byte.wrapping_sub(0xC3) < 9) | is_any(byte, [0xD0, 0xD1]);
    // U+4000 to U+9FFF and U+B000 to U+CFFF: ideographs, hangul.
    let is_ideograph = (byte.wrapping_sub(0xE4) < 6) | is_any(byte, [0xEB, 0xEC]);
    is_control | (byte >= 0xC0) & !is_letter & !is_ideograph
}

fn is_any<const N: usize>(byte: u8, bytes: [u8; N]) -> bool {
    bytes.into_iter().fold(false, |any, one| any | (byte == one))
}

/// The next place from `at` on that must be looked at, a character's start.
pub fn next_stop(text: &str, at: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    for at in (at..bytes.len()).step_by(BLOCK) {
        let (block, length) = blocks::from(bytes, at);
        let mut stops = places(bits(&block, is_stop) & lowest(length));
        if let Some(stop) = stops.find(|n| !is_common(&bytes[at + n..])) {
            return Some(at + stop);
        }
    }
    None
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

    #[test]
    fn a_stop_is_found_wherever_it_stands_in_a_block() {
        for before in 0..70 {
            let text = format!("{}{}", "é’x日".repeat(before), "x".repeat(before));
            assert_eq!(next_stop(&text, 0), None, "{text:?}");
            assert_eq!(next_stop(&format!("{text}\u{200b}y"), 0), Some(text.len()), "{text:?}");
        }
    }
}
