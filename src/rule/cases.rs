//! The tests a rule carries with it.

/// One case of a rule, as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// What is expected.
    pub kind: CaseKind,
    /// The input.
    pub text: String,
    /// What it must become; for `keeps` the input itself.
    pub wanted: String,
    /// Line of the rule file.
    pub line: usize,
}

/// The three lists a case may stand in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CaseKind {
    /// Must become what is written beside it, by the rule alone.
    Fixes,
    /// Looks damaged; must survive the rule and the whole chain.
    Keeps,
    /// A known failure, strict: the day it passes it must be moved.
    Misses,
}

impl CaseKind {
    /// The key the case stands under.
    pub fn key(self) -> &'static str {
        match self {
            CaseKind::Fixes => "fixes",
            CaseKind::Keeps => "keeps",
            CaseKind::Misses => "misses",
        }
    }
}
