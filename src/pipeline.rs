//! The chain: passes in order, built from rules, run over a document until a
//! whole round of it changes nothing ([`crate::turns`]).
//!
//! The rounds are what makes cleaning idempotent: a banner that was tokenised
//! is seen by the boilerplate rules only once `detokenize` has mended it, and
//! that must happen in this run and not in the next. A document that needs
//! nothing costs one round.

use crate::document::Doc;
use crate::edit::RuleId;
use crate::limits::Limits;
use crate::pass::memory::{Before, Memory};
use crate::pass::{Pass, RulePass, Shared};
use crate::protect::Protect;
use crate::rule::Rule;
use crate::rule::problem::{Problem, Problems};
use crate::ruleset::RuleSet;
use crate::survey::Survey;
use crate::times::Watch;
use crate::trail::{Cleaned, Layer, Trail};
use crate::turns::{KnownLines, Turns};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

/// Passes in order, and the table of their rules.
pub struct Pipeline {
    passes: Vec<Box<dyn Pass>>,
    /// How many of them the order lists under `prepare`.
    prepared: usize,
    rules: Vec<Arc<Rule>>,
    settings: BTreeMap<String, toml::Table>,
    shared: Shared,
    limits: Limits,
}

impl Pipeline {
    /// The passes of the set's order with those of its rules that are on. Passes
    /// that ask something of the corpus read the survey, or do without.
    pub fn new(set: RuleSet, survey: Option<Arc<Survey>>) -> Result<Self, Problems> {
        let mut rules: Vec<Arc<Rule>> = Vec::new();
        let mut passes: Vec<Box<dyn Pass>> = Vec::new();
        let RuleSet { rules: listed, order, settings, protect, limits } = set;
        let mut left: Vec<Arc<Rule>> =
            listed.into_iter().filter(|listed| listed.on).map(|listed| listed.rule).collect();
        let shared = Shared { protect: Arc::new(Protect::new(protect)), survey };
        let mut problems = Vec::new();
        let prepared = order.prepare.len();
        for name in order.names() {
            let (own, others): (Vec<_>, Vec<_>) = left.into_iter().partition(|r| r.pass == name);
            left = others;
            let first = rules.len();
            rules.extend(own);
            let table: Vec<(RuleId, Arc<Rule>)> = rules[first..]
                .iter()
                .zip(first..)
                .map(|(rule, i)| (RuleId(u32::try_from(i).unwrap_or(u32::MAX)), rule.clone()))
                .collect();
            match RulePass::new(name, &table, of_pass(&settings, name), &shared) {
                Ok(pass) => passes.push(Box::new(pass)),
                Err(reason) => problems.push(Problem::whole(&format!("[pass.{name}]"), reason)),
            }
        }
        if !problems.is_empty() {
            return Err(Problems(problems));
        }
        Ok(Pipeline { passes, prepared, rules, settings, shared, limits })
    }

    /// The shipped chain.
    pub fn shipped() -> Result<Self, Problems> {
        Pipeline::new(RuleSet::shipped()?, None)
    }

    /// The same chain with what is known of the corpus: only passes that ask are built anew.
    #[must_use]
    pub fn with_survey(mut self, survey: Arc<Survey>) -> Self {
        self.shared.survey = Some(survey);
        for at in 0..self.passes.len() {
            let pass = self.passes[at].as_ref();
            if pass.recurring().is_none() && pass.coref().is_none() {
                continue;
            }
            let name = pass.name();
            let own = self.rules.iter().zip(0..).filter(|(rule, _)| rule.pass == name);
            let own: Vec<(RuleId, Arc<Rule>)> =
                own.map(|(rule, i)| (RuleId(i), rule.clone())).collect();
            self.passes[at] = Box::new(self.pass_of(name, &own));
        }
        self
    }

    /// Cleans a text.
    pub fn clean<'t>(&self, doc: &Doc<'t>) -> Cleaned<'t> {
        self.clean_timed(doc, &mut Watch::start(false))
    }

    /// The same, with an eye on the clock.
    pub fn clean_timed<'t>(&self, doc: &Doc<'t>, watch: &mut Watch) -> Cleaned<'t> {
        let mut text = Cow::Borrowed(doc.text);
        let mut trail = Trail::default();
        let preparing = self.preparing().len();
        let quiet = self.survey().map_or(0, |s| s.leaving_alone(doc.name, preparing));
        let mut turns = Turns::new(self.passes.len(), quiet);
        let (mut asked, mut told) = (false, 0_u64);
        let (mut memory, mut known) = (Memory::default(), KnownLines::new(quiet));
        while let Some(index) = turns.pass() {
            if self.passes[index].is_by_line() && known.has_left(index) {
                turns.take(false);
                continue;
            }
            let (pass, input) = (self.passes[index].as_ref(), doc.with_text(&text));
            let since = trail.0.last().filter(|_| turns.is_again()).map(|layer| &layer.edits);
            if since.is_none() {
                memory = Memory::default();
            }
            let edits = pass.edits_again(&input, Before { memory: &mut memory, since });
            asked |= edits.asked();
            told = told.wrapping_add(edits.told());
            let output = (!edits.is_empty()).then(|| edits.apply(&text));
            watch.passed(index, pass, &input);
            let round = turns.round();
            turns.take(output.is_some());
            if edits.is_empty() {
                known.leave(index);
            } else if !edits.remove_lines(&text) {
                known.forget();
            }
            if let Some(output) = output {
                text = Cow::Owned(output);
                trail.0.push(Layer { round, pass: index, edits });
            }
        }
        Cleaned { text, trail, settled: turns.are_over(), asked, told }
    }

    /// A number for what the survey would tell of a document's text, in all its versions that
    /// the pass saw which is told. While it stays the same, so does the trail, unless a pass
    /// asked for words.
    pub fn told(&self, doc: &Doc<'_>, trail: &Trail) -> u64 {
        let mut passes = self.passes.iter().enumerate();
        let Some((index, recurring)) = passes.find_map(|(i, pass)| Some((i, pass.recurring()?)))
        else {
            return 0;
        };
        let (mut text, mut told) = (Cow::Borrowed(doc.text), 0_u64);
        let (mut turns, mut layers) = (Turns::new(self.passes.len(), 0), trail.0.iter().peekable());
        while let Some(pass) = turns.pass() {
            if pass == index {
                told = told.wrapping_add(recurring.told(&doc.with_text(&text)));
            }
            let layer = layers.next_if(|layer| turns.make(layer));
            turns.take(layer.is_some());
            if let Some(layer) = layer {
                text = Cow::Owned(layer.edits.apply(&text));
            }
        }
        told
    }

    /// What is known of the corpus.
    pub fn survey(&self) -> Option<&Survey> {
        self.shared.survey.as_deref()
    }

    /// The passes, in order.
    pub fn passes(&self) -> &[Box<dyn Pass>] {
        &self.passes
    }

    /// Those that run before a survey looks at a text.
    pub fn preparing(&self) -> &[Box<dyn Pass>] {
        &self.passes[..self.prepared.min(self.passes.len())]
    }

    /// The rules in force, in the order of the passes and of their files.
    pub fn rules(&self) -> &[Arc<Rule>] {
        &self.rules
    }

    /// A rule as a pass of its own, with the settings and protected spans of
    /// this chain: what its cases are run on.
    pub fn alone(&self, rule: &Arc<Rule>) -> RulePass {
        self.pass_of(&rule.pass, &[(RuleId(0), rule.clone())])
    }

    /// A pass of this chain's with other rules, or with its rules numbered
    /// otherwise.
    pub fn pass_of(&self, name: &str, rules: &[(RuleId, Arc<Rule>)]) -> RulePass {
        // The chain was built with the same settings, so this can't fail.
        RulePass::new(name, rules, of_pass(&self.settings, name), &self.shared)
            .unwrap_or_else(|_| RulePass::of_patterns(name, rules))
    }

    /// The settings of a pass.
    pub fn settings(&self, pass: &str) -> &toml::Table {
        of_pass(&self.settings, pass)
    }

    /// How much may be removed.
    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// The rule behind an edit.
    pub fn rule(&self, id: RuleId) -> &Rule {
        &self.rules[id.0 as usize]
    }
}

fn of_pass<'s>(settings: &'s BTreeMap<String, toml::Table>, pass: &str) -> &'s toml::Table {
    static NONE: LazyLock<toml::Table> = LazyLock::new(toml::Table::new);
    settings.get(pass).unwrap_or(&NONE)
}
