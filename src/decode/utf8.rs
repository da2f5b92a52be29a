//! UTF-8: strictly, and with single malformed sequences.

use super::Damage;
use std::borrow::Cow;

/// The replacement character, which stands for malformed bytes.
const REPLACEMENT: char = '\u{FFFD}';

/// The byte order mark.
pub const MARK: &[u8] = b"\xEF\xBB\xBF";

/// The bytes without a byte order mark, and whether one stood there.
pub fn strip_mark(bytes: &[u8]) -> (bool, &[u8]) {
    bytes.strip_prefix(MARK).map_or((false, bytes), |rest| (true, rest))
}

/// The bytes as they are, if they are UTF-8.
pub fn strict(bytes: &[u8]) -> Option<&str> {
    simdutf8::basic::from_utf8(bytes).ok()
}

/// Without a character that the sample's end cuts.
pub fn whole_characters(sample: &[u8]) -> &[u8] {
    let cut = sample.iter().rev().take(3).position(|b| *b >= 0xC0).map_or(0, |n| n + 1);
    let tail = &sample[sample.len() - cut..];
    let whole = std::str::from_utf8(tail).is_ok();
    if whole { sample } else { &sample[..sample.len() - cut] }
}

/// Whether these are UTF-8 but for a few sequences. Other encodings do hold
/// sequences that are well-formed UTF-8 by chance, but more that are not.
pub fn is_nearly(bytes: &[u8]) -> bool {
    let (mut good, mut bad, mut cut) = (0usize, 0usize, false);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
        cut |= chunk.invalid().len() > 1;
    }
    good > 2 * bad || (cut && bad == 1)
}

/// The text with one replacement character for each malformed sequence.
pub fn lossy(bytes: &[u8]) -> (Cow<'_, str>, Vec<Damage>) {
    let mut text = String::with_capacity(bytes.len() + 16);
    let mut damage = Vec::new();
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        if !chunk.invalid().is_empty() {
            damage.push(Damage { at: text.len(), bytes: chunk.invalid().to_vec() });
            text.push(REPLACEMENT);
        }
    }
    (Cow::Owned(text), damage)
}
