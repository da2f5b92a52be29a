//! How far a text is ASCII, a block at a time: most bytes of most texts are, and what
//! they are asked is cheaper to answer then.

/// Bytes that are looked at together.
const BLOCK: usize = 32;

/// What bytes of ASCII do not have.
const HIGH_BITS: u64 = 0x8080_8080_8080_8080;

/// How many bytes at the start are ASCII.
pub fn prefix(bytes: &[u8]) -> usize {
    let is_ascii = |block: &&[u8; BLOCK]| block.is_ascii();
    let blocks = bytes.as_chunks::<BLOCK>().0.iter().take_while(is_ascii).count() * BLOCK;
    let (words, rest) = bytes[blocks..].as_chunks::<8>();
    for (n, word) in words.iter().enumerate() {
        let beyond = u64::from_le_bytes(*word) & HIGH_BITS;
        if beyond != 0 {
            return blocks + n * 8 + beyond.trailing_zeros() as usize / 8;
        }
    }
    let end = rest.iter().position(|byte| !byte.is_ascii()).unwrap_or(rest.len());
    blocks + words.len() * 8 + end
}

/// How many of some bytes are such.
pub fn count(bytes: &[u8], is: impl Fn(u8) -> bool) -> usize {
    // In bytes, which the processor adds up many at a time.
    let of_part = |part: &[u8]| part.iter().map(|byte| u8::from(is(*byte))).sum::<u8>();
    bytes.chunks(128).map(|part| usize::from(of_part(part))).sum()
}

#[cfg(test)]
mod tests {
    #[test]
    fn it_ends_before_the_first_byte_that_is_not() {
        for len in 0..100 {
            let text = "a".repeat(len);
            assert_eq!(super::prefix(text.as_bytes()), len);
            assert_eq!(super::prefix((text + "éa").as_bytes()), len);
        }
    }
}
