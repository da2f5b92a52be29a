//! The tokens of sixty-four bytes of a line, told by masks of their letters and blanks: what the
//! walk over a line counts of the simple ones, which most are. Those with characters beyond ASCII
//! are not its own, nor what reaches beyond the stretch.

#![allow(clippy::needless_bitwise_bool)] // lazy ones would be branches, and the loops no vector ones

use crate::blocks::{BLOCK, bits, lowest};

/// Bytes of a line for which masks are worth their making.
const WORTH: usize = 24;

/// The masks of a stretch, up to where its last token of ASCII ends.
pub struct Stretch<'l> {
    pub bytes: &'l [u8],
    blank: u64,
    pub upper: u64,
    pub lower: u64,
    pub digit: u64,
    /// Bytes to the end of the last token that can be told.
    pub limit: usize,
}

/// A token in a stretch.
pub struct Stretched {
    /// Where it starts and ends in the stretch.
    pub start: usize,
    pub end: usize,
    /// Its bytes.
    pub mask: u64,
}

impl<'l> Stretch<'l> {
    /// The stretch of a line that starts at a byte where no token goes on; none where too little
    /// is left.
    pub fn new(line: &'l str, at: usize) -> Option<Stretch<'l>> {
        let rest = &line.as_bytes()[at..];
        if rest.len() < WORTH {
            return None;
        }
        let bytes = &rest[..rest.len().min(BLOCK)];
        let block = rest.first_chunk().copied().unwrap_or_else(|| {
            let mut block = [b' '; BLOCK];
            block[..bytes.len()].copy_from_slice(bytes);
            block
        });
        let blank = bits(&block, |byte| (byte == b' ') | (byte.wrapping_sub(b'\t') < 5));
        let wide = if block.is_ascii() { 0 } else { bits(&block, |byte| byte >= 0x80) };
        let goes_on = rest.len() > BLOCK;
        // What lies before the last blank, or before that of the first token with more than ASCII.
        let whole = lowest(wide.trailing_zeros() as usize);
        let is_cut = goes_on || wide != 0;
        let limit =
            if is_cut { BLOCK - (blank & whole).leading_zeros() as usize } else { bytes.len() };
        let upper = bits(&block, |byte| byte.wrapping_sub(b'A') < 26);
        let lower = bits(&block, |byte| byte.wrapping_sub(b'a') < 26);
        let digit = bits(&block, |byte| byte.wrapping_sub(b'0') < 10);
        Some(Stretch { bytes, blank, upper, lower, digit, limit })
    }

    /// The next token from a byte of the stretch.
    pub fn next(&self, at: usize) -> Option<Stretched> {
        if at >= self.limit {
            return None;
        }
        let start = at + (!self.blank >> at).trailing_zeros() as usize;
        if start >= self.limit {
            return None;
        }
        let end = (start + (self.blank >> start).trailing_zeros() as usize).min(self.bytes.len());
        Some(Stretched { start, end, mask: lowest(end) & !lowest(start) })
    }

    /// All bytes of the tokens.
    pub fn all(&self) -> u64 {
        lowest(self.limit) & !self.blank
    }

    /// The letters.
    pub fn letters(&self) -> u64 {
        self.upper | self.lower
    }

    /// What is no letter or digit in a token.
    pub fn signs(&self, token: &Stretched) -> u64 {
        token.mask & !self.upper & !self.lower & !self.digit
    }

    /// The first letter or digit of a token, if it has any.
    pub fn first(&self, token: &Stretched) -> Option<u8> {
        let first = (token.mask & (self.upper | self.lower | self.digit)).trailing_zeros();
        self.bytes.get(first as usize).copied()
    }

    /// Whether a capital stands after a small letter, and a small letter after it: `worldSport`.
    /// Two words start later than a name such as `McKay`.
    pub fn is_glued(&self, token: &Stretched) -> bool {
        let glued = self.lower & self.upper >> 1 & self.lower >> 2;
        glued & token.mask & !(0b11 << token.start) != 0
    }
}
