//! Looks for answers to the questions of damaged documents in one document
//! after another. What it finds in one it hands back, so that documents can be
//! read on all cores; `evidence` takes it in.
//!
//! Every document of a corpus passes here, and a question's anchor may stand in
//! it many times: nothing is allocated but for the answers that are kept.

use super::context::{Word, fingerprint, mark, words};
use super::evidence::{Evidence, Witness, rank};
use super::question::{ANCHOR, LONG_ANCHOR, Question, REACH, anchor};
use rustc_hash::FxHashMap;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::ops::Range;
use xxhash_rust::xxh3::xxh3_64;

/// How many words an answer may have.
const LONGEST: usize = 8;
/// How many words must agree at the least for an answer to be kept; the policy asks for more.
const LEAST: u8 = 4;
/// How many bytes an answer may have.
const WIDEST: usize = 120;
/// How many words another gap of the question may have had.
const GAP: usize = 3;

/// How often the words that a question is looked up by are met in one document, at the most. No article says anything
/// so often; without an end to it a text of a few phrases, again and again, takes the square of its length.
const PLACES: usize = 64;
/// How many questions may share the words they are looked up by. Without an end to it the questions of a corpus meet
/// its documents wherever `one of the` stands, and the work grows with the square of the corpus.
const SHARED: usize = 16;
/// How many answers of one document to one question are kept: those that agree in the most words.
const IN_ONE: usize = 8;

/// What a document answers: for each question's key the answers by their hashes, each from the best place in it.
pub type Answers = BTreeMap<u64, Vec<(u64, Witness)>>;

/// Where in a text the words of a question stand beside what may be an answer.
#[derive(Clone, Copy)]
struct Place {
    /// The key of the question.
    key: u64,
    /// The word before which the gap would end that these words precede, or would begin that they follow.
    at: usize,
    /// Whether these are the words on the left of the gap.
    left: bool,
}

/// Looks for answers.
pub struct Collector<'e> {
    evidence: &'e Evidence,
    /// The questions by the anchor on their left, and by the one on their right; none where too many share it.
    anchors: [FxHashMap<u64, Vec<u64>>; 2],
    /// The questions that share those, by longer ones.
    long: [FxHashMap<u64, Vec<u64>>; 2],
}

impl<'e> Collector<'e> {
    /// Begins with the questions of an evidence.
    pub fn new(evidence: &'e Evidence) -> Collector<'e> {
        let mut anchors: [FxHashMap<u64, Vec<u64>>; 2] = Default::default();
        let mut long: [FxHashMap<u64, Vec<u64>>; 2] = Default::default();
        for (key, asked) in &evidence.asked {
            for (left, hash) in asked.question.anchors(ANCHOR) {
                anchors[usize::from(!left)].entry(hash).or_default().push(*key);
            }
        }
        for (side, anchors) in anchors.iter_mut().enumerate() {
            for questions in anchors.values_mut().filter(|questions| questions.len() > SHARED) {
                for key in std::mem::take(questions) {
                    let question = &evidence.asked[&key].question;
                    let own = question.anchors(LONG_ANCHOR).find(|(left, _)| *left == (side == 0));
                    let Some((_, hash)) = own else { continue };
                    let questions = long[side].entry(hash).or_default();
                    // The first of their keys, which are the same wherever the corpus is read.
                    if questions.len() < SHARED {
                        questions.push(key);
                    }
                }
            }
        }
        Collector { evidence, anchors, long }
    }

    /// Whether there is no question.
    pub fn is_idle(&self) -> bool {
        self.anchors.iter().all(FxHashMap::is_empty)
    }

    /// Whether a text has the words of a question beside a gap.
    pub fn may_answer(&self, text: &str) -> bool {
        !self.is_idle() && self.places(&words(text)).next().is_some()
    }

    /// What a document answers; `broken` gives the spans of it that are damage themselves, by the text's fingerprint,
    /// and is asked only where there is something to answer.
    pub fn answers(
        &self,
        doc: &str,
        text: &str,
        broken: impl FnOnce(u64) -> Vec<Range<usize>>,
    ) -> Answers {
        let mut answers = Answers::default();
        if self.is_idle() {
            return answers;
        }
        let mut stream = words(text);
        if self.places(&stream).next().is_none() {
            return answers;
        }
        let copy = fingerprint(text);
        mark(&mut stream, &broken(copy));
        let reader = Reader { doc, text, copy, stream: &stream };
        for place in self.places(&stream) {
            if let Some(asked) = self.evidence.asked.get(&place.key) {
                reader.answers(&asked.question, place, &mut answers);
            }
        }
        answers
    }

    /// Where a question's anchor stands in a stream of words.
    fn places<'s>(&'s self, stream: &'s [Word]) -> impl Iterator<Item = Place> + 's {
        let mut met: FxHashMap<(usize, u64), usize> = FxHashMap::default();
        let mut beside = move |side: usize, at: usize| -> &'s [u64] {
            let Some((hash, questions)) = self.anchored(stream, side, at) else { return &[] };
            let times = met.entry((side, hash)).or_insert(0);
            *times += 1;
            if *times <= PLACES { questions } else { &[] }
        };
        (0..=stream.len()).flat_map(move |at| {
            let place = move |left: bool| move |key: &u64| Place { key: *key, at, left };
            beside(0, at).iter().map(place(true)).chain(beside(1, at).iter().map(place(false)))
        })
    }

    /// The questions whose anchor ends before a word, or begins with it, and the anchor.
    fn anchored(&self, stream: &[Word], side: usize, at: usize) -> Option<(u64, &[u64])> {
        let run = |words: usize| match side {
            0 => Some(anchor(stream[at.checked_sub(words)?..at].iter().rev().map(|w| w.hash))),
            _ => Some(anchor(stream.get(at..at + words)?.iter().map(|w| w.hash))),
        };
        let short = run(ANCHOR)?;
        let questions = self.anchors[side].get(&short)?;
        if !questions.is_empty() {
            return Some((short, questions));
        }
        let long = run(LONG_ANCHOR)?;
        Some((long, self.long[side].get(&long)?))
    }
}

/// A document in which answers are looked for.
struct Reader<'a> {
    doc: &'a str,
    text: &'a str,
    copy: u64,
    stream: &'a [Word],
}

/// How far the words on one side of a gap agree.
#[derive(Clone, Copy)]
struct Side {
    /// How many agree.
    words: u8,
    /// Whether a sentence begins, or ends, where they do.
    edge: bool,
}

impl Side {
    fn is_empty(self) -> bool {
        self.words == 0 && !self.edge
    }
}

impl Reader<'_> {
    /// Adds the answers that stand at a place: each length that the words on its other side agree with.
    fn answers(&self, question: &Question, place: Place, answers: &mut Answers) {
        let known = if place.left {
            self.before(question, place.at)
        } else {
            self.after(question, place.at)
        };
        if known.is_empty() {
            return;
        }
        for len in 0..=LONGEST {
            let gap = match place.left {
                true => place.at..place.at + len,
                false if len > place.at => return,
                false => place.at - len..place.at,
            };
            let Some(between) = self.stream.get(gap.clone()) else { return };
            if between.iter().any(|w| w.broken) {
                return;
            }
            let (before, after) = match place.left {
                true => (known, self.after(question, gap.end)),
                false => (self.before(question, gap.start), known),
            };
            if before.words + after.words >= LEAST && !before.is_empty() && !after.is_empty() {
                self.keep(place.key, gap, [before, after], answers);
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

    /// Keeps an answer, unless the same one stands in a better place of the document, or enough better ones.
    fn keep(&self, key: u64, gap: Range<usize>, sides: [Side; 2], answers: &mut Answers) {
        let from =
            gap.start.checked_sub(1).and_then(|i| self.stream.get(i)).map_or(0, |w| w.at.end);
        let to = self.stream.get(gap.end).map_or(self.text.len(), |w| w.at.start);
        let text = self.text[from..to].trim();
        if text.len() > WIDEST {
            return;
        }
        let [left, right] = sides.map(|side| side.words);
        let offset = self.stream.get(gap.start).map_or(from, |w| w.at.start);
        let (rank_here, name) = ((Reverse(left + right), offset), name(&self.stream[gap], text));
        let own = answers.entry(key).or_default();
        let known = own.iter().position(|(other, _)| *other == name);
        let rival = known.or_else(|| {
            let worst = || (0..own.len()).max_by_key(|i| rank(&own[*i].1));
            (own.len() >= IN_ONE).then(worst).flatten()
        });
        if rival.is_some_and(|i| rank(&own[i].1) <= rank_here) {
            return;
        }
        let witness = Witness {
            doc: self.doc.to_owned(),
            offset,
            copy: self.copy,
            left,
            right,
            edges: sides.map(|side| side.edge),
            text: text.to_owned(),
        };
        match rival {
            Some(i) => own[i] = (name, witness),
            None => own.push((name, witness)),
        }
    }
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
fn agreeing<'a>(side: &[Option<u64>], word: impl Fn(usize) -> Option<&'a Word>) -> (u8, usize) {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn question(left: &str, right: &str) -> Question {
        let mut before: Vec<Option<u64>> = words(left).into_iter().map(|w| Some(w.hash)).collect();
        before.reverse();
        let after = words(right).into_iter().map(|w| Some(w.hash)).collect();
        Question { left: before, right: after, to_start: None, to_end: None }
    }

    /// What a document knows of a question.
    fn known(question: &Question, doc: &str, text: &str) -> Evidence {
        let mut evidence = Evidence::default();
        evidence.ask([question.clone()]);
        let answers = Collector::new(&evidence).answers(doc, text, |_| Vec::new());
        evidence.learn(answers);
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
            .map(|n| question(&town(n), &format!("stood {n} open all night")))
            .collect();
        let answered = |count: usize, text: &str| {
            let mut evidence = Evidence::default();
            evidence.ask(questions[..count].iter().cloned());
            Collector::new(&evidence).answers("b", text, |_| Vec::new()).len()
        };
        let near = "the 1 of it and one of the doors stood 3 shut";
        assert_eq!([answered(SHARED, near), answered(SHARED + 1, near)], [SHARED, 0]);
        let same = format!("{} doors stood 3 open all night", town(3));
        assert_eq!([answered(SHARED, &same), answered(SHARED + 1, &same)], [SHARED, 1]);
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
