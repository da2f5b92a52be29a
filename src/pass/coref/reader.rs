//! What stands in one document where the words of a question do: how far the
//! words on either side of the gap agree, and what is between them. It judges
//! nothing; whether an answer is believed is for `repair` to say.

use super::answers::{Found, Side};
use super::collector::Place;
use super::context::Word;
use super::question::{Question, REACH};
use std::ops::Range;
use xxhash_rust::xxh3::xxh3_64;

/// How many words an answer may have.
const LONGEST: usize = 8;
/// How many words must agree at the least for an answer to be kept, and how many with the edges of sentences; the policy
/// asks for more. Three words and one are believed nowhere, and come by chance in every other document.
const LEAST: u8 = 4;
pub(super) const LEAST_WITH_EDGES: u8 = 5;
/// How many bytes an answer may have.
const WIDEST: usize = 120;
/// How many words another gap of the question may have had.
const GAP: usize = 3;

/// A document in which answers are looked for.
pub(super) struct Reader<'a> {
    /// Its text.
    pub text: &'a str,
    /// Its words.
    pub stream: &'a [Word],
}

impl Reader<'_> {
    /// Adds the answers that stand at a place: each length that the words on its other side agree with.
    pub fn answers(&self, place: Place<'_>, found: &mut Vec<Found>) {
        let question = place.question;
        let known = if place.left {
            self.before(question, place.at)
        } else {
            self.after(question, place.at)
        };
        if known.is_empty() {
            return;
        }
        for len in 0..=LONGEST {
            let (gap, last) = match place.left {
                true => (place.at..place.at + len, (place.at + len).saturating_sub(1)),
                false if len > place.at => return,
                false => (place.at - len..place.at, place.at - len),
            };
            if len > 0 && self.stream.get(last).is_none_or(|word| word.broken) {
                return;
            }
            let (before, after) = match place.left {
                true => (known, self.after(question, gap.end)),
                false => (self.before(question, gap.start), known),
            };
            let words = before.words + after.words;
            let all = words + u8::from(before.edge) + u8::from(after.edge);
            if words >= LEAST && all >= LEAST_WITH_EDGES && !before.is_empty() && !after.is_empty()
            {
                found.extend(self.found(place.key, gap, [before, after]));
            }
        }
    }

    fn before(&self, question: &Question, gap: usize) -> Side {
        let word = |i: usize| gap.checked_sub(i + 1).and_then(|at| self.stream.get(at));
        let (words, taken) = agreeing(&question.left, word);
        let begins = || self.stream.get(gap - taken).is_some_and(|w| w.begins);
        Side { words, edge: question.to_start == Some(words) && begins() }
    }

    fn after(&self, question: &Question, gap: usize) -> Side {
        let (words, taken) = agreeing(&question.right, |i| self.stream.get(gap + i));
        let begins = || self.stream.get(gap + taken).is_none_or(|w| w.begins);
        Side { words, edge: question.to_end == Some(words) && begins() }
    }

    /// The answer that a gap is, unless it is too long.
    fn found(&self, question: u64, gap: Range<usize>, sides: [Side; 2]) -> Option<Found> {
        let from =
            gap.start.checked_sub(1).and_then(|i| self.stream.get(i)).map_or(0, |w| w.at.end);
        let to = self.stream.get(gap.end).map_or(self.text.len(), |w| w.at.start);
        let between = &self.text[from..to];
        let text = between.trim();
        if text.len() > WIDEST {
            return None;
        }
        let start = from + (between.len() - between.trim_start().len());
        let offset = self.stream.get(gap.start).map_or(from, |w| w.at.start);
        let answer = name(&self.stream[gap], text);
        Some(Found { question, answer, offset, sides, text: start..start + text.len() })
    }
}

/// Where the words are that may stand on the other side of a gap that begins or ends at one.
pub(super) fn beyond(stream: &[Word], left: bool, at: usize) -> Range<usize> {
    let within = if left { at..at + LONGEST + 1 } else { at.saturating_sub(LONGEST + 1)..at };
    within.start.min(stream.len())..within.end.min(stream.len())
}

/// What an answer is kept under: its words, or, where it has none, the signs.
fn name(words: &[Word], text: &str) -> u64 {
    if words.is_empty() {
        return xxh3_64(text.as_bytes());
    }
    let mut bytes = [0; LONGEST * 8];
    for (word, to) in words.iter().zip(bytes.chunks_exact_mut(8)) {
        to.copy_from_slice(&word.hash.to_le_bytes());
    }
    xxh3_64(&bytes[..words.len() * 8])
}

/// How many words of a side agree, the nearest first, and how many words of the stream that takes: another gap there
/// may take up to three. What is broken agrees with nothing, nor does anything beyond it.
#[inline]
fn agreeing<'a>(side: &[Option<u64>], word: impl Fn(usize) -> Option<&'a Word>) -> (u8, usize) {
    // At most places nothing does.
    match (side.first(), word(0)) {
        (Some(Some(own)), Some(word)) if word.hash != *own => (0, 0),
        (None, _) | (_, None) => (0, 0),
        _ => agreeing_from(side, word),
    }
}

fn agreeing_from<'a>(
    side: &[Option<u64>],
    word: impl Fn(usize) -> Option<&'a Word>,
) -> (u8, usize) {
    let sound = |i: usize| word(i).filter(|w| i < REACH * (GAP + 1) && !w.broken);
    let (mut count, mut at, mut reached) = (0, 0, 0);
    let mut side = side.iter().peekable();
    while let Some(own) = side.next() {
        match own {
            Some(hash) if sound(at).is_some_and(|w| w.hash == *hash) => {
                count += 1;
                at += 1;
                reached = at;
            }
            Some(_) => break,
            None => {
                let Some(Some(next)) = side.peek() else { break };
                let mut there = (0..=GAP).map_while(|jump| Some((jump, sound(at + jump)?)));
                let Some((jump, _)) = there.find(|(jump, w)| *jump > 0 && w.hash == *next) else {
                    break;
                };
                at += jump;
            }
        }
    }
    (count, reached)
}
