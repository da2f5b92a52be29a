//! Whether a character is a letter, of which case, or a digit, as the standard library says it, but from
//! a table: the library searches its own for each character beyond ASCII, which costs ten
//! times as much, and passes ask of nearly every character.

use std::sync::LazyLock;

/// The characters below this stand in the table: alphabets, and the signs between them.
const TABLE: u32 = 0x3000;

static LETTERS: LazyLock<Bits> = LazyLock::new(|| Bits::of(char::is_alphabetic));
static IN_WORDS: LazyLock<Bits> = LazyLock::new(|| Bits::of(char::is_alphanumeric));
static CAPITALS: LazyLock<Bits> = LazyLock::new(|| Bits::of(char::is_uppercase));
static SMALL: LazyLock<Bits> = LazyLock::new(|| Bits::of(char::is_lowercase));

/// A bit for each character of the table.
struct Bits([u64; (TABLE / 64) as usize]);

impl Bits {
    fn of(has: impl Fn(char) -> bool) -> Bits {
        let mut bits = [0; (TABLE / 64) as usize];
        for c in ('\0'..).take_while(|c| u32::from(*c) < TABLE).filter(|c| has(*c)) {
            bits[c as usize / 64] |= 1 << (c as usize % 64);
        }
        Bits(bits)
    }

    fn has(&self, c: char) -> bool {
        self.0[c as usize / 64] >> (c as usize % 64) & 1 != 0
    }
}

/// Ideographs and hangul, which are letters all.
fn is_east_asian(c: char) -> bool {
    matches!(c, '\u{4E00}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7A3}')
}

/// The same as [`char::is_alphabetic`].
#[inline]
pub fn is_letter(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphabetic();
    }
    if u32::from(c) < TABLE { LETTERS.has(c) } else { is_east_asian(c) || c.is_alphabetic() }
}

/// The same as [`char::is_alphanumeric`].
#[inline]
pub fn is_in_word(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric();
    }
    if u32::from(c) < TABLE { IN_WORDS.has(c) } else { is_east_asian(c) || c.is_alphanumeric() }
}

/// The same as [`char::is_uppercase`].
#[inline]
pub fn is_capital(c: char) -> bool {
    if u32::from(c) < TABLE { CAPITALS.has(c) } else { c.is_uppercase() }
}

/// The same as [`char::is_lowercase`].
#[inline]
pub fn is_small(c: char) -> bool {
    if u32::from(c) < TABLE { SMALL.has(c) } else { c.is_lowercase() }
}

/// The small letters of the characters of the table, where that is one; 0 elsewhere.
static IN_SMALL: LazyLock<Vec<u16>> = LazyLock::new(|| {
    let one = |c: char| {
        let mut small = c.to_lowercase();
        let first = small.next().filter(|_| small.next().is_none());
        first.and_then(|c| u16::try_from(c).ok()).unwrap_or(0)
    };
    (0..TABLE).filter_map(char::from_u32).map(one).collect()
});

/// The character in small letters, where that is one character of the table's.
#[inline]
pub fn in_small(c: char) -> Option<char> {
    let small = IN_SMALL.get(c as usize).copied().filter(|small| *small != 0)?;
    char::from_u32(u32::from(small))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn they_are_those_of_the_standard_library() {
        for c in '\0'..=char::MAX {
            assert_eq!(is_letter(c), c.is_alphabetic(), "{c:?}");
            assert_eq!(is_in_word(c), c.is_alphanumeric(), "{c:?}");
            assert_eq!(is_capital(c), c.is_uppercase(), "{c:?}");
            assert_eq!(is_small(c), c.is_lowercase(), "{c:?}");
            let small = in_small(c).into_iter();
            assert!(small.len() == 0 || small.eq(c.to_lowercase()), "{c:?}");
        }
    }
}
