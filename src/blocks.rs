//! Sixty-four bytes at a time: which of them are of a class, a bit each. The loops
//! are ones that compilers make vectors of, so that a class costs about two
//! instructions a byte; nothing here knows of text.

use std::ops::Range;

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

/// The block that starts at byte `at`, filled up with zeros, and how many bytes it has.
#[inline]
pub fn from(bytes: &[u8], at: usize) -> ([u8; BLOCK], usize) {
    let rest = bytes.get(at..).unwrap_or_default();
    if let Some(block) = rest.first_chunk() {
        return (*block, BLOCK);
    }
    let mut block = [0; BLOCK];
    block[..rest.len()].copy_from_slice(rest);
    (block, rest.len())
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

/// Calls `out` with each run of bytes of a class that is as long as it can be, in order, and
/// whether any of its bytes is beyond ASCII.
#[inline]
pub fn each_run(bytes: &[u8], class: impl Fn(u8) -> bool, mut out: impl FnMut(Range<usize>, bool)) {
    // Where a run began that goes on beyond its block, and whether it is wide as far as it is known.
    let mut open: Option<(usize, bool)> = None;
    each(bytes, |base, block| {
        let mut inside = bits(block, &class);
        let wide = if block.is_ascii() { 0 } else { bits(block, |byte| byte >= 0x80) };
        if let Some((start, is_wide)) = open {
            let end = (!inside).trailing_zeros() as usize;
            let is_wide = is_wide || wide & lowest(end) != 0;
            if end == BLOCK {
                open = Some((start, is_wide));
                return;
            }
            out(start..base + end, is_wide);
            inside &= u64::MAX << end;
        }
        open = None;
        while inside != 0 {
            let start = inside.trailing_zeros() as usize;
            let end = start + (!(inside >> start)).trailing_zeros() as usize;
            let is_wide = wide & lowest(end) & !lowest(start) != 0;
            if end >= BLOCK {
                open = Some((base + start, is_wide));
                return;
            }
            out(base + start..base + end, is_wide);
            inside &= u64::MAX << end;
        }
    });
    if let Some((start, is_wide)) = open {
        out(start..bytes.len(), is_wide);
    }
}

/// So many bits, the lowest.
#[inline]
pub fn lowest(bits: usize) -> u64 {
    if bits < BLOCK { (1 << bits) - 1 } else { u64::MAX }
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

    #[test]
    fn runs_are_found_whole() {
        for length in (0..200).step_by(3) {
            for before in [0, 1, 63, 64] {
                let text = format!("{}{} é c", " ".repeat(before), "a".repeat(length));
                let mut found = Vec::new();
                each_run(
                    text.as_bytes(),
                    |b| b != b' ',
                    |run, wide| found.push((&text[run], wide)),
                );
                let wanted: Vec<_> = text.split_whitespace().map(|run| (run, run == "é")).collect();
                assert_eq!(found, wanted);
            }
        }
    }
}
