//! A Bloom filter of one hash: a set of numbers that may take one for another, by which most that
//! are not in it are dismissed before they are looked up.

/// As a power of 2, so that the table is 8 KB.
const BITS: u32 = 16;

/// A bit for each number, which some others share.
pub struct Bloom(Box<[u64; 1 << (BITS - 6)]>);

impl Default for Bloom {
    fn default() -> Self {
        Bloom(Box::new([0; 1 << (BITS - 6)]))
    }
}

impl Bloom {
    /// Adds a number.
    pub fn add(&mut self, number: u64) {
        let bit = Self::bit(number);
        self.0[bit / 64] |= 1 << (bit % 64);
    }

    /// Whether a number may have been added.
    #[inline]
    pub fn may_have(&self, number: u64) -> bool {
        let bit = Self::bit(number);
        self.0[bit / 64] & 1 << (bit % 64) != 0
    }

    /// By the upper bits of a product, on which all of the number has a bearing.
    #[inline]
    #[allow(clippy::cast_possible_truncation)]
    fn bit(number: u64) -> usize {
        (number.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (u64::BITS - BITS)) as usize
    }
}
