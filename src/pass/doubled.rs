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
use crate::blocks;
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
        let (text, bytes) = (doc.text, doc.text.as_bytes());
        let (mut words, mut start) = (Words::default(), 0);
        let mut end_word = |at: usize| {
            if at < start {
                return; // what was taken out
            }
            let copy = if start < at { words.push(text, start..at) } else { None };
            start = copy.as_ref().map_or(at + 1, |copy| copy.end);
            if copy.is_some() || bytes.get(at) != Some(&b' ') {
                words.forget();
            }
            if let Some(copy) = copy {
                out.replace(copy, "", rule);
            }
        };
        blocks::each(bytes, |from, block| {
            let blanks = blocks::bits(block, |byte| byte <= b' ');
            // The last block is filled up: what is beyond the text ends its last word, over and over.
            blocks::places(blanks).for_each(|n| end_word((from + n).min(bytes.len())));
        });
        end_word(bytes.len());
    }
}

/// How many words are remembered: those of a phrase and one more, to a power of two.
const WORDS: usize = 16;

/// The last words of a line, between blanks.
#[derive(Default)]
struct Words {
    spans: [Range<usize>; WORDS],
    /// How the last ones are met: all that is looked at of most words.
    meetings: [Meeting; LONGEST],
    count: usize,
}

/// The first two bytes of a word and the last one of the word before it.
type Meeting = u32;

impl Words {
    /// Begins anew.
    fn forget(&mut self) {
        (self.meetings, self.count) = ([0; LONGEST], 0);
    }

    /// Adds a word. The copies of a phrase, if it and the first of them meet in the word before this one; this is the
    /// second word of the copy then, so that the phrase's second is met alike.
    fn push(&mut self, text: &str, word: Range<usize>) -> Option<Range<usize>> {
        let bytes = text.as_bytes();
        let before =
            self.count.checked_sub(1).map_or(0, |last| bytes[self.spans[last % WORDS].end - 1]);
        let meeting =
            Meeting::from_le_bytes([bytes[word.start], *bytes.get(word.start + 1)?, before, 0]);
        let may_copy = self.meetings.contains(&meeting);
        self.spans[self.count % WORDS] = word;
        let copy = if may_copy { self.copy(text, meeting) } else { None };
        self.meetings[self.count % LONGEST] = meeting;
        self.count += 1;
        copy
    }

    #[cold]
    fn copy(&self, text: &str, meeting: Meeting) -> Option<Range<usize>> {
        let glued = &self.spans[self.count.checked_sub(1)? % WORDS];
        (2..=LONGEST.min(self.count)).find_map(|len| {
            let at = self.count - len;
            let may_meet = self.meetings[(at + 1) % LONGEST] == meeting;
            may_meet.then(|| copy(text, self.spans[at % WORDS].clone(), glued.clone())).flatten()
        })
    }
}

/// The copies of a phrase that begins with this word, if the first of them begins inside that later word.
fn copy(text: &str, first: Range<usize>, glued: Range<usize>) -> Option<Range<usize>> {
    let opened = text[first.clone()].trim_start_matches(['(', '[', '"', '“', '„', '«', '‘', '\'']);
    let start = first.end - opened.len();
    if !opened.starts_with(char::is_alphabetic) {
        return None;
    }
    let (word, inside) = (&text[start..first.end], &text[glued.clone()]);
    let before =
        inside.strip_suffix(word).filter(|before| before.ends_with(char::is_alphabetic))?;
    let begin = glued.start + before.len();
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
