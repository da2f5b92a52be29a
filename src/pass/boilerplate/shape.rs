//! The signs of one line that its own characters show. One walk over the
//! line, nothing allocated, in any script: where words aren't parted by
//! blanks, two letters count as a word.

use super::sign::{Sign, Signs};
use std::collections::BTreeSet;

/// Months as dates name them, in the languages of the lexicon, cut to what
/// their short forms share.
const MONTHS: [&str; 34] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec", "mär",
    "mai", "okt", "dez", "fév", "avr", "juin", "juil", "aoû", "déc", "ene", "abr", "ago", "dic",
    "gen", "mag", "giu", "lug", "set", "ott", "jän", "maj",
];

/// What one walk over a line finds.
#[derive(Default)]
#[allow(clippy::struct_excessive_bools, reason = "each is one sign")]
struct Count {
    words: usize,
    function: usize,
    longer: usize,
    longer_capital: usize,
    chars: usize,
    letters: usize,
    upper: usize,
    lower: usize,
    dense: usize,
    digits: usize,
    clock: bool,
    date: bool,
    address: bool,
    glued: bool,
    separators: usize,
    ends_inside: usize,
}

/// The number of words in `line`, which has no blanks around it and is not
/// empty, and its signs.
pub fn signs(line: &str, function_words: &BTreeSet<String>) -> (usize, Signs) {
    let count = count(line, function_words);
    let mut signs = Signs::default();
    length(&count, &mut signs);
    ends(line, &mut signs);
    starts(line, &mut signs);
    signs.set(Sign::Sentences, count.ends_inside > 0);
    signs.set(Sign::Comma, line.contains(", ") || line.contains(['，', '、', '،']));
    signs.set(Sign::NoFunctionWord, count.words >= 4 && count.function == 0 && count.dense == 0);
    signs.set(Sign::FunctionWords, count.words >= 4 && count.function * 10 >= count.words * 3);
    let cased = count.longer >= 2 && count.longer_capital == count.longer;
    let capitals = count.upper >= 4 && count.lower == 0;
    signs.set(Sign::TitleCase, cased && !capitals);
    signs.set(Sign::AllCaps, capitals);
    signs.set(Sign::Number, count.letters == 0);
    signs.set(Sign::Digits, count.letters > 0 && count.digits * 4 >= count.chars);
    signs.set(Sign::Date, count.date);
    signs.set(Sign::DateLine, count.date && count.words <= 5);
    signs.set(Sign::Clock, count.clock);
    signs.set(Sign::GluedWords, count.glued);
    signs.set(Sign::Address, count.address);
    signs.set(Sign::Copyright, line.contains('©') || line.starts_with("Copyright"));
    signs.set(Sign::Separator, count.separators > 0);
    (count.words, signs)
}

fn count(line: &str, function_words: &BTreeSet<String>) -> Count {
    let mut count = Count::default();
    let (mut month, mut sentence_end) = (false, false);
    for token in line.split_whitespace() {
        let word = token.trim_matches(|c: char| !c.is_alphanumeric());
        let first = word.chars().next();
        count.glued |= is_glued(word);
        count.ends_inside += usize::from(sentence_end && first.is_some_and(char::is_uppercase));
        sentence_end = word.chars().count() > 2 && ends_sentence(token);
        letters(token, &mut count);
        if word.is_empty() {
            let bar = |c| matches!(c, '|' | '/' | '·' | '•' | '›' | '»' | '>' | '→' | '-' | '–');
            count.separators += usize::from(token.chars().all(bar));
            continue;
        }
        count.words += 1;
        count.function += usize::from(function_words.contains(word));
        if word.chars().nth(3).is_some() && first.is_some_and(char::is_alphabetic) {
            count.longer += 1;
            count.longer_capital += usize::from(first.is_some_and(char::is_uppercase));
        }
        month |= is_month(word);
        let numeral = first.is_some_and(|c| c.is_ascii_digit());
        count.date |= numeral && (is_date(word) || (month && is_year(word)));
        count.clock |= numeral && is_clock(word);
        count.address |= is_address(token);
    }
    count.words = count.words.max(count.dense / 2);
    count.ends_inside +=
        line.char_indices().filter(|(_, c)| matches!(c, '。' | '！' | '？')).count();
    count
}

fn letters(token: &str, count: &mut Count) {
    for c in token.chars() {
        count.chars += 1;
        count.letters += usize::from(c.is_alphabetic());
        count.digits += usize::from(c.is_ascii_digit());
        count.upper += usize::from(c.is_uppercase());
        count.lower += usize::from(c.is_lowercase());
        // Kana, ideographs, Thai and its neighbours: no blanks between words.
        count.dense += usize::from(matches!(c, '\u{3040}'..='\u{9fff}' | '\u{e00}'..='\u{eff}'));
    }
}

fn length(count: &Count, signs: &mut Signs) {
    let sign = match count.words {
        0 | 1 => Sign::OneWord,
        2..=3 => Sign::FewWords,
        4..=7 => Sign::SomeWords,
        8..=14 => Sign::Phrase,
        15..=30 => Sign::Long,
        31..=60 => Sign::Paragraph,
        _ => Sign::LongParagraph,
    };
    signs.set(sign, true);
}

fn ends(line: &str, signs: &mut Signs) {
    let closed = line.trim_end_matches(['"', '”', '’', '\'', '»', '“', ')', ']']);
    let dots =
        line.ends_with(['…', '→', '›', '»', '>']) || line.ends_with("...") || line.ends_with("[…]");
    let closed = if closed.trim_end().is_empty() { line } else { closed.trim_end() };
    signs.set(Sign::Ellipsis, dots && !line.ends_with(".»"));
    signs.set(Sign::Sentence, !dots && ends_sentence(closed));
    signs.set(Sign::Question, closed.ends_with(['!', '?', '！', '？']));
    signs.set(Sign::Starred, line.ends_with('*'));
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    signs.set(Sign::Counted, line.ends_with(')') && digit(line.chars().rev().nth(1)));
    signs.set(Sign::Colon, closed.ends_with([':', '：']));
}

fn ends_sentence(text: &str) -> bool {
    let text = text.trim_end_matches(['"', '”', '’', '»', '“', ')']);
    text.ends_with(['.', '!', '?', '。', '！', '？', '।', '؟'])
}

fn starts(line: &str, signs: &mut Signs) {
    let first = line.chars().next().unwrap_or(' ');
    signs.set(Sign::LowerStart, first.is_lowercase());
    signs.set(Sign::Quote, matches!(first, '"' | '“' | '„' | '«' | '‘' | '»' | '「'));
    let item = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let numbered =
        item.len() < line.len() && item.starts_with([')', '.']) && item[1..].starts_with(' ');
    let bullet =
        matches!(first, '•' | '·' | '-' | '–' | '*' | '→' | '›' | '»' | '▪' | '▶' | '#' | '|');
    signs.set(Sign::Bullet, numbered || bullet);
    let label = line.find(": ").is_some_and(|at| line[..at].split_whitespace().count() <= 3);
    signs.set(Sign::Label, label);
}

/// A capital after a small letter, and a small letter after it: `worldSport`.
fn is_glued(word: &str) -> bool {
    let mut chars = word.chars().skip(2);
    let (mut a, mut b) = (' ', ' ');
    chars.any(|c| {
        let glued = a.is_lowercase() && b.is_uppercase() && c.is_lowercase();
        (a, b) = (b, c);
        glued
    })
}

fn is_month(word: &str) -> bool {
    let mut folded = [0; 12];
    let mut len = 0;
    for c in word.chars().take(9).flat_map(char::to_lowercase) {
        if len + c.len_utf8() <= folded.len() {
            len += c.encode_utf8(&mut folded[len..]).len();
        }
    }
    let folded = std::str::from_utf8(&folded[..len]).unwrap_or("");
    word.chars().count() <= 9 && MONTHS.iter().any(|month| folded.starts_with(month))
}

fn is_year(word: &str) -> bool {
    let year = word.get(..4).unwrap_or("");
    year.bytes().all(|b| b.is_ascii_digit())
        && (year.starts_with("19") || year.starts_with("20"))
        && !word[4..].starts_with(|c: char| c.is_ascii_digit())
}

/// Digits parted twice by dots, strokes or hyphens: 24.01.2022, 2022-01-24.
fn is_date(word: &str) -> bool {
    let mut parts = word.splitn(3, ['.', '/', '-']);
    let digits = |part: Option<&str>, most: usize| {
        part.is_some_and(|p| {
            let n = p.bytes().take_while(u8::is_ascii_digit).count();
            (1..=most).contains(&n) && (n == p.len() || most == 4)
        })
    };
    digits(parts.next(), 4) && digits(parts.next(), 2) && digits(parts.next(), 4)
}

fn is_clock(word: &str) -> bool {
    let Some((hours, rest)) = word.split_once(':') else { return false };
    let digit = |b: &u8| b.is_ascii_digit();
    hours.len() <= 2
        && hours.bytes().all(|b| digit(&b))
        && rest.len() >= 2
        && rest.as_bytes()[..2].iter().all(digit)
}

fn is_address(token: &str) -> bool {
    token.contains("://") || token.contains("www.") || token.contains('@')
}
