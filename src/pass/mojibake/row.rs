//! A row of characters that layers are taken off: each knows where it came from, however many
//! of them have melted into it. Of a long stretch of ASCII it has the two ends alone: no
//! sequence has anything of the midst, nor is it judged by that.

use crate::ascii;
use crate::edit::RuleId;
use std::cell::Cell;
use std::ops::Range;

/// How many characters of ASCII are kept after a sequence, of which the layers ask for six, and
/// before one, of which the judge asks for two.
const AFTER: usize = 8;
const BEFORE: usize = 4;

/// Where a character came from.
#[derive(Clone, Copy, Debug)]
pub struct Origin {
    /// Bytes of the original text.
    pub start: usize,
    pub end: usize,
    /// Who changed it.
    pub rule: Option<RuleId>,
    /// How often it was changed. Characters of different depth never were one.
    pub depth: u8,
}

impl Origin {
    /// The bytes.
    pub fn span(&self) -> Range<usize> {
        self.start..self.end
    }
}

/// A row of characters, which can be used for one text after another.
#[derive(Default)]
pub struct Row {
    /// The characters.
    pub chars: Vec<char>,
    /// Where each came from. Empty until one is changed, since in most rows none is.
    pub cells: Vec<Origin>,
    /// Where the row starts in the text, in bytes.
    offset: usize,
    /// The characters before which some bytes were left out, and how many, in order.
    gaps: Vec<(usize, usize)>,
    /// Whether in the last look anything was no sequence for its depths alone.
    pub parted: Cell<bool>,
}

impl Row {
    /// Takes the characters of a text that starts at `offset`.
    pub fn read(&mut self, text: &str, offset: usize) {
        self.chars.clear();
        self.cells.clear();
        self.gaps.clear();
        self.offset = offset;
        let mut rest = text;
        while !rest.is_empty() {
            let (ascii, others) = rest.split_at(ascii::prefix(rest.as_bytes()));
            self.push_ascii(ascii.as_bytes());
            let end = others.bytes().position(|byte| byte.is_ascii()).unwrap_or(others.len());
            self.chars.extend(others[..end].chars());
            rest = &others[end..];
        }
    }

    /// Appends a stretch of ASCII, of a long one its ends. A sequence eats its blanks, question
    /// marks and substitutes from the left, and nothing behind the first character that is none.
    fn push_ascii(&mut self, ascii: &[u8]) {
        let may_melt = |byte: &u8| matches!(byte, b' ' | b'?' | b'\x1A');
        let solid = ascii.iter().position(|byte| !may_melt(byte)).unwrap_or(ascii.len());
        let (from, to) = (solid + AFTER, ascii.len().saturating_sub(BEFORE));
        let (start, end) =
            if from < to { (&ascii[..from], &ascii[to..]) } else { (ascii, &[][..]) };
        self.chars.extend(start.iter().copied().map(char::from));
        if from < to {
            self.gaps.push((self.chars.len(), to - from));
        }
        self.chars.extend(end.iter().copied().map(char::from));
    }

    /// The places of characters beyond ASCII, in order.
    pub fn beyond_ascii(&self) -> impl Iterator<Item = usize> {
        (0..self.chars.len()).filter(|at| !self.chars[*at].is_ascii())
    }

    /// What stands at a place and after it; NULs where nothing does.
    pub fn window(&self, at: usize) -> [char; 4] {
        let mut window = ['\0'; 4];
        window.iter_mut().zip(&self.chars[at..]).for_each(|(place, c)| *place = *c);
        window
    }

    /// The two characters before a place, the last first.
    pub fn before(&self, at: usize) -> [Option<char>; 2] {
        [1, 2].map(|n| at.checked_sub(n).map(|at| self.chars[at]))
    }

    /// How often the character at a place was changed.
    pub fn depth(&self, at: usize) -> u8 {
        self.cells.get(at).map_or(0, |cell| cell.depth)
    }

    /// Sees to it that each character has its cell.
    pub fn fill(&mut self) {
        if self.cells.is_empty() {
            let (mut end, mut gaps) = (self.offset, self.gaps.iter().copied().peekable());
            let cell = |(at, c): (usize, &char)| {
                let left_out = gaps.next_if(|(before, _)| *before == at);
                let start = end + left_out.map_or(0, |(_, bytes)| bytes);
                end = start + c.len_utf8();
                Origin { start, end, rule: None, depth: 0 }
            };
            self.cells.extend(self.chars.iter().enumerate().map(cell));
        }
    }

    /// Moves a part of the row, which has cells, to `to`, which is not behind it, and says where
    /// it ends then.
    pub fn shift(&mut self, part: Range<usize>, to: usize) -> usize {
        let end = to + part.len();
        if to < part.start {
            // One by one, since most parts are of no character or one.
            for (from, to) in part.zip(to..) {
                self.chars[to] = self.chars[from];
                self.cells[to] = self.cells[from];
            }
        }
        end
    }

    /// Cuts the row off.
    pub fn truncate(&mut self, end: usize) {
        self.chars.truncate(end);
        self.cells.truncate(end);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_of_a_long_stretch_knows_its_place() {
        let text =
            format!("{}é  ? {}—{}", "left ".repeat(9), "between ".repeat(9), "right".repeat(9));
        let mut row = Row::default();
        row.read(&text, 100);
        row.fill();
        assert!(row.chars.len() < text.len() / 2);
        for (c, cell) in row.chars.iter().zip(&row.cells) {
            assert!(text[cell.start - 100..cell.end - 100].chars().eq([*c]));
        }
    }
}
