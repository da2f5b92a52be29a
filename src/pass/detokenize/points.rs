//! Points and brackets: a point binds to what stands before it, brackets to
//! what they hold.

use super::language::Language;
use super::passage::Passage;
use super::token::{Kind, Reason, are_marks};

/// Binds points and brackets.
pub fn bind(passage: &mut Passage<'_>, language: &Language) {
    let mut open = 0_usize;
    for n in 0..passage.signs.len() {
        let i = passage.signs[n];
        match passage.tokens[i].kind {
            Kind::Point => point(passage, i, language),
            Kind::Open => {
                open += usize::from(!matches!(passage.word(i), "¿" | "¡"));
                passage.bind_after(i, Reason::Bracket);
                if passage.is_word_before(i) && is_suffix(passage, i) || is_second_item(passage, i)
                {
                    passage.bind_before(i, Reason::Bracket);
                }
            }
            Kind::Opening => passage.bind_after(i, Reason::Bracket),
            Kind::Closing if i > 0 && !language.spaces_before(first(passage.word(i))) => {
                passage.bind_before(i, Reason::Point);
            }
            Kind::Close => {
                if open > 0 || !smile(passage, i) {
                    passage.bind_before(i, Reason::Bracket);
                }
                open = open.saturating_sub(1);
                if ends_inside_word(passage, i) {
                    passage.bind_after(i, Reason::Bracket);
                }
            }
            _ => {}
        }
    }
}

/// Binds the quotation marks before a point and after a bracket that opens too:
/// closed up with it they are one sign, and would bind in the next round, one a round.
pub fn bind_marks(passage: &mut Passage<'_>, language: &Language) {
    let binds = |word: &str| are_marks(word) && !language.spaces_before(first(word));
    for n in 0..passage.signs.len() {
        let (mut start, mut end) = (passage.signs[n], passage.signs[n]);
        let token = passage.tokens[start];
        while token.before == Some(Reason::Point) && start > 1 && binds(passage.raw(start - 1)) {
            start -= 1;
            passage.bind_before(start, Reason::Point);
        }
        let opens = matches!(token.kind, Kind::Open | Kind::Opening) && token.after.is_some();
        while opens && end + 1 < passage.tokens.len() && binds(passage.raw(end + 1)) {
            end += 1;
            passage.bind_after(end, Reason::Bracket);
        }
    }
}

fn point(passage: &mut Passage<'_>, i: usize, language: &Language) {
    let before = passage.kind_before(i);
    if before == Some(Kind::Point) {
        // A row of points is one.
        passage.bind_before(i, Reason::Point);
        return;
    }
    if matches!(passage.word(i), ":" | ";") && is_smile_rest(passage.word(i + 1)) {
        passage.bind_after(i, Reason::Bracket);
        return;
    }
    if passage.word(i) == "."
        && passage.word(i + 1).len() > 3
        && is_hyphen_and_word(passage.word(i + 1))
    {
        passage.bind_after(i, Reason::Hyphen);
    }
    if passage.word(i) == "::" && passage.is_word_before(i) && passage.is_word(i + 1) {
        passage.bind(i, Reason::Point);
        return;
    }
    if is_ellipsis(passage.word(i)) && !passage.is_word_before(i) {
        let opens = matches!(before, None | Some(Kind::Quote | Kind::Open));
        if opens && passage.is_word(i + 1) && i + 1 < passage.tokens.len() {
            passage.bind_after(i, Reason::Point);
        }
        return;
    }
    let after_dash = before == Some(Kind::Dash) && is_ellipsis(passage.word(i));
    // A slash and a point in one would be an escaped point, but for an address's.
    let after_slash = passage.back(i, 1) == "/" && (i < 2 || passage.tokens[i - 2].after.is_none());
    let attached = !after_dash && !after_slash && !matches!(before, None | Some(Kind::Open));
    if attached && !language.spaces_before(passage.word(i)) {
        passage.bind_before(i, Reason::Point);
    }
}

/// Whether the bracket at `i` opens the second of two items: `5(a)(1)`.
fn is_second_item(passage: &Passage<'_>, i: usize) -> bool {
    passage.back(i, 1) == ")"
        && passage.word(i) == "("
        && passage.back(i, 2).len() == 1
        && passage.back(i, 3) == "("
        && passage.word(i + 2) == ")"
}

/// Whether a word goes on after the bracket at `i`: `[t]his`, `{suit}s`,
/// `(meta)-data`.
fn ends_inside_word(passage: &Passage<'_>, i: usize) -> bool {
    let next = passage.word(i + 1);
    let initial =
        passage.word(i) == "]" && passage.back(i, 2) == "[" && is_one_letter(passage.back(i, 1));
    let goes_on = initial && next.starts_with(char::is_lowercase);
    goes_on || next == "s" || is_hyphen_and_word(next)
}

fn is_one_letter(word: &str) -> bool {
    word.len() == 1 && word.bytes().all(|b| b.is_ascii_alphabetic())
}

/// Whether the word starts with a hyphen: `-like`.
pub fn is_hyphen_and_word(word: &str) -> bool {
    matches!(word.as_bytes(), [b'-', first, ..] if first.is_ascii_alphabetic() || *first >= 0x80)
}

/// Whether the bracket at `i` belongs to the word before: `name(s)`, `call()`.
fn is_suffix(passage: &Passage<'_>, i: usize) -> bool {
    match passage.word(i + 1) {
        ")" => true,
        item if item.len() == 1 && passage.kind(i.wrapping_sub(1)) == Some(Kind::Number) => {
            let split = passage.back(i, 2) == "." && passage.tokens[i - 2].after.is_some();
            let more = passage.word(i + 3) == "(";
            (split || more || passage.back(i, 1).contains('.')) && passage.word(i + 2) == ")"
        }
        "s" | "es" => passage.word(i + 2) == ")",
        _ => false,
    }
}

/// `: )` and `; )` where no bracket is open: a smiley, set off as it was.
fn smile(passage: &mut Passage<'_>, i: usize) -> bool {
    let nose = usize::from(passage.back(i, 1) == "-");
    let Some(eyes) = i.checked_sub(1 + nose) else { return false };
    if passage.word(i) != ")" || !matches!(passage.word(eyes), ":" | ";") {
        return false;
    }
    passage.tokens[eyes].before = None;
    for part in eyes + 1..=i {
        passage.bind_before(part, Reason::Bracket);
    }
    true
}

/// The first character.
fn first(word: &str) -> &str {
    word.chars().next().map_or("", |c| &word[..c.len_utf8()])
}

fn is_smile_rest(word: &str) -> bool {
    matches!(word, "-)" | "-(" | "-D" | "-P" | "-/")
}

/// Whether a point is an ellipsis.
pub fn is_ellipsis(word: &str) -> bool {
    word == "…" || word.len() > 1 && word.bytes().all(|b| b == b'.')
}
