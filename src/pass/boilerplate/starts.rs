//! A set of numbers that may take one for another: what words start with, by which most are
//! dismissed before they are looked up.

/// As a power of 2, so that the table is 8 KB.
const BITS: u32 = 16;

/// A bit for each number, which some others share.
pub struct Starts(Vec<u64>);

impl Default for Starts {
    fn default() -> Self {
        Starts(vec![0; 1 << (BITS - 6)])
    }
}

impl Starts {
    /// Adds a number.
    pub fn add(&mut self, start: u64) {
        let bit = Self::bit(start);
        self.0[bit / 64] |= 1 << (bit % 64);
    }

    /// Whether a number may have been added.
    pub fn may_have(&self, start: u64) -> bool {
        let bit = Self::bit(start);
        self.0[bit / 64] >> (bit % 64) & 1 != 0
    }

    /// By the upper bits of a product, on which all of the number has a bearing.
    #[allow(clippy::cast_possible_truncation)]
    fn bit(start: u64) -> usize {
        (start.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (u64::BITS - BITS)) as usize
    }
}
