//! Clitics, elisions and split words: `do n't`, `Ann 's`, `don ' t`,
//! `can not`, `l' avion`, `' 90s`. Which there are is said by the language.

use super::language::Language;
use super::token::{Kind, Passage, Reason};

/// Binds clitics to the word before them, elided words to the word after, and
/// the halves of split words.
pub fn bind(passage: &mut Passage<'_>, language: &Language) {
    for i in 1..passage.tokens.len() {
        let (left, right) = (passage.tokens[i - 1], passage.tokens[i]);
        let lengths = (left.end - left.start, right.end - right.start);
        if language.may_be_compound(lengths)
            && language.is_compound(passage.word(i - 1), passage.word(i))
        {
            passage.bind_before(i, Reason::Clitic);
        }
    }
    // A straight apostrophe, the end of a curly one, the start of an entity.
    if memchr::memchr3(b'\'', 0x99, b'&', passage.text().as_bytes()).is_none() {
        return;
    }
    for i in 0..passage.tokens.len() {
        match passage.tokens[i].kind {
            Kind::Word => word(passage, i, language),
            Kind::Tick => tick(passage, i, language),
            _ => {}
        }
    }
}

fn word(passage: &mut Passage<'_>, i: usize, language: &Language) {
    let word = passage.word(i);
    if language.is_elision(word) && passage.is_word(i + 1) {
        passage.bind_after(i, Reason::Elision);
    }
    if !passage.is_word_before(i) {
        return;
    }
    let left = passage.back(i, 1);
    if language.is_clitic(word) {
        passage.bind_before(i, Reason::Clitic);
    } else if starts_with_tick(word) && language.is_elided(left) {
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
    let quoted = passage.kind(i + 2) == Some(Kind::Tick);
    let closes = i > 1 && passage.kind(i - 2) == Some(Kind::Tick);
    if passage.is_word_before(i) && leans_on && !closes && language.is_elided(left) {
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
