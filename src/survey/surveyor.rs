//! Takes a survey with the passes of a chain: a document is seen as each pass
//! sees it that asks. What it reads of one document is handed back and added up
//! elsewhere, so that documents can be read on all cores.

use super::counts::Candidates;
use super::damage::Prevalence;
use super::kept::{KeptLines, Lines};
use super::recurring::{Testimony, counted, facts, testimony};
use super::source::Source;
use super::suspects::Suspicion;
use super::{Looked, Survey};
use crate::document::Doc;
use crate::pass::Pass;
use crate::pass::boilerplate::recurring::RecurringLines;
use crate::pass::coref::Coref;
use crate::pass::coref::answers::Answers;
use crate::pass::coref::collector::Collector;
use crate::pass::coref::context::fingerprint;
use crate::pass::coref::question::Question;
use crate::pass::memory::{Before, Memory};
use crate::pipeline::Pipeline;
use crate::turns::MOST_ROUNDS;
use std::borrow::Cow;
use std::ops::Range;

/// What the passes of a chain want to know of a corpus.
pub struct Surveyor<'p> {
    pipeline: &'p Pipeline,
    /// The passes that ask, by their index in the chain, in its order.
    asking: Vec<(usize, Asking<'p>)>,
}

/// A pass that asks.
#[derive(Clone, Copy)]
enum Asking<'p> {
    Recurring(&'p RecurringLines),
    Coref(&'p Coref),
}

/// What a document gives in the first reading.
#[derive(Debug, Default)]
pub struct Asked {
    lines: Option<(Vec<u64>, Lines)>,
    questions: Vec<Question>,
    /// Whether it may be damaged, likewise where a pass asks for it.
    suspicion: Option<Suspicion>,
    /// Whether it is damaged for certain, where a pass asks for it.
    damaged: Option<bool>,
    looked: Option<(u64, Looked)>,
    /// Whether the passes under `prepare` were run, and the first that changes it, if one does.
    is_prepared: bool,
    changing: Option<usize>,
}

/// What it gives in the second.
#[derive(Debug, Default)]
pub struct Answered {
    testimony: Option<Testimony>,
    answers: Answers,
}

/// What the second reading looks for.
pub struct Wanted<'s> {
    candidates: Candidates<'s>,
    collector: Collector<'s>,
    survey: &'s Survey,
}

impl Wanted<'_> {
    /// Whether that is nothing, and there is no need to read.
    pub fn is_nothing(&self) -> bool {
        self.candidates.is_empty() && self.collector.is_idle()
    }
}

impl Asked {
    /// Adds it, the part of the document of this name, to a survey, and to the lines that are kept
    /// for the second reading.
    pub fn add_to(self, survey: &mut Survey, kept: &mut KeptLines, name: &str) {
        if let Some((counted, lines)) = self.lines {
            survey.counts.add(lines.source, &counted);
            kept.add(name, lines);
        }
        if let Some(suspicion) = self.suspicion {
            survey.suspects.get_or_insert_default().add(name, suspicion);
        }
        survey.evidence.ask(self.questions, self.damaged == Some(true));
        if let Some(is_certain) = self.damaged {
            survey.damage.add(is_certain);
        }
        if let Some((text, looked)) = self.looked {
            survey.looked.get_or_insert_default().insert(text, looked);
        }
        if self.is_prepared {
            survey.prepared.get_or_insert_default().add(name, self.changing);
        }
    }
}

impl Answered {
    /// Adds it, the part of the document of this name, to a survey.
    pub fn add_to(self, survey: &mut Survey, name: &str) {
        if let Some(testimony) = &self.testimony {
            survey.recurring.add(name, testimony);
        }
        survey.evidence.learn(&self.answers);
    }
}

impl<'p> Surveyor<'p> {
    /// A surveyor for a chain; `None` where no pass of it asks anything.
    pub fn new(pipeline: &'p Pipeline) -> Option<Self> {
        let asking = pipeline.passes().iter().enumerate().flat_map(|(index, pass)| {
            let recurring = pass.recurring().map(Asking::Recurring);
            recurring.into_iter().chain(pass.coref().map(Asking::Coref)).map(move |a| (index, a))
        });
        let asking: Vec<_> = asking.collect();
        (!asking.is_empty()).then_some(Surveyor { pipeline, asking })
    }

    /// The pass that judges lines by whether they recur.
    pub fn recurring(&self) -> Option<&'p RecurringLines> {
        self.asking.iter().find_map(|(_, asking)| match asking {
            Asking::Recurring(recurring) => Some(*recurring),
            Asking::Coref(_) => None,
        })
    }

    /// The first reading of a document.
    pub fn ask(&self, doc: &Doc<'_>) -> Asked {
        let repairs = self.asking.iter().any(|(_, asking)| matches!(asking, Asking::Coref(_)));
        let mut asked = Asked {
            damaged: repairs.then_some(false),
            suspicion: repairs.then_some(Suspicion::None),
            ..Asked::default()
        };
        let mut lacks_possessives = false;
        let may_ask = |asking: Asking<'_>, text: &str| match asking {
            Asking::Recurring(_) => Some(None),
            Asking::Coref(coref) => {
                let glance = coref.glance(text);
                lacks_possessives = glance.lacks_possessives;
                glance.may_suspect().then_some(Some(glance))
            }
        };
        let quiet = self.see(doc, 0..usize::MAX, may_ask, |asking, doc, glance| match asking {
            Asking::Recurring(recurring) => {
                if let Some(source) = Source::of(doc, recurring.ways()) {
                    let (source, facts) = (source.key, facts(doc.text).into_boxed_slice());
                    asked.lines = counted(&facts).map(|said| (said, Lines { source, facts }));
                }
            }
            Asking::Coref(coref) => {
                let glance = glance.flatten().unwrap_or_else(|| coref.glance(doc.text));
                let seen = coref.look_at(doc.text, glance, Prevalence::Uncounted, None);
                let Some(seen) = seen else {
                    asked.suspicion = Some(Suspicion::Unfounded(fingerprint(doc.text)));
                    return;
                };
                asked.suspicion = Some(Suspicion::Some);
                asked.damaged = Some(coref.is_certain(&seen));
                let looked = Looked { broken: seen.broken(), searches: seen.searches };
                asked.looked = Some((fingerprint(doc.text), looked));
                asked.questions = seen.questions;
            }
        });
        asked.is_prepared = self.prepares_all();
        asked.changing = Some(quiet).filter(|quiet| *quiet < self.pipeline.preparing().len());
        if lacks_possessives {
            asked.suspicion = Some(Suspicion::Some);
        }
        asked
    }

    /// What the second reading is to look for, given what the first found in all.
    pub fn wanted<'s>(&self, survey: &'s Survey) -> Wanted<'s> {
        let candidates = match self.recurring() {
            Some(recurring) => survey.counts.candidates(&|n| recurring.needed(n)),
            None => Candidates::default(),
        };
        let collector = Collector::new(&survey.evidence, Survey::prevalence(Some(survey)));
        Wanted { candidates, collector, survey }
    }

    /// Does the part of the second reading that needs no document, since its lines were kept, and
    /// takes it from what is wanted.
    pub fn recall(&self, kept: KeptLines, wanted: &mut Wanted<'_>, survey: &mut Survey) {
        let Some(recurring) = self.recurring() else { return };
        if kept.testify(&wanted.candidates, |n| recurring.needed(n), survey) {
            wanted.candidates = Candidates::default();
        }
    }

    /// The second reading of a document.
    pub fn answer(&self, doc: &Doc<'_>, wanted: &Wanted<'_>) -> Answered {
        let Wanted { candidates, collector, survey } = wanted;
        // A text that may be damaged must be seen as it is when it is repaired, to be known for the same. Of one that is
        // sound no damaged one is a copy.
        let is_sound = survey.suspects.as_ref().is_some_and(|suspects| !suspects.include(doc.name));
        let preparing = self.pipeline.preparing().len();
        let most = if is_sound { preparing } else { usize::MAX };
        let passes = survey.leaving_alone(doc.name, preparing)..most;
        let mut answered = Answered::default();
        let is_wanted = |asking: Asking<'_>, text: &str| match asking {
            Asking::Recurring(_) => (!candidates.is_empty()).then_some(None),
            Asking::Coref(coref) if coref.is_foreign(text) => None,
            Asking::Coref(_) => collector.look(text).map(Some),
        };
        self.see(doc, passes, is_wanted, |asking, doc, stream| match asking {
            Asking::Recurring(recurring) => {
                answered.testimony = testify(recurring, doc, candidates);
            }
            Asking::Coref(coref) => {
                let stream = stream.flatten().or_else(|| collector.look(doc.text));
                let Some(stream) = stream else { return };
                let known = |text: u64| match &survey.looked {
                    Some(looked) => looked.get(&text).map(|l| l.broken.clone()).unwrap_or_default(),
                    None => coref.broken(doc.text),
                };
                answered.answers = collector.answers(doc.name, doc.text, stream, known);
            }
        });
        answered
    }

    /// Whether the first reading runs all passes under `prepare` over every document, none of which asks itself.
    fn prepares_all(&self) -> bool {
        let preparing = self.pipeline.preparing().len();
        let is_behind = self.asking.first().is_some_and(|(index, _)| *index >= preparing);
        is_behind && self.recurring().is_some()
    }

    /// Shows a document to each pass that asks and is wanted for its text, as far
    /// as that is known; those of the `passes` that are before it are run only then, since they cost
    /// most of a reading. `wanted` may tell something of the text, which is handed on where they leave
    /// it as it was. How many of the first passes were run and changed nothing.
    fn see<'d, T>(
        &self,
        doc: &Doc<'d>,
        passes: Range<usize>,
        mut wanted: impl FnMut(Asking<'p>, &str) -> Option<T>,
        mut see: impl FnMut(Asking<'p>, &Doc<'_>, Option<T>),
    ) -> usize {
        let mut text: Cow<'d, str> = Cow::Borrowed(doc.text);
        let (mut done, mut quiet) = (passes.start, passes.start);
        for (index, asking) in &self.asking {
            let Some(told) = wanted(*asking, &text) else { continue };
            let mut told = Some(told);
            let before = done..(*index).min(passes.end).max(done);
            done = before.end;
            for (at, pass) in before.clone().zip(&self.pipeline.passes()[before]) {
                if settle(pass.as_ref(), doc, &mut text) {
                    quiet += usize::from(quiet == at);
                } else {
                    told = None;
                }
            }
            see(*asking, &doc.with_text(&text), told);
        }
        quiet
    }
}

/// Runs a pass over a text as the chain does in its first round; whether it leaves it as it is.
fn settle(pass: &dyn Pass, doc: &Doc<'_>, text: &mut Cow<'_, str>) -> bool {
    let (mut memory, mut last) = (Memory::default(), None);
    for round in 0..MOST_ROUNDS {
        let before = Before { memory: &mut memory, since: last.as_ref() };
        let edits = pass.edits_again(&doc.with_text(text), before);
        if edits.is_empty() {
            return round == 0;
        }
        *text = Cow::Owned(edits.apply(text));
        last = Some(edits);
    }
    false
}

/// What a document says of the lines that may recur.
fn testify(
    recurring: &RecurringLines,
    doc: &Doc<'_>,
    candidates: &Candidates<'_>,
) -> Option<Testimony> {
    let source = Source::of(doc, recurring.ways())?.key;
    let own = candidates.of(source, |n| recurring.needed(n))?;
    testimony(source, &facts(doc.text), |line| own.has(line))
}
