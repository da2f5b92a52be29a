//! What one document answers, until the evidence takes it in. Most of it is not
//! kept there, since other documents say the same: so it is a list of places and
//! one text, and a witness is made of a place only when it is kept.

use super::evidence::{Place, Rank, Witness};
use std::cmp::Reverse;
use std::ops::Range;

/// How many answers of one document to one question are kept: those that agree in the most words.
const IN_ONE: usize = 8;

/// The answers of a document.
#[derive(Debug, Default)]
pub struct Answers {
    doc: Box<str>,
    copy: u64,
    /// The words of all answers.
    words: String,
    pub(super) found: Vec<Found>,
}

/// An answer.
#[derive(Clone, Debug)]
pub(super) struct Found {
    /// The key of the question.
    pub question: u64,
    /// The hash of the answer's words.
    pub answer: u64,
    /// Where the answer begins, in bytes.
    pub offset: usize,
    /// How many words agree on either side, and whether a sentence ends there.
    pub sides: [Side; 2],
    /// Its words, as bytes of the text.
    pub text: Range<usize>,
}

/// How far the words on one side of a gap agree.
#[derive(Clone, Copy, Debug)]
pub(super) struct Side {
    /// How many agree.
    pub words: u8,
    /// Whether a sentence begins, or ends, where they do.
    pub edge: bool,
}

impl Side {
    pub fn is_empty(self) -> bool {
        self.words == 0 && !self.edge
    }
}

impl Found {
    fn rank(&self) -> Rank {
        (Reverse(self.sides.iter().map(|side| side.words).sum()), self.offset)
    }
}

impl Answers {
    /// The answers that were found in a document, each from its best place, and the best to each question.
    pub(super) fn new(doc: &str, text: &str, copy: u64, mut found: Vec<Found>) -> Answers {
        found.sort_by_key(|found| (found.question, found.answer, found.rank()));
        found.dedup_by_key(|found| (found.question, found.answer));
        found.sort_by_key(|found| (found.question, found.rank()));
        let (mut words, mut question, mut before) = (String::new(), None, 0);
        found.retain_mut(|found| {
            before = if question.replace(found.question) == Some(found.question) {
                before + 1
            } else {
                0
            };
            if before >= IN_ONE {
                return false;
            }
            let start = words.len();
            words.push_str(&text[found.text.clone()]);
            found.text = start..words.len();
            true
        });
        Answers { doc: doc.into(), copy, words, found }
    }

    /// How many questions are answered.
    pub fn questions(&self) -> usize {
        self.found.chunk_by(|a, b| a.question == b.question).count()
    }

    pub(super) fn place(&self, found: &Found) -> Place<'_> {
        Place { doc: &self.doc, copy: self.copy, rank: found.rank() }
    }

    pub(super) fn witness(&self, found: &Found) -> Witness {
        Witness {
            doc: self.doc.to_string(),
            offset: found.offset,
            copy: self.copy,
            left: found.sides[0].words,
            right: found.sides[1].words,
            edges: found.sides.map(|side| side.edge),
            text: self.words[found.text.clone()].to_owned(),
        }
    }
}
