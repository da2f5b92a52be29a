//! Judges the lines of a scraped page together, as an editor would.
//!
//! It judges nothing in a text that does not look like a scraped page: that
//! takes several different words of menus, forms and footers. The weights
//! stand in the settings; most of this pass is pattern rules and no Rust.

mod chain;
mod date;
mod evidence;
mod judge;
mod lexicon;
mod numbers;
mod page;
pub mod recurring;
mod shape;
mod sign;
mod stretch;
mod title;
mod token;
mod walk;

pub use self::chain::{Around, Chain};
pub use self::judge::{Judge, LineVerdict};
pub use self::page::SeenLines;
pub use self::sign::{Sign, Signs, Weights};

use self::recurring::{Keep, RecurringLines};
use super::memory::{Before, Memory};
use super::{Detector, NearMiss, Parts, Verdict};
use crate::document::Doc;
use crate::edit::RuleId;
use crate::proposal::Proposals;
use crate::survey::source::Way;
use serde::Deserialize;

/// The detectors of this pass.
pub const BUILTINS: &[&str] = &["page-chrome", recurring::NAME];

/// Builds the pass's detector.
pub fn build(parts: &Parts<'_>) -> Result<Box<dyn Detector>, String> {
    let settings: Settings = parts.settings();
    let recurring = RecurringLines::new(parts, &settings);
    Ok(Box::new(Lines {
        page_chrome: parts.rule("page-chrome"),
        judge: Judge::new(settings),
        recurring,
    }))
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
    /// What every line weighs to begin with.
    pub bias: f32,
    /// What is added at the end: higher keeps more lines.
    pub lenience: f32,
    /// How lines follow on each other.
    pub chain: Chain,
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
    /// What says who the author is, or what.
    pub about: Vec<String>,
    /// What introduces a reader's comment.
    pub speech: Vec<String>,
    /// Headings of links, comments and forms.
    pub headings: Vec<String>,
    /// How the source of a document is named, in the order of trying.
    pub source: Vec<Way>,
    /// How many documents of a source must have a line that recurs.
    pub recurring_documents: u32,
    /// Which share of them.
    pub recurring_share: f64,
    /// Longer lines (in characters) are not judged by whether they recur.
    pub recurring_longest: usize,
    /// How many lines that recur must stand together away from the text's ends.
    pub recurring_run: usize,
    /// Which document keeps what recurs.
    pub recurring_keep: Keep,
    /// What stands before a colon and a link to another text.
    pub lead_in: Vec<String>,
}

/// What the pass judges by: the page alone, and the corpus.
struct Lines {
    page_chrome: Option<RuleId>,
    judge: Judge,
    recurring: Option<RecurringLines>,
}

impl Detector for Lines {
    fn propose(&self, doc: &Doc<'_>, out: &mut Proposals<'_>) {
        self.propose_again(doc, Before::new(&mut Memory::default()), out);
    }

    fn propose_again(&self, doc: &Doc<'_>, before: Before<'_>, out: &mut Proposals<'_>) {
        if let Some(recurring) = &self.recurring {
            recurring.propose(doc, out);
        }
        let Some(rule) = self.page_chrome else { return };
        let verdicts = self.judge.explain_again(doc.text, &mut before.memory.lines);
        for verdict in verdicts.into_iter().filter(|verdict| verdict.total < 0.0) {
            out.strip(verdict.span, "", rule, None);
        }
    }

    fn near_misses(&self, doc: &Doc<'_>) -> Vec<NearMiss> {
        self.recurring.as_ref().map(|recurring| recurring.near_misses(doc)).unwrap_or_default()
    }

    fn recurring(&self) -> Option<&RecurringLines> {
        self.recurring.as_ref()
    }

    fn verdicts(&self, doc: &Doc<'_>) -> Vec<Verdict> {
        let Some(rule) = self.page_chrome else { return Vec::new() };
        let verdict = |line: LineVerdict| Verdict {
            rule,
            goes: line.total < 0.0,
            told: self.judge.tell(&line),
            span: line.span,
        };
        self.judge.explain(doc.text).into_iter().map(verdict).collect()
    }
}
