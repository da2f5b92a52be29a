//! The signs of one line that its own characters show: of what the walk over it
//! counts, of its ends, and of the words in it that the lexicon and the title know.

use super::date;
use super::evidence::COPYRIGHT;
use super::lexicon::{Hit, Lexicon, Place};
use super::sign::{Sign, Signs};
use super::title::Title;
use super::token::{each_word, next_word, write_lower};
use super::walk::{Count, has_words_up_to, walk};
use crate::letter::is_letter;

/// Words that a short line has at most.
const FEW: usize = 7;

/// Reads lines one after the other; what it holds is used again and again.
pub struct Reader<'a> {
    lexicon: &'a Lexicon,
    title: &'a Title,
    lower: String,
}

/// What is seen of one line.
#[derive(Clone, Copy, Debug, Default)]
pub struct Seen {
    /// How many words it has.
    pub words: usize,
    /// Its signs.
    pub signs: Signs,
}

/// What the lexicon and the title know of a line's words.
#[derive(Default)]
struct Known {
    function: usize,
    title_words: usize,
    signs: Signs,
    /// The reader's word that was found first.
    reader: Option<u32>,
}

impl<'a> Reader<'a> {
    /// A reader for the lines of one text.
    pub fn new(lexicon: &'a Lexicon, title: &'a Title) -> Self {
        Reader { lexicon, title, lower: String::new() }
    }

    /// Reads a line, which has no blanks around it and is not empty.
    pub fn read(&mut self, line: &str) -> Seen {
        let count = walk(line);
        write_lower(line, &mut self.lower);
        let known = self.words();
        let mut signs = Signs(count.signs.0 | known.signs.0);
        signs.set(Sign::SiteName, self.title.names_site(&self.lower));
        signs.set(Sign::Date, count.years > 0 && date::names_month(&self.lower));
        measures(&count, &known, &mut signs);
        ends(line, &mut signs);
        starts(line, &mut signs);
        Seen { words: count.words, signs }
    }

    /// Looks up the words of the line in lower case.
    fn words(&self) -> Known {
        let (mut known, mut first) = (Known::default(), true);
        each_word(&self.lower, |start, end| {
            let place = Place::new(&self.lower, (start, end), first);
            let function = self.lexicon.look_up(place, &mut |hit| known.take(hit));
            let word = &self.lower[start..end];
            known.function += usize::from(function);
            if self.title.may_have(place.start) && !function {
                known.title_words += usize::from(self.title.has(word));
            }
            first = first && !word.contains(is_letter);
        });
        known
    }

    /// The entry by which a line tells of a scraped page, if it does: at its first word, or where
    /// no letter stands before.
    pub fn evident(&mut self, line: &str) -> Option<(u32, Sign)> {
        if line.starts_with('©') {
            return Some(COPYRIGHT);
        }
        // Dismisses nearly all lines.
        if !self.lexicon.may_open(line) {
            return None;
        }
        write_lower(line, &mut self.lower);
        self.opening()
    }

    /// The same, of the line in lower case.
    fn opening(&self) -> Option<(u32, Sign)> {
        let mut best: Option<(u32, Sign)> = None;
        let mut at = 0;
        loop {
            let (start, end) = next_word(&self.lower, at);
            if start == end {
                return None;
            }
            let place = Place::new(&self.lower, (start, end), true);
            self.lexicon.look_up(place, &mut |hit| {
                let is_better =
                    |(_, sign)| sign != Sign::SitePhrase && hit.sign == Sign::SitePhrase;
                if hit.evident && best.is_none_or(is_better) {
                    best = Some((hit.entry, hit.sign));
                }
            });
            if best.is_some() || self.lower[start..end].contains(is_letter) {
                return best;
            }
            at = end;
        }
    }
}

impl Known {
    fn take(&mut self, hit: Hit) {
        self.signs.set(hit.sign, true);
        self.signs.set(Sign::MenuWord, hit.whole && hit.sign == Sign::SitePhrase);
        if hit.sign == Sign::Reader {
            let first = *self.reader.get_or_insert(hit.entry);
            self.signs.set(Sign::ReaderTwice, first != hit.entry);
        }
    }
}

/// Whether a line has few words and is no sentence.
pub fn is_short(line: &str) -> bool {
    !is_sentence(line) && has_words_up_to(line, FEW)
}

/// Whether a line is a sentence of so many words.
pub fn is_prose(line: &str, words: usize) -> bool {
    is_sentence(line) && !has_words_up_to(line, words - 1)
}

/// The signs that follow from the counts.
fn measures(count: &Count, known: &Known, signs: &mut Signs) {
    let length = match count.words {
        0 | 1 => Sign::OneWord,
        2..=3 => Sign::FewWords,
        4..=7 => Sign::SomeWords,
        8..=14 => Sign::Phrase,
        15..=30 => Sign::Long,
        31..=60 => Sign::Paragraph,
        _ => Sign::LongParagraph,
    };
    signs.set(length, true);
    let many = count.words >= 4;
    signs.set(Sign::NoFunctionWord, many && known.function == 0 && count.dense == 0);
    signs.set(Sign::FunctionWords, many && known.function * 10 >= count.words * 3);
    let capitals = count.upper >= 4 && count.lower == 0;
    let cased = count.longer >= 2 && count.longer_capital == count.longer;
    signs.set(Sign::TitleCase, cased && !capitals);
    signs.set(Sign::AllCaps, capitals);
    signs.set(Sign::Number, count.letters == 0);
    signs.set(Sign::Digits, count.letters > 0 && count.digits * 4 >= count.chars);
    signs.set(Sign::DateLine, signs.has(Sign::Date) && count.words <= 6);
    signs.set(Sign::TitleWord, known.title_words == 1);
    signs.set(Sign::TitleWords, known.title_words > 1);
}

fn ends(line: &str, signs: &mut Signs) {
    // Nothing of this follows on a letter or digit, which most lines of menus end in.
    if line.ends_with(|c: char| c.is_ascii_alphanumeric()) {
        return;
    }
    let closed = closed(line);
    signs.set(Sign::Ellipsis, is_cut(line) && !line.ends_with(".»"));
    signs.set(Sign::Sentence, is_sentence(line));
    signs.set(Sign::Question, closed.ends_with(['!', '?', '！', '？']));
    signs.set(Sign::Starred, line.ends_with('*'));
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    signs.set(Sign::Counted, line.ends_with(')') && digit(line.chars().rev().nth(1)));
    signs.set(Sign::Colon, closed.ends_with([':', '：']));
}

/// Whether a line ends in dots or an arrow.
fn is_cut(line: &str) -> bool {
    line.ends_with(['…', '→', '›', '»', '>']) || line.ends_with("...") || line.ends_with("[…]")
}

/// Whether a line ends like a sentence, and is not cut off.
fn is_sentence(line: &str) -> bool {
    !line.ends_with(|c: char| c.is_ascii_alphanumeric()) && {
        ends_sentence(closed(line)) && !is_cut(line)
    }
}

/// A line without the quotes and brackets at its end, if there is anything else.
fn closed(line: &str) -> &str {
    let closed = line.trim_end_matches(['"', '”', '’', '\'', '»', '“', ')', ']']).trim_end();
    if closed.is_empty() { line } else { closed }
}

/// Whether `text` ends like a sentence.
pub fn ends_sentence(text: &str) -> bool {
    // As nearly all do that don't.
    if text.ends_with(|c: char| c.is_ascii_alphanumeric()) {
        return false;
    }
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
    signs.set(Sign::Copyright, line.starts_with("Copyright"));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_line_that_tells_of_a_page_is_dismissed() {
        let words =
            ["home", "sign in", "log*", "3 comments", "zurück zu", "ähnliches", "read more"];
        let words = words.map(str::to_owned);
        let lexicon = Lexicon::new(&["in".to_owned()], &[(&words, Sign::SitePhrase)]);
        let title = Title::default();
        let mut reader = Reader::new(&lexicon, &title);
        let pieces = "Home~SIGN~in~ ~ ~\t~\u{a0}~log~Login~3~comments~Zurück~ZU~Ähnliches~(~»~read~more~\u{212a}~x";
        let pieces: Vec<&str> = pieces.split('~').collect();
        let (mut seed, mut found) = (1_usize, 0);
        for n in 0..40_000 {
            let mut next = || {
                seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                pieces[(seed >> 33) % pieces.len()]
            };
            let line: String = (0..=n % 5).map(|_| next()).collect();
            write_lower(&line, &mut reader.lower);
            let wanted = reader.opening();
            found += usize::from(wanted.is_some());
            assert_eq!(reader.evident(&line), wanted, "{line:?}");
        }
        assert!(found > 1000, "{found}");
    }
}
