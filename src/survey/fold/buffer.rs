//! Folds a line: its letters in lower case and its figures masked, in one buffer for all
//! lines, most of it a block at a time.

use super::start::{self, START};
use super::{Kind, LETTERS, REACH, Shape, boundary, is_prose, words};
use crate::ascii;
use crate::letter::{is_in_word, is_letter};
use std::sync::LazyLock;
use xxhash_rust::xxh3::xxh3_64;

/// Bytes that are folded together.
const BLOCK: usize = 32;

/// Folds lines into one buffer.
#[derive(Default)]
pub struct Fold {
    /// What the line becomes, and room behind it that is used again and again.
    buffer: Vec<u8>,
    /// Where what it becomes ends.
    end: usize,
    /// The figures, as they are.
    figures: Vec<u8>,
}

impl Fold {
    /// The shape of a line; of one that is longer than REACH the beginning is read.
    pub fn line(&mut self, line: &str) -> Shape {
        let mut seen = Seen::default();
        self.end = 0;
        self.figures.clear();
        let mut rest = &line[..boundary(line, REACH)];
        while !rest.is_empty() {
            let (ascii, others) = rest.split_at(ascii::prefix(rest.as_bytes()));
            self.ascii(ascii.as_bytes(), &mut seen);
            rest = others;
            while let Some(c) = rest.chars().next().filter(|c| !c.is_ascii()) {
                self.other(c, &mut seen);
                rest = &rest[c.len_utf8()..];
            }
        }
        let kind = match (seen.letters, self.end) {
            (LETTERS.., _) => Kind::Said(start::with(self.start_so_far(), xxh3_64(self.folded()))),
            (_, 1..) => Kind::Figures,
            (_, 0) => Kind::Separator,
        };
        let prose = is_prose(line.len(), words(seen.blanks, seen.wide));
        Shape { kind, prose, figures: self.figures() }
    }

    /// What the line of that key starts with, and nothing else of it.
    pub fn start(&mut self, line: &str) -> u16 {
        let mut seen = Seen::default();
        self.end = 0;
        self.make_room(BLOCK);
        for c in line[..boundary(line, REACH)].chars() {
            match u8::try_from(c).ok().filter(u8::is_ascii) {
                Some(byte) => self.digits(&[byte], &mut seen),
                None => self.other(c, &mut seen),
            }
            if self.end >= START {
                break;
            }
        }
        self.start_so_far()
    }

    fn start_so_far(&self) -> u16 {
        start::of(&self.buffer[..self.end.min(START)])
    }

    /// What the line has become.
    fn folded(&self) -> &[u8] {
        &self.buffer[..self.end]
    }

    fn ascii(&mut self, bytes: &[u8], seen: &mut Seen) {
        self.make_room(bytes.len() + BLOCK);
        let (blocks, rest) = bytes.as_chunks::<BLOCK>();
        for block in blocks {
            seen.blanks += ascii::count(block, |byte| byte == b' ');
            if ascii::count(block, |byte| byte.is_ascii_digit()) == 0 {
                self.letters(block, seen);
            } else {
                self.digits(block, seen);
            }
        }
        let (mut blanks, mut figures) = (0, false);
        for byte in rest {
            blanks += usize::from(*byte == b' ');
            figures |= byte.is_ascii_digit();
        }
        seen.blanks += blanks;
        if figures { self.digits(rest, seen) } else { self.letters(rest, seen) }
    }

    /// Sees to it that so many bytes can be written behind the end.
    fn make_room(&mut self, bytes: usize) {
        if self.buffer.len() < self.end + bytes {
            self.buffer.resize(self.end + bytes, 0);
        }
    }

    /// Takes in a block or less, without digits. Every byte is written, and stays if it is to: no
    /// branch has to be guessed.
    fn letters(&mut self, bytes: &[u8], seen: &mut Seen) {
        let Some(out) = self.buffer[self.end..].first_chunk_mut::<BLOCK>() else { return };
        let mut written = 0;
        for byte in bytes {
            let lower = byte | 0x20;
            out[written % BLOCK] = lower;
            written += usize::from(lower.is_ascii_lowercase());
        }
        seen.letters += written;
        self.end += written;
    }

    /// The same with digits: of those that follow one another one stays.
    fn digits(&mut self, bytes: &[u8], seen: &mut Seen) {
        let mut last = self.last();
        for byte in bytes {
            if byte.is_ascii_digit() {
                self.figures.push(*byte);
            }
            let folded = FOLDED[usize::from(byte & 0x7f)];
            if folded != 0 && !(folded == b'0' && last == b'0') {
                seen.letters += usize::from(folded != b'0');
                self.buffer[self.end] = folded;
                self.end += 1;
                last = folded;
            }
        }
    }

    /// The last byte of what the line has become; 0 where it has become nothing.
    fn last(&self) -> u8 {
        self.end.checked_sub(1).map_or(0, |last| self.buffer[last])
    }

    fn other(&mut self, c: char, seen: &mut Seen) {
        seen.wide += usize::from(c.len_utf8() > 2);
        let folded = match c {
            '\u{80}'..'\u{800}' => NEAR[c as usize - 0x80],
            // Ideographs and hangul: all are letters, none has a case.
            '\u{4E00}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7A3}' => c,
            _ => UNKNOWN,
        };
        if folded != UNKNOWN {
            if folded == '0' {
                self.figure(c);
            } else if !folded.is_ascii() {
                seen.letters += 1;
                self.push(folded);
            }
        } else if is_letter(c) {
            seen.letters += 1;
            c.to_lowercase().for_each(|lower| self.push(lower));
        } else if is_in_word(c) {
            self.figure(c);
        }
    }

    /// Of figures that follow one another one stays.
    fn figure(&mut self, c: char) {
        self.figures.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
        if self.last() != b'0' {
            self.push('0');
        }
    }

    /// The lower half of the hash; what it is compared with is such a half too.
    #[allow(clippy::cast_possible_truncation)]
    fn figures(&self) -> u32 {
        if self.figures.is_empty() { 0 } else { xxh3_64(&self.figures) as u32 }
    }

    fn push(&mut self, c: char) {
        self.make_room(c.len_utf8());
        self.end += c.encode_utf8(&mut self.buffer[self.end..]).len();
    }
}

/// What was seen on a line.
#[derive(Default)]
struct Seen {
    letters: usize,
    blanks: usize,
    /// Characters of three bytes and more.
    wide: usize,
}

/// What each ASCII byte becomes: letters in lower case, digits 0, all else nothing.
const FOLDED: [u8; 128] = {
    let mut table = [0; 128];
    let mut byte = 0_u8;
    while byte < 128 {
        if byte.is_ascii_digit() {
            table[byte as usize] = b'0';
        } else if byte.is_ascii_alphabetic() {
            table[byte as usize] = byte.to_ascii_lowercase();
        }
        byte += 1;
    }
    table
};

/// Stands for a character that has to be looked up.
const UNKNOWN: char = char::MAX;

/// What each character of two bytes becomes: a letter that has no or a single
/// small one beyond ASCII this, a digit 0, others nothing. The standard
/// library's tables are searched, which costs ten times as much.
static NEAR: LazyLock<Vec<char>> = LazyLock::new(|| {
    let folded = |c: char| {
        let mut lower = c.to_lowercase();
        match (c.is_alphabetic(), lower.next(), lower.next()) {
            (true, Some(lower), None) if !lower.is_ascii() => lower,
            (true, ..) => UNKNOWN,
            (false, ..) if c.is_numeric() => '0',
            (false, ..) => '\0',
        }
    };
    ('\u{80}'..'\u{800}').map(folded).collect()
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_those_of_the_standard_library() {
        for c in '\u{80}'..=char::MAX {
            let (mut fold, mut seen) = (Fold::default(), Seen::default());
            fold.other(c, &mut seen);
            let wanted = match c {
                c if c.is_alphabetic() => c.to_lowercase().to_string(),
                c if c.is_numeric() => "0".to_owned(),
                _ => String::new(),
            };
            assert_eq!(fold.folded(), wanted.as_bytes(), "{c:?}");
            assert_eq!(seen.letters, usize::from(c.is_alphabetic()), "{c:?}");
        }
    }
}
