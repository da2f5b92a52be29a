//! Numbers that were split at their inner points, the signs beside them, and
//! abbreviations with points: `3 . 14`, `1 , 000`, `10 : 30`, `$ 5`, `5 %`,
//! `U . S .`.

use super::language::Language;
use super::passage::Passage;
use super::token::{Kind, Reason};

/// Binds the parts of numbers and abbreviations.
pub fn bind(passage: &mut Passage<'_>, language: &Language) {
    for n in 0..passage.edged.len() {
        let i = passage.edged[n];
        if passage.raw(i).ends_with(CURRENCIES) && passage.kind(i + 1) == Some(Kind::Number) {
            passage.bind_after(i, Reason::Sign);
        }
    }
    for n in 0..passage.signs.len() {
        let i = passage.signs[n];
        match passage.tokens[i].kind {
            Kind::Point => {
                let colon = passage.word(i) == ":";
                if !(if colon { passage.whole.colons } else { passage.whole.points }) {
                    inner_point(passage, i, language);
                }
            }
            Kind::Other | Kind::Open => sign(passage, i, language),
            _ => {}
        }
    }
}

fn inner_point(passage: &mut Passage<'_>, i: usize, language: &Language) {
    if !passage.is_word_before(i) || !passage.is_word(i + 1) {
        return;
    }
    let (left, right) = (passage.back(i, 1), passage.word(i + 1));
    let left = if is_amount(right) { amount(left) } else { left };
    let numbers = is_amount(right) && is_digits(left);
    let joined = match passage.word(i) {
        "." if numbers => !is_year(left),
        "," if numbers => groups_or_decimals(passage, i, language),
        ":" if numbers => right.len() <= 3 && !is_year(left),
        _ => false,
    };
    if joined {
        passage.bind(i, Reason::Number);
    }
    if passage.word(i) == "." && is_section(passage, i) {
        passage.bind(i, Reason::Number);
    }
    let dotted = passage.word(i) == "." && passage.word(i + 2).starts_with('.');
    if dotted && (language.is_dotted(left, right) || is_initial(left) && is_initial(right)) {
        passage.bind(i, Reason::Abbreviation);
    }
}

/// `1 , 000`; where the comma marks decimals, `2 , 5` too, but not `2 , 5 , 8`.
fn groups_or_decimals(passage: &Passage<'_>, i: usize, language: &Language) -> bool {
    let left = amount(passage.back(i, 1));
    let right = passage.word(i + 1);
    let digits = right.bytes().take_while(u8::is_ascii_digit).count();
    if left.len() <= 3 && digits == 3 {
        return true;
    }
    let after = passage.word(i + 2);
    let listed = passage.back(i, 2) == "," || after == "," || language.hangs_before(after);
    language.has_decimal_comma() && right.len() <= 2 && !listed
}

/// A sign that belongs to the word or number beside it.
fn sign(passage: &mut Passage<'_>, i: usize, language: &Language) {
    let number_before = passage.kind_before(i) == Some(Kind::Number);
    let number_after = passage.word(i + 1).starts_with(|c: char| c.is_ascii_digit());
    match passage.word(i) {
        "%" | "‰" if number_before && !language.spaces_percent() => {
            passage.bind_before(i, Reason::Sign);
        }
        "™" | "®" | "++" if passage.is_word_before(i) => passage.bind_before(i, Reason::Sign),
        "°" if number_before => passage.bind_before(i, Reason::Sign),
        "#" | "@" if passage.is_word(i + 1) => passage.bind_after(i, Reason::Sign),
        "+" | "−" | "~" if number_after && !passage.is_word_before(i) => {
            passage.bind_after(i, Reason::Sign);
        }
        "+" if passage.back(i, 1) == "+"
            || passage.word(i + 1) == "+" && passage.is_word_before(i) =>
        {
            passage.bind_before(i, Reason::Sign);
        }
        // `US$5`.
        "$" if number_after && is_country(passage.back(i, 1)) => passage.bind(i, Reason::Sign),
        sign if number_after && language.is_currency(sign) && !number_before => {
            passage.bind_after(i, Reason::Sign);
        }
        "$" if number_after => passage.bind_after(i, Reason::Sign),
        _ => {}
    }
    if passage.word(i) == "°" && matches!(passage.word(i + 1), "C" | "F") {
        passage.bind_after(i, Reason::Sign);
    }
}

/// `H . 3 . 8`: a letter numbers, and more follow.
fn is_section(passage: &Passage<'_>, i: usize) -> bool {
    is_initial(passage.back(i, 1))
        && passage.back(i, 2) != "."
        && is_digits(passage.word(i + 1))
        && passage.word(i + 2) == "."
        && is_digits(passage.word(i + 3))
}

/// Digits, and what may be written to them: `5`, `5%`, `45pm`.
fn is_amount(word: &str) -> bool {
    let unit = word.trim_start_matches(|c: char| c.is_ascii_digit());
    unit.len() < word.len() && (unit.len() < 3 || unit.starts_with(','))
}

/// What stands after the sign: `5` of `$5`, `A$5`.
fn amount(word: &str) -> &str {
    word.rsplit(CURRENCIES).next().unwrap_or(word)
}

const CURRENCIES: [char; 4] = ['$', '£', '€', '¥'];

/// `US`, `A`, `HK`: whose dollar it is.
fn is_country(word: &str) -> bool {
    matches!(word.len(), 1 | 2) && word != "I" && word.bytes().all(|b| b.is_ascii_uppercase())
}

/// `J . R . R .`
fn is_initial(word: &str) -> bool {
    word.len() == 1 && word.bytes().all(|b| b.is_ascii_uppercase())
}

fn is_digits(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|b| b.is_ascii_digit())
}

/// Four digits before a full stop close a sentence oftener than they start a
/// decimal.
fn is_year(word: &str) -> bool {
    word.len() == 4
}
