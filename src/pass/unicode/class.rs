//! Classes of characters, as far as this pass must tell them apart. Ranges are
//! whole Unicode blocks where that does no harm.

use unicode_normalization::char::canonical_combining_class;

/// Formatting characters that take no room and are no mark on a letter.
pub fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{200B}'..='\u{200D}' | '\u{2060}'..='\u{2064}' | '\u{206A}'..='\u{206F}' | '\u{FEFF}'
        | '\u{FFF9}'..='\u{FFFC}' | '\u{34F}' | '\u{180E}' | '\u{1D173}'..='\u{1D17A}'
        | '\u{E0000}'..='\u{E007F}')
}

/// Marks and controls of the writing direction.
pub fn is_bidi(c: char) -> bool {
    matches!(c, '\u{200E}' | '\u{200F}' | '\u{61C}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Variation selectors, which choose a form of the character before them.
pub fn is_selector(c: char) -> bool {
    matches!(c, '\u{FE00}'..='\u{FE0F}' | '\u{180B}'..='\u{180D}' | '\u{E0100}'..='\u{E01EF}')
}

/// Whatever this pass may take away: it is no context for its neighbours.
pub fn is_unseen(c: char) -> bool {
    is_invisible(c) || is_bidi(c) || is_selector(c) || is_control(c) || c == '\u{AD}'
}

/// What no judgement may rest on.
pub fn is_no_context(c: char) -> bool {
    is_unseen(c) || canonical_combining_class(c) != 0
}

/// Controls of ASCII that are no white space.
fn is_control(c: char) -> bool {
    matches!(c, '\0'..='\u{8}' | '\u{E}'..='\u{1F}' | '\u{7F}')
}

/// Spaces that are neither blank, tab, line end nor no-break space.
pub fn is_space(c: char) -> bool {
    matches!(c, '\u{2000}'..='\u{200A}' | '\u{205F}' | '\u{3000}' | '\u{1680}')
}

/// Letters that run from right to left.
pub fn is_rtl(c: char) -> bool {
    matches!(c,
        '\u{590}'..='\u{61B}' | '\u{61D}'..='\u{8FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}'
        | '\u{10800}'..='\u{10FFF}' | '\u{1E800}'..='\u{1EFFF}')
}

/// Scripts in which joiners and non-joiners shape the word: Arabic and its
/// neighbours, Mongolian, and all of India and South-East Asia.
pub fn is_shaped(c: char) -> bool {
    matches!(c,
        '\u{600}'..='\u{7BF}' | '\u{7C0}'..='\u{7FF}' | '\u{840}'..='\u{DFF}' | '\u{F00}'..='\u{109F}'
        | '\u{1700}'..='\u{18AF}' | '\u{1900}'..='\u{1AAF}' | '\u{1B00}'..='\u{1C4F}' | '\u{1CD0}'..='\u{1CFF}'
        | '\u{A800}'..='\u{A8FF}' | '\u{A980}'..='\u{A9DF}' | '\u{AAE0}'..='\u{AAFF}' | '\u{ABC0}'..='\u{ABFF}'
        | '\u{FB50}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}' | '\u{10A00}'..='\u{10FFF}' | '\u{11000}'..='\u{11FFF}'
        | '\u{1E900}'..='\u{1E95F}')
}

/// Scripts written without blanks, where a zero-width space parts words.
pub fn is_unspaced(c: char) -> bool {
    matches!(c,
        '\u{E00}'..='\u{EFF}' | '\u{F00}'..='\u{109F}' | '\u{1780}'..='\u{17FF}' | '\u{1950}'..='\u{19FF}'
        | '\u{1A20}'..='\u{1AAF}' | '\u{1B00}'..='\u{1B7F}' | '\u{A980}'..='\u{A9DF}' | '\u{AA60}'..='\u{AADF}')
}

/// Pictures, skin tones and what else an emoji sequence joins.
pub fn is_emoji(c: char) -> bool {
    matches!(c,
        '\u{1F000}'..='\u{1FAFF}' | '\u{2190}'..='\u{21FF}' | '\u{2300}'..='\u{23FF}' | '\u{2600}'..='\u{27BF}'
        | '\u{2B00}'..='\u{2BFF}' | '\u{20E3}' | '\u{203C}' | '\u{2049}' | '\u{2122}' | '\u{2139}' | '\u{A9}' | '\u{AE}')
}

/// Ideographs, kana, hangul, and the punctuation and forms that go with them.
pub fn is_wide(c: char) -> bool {
    matches!(c,
        '\u{1100}'..='\u{11FF}' | '\u{2E80}'..='\u{2FFF}' | '\u{3001}'..='\u{A4CF}' | '\u{AC00}'..='\u{D7FF}'
        | '\u{F900}'..='\u{FAFF}' | '\u{FE30}'..='\u{FE4F}' | '\u{FF01}'..='\u{FFEF}' | '\u{20000}'..='\u{3FFFD}')
}

/// Mongolian, which has its own separators and selectors.
pub fn is_mongolian(c: char) -> bool {
    matches!(c, '\u{1800}'..='\u{18AF}')
}

/// Letters of alphabets that know no variants, Latin, Greek, Cyrillic and such,
/// and the pieces they may be in: composing must not change the answer.
pub fn is_plain_letter(c: char) -> bool {
    c.is_ascii_alphabetic()
        || super::style::is_ligature(c)
        || matches!(c, '\u{300}'..='\u{36F}' | '\u{2126}' | '\u{212A}' | '\u{212B}')
        || matches!(c, '\u{AA}'..='\u{58F}' | '\u{1E00}'..='\u{1FFF}') && c.is_alphabetic()
}

/// Ends of lines, and what becomes one.
pub fn is_break(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{B}' | '\u{C}' | '\u{2028}' | '\u{2029}')
}

/// Whether a rule of this pass may touch the character by itself.
pub fn matters(c: char) -> bool {
    let single = matches!(c, '\u{A0}' | '\u{202F}' | '\u{2028}' | '\u{2029}' | '\u{B}' | '\u{C}');
    single || is_unseen(c) || is_space(c) || super::style::matters(c)
}
