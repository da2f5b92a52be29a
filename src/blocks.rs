//! Sixty-four bytes at a time: which of them are of a class, a bit each. The loops
//! are ones that compilers make vectors of, so that a class costs about two
//! instructions a byte; nothing here knows of text.

use std::marker::PhantomData;

/// How many bytes are looked at in one step.
pub const BLOCK: usize = 64;

/// Of eight bytes that are 0 or 1 the product with it has all in its highest byte.
const GATHER: u64 = 0x0102_0408_1020_4080;

/// Which bytes of the block are of the class, the first one's bit lowest.
#[inline]
pub fn bits(block: &[u8; BLOCK], class: impl Fn(u8) -> bool) -> u64 {
    let mut hits = [0; BLOCK];
    for (hit, byte) in hits.iter_mut().zip(block) {
        *hit = u8::from(class(*byte));
    }
    let eights = hits.as_chunks::<8>().0.iter().rev();
    eights.fold(0, |bits, eight| bits << 8 | u64::from_le_bytes(*eight).wrapping_mul(GATHER) >> 56)
}

/// Calls `look` with each block and where it starts; the last is filled up with zeros.
#[inline]
pub fn each(bytes: &[u8], mut look: impl FnMut(usize, &[u8; BLOCK])) {
    let (whole, rest) = bytes.as_chunks::<BLOCK>();
    for (n, block) in whole.iter().enumerate() {
        look(n * BLOCK, block);
    }
    if !rest.is_empty() {
        let mut last = [0; BLOCK];
        last[..rest.len()].copy_from_slice(rest);
        look(whole.len() * BLOCK, &last);
    }
}

/// The places of the bits that are set, the lowest first.
#[inline]
pub fn places(mut bits: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let place = (bits != 0).then_some(bits.trailing_zeros() as usize)?;
        bits &= bits - 1;
        Some(place)
    })
}

/// A class of bytes that has no zero. It is a type, so that the loop is made for it.
pub trait Class {
    /// Whether a byte is of it.
    fn has(byte: u8) -> bool;
}

/// Where the runs of a class of bytes end in a text that is read from its beginning on.
pub struct Runs<'a, C> {
    text: &'a [u8],
    class: PhantomData<C>,
    /// Which block was asked last, and which of its bytes are of the class.
    block: usize,
    bits: u64,
}

impl<'a, C: Class> Runs<'a, C> {
    /// Of a text.
    pub fn new(text: &'a [u8]) -> Self {
        Runs { text, class: PhantomData, block: usize::MAX, bits: 0 }
    }

    /// The first place from this one on that is not of the class.
    #[inline]
    pub fn end(&mut self, from: usize) -> usize {
        let mut at = from;
        while at < self.text.len() {
            let block = at / BLOCK;
            if block != self.block {
                self.look(block);
            }
            let others = !self.bits >> (at % BLOCK);
            if others != 0 {
                return at + others.trailing_zeros() as usize;
            }
            at = (block + 1) * BLOCK;
        }
        self.text.len()
    }

    fn look(&mut self, block: usize) {
        self.block = block;
        let rest = self.text.get(block * BLOCK..).unwrap_or_default();
        let bytes = rest.first_chunk().copied().unwrap_or_else(|| {
            let mut bytes = [0; BLOCK];
            bytes[..rest.len()].copy_from_slice(rest);
            bytes
        });
        self.bits = bits(&bytes, C::has);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_blank_is_found_in_its_place() {
        let text = "a b  cd ".repeat(33);
        let mut found = Vec::new();
        each(text.as_bytes(), |start, block| {
            found.extend(places(bits(block, |b| b == b' ')).map(|n| start + n));
        });
        let blanks: Vec<usize> = text.match_indices(' ').map(|(at, _)| at).collect();
        assert_eq!(found, blanks);
    }

    struct Solid;

    impl Class for Solid {
        fn has(byte: u8) -> bool {
            byte > b' '
        }
    }

    #[test]
    fn a_run_ends_before_the_first_byte_of_another_class() {
        let text = format!("ab {} c{}", "x".repeat(130), "yz".repeat(64));
        let mut runs = Runs::<Solid>::new(text.as_bytes());
        for from in 0..=text.len() {
            let end = text[from..].find(' ').map_or(text.len(), |n| from + n);
            assert_eq!(runs.end(from), end, "{from}");
        }
    }
}
