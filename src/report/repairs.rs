//! What became of coreference damage: how many words came back and from where,
//! how many gaps are marked, examples of each, and of the most damaged documents
//! how the drift rose.

use crate::document::Doc;
use crate::edit::{Edit, Note};
use crate::explain;
use crate::hits::{self, Hit};
use crate::least::Least;
use crate::pass::GAP_MARK;
use crate::pass::coref::explain::{Explanation, Outcome, Told};
use crate::pipeline::Pipeline;
use crate::report::exhibits::WANTED;
use crate::run::Done;
use std::cmp::Reverse;

/// Documents whose drift is shown.
const DRAWN: usize = 3;
/// Intruders of a document that are drawn, the first ones.
const INTRUDERS: usize = 400;
/// Examples of each outcome.
const EXAMPLES: usize = 6;

/// What was found in the documents.
#[derive(Clone, Debug)]
pub struct Repairs {
    /// Damaged documents.
    pub documents: u64,
    /// Words that another document still has.
    pub witnessed: Outcomes,
    /// Words that follow from the grammar around them.
    pub inferred: Outcomes,
    /// Gaps that are marked as unknown.
    pub marked: Outcomes,
    /// The most damaged documents.
    pub drifts: Least<Drift>,
}

/// Repairs that ended in one way.
#[derive(Clone, Debug)]
pub struct Outcomes {
    /// How many.
    pub count: u64,
    /// Some of them.
    pub examples: Least<Hit>,
}

/// A damaged document; the one with most intruders is the least.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Drift {
    /// How many intruders it has.
    pub intruders: Reverse<usize>,
    /// Its name.
    pub document: String,
    /// Its length in bytes.
    pub length: usize,
    /// From which byte on the drift is how great.
    pub rises: Vec<(usize, usize)>,
    /// Intruders: where, at which drift, and how each ended.
    pub points: Vec<(usize, usize, End)>,
}

/// How the repair of a gap ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum End {
    /// The words are back, from another document.
    Witnessed,
    /// They are back, by grammar.
    Inferred,
    /// The gap is marked or closed.
    Marked,
    /// The intruder stays, being too doubtful.
    Left,
}

impl Default for Repairs {
    fn default() -> Self {
        let none = Outcomes { count: 0, examples: Least::new(EXAMPLES) };
        Repairs {
            documents: 0,
            witnessed: none.clone(),
            inferred: none.clone(),
            marked: none,
            drifts: Least::new(DRAWN),
        }
    }
}

impl Repairs {
    /// Those of one document.
    pub fn of(pipeline: &Pipeline, doc: &Doc<'_>, done: &Done<'_>) -> Repairs {
        let mut repairs = Repairs::default();
        let repairs_coref = |pass: usize| pipeline.passes()[pass].coref().is_some();
        if !done.trail.0.iter().any(|layer| repairs_coref(layer.pass)) {
            return repairs;
        }
        repairs.documents = 1;
        hits::each(doc.name, done, WANTED, &mut |place| {
            if repairs_coref(done.trail.0[place.layer].pass)
                && let Some(outcomes) = repairs.outcomes(&place.edit)
            {
                outcomes.count += 1;
                place.offer_to(&mut outcomes.examples);
            }
        });
        if let Some((_, told)) = explain::repair(pipeline, doc, &done.trail) {
            repairs.drifts.add(Drift::new(doc, &told));
        }
        repairs
    }

    fn outcomes(&mut self, edit: &Edit<'_>) -> Option<&mut Outcomes> {
        match edit.note {
            Some(Note { witness: Some(_), .. }) => Some(&mut self.witnessed),
            Some(Note { inferred: Some(_), .. }) => Some(&mut self.inferred),
            _ if edit.after.contains(GAP_MARK) => Some(&mut self.marked),
            _ => None,
        }
    }

    /// Adds those of other documents.
    pub fn merge(&mut self, other: Repairs) {
        self.documents += other.documents;
        for (own, others) in [
            (&mut self.witnessed, other.witnessed),
            (&mut self.inferred, other.inferred),
            (&mut self.marked, other.marked),
        ] {
            own.count += others.count;
            own.examples.merge(others.examples);
        }
        self.drifts.merge(other.drifts);
    }
}

impl Drift {
    fn new(doc: &Doc<'_>, told: &Explanation) -> Drift {
        let point = |intruder: &Told| (intruder.span.start, intruder.drift, End::of(intruder));
        Drift {
            intruders: Reverse(told.intruders.len()),
            document: doc.name.to_owned(),
            length: doc.text.len(),
            rises: told.drift.clone(),
            points: told.intruders.iter().take(INTRUDERS).map(point).collect(),
        }
    }
}

impl End {
    fn of(told: &Told) -> End {
        match &told.outcome {
            Outcome::Left => End::Left,
            Outcome::Marked => End::Marked,
            Outcome::Restored { witness: Some(_), .. } => End::Witnessed,
            Outcome::Restored { .. } => End::Inferred,
        }
    }
}
