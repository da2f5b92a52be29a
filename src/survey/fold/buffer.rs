//! Folds a line: its letters in lower case and its figures masked, in one buffer for all
//! lines. Words of ASCII, as nearly all are, are copied whole: where they stand is told by the
//! bits of a block.

use super::start::{self, START};
use super::{Kind, LETTERS, REACH, Shape, beginning, is_prose_line};
use crate::blocks::{self, BLOCK, bits, places};
use crate::letter::{is_in_word, is_letter};
use std::sync::LazyLock;
use xxhash_rust::xxh3::xxh3_64;

/// Bytes of a word that are copied together; most words have no more.
const WORD: usize = 16;

/// Folds lines into one buffer.
#[derive(Default)]
pub struct Fold {
    /// What the line becomes, and room behind it that is used again and again.
    buffer: Vec<u8>,
    /// Where what it becomes ends.
    end: usize,
    /// How many letters are in it.
    letters: usize,
    /// The figures, as they are.
    figures: Vec<u8>,
}

impl Fold {
    /// The shape of a line; of one that is longer than REACH the beginning is read.
    pub fn line(&mut self, line: &str) -> Shape {
        self.clear();
        let read = beginning(line);
        blocks::each(read.as_bytes(), |start, block| self.block(read, start, block));
        let kind = match (self.letters, self.end) {
            (LETTERS.., _) => Kind::Said(start::with(self.start_so_far(), xxh3_64(self.folded()))),
            (_, 1..) => Kind::Figures,
            (_, 0) => Kind::Separator,
        };
        Shape { kind, prose: is_prose_line(line), figures: self.figures() }
    }

    /// What the line of that key starts with, and nothing else of it.
    pub fn start(&mut self, line: &str) -> u16 {
        self.clear();
        for c in beginning(line).chars() {
            match u8::try_from(c).ok().filter(u8::is_ascii) {
                Some(byte) => self.ascii(byte),
                None => self.other(c),
            }
            if self.end >= START {
                break;
            }
        }
        self.start_so_far()
    }

    fn clear(&mut self) {
        (self.end, self.letters) = (0, 0);
        self.figures.clear();
        self.make_room();
    }

    fn start_so_far(&self) -> u16 {
        start::of(&self.buffer[..self.end.min(START)])
    }

    /// What the line has become.
    fn folded(&self) -> &[u8] {
        &self.buffer[..self.end]
    }

    /// Takes in the block of a line that starts at this byte.
    fn block(&mut self, line: &str, start: usize, block: &[u8; BLOCK]) {
        self.make_room();
        let mut lower = [0; BLOCK + WORD];
        for (lower, byte) in lower.iter_mut().zip(block) {
            *lower = byte | 0x20;
        }
        let mut letters = bits(block, |byte| (byte | 0x20).is_ascii_lowercase());
        // Of a character beyond ASCII its first byte.
        let others = bits(block, |byte| byte >= 0xC0 || byte.is_ascii_digit());
        for at in places(others) {
            let from_here = u64::MAX << at;
            self.words(&lower, letters & !from_here);
            letters &= from_here;
            match block[at] {
                byte if byte.is_ascii() => self.ascii(byte),
                _ => line[start + at..].chars().next().into_iter().for_each(|c| self.other(c)),
            }
        }
        self.words(&lower, letters);
    }

    /// Sees to it that a block can be written behind the end.
    fn make_room(&mut self) {
        if self.buffer.len() < self.end + BLOCK + WORD {
            self.buffer.resize(self.end + 2 * REACH, 0);
        }
    }

    /// Takes in the runs of letters of a block; what follows one is written behind it, to be
    /// written over by the next.
    fn words(&mut self, block: &[u8; BLOCK + WORD], mut letters: u64) {
        let Some(out) = self.buffer[self.end..].first_chunk_mut::<{ BLOCK + WORD }>() else {
            return;
        };
        let mut written = 0;
        while letters != 0 {
            let from = letters.trailing_zeros() as usize;
            // The lowest run ends where the sum carries to.
            let carried = letters.wrapping_add(letters & letters.wrapping_neg());
            let length = carried.trailing_zeros() as usize - from;
            letters &= carried;
            out[written..written + WORD].copy_from_slice(&block[from..from + WORD]);
            if length > WORD {
                out[written..written + length].copy_from_slice(&block[from..from + length]);
            }
            written += length;
        }
        self.end += written;
        self.letters += written;
    }

    fn ascii(&mut self, byte: u8) {
        match byte | 0x20 {
            _ if byte.is_ascii_digit() => self.figure(byte.into()),
            lower if lower.is_ascii_lowercase() => {
                self.letters += 1;
                self.push(lower.into());
            }
            _ => {}
        }
    }

    fn other(&mut self, c: char) {
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
                self.letters += 1;
                self.push(folded);
            }
        } else if is_letter(c) {
            self.letters += 1;
            c.to_lowercase().for_each(|lower| self.push(lower));
        } else if is_in_word(c) {
            self.figure(c);
        }
    }

    /// Of figures that follow one another one stays.
    fn figure(&mut self, c: char) {
        self.figures.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
        if self.folded().last() != Some(&b'0') {
            self.push('0');
        }
    }

    /// The lower half of the hash; what it is compared with is such a half too.
    #[allow(clippy::cast_possible_truncation)]
    fn figures(&self) -> u32 {
        if self.figures.is_empty() { 0 } else { xxh3_64(&self.figures) as u32 }
    }

    fn push(&mut self, c: char) {
        self.end += c.encode_utf8(&mut self.buffer[self.end..]).len();
        self.make_room();
    }
}

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
            let mut fold = Fold::default();
            fold.clear();
            fold.other(c);
            let wanted = match c {
                c if c.is_alphabetic() => c.to_lowercase().to_string(),
                c if c.is_numeric() => "0".to_owned(),
                _ => String::new(),
            };
            assert_eq!(fold.folded(), wanted.as_bytes(), "{c:?}");
            assert_eq!(fold.letters, usize::from(c.is_alphabetic()), "{c:?}");
        }
    }
}
