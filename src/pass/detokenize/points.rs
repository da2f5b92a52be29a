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

/// Binds what will be one sign with its neighbour when the blank between them has gone,
/// as `)` before a point or a mark, a mark after a bracket that opens. Otherwise it would
/// bind in the next round, one a round.
pub fn bind_clusters(passage: &mut Passage<'_>, language: &Language) {
    for n in 0..passage.signs.len() {
        let (mut start, mut end) = (passage.signs[n], passage.signs[n]);
        while start > 1 && closes_up(passage, start) && can_close(passage, start - 1, language) {
            start -= 1;
            bind_as_point(passage, start);
        }
        let token = passage.tokens[end];
        let opens = matches!(token.kind, Kind::Open | Kind::Opening) && token.after.is_some();
        while opens && is_closing_mark(passage.raw(end + 1), language) {
            end += 1;
            passage.bind_after(end, Reason::Bracket);
        }
    }
}

/// Whether the blank before token `i` goes and `i` is a point or closes something.
fn closes_up(passage: &Passage<'_>, i: usize) -> bool {
    let token = passage.tokens[i];
    let closes =
        matches!(token.kind, Kind::Point | Kind::Close | Kind::Closing | Kind::Quote | Kind::Tick);
    closes
        && token.before.is_some_and(|reason| reason == Reason::Point || !passage.is_wide_before(i))
}

fn can_close(passage: &Passage<'_>, i: usize, language: &Language) -> bool {
    passage.kind(i) == Some(Kind::Close) || is_closing_mark(passage.raw(i), language)
}

fn is_closing_mark(word: &str, language: &Language) -> bool {
    !word.is_empty() && are_marks(word) && !language.spaces_before(first(word))
}

/// Binds token `i` to the one before it, even across a wide gap, as points do.
fn bind_as_point(passage: &mut Passage<'_>, i: usize) {
    if passage.is_wide_before(i) {
        passage.tokens[i].before = Some(Reason::Point);
    } else {
        passage.bind_before(i, Reason::Point);
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
