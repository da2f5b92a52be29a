//! URLs, domains, file names and e-mail addresses that were split at their
//! points: `http : / / www . example . com / a`, `info @ example . org`.

use super::language::Language;
use super::languages::Languages;
use super::passage::Passage;
use super::token::Reason;

/// Binds the parts of addresses.
pub fn bind(passage: &mut Passage<'_>, language: &Language, languages: &Languages) {
    if !may_hold_addresses(passage, languages) {
        return;
    }
    let mut i = 0;
    while i < passage.tokens.len() {
        if !may_start(passage, i) {
            i += 1;
            continue;
        }
        let end = match passage.word(i) {
            "http" | "https" | "ftp" | "Http" | "Https" => after_scheme(passage, i + 1),
            "http:" | "https:" | "ftp:" => slashes(passage, i + 1),
            "." if domain(passage, i, languages) => Some(i),
            "@" if is_email(passage, i) && !language.is_common(passage.back(i, 1)) => Some(i),
            _ => None,
        };
        let Some(end) = end else {
            i += 1;
            continue;
        };
        let first = first_part(passage, i);
        let last = last_part(passage, end, language);
        for part in first..last {
            passage.bind_after(part, Reason::Address);
        }
        i = last.max(i) + 1;
    }
}

/// Whether there is any sign of an address in the passage.
fn may_hold_addresses(passage: &Passage<'_>, languages: &Languages) -> bool {
    let sign = |&i: &usize| match passage.word(i) {
        "." => domain(passage, i, languages),
        "@" | "//" | "://" => true,
        "/" => passage.word(i + 1) == "/",
        ":" => passage.word(i + 1).starts_with("//"),
        _ => false,
    };
    passage.signs.iter().any(sign)
}

/// A cheap look before the dear one.
fn may_start(passage: &Passage<'_>, i: usize) -> bool {
    matches!(passage.word(i).as_bytes()[0], b'h' | b'H' | b'f' | b'.' | b'@')
}

/// `: / /` or `://` after a scheme; the last of it.
fn after_scheme(passage: &Passage<'_>, i: usize) -> Option<usize> {
    match passage.word(i) {
        "://" => Some(i),
        ":" => slashes(passage, i + 1),
        _ => None,
    }
}

/// `/ /` or `//`.
fn slashes(passage: &Passage<'_>, i: usize) -> Option<usize> {
    match (passage.word(i), passage.word(i + 1)) {
        ("//", _) => Some(i),
        ("/", "/") => Some(i + 1),
        (word, _) if word.starts_with("//") => Some(i),
        _ => None,
    }
}

/// `example . com`: nothing else is written in lower case after a full stop.
fn domain(passage: &Passage<'_>, i: usize, languages: &Languages) -> bool {
    let right = passage.word(i + 1);
    let lower = right.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    lower && passage.is_word_before(i) && languages.is_address_ending(right)
}

/// `name @ host . tld`.
fn is_email(passage: &Passage<'_>, i: usize) -> bool {
    let host = passage.word(i + 1);
    let dotted = host.contains('.') || passage.word(i + 2) == "." && passage.is_word(i + 3);
    passage.is_word_before(i) && passage.is_word(i + 1) && dotted && is_host(host)
}

fn is_host(word: &str) -> bool {
    word.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-'))
}

/// The first token of the address around `i`: back over `name .` and `name -`.
fn first_part(passage: &Passage<'_>, i: usize) -> usize {
    let mut first = match passage.word(i) {
        "." | "@" => i.saturating_sub(1),
        _ => i,
    };
    let linked = |at: usize| {
        at >= 2
            && matches!(passage.word(at - 1), "." | "-" | "_" | "@")
            && passage.is_word(at - 2)
            && starts_lower(passage.word(at))
            && starts_lower(passage.word(at - 2))
    };
    while linked(first) {
        first -= 2;
    }
    first
}

/// The last token of the address whose part at `i` is known.
fn last_part(passage: &Passage<'_>, mut i: usize, language: &Language) -> usize {
    loop {
        let next = passage.word(i + 1);
        let joins = is_link(passage.word(i)) || is_link(next);
        if next.is_empty() || !joins || matches!(next, "," | ";" | ")" | "\"" | "!") {
            return i;
        }
        if passage.word(i).ends_with('/')
            && next.len() > 1
            && language.is_common(next)
            && passage.is_word(i + 2)
        {
            return i;
        }
        if is_link(next) && next != "/" && !continues(passage, i + 2) {
            return i;
        }
        i += 1;
    }
}

/// Whether an address can go on at `i`, after a point.
fn continues(passage: &Passage<'_>, i: usize) -> bool {
    let word = passage.word(i);
    passage.is_word(i) && (starts_lower(word) || word.starts_with(|c: char| c.is_ascii_digit()))
        || matches!(word, "/" | "//")
}

fn is_link(word: &str) -> bool {
    matches!(
        word,
        "." | "/" | "//" | "://" | "-" | "_" | "?" | "=" | "&" | "#" | "~" | "@" | "+" | ":" | "%"
    ) || word.ends_with('/')
}

fn starts_lower(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit())
}
