//! The trail of a document: one `Edits` for each pass that changed it, in the
//! order they were applied. Text plus trail is all there is to know of a
//! cleaned document; diff, ledger, explain and report read nothing else.

use crate::document::Meta;
use crate::edit::Edits;
use std::borrow::Cow;
use std::ops::Range;

/// What one pass changed, in one round of the chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layer {
    /// From 1. A later round runs because an earlier one changed something.
    pub round: usize,
    /// Index of the pass in the chain.
    pub pass: usize,
    /// Its edits, over the text as it found it.
    pub edits: Edits,
}

/// All that was changed, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trail(pub Vec<Layer>);

impl Trail {
    /// Whether nothing was changed.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The text that the trail starts from, given the one it led to.
    pub fn undo(&self, text: &str) -> Option<String> {
        self.0.iter().rev().try_fold(text.to_owned(), |text, layer| layer.edits.undo(&text))
    }

    /// The smallest span of the first text behind a span of the input of
    /// layer `index`; of the final text, where `index` is the layers' number.
    pub fn origin(&self, index: usize, span: Range<usize>) -> Range<usize> {
        self.0[..index].iter().rev().fold(span, |span, layer| layer.edits.origin(span))
    }

    /// What the rules lifted out; the first value of a name counts.
    pub fn lifted(&self) -> Meta {
        let mut meta = Meta::new();
        for edit in self.0.iter().flat_map(|layer| layer.edits.iter()) {
            for (name, value) in edit.note.iter().flat_map(|note| &note.meta) {
                meta.entry(name.clone()).or_insert_with(|| value.clone());
            }
        }
        meta
    }
}

/// A cleaned document.
#[derive(Clone, Debug)]
pub struct Cleaned<'t> {
    /// Its text; the input itself where nothing was changed.
    pub text: Cow<'t, str>,
    /// How it came about.
    pub trail: Trail,
    /// Whether the chain came to rest. Where it did not, cleaning the output
    /// again would change it again.
    pub settled: bool,
    /// Whether a pass asked the survey about its words.
    pub asked: bool,
    /// As [`crate::pipeline::Pipeline::told`].
    pub told: u64,
}
