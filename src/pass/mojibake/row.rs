//! A row of characters that layers are taken off: each knows where it came from, however many
//! of them have melted into it.

use crate::ascii;
use crate::edit::RuleId;
use std::cell::Cell;
use std::ops::Range;

/// Characters that are asked together.
const BLOCK: usize = 16;

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

/// A row of characters.
pub struct Row {
    /// The characters.
    pub chars: Vec<char>,
    /// Where each came from. Empty until one is changed, since in most rows none is.
    pub cells: Vec<Origin>,
    /// Where the row starts in the text, in bytes.
    offset: usize,
    /// Whether in the last look anything was no sequence for its depths alone.
    pub parted: Cell<bool>,
}

impl Row {
    /// The characters of a text that starts at `offset`.
    pub fn new(text: &str, offset: usize) -> Self {
        let (mut chars, mut rest) = (Vec::with_capacity(text.len()), text);
        while !rest.is_empty() {
            let (ascii, others) = rest.split_at(ascii::prefix(rest.as_bytes()));
            chars.extend(ascii.bytes().map(char::from));
            let end = others.find(|c: char| c.is_ascii()).unwrap_or(others.len());
            chars.extend(others[..end].chars());
            rest = &others[end..];
        }
        Row { chars, cells: Vec::new(), offset, parted: Cell::new(false) }
    }

    /// The places of characters beyond ASCII, in order.
    pub fn beyond_ascii(&self) -> impl Iterator<Item = usize> {
        let blocks = (0..).step_by(BLOCK).zip(self.chars.chunks(BLOCK));
        let all = |block: &[char]| block.iter().fold(0, |all, c| all | u32::from(*c));
        let blocks = blocks.filter(move |(_, block)| all(block) >= 0x80);
        let places = |(from, block): (usize, &[char])| {
            (from..from + block.len()).filter(|at| !self.chars[*at].is_ascii())
        };
        blocks.flat_map(places)
    }

    /// How often the character at a place was changed.
    pub fn depth(&self, at: usize) -> u8 {
        self.cells.get(at).map_or(0, |cell| cell.depth)
    }

    /// Sees to it that each character has its cell.
    pub fn fill(&mut self) {
        if self.cells.is_empty() {
            let mut end = self.offset;
            let cell = |c: &char| {
                let start = end;
                end += c.len_utf8();
                Origin { start, end, rule: None, depth: 0 }
            };
            self.cells = self.chars.iter().map(cell).collect();
        }
    }

    /// Moves a part of the row, which has cells, to `to`, which is not behind it, and says where
    /// it ends then.
    pub fn shift(&mut self, part: Range<usize>, to: usize) -> usize {
        let end = to + part.len();
        if to < part.start {
            self.chars.copy_within(part.clone(), to);
            self.cells.copy_within(part, to);
        }
        end
    }

    /// Cuts the row off.
    pub fn truncate(&mut self, end: usize) {
        self.chars.truncate(end);
        self.cells.truncate(end);
    }
}
