//! What a corpus knows that a single document doesn't. A survey is taken in
//! readings of the input before the one that cleans: first the damaged
//! documents ask (the words around each gap), then all documents answer. Its
//! memory grows with the questions and not with the corpus, parts taken on
//! different machines merge in any order to the same whole, and it can be kept
//! in a file.

use crate::document::Doc;
use crate::pass::coref::Coref;
use crate::pass::coref::evidence::{Collector, Evidence, Question};
use crate::pipeline::Pipeline;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// The form of survey files; another number is refused.
const FORM: u32 = 1;

/// What was asked of a corpus and what it answered.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Survey {
    /// The form of the file.
    pumice_survey: u32,
    /// Questions about lost words, and their answers.
    pub evidence: Evidence,
}

impl Survey {
    /// A survey that holds what was found.
    pub fn new(evidence: Evidence) -> Self {
        Survey { pumice_survey: FORM, evidence }
    }

    /// Reads a survey file's text; the error says what is wrong with it.
    pub fn read(text: &str) -> Result<Survey, String> {
        let survey: Survey = serde_json::from_str(text).map_err(|e| format!("no survey: {e}"))?;
        if survey.pumice_survey != FORM {
            return Err(format!(
                "a survey of form {}; this version reads form {FORM}, take it anew",
                survey.pumice_survey
            ));
        }
        Ok(survey)
    }

    /// The text of a survey file: equal surveys give equal bytes.
    pub fn write(&self) -> String {
        // Serialising plain data does not fail.
        serde_json::to_string(self).unwrap_or_default() + "\n"
    }

    /// Takes in another part.
    pub fn merge(&mut self, other: Survey) {
        self.pumice_survey = FORM;
        self.evidence.merge(other.evidence);
    }
}

/// Takes a survey with the passes of a chain: documents are seen as the pass
/// sees them that asks.
pub struct Surveyor<'p> {
    pipeline: &'p Pipeline,
    coref: &'p Coref,
    /// Index of the pass that asks.
    index: usize,
}

impl<'p> Surveyor<'p> {
    /// A surveyor for a chain; `None` where no pass of it asks anything.
    pub fn new(pipeline: &'p Pipeline) -> Option<Self> {
        let mut passes = pipeline.passes().iter().enumerate();
        let (index, coref) = passes.find_map(|(index, pass)| Some((index, pass.coref()?)))?;
        Some(Surveyor { pipeline, coref, index })
    }

    /// What a document asks of the others.
    pub fn questions(&self, doc: &Doc<'_>) -> Vec<Question> {
        self.coref.questions(&self.text(doc))
    }

    /// What a document answers.
    pub fn answers(&self, doc: &Doc<'_>, collector: &Collector) -> Evidence {
        let text = self.text(doc);
        collector.answers(doc.name, &text, || self.coref.broken(&text))
    }

    fn text<'t>(&self, doc: &Doc<'t>) -> Cow<'t, str> {
        let mut text = Cow::Borrowed(doc.text);
        for pass in &self.pipeline.passes()[..self.index] {
            let edits = pass.edits(&doc.with_text(&text));
            if !edits.is_empty() {
                text = Cow::Owned(edits.apply(&text));
            }
        }
        text
    }
}
