//! What stands twice. Words that no sentence doubles are patterns of the rule
//! file; the detector here finds a phrase put in beside itself with nothing
//! between (`the old Issueold Issue of`), as a coreference tool leaves it that
//! writes the main mention next to a mention and not in its place, and a page that
//! tells screen readers each of its links. A regular expression can't say it, since
//! it would have to refer to what it found.
//!
//! A phrase has two words at least: of single words `Issueissue` may be one, and
//! `haha`, `Bora-Bora` and `BonBon` are. Signs of program code are in none.

use super::{Detector, Parts};
use crate::document::Doc;
use crate::edit::RuleId;
use crate::proposal::Proposals;
use std::ops::Range;

/// The detectors of this pass.
pub const BUILTINS: &[&str] = &["phrase-twice"];

/// How many words a phrase may have.
const LONGEST: usize = 8;
/// How many bytes it has at the least.
const SHORTEST: usize = 8;

/// Builds the pass's detector.
pub fn build(parts: &Parts<'_>) -> Result<Box<dyn Detector>, String> {
    Ok(Box::new(Doubled { twice: parts.rule("phrase-twice") }))
}

struct Doubled {
    twice: Option<RuleId>,
}

impl Detector for Doubled {
    fn propose(&self, doc: &Doc<'_>, out: &mut Proposals<'_>) {
        let Some(rule) = self.twice else { return };
        let bytes = doc.text.as_bytes();
        let (mut words, mut start) = (Words::default(), 0);
        for at in blanks(bytes).chain([bytes.len()]) {
            if at < start {
                continue; // what was taken out
            }
            let copy = (start < at).then(|| words.push(doc.text, start..at)).flatten();
            start = copy.as_ref().map_or(at + 1, |copy| copy.end);
            if copy.is_some() || bytes.get(at) != Some(&b' ') {
                words = Words::default();
            }
            if let Some(copy) = copy {
                out.replace(copy, "", rule);
            }
        }
    }
}

/// Where blanks and line breaks stand, eight bytes at a look: words are too short for a search for the next one.
fn blanks(bytes: &[u8]) -> impl Iterator<Item = usize> + '_ {
    const ALL: u64 = u64::MAX / 255;
    let (blocks, rest) = bytes.as_chunks::<8>();
    let tail = blocks.len() * 8;
    let in_blocks = blocks.iter().enumerate().flat_map(|(index, block)| {
        let eight = u64::from_le_bytes(*block);
        // The high bit of each byte below `!`, and of a few others behind one.
        let mut marks = eight.wrapping_sub(ALL * u64::from(b'!')) & !eight & (ALL * 0x80);
        std::iter::from_fn(move || {
            let at = (marks != 0).then_some(index * 8 + marks.trailing_zeros() as usize / 8);
            marks &= marks.wrapping_sub(1);
            at
        })
    });
    let in_tail = (0..rest.len()).map(move |at| tail + at);
    in_blocks.chain(in_tail).filter(|at| bytes[*at] <= b' ')
}

/// How many words are remembered: those of a phrase and one more, to a power of two.
const WORDS: usize = 16;

/// The last words of a line, between blanks.
#[derive(Default)]
struct Words {
    spans: [Range<usize>; WORDS],
    /// The first two bytes of the last ones: all that is looked at of most words.
    begins: [u16; LONGEST],
    count: usize,
}

impl Words {
    /// Adds a word. The copies of a phrase, if it and the first of them meet in the word before this one; this is the
    /// second word of the copy then, so that the phrase's second begins alike.
    fn push(&mut self, text: &str, word: Range<usize>) -> Option<Range<usize>> {
        let bytes = text.as_bytes();
        let begin = u16::from_le_bytes([bytes[word.start], *bytes.get(word.start + 1)?]);
        let may_copy = self.begins.contains(&begin);
        self.spans[self.count % WORDS] = word;
        let copy = if may_copy { self.copy(text, begin) } else { None };
        self.begins[self.count % LONGEST] = begin;
        self.count += 1;
        copy
    }

    fn copy(&self, text: &str, begin: u16) -> Option<Range<usize>> {
        let meeting = &self.spans[self.count.checked_sub(1)? % WORDS];
        let end = |word: &Range<usize>| text.as_bytes()[word.end - 1];
        (2..=LONGEST.min(self.count)).find_map(|len| {
            let at = self.count - len;
            let first = &self.spans[at % WORDS];
            let may_meet = self.begins[(at + 1) % LONGEST] == begin && end(first) == end(meeting);
            may_meet.then(|| copy(text, first.clone(), meeting.clone())).flatten()
        })
    }
}

/// The copies of a phrase that begins with this word, if the first of them begins inside that later word.
fn copy(text: &str, first: Range<usize>, meeting: Range<usize>) -> Option<Range<usize>> {
    let opened = text[first.clone()].trim_start_matches(['(', '[', '"', '“', '„', '«', '‘', '\'']);
    let start = first.end - opened.len();
    if !opened.starts_with(char::is_alphabetic) {
        return None;
    }
    let (word, inside) = (&text[start..first.end], &text[meeting.clone()]);
    let before =
        inside.strip_suffix(word).filter(|before| before.ends_with(char::is_alphabetic))?;
    let begin = meeting.start + before.len();
    let phrase = &text[start..begin];
    let mut end = begin;
    while text[end..].starts_with(phrase) {
        end += phrase.len();
    }
    let goes_on = text[end..].chars().next().is_some_and(char::is_alphanumeric);
    (end > begin && !goes_on && is_phrase(phrase)).then_some(begin..end)
}

/// Whether it can be one, and not laughter or code.
fn is_phrase(phrase: &str) -> bool {
    let mut words = phrase.split_ascii_whitespace();
    let differ = words.next() != words.next();
    let plain = |c: char| c.is_alphanumeric() || c == ' ' || ".,:;&'’-–".contains(c);
    differ && phrase.len() >= SHORTEST && phrase.chars().all(plain)
}
