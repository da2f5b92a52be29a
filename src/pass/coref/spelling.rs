//! How a word is written, told by one look at each of its bytes: what sorts of
//! characters it has, and a number for it in small letters, by which the lists
//! know it. It knows the letters of ASCII only; a word that has others is read
//! as text. *Refused:* eight or sixteen bytes asked at once, which takes more
//! steps than the five bytes of a common word.

/// What a byte adds to a spelling: the byte as a small letter below, its sort above.
type Look = u16;

const SMALL: Look = 1 << 8;
const CAPITAL: Look = 1 << 9;
const DIGIT: Look = 1 << 10;
const SIGN: Look = 1 << 11;
/// Of a character beyond ASCII, and one with which it may be a sign, a blank or a quotation mark.
const WIDE: Look = 1 << 12;
const WIDE_SIGN: Look = 1 << 13;
const LETTER: Look = SMALL | CAPITAL;

/// What each byte adds.
const LOOKS: [Look; 256] = {
    let mut looks = [0; 256];
    let mut byte: u8 = 0;
    loop {
        let sort = match byte {
            b'a'..=b'z' => SMALL,
            b'A'..=b'Z' => CAPITAL,
            b'0'..=b'9' => DIGIT,
            0xc2 | 0xe2 => WIDE_SIGN,
            0x80.. => WIDE,
            _ => SIGN,
        };
        looks[byte as usize] = sort | byte.to_ascii_lowercase() as Look;
        if byte == u8::MAX {
            break looks;
        }
        byte += 1;
    }
};

/// How a word is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spelling {
    /// A number for it in small letters (FNV-1a, of Fowler, Noll and Vo).
    pub lower: u64,
    /// The sorts of its bytes, among all that they add.
    sorts: Look,
}

impl Spelling {
    const EMPTY: Spelling = Spelling { lower: 0xcbf2_9ce4_8422_2325, sorts: 0 };

    /// Of a word.
    pub fn of(word: &str) -> Spelling {
        word.bytes().fold(Spelling::EMPTY, Spelling::and)
    }

    /// Of the letters and digits that begin at a place in a text, and where they end. Before some letters beyond ASCII
    /// it ends too, as before the signs that begin with the same byte.
    #[inline]
    pub fn read(text: &[u8], from: usize) -> (Spelling, usize) {
        Spelling::EMPTY.read_on(text, from)
    }

    /// The same, of what was read and these.
    #[inline]
    pub fn read_on(self, text: &[u8], from: usize) -> (Spelling, usize) {
        let mut spelling = self;
        let rest = text.get(from..).unwrap_or_default();
        for (count, byte) in rest.iter().enumerate() {
            let look = LOOKS[usize::from(*byte)];
            if look & (LETTER | DIGIT | WIDE) == 0 {
                return (spelling, from + count);
            }
            spelling = spelling.with(look);
        }
        (spelling, text.len())
    }

    /// With one more byte.
    #[inline]
    pub fn and(self, byte: u8) -> Spelling {
        self.with(LOOKS[usize::from(byte)])
    }

    #[inline]
    fn with(self, look: Look) -> Spelling {
        let lower = (self.lower ^ u64::from(look & 0xff)).wrapping_mul(0x0100_0000_01b3);
        Spelling { lower, sorts: self.sorts | look }
    }

    /// The same for the same characters. Where the capitals are, it does not tell.
    pub fn name(self) -> u64 {
        self.lower ^ u64::from(self.sorts & LETTER)
    }

    /// Whether all of it is ASCII.
    pub fn is_plain(self) -> bool {
        self.sorts & (WIDE | WIDE_SIGN) == 0
    }

    /// Whether there is a digit in it.
    pub fn has_digit(self) -> bool {
        self.sorts & DIGIT != 0
    }

    /// Whether there is a letter of ASCII in it.
    pub fn has_letter(self) -> bool {
        self.sorts & LETTER != 0
    }

    /// Whether it has capitals only. One letter has too.
    pub fn is_capitals(self) -> bool {
        self.sorts >> 8 << 8 == CAPITAL
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_told_by_its_characters() {
        let words = ["a", "Z", "US", "U.S", "iPhone", "4th", "--", "[", "@", "`", "{", "né", "Ä"];
        for word in words {
            let own = Spelling::of(word);
            assert_eq!(own.lower, Spelling::of(&word.to_ascii_lowercase()).lower, "{word}");
            assert_eq!(own.has_digit(), word.contains(|c: char| c.is_ascii_digit()), "{word}");
            assert_eq!(own.is_plain(), word.is_ascii(), "{word}");
            let letters = |c: char| c.is_ascii_alphabetic();
            assert_eq!(own.has_letter(), word.contains(letters), "{word}");
            let is_capitals = word.chars().all(|c| c.is_ascii_uppercase());
            assert_eq!(own.is_capitals(), is_capitals, "{word}");
        }
        let lower: std::collections::BTreeSet<u64> =
            words.iter().map(|word| Spelling::of(word).lower).collect();
        assert_eq!(lower.len(), words.len());
    }

    #[test]
    fn only_the_case_tells_the_same_letters_apart() {
        let [small, first, all] = ["march", "March", "MARCH"].map(Spelling::of);
        assert!(small.lower == first.lower && first.lower == all.lower);
        assert!(small.name() != first.name() && first.name() != all.name());
    }

    #[test]
    fn it_is_read_to_the_first_that_is_no_letter_or_digit() {
        for word in ["", "Dr2", "né", "ABCDEFGHIJKLMNOPQ"] {
            for behind in ["", " ", "-x", "“", "\0", "{", "@", ". It goes on"] {
                let text = format!("a {word}{behind}");
                let read = Spelling::read(text.as_bytes(), 2);
                assert_eq!(read, (Spelling::of(word), 2 + word.len()), "{text}");
            }
        }
        assert_eq!(Spelling::of("a").and(b'-').read_on(b"-b", 1).0, Spelling::of("a-b"));
    }
}
