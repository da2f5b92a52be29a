//! What a repaired character would be: the script of a letter, a sign of any
//! script, or nothing that real text has. Blocks are enough here; rare and
//! historic ones count as nothing, because chance hits them as often as damage.

/// Kinds of characters that a repair may bring forth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A Latin letter.
    Latin,
    /// Greek or Cyrillic.
    Cased,
    /// A letter of another alphabet that has two bytes in UTF-8.
    Alphabetic,
    /// A letter with three bytes: Indian, South-East Asian, Georgian.
    Syllabic,
    /// Ideographs, kana, hangul.
    EastAsian,
    /// A combining mark.
    Mark,
    /// Punctuation, symbols, pictures, formatting characters.
    Sign,
    /// A C1 control, of use to the next layer alone.
    Control,
}

/// The kind of `c`; `None` where a repair to it is not to be believed.
#[allow(clippy::match_same_arms)] // in the order of the blocks
pub fn kind(c: char) -> Option<Kind> {
    Some(match u32::from(c) {
        0xD7 | 0xF7 | 0xA0..=0xBF => Kind::Sign,
        0xC0..=0x17F => Kind::Latin,
        // Romanian, Vietnamese, Azerbaijani, Pinyin; the rest of the block is rare.
        0x18F
        | 0x1A0
        | 0x1A1
        | 0x1AF
        | 0x1B0
        | 0x1CD..=0x1DC
        | 0x1E6
        | 0x1E7
        | 0x218..=0x21B
        | 0x259 => Kind::Latin,
        // Frequent only as the product of another layer.
        0x80..=0x9F => Kind::Control,
        0x192 | 0x2B9..=0x2C8 | 0x2D8..=0x2DD | 0xF8FF => Kind::Sign,
        0x300..=0x36F => Kind::Mark,
        0x384..=0x3CE | 0x400..=0x45F | 0x490..=0x491 => Kind::Cased,
        0x531..=0x58A | 0x591..=0x5F4 | 0x60C | 0x610..=0x61B | 0x61F..=0x6FF => Kind::Alphabetic,
        0x900..=0xDFF
        | 0xE01..=0xE5B
        | 0xE81..=0xFD4
        | 0x1000..=0x109F
        | 0x10D0..=0x10FF
        | 0x1200..=0x137F
        | 0x1780..=0x17F9
        | 0x1820..=0x1878 => Kind::Syllabic,
        0x1E00..=0x1EF9 => Kind::Latin,
        0x1F00..=0x1FFE => Kind::Cased,
        0x2000..=0x206F
        | 0x2070..=0x209C
        | 0x20A0..=0x20C0
        | 0x2100..=0x218B
        | 0x2190..=0x23FF
        | 0x2460..=0x24FF
        | 0x2500..=0x27BF
        | 0x27E6..=0x27EB
        | 0x27F5..=0x27FF
        | 0x2B00..=0x2B55
        | 0x20E3 => Kind::Sign,
        0x3001..=0x303D
        | 0xFF01..=0xFF0F
        | 0xFF10..=0xFF5E
        | 0xFE0E..=0xFE0F
        | 0xFE50..=0xFE6B
        | 0xFEFF
        | 0xFFE0..=0xFFE6
        | 0xFFFC
        | 0xFFFD
        | 0x3000 => Kind::Sign,
        0xFB00..=0xFB06 => Kind::Latin,
        0x3041..=0x30FF
        | 0x3105..=0x312F
        | 0x3131..=0x318E
        | 0x3200..=0x33FF
        | 0x3400..=0x9FFF
        | 0xAC00..=0xD7A3
        | 0xF900..=0xFAD9
        | 0xFF61..=0xFF9F
        | 0x20000..=0x323AF => Kind::EastAsian,
        0x1D400..=0x1D7FF | 0x1F000..=0x1FAFF | 0xE0020..=0xE007F => Kind::Sign,
        _ => return None,
    })
}
