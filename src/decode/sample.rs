//! What of a text its encoding is told by: the words that hold bytes beyond
//! ASCII, as counts of pairs of bytes, and the stretch they stand in.

/// Words with bytes beyond ASCII.
pub struct Sample<'b> {
    /// The stretch of the input that they stand in.
    pub bytes: &'b [u8],
    /// How often a byte follows another in them, the most frequent first.
    pub pairs: Vec<(u8, u8, u32)>,
    /// Bytes beyond ASCII.
    pub high: usize,
}

impl<'b> Sample<'b> {
    /// The first words of `bytes` that count, until they have so many pairs.
    pub fn of(bytes: &'b [u8], enough: usize) -> Sample<'b> {
        let mut counts: Vec<u32> = vec![0; 1 << 16];
        let mut touched: Vec<u16> = Vec::new();
        let (mut at, mut seen, mut high) = (0, 0, 0);
        let start = next_high(bytes, 0).map_or(0, |n| word_start(bytes, n, 0));
        while let Some(n) = next_high(bytes, at).filter(|_| seen < enough) {
            let from = word_start(bytes, n, at);
            let len = bytes[n..].iter().position(|b| !is_word(*b)).unwrap_or(bytes.len() - n);
            let to = n + len.min(enough);
            let mut before = from.checked_sub(1).map_or(b' ', |i| bytes[i]);
            let after = bytes.get(to).unwrap_or(&b' ');
            for byte in bytes[from..to].iter().chain([after]) {
                let pair = u16::from_be_bytes([before, *byte]);
                let count = &mut counts[usize::from(pair)];
                if *count == 0 {
                    touched.push(pair);
                }
                *count += 1;
                seen += 1;
                high += usize::from(!byte.is_ascii());
                before = *byte;
            }
            at = to;
        }
        let pair = |pair: u16| {
            let [a, b] = pair.to_be_bytes();
            (a, b, counts[usize::from(pair)])
        };
        let mut pairs: Vec<(u8, u8, u32)> = touched.into_iter().map(pair).collect();
        pairs.sort_unstable_by_key(|(a, b, count)| (std::cmp::Reverse(*count), *a, *b));
        Sample { bytes: &bytes[start..at.max(start)], pairs, high }
    }
}

fn next_high(bytes: &[u8], from: usize) -> Option<usize> {
    bytes[from..].iter().position(|byte| !byte.is_ascii()).map(|n| from + n)
}

fn word_start(bytes: &[u8], at: usize, from: usize) -> usize {
    bytes[from..at].iter().rposition(|byte| !is_word(*byte)).map_or(from, |n| from + n + 1)
}

fn is_word(byte: u8) -> bool {
    !byte.is_ascii() || byte.is_ascii_alphabetic() || byte == b'\''
}
