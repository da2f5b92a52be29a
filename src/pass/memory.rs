//! What a pass remembers of a text while it runs over what its own edits made of it. Nothing of it
//! outlives the document, and no edit depends on it: it spares to look again at what is as it was.

use super::boilerplate::SeenLines;
use super::gate::Hit;
use crate::edit::Edits;

/// What is remembered.
#[derive(Default)]
pub struct Memory {
    /// Where the literals of the patterns stand, in order.
    pub(super) hits: Vec<Hit>,
    /// What was seen of the lines of a page.
    pub(super) lines: SeenLines,
}

/// What a pass remembers, and the edits it made since.
pub struct Before<'e> {
    /// What it remembers. It remembers the text it is shown now when it has run.
    pub memory: &'e mut Memory,
    /// The last edits, if it made the text that it is shown.
    pub since: Option<&'e Edits>,
}

impl<'e> Before<'e> {
    /// Of a text that the pass has not seen.
    pub fn new(memory: &'e mut Memory) -> Self {
        Before { memory, since: None }
    }
}
