//! Judges the lines of a scraped page together, as an editor would.
//!
//! It judges nothing in a text that does not look like a scraped page: that
//! takes several different words of menus, forms and footers. The weights
//! stand in the settings; most of this pass is pattern rules and no Rust.

mod judge;
mod lexicon;
mod page;
mod shape;
mod sign;

pub use self::judge::{Judge, LineVerdict};
pub use self::sign::{Sign, Signs, Weights};

use super::{Detector, Parts};
use crate::document::Doc;
use crate::edit::RuleId;
use crate::proposal::Proposals;
use serde::Deserialize;

/// The detectors of this pass.
pub const BUILTINS: &[&str] = &["page-chrome"];

/// Builds the pass's detector.
pub fn build(parts: &Parts<'_>) -> Result<Box<dyn Detector>, String> {
    let rule = parts.rule("page-chrome");
    Ok(Box::new(PageChrome { rule, judge: Judge::new(parts.settings()) }))
}

/// What users may set as `[pass.boilerplate]`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Settings {
    /// How many different entries of the lists below must stand alone on
    /// lines before a text is judged at all.
    pub evidence: usize,
    /// One such line in how many there must be.
    pub spread: usize,
    /// What every line weighs to begin with: higher keeps more.
    pub bias: f32,
    /// What the mean weight of the lines above counts: of the first, the
    /// second, the third and fourth, the fifth to tenth, the next twenty.
    pub above: [f32; 5],
    /// The same for the lines below.
    pub below: [f32; 5],
    /// What each sign weighs.
    pub weights: Weights,
    /// Words that hold sentences together, in all languages.
    pub function_words: Vec<String>,
    /// Entries of menus.
    pub menu: Vec<String>,
    /// Phrases that only sites use.
    pub site: Vec<String>,
    /// Words that bid the reader do something with the site.
    pub reader: Vec<String>,
    /// Words that name a picture's source.
    pub credit: Vec<String>,
    /// Starts of lines that name author or date.
    pub byline: Vec<String>,
    /// What introduces a reader's comment.
    pub speech: Vec<String>,
    /// Headings of links, comments and forms.
    pub headings: Vec<String>,
}

struct PageChrome {
    rule: Option<RuleId>,
    judge: Judge,
}

impl Detector for PageChrome {
    fn propose(&self, doc: &Doc<'_>, out: &mut Proposals<'_>) {
        let Some(rule) = self.rule else { return };
        for verdict in self.judge.explain(doc.text).into_iter().filter(|v| v.total < 0.0) {
            out.strip(verdict.span, "", rule, None);
        }
    }
}
