//! The lines of the first reading, kept for the second: what that wants of them
//! takes a few bytes for each, so a corpus of common size need not be read again
//! for its lines. Where it would be more than [`MOST`], nothing is kept and the
//! second reading is made. It holds facts, never text.

use super::Survey;
use super::counts::Candidates;
use super::recurring::{Fact, testimony};

/// Bytes kept at most: lines of some hundred MB of text.
pub const MOST: usize = 64 << 20;

/// The lines of all documents that may be witnesses.
#[derive(Debug)]
pub struct KeptLines {
    /// In their order; `None` where they are too many.
    documents: Option<Vec<Document>>,
    bytes: usize,
}

/// The lines of a document.
#[derive(Debug)]
struct Document {
    name: Box<str>,
    lines: Lines,
}

/// The lines of a document of a source.
#[derive(Clone, Debug)]
pub struct Lines {
    /// The source's key.
    pub source: u64,
    /// In their order.
    pub facts: Box<[Fact]>,
}

impl Default for KeptLines {
    fn default() -> Self {
        KeptLines { documents: Some(Vec::new()), bytes: 0 }
    }
}

impl KeptLines {
    /// None, so that the second reading is made.
    pub fn nothing() -> Self {
        KeptLines { documents: None, bytes: 0 }
    }

    /// Keeps the lines of the document of this name.
    pub fn add(&mut self, name: &str, lines: Lines) {
        let Some(documents) = &mut self.documents else { return };
        self.bytes += size_of::<Document>() + name.len() + size_of_val(&*lines.facts);
        if self.bytes > MOST {
            *self = KeptLines::nothing();
            return;
        }
        documents.push(Document { name: name.into(), lines });
    }

    /// Adds to a survey what the documents say of the candidates, as a reading of them would;
    /// `false` where they must be read. `needed` is that of [`Candidates::of`].
    pub fn testify(
        self,
        candidates: &Candidates<'_>,
        needed: impl Fn(u32) -> u32,
        survey: &mut Survey,
    ) -> bool {
        let Some(documents) = self.documents else { return false };
        for Document { name, lines: Lines { source, facts } } in documents {
            let Some(own) = candidates.of(source, &needed) else { continue };
            if let Some(testimony) = testimony(source, &facts, |line| own.has(line)) {
                survey.recurring.add(&name, &testimony);
            }
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::super::recurring::facts;
    use super::*;

    #[test]
    fn beyond_the_budget_nothing_is_kept() {
        let lines = Lines { source: 1, facts: facts("A line\n").into_boxed_slice() };
        let mut kept = KeptLines::default();
        let each = size_of::<Document>() + "a".len() + size_of::<Fact>();
        (0..MOST / each).for_each(|_| kept.add("a", lines.clone()));
        assert_eq!(kept.documents.as_ref().map(Vec::len), Some(MOST / each));
        kept.add("a", lines);
        assert!(kept.documents.is_none());
        let mut survey = Survey::default();
        assert!(!kept.testify(&Candidates::default(), |n| n, &mut survey));
    }
}
