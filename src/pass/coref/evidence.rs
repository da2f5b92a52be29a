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

use super::collector::Answers;
use super::question::{ANCHOR, Question};
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// How many answers to one question are kept.
const ANSWERS: usize = 16;
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
            if question.anchors(ANCHOR).next().is_some() {
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

    /// Takes in what a document answered; answers to questions that are not asked are passed over.
    pub fn learn(&mut self, answers: Answers) {
        for (question, answers) in answers {
            let Some(own) = self.asked.get_mut(&question) else { continue };
            for (answer, witness) in answers {
                keep(own.answers.entry(answer).or_default(), witness);
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

/// Which of two places in one document is the better witness: the lesser.
pub(super) fn rank(witness: &Witness) -> (Reverse<u8>, usize) {
    (Reverse(witness.left + witness.right), witness.offset)
}

/// Keeps one witness for each document, the least first, and of them the least few.
fn keep(witnesses: &mut Vec<Witness>, new: Witness) {
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
