//! Repairs the damage that misaligned coreference substitution left: words a
//! resolver's script put in (intruders) go; what they overwrote comes back
//! where another document of the corpus still has it, or, a lone pronoun, where
//! grammar leaves no choice; all else becomes a gap mark. Nothing is guessed.
//!
//! `repairer` is the whole in a page. The `scan` dismisses sound texts by how their
//! words are classed (`spelling`, `words`, `passing`). A text is cut into `token`s,
//! `mention`s are gathered, `signs` and learned `weights` score how badly a stretch
//! reads where it stands, and `drift` finds the one slowly rising drift that explains
//! them all, in the `position`s that the producer counted; `torn` finds the strings
//! whose own place was written over; `judge` says how sure each intruder is,
//! `document` whether there is damage at all, `gap` turns verdicts into gaps,
//! `question`s and `evidence` ask other documents; `collector` finds the places of
//! the questions' `anchors` in them and `reader` the `answers` there, which change
//! what the drift can be: it is searched once more. `repair` turns gaps and answers
//! into findings, with what `pronoun`, `sign` and `dash` infer where none has a
//! witness. What other tools leave, names in the place of all pronouns, is
//! `possessive`'s. Word lists and weights are settings, in rules/coref.toml and
//! rules/coref-weights.toml; Rust knows no English.

mod anchors;
pub mod answers;
pub mod class;
pub mod collector;
pub mod compose;
pub mod context;
pub mod dash;
pub mod document;
pub mod drift;
pub mod earlier;
pub mod evidence;
pub mod explain;
pub mod finding;
mod foreign;
pub mod gap;
pub mod judge;
mod listed;
pub mod mention;
pub mod passing;
pub mod policy;
pub mod position;
mod possessive;
pub mod pronoun;
pub mod proof;
pub mod question;
mod reader;
pub mod repair;
pub mod repairer;
pub mod scan;
pub mod searches;
pub mod sentence;
pub mod sign;
pub mod signs;
mod small;
mod spelling;
mod state;
pub mod token;
pub mod torn;
pub mod way;
pub mod weights;
pub mod words;

pub use policy::Policy;
pub use repairer::Coref;

use super::{Detector, Parts};
use crate::document::Doc;
use crate::edit::{Note, RuleId};
use crate::proposal::Proposals;
use crate::survey::Survey;
use explain::Explanation;
use finding::Kind;
use scan::Glance;
use std::sync::Arc;

/// The detectors of this pass.
pub const BUILTINS: &[&str] = &["lost-pronoun", "lost-possessive", "intruder", "dropped-words"];

/// Builds the pass's detector; the error is a mistake in its settings.
pub fn build(parts: &Parts<'_>) -> Result<Box<dyn Detector>, String> {
    let rule = |kind: Kind| parts.rule(kind.rule());
    Ok(Box::new(CorefDetector {
        coref: Coref::new(parts.settings::<Policy>())?,
        survey: parts.survey.cloned(),
        lost_pronoun: rule(Kind::LostPronoun),
        lost_possessive: rule(Kind::LostPossessive),
        intruder: rule(Kind::Intruder),
        dropped_words: rule(Kind::DroppedWords),
    }))
}

struct CorefDetector {
    coref: Coref,
    survey: Option<Arc<Survey>>,
    lost_pronoun: Option<RuleId>,
    lost_possessive: Option<RuleId>,
    intruder: Option<RuleId>,
    dropped_words: Option<RuleId>,
}

impl CorefDetector {
    fn rule(&self, kind: Kind) -> Option<RuleId> {
        match kind {
            Kind::LostPronoun => self.lost_pronoun,
            Kind::LostPossessive => self.lost_possessive,
            Kind::Intruder | Kind::GivenUp => self.intruder,
            Kind::DroppedWords => self.dropped_words,
        }
    }
}

impl Detector for CorefDetector {
    fn propose(&self, doc: &Doc<'_>, out: &mut Proposals<'_>) {
        let survey = self.survey.as_deref();
        let evidence = survey.map(|survey| &survey.evidence);
        // A document that the first reading found sound is not looked at again.
        let glance = match survey {
            Some(survey) if survey.is_unsuspected(doc.name, doc.text) => Glance::default(),
            _ => self.coref.glance(doc.text),
        };
        let known = survey.and_then(|survey| survey.searches(doc.text));
        let prevalence = Survey::prevalence(survey);
        let findings = match self.coref.look_at(doc.text, glance, prevalence, known) {
            Some(seen) => {
                out.asks();
                self.coref.findings_of(seen, doc.name, doc.text, evidence)
            }
            // A sound document asks nothing.
            None if self.lost_possessive.is_some() => self.coref.possessives(doc.text, glance),
            None => return,
        };
        for finding in findings {
            let Some(rule) = self.rule(finding.kind) else { continue };
            let note =
                Note { witness: finding.witness, inferred: finding.inferred, ..Note::default() };
            out.replace_noted(finding.span, &finding.with, rule, note);
        }
    }

    fn coref(&self) -> Option<&Coref> {
        Some(&self.coref)
    }

    fn repair(&self, doc: &Doc<'_>) -> Option<Explanation> {
        self.coref.explain(doc.name, doc.text, self.survey.as_deref())
    }
}
