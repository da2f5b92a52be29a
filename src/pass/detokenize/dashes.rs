//! Hyphens, dashes, slashes and the like. A tokenizer that splits hyphenated
//! words leaves none whole, so a whole one in the text says that a hyphen
//! standing alone was a dash. Where nothing says so, the neighbours do.

use super::language::Language;
use super::passage::Passage;
use super::style::Style;
use super::token::{Kind, Reason};

/// Binds hyphens, dashes and slashes.
pub fn bind(passage: &mut Passage<'_>, language: &Language, style: Style) {
    let tight = sets_tight(passage);
    if language.pairs_dashes() && !tight {
        pair(passage);
    }
    for n in 0..passage.signs.len() {
        let i = passage.signs[n];
        if !matches!(passage.tokens[i].kind, Kind::Dash | Kind::Other | Kind::Star)
            || !passage.is_free(i)
        {
            continue;
        }
        match passage.word(i) {
            "-" if passage.word(i + 1) == "-" => {
                passage.bind_after(i, Reason::Dash);
                if tight {
                    passage.bind_before(i, Reason::Dash);
                    passage.bind_after(i + 1, Reason::Dash);
                }
            }
            "-" if !style.keeps_hyphens => hyphen(passage, i, language),
            "–" => range(passage, i),
            "—" | "--" if i > 0 && tight => {
                passage.bind_before(i, Reason::Dash);
                if passage.is_word(i + 1) {
                    passage.bind_after(i, Reason::Dash);
                }
            }
            "—" if passage.word(i + 1) == "”" => passage.bind_before(i, Reason::Dash),
            "/" if !style.keeps_slashes => slash(passage, i, language),
            "_" => slash(passage, i, language),
            "\\" => between(passage, i, Reason::Slash),
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

/// Whether dashes are set without blanks: where one follows a point, it was
/// (`him.--Stay`), and then so were the others.
fn sets_tight(passage: &Passage<'_>) -> bool {
    passage.signs.iter().any(|&i| {
        let double = || passage.raw(i) == "-" && passage.raw(i + 1) == "-";
        passage.tokens[i].kind == Kind::Dash
            && (double() || matches!(passage.raw(i), "--" | "—"))
            && matches!(passage.back(i, 1), "." | "," | ";" | ":" | "!" | "?")
            && i > 1
    })
}

/// Binds pairs of dashes to what they set off: `que –así– fue`.
fn pair(passage: &mut Passage<'_>) {
    let is_dash = |i: &usize| matches!(passage.raw(*i), "—" | "–" | "‒");
    let dashes: Vec<usize> = passage.signs.iter().copied().filter(is_dash).collect();
    if let [first, second] = dashes[..]
        && second - first > 1
    {
        passage.bind_after(first, Reason::Dash);
        passage.bind_before(second, Reason::Dash);
    }
}

fn hyphen(passage: &mut Passage<'_>, i: usize, language: &Language) {
    if follows_abbreviation(passage, i) && passage.is_word(i + 1) {
        passage.bind(i, Reason::Hyphen);
        return;
    }
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

/// Whether an abbreviation that was split stands before: `U . S . - led`.
fn follows_abbreviation(passage: &Passage<'_>, i: usize) -> bool {
    let letter = i.checked_sub(2).and_then(|i| passage.tokens.get(i));
    passage.back(i, 1) == "."
        && letter.is_some_and(|t| t.text.len() == 1)
        && i.checked_sub(3).is_some_and(|i| passage.tokens[i].before == Some(Reason::Abbreviation))
}

fn is_hyphenation(
    passage: &Passage<'_>,
    i: usize,
    left: &str,
    right: &str,
    language: &Language,
) -> bool {
    if are_names(passage, i) {
        return false;
    }
    let letters = is_letter(left) && is_letter(right);
    if letters || is_chain(passage, i) || language.joins_by_hyphen(left, right) {
        return true;
    }
    let starts_upper = |word: &str| word.starts_with(char::is_uppercase);
    let adverb = right.len() > 4 && right.ends_with("ly");
    let common = adverb
        || language.is_plural(left) && !starts_upper(left)
        || language.is_common(left)
        || language.is_common(right);
    !common && (language.capitalises_nouns() || starts_upper(left) || !starts_upper(right))
}

/// Whether names of several words stand on both sides: `Ann Lind - Green Party`.
fn are_names(passage: &Passage<'_>, i: usize) -> bool {
    let name = |word: &str| word.starts_with(char::is_uppercase);
    name(passage.back(i, 2))
        && name(passage.back(i, 1))
        && name(passage.word(i + 1))
        && name(passage.word(i + 2))
}

/// Whether another hyphen stands one word away: `state - of - the - art`.
fn is_chain(passage: &Passage<'_>, i: usize) -> bool {
    passage.back(i, 2) == "-" || passage.word(i + 2) == "-" && passage.is_word(i + 3)
}

/// `10 – 20`; but `May 1950 – 3 June 1960`.
fn range(passage: &mut Passage<'_>, i: usize) {
    let number = |kind| kind == Some(Kind::Number);
    let name = passage.word(i + 2).starts_with(char::is_uppercase);
    let dates = name && passage.back(i, 1).len() == 4 && passage.word(i + 1).len() < 3;
    if number(passage.kind_before(i)) && number(passage.kind(i + 1)) && !dates {
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

fn is_letter(word: &str) -> bool {
    word.len() == 1 && word.bytes().all(|b| b.is_ascii_uppercase())
}

/// `AT`, `T`: what an ampersand joins without blanks.
fn is_initials(word: &str) -> bool {
    matches!(word.len(), 1 | 2) && word.bytes().all(|b| b.is_ascii_uppercase())
}
