//! A pass proposes edits for a text, and does nothing else: it neither fails,
//! nor prints, nor opens files, nor keeps state between texts. What can fail
//! happens when it is built, from the rules that name it.
//!
//! Most passes are rules only and need no Rust at all. A pass with detectors
//! written in Rust has one line in [`CODED`]; the detectors' `why` and cases
//! stand in rules all the same (`builtin = "..."`), and a detector whose rule
//! is missing or switched off does not run.

mod bloom;
pub mod boilerplate;
pub mod coref;
pub mod detokenize;
pub mod doubled;
mod gate;
pub mod markup;
pub mod memory;
pub mod mojibake;
mod patterns;
pub mod unicode;
pub mod whitespace;

use crate::document::Doc;
use crate::edit::{Edits, RuleId};
use crate::proposal::{Overlapped, Proposals};
use crate::protect::Protect;
use crate::rule::{Body, Rule};
use crate::survey::Survey;
use crate::times::Part;
use boilerplate::recurring::RecurringLines;
use coref::Coref;
use coref::explain::Explanation;
use memory::{Before, Memory};
use patterns::Patterns;
use serde::de::DeserializeOwned;
use std::ops::Range;
use std::sync::Arc;
use std::time::{Duration, Instant};
use toml::Spanned;
use toml::de::{DeValue, ValueDeserializer};

/// What stands where words were lost. It is a boundary: no pass edits it, nor
/// takes it as a sign of anything.
pub const GAP_MARK: &str = "[…]";

/// One step of the chain.
pub trait Pass: Send + Sync {
    /// Its name, as in `--only`.
    fn name(&self) -> &str;
    /// What it would change in the document.
    fn edits(&self, doc: &Doc<'_>) -> Edits {
        self.edits_again(doc, Before::new(&mut Memory::default()))
    }
    /// The same, of a pass that may have made the text by its last edits.
    fn edits_again(&self, doc: &Doc<'_>, before: Before<'_>) -> Edits;
    /// Where a rule of it would have fired but for a condition on the place.
    fn near_misses(&self, _doc: &Doc<'_>) -> Vec<NearMiss> {
        Vec::new()
    }
    /// Whether what it does to a line depends on that line alone: of a text whose lines it leaves as
    /// they are it leaves any of them so.
    fn is_by_line(&self) -> bool {
        false
    }
    /// The repair of coreference damage, of the pass that has it.
    fn coref(&self) -> Option<&Coref> {
        None
    }
    /// The judgement of lines by whether they recur, of the pass that has it.
    fn recurring(&self) -> Option<&RecurringLines> {
        None
    }
    /// The record of a repair of coreference damage in the document, of the pass that makes one.
    fn repair(&self, _doc: &Doc<'_>) -> Option<Explanation> {
        None
    }
    /// What it weighed before it left or removed a stretch, of a pass that does so.
    fn verdicts(&self, _doc: &Doc<'_>) -> Vec<Verdict> {
        Vec::new()
    }
    /// Where a rule of it would have fired but for another rule's edit.
    fn overlapped(&self, _doc: &Doc<'_>) -> Vec<Overlapped> {
        Vec::new()
    }
    /// Does the work again and tells what its parts took.
    fn cost(&self, _doc: &Doc<'_>, _out: &mut dyn FnMut(Part, Duration)) {}
}

/// A rule that matched, and the condition that stopped it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NearMiss {
    /// The rule.
    pub rule: RuleId,
    /// What it matched, in bytes of the pass's input.
    pub span: Range<usize>,
    /// The condition, as the rule has it.
    pub condition: String,
}

/// What a pass thought of a stretch of its input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// The rule in whose name it went, or would have gone.
    pub rule: RuleId,
    /// The stretch, in bytes of the pass's input.
    pub span: Range<usize>,
    /// Whether it goes.
    pub goes: bool,
    /// The signs, and what each weighs.
    pub told: String,
}

/// A part of a pass that is written in Rust.
pub trait Detector: Send + Sync {
    /// Proposes replacements, each in the name of one of the pass's rules.
    fn propose(&self, doc: &Doc<'_>, out: &mut Proposals<'_>);
    /// The same, of a text that the pass may have made by its last edits.
    fn propose_again(&self, doc: &Doc<'_>, _before: Before<'_>, out: &mut Proposals<'_>) {
        self.propose(doc, out);
    }
    /// Whether what it proposes for a line depends on that line alone.
    fn is_by_line(&self) -> bool {
        false
    }
    /// The repair of coreference damage, of the one detector that has it: the
    /// survey asks in its name.
    fn coref(&self) -> Option<&Coref> {
        None
    }
    /// The judgement of lines by whether they recur, of the one detector that
    /// has it: the survey counts in its name.
    fn recurring(&self) -> Option<&RecurringLines> {
        None
    }
    /// Where it would have proposed something but for a setting.
    fn near_misses(&self, _doc: &Doc<'_>) -> Vec<NearMiss> {
        Vec::new()
    }
    /// What it weighs before it leaves or removes a stretch, of a detector that does so.
    fn verdicts(&self, _doc: &Doc<'_>) -> Vec<Verdict> {
        Vec::new()
    }
    /// The record of the repair that it would make of a document.
    fn repair(&self, _doc: &Doc<'_>) -> Option<Explanation> {
        None
    }
}

/// A pass with detectors in Rust.
pub struct Coded {
    /// The pass.
    pub pass: &'static str,
    /// The names that rules may give as `builtin`.
    pub builtins: &'static [&'static str],
    /// Checks one file's `[pass.NAME]` table; none where there is nothing to set.
    pub settings: Option<CheckSettings>,
    build: fn(&Parts<'_>) -> Result<Box<dyn Detector>, String>,
}

/// Checks a table of settings and says what is wrong with it, and where.
pub type CheckSettings = fn(Spanned<DeValue<'_>>) -> Result<(), toml::de::Error>;

/// The check for settings of type `T`, which refuses unknown keys and has a
/// default for each.
pub fn check_settings<T: DeserializeOwned>(
    table: Spanned<DeValue<'_>>,
) -> Result<(), toml::de::Error> {
    T::deserialize(ValueDeserializer::from(table)).map(drop)
}

/// The table of passes with detectors in Rust; all others are rules only.
pub const CODED: &[Coded] = &[
    Coded {
        pass: "boilerplate",
        builtins: boilerplate::BUILTINS,
        settings: Some(check_settings::<boilerplate::Settings>),
        build: boilerplate::build,
    },
    Coded {
        pass: "mojibake",
        builtins: mojibake::BUILTINS,
        settings: None,
        build: mojibake::build,
    },
    Coded {
        pass: "unicode",
        builtins: unicode::BUILTINS,
        settings: Some(check_settings::<unicode::Settings>),
        build: unicode::build,
    },
    Coded { pass: "markup", builtins: markup::BUILTINS, settings: None, build: markup::build },
    Coded {
        pass: "coref",
        builtins: coref::BUILTINS,
        settings: Some(check_settings::<coref::Policy>),
        build: coref::build,
    },
    Coded { pass: "doubled", builtins: doubled::BUILTINS, settings: None, build: doubled::build },
    Coded {
        pass: "detokenize",
        builtins: detokenize::BUILTINS,
        settings: Some(check_settings::<detokenize::Settings>),
        build: detokenize::build,
    },
    Coded {
        pass: "whitespace",
        builtins: whitespace::BUILTINS,
        settings: None,
        build: whitespace::build,
    },
];

/// The names of the detectors of a pass.
pub fn builtins_of(pass: &str) -> &'static [&'static str] {
    CODED.iter().find(|coded| coded.pass == pass).map_or(&[], |coded| coded.builtins)
}

/// What a pass's detectors are built from.
pub struct Parts<'r> {
    rules: &'r [(RuleId, Arc<Rule>)],
    settings: &'r toml::Table,
    /// What is known of the corpus.
    pub survey: Option<&'r Arc<Survey>>,
}

impl Parts<'_> {
    /// The rule for a detector; `None` where it is not to run.
    pub fn rule(&self, name: &str) -> Option<RuleId> {
        let named = |rule: &Rule| matches!(&rule.body, Body::Builtin(b) if b == name);
        self.rules.iter().find(|(_, rule)| named(rule)).map(|(id, _)| *id)
    }

    /// The pass's settings, from the `[pass.NAME]` tables of all rule files.
    /// The loader has checked each of them against `T` already.
    pub fn settings<T: DeserializeOwned + Default>(&self) -> T {
        self.settings.clone().try_into().unwrap_or_default()
    }
}

/// What all passes of a chain have in common.
#[derive(Clone, Debug, Default)]
pub struct Shared {
    /// What no rule may touch.
    pub protect: Arc<Protect>,
    /// What is known of the corpus.
    pub survey: Option<Arc<Survey>>,
}

/// A pass made of rules: their patterns, and the detectors they switch on.
pub struct RulePass {
    name: String,
    patterns: Patterns,
    detector: Option<Box<dyn Detector>>,
    protect: Arc<Protect>,
}

impl RulePass {
    /// The pass `name` with these rules and settings; the error is a mistake in the
    /// settings.
    pub fn new(
        name: &str,
        rules: &[(RuleId, Arc<Rule>)],
        settings: &toml::Table,
        shared: &Shared,
    ) -> Result<Self, String> {
        let switched_on = rules.iter().any(|(_, rule)| matches!(rule.body, Body::Builtin(_)));
        let coded = CODED.iter().find(|coded| coded.pass == name && switched_on);
        let parts = Parts { rules, settings, survey: shared.survey.as_ref() };
        Ok(RulePass {
            name: name.to_owned(),
            patterns: Patterns::new(rules),
            detector: coded.map(|coded| (coded.build)(&parts)).transpose()?,
            protect: shared.protect.clone(),
        })
    }

    /// A pass of the rules' patterns alone.
    pub fn of_patterns(name: &str, rules: &[(RuleId, Arc<Rule>)]) -> Self {
        let patterns = Patterns::new(rules);
        RulePass { name: name.to_owned(), patterns, detector: None, protect: Arc::default() }
    }

    fn propose<'t>(&self, doc: &Doc<'t>, before: Before<'_>) -> Proposals<'t> {
        let mut proposals = Proposals::new(doc.text);
        let Before { memory, since } = before;
        self.patterns.propose(doc, Before { memory, since }, &mut proposals);
        if let Some(detector) = &self.detector {
            detector.propose_again(doc, Before { memory, since }, &mut proposals);
        }
        proposals
    }
}

impl Pass for RulePass {
    fn name(&self) -> &str {
        &self.name
    }

    fn overlapped(&self, doc: &Doc<'_>) -> Vec<Overlapped> {
        let mut memory = Memory::default();
        self.propose(doc, Before::new(&mut memory)).overlapped(&self.protect.spans(doc.text))
    }

    fn edits_again(&self, doc: &Doc<'_>, before: Before<'_>) -> Edits {
        let proposals = self.propose(doc, before);
        if proposals.is_empty() {
            return proposals.finish(&[]);
        }
        proposals.finish(&self.protect.spans(doc.text))
    }

    fn is_by_line(&self) -> bool {
        // Of a rule's conditions some are on the place in the text.
        self.patterns.is_empty() && self.detector.as_ref().is_none_or(|own| own.is_by_line())
    }

    fn near_misses(&self, doc: &Doc<'_>) -> Vec<NearMiss> {
        let mut misses = self.patterns.near_misses(doc);
        if let Some(detector) = &self.detector {
            misses.extend(detector.near_misses(doc));
        }
        misses
    }

    fn recurring(&self) -> Option<&RecurringLines> {
        self.detector.as_ref()?.recurring()
    }

    fn cost(&self, doc: &Doc<'_>, out: &mut dyn FnMut(Part, Duration)) {
        self.patterns.cost(doc, &mut |rule, took| out(Part::Rule(rule), took));
        if let Some(detector) = &self.detector {
            let start = Instant::now();
            detector.propose(doc, &mut Proposals::new(doc.text));
            out(Part::Detector, start.elapsed());
        }
    }

    fn verdicts(&self, doc: &Doc<'_>) -> Vec<Verdict> {
        self.detector.as_ref().map_or_else(Vec::new, |detector| detector.verdicts(doc))
    }

    fn coref(&self) -> Option<&Coref> {
        self.detector.as_ref()?.coref()
    }

    fn repair(&self, doc: &Doc<'_>) -> Option<Explanation> {
        self.detector.as_ref()?.repair(doc)
    }
}
