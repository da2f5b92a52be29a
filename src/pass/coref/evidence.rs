//! Evidence: what other documents have where this one has a gap. First the
//! damaged documents ask (the words around each gap), then every document is
//! read once more and answers, which `collector` looks for. Memory grows with
//! the questions: a document that answers nothing leaves no trace.
//!
//! Parts made on different machines merge in any order to the same whole:
//! questions are a union, answers a union by their text, witnesses the least
//! few by (document name, offset). Who asks is not recorded: a document may not
//! be its own witness, so the reader of an answer sets aside the witnesses that
//! are copies of it.

use super::answers::Answers;
use super::question::{ANCHOR, Question};
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// How many answers to one question are kept.
const ANSWERS: usize = 16;
/// How many witnesses of one answer are kept.
const WITNESSES: usize = 4;

/// Where an answer was found.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
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
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Asked {
    /// The question.
    pub question: Question,
    /// Whether a document asks it that is damaged for certain. In a corpus with next to none the others stay as they
    /// are, so nobody need answer them.
    #[serde(default = "always", skip_serializing_if = "Clone::clone")]
    pub certain: bool,
    /// The answers, by the hash of their words.
    pub answers: BTreeMap<u64, Vec<Witness>>,
}

fn always() -> bool {
    true
}

/// All questions and what was found to them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Evidence {
    /// By the question's key.
    pub asked: BTreeMap<u64, Asked>,
}

impl Evidence {
    /// Adds the questions of a document that may be damaged for certain.
    pub fn ask(&mut self, questions: impl IntoIterator<Item = Question>, certain: bool) {
        for question in questions {
            if question.anchors(ANCHOR).next().is_some() {
                self.asked(question.key(), question).certain |= certain;
            }
        }
    }

    fn asked(&mut self, key: u64, question: Question) -> &mut Asked {
        let unanswered = || Asked { question, certain: false, answers: BTreeMap::new() };
        self.asked.entry(key).or_insert_with(unanswered)
    }

    /// Takes in what another part found.
    pub fn merge(&mut self, other: Evidence) {
        for (key, asked) in other.asked {
            let own = self.asked(key, asked.question);
            own.certain |= asked.certain;
            for (answer, witnesses) in asked.answers {
                for witness in witnesses {
                    own.keep(answer, &Place::of(&witness), || witness.clone());
                }
            }
        }
    }

    /// Takes in what a document answered; answers to questions that are not asked are passed over.
    pub fn learn(&mut self, answers: &Answers) {
        for to_one in answers.found.chunk_by(|a, b| a.question == b.question) {
            let Some(own) = self.asked.get_mut(&to_one[0].question) else { continue };
            for found in to_one {
                own.keep(found.answer, &answers.place(found), || answers.witness(found));
            }
        }
    }

    /// What was found to a question.
    pub fn answers(&self, question: &Question) -> Option<&Asked> {
        self.asked.get(&question.key())
    }
}

/// Where a witness stands, and how good it is.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    pub doc: &'a str,
    pub copy: u64,
    pub rank: Rank,
}

/// Which of two places in one document is the better witness: the lesser.
pub(super) type Rank = (Reverse<u8>, usize);

impl<'a> Place<'a> {
    fn of(witness: &'a Witness) -> Place<'a> {
        let rank = (Reverse(witness.left + witness.right), witness.offset);
        Place { doc: &witness.doc, copy: witness.copy, rank }
    }
}

impl Asked {
    /// Keeps a witness of an answer: the answers with the least hashes, of each the least witnesses, one for each
    /// document, and of that the best. Any order of merging makes the same choice. A corpus has many that are not kept;
    /// they are not even made.
    fn keep(&mut self, answer: u64, place: &Place<'_>, make: impl FnOnce() -> Witness) {
        let is_full = self.answers.len() >= ANSWERS;
        if is_full && self.answers.last_key_value().is_some_and(|(last, _)| *last < answer) {
            return;
        }
        let own = self.answers.entry(answer).or_default();
        match own.binary_search_by(|w| (&*w.doc, w.copy).cmp(&(place.doc, place.copy))) {
            Ok(at) if place.rank < Place::of(&own[at]).rank => own[at] = make(),
            Ok(_) => {}
            Err(at) if at < WITNESSES => {
                own.insert(at, make());
                own.truncate(WITNESSES);
            }
            Err(_) => {}
        }
        if self.answers.len() > ANSWERS {
            self.answers.pop_last();
        }
    }
}
