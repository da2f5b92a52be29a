//! The signs of one line that its own characters show. One walk over the
//! line, in any script: where words aren't parted by blanks, two letters count
//! as a word. The walk also writes the line in lower case, for the lexicon.

use super::date;
use super::evidence::COPYRIGHT;
use super::lexicon::{Hit, Lexicon, Place};
use super::sign::{Sign, Signs};
use super::title::Title;
use crate::letter::{is_in_word, is_letter};

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
    /// The entry of the lexicon by which it tells of a scraped page.
    pub evident: Option<(u32, Sign)>,
}

/// What one walk over a line finds.
#[derive(Default)]
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
    title_words: usize,
    years: usize,
    /// Whether any token of the line may be a link.
    links: bool,
    /// Bits of the signs that the walk itself sets.
    signs: Signs,
    /// The reader's words found: the first, and whether there was another.
    reader: Option<u32>,
    evident: Option<(u32, Sign)>,
}

/// What is known of a stretch between blanks.
#[derive(Default)]
struct Token {
    start: usize,
    number: usize,
    chars: usize,
    letter_first: bool,
    capital: bool,
    digit_first: bool,
    words: bool,
    bars: bool,
    glue: u8,
}

impl<'a> Reader<'a> {
    /// A reader for the lines of one text.
    pub fn new(lexicon: &'a Lexicon, title: &'a Title) -> Self {
        Reader { lexicon, title, lower: String::new() }
    }

    /// Reads a line, which has no blanks around it and is not empty.
    pub fn read(&mut self, line: &str) -> Seen {
        let mut lower = std::mem::take(&mut self.lower);
        lower.clear();
        let mut count = Count::default();
        walk(line, &mut lower, &mut count);
        self.words(&lower, &mut count);
        count.signs.set(Sign::SiteName, self.title.names_site(&lower));
        let dates = count.years > 0 && date::names_month(&lower);
        count.signs.set(Sign::Date, count.signs.has(Sign::Date) || dates);
        self.lower = lower;
        count.words = count.words.max(count.dense / 2);
        let mut signs = count.signs;
        measures(&count, &mut signs);
        ends(line, &mut signs);
        starts(line, &mut signs);
        let claim = line.starts_with('©').then_some(COPYRIGHT);
        Seen { words: count.words, signs, evident: claim.or(count.evident) }
    }

    /// The entry by which a line tells of a scraped page, if it does: what
    /// [`Reader::read`] would find at the line's first word, and nothing else.
    pub fn evident(&mut self, line: &str) -> Option<(u32, Sign)> {
        if line.starts_with('©') {
            return Some(COPYRIGHT);
        }
        self.lower.clear();
        if line.is_ascii() {
            self.lower.push_str(line);
            self.lower.make_ascii_lowercase();
        } else {
            self.lower.extend(line.chars().flat_map(char::to_lowercase));
        }
        let mut count = Count::default();
        let mut at = 0;
        loop {
            let (start, end) = next_word(&self.lower, at);
            if start == end {
                return None;
            }
            let place = Place { line: &self.lower, at: (start, end), first: true };
            self.lexicon.look_up(place, &mut |hit| count.take(hit));
            if count.evident.is_some() || self.lower[start..end].contains(is_letter) {
                return count.evident;
            }
            at = end;
        }
    }

    /// Looks up the words of a line in lower case.
    fn words(&self, lower: &str, count: &mut Count) {
        let bytes = lower.as_bytes();
        let (mut at, mut first) = (0, true);
        while at < bytes.len() {
            let (start, end) = next_word(lower, at);
            if start == end {
                break;
            }
            let place = Place { line: lower, at: (start, end), first };
            let function = self.lexicon.look_up(place, &mut |hit| count.take(hit));
            count.function += usize::from(function);
            first &= !lower[start..end].contains(is_letter);
            if !function && self.title.has(&lower[start..end]) {
                count.title_words += 1;
            }
            at = end;
        }
    }
}

impl Count {
    fn take(&mut self, hit: Hit) {
        self.signs.set(hit.sign, true);
        self.signs.set(Sign::MenuWord, hit.whole && hit.sign == Sign::SitePhrase);
        if hit.sign == Sign::Reader {
            let other = self.reader.is_some_and(|entry| entry != hit.entry);
            self.signs.set(Sign::ReaderTwice, other);
            self.reader.get_or_insert(hit.entry);
        }
        let better = hit.evident
            && self
                .evident
                .is_none_or(|(_, sign)| sign != Sign::SitePhrase && hit.sign == Sign::SitePhrase);
        if better {
            self.evident = Some((hit.entry, hit.sign));
        }
    }
}

/// The next run of letters and digits from byte `at`; empty at the end.
fn next_word(text: &str, at: usize) -> (usize, usize) {
    let bytes = text.as_bytes();
    let mut start = at;
    while start < bytes.len() && bytes[start].is_ascii() && !bytes[start].is_ascii_alphanumeric() {
        start += 1;
    }
    let mut end = start;
    while end < bytes.len() {
        if bytes[end].is_ascii() {
            if !bytes[end].is_ascii_alphanumeric() {
                break;
            }
            end += 1;
            continue;
        }
        let Some(c) = text[end..].chars().next() else { break };
        if !is_in_word(c) {
            if end > start {
                break;
            }
            // A sign outside ASCII before the word.
            return next_word(text, end + c.len_utf8());
        }
        end += c.len_utf8();
    }
    (start, end)
}

/// Counts characters and tokens of `line`, and writes it in lower case.
fn walk(line: &str, lower: &mut String, count: &mut Count) {
    lower.reserve(line.len());
    count.links = line.contains("://") || line.contains("www.");
    let mut token = Token { bars: true, ..Token::default() };
    let (mut sentence_end, mut label) = (false, None);
    for (at, c) in line.char_indices() {
        if c == ' ' || c.is_whitespace() {
            lower.push(' ');
            close(line, at, &mut token, count, &mut sentence_end, &mut label);
            continue;
        }
        if token.chars == 0 {
            token.start = at;
            if label.is_some_and(|fresh| fresh) {
                label = Some(false);
                count.signs.set(Sign::Label, true);
            }
        }
        token.chars += 1;
        character(c, lower, &mut token, count);
    }
    close(line, line.len(), &mut token, count, &mut sentence_end, &mut label);
}

/// Counts one character.
fn character(c: char, lower: &mut String, token: &mut Token, count: &mut Count) {
    count.chars += 1;
    let (upper, small) = if c.is_ascii() {
        lower.push(c.to_ascii_lowercase());
        (c.is_ascii_uppercase(), c.is_ascii_lowercase())
    } else if is_letter(c) {
        lower.extend(c.to_lowercase());
        (c.is_uppercase(), c.is_lowercase())
    } else {
        // What has a case is a letter.
        lower.push(c);
        (false, false)
    };
    let letter = upper || small || !c.is_ascii() && is_letter(c);
    let digit = c.is_ascii_digit();
    count.letters += usize::from(letter);
    count.upper += usize::from(upper);
    count.lower += usize::from(small);
    count.digits += usize::from(digit);
    // Kana, ideographs, Thai and its neighbours: no blanks between words.
    count.dense += usize::from(matches!(c, '\u{3040}'..='\u{9fff}' | '\u{e00}'..='\u{eff}'));
    let in_word = letter || digit || !c.is_ascii() && is_in_word(c);
    if in_word {
        if !token.words {
            token.words = true;
            token.letter_first = letter;
            token.capital = upper;
            token.digit_first = digit;
        }
    } else {
        token.bars &= matches!(c, '|' | '/' | '·' | '•' | '›' | '»' | '>' | '→' | '-' | '–');
        count.signs.set(Sign::Address, c == '@');
        count.signs.set(Sign::Copyright, c == '©');
        count.signs.set(Sign::Comma, matches!(c, '，' | '、' | '،'));
        count.signs.set(Sign::Sentences, matches!(c, '。' | '！' | '？'));
    }
    // A capital after a small letter, and a small letter after it: `worldSport`.
    token.glue = match (token.glue, upper, small) {
        (2, _, true) => {
            count.signs.set(Sign::GluedWords, token.chars > 4);
            1
        }
        (1, true, _) => 2,
        (_, _, true) => 1,
        _ => 0,
    };
}

/// Counts a token that ends before byte `end`.
fn close(
    line: &str,
    end: usize,
    token: &mut Token,
    count: &mut Count,
    sentence_end: &mut bool,
    label: &mut Option<bool>,
) {
    if token.chars == 0 {
        return;
    }
    let text = &line[token.start..end];
    let number = token.number + 1;
    count.signs.set(Sign::Sentences, *sentence_end && token.capital);
    let comma = text.ends_with(',') && end < line.len();
    count.signs.set(Sign::Comma, comma);
    if text.ends_with(':') && label.is_none() {
        *label = Some(number <= 3);
    }
    if token.words {
        *sentence_end = token.chars > 3 && ends_sentence(text);
        count.words += 1;
        let long = token.chars > 3 && token.letter_first;
        count.longer += usize::from(long);
        count.longer_capital += usize::from(long && token.capital);
        if count.links && (text.contains("://") || text.contains("www.")) {
            count.signs.set(Sign::Address, true);
        }
        if token.digit_first {
            let word = text.trim_matches(|c: char| !is_in_word(c));
            count.signs.set(Sign::Date, date::is_date(word));
            count.signs.set(Sign::Clock, date::is_clock(word));
            count.years += usize::from(date::is_year(word));
        }
    } else {
        count.signs.set(Sign::Separator, token.bars);
    }
    *token = Token { number, bars: true, ..Token::default() };
}

/// The signs that follow from the counts.
fn measures(count: &Count, signs: &mut Signs) {
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
    signs.set(Sign::NoFunctionWord, many && count.function == 0 && count.dense == 0);
    signs.set(Sign::FunctionWords, many && count.function * 10 >= count.words * 3);
    let capitals = count.upper >= 4 && count.lower == 0;
    let cased = count.longer >= 2 && count.longer_capital == count.longer;
    signs.set(Sign::TitleCase, cased && !capitals);
    signs.set(Sign::AllCaps, capitals);
    signs.set(Sign::Number, count.letters == 0);
    signs.set(Sign::Digits, count.letters > 0 && count.digits * 4 >= count.chars);
    signs.set(Sign::DateLine, signs.has(Sign::Date) && count.words <= 6);
    signs.set(Sign::TitleWord, count.title_words == 1);
    signs.set(Sign::TitleWords, count.title_words > 1);
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

/// Whether `text` ends like a sentence.
pub fn ends_sentence(text: &str) -> bool {
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
