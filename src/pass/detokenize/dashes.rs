//! Hyphens, dashes, slashes and the like. A tokenizer that splits hyphenated
//! words leaves none whole, so a whole one in the text says that a hyphen
//! standing alone was a dash. Where nothing says so, the neighbours do.

use super::language::Language;
use super::style::Style;
use super::token::{Kind, Passage, Reason};

/// Binds hyphens, dashes and slashes.
pub fn bind(passage: &mut Passage<'_>, language: &Language, style: Style) {
    for n in 0..passage.signs.len() {
        let i = passage.signs[n];
        if !matches!(passage.tokens[i].kind, Kind::Dash | Kind::Other | Kind::Star)
            || !passage.is_free(i)
        {
            continue;
        }
        match passage.word(i) {
            "-" if passage.word(i + 1) == "-" => passage.bind_after(i, Reason::Dash),
            "-" if !style.keeps_hyphens => hyphen(passage, i, language),
            "–" => range(passage, i),
            "—" | "--" if i > 0 && language.sets_dashes_tight() && !style.keeps_dashes => {
                passage.bind(i, Reason::Dash);
            }
            "—" if passage.word(i + 1) == "”" => passage.bind_before(i, Reason::Dash),
            "/" if !style.keeps_slashes => slash(passage, i, language),
            "_" => between(passage, i, Reason::Slash),
            "&" if is_initials(passage.back(i, 1)) && is_initials(passage.word(i + 1)) => {
                passage.bind(i, Reason::Slash);
            }
            "*" if language.is_star_ending(passage.word(i + 1)) => {
                between(passage, i, Reason::Slash);
            }
            _ => {}
        }
    }
}

fn hyphen(passage: &mut Passage<'_>, i: usize, language: &Language) {
    if !passage.is_word_before(i) {
        let minus = passage.kind(i + 1) == Some(Kind::Number) && passage.kind_before(i).is_some();
        if minus {
            passage.bind_after(i, Reason::Hyphen);
        }
        return;
    }
    if !passage.is_word(i + 1) {
        return;
    }
    let (left, right) = (passage.back(i, 1), passage.word(i + 1));
    let hangs_after = language.capitalises_nouns()
        && language.hangs_before(left)
        && right.starts_with(char::is_lowercase);
    if hangs_after || language.is_common(left) && passage.kind(i + 1) == Some(Kind::Number) {
        passage.bind_after(i, Reason::Hyphen);
        return;
    }
    if language.hangs_before(right) && !is_chain(passage, i) {
        if language.lets_hang(left) {
            passage.bind_before(i, Reason::Hyphen);
        }
        return;
    }
    if is_hyphenation(passage, i, left, right, language) {
        passage.bind(i, Reason::Hyphen);
    }
}

fn is_hyphenation(
    passage: &Passage<'_>,
    i: usize,
    left: &str,
    right: &str,
    language: &Language,
) -> bool {
    if is_chain(passage, i) || language.joins_by_hyphen(left, right) {
        return true;
    }
    let starts_upper = |word: &str| word.starts_with(char::is_uppercase);
    let adverb = right.len() > 4 && right.ends_with("ly");
    let common = adverb || language.is_common(left) || language.is_common(right);
    !common && (language.capitalises_nouns() || starts_upper(left) || !starts_upper(right))
}

/// Whether another hyphen stands one word away: `state - of - the - art`.
fn is_chain(passage: &Passage<'_>, i: usize) -> bool {
    passage.back(i, 2) == "-" || passage.word(i + 2) == "-" && passage.is_word(i + 3)
}

/// `10 – 20`.
fn range(passage: &mut Passage<'_>, i: usize) {
    let number = |kind| kind == Some(Kind::Number);
    if number(passage.kind_before(i)) && number(passage.kind(i + 1)) {
        passage.bind(i, Reason::Dash);
    }
}

/// `and / or`, `in / etc / fonts`: before a path a blank was written, and after
/// its last slash.
fn slash(passage: &mut Passage<'_>, i: usize, language: &Language) {
    let (left, right) = (passage.back(i, 1), passage.word(i + 1));
    let (starts, ends) = (language.is_common(left), language.is_common(right));
    if starts && !ends && passage.is_word(i + 1) {
        passage.bind_after(i, Reason::Slash);
    } else if ends && !starts && passage.back(i, 2) == "/" {
        passage.bind_before(i, Reason::Slash);
    } else {
        between(passage, i, Reason::Slash);
    }
}

/// Binds a sign that stands between two words.
fn between(passage: &mut Passage<'_>, i: usize, reason: Reason) {
    if passage.is_word_before(i) && passage.is_word(i + 1) {
        passage.bind(i, reason);
    }
}

/// `AT`, `T`: what an ampersand joins without blanks.
fn is_initials(word: &str) -> bool {
    matches!(word.len(), 1 | 2) && word.bytes().all(|b| b.is_ascii_uppercase())
}
