//! The lines of a text as the counts know them: each as the hash of its
//! letters and digits, whatever their case, the digits masked (`5 of 12` and
//! `6 of 14` are one line), whatever stands between them. So a line stays the
//! same when other passes mend its spacing, quotes or punctuation.
//!
//! It reads every line of a corpus, hence the table and the one buffer.

use crate::ascii;
use crate::letter::{is_in_word, is_letter};
use std::ops::Range;
use std::sync::LazyLock;
use xxhash_rust::xxh3::xxh3_64;

/// Bytes of a line that its key is made of. A longer line is known by its
/// beginning, and is never judged.
pub const REACH: usize = 1024;
/// Bytes that are folded together.
const BLOCK: usize = 32;
/// Letters that a line needs to have a key.
const LETTERS: usize = 2;
/// Bytes of a line of prose, and words: shorter ones are headings, entries of
/// lists, verses.
const PROSE_BYTES: usize = 60;
const PROSE_WORDS: usize = 8;
/// A line of so many bytes is a paragraph, even if it has no end mark.
const PARAGRAPH_BYTES: usize = 240;
/// What closes a sentence.
const END_MARKS: [char; 14] =
    ['.', '!', '?', '…', '"', '”', '’', '»', ')', '。', '！', '？', '」', '।'];

/// A line that is not blank.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Where it stands without the blanks around it, in bytes.
    pub span: Range<usize>,
    /// What it is.
    pub kind: Kind,
    /// Whether it is as long as a sentence of prose.
    pub prose: bool,
    /// Whether it is also closed like one, or too long for anything else.
    pub sentence: bool,
    /// The hash of its figures, as far as its key reaches; 0 where it has none, or no key.
    pub figures: u32,
}

/// What a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// It has letters; the key of what it says.
    Said(u64),
    /// It has digits and hardly a letter: nothing can be said of it.
    Figures,
    /// It has neither: it only parts others.
    Separator,
    /// It says something, and is longer than what was asked for.
    Long,
}

/// The lines of a text that are not blank, in order.
pub fn lines(text: &str) -> impl Iterator<Item = Line> {
    lines_within(text, usize::MAX)
}

/// The same for one who has no use for the keys of lines that are longer than so many
/// characters, or than [`REACH`].
pub fn short_lines(text: &str, longest: usize) -> impl Iterator<Item = Line> {
    lines_within(text, longest.min(REACH))
}

/// The lines; those of more characters or bytes beyond REACH have no key.
fn lines_within(text: &str, longest: usize) -> impl Iterator<Item = Line> {
    let mut fold = Fold::default();
    let mut start = 0;
    std::iter::from_fn(move || {
        while start < text.len() {
            let end =
                memchr::memchr(b'\n', &text.as_bytes()[start..]).map_or(text.len(), |n| start + n);
            let line = &text[start..end];
            let content = line.trim_start();
            let at = start + (line.len() - content.len());
            start = end + 1;
            let content = content.trim_end();
            if !content.is_empty() {
                let is_long = content.len() > longest && is_longer(content, longest);
                let seen = if is_long { long(content) } else { fold.line(content) };
                let Shape { kind, prose, figures } = seen;
                let sentence =
                    prose && (content.len() >= PARAGRAPH_BYTES || content.ends_with(END_MARKS));
                let span = at..at + content.len();
                return Some(Line { span, kind, prose, sentence, figures });
            }
        }
        None
    })
}

/// Whether a line has more characters, or is longer than REACH.
fn is_longer(line: &str, longest: usize) -> bool {
    line.len() > REACH || line.chars().nth(longest).is_some()
}

/// What is told of a line.
struct Shape {
    kind: Kind,
    prose: bool,
    figures: u32,
}

/// The shape of a line that has no need of a key.
fn long(line: &str) -> Shape {
    let kind = if line.contains(is_in_word) { Kind::Long } else { Kind::Separator };
    let read = &line[..boundary(line, REACH)];
    let blanks = read.bytes().filter(|byte| *byte == b' ').count();
    let wide = read.bytes().filter(|byte| *byte >= 0xE0).count();
    Shape { kind, prose: is_prose(line, blanks, wide), figures: 0 }
}

/// Two characters of a script without blanks, which have three bytes each, are about a word.
fn is_prose(line: &str, blanks: usize, wide: usize) -> bool {
    line.len() >= PROSE_BYTES && blanks + wide / 2 >= PROSE_WORDS - 1
}

/// Folds lines into one buffer.
#[derive(Default)]
struct Fold {
    /// What the line becomes, and room behind it that is used again and again.
    buffer: Vec<u8>,
    /// Where what it becomes ends.
    end: usize,
    /// The figures, as they are.
    figures: Vec<u8>,
}

impl Fold {
    fn line(&mut self, line: &str) -> Shape {
        let mut seen = Seen::default();
        self.end = 0;
        self.figures.clear();
        let mut rest = &line[..boundary(line, REACH)];
        while !rest.is_empty() {
            let (ascii, others) = rest.split_at(ascii::prefix(rest.as_bytes()));
            self.ascii(ascii.as_bytes(), &mut seen);
            rest = others;
            while let Some(c) = rest.chars().next().filter(|c| !c.is_ascii()) {
                self.other(c, &mut seen);
                rest = &rest[c.len_utf8()..];
            }
        }
        let kind = match (seen.letters, self.end) {
            (LETTERS.., _) => Kind::Said(xxh3_64(&self.buffer[..self.end])),
            (_, 1..) => Kind::Figures,
            (_, 0) => Kind::Separator,
        };
        let prose = is_prose(line, seen.blanks, seen.wide);
        Shape { kind, prose, figures: self.figures() }
    }

    fn ascii(&mut self, bytes: &[u8], seen: &mut Seen) {
        self.make_room(bytes.len() + BLOCK);
        let (blocks, rest) = bytes.as_chunks::<BLOCK>();
        for block in blocks {
            seen.blanks += count(block, |byte| byte == b' ');
            if count(block, |byte| byte.is_ascii_digit()) == 0 {
                self.letters(block, seen);
            } else {
                self.digits(block, seen);
            }
        }
        let (mut blanks, mut figures) = (0, false);
        for byte in rest {
            blanks += usize::from(*byte == b' ');
            figures |= byte.is_ascii_digit();
        }
        seen.blanks += blanks;
        if figures { self.digits(rest, seen) } else { self.letters(rest, seen) }
    }

    /// Sees to it that so many bytes can be written behind the end.
    fn make_room(&mut self, bytes: usize) {
        if self.buffer.len() < self.end + bytes {
            self.buffer.resize(self.end + bytes, 0);
        }
    }

    /// Takes in a block or less, without digits. Every byte is written, and stays if it is to: no
    /// branch has to be guessed.
    fn letters(&mut self, bytes: &[u8], seen: &mut Seen) {
        let Some(out) = self.buffer[self.end..].first_chunk_mut::<BLOCK>() else { return };
        let mut written = 0;
        for byte in bytes {
            let folded = FOLDED[usize::from(byte & 0x7f)];
            out[written % BLOCK] = folded;
            written += usize::from(folded != 0);
        }
        seen.letters += written;
        self.end += written;
    }

    /// The same with digits: of those that follow one another one stays.
    fn digits(&mut self, bytes: &[u8], seen: &mut Seen) {
        let mut last = self.last();
        for byte in bytes {
            if byte.is_ascii_digit() {
                self.figures.push(*byte);
            }
            let folded = FOLDED[usize::from(byte & 0x7f)];
            if folded != 0 && !(folded == b'0' && last == b'0') {
                seen.letters += usize::from(folded != b'0');
                self.buffer[self.end] = folded;
                self.end += 1;
                last = folded;
            }
        }
    }

    /// The last byte of what the line has become; 0 where it has become nothing.
    fn last(&self) -> u8 {
        self.end.checked_sub(1).map_or(0, |last| self.buffer[last])
    }

    fn other(&mut self, c: char, seen: &mut Seen) {
        seen.wide += usize::from(c.len_utf8() > 2);
        let folded = match c {
            '\u{80}'..'\u{800}' => NEAR[c as usize - 0x80],
            // Ideographs and hangul: all are letters, none has a case.
            '\u{4E00}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7A3}' => c,
            _ => UNKNOWN,
        };
        if folded != UNKNOWN {
            if folded == '0' {
                self.figure(c);
            } else if !folded.is_ascii() {
                seen.letters += 1;
                self.push(folded);
            }
        } else if is_letter(c) {
            seen.letters += 1;
            c.to_lowercase().for_each(|lower| self.push(lower));
        } else if is_in_word(c) {
            self.figure(c);
        }
    }

    /// Of figures that follow one another one stays.
    fn figure(&mut self, c: char) {
        self.figures.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
        if self.last() != b'0' {
            self.push('0');
        }
    }

    /// The lower half of the hash; what it is compared with is such a half too.
    #[allow(clippy::cast_possible_truncation)]
    fn figures(&self) -> u32 {
        if self.figures.is_empty() { 0 } else { xxh3_64(&self.figures) as u32 }
    }

    fn push(&mut self, c: char) {
        self.make_room(c.len_utf8());
        self.end += c.encode_utf8(&mut self.buffer[self.end..]).len();
    }
}

/// How many bytes of a block are such.
fn count(block: &[u8; BLOCK], is: impl Fn(u8) -> bool) -> usize {
    // In bytes, which the processor adds up many at a time.
    usize::from(block.iter().map(|byte| u8::from(is(*byte))).sum::<u8>())
}

/// What was seen on a line.
#[derive(Default)]
struct Seen {
    letters: usize,
    blanks: usize,
    /// Characters of three bytes and more.
    wide: usize,
}

/// The last boundary of a character at or before `at`.
fn boundary(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// What each ASCII byte becomes: letters in lower case, digits 0, all else nothing.
const FOLDED: [u8; 128] = {
    let mut table = [0; 128];
    let mut byte = 0_u8;
    while byte < 128 {
        if byte.is_ascii_digit() {
            table[byte as usize] = b'0';
        } else if byte.is_ascii_alphabetic() {
            table[byte as usize] = byte.to_ascii_lowercase();
        }
        byte += 1;
    }
    table
};

/// Stands for a character that has to be looked up.
const UNKNOWN: char = char::MAX;

/// What each character of two bytes becomes: a letter that has no or a single
/// small one beyond ASCII this, a digit 0, others nothing. The standard
/// library's tables are searched, which costs ten times as much.
static NEAR: LazyLock<Vec<char>> = LazyLock::new(|| {
    let folded = |c: char| {
        let mut lower = c.to_lowercase();
        match (c.is_alphabetic(), lower.next(), lower.next()) {
            (true, Some(lower), None) if !lower.is_ascii() => lower,
            (true, ..) => UNKNOWN,
            (false, ..) if c.is_numeric() => '0',
            (false, ..) => '\0',
        }
    };
    ('\u{80}'..'\u{800}').map(folded).collect()
});

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> Vec<Kind> {
        lines(text).map(|line| line.kind).collect()
    }

    #[test]
    fn case_figures_and_punctuation_do_not_count() {
        for (a, b) in [
            ("IE 11 is not supported.", "ie 9 is not supported ."),
            ("Don't miss it!", "Do n’t miss it"),
            ("5 of 12", "06 of 7,000"),
            ("ÜBER UNS", "über uns"),
            ("٣ تعليقات", "١٢ تعليقات"),
        ] {
            assert_eq!(kinds(a), kinds(b), "{a} and {b}");
        }
        assert_ne!(kinds("Read more"), kinds("Read less"));
        assert_ne!(kinds("comments"), kinds("5 comments"));
    }

    #[test]
    fn letters_are_those_of_the_standard_library() {
        for c in '\u{80}'..=char::MAX {
            let (mut fold, mut seen) = (Fold::default(), Seen::default());
            fold.other(c, &mut seen);
            let wanted = match c {
                c if c.is_alphabetic() => c.to_lowercase().to_string(),
                c if c.is_numeric() => "0".to_owned(),
                _ => String::new(),
            };
            assert_eq!(&fold.buffer[..fold.end], wanted.as_bytes(), "{c:?}");
            assert_eq!(seen.letters, usize::from(c.is_alphabetic()), "{c:?}");
        }
    }

    #[test]
    fn lines_that_say_nothing() {
        assert_eq!(kinds("12\n3.4 %\nA 7"), [Kind::Figures; 3]);
        assert_eq!(kinds("|\n* * *\n—"), [Kind::Separator; 3]);
        assert_eq!(kinds("\n \n\t\n\r\n"), []);
    }

    #[test]
    fn spans_are_without_blanks() {
        let text = "  one \r\n\n\u{a0}two";
        let spans: Vec<&str> = lines(text).map(|line| &text[line.span]).collect();
        assert_eq!(spans, ["one", "two"]);
    }

    #[test]
    fn prose_is_long_and_has_words() {
        let is_prose = |line: &str| lines(line).all(|line| line.prose);
        assert!(is_prose(
            "The old mill on the river burnt down on Monday night, they say in town."
        ));
        assert!(is_prose(
            "磨坊在星期一晚上被烧毁了，市长说屋顶的电线已经八十年了，他们想重建磨坊。"
        ));
        assert!(!is_prose("The mill is down, the river high"));
        assert!(!is_prose(
            "https://tide.example/a-long-address/without-any-words-in-it/at-all.html"
        ));
    }

    #[test]
    fn long_lines_are_the_same_but_for_their_keys() {
        let text = format!(
            "{}\n{}\n{}\nshort, 1",
            "é".repeat(40),
            "An old mill. ".repeat(9),
            "- ".repeat(30)
        );
        for (short, all) in short_lines(&text, 20).zip(lines(&text)) {
            let (kind, figures) = match short.kind {
                Kind::Long => (all.kind, all.figures),
                kind => (kind, short.figures),
            };
            assert_eq!(Line { kind, figures, ..short }, all);
        }
        let long = short_lines(&text, 20).filter(|line| line.kind == Kind::Long);
        assert_eq!(long.count(), 2);
    }

    #[test]
    fn long_lines_are_known_by_their_beginning() {
        let long = |end: &str| kinds(&("é".repeat(REACH) + end));
        assert_eq!(long("a"), long("b"));
    }
}
