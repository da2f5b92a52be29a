//! Terminal escapes, which hold visible characters and go with them: where each
//! ends, and where in a text they stand.

use std::ops::Range;

/// The longest escape sequence that is taken whole, in bytes.
const REACH: usize = 256;

/// Where the escape sequence at `at` ends; a lone ESC is one by itself.
pub fn end(text: &str, at: usize) -> usize {
    let bytes = &text.as_bytes()[at..text.len().min(at + REACH)];
    let len = match bytes.get(1) {
        Some(b'[') => {
            let end = bytes[2..].iter().position(|b| !matches!(b, 0x20..=0x3F));
            end.filter(|n| bytes[2 + n].is_ascii_alphabetic()).map(|n| n + 3)
        }
        Some(b']') => {
            let end = bytes.iter().position(|b| matches!(b, 0x07 | b'\n'));
            end.filter(|n| bytes[*n] == 0x07).map(|n| n + 1)
        }
        Some(b'(' | b')') => bytes.get(2).filter(|b| b.is_ascii_alphanumeric()).map(|_| 3),
        _ => None,
    };
    at + len.unwrap_or(1)
}

/// Where escapes stand, in order; those that follow each other at once are one stretch.
pub fn stretches(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    while let Some(n) = memchr::memchr(b'\x1B', &text.as_bytes()[at..]) {
        let start = at + n;
        at = end(text, start);
        match found.last_mut().filter(|last| last.end == start) {
            Some(last) => last.end = at,
            None => found.push(start..at),
        }
    }
    found
}
