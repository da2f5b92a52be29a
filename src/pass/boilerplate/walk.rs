//! One walk over a line, in any script: counts its characters and its tokens. Most tokens are of
//! letters, and told by masks of a stretch; others of ASCII are told by the sorts of their bytes,
//! and any other is read character by character. Where words aren't parted by blanks, two letters
//! count as a word.

use super::date;
use super::shape::ends_sentence;
use super::sign::{Sign, Signs};
use super::stretch::{Stretch, Stretched};
use super::token::{
    AT, BAR, DIGIT, IN_WORD, LINK, LOWER, SIGN, Sorts, Token, UPPER, WIDE, next_token, sorts_of,
};
use crate::letter::{is_in_word, is_letter};

/// What one walk over a line finds.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// Tokens with a letter or digit in them.
    pub words: usize,
    /// Of those, the longer ones that start with a letter, and with a capital.
    pub longer: usize,
    pub longer_capital: usize,
    /// Characters that are no blanks, and what they are.
    pub chars: usize,
    pub letters: usize,
    pub upper: usize,
    pub lower: usize,
    pub digits: usize,
    /// Characters of scripts without blanks between words.
    pub dense: usize,
    /// Tokens that start like a year.
    pub years: usize,
    /// The signs that the walk itself sets.
    pub signs: Signs,
}

/// What is known of a token when all of it is read.
#[derive(Debug, Default, PartialEq, Eq)]
struct Known {
    chars: usize,
    /// What its first letter or digit is, if it has any.
    first: Option<First>,
    /// Whether it is made of bars, but for letters and digits.
    bars: bool,
}

#[derive(Debug, PartialEq, Eq)]
struct First {
    letter: bool,
    capital: bool,
    digit: bool,
}

impl First {
    fn of(byte: u8) -> First {
        First {
            letter: byte.is_ascii_alphabetic(),
            capital: byte.is_ascii_uppercase(),
            digit: byte.is_ascii_digit(),
        }
    }
}

/// What the tokens before say of the next.
#[derive(Default)]
struct Before {
    number: usize,
    /// Whether a sentence ends with the last.
    sentence_end: bool,
    /// Whether a label has been found and nothing behind it yet.
    label: Option<bool>,
}

/// Counts characters and tokens of `line`.
pub fn walk(line: &str) -> Count {
    let mut count = Count::default();
    let mut before = Before::default();
    let mut at = count.stretches(line, 0, &mut before);
    while let Some(token) = next_token(line, at) {
        count.token(&token, line, &mut before);
        at = token.end;
        // Where other scripts go on, masks aren't worth their making.
        if line.as_bytes().get(at + 1).is_some_and(u8::is_ascii) {
            at = count.stretches(line, at, &mut before);
        }
    }
    count.words = count.words.max(count.dense / 2);
    count
}

/// Whether the walk would count no more words than `most`.
pub fn has_words_up_to(line: &str, most: usize) -> bool {
    let (mut words, mut dense, mut at) = (0, 0, 0);
    while let Some(token) = next_token(line, at) {
        at = token.end;
        let is_wide = token.sorts & WIDE != 0;
        words +=
            usize::from(token.sorts & IN_WORD != 0 || is_wide && token.text.contains(is_in_word));
        if is_wide {
            dense += token.text.chars().filter(|c| is_dense(*c)).count();
        }
        if words > most || dense / 2 > most {
            return false;
        }
    }
    true
}

/// Kana, ideographs, Thai and its neighbours: no blanks between words.
fn is_dense(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{9fff}' | '\u{e00}'..='\u{eff}')
}

impl Count {
    /// Counts the tokens of ASCII that follow from byte `at`, where no token goes on; says where
    /// others do.
    fn stretches(&mut self, line: &str, mut at: usize, before: &mut Before) -> usize {
        while let Some(stretch) = Stretch::new(line, at).filter(|stretch| stretch.limit > 0) {
            self.stretch(line, at, &stretch, before);
            at += stretch.limit;
        }
        at
    }

    fn stretch(&mut self, line: &str, from: usize, stretch: &Stretch<'_>, before: &mut Before) {
        let mut at = 0;
        while let Some(token) = stretch.next(at) {
            at = token.end;
            self.signs.set(Sign::GluedWords, stretch.is_glued(&token));
            if stretch.signs(&token) == 0 && stretch.letters() >> token.start & 1 != 0 {
                self.word(stretch, &token, before);
                continue;
            }
            let text = &line[from + token.start..from + token.end];
            let sorts = text.bytes().fold(0, |all, byte| all | sorts_of(byte));
            self.signs.set(Sign::Address, sorts & AT != 0);
            let first = stretch.first(&token).map(First::of);
            let known = Known { chars: text.len(), first, bars: sorts & SIGN == 0 };
            let token = Token { text, end: from + token.end, sorts };
            self.close(&token, &known, token.end < line.len(), before);
        }
        let all = stretch.all();
        let count = |mask: u64| (mask & all).count_ones() as usize;
        let (upper, lower) = (count(stretch.upper), count(stretch.lower));
        self.chars += all.count_ones() as usize;
        self.letters += upper + lower;
        self.upper += upper;
        self.lower += lower;
        self.digits += count(stretch.digit);
    }

    /// Counts a token of letters and digits that starts with a letter, but for its characters.
    fn word(&mut self, stretch: &Stretch<'_>, token: &Stretched, before: &mut Before) {
        let capital = stretch.upper >> token.start & 1 != 0;
        let long = token.end - token.start > 3;
        before.number += 1;
        if before.label == Some(true) {
            before.label = Some(false);
            self.signs.set(Sign::Label, true);
        }
        self.signs.set(Sign::Sentences, before.sentence_end && capital);
        before.sentence_end = false;
        self.words += 1;
        self.longer += usize::from(long);
        self.longer_capital += usize::from(long && capital);
    }

    /// Counts any token.
    fn token(&mut self, token: &Token<'_>, line: &str, before: &mut Before) {
        let known = if token.sorts & WIDE == 0 { self.plain(token) } else { self.wide(token.text) };
        self.close(token, &known, token.end < line.len(), before);
    }

    /// Counts the characters of a token of ASCII.
    fn plain(&mut self, token: &Token<'_>) -> Known {
        let bytes = token.text.as_bytes();
        let of = |sort: Sorts| bytes.iter().filter(|b| sorts_of(**b) & sort != 0).count();
        let upper = if token.sorts & UPPER != 0 { of(UPPER) } else { 0 };
        let digits = if token.sorts & DIGIT != 0 { of(DIGIT) } else { 0 };
        let signs = if token.sorts & (SIGN | BAR) != 0 { of(SIGN | BAR) } else { 0 };
        let lower = bytes.len() - upper - digits - signs;
        self.chars += bytes.len();
        self.letters += upper + lower;
        self.upper += upper;
        self.lower += lower;
        self.digits += digits;
        // The first letter is a capital in many words, others are in few.
        if upper > usize::from(bytes.first().is_some_and(u8::is_ascii_uppercase)) && lower > 1 {
            self.signs.set(Sign::GluedWords, is_glued(bytes));
        }
        self.signs.set(Sign::Address, token.sorts & AT != 0);
        let first =
            bytes.iter().find(|byte| sorts_of(**byte) & IN_WORD != 0).map(|byte| First::of(*byte));
        Known { chars: bytes.len(), first, bars: token.sorts & SIGN == 0 }
    }

    /// Counts the characters of any token.
    fn wide(&mut self, token: &str) -> Known {
        let mut known = Known { bars: true, ..Known::default() };
        let mut glue = 0;
        for c in token.chars() {
            known.chars += 1;
            let (upper, lower) = self.character(c, &mut known);
            // A capital after a small letter, and a small letter after it: `worldSport`.
            glue = match glue {
                2 if lower => {
                    self.signs.set(Sign::GluedWords, known.chars > 4);
                    1
                }
                1 if upper => 2,
                _ => u8::from(lower),
            };
        }
        self.chars += known.chars;
        known
    }

    /// Counts a character, and says whether it is a capital and whether it is a small letter.
    fn character(&mut self, c: char, known: &mut Known) -> (bool, bool) {
        // What has a case is a letter.
        let letter = is_letter(c);
        let (upper, lower) = (letter && c.is_uppercase(), letter && c.is_lowercase());
        let digit = c.is_ascii_digit();
        self.letters += usize::from(letter);
        self.upper += usize::from(upper);
        self.lower += usize::from(lower);
        self.digits += usize::from(digit);
        self.dense += usize::from(is_dense(c));
        if is_in_word(c) {
            known.first.get_or_insert(First { letter, capital: upper, digit });
            return (upper, lower);
        }
        known.bars &= matches!(c, '|' | '/' | '·' | '•' | '›' | '»' | '>' | '→' | '-' | '–');
        self.signs.set(Sign::Address, c == '@');
        self.signs.set(Sign::Copyright, c == '©');
        self.signs.set(Sign::Comma, matches!(c, '，' | '、' | '،'));
        self.signs.set(Sign::Sentences, matches!(c, '。' | '！' | '？'));
        (upper, lower)
    }

    /// Counts a token; `goes_on` tells whether anything stands behind it.
    fn close(&mut self, token: &Token<'_>, known: &Known, goes_on: bool, before: &mut Before) {
        let text = token.text;
        before.number += 1;
        if before.label == Some(true) {
            before.label = Some(false);
            self.signs.set(Sign::Label, true);
        }
        self.signs.set(Sign::Comma, goes_on && text.ends_with(','));
        if before.label.is_none() && text.ends_with(':') {
            before.label = Some(before.number <= 3);
        }
        let Some(first) = &known.first else {
            self.signs.set(Sign::Separator, known.bars);
            return;
        };
        self.signs.set(Sign::Sentences, before.sentence_end && first.capital);
        before.sentence_end = known.chars > 3 && ends_sentence(text);
        self.words += 1;
        let long = known.chars > 3 && first.letter;
        self.longer += usize::from(long);
        self.longer_capital += usize::from(long && first.capital);
        if token.sorts & LINK != 0 {
            self.signs.set(Sign::Address, text.contains("://") || text.contains("www."));
        }
        if first.digit {
            let word = text.trim_matches(|c: char| !is_in_word(c));
            self.signs.set(Sign::Date, date::is_date(word));
            self.signs.set(Sign::Clock, date::is_clock(word));
            self.years += usize::from(date::is_year(word));
        }
    }
}

/// Whether a capital stands after a small letter, and a small letter after it: `worldSport`. Two
/// words start later than a name such as `McKay`.
fn is_glued(token: &[u8]) -> bool {
    let is = |byte: u8, sort: Sorts| sorts_of(byte) & sort != 0;
    let rest = token.get(2..).unwrap_or_default();
    rest.windows(3).any(|w| is(w[0], LOWER) && is(w[1], UPPER) && is(w[2], LOWER))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pass::boilerplate::shape::{is_prose, is_short};
    use crate::pass::boilerplate::token::tests::lines;

    #[test]
    fn tokens_of_ascii_count_as_any_others() {
        for line in lines() {
            let tokens = std::iter::successors(next_token(&line, 0), |t| next_token(&line, t.end));
            for token in tokens.filter(|token| token.text.is_ascii()) {
                let (mut narrow, mut wide) = (Count::default(), Count::default());
                assert_eq!(narrow.plain(&token), wide.wide(token.text), "{}", token.text);
                assert_eq!(narrow, wide, "{}", token.text);
            }
        }
    }

    #[test]
    fn tokens_of_a_stretch_count_as_any_others() {
        let pieces = ["word ", "Word. ", "a, ", "worldSport ", "www. ", "x", "é ", "12 ", "\u{a0}"];
        let long = (0..400).map(|n| {
            let piece = |at: usize| pieces[(n * 7 + at * at) % pieces.len()];
            (0..n % 50).map(piece).collect::<String>().trim().to_owned()
        });
        for line in lines().chain(long) {
            let (mut count, mut before, mut at) = (Count::default(), Before::default(), 0);
            while let Some(token) = next_token(&line, at) {
                count.token(&token, &line, &mut before);
                at = token.end;
            }
            count.words = count.words.max(count.dense / 2);
            assert_eq!(walk(&line), count, "{line:?}");
        }
    }

    #[test]
    fn a_look_sees_what_the_walk_counts() {
        for line in lines() {
            let words = walk(&line).words;
            for most in [0, 3, 7, 11] {
                assert_eq!(has_words_up_to(&line, most), words <= most, "{line:?}");
            }
            assert!(!(is_short(&line) && is_prose(&line, 12)), "{line:?}");
        }
    }
}
