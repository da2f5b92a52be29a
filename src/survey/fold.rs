//! The lines of a text as the counts know them: each as the hash of its
//! letters and digits, whatever their case, the digits masked (`5 of 12` and
//! `6 of 14` are one line), whatever stands between them. So a line stays the
//! same when other passes mend its spacing, quotes or punctuation.
//!
//! It reads every line of a corpus, hence the table and the one buffer (`buffer.rs`).

mod buffer;
pub mod start;

pub use start::Starts;

use crate::ascii;
use crate::letter::is_in_word;
use buffer::Fold;
use std::ops::Range;

/// Bytes of a line that its key is made of. A longer line is known by its
/// beginning, and is never judged.
pub const REACH: usize = 1024;
/// Letters that a line needs to have a key.
const LETTERS: usize = 2;
/// Bytes of a line of prose, and words: shorter ones are headings, entries of
/// lists, verses.
const PROSE_BYTES: usize = 60;
const PROSE_WORDS: usize = 8;
/// Bytes in which most prose has them.
const FEW_BYTES: usize = 128;
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
    /// It says something, or has digits, and is none of the lines that were asked for.
    Unknown,
}

/// The lines of a text that are not blank, in order.
pub fn lines(text: &str) -> impl Iterator<Item = Line> {
    lines_within(text, usize::MAX, None)
}

/// The same for one who has no use for the keys of lines that are longer than so many
/// characters, or than [`REACH`], nor for those that start otherwise.
pub fn short_lines(text: &str, longest: usize, starts: &Starts) -> impl Iterator<Item = Line> {
    lines_within(text, longest.min(REACH), Some(starts))
}

/// The lines; those of more characters or bytes beyond REACH have no key, nor those that start
/// otherwise.
fn lines_within(text: &str, longest: usize, starts: Option<&Starts>) -> impl Iterator<Item = Line> {
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
                let is_other = is_long || starts.is_some_and(|s| !s.have(fold.start(content)));
                let shape = if is_other { unknown(content) } else { fold.line(content) };
                let Shape { kind, prose, figures } = shape;
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
    // Of each character the first byte counts.
    line.len() > REACH || ascii::count(line.as_bytes(), |byte| byte & 0xC0 != 0x80) > longest
}

/// What is told of a line.
struct Shape {
    kind: Kind,
    prose: bool,
    figures: u32,
}

/// The shape of a line that has no need of a key.
fn unknown(line: &str) -> Shape {
    let kind = if line.contains(is_in_word) { Kind::Unknown } else { Kind::Separator };
    Shape { kind, prose: is_prose_line(line), figures: 0 }
}

/// Whether a line of so many bytes and words is as long as a sentence of prose.
pub fn is_prose(bytes: usize, words: usize) -> bool {
    bytes >= PROSE_BYTES && words >= PROSE_WORDS
}

/// Whether a line is: of most that are, the first bytes tell.
fn is_prose_line(line: &str) -> bool {
    let (mut blanks, mut wide) = (0, 0);
    let parts = beginning(line).as_bytes().chunks(FEW_BYTES);
    line.len() >= PROSE_BYTES
        && parts.into_iter().any(|part| {
            blanks += ascii::count(part, |byte| byte == b' ');
            wide += ascii::count(part, |byte| byte >= 0xE0);
            // Two characters of a script without blanks, which have three bytes each, are about one.
            is_prose(line.len(), 1 + blanks + wide / 2)
        })
}

/// A line as far as it is read.
fn beginning(line: &str) -> &str {
    &line[..boundary(line, REACH)]
}

/// The last boundary of a character at or before `at`.
fn boundary(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

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
    fn lines_not_asked_for_are_the_same_but_for_their_keys() {
        let text = format!(
            "{}\n{}\n{}\nother\nshort, 1",
            "é".repeat(40),
            "An old mill. ".repeat(9),
            "- ".repeat(30)
        );
        let keys = lines(&text).filter_map(|line| match line.kind {
            Kind::Said(key) => Some(key),
            _ => None,
        });
        let starts = Starts::of(keys.last());
        for (short, all) in short_lines(&text, 20, &starts).zip(lines(&text)) {
            let (kind, figures) = match short.kind {
                Kind::Unknown => (all.kind, all.figures),
                kind => (kind, short.figures),
            };
            assert_eq!(Line { kind, figures, ..short }, all);
        }
        let unknown = |longest| {
            let lines = short_lines(&text, longest, &starts);
            lines.filter(|line| line.kind == Kind::Unknown).count()
        };
        assert_eq!([unknown(20), unknown(REACH)], [3, 3], "by length, and by their starts");
        assert_eq!(short_lines(&text, 20, &Starts::of(None)).last().unwrap().kind, Kind::Unknown);
    }

    #[test]
    fn long_lines_are_known_by_their_beginning() {
        let long = |end: &str| kinds(&("é".repeat(REACH) + end));
        assert_eq!(long("a"), long("b"));
    }
}
