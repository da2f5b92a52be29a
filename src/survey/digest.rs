//! What a document's cleaning owes to the survey, as one hash: where it is the
//! same in two surveys, by the same rules the document comes out the same.
//!
//! It holds all that is proven of the document's source, not of its lines
//! alone: passes may bring lines about that it does not have yet. The counts
//! are part of it, since the ledger tells them; so a document that is added to
//! a source touches all others of it where anything recurs there.

use super::{Survey, Surveyor};
use crate::document::Doc;
use crate::hash::Hasher;
use crate::pass::boilerplate::recurring::RecurringLines;
use crate::pass::coref::question::Question;
use crate::survey::source::Source;
use std::collections::BTreeMap;

/// The digests of a survey.
pub struct Digests<'s> {
    survey: &'s Survey,
    recurring: Option<&'s RecurringLines>,
    /// Of each source of which anything is proven.
    sources: BTreeMap<u64, Hasher>,
}

impl<'s> Digests<'s> {
    /// The digests of what a survey tells the passes that this surveyor asks for.
    pub fn new(survey: &'s Survey, surveyor: &Surveyor<'s>) -> Self {
        let recurring = surveyor.recurring();
        let mut sources: BTreeMap<u64, Hasher> = BTreeMap::new();
        for (line, seen) in recurring.map(|r| r.proven(survey)).into_iter().flatten() {
            let hasher = sources.entry(seen.source).or_default();
            hasher.update(&line.to_le_bytes());
            hasher.update(&seen.documents.to_le_bytes());
            for name in [&seen.first, &seen.fullest.1] {
                hasher.update(&(name.len() as u64).to_le_bytes());
                hasher.update(name.as_bytes());
            }
        }
        for (source, hasher) in &mut sources {
            let documents = survey.recurring.sources.get(source).copied().unwrap_or_default();
            hasher.update(&documents.to_le_bytes());
        }
        Digests { survey, recurring, sources }
    }

    /// The digest for a document that asks these questions, as hex digits.
    pub fn digest_for(&self, doc: &Doc<'_>, questions: &[Question]) -> String {
        let mut hasher = Hasher::default();
        let source = self.recurring.and_then(|recurring| Source::of(doc, recurring.ways()));
        if let Some(own) = source.and_then(|source| self.sources.get(&source.key)) {
            hasher.update(own.finish().as_bytes());
        }
        for question in questions {
            let answers = self.survey.evidence.answers(question);
            // Serialising plain data does not fail.
            hasher.update(&serde_json::to_vec(&answers).unwrap_or_default());
        }
        hasher.finish()
    }
}
