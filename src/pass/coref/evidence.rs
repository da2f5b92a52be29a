//! Evidence: what other documents have where this one has a gap. First the
//! damaged documents ask (the words around each gap), then every document is
//! read once more and answers. Memory grows with the questions: a document
//! that answers nothing leaves no trace.
//!
//! Parts made on different machines merge in any order to the same whole:
//! questions are a union, answers a union by their text, witnesses the least
//! few by (document name, offset). Who asks is not recorded: a document may not
//! be its own witness, so the reader of an answer sets aside the witnesses that
//! are copies of it.

use super::context::{Word, fingerprint, words};
use super::question::{ANCHOR, Question, REACH, anchor};
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::ops::Range;
use xxhash_rust::xxh3::xxh3_64;

/// How many words an answer may have.
const LONGEST: usize = 8;
/// How many words must agree at the least for an answer to be kept; the policy asks for more.
const LEAST: u8 = 4;
/// How many bytes an answer may have.
const WIDEST: usize = 120;
/// How many answers to one question are kept.
const ANSWERS: usize = 64;
/// How many witnesses of one answer are kept.
const WITNESSES: usize = 4;

/// Where an answer was found.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Witness {
    /// The document's name.
    pub doc: String,
    /// Where in it, in bytes.
    pub offset: usize,
    /// The fingerprint of its text.
    pub copy: u64,
    /// How many words before the gap agree.
    pub left: u8,
    /// How many after it.
    pub right: u8,
    /// Whether a sentence begins, or ends, where the words that agree do.
    pub edges: [bool; 2],
    /// The words as they stand there.
    pub text: String,
}

/// What is known about one gap.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// The question.
    pub question: Question,
    /// The answers, by the hash of their words.
    pub answers: BTreeMap<u64, Vec<Witness>>,
}

/// All questions and what was found to them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// By the question's key.
    pub asked: BTreeMap<u64, Asked>,
}

impl Evidence {
    /// Adds questions.
    pub fn ask(&mut self, questions: impl IntoIterator<Item = Question>) {
        for question in questions {
            if question.anchors().next().is_some() {
                self.asked
                    .entry(question.key())
                    .or_insert_with(|| Asked { question, answers: BTreeMap::new() });
            }
        }
    }

    /// Takes in what another part found.
    pub fn merge(&mut self, other: Evidence) {
        for (key, asked) in other.asked {
            let own = self
                .asked
                .entry(key)
                .or_insert_with(|| Asked { question: asked.question, answers: BTreeMap::new() });
            for (answer, witnesses) in asked.answers {
                for witness in witnesses {
                    keep(own.answers.entry(answer).or_default(), witness);
                }
            }
            limit(&mut own.answers);
        }
    }

    /// What was found to a question.
    pub fn answers(&self, question: &Question) -> Option<&Asked> {
        self.asked.get(&question.key())
    }
}

/// Keeps the answers with the least hashes: a choice that any order of merging makes alike.
fn limit(answers: &mut BTreeMap<u64, Vec<Witness>>) {
    while answers.len() > ANSWERS {
        answers.pop_last();
    }
}

/// Keeps one witness for each document, the least first, and of them the least few.
fn keep(witnesses: &mut Vec<Witness>, new: Witness) {
    let rank = |w: &Witness| (std::cmp::Reverse(w.left + w.right), w.offset);
    match witnesses.iter_mut().find(|w| w.doc == new.doc && w.copy == new.copy) {
        Some(old) => {
            if rank(&new) < rank(old) {
                *old = new;
            }
        }
        None => witnesses.push(new),
    }
    witnesses.sort_by(|a, b| (&a.doc, a.copy).cmp(&(&b.doc, b.copy)));
    witnesses.truncate(WITNESSES);
}

/// Looks for answers in one document after another.
pub struct Collector {
    evidence: Evidence,
    anchors: FxHashMap<u64, Vec<(u64, bool)>>,
}

impl Collector {
    /// Begins with the questions of an evidence.
    pub fn new(evidence: Evidence) -> Collector {
        let mut anchors: FxHashMap<u64, Vec<(u64, bool)>> = FxHashMap::default();
        for (key, asked) in &evidence.asked {
            for (left, hash) in asked.question.anchors() {
                anchors.entry(hash).or_default().push((*key, left));
            }
        }
        Collector { evidence, anchors }
    }

    /// What a document answers; `broken` gives the spans of it that are damage
    /// themselves, and is asked only where there is something to answer.
    pub fn answers(
        &self,
        doc: &str,
        text: &str,
        broken: impl Fn() -> Vec<Range<usize>>,
    ) -> Evidence {
        let mut found = Evidence::default();
        if self.anchors.is_empty() || !self.may_answer(&words(text, &[])) {
            return found;
        }
        let copy = fingerprint(text);
        let stream = words(text, &broken());
        self.each_anchor(&stream, |key, at, left| {
            let Some(asked) = self.evidence.asked.get(&key) else { return };
            let answers = answers(&asked.question, &stream, at, left, text, doc, copy);
            if answers.is_empty() {
                return;
            }
            let empty = || Asked { question: asked.question.clone(), answers: BTreeMap::new() };
            let own = found.asked.entry(key).or_insert_with(empty);
            for (answer, witness) in answers {
                keep(own.answers.entry(answer).or_default(), witness);
            }
            limit(&mut own.answers);
        });
        found
    }

    /// Whether there is no question.
    pub fn is_idle(&self) -> bool {
        self.anchors.is_empty()
    }

    /// Whether a text has the words of a question beside a gap.
    pub fn may_answer_in(&self, text: &str) -> bool {
        !self.is_idle() && self.may_answer(&words(text, &[]))
    }

    /// Takes in what documents answered.
    pub fn take(&mut self, answers: Evidence) {
        self.evidence.merge(answers);
    }

    fn may_answer(&self, stream: &[Word]) -> bool {
        let mut any = false;
        self.each_anchor(stream, |_, _, _| any = true);
        any
    }

    /// Calls `out` with each question whose anchor stands in the stream: its
    /// key, where the gap would be, and whether the anchor is on its left.
    fn each_anchor(&self, stream: &[Word], mut out: impl FnMut(u64, usize, bool)) {
        for end in ANCHOR..=stream.len() {
            let run = &stream[end - ANCHOR..end];
            for left in [true, false] {
                let hash = if left {
                    anchor(run.iter().rev().map(|w| w.hash))
                } else {
                    anchor(run.iter().map(|w| w.hash))
                };
                let Some(questions) = self.anchors.get(&hash) else { continue };
                for (key, _) in questions.iter().filter(|(_, side)| *side == left) {
                    out(*key, if left { end } else { end - ANCHOR }, left);
                }
            }
        }
    }

    /// What was found.
    pub fn finish(self) -> Evidence {
        self.evidence
    }
}

/// The answers where the words before the gap end at `at` (or those after it begin there).
fn answers(
    question: &Question,
    stream: &[Word],
    at: usize,
    left: bool,
    text: &str,
    doc: &str,
    copy: u64,
) -> Vec<(u64, Witness)> {
    let mut found = Vec::new();
    for len in 0..=LONGEST {
        let gap = if left { at..at + len } else { at.saturating_sub(len)..at };
        if gap.end > stream.len()
            || gap.len() != len
            || stream[gap.clone()].iter().any(|w| w.broken)
        {
            break;
        }
        let before = agreeing(&question.left, stream[..gap.start].iter().rev());
        let after = agreeing(&question.right, stream[gap.end..].iter());
        let edges = [
            question.to_start == Some(before.0)
                && stream.get(gap.start - before.1).is_some_and(|w| w.begins),
            question.to_end == Some(after.0)
                && stream.get(gap.end + after.1).is_none_or(|w| w.begins),
        ];
        if before.0 + after.0 < LEAST
            || before.0.max(u8::from(edges[0])) == 0
            || after.0.max(u8::from(edges[1])) == 0
        {
            continue;
        }
        let from = gap.start.checked_sub(1).and_then(|i| stream.get(i)).map_or(0, |w| w.at.end);
        let to = stream.get(gap.end).map_or(text.len(), |w| w.at.start);
        let between = text[from..to].trim();
        if between.len() > WIDEST {
            continue;
        }
        let mut hashes: Vec<u8> =
            stream[gap.clone()].iter().flat_map(|w| w.hash.to_le_bytes()).collect();
        if len == 0 {
            hashes.extend(between.bytes());
        }
        let offset = stream.get(gap.start).map_or(from, |w| w.at.start);
        found.push((
            xxh3_64(&hashes),
            Witness {
                doc: doc.to_owned(),
                offset,
                copy,
                left: before.0,
                right: after.0,
                edges,
                text: between.to_owned(),
            },
        ));
    }
    found
}

/// How many words of a side agree, and how many words of the stream that takes: another gap there may take up to three.
fn agreeing<'a>(side: &[Option<u64>], stream: impl Iterator<Item = &'a Word>) -> (u8, usize) {
    let stream: Vec<&Word> = stream.take(REACH * 4).take_while(|w| !w.broken).collect();
    let (mut count, mut at) = (0, 0);
    let mut reached = 0;
    let mut side = side.iter().peekable();
    while let Some(word) = side.next() {
        match word {
            Some(hash) if stream.get(at).is_some_and(|w| w.hash == *hash) => {
                count += 1;
                at += 1;
                reached = at;
            }
            Some(_) => break,
            None => {
                let Some(Some(next)) = side.peek() else { break };
                let Some(jump) =
                    (1..=3).find(|j| stream.get(at + j).is_some_and(|w| w.hash == *next))
                else {
                    break;
                };
                at += jump;
            }
        }
    }
    (count, reached)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn question(left: &str, right: &str) -> Question {
        let mut before: Vec<Option<u64>> =
            words(left, &[]).into_iter().map(|w| Some(w.hash)).collect();
        before.reverse();
        let after = words(right, &[]).into_iter().map(|w| Some(w.hash)).collect();
        Question { left: before, right: after, to_start: None, to_end: None }
    }

    fn observe(collector: &mut Collector, doc: &str, text: &str, broken: &[Range<usize>]) {
        let found = collector.answers(doc, text, || broken.to_vec());
        collector.take(found);
    }

    fn ask(question: &Question) -> Collector {
        let mut evidence = Evidence::default();
        evidence.ask([question.clone()]);
        Collector::new(evidence)
    }

    #[test]
    fn a_comma_or_a_quote_makes_no_difference() {
        let question = question("the mayor told his", "that the bridge was safe");
        let mut collector = ask(&question);
        observe(
            &mut collector,
            "b",
            "\"The mayor, told his critics that the ‘bridge’ was safe",
            &[],
        );
        let found = collector.finish();
        let texts: Vec<&str> = found.asked[&question.key()]
            .answers
            .values()
            .flatten()
            .map(|w| w.text.as_str())
            .collect();
        assert_eq!(texts, ["critics"]);
    }

    #[test]
    fn merging_is_the_same_in_any_order() {
        let question = question("the mayor told his", "that the bridge was safe");
        let part = |doc: &str, word: &str| {
            let mut collector = ask(&question);
            observe(
                &mut collector,
                doc,
                &format!("the mayor told his {word} that the bridge was safe"),
                &[],
            );
            collector.finish()
        };
        let parts = [
            part("c", "critics"),
            part("a", "critics"),
            part("b", "friends"),
            part("e", "critics"),
            part("d", "critics"),
            part("f", "critics"),
        ];
        let merged = |order: &[usize]| {
            let mut all = Evidence::default();
            for i in order {
                all.merge(parts[*i].clone());
            }
            all
        };
        assert_eq!(merged(&[0, 1, 2, 3, 4, 5]), merged(&[5, 4, 3, 2, 1, 0]));
        assert_eq!(merged(&[0, 1, 2, 3, 4, 5]), merged(&[2, 5, 0, 4, 1, 3]));
    }
}
