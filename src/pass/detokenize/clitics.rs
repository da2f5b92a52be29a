//! Clitics, elisions and split words: `do n't`, `Ann 's`, `don ' t`,
//! `can not`, `l' avion`, `' 90s`. Which there are is said by the language.

use super::language::Language;
use super::passage::Passage;
use super::token::{Kind, Reason};

/// Binds clitics to the word before them, elided words to the word after, and
/// the halves of split words.
pub fn bind(passage: &mut Passage<'_>, language: &Language) {
    let mut left = "";
    for token in &mut passage.tokens {
        let right = token.text;
        if language.may_end_compound(right) && language.is_compound(left, right) {
            token.before.get_or_insert(Reason::Clitic);
        }
        left = right;
    }
    for n in 0..passage.edged.len() {
        word(passage, passage.edged[n], language);
    }
    for n in 0..passage.signs.len() {
        let i = passage.signs[n];
        if passage.tokens[i].kind == Kind::Tick {
            tick(passage, i, language);
        }
    }
}

fn word(passage: &mut Passage<'_>, i: usize, language: &Language) {
    let word = passage.word(i);
    if passage.is_word(i + 1) && language.is_elision(word, passage.word(i + 1)) {
        passage.bind_after(i, Reason::Elision);
    }
    if !passage.is_word_before(i) {
        return;
    }
    let left = passage.back(i, 1);
    if language.is_clitic(word) || language.is_hyphen_clitic(word) {
        passage.bind_before(i, Reason::Clitic);
    } else if starts_with_tick(word) && language.is_elided(left, word) {
        passage.bind_before(i, Reason::Elision);
    }
}

/// A lone apostrophe between two words, or before the rest of one.
fn tick(passage: &mut Passage<'_>, i: usize, language: &Language) {
    if !matches!(passage.word(i), "'" | "’" | "`") || i + 1 == passage.tokens.len() {
        return;
    }
    let (left, right) = (passage.back(i, 1), passage.word(i + 1));
    let leans_on = passage.is_word(i + 1) || passage.kind(i + 1) == Some(Kind::Quote);
    // `' o '` and `' s '` are quotations.
    let sure = left.ends_with('n') && right == "t" || right.len() > 1 || left == "I";
    let quoted = !sure && passage.kind(i + 2) == Some(Kind::Tick);
    let cut = |word: &str| language.is_cut(word) || language.may_be_cut(word);
    let closes = i > 1 && passage.kind(i - 2) == Some(Kind::Tick) && !cut(passage.back(i, 3));
    let number = |kind| kind == Some(Kind::Number);
    if number(passage.kind_before(i)) && number(passage.kind(i + 1)) {
        passage.bind(i, Reason::Number);
    } else if passage.is_word_before(i) && leans_on && !closes && language.is_elided(left, right) {
        passage.bind(i, Reason::Elision);
    } else if passage.is_word_before(i) && language.is_clitic_tail(right) && !quoted {
        passage.bind(i, Reason::Clitic);
    } else if language.is_clipped(right) || is_decade(right) {
        passage.bind_after(i, Reason::Clitic);
    }
}

fn starts_with_tick(word: &str) -> bool {
    word.starts_with(['\'', '’']) || word.starts_with("&apos;")
}

/// `90s`, after an apostrophe.
fn is_decade(word: &str) -> bool {
    matches!(word.as_bytes(), [b'0'..=b'9', b'0', b's'])
}
