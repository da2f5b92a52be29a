//! Dates and times of day as pages write them.

use crate::letter::is_letter;

/// Months as dates name them, in the languages of the lexicon, cut to what
/// their short forms share.
const MONTHS: [&str; 38] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec", "mär",
    "mai", "okt", "dez", "fév", "avr", "juin", "juil", "aoû", "déc", "ene", "abr", "ago", "dic",
    "gen", "mag", "giu", "lug", "set", "ott", "jän", "maj", "fev", "out", "янв", "фев",
];
/// Letters that a month's name has at most.
const LONGEST: usize = 10;

/// Whether a line in lower case names a month.
pub fn names_month(lower: &str) -> bool {
    lower.split(|c: char| !is_letter(c)).any(|word| {
        word.len() >= 3
            && word.chars().nth(LONGEST).is_none()
            && MONTHS.iter().any(|month| word.starts_with(month))
    })
}

/// Whether a word starts with the four digits of a year, and no fifth.
pub fn is_year(word: &str) -> bool {
    let year = word.get(..4).unwrap_or("");
    year.bytes().all(|b| b.is_ascii_digit())
        && (year.starts_with("19") || year.starts_with("20"))
        && !word[4..].starts_with(|c: char| c.is_ascii_digit())
}

/// Digits parted twice by dots, strokes or hyphens: 24.01.2022, 2022-01-24.
pub fn is_date(word: &str) -> bool {
    let mut parts = word.splitn(3, ['.', '/', '-']);
    let digits = |part: Option<&str>, most: usize| {
        part.is_some_and(|p| {
            let n = p.bytes().take_while(u8::is_ascii_digit).count();
            (1..=most).contains(&n) && (n == p.len() || most == 4)
        })
    };
    digits(parts.next(), 4) && digits(parts.next(), 2) && digits(parts.next(), 4)
}

/// Whether a word is a time of day.
pub fn is_clock(word: &str) -> bool {
    let Some((hours, rest)) = word.split_once(':') else { return false };
    let digit = |b: &u8| b.is_ascii_digit();
    hours.len() <= 2
        && hours.bytes().all(|b| digit(&b))
        && rest.len() >= 2
        && rest.as_bytes()[..2].iter().all(digit)
}
