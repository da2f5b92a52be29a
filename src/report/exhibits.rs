//! What the report shows beside the accounts: sample hits of each rule, the
//! documents that lost most, fields lifted out, repairs of coreference damage.
//! Each part is bounded whatever the corpus, and parts of a run merge in any
//! order to the same exhibits. They cost a second reading of each trail, so they
//! are made only where a report is asked for.

use super::lifted::Lifted;
use super::losses::Losses;
use super::repairs::Repairs;
use crate::document::Doc;
use crate::hits::{Hits, Wanted};
use crate::io::load::Loaded;
use crate::pipeline::Pipeline;
use crate::run::Done;

/// Samples of each rule, with as much around them as is read at a glance.
pub const WANTED: Wanted = Wanted { seed: 0, samples: 4, context: 64, longest: 240 };

/// What there is to show of some documents.
#[derive(Clone, Debug)]
pub struct Exhibits {
    /// Hits by rule.
    pub hits: Hits,
    /// The documents that lost most.
    pub losses: Losses,
    /// What was lifted out of texts.
    pub lifted: Lifted,
    /// Coreference damage.
    pub repairs: Repairs,
}

impl Default for Exhibits {
    fn default() -> Self {
        Exhibits {
            hits: Hits::new(WANTED),
            losses: Losses::default(),
            lifted: Lifted::default(),
            repairs: Repairs::default(),
        }
    }
}

impl Exhibits {
    /// Those of one document.
    pub fn of(pipeline: &Pipeline, loaded: &Loaded<'_>, done: &Done<'_>) -> Exhibits {
        if done.trail.is_empty() {
            return Exhibits::default();
        }
        let (name, text) = (&*loaded.name, &*done.decoded.text);
        let doc = Doc { name, text, meta: &loaded.meta };
        Exhibits {
            hits: Hits::of(name, done, WANTED),
            losses: Losses::of(name, done),
            lifted: Lifted::of(name, &done.trail),
            repairs: Repairs::of(pipeline, &doc, done),
        }
    }

    /// Adds those of other documents.
    pub fn merge(&mut self, other: Exhibits) {
        self.hits.merge(other.hits);
        self.losses.merge(other.losses);
        self.lifted.merge(other.lifted);
        self.repairs.merge(other.repairs);
    }
}
