//! How odd a text would be in a single-byte encoding: capitals within words,
//! signs and controls between letters, two alphabets in one word. It checks
//! what the statistics or a declaration say, and tells apart the encodings that
//! the statistics do not know.

use super::charset::Charset;

/// Oddities for a thousand characters that sound text has at most: names in
/// camel case, foreign words, a few signs within words. Measured on translated
/// messages in 60 languages, where the right encoding stays below.
pub const ODD: usize = 60;

/// Bytes looked at.
const SAMPLE: usize = 256 << 10;

/// Oddities for a thousand characters beyond ASCII; fewer are better.
pub fn oddness(bytes: &[u8], charset: Charset) -> usize {
    let table: Vec<char> = (0..=255u8).map(|byte| character(byte, charset)).collect();
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    let (mut odd, mut seen) = (0, 0);
    let mut before = ' ';
    for (i, byte) in sample.iter().enumerate() {
        let c = table[usize::from(*byte)];
        if !byte.is_ascii() {
            let after = sample.get(i + 1).map_or(' ', |byte| table[usize::from(*byte)]);
            seen += 1;
            odd += oddity(before, c, after);
        } else if before.is_lowercase() && !before.is_ascii() && c.is_ascii_uppercase() {
            odd += 6;
        }
        before = c;
    }
    odd * 100 / seen.max(1)
}

fn character(byte: u8, charset: Charset) -> char {
    let bytes = [byte];
    charset.decode(&bytes).0.chars().next().unwrap_or('\u{FFFD}')
}

/// Tenths of an oddity at a character beyond ASCII.
fn oddity(before: char, c: char, after: char) -> usize {
    if !c.is_alphabetic() || matches!(c, 'ª' | 'º' | 'ƒ') {
        return match c {
            '\u{80}'..='\u{9F}' | '\u{FFFD}' => 20,
            '’' | '‘' | '\u{AD}' | '·' => 0,
            _ if before.is_alphabetic() && after.is_alphabetic() => 10,
            '\u{2500}'..='\u{25A0}' if before.is_alphabetic() || after.is_alphabetic() => 6,
            _ => 0,
        };
    }
    let mixed = |other: char| other.is_alphabetic() && alphabet(other) != alphabet(c);
    if mixed(before) || mixed(after) {
        return 10;
    }
    if c.is_uppercase() && before.is_lowercase() {
        return 10;
    }
    if c.is_lowercase() && before.is_uppercase() && after.is_uppercase() {
        return 8;
    }
    match alphabet(c) {
        Alphabet::Latin => latin(before, c),
        Alphabet::Cyrillic => cyrillic(c),
        Alphabet::Other => 0,
    }
}

/// Letters with accents seldom stand side by side in a Latin alphabet, and some
/// are rare everywhere.
fn latin(before: char, c: char) -> usize {
    let rare = if matches!(c, 'ð' | 'þ' | 'Þ' | 'Ð' | 'ÿ' | 'Ÿ' | 'ĸ' | 'ŧ' | 'Ŧ') {
        2
    } else {
        0
    };
    rare + if !before.is_ascii() && before.is_alphabetic() { 3 } else { 0 }
}

/// Letters that only some of the Cyrillic alphabets have.
fn cyrillic(c: char) -> usize {
    match c {
        'а' | 'е' | 'и' | 'н' | 'о' | 'р' | 'с' | 'т' | 'в' | 'к' | 'л' => 0,
        'А'..='я' => 1,
        'і' | 'ї' | 'є' | 'ј' | 'ў' | 'ё' | 'њ' | 'љ' => 2,
        _ => 4,
    }
}

#[derive(PartialEq, Eq)]
enum Alphabet {
    Latin,
    Cyrillic,
    Other,
}

fn alphabet(c: char) -> Alphabet {
    match c {
        '\u{400}'..='\u{52F}' => Alphabet::Cyrillic,
        c if c.is_ascii() || ('\u{AA}'..='\u{24F}').contains(&c) => Alphabet::Latin,
        _ => Alphabet::Other,
    }
}
