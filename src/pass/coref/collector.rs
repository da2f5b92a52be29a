//! Looks for answers to the questions of damaged documents in one document
//! after another. What it finds in one it hands back, so that documents can be
//! read on all cores; `evidence` takes it in.
//!
//! Every document of a corpus passes here, and a question's anchor may stand in
//! it many times: nothing is allocated for a place. What stands at one is
//! `reader`'s to tell.

use super::anchors::Anchors;
use super::answers::{Answers, Found};
use super::context::{Word, fingerprint, mark, words};
use super::evidence::Evidence;
use super::question::{ANCHOR, ANY, LONG_ANCHOR, Question, anchor};
use super::reader::{Reader, beyond};
use crate::blocks::places;
use crate::survey::damage::Prevalence;
use rustc_hash::FxHashMap;
use std::ops::Range;

/// How often the words that a question is looked up by are met in one document, at the most. No article says anything
/// so often; without an end to it a text of a few phrases, again and again, takes the square of its length.
const PLACES: usize = 64;
/// How many runs are looked up together: a bit each.
const TOGETHER: usize = 64;

/// Where in a text the words of a question stand beside what may be an answer.
#[derive(Clone, Copy)]
pub(super) struct Place<'e> {
    /// The key of the question.
    pub key: u64,
    /// The question.
    pub question: &'e Question,
    /// The word before which the gap would end that these words precede, or would begin that they follow.
    pub at: usize,
    /// Whether these are the words on the left of the gap.
    pub left: bool,
}

/// Looks for answers.
pub struct Collector<'e> {
    /// The questions by the words beside their gaps.
    anchors: Anchors<'e>,
}

/// The words of a text in which there are answers as far as its own damage is not looked at, and those.
pub struct Stream {
    words: Vec<Word>,
    found: Vec<Found>,
}

impl<'e> Collector<'e> {
    /// Begins with the questions of an evidence that matter where damage is so common.
    pub fn new(evidence: &'e Evidence, prevalence: Prevalence) -> Collector<'e> {
        Collector { anchors: Anchors::new(evidence, prevalence) }
    }

    /// Whether there is no question.
    pub fn is_idle(&self) -> bool {
        self.anchors.is_empty()
    }

    /// The words of a text, if it answers a question as far as its own damage is not looked at.
    pub fn look(&self, text: &str) -> Option<Stream> {
        if self.is_idle() {
            return None;
        }
        let words = words(text);
        let found = self.found(text, &words);
        (!found.is_empty()).then_some(Stream { words, found })
    }

    /// What a document answers, of whose text these are the words; `broken` gives the spans of it that are damage
    /// themselves, by the text's fingerprint.
    pub fn answers(
        &self,
        doc: &str,
        text: &str,
        Stream { mut words, mut found }: Stream,
        broken: impl FnOnce(u64) -> Vec<Range<usize>>,
    ) -> Answers {
        let copy = fingerprint(text);
        let broken = broken(copy);
        if !broken.is_empty() {
            mark(&mut words, &broken);
            found = self.found(text, &words);
        }
        Answers::new(doc, text, copy, found)
    }

    /// The answers in a stream of words.
    fn found(&self, text: &str, stream: &[Word]) -> Vec<Found> {
        let reader = Reader { text, stream };
        let mut found = Vec::new();
        self.each_place(stream, |place| reader.answers(place, &mut found));
        found
    }

    /// Where the runs begin that may be anchors. So many are asked for together that the memory need
    /// not be waited for at each.
    fn starts(&self, stream: &[Word]) -> impl Iterator<Item = usize> {
        let last = stream.len().saturating_sub(ANCHOR - 1);
        (0..last).step_by(TOGETHER).flat_map(move |from| {
            let runs = stream[from..].windows(ANCHOR).take(TOGETHER).zip(0..);
            let has = |(words, n)| u64::from(self.anchors.may_have(hash(words))) << n;
            places(runs.map(has).fold(0, |all, one| all | one)).map(move |n| from + n)
        })
    }

    /// Sees each place where a question's anchor stands in a stream of words.
    fn each_place(&self, stream: &[Word], mut see: impl FnMut(Place<'e>)) {
        let mut met: FxHashMap<(bool, u64), usize> = FxHashMap::default();
        for start in self.starts(stream) {
            let run = hash(&stream[start..start + ANCHOR]);
            for (left, at) in [(true, start + ANCHOR), (false, start)] {
                if !self.anchors.may_answer(left, run, stream, at) {
                    continue;
                }
                let long = || if left { at.checked_sub(LONG_ANCHOR) } else { Some(at) };
                let long = || Some(hash(stream.get(long()?..)?.get(..LONG_ANCHOR)?));
                let Some((hash, questions)) = self.anchors.find(left, run, long) else { continue };
                let times = met.entry((left, hash)).or_insert(0);
                *times += 1;
                if *times > PLACES {
                    continue;
                }
                let words = &stream[beyond(stream, left, at)];
                let may_agree =
                    |word: u64| word == ANY || words.iter().any(|other| other.hash == word);
                for keyed in questions.iter().filter(|keyed| may_agree(keyed.beyond)) {
                    see(Place { key: keyed.key, question: keyed.question, at, left });
                }
            }
        }
    }
}

/// The hash of a run of words.
#[inline]
fn hash(words: &[Word]) -> u64 {
    anchor(words.iter().map(|word| word.hash))
}

#[cfg(test)]
mod tests {
    use super::super::anchors::SHARED;
    use super::*;

    fn question(left: &str, right: &str) -> Question {
        let mut before: Vec<Option<u64>> = words(left).into_iter().map(|w| Some(w.hash)).collect();
        before.reverse();
        let after = words(right).into_iter().map(|w| Some(w.hash)).collect();
        Question { left: before, right: after, to_start: None, to_end: None }
    }

    fn answers(evidence: &Evidence, doc: &str, text: &str) -> Answers {
        let collector = Collector::new(evidence, Prevalence::Unknown);
        let stream = collector.look(text);
        stream.map_or_else(Answers::default, |s| collector.answers(doc, text, s, |_| Vec::new()))
    }

    /// What a document knows of a question.
    fn known(question: &Question, doc: &str, text: &str) -> Evidence {
        let mut evidence = Evidence::default();
        evidence.ask([question.clone()], true);
        let answers = answers(&evidence, doc, text);
        evidence.learn(&answers);
        evidence
    }

    #[test]
    fn a_comma_or_a_quote_makes_no_difference() {
        let question = question("the mayor told his", "that the bridge was safe");
        let text = "\"The mayor, told his critics that the ‘bridge’ was safe";
        let found = known(&question, "b", text);
        let texts: Vec<&str> = found.asked[&question.key()]
            .answers
            .values()
            .flatten()
            .map(|w| w.text.as_str())
            .collect();
        assert_eq!(texts, ["critics"]);
    }

    #[test]
    fn words_that_many_questions_share_are_no_anchor_but_longer_runs_are() {
        let town = |n: usize| format!("in the town {n} one of the");
        let questions: Vec<Question> = (0..=SHARED)
            .map(|n| question(&town(n), &format!("stood there {n} open all night")))
            .collect();
        let answered = |count: usize, text: &str| {
            let mut evidence = Evidence::default();
            evidence.ask(questions[..count].iter().cloned(), true);
            answers(&evidence, "b", text).questions()
        };
        let near = "the 1 of it and one of the doors stood there shut";
        assert_eq!([answered(SHARED, near), answered(SHARED + 1, near)], [SHARED, 0]);
        let same = format!("{} doors stood there 3 open all night", town(3));
        assert_eq!([answered(SHARED, &same), answered(SHARED + 1, &same)], [SHARED, 1]);
    }

    #[test]
    fn where_damage_is_rare_only_documents_that_are_damaged_for_certain_are_answered() {
        let question = question("the mayor told his", "that the bridge was safe");
        let is_idle = |certain: bool, prevalence: Prevalence| {
            let mut evidence = Evidence::default();
            evidence.ask([question.clone()], certain);
            Collector::new(&evidence, prevalence).is_idle()
        };
        assert!(is_idle(false, Prevalence::Rare));
        assert!(!is_idle(true, Prevalence::Rare));
        assert!(!is_idle(false, Prevalence::Common) && !is_idle(false, Prevalence::Unknown));
    }

    #[test]
    fn merging_is_the_same_in_any_order() {
        let question = question("the mayor told his", "that the bridge was safe");
        let part = |doc: &str, word: &str| {
            let text = format!("the mayor told his {word} that the bridge was safe");
            known(&question, doc, &text)
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
