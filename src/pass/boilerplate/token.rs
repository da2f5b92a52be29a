//! The tokens of a line, which stand between blanks, and its words, which are letters and digits:
//! each byte is looked at once, and nearly all are told by a table.

#![allow(clippy::needless_bitwise_bool)] // lazy ones would be branches, and the loop no vector one

use crate::blocks;
use crate::letter::{self, is_in_word, is_letter};

/// The sorts of a byte.
pub type Sorts = u16;

pub const UPPER: Sorts = 1;
pub const LOWER: Sorts = 1 << 1;
pub const DIGIT: Sorts = 1 << 2;
const BLANK: Sorts = 1 << 3;
/// Of a character beyond ASCII, and one with which it may be a blank.
pub const WIDE: Sorts = 1 << 4;
const WIDE_BLANK: Sorts = 1 << 5;
/// What sets parts of a line off, and all other signs.
pub const BAR: Sorts = 1 << 6;
pub const SIGN: Sorts = 1 << 7;
pub const AT: Sorts = 1 << 8;
/// What no link is without.
pub const LINK: Sorts = 1 << 9;

pub const IN_WORD: Sorts = UPPER | LOWER | DIGIT;

/// Bytes that are looked through together for any that is odd.
const STRETCH: usize = 32;

/// The sorts of each byte.
const SORTS: [Sorts; 256] = {
    let mut sorts = [0; 256];
    let mut byte: u8 = 0;
    loop {
        sorts[byte as usize] = match byte {
            b'A'..=b'Z' => UPPER,
            b'a'..=b'z' => LOWER,
            b'0'..=b'9' => DIGIT,
            b' ' | b'\t'..=b'\r' => BLANK,
            b'/' => BAR | LINK,
            b'|' | b'>' | b'-' => BAR,
            b'.' => SIGN | LINK,
            b'@' => SIGN | AT,
            0xc2 | 0xe1..=0xe3 => WIDE | WIDE_BLANK,
            0x80.. => WIDE,
            _ => SIGN,
        };
        if byte == u8::MAX {
            break sorts;
        }
        byte += 1;
    }
};

/// The sorts of a byte.
#[inline]
pub fn sorts_of(byte: u8) -> Sorts {
    SORTS[usize::from(byte)]
}

/// A stretch between blanks.
pub struct Token<'l> {
    pub text: &'l str,
    /// Where it ends in the line.
    pub end: usize,
    /// The sorts of all its bytes.
    pub sorts: Sorts,
}

/// The next stretch between blanks from byte `at`.
pub fn next_token(line: &str, at: usize) -> Option<Token<'_>> {
    let bytes = line.as_bytes();
    let mut start = at;
    while bytes.get(start).is_some_and(|byte| sorts_of(*byte) & (BLANK | WIDE_BLANK) != 0) {
        match blank_at(line, start) {
            0 => break,
            length => start += length,
        }
    }
    let (mut end, mut all) = (start, 0);
    for byte in &bytes[start..] {
        let sorts = sorts_of(*byte);
        if sorts & BLANK != 0 || sorts & WIDE_BLANK != 0 && blank_at(line, end) > 0 {
            break;
        }
        all |= sorts;
        end += 1;
    }
    (end > start).then(|| Token { text: &line[start..end], end, sorts: all })
}

/// How many bytes the blank has that stands at byte `at`, 0 where none does.
fn blank_at(line: &str, at: usize) -> usize {
    let blank = line[at..].chars().next().filter(|c| c.is_whitespace());
    blank.map_or(0, char::len_utf8)
}

/// Writes `line` in lower case, with plain blanks only, for the lexicon.
pub fn write_lower(line: &str, lower: &mut String) {
    lower.clear();
    let mut rest = line;
    while let Some(at) = next_odd(rest.as_bytes()) {
        lower.push_str(&rest[..at]);
        let mut chars = rest[at..].chars();
        match chars.next() {
            Some(c) if is_letter(c) => push_small(lower, c),
            Some(c) if c.is_whitespace() => lower.push(' '),
            other => lower.extend(other),
        }
        rest = chars.as_str();
    }
    lower.push_str(rest);
    lower.make_ascii_lowercase();
}

fn push_small(lower: &mut String, c: char) {
    match letter::in_small(c) {
        Some(small) => lower.push(small),
        None => lower.extend(c.to_lowercase()),
    }
}

/// Where the next character stands that isn't made small with all others at once.
fn next_odd(bytes: &[u8]) -> Option<usize> {
    let is_odd = |byte: u8| byte >= 0x80 || (b'\t'..=b'\r').contains(&byte);
    // Whether there is any in a stretch is told without a loop that may end early.
    let has_odd = |stretch: &[u8]| stretch.iter().fold(false, |odd, byte| odd | is_odd(*byte));
    let mut stretches = bytes.chunks(STRETCH);
    let before = stretches.position(has_odd)? * STRETCH;
    Some(before + bytes[before..].iter().position(|byte| is_odd(*byte))?)
}

/// Calls `out` with the start and the end of each run of letters and digits.
pub fn each_word(text: &str, mut out: impl FnMut(usize, usize)) {
    let may_be_in_word = |byte: u8| byte.is_ascii_alphanumeric() | (byte >= 0x80);
    blocks::each_run(text.as_bytes(), may_be_in_word, |run, is_wide| {
        if !is_wide {
            return out(run.start, run.end);
        }
        let (mut at, text) = (run.start, &text[..run.end]);
        while at < run.end {
            let (start, end) = next_word(text, at);
            if start < end {
                out(start, end);
            }
            at = end;
        }
    });
}

/// The next run of letters and digits from byte `at`; empty at the end.
pub fn next_word(text: &str, at: usize) -> (usize, usize) {
    let start = run(text, at, false);
    (start, run(text, start, true))
}

/// Where the run ends that goes on from byte `at` with letters and digits, or with anything else.
#[inline]
fn run(text: &str, at: usize, in_word: bool) -> usize {
    let bytes = text.as_bytes();
    let mut at = at;
    while let Some(byte) = bytes.get(at) {
        let sorts = sorts_of(*byte);
        if sorts & WIDE == 0 {
            if (sorts & IN_WORD != 0) != in_word {
                break;
            }
            at += 1;
            continue;
        }
        let Some(c) = text[at..].chars().next().filter(|c| is_in_word(*c) == in_word) else {
            break;
        };
        at += c.len_utf8();
    }
    at
}

#[cfg(test)]
pub mod tests {
    use super::*;

    /// Lines of pieces in an order that looks like chance, without blanks around them.
    pub fn lines() -> impl Iterator<Item = String> {
        let pieces = "a~Home~worldSport~ ~ ~ ~\t~\u{a0}~\u{2009}~12~2014~|~-~/~www.~://~@~.~,~:\
            ~...~\"~”~é~É~Ж~ж~日本~ไทย~…~©~İ~’s~\u{200b}~!~)~a1~Word~,";
        let pieces: Vec<&str> = pieces.split('~').collect();
        let mut seed = 1_usize;
        (0..4000).map(move |n| {
            let mut next = |most: usize| {
                seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                (seed >> 33) % most
            };
            let line: String = (0..=n % 40).map(|_| pieces[next(pieces.len())]).collect();
            line.trim().to_owned()
        })
    }

    #[test]
    fn tokens_are_those_of_the_standard_library() {
        for line in lines() {
            let tokens = std::iter::successors(next_token(&line, 0), |t| next_token(&line, t.end));
            let tokens: Vec<&str> = tokens.map(|token| token.text).collect();
            assert_eq!(tokens, line.split_whitespace().collect::<Vec<_>>());
        }
    }

    #[test]
    fn words_are_runs_of_letters_and_digits() {
        for line in lines() {
            let words =
                std::iter::successors(Some(next_word(&line, 0)), |w| Some(next_word(&line, w.1)));
            let words: Vec<&str> = words
                .take_while(|(start, end)| start < end)
                .map(|(start, end)| &line[start..end])
                .collect();
            let wanted = line.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
            assert_eq!(words, wanted.collect::<Vec<_>>());
            let mut each = Vec::new();
            each_word(&line, |start, end| each.push(&line[start..end]));
            assert_eq!(each, words);
        }
    }

    #[test]
    fn lower_case_is_that_of_the_standard_library() {
        let mut lower = String::new();
        for line in lines() {
            write_lower(&line, &mut lower);
            let plain = |c: char| if c.is_whitespace() { ' ' } else { c };
            let wanted: String = line.chars().map(plain).flat_map(char::to_lowercase).collect();
            assert_eq!(lower, wanted);
        }
    }
}
