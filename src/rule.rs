//! A rule as it runs: what is damaged, how it is seen, what becomes of it.
//!
//! What the user writes (TOML, see [`keys`]) and what runs (this) are two
//! types, and the conversion in [`load`] is the only validator. A rule takes
//! effect by standing in a file; nothing else in the project lists rules.

pub mod allow;
pub mod cases;
pub mod context;
pub(crate) mod fields;
pub mod keys;
mod literal;
pub mod load;
pub mod pattern;
pub mod problem;
pub mod read;
pub mod schema;

use self::cases::Case;
use self::context::Context;
use self::pattern::Pattern;
use std::collections::BTreeMap;
use std::sync::Arc;

/// One rule, checked and compiled.
#[derive(Debug)]
pub struct Rule {
    /// Named for the damage seen, not for the remedy.
    pub id: String,
    /// The pass it runs in.
    pub pass: String,
    /// A sentence for the one who asks why this text changed.
    pub why: String,
    /// Where it stands.
    pub place: Place,
    /// How the damage is found and replaced.
    pub body: Body,
    /// Where it applies at all.
    pub context: Context,
    /// Named groups lifted into the document's metadata.
    pub meta: Vec<String>,
    /// What lint is not to say of it, each with the reason.
    pub allow: BTreeMap<String, String>,
    /// Its tests.
    pub cases: Vec<Case>,
}

/// How a rule finds its damage.
#[derive(Debug)]
pub enum Body {
    /// A pattern written in the rule; several where the rule has `each`.
    Patterns(Vec<Pattern>),
    /// The name of a detector written in Rust, in the rule's pass.
    Builtin(String),
}

/// A place in a rule file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The file as the user named it; shipped ones as `rules/NAME.toml`.
    pub file: Arc<str>,
    /// Line, from 1.
    pub line: usize,
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.file, self.line)
    }
}
