//! What authors themselves set apart, so that one stop that stands alone tells
//! nothing: one after an address or a version, which would spoil them, one at the
//! end of a menu's items. More than one sign outweighs it.

/// Whether the word is an address, a path, a version, a name of a file or of code,
/// which authors keep a stop away from; `U.S`, an amount, `and/or` are not.
pub fn is_technical(word: &[u8]) -> bool {
    word.iter().any(|b| matches!(b, b'_' | b'\\' | b'=' | b'<' | b'>'))
        || word.ends_with("…".as_bytes())
        || is_path(word)
        || is_dotted(word)
}

fn is_path(word: &[u8]) -> bool {
    word.starts_with(b"/")
        || word.ends_with(b"/")
        || memchr::memchr_iter(b'/', word).nth(1).is_some()
}

/// `notes.txt`, `4.5.1`.
fn is_dotted(word: &[u8]) -> bool {
    let Some(point) = memchr::memchr(b'.', word) else { return false };
    let (before, after) = (&word[..point], &word[point + 1..]);
    let digits = |part: &[u8]| part.iter().all(|b| b.is_ascii_digit() || *b == b',');
    let amount = digits(before) && digits(after);
    let initials = || word.split(|b| *b == b'.').all(|p| matches!(p, [] | [b'A'..=b'z']));
    !after.is_empty() && !amount && !initials()
}

/// Whether the dash at `at` parts the items of a menu: `Extras – Makros`.
pub fn parts_items(bytes: &[u8], at: usize) -> bool {
    const DASH_AND_BLANK: usize = 4;
    let item = |word: &[u8]| word.first().is_some_and(u8::is_ascii_uppercase);
    at > 0
        && item(last_word(&bytes[..at - 1]))
        && bytes.get(at + DASH_AND_BLANK..).is_some_and(item)
}

/// The last of the words, or what of it is near enough to tell.
pub fn last_word(bytes: &[u8]) -> &[u8] {
    const FARTHEST: usize = 40;
    let near = &bytes[bytes.len().saturating_sub(FARTHEST)..];
    memchr::memrchr(b' ', near).map_or(near, |at| &near[at + 1..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stop_keeps_away_from_technical_words() {
        for word in ["a/b/c", "/etc", "notes.txt", "4.5.1", "x.y2", "a_b", "<b>", "mehr…"] {
            assert!(is_technical(word.as_bytes()), "{word}");
        }
        for word in ["U.S", "p.m", "3.50", "14,538.20", "and/or", "etc.", "word", ""] {
            assert!(!is_technical(word.as_bytes()), "{word}");
        }
    }

    #[test]
    fn dashes_between_capitals_part_items() {
        assert!(parts_items("Extras – Makros .".as_bytes(), 7));
        assert!(!parts_items("Das Haus – das rote .".as_bytes(), 9));
    }
}
