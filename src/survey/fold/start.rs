//! What a line starts with: a number of 16 bits for its first letters and figures, which is the
//! upper part of its key. So who looks for few lines folds those alone that start like one of
//! them, and passes over the others after some bytes.

/// Folded bytes that are a start.
pub const START: usize = 4;
/// Where it stands in a key.
const SHIFT: u32 = 48;

/// The start of these folded bytes, [`START`] at most.
pub fn of(folded: &[u8]) -> u16 {
    let mut start = [0; START];
    start[..folded.len()].copy_from_slice(folded);
    // Below 2^16.
    #[allow(clippy::cast_possible_truncation)]
    let start = (u32::from_le_bytes(start).wrapping_mul(0x9E37_79B1) >> 16) as u16;
    start
}

/// A key of this start, and of a hash that tells apart what has the same.
pub fn with(start: u16, hash: u64) -> u64 {
    u64::from(start) << SHIFT | hash & ((1 << SHIFT) - 1)
}

/// The start in a key.
#[allow(clippy::cast_possible_truncation)] // 16 bits are left
pub fn in_key(key: u64) -> u16 {
    (key >> SHIFT) as u16
}

/// The starts of some lines.
#[derive(Debug)]
pub struct Starts(Vec<u64>);

impl Starts {
    /// Those of the lines of these keys.
    pub fn of(keys: impl IntoIterator<Item = u64>) -> Self {
        let mut bits = vec![0; 1 << (u16::BITS - u64::BITS.ilog2())];
        for start in keys.into_iter().map(in_key).map(usize::from) {
            bits[start / 64] |= 1 << (start % 64);
        }
        Starts(bits)
    }

    /// Whether one of them is this.
    pub fn have(&self, start: u16) -> bool {
        let start = usize::from(start);
        self.0[start / 64] >> (start % 64) & 1 != 0
    }
}
