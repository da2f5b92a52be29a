//! Sixty-four bytes at a time: which of them are of a class, a bit each. The loops
//! are ones that compilers make vectors of, so that a class costs about two
//! instructions a byte; nothing here knows of text.

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
}
