//! What one place of a text tells of whether it is tokenised: the bytes around a
//! blank, an apostrophe inside a word. No list of a language is asked: this runs
//! on all text, and most of it is sound.

use super::doubts::{is_technical, last_word, parts_items};
use super::signs::{ATTACHED, CODE, FRAMED, INNER, STRONG, Signs};

/// A whole `it's` or `don't` speaks against, an `n't` that stands alone for it.
pub fn in_word(bytes: &[u8], i: usize, signs: &mut Signs) {
    if !bytes.get(i + 2).is_none_or(u8::is_ascii_whitespace) {
        return;
    }
    let stem = bytes[..i].strip_suffix(&[0xE2, 0x80]).unwrap_or(&bytes[..i]);
    let clipped = stem.ends_with(b" n");
    match stem.last() {
        Some(_) if clipped && bytes[i + 1] == b't' => signs.strong += CODE,
        Some(b) if is_solid(*b) => signs.contraction = true,
        _ => {}
    }
}

/// What stands before the blank at `i`.
pub fn before_blank(bytes: &[u8], i: usize, signs: &mut Signs) {
    let before = &bytes[..i];
    let [.., prior, last] = *before else {
        signs.frames += u32::from(matches!(before, b"(" | b"["));
        return;
    };
    match last {
        b';' if before.ends_with(b"&apos;") => signs.strong += CODE,
        b';' if is_entity(before) => {}
        b',' | b';' | b'?' | b'!' | b':' if ends_solid(&before[..i - 1]) => {
            signs.against += ATTACHED;
        }
        b')' if ends_solid(&before[..i - 1]) => signs.against += FRAMED,
        b'.' if bytes.get(i + 1).is_some_and(u8::is_ascii_uppercase)
            && ends_sentence(&before[..i - 1]) =>
        {
            signs.against += 1;
        }
        b'(' | b'[' if prior == b' ' => signs.frames += 1,
        b'\'' if is_elision(&before[..i - 1], bytes, i + 1) => signs.strong += STRONG,
        0x99 if before.ends_with("’".as_bytes()) && is_elision(&before[..i - 3], bytes, i + 1) => {
            signs.strong += STRONG;
        }
        b'@' if prior == b'@' && i > 2 && is_solid(before[i - 3]) => signs.strong += CODE,
        0x9C | 0x9D if before.ends_with(b"\xE2\x80\x9C") || before.ends_with(b"\xE2\x80\x9D") => {
            signs.against += u32::from(i > 3 && is_solid(before[i - 4]));
        }
        _ => {}
    }
}

/// Whether the last word is one that closes sentences: small, and no
/// abbreviation.
fn ends_sentence(before: &[u8]) -> bool {
    let small = before.iter().rev().take_while(|b| b.is_ascii_lowercase()).count();
    small > 3 && !is_abbreviation(before)
}

/// Whether an apostrophe after `before` and before the word at `next` elides a
/// vowel: `l' avion`, `qu' il`, `dell' arte`.
fn is_elision(before: &[u8], bytes: &[u8], next: usize) -> bool {
    let vowel = |byte: u8| b"aeiouy".contains(&byte.to_ascii_lowercase());
    let next = bytes.get(next).copied().unwrap_or(0);
    match last_word(before.strip_suffix(b" ").unwrap_or(before)) {
        [one] => one.is_ascii_alphabetic() && !vowel(*one),
        [b'u' | b'U', b'n'] | [.., b'l', b'l'] | [.., b'q' | b'Q', b'u'] => {
            vowel(next) || matches!(next, b'h' | b'H' | 0xC3)
        }
        _ => false,
    }
}

/// Whether the text ends in `&quot;` or the like.
fn is_entity(before: &[u8]) -> bool {
    let tail = &before[before.len().saturating_sub(6)..];
    memchr::memchr(b'&', tail).is_some()
}

/// What stands after a blank, from `at` on.
pub fn after_blank(bytes: &[u8], at: usize, signs: &mut Signs) {
    let rest = &bytes[at..];
    let Some(&first) = rest.first() else { return };
    if at >= 2 && bytes[at - 2] == b' ' {
        return; // a run of blanks is layout
    }
    let alone = rest.get(1).is_none_or(u8::is_ascii_whitespace);
    let solid = |n: usize| rest.get(n).is_some_and(|b| is_solid(*b) && !matches!(b, 0xC2 | 0xE2));
    let closes = at > 1 && closes_something(&bytes[..at - 1]);
    match first {
        b',' | b'.' | b'?' | b'!' | b';' if alone && !closes => {}
        b'.' if alone && is_in_row(bytes, at) => {}
        b',' if alone => signs.strong += STRONG,
        b'.' | b'?' | b'!' | b';' if alone => {
            let points = if first == b'.' { &mut signs.strong } else { &mut signs.loose };
            *points += stop(rest);
            signs.doubt |= is_technical(last_word(&bytes[..at - 1]));
        }
        b'.' | b',' | b'!' | b'?' | b'"' | b'\'' if closes && is_cluster(rest) => {
            signs.strong += STRONG;
        }
        b',' | b';' | b'!' | b'?' if closes && solid(1) => signs.against += FRAMED,
        b'.' if closes && rest.get(1).is_some_and(u8::is_ascii_alphabetic) => signs.doubt = true,
        b'?' | b'!' if closes && is_row(rest) => signs.loose += INNER,
        b':' if rest.starts_with(b": / /") || rest.starts_with(b": //") => signs.strong += STRONG,
        b':' if alone && rest.trim_ascii_end().len() > 1 => signs.frames += 1,
        b')' | b']' | b'}' if alone || closes && is_cluster(rest) => signs.frames += 1,
        b'"' if alone => signs.frames += 1,
        b'(' | b'"' | b'[' if solid(1) => signs.against += FRAMED,
        b'\'' if is_clitic(rest) => signs.strong += STRONG,
        b'\'' if solid(1) => signs.against += 1,
        b'\'' if alone && at > 1 && is_solid(bytes[at - 2]) => signs.frames += 1,
        b'`' | b'\'' if rest.starts_with(b"`` ") || rest.starts_with(b"'' ") => signs.frames += 1,
        b'-' | b'@' | b'&' | b'#' | b'/' if is_code(rest) => signs.strong += CODE,
        0xC2 if rest.starts_with("¿ ".as_bytes()) || rest.starts_with("¡ ".as_bytes()) => {
            signs.strong += STRONG;
        }
        0xC2 if rest.starts_with("«".as_bytes()) && solid(2) => signs.against += FRAMED,
        0xC4 if rest.starts_with("Ġ".as_bytes()) => signs.marks = true,
        0xE2 => general_punctuation(bytes, at, signs),
        _ => {}
    }
}

/// What a stop tells that stands alone: little, where the line goes on.
fn stop(rest: &[u8]) -> u32 {
    let next = &rest[1..rest.len().min(8)];
    if next.iter().any(u8::is_ascii_alphanumeric) { INNER } else { STRONG }
}

/// Whether a lone point may stand after this: a word, a mark that closes one.
/// In a list of signs (`: , . #`) it may not.
fn closes_something(before: &[u8]) -> bool {
    let mut rest = before;
    while let [more @ .., last] = rest {
        let alone = more.is_empty() || more.ends_with(b" ");
        match last {
            b'"' | b'\'' | b')' | b']' | b'}' | b'%' | b'.' | b',' | b'!' | b'?' if alone => {
                rest = more.trim_ascii_end();
            }
            b'"' | b'\'' if more.ends_with(b"(") => return false,
            b'"' | b'\'' | b')' | b']' | b'}' | b'%' | b'.' | b'*' | b'+' | b'/' | b'-' => {
                return !alone;
            }
            _ => return is_solid(*last),
        }
    }
    false
}

fn general_punctuation(bytes: &[u8], at: usize, signs: &mut Signs) {
    let rest = &bytes[at..];
    let solid = rest.get(3).is_some_and(|b| is_solid(*b));
    match rest.get(1..3) {
        Some(b"\x96\x81") => signs.marks = true,
        Some(b"\x80\x9C" | b"\x80\x9E" | b"\x80\x98") if solid => signs.against += 1,
        Some(b"\x80\x9C" | b"\x80\x9D" | b"\x80\x9E") if !solid => signs.frames += 1,
        Some(b"\x80\x93") if !solid => signs.doubt |= parts_items(bytes, at),
        Some(b"\x86\x92") => signs.doubt = true,
        Some(b"\x80\x99") if is_clitic(rest) || rest.get(3) == Some(&b' ') => {
            signs.strong += STRONG;
        }
        _ => {}
    }
}

/// Whether the text starts with points and closing marks in one, as `."` and
/// `),`, and then a blank.
fn is_cluster(rest: &[u8]) -> bool {
    let word = first_word(rest);
    let mark = |b: &u8| matches!(b, b'"' | b'\'' | b')' | b']' | b'}');
    let point = |b: &u8| matches!(b, b'.' | b',' | b'!' | b'?' | b';' | b':');
    let curly = matches!(word, [b, 0xE2, 0x80, 0x9C | 0x9D] if point(b));
    // `','` speaks of a comma, and authors set an ellipsis off.
    let quoted = matches!(word, [first @ (b'"' | b'\''), rest @ ..] if rest.contains(first));
    let sure = word.len() > 1 && !quoted && !word.windows(2).any(|two| two == b"..");
    let straight = sure && word.iter().all(|b| mark(b) || point(b));
    curly || straight && word.iter().any(mark) && (word.iter().any(point) || word.len() < 3)
}

/// Whether the text starts with several `!` or `?`, and then a blank.
fn is_row(rest: &[u8]) -> bool {
    let word = first_word(rest);
    word.len() > 1 && word.iter().all(|b| matches!(b, b'!' | b'?'))
}

/// The text up to the first blank; eight bytes at most.
fn first_word(rest: &[u8]) -> &[u8] {
    let end = rest.iter().take(8).position(u8::is_ascii_whitespace);
    &rest[..end.unwrap_or(rest.len().min(8))]
}

/// Whether the full stop at `at` is one of several, each alone: `. . .`.
fn is_in_row(bytes: &[u8], at: usize) -> bool {
    bytes[at + 1..].starts_with(b" .") || bytes[..at].ends_with(b". ")
}

/// Whether the text starts with `'s`, `'re` or the like, and then a blank.
fn is_clitic(rest: &[u8]) -> bool {
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
        b"&apos;" | b"&quot;" | b"&#124;" | b"&#91;" | b"&#93;" => true,
        b"/." | b"/?" | b"/!" | b"/-" => true,
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

/// Whether the last word is an abbreviation or a number, whose point stays with it.
pub fn is_abbreviation(before: &[u8]) -> bool {
    let start = memchr::memrchr(b' ', before).map_or(0, |at| at + 1);
    let word = &before[start..];
    memchr::memchr(b'.', word).is_some()
        || word.iter().all(u8::is_ascii_digit)
        || word.len() < 4 && word.first().is_some_and(u8::is_ascii_uppercase)
        || matches!(word, b"etc" | b"al" | b"Corp" | b"usw" | b"ca" | b"bzw" | b"vs")
}

/// Whether the text ends in a letter or digit; other scripts' are taken as
/// such, quotation marks and dashes not.
pub fn ends_solid(bytes: &[u8]) -> bool {
    match *bytes {
        [] | [.., 0xE2, 0x80 | 0x81, _] | [.., 0xC2, _] => false,
        [.., last] => is_solid(last),
    }
}

pub fn is_solid(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte >= 0x80
}
