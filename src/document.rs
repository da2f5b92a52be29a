//! What a pass is shown of a document.

use std::collections::BTreeMap;

/// What is known of a document beside its text: fields of its record, and what
/// rules lifted out of it.
pub type Meta = BTreeMap<String, String>;

/// A document as a pass sees it.
#[derive(Clone, Copy, Debug)]
pub struct Doc<'a> {
    /// Its name in the corpus: the path below the input folder, with `/`.
    pub name: &'a str,
    /// Its text as the passes before left it.
    pub text: &'a str,
    /// What is known of it beside its text.
    pub meta: &'a Meta,
}

impl<'a> Doc<'a> {
    /// The same document with another text.
    pub fn with_text<'b>(&self, text: &'b str) -> Doc<'b>
    where
        'a: 'b,
    {
        Doc { name: self.name, text, meta: self.meta }
    }
}
