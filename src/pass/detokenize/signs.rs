//! Is a passage tokenised? Counted in one scan that leaps from blank to blank:
//! what only a tokenizer writes (` ,`, ` n't`, `( `) against what it would have
//! split (`word, `, `(word`). Sloppy authors write a blank before a comma here
//! and there, but not throughout; a tokenizer leaves no comma attached.

use memchr::memchr_iter;

/// What speaks for and against tokenised text.
#[derive(Clone, Copy, Debug, Default)]
pub struct Signs {
    /// Only tokenizers do so.
    strong: u32,
    /// Tokenizers do so, authors too: ` ?` is French, ` "` careless.
    weak: u32,
    /// No tokenizer would leave it.
    against: u32,
    /// Whether a word starts with a subword model's mark.
    pub marks: bool,
    /// Whether single letters stand in a row.
    pub letters: bool,
}

impl Signs {
    /// Adds another passage's.
    pub fn add(&mut self, other: Signs) {
        self.strong += other.strong;
        self.weak += other.weak;
        self.against += other.against;
        self.marks |= other.marks;
        self.letters |= other.letters;
    }

    /// Whether there is any sign at all.
    pub fn any(&self) -> bool {
        self.strong + self.weak > 0 || self.marks || self.letters
    }

    /// Whether there is but one weak sign.
    pub fn is_faint(&self) -> bool {
        self.strong == 0 && self.weak < 2
    }

    /// Whether the passage is tokenised: by its own signs, or, where these are
    /// few, by those of the `whole` text.
    pub fn tokenised(&self, whole: &Signs) -> bool {
        self.outweighs() && (self.strong > 1 || whole.outweighs())
    }

    /// One in so many of a tokenizer's places may be damaged otherwise.
    fn outweighs(&self) -> bool {
        2 * self.strong + self.weak > 8 * self.against
    }
}

/// Reads the signs of a passage.
pub fn read(bytes: &[u8]) -> Signs {
    let mut signs = Signs::default();
    let (mut last, mut singles) = (usize::MAX, 0_u32);
    after_blank(bytes, 0, &mut signs);
    for i in memchr_iter(b' ', bytes) {
        singles = if i.wrapping_sub(last) == 2 && is_solid(bytes[i - 1]) { singles + 1 } else { 0 };
        signs.letters |= singles > 1;
        last = i;
        if i > 0 && !bytes[i - 1].is_ascii_alphabetic() || is_contraction(&bytes[..i]) {
            before_blank(bytes, i, &mut signs);
        }
        if !bytes.get(i + 1).is_none_or(|b| b.is_ascii_alphanumeric() && *b != b'n') {
            after_blank(bytes, i + 1, &mut signs);
        }
    }
    if let [before @ .., b'.' | b'!' | b'?' | b','] = bytes.trim_ascii_end()
        && ends_solid(before)
        && !is_abbreviation(before)
    {
        signs.against += 1;
    }
    signs
}

/// What stands before the blank at `i`.
fn before_blank(bytes: &[u8], i: usize, signs: &mut Signs) {
    let before = &bytes[..i];
    let [.., prior, last] = *before else {
        signs.weak += u32::from(matches!(before, b"(" | b"["));
        return;
    };
    match last {
        b's' | b't' => signs.against += 1,
        b';' if is_entity(before) => {}
        b',' | b';' | b'?' | b'!' | b':' | b')' if ends_solid(&before[..i - 1]) => {
            signs.against += 1;
        }
        b'(' | b'[' if prior == b' ' => signs.weak += 1,
        b'\'' if is_elision(before) => signs.strong += 1,
        b'@' if prior == b'@' && i > 2 && is_solid(before[i - 3]) => signs.strong += 1,
        0x9C | 0x9D if before.ends_with(b"\xE2\x80\x9C") || before.ends_with(b"\xE2\x80\x9D") => {
            signs.against += u32::from(i > 3 && is_solid(before[i - 4]));
        }
        _ => {}
    }
}

/// Whether the text ends in a short word and an apostrophe, as `l'`, `qu'`.
fn is_elision(before: &[u8]) -> bool {
    match before {
        [a, _] | [.., b' ', a, _] | [.., b' ', a, _, _] => a.is_ascii_alphabetic(),
        _ => false,
    }
}

/// Whether the text ends in `&quot;` or the like.
fn is_entity(before: &[u8]) -> bool {
    let tail = &before[before.len().saturating_sub(6)..];
    memchr::memchr(b'&', tail).is_some()
}

/// Whether the text ends in a whole `it's` or `don't`; a lone `'s` is none.
fn is_contraction(before: &[u8]) -> bool {
    let [stem @ .., b'\'' | 0x99, b's' | b't'] = before else { return false };
    let stem = stem.strip_suffix(&[0xE2, 0x80]).unwrap_or(stem);
    let stem = stem.strip_suffix(b"n").unwrap_or(stem);
    stem.last().is_some_and(|b| is_solid(*b))
}

/// What stands after a blank, from `at` on.
fn after_blank(bytes: &[u8], at: usize, signs: &mut Signs) {
    let rest = &bytes[at..];
    let Some(&first) = rest.first() else { return };
    if at >= 2 && bytes[at - 2] == b' ' {
        return; // a run of blanks is layout
    }
    let alone = rest.get(1).is_none_or(u8::is_ascii_whitespace);
    let solid = |n: usize| rest.get(n).is_some_and(|b| is_solid(*b) && !matches!(b, 0xC2 | 0xE2));
    match first {
        b'.' if alone && is_in_row(bytes, at) => {}
        b'.' | b',' | b'!' | b'?' if at > 0 && is_cluster(rest) => signs.strong += 1,
        b',' | b'.' | b';' | b')' | b']' if alone && at > 0 => signs.strong += 1,
        b'?' | b'!' | b':' | b'"' if alone => signs.weak += 1,
        b'(' | b'"' | b'[' if solid(1) => signs.against += 1,
        b'\'' | b'n' if is_clitic(rest) => signs.strong += 1,
        b'\'' if alone && at > 1 && is_solid(bytes[at - 2]) => signs.weak += 1,
        b'-' | b'@' | b'&' | b'`' | b'\'' | b'#' if is_code(rest) => signs.strong += 1,
        0xC2 if rest.starts_with("«".as_bytes()) && solid(2) => signs.against += 1,
        0xC4 if rest.starts_with("Ġ".as_bytes()) => signs.marks = true,
        0xE2 => general_punctuation(rest, signs),
        _ => {}
    }
}

fn general_punctuation(rest: &[u8], signs: &mut Signs) {
    let solid = rest.get(3).is_some_and(|b| is_solid(*b));
    match rest.get(1..3) {
        Some(b"\x96\x81") => signs.marks = true,
        Some(b"\x80\x9C" | b"\x80\x9E" | b"\x80\x98") if solid => signs.against += 1,
        Some(b"\x80\x9C" | b"\x80\x9D" | b"\x80\x9E") if !solid => signs.weak += 1,
        Some(b"\x80\x99") if is_clitic(rest) || rest.get(3) == Some(&b' ') => signs.strong += 1,
        _ => {}
    }
}

/// Whether the text starts with a point and a closing mark, and then a blank.
fn is_cluster(rest: &[u8]) -> bool {
    let end = rest.iter().take(8).position(u8::is_ascii_whitespace).unwrap_or(rest.len());
    matches!(&rest[1..end], b"\"" | b"'" | b")" | b"\xE2\x80\x9C" | b"\xE2\x80\x9D")
}

/// Whether the full stop at `at` is one of several, each alone: `. . .`.
fn is_in_row(bytes: &[u8], at: usize) -> bool {
    bytes[at + 1..].starts_with(b" .") || bytes[..at].ends_with(b". ")
}

/// Whether the text starts with `n't`, `'s` or the like, and then a blank.
fn is_clitic(rest: &[u8]) -> bool {
    let rest = rest.strip_prefix(b"n").unwrap_or(rest);
    let Some(tail) = rest.strip_prefix(b"'").or_else(|| rest.strip_prefix("’".as_bytes())) else {
        return false;
    };
    let tail = tail.strip_prefix(b" ").unwrap_or(tail);
    let end = tail.iter().position(u8::is_ascii_whitespace).unwrap_or(tail.len());
    matches!(&tail[..end], b"s" | b"t" | b"re" | b"ve" | b"ll" | b"d" | b"m")
}

/// Whether the text starts with a code that stands for a sign.
fn is_code(rest: &[u8]) -> bool {
    let end = rest.iter().position(u8::is_ascii_whitespace).unwrap_or(rest.len());
    match &rest[..end] {
        b"``" | b"''" | b"&apos;" | b"&quot;" | b"&#91;" | b"&#93;" => true,
        [b'-', side, side_or_square, b'B', b'-'] => {
            matches!(side, b'L' | b'R') && matches!(side_or_square, b'R' | b'S' | b'C')
        }
        [b'@', sign, b'@'] => sign.is_ascii_punctuation(),
        [b'#', b'#', piece @ ..] => {
            !piece.is_empty() && piece.iter().all(|b| b.is_ascii_lowercase() || *b >= 0x80)
        }
        word => word.starts_with(b"&apos;") && word.len() < 9,
    }
}

/// Whether the last word is an abbreviation, whose point stays with it.
fn is_abbreviation(before: &[u8]) -> bool {
    let start = memchr::memrchr(b' ', before).map_or(0, |at| at + 1);
    let word = &before[start..];
    memchr::memchr(b'.', word).is_some()
        || matches!(
            word,
            b"etc" | b"al" | b"Inc" | b"Co" | b"Corp" | b"Ltd" | b"Jr" | b"Sr" | b"usw"
        )
}

/// Whether the text ends in a letter or digit; other scripts' are taken as
/// such, quotation marks and dashes not.
fn ends_solid(bytes: &[u8]) -> bool {
    match *bytes {
        [] | [.., 0xE2, 0x80 | 0x81, _] | [.., 0xC2, _] => false,
        [.., last] => is_solid(last),
    }
}

fn is_solid(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte >= 0x80
}
