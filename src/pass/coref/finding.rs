//! What the repair proposes: a finding is one change of the text with its
//! reason. Findings are sorted, disjoint and as small as they can be.

use serde::Serialize;
use std::ops::Range;

/// What sort of damage it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A mention was overwritten where it stood: the pronoun is lost.
    LostPronoun,
    /// Words were put in, and others lost under them.
    Intruder,
    /// A possessive ending is missing behind a name that was put in for a pronoun.
    LostPossessive,
    /// A run of blanks where words were dropped.
    DroppedWords,
    /// A sentence, or the whole text, that the policy gives up for its gaps.
    GivenUp,
}

impl Kind {
    /// The rule that stands for it.
    pub fn rule(self) -> &'static str {
        match self {
            Kind::LostPronoun => "lost-pronoun",
            Kind::Intruder | Kind::GivenUp => "intruder",
            Kind::LostPossessive => "lost-possessive",
            Kind::DroppedWords => "dropped-words",
        }
    }
}

/// One change.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Finding {
    /// What is replaced, in bytes of the text.
    pub span: Range<usize>,
    /// What by.
    pub with: String,
    /// Why.
    pub kind: Kind,
    /// The document that has the lost words.
    pub witness: Option<String>,
    /// The signs from which a pronoun was put back.
    pub inferred: Option<String>,
    /// How sure it is, 0 to 1.
    pub confidence: f64,
}

impl Finding {
    /// The same change without what before and after share at their ends; `None` where nothing is left.
    pub fn minimal(mut self, text: &str) -> Option<Finding> {
        let before = &text[self.span.clone()];
        let shared: usize = before
            .chars()
            .zip(self.with.chars())
            .take_while(|(a, b)| a == b)
            .map(|(a, _)| a.len_utf8())
            .sum();
        self.with.drain(..shared);
        self.span.start += shared;
        let before = &text[self.span.clone()];
        let shared: usize = before
            .chars()
            .rev()
            .zip(self.with.chars().rev())
            .take_while(|(a, b)| a == b)
            .map(|(a, _)| a.len_utf8())
            .sum();
        self.with.truncate(self.with.len() - shared);
        self.span.end -= shared;
        (!self.span.is_empty() || !self.with.is_empty()).then_some(self)
    }
}

/// The text with all findings applied.
pub fn apply(text: &str, findings: &[Finding]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for finding in findings {
        out.push_str(&text[from..finding.span.start]);
        out.push_str(&finding.with);
        from = finding.span.end;
    }
    out.push_str(&text[from..]);
    out
}
