//! Proposes rules for what recurs in a corpus: three readings, one after the
//! other. The first counts the keys of all lines' templates, the second gathers
//! the lines of those that recur, the third tries the rules made from them. Each
//! takes bounded memory, and the proposals depend on the documents alone.
//!
//! What comes out is for a person to review: nothing is in force until it
//! stands in a rule file.

pub mod draft;
pub mod family;
pub mod reading;
mod sort;
mod template;
pub mod trial;

use crate::case::{self, Outcome};
use crate::document::{Doc, Meta};
use crate::edit::RuleId;
use crate::pass::{Pass, RulePass};
use crate::pipeline::Pipeline;
use crate::rule::Rule;
use crate::rule::cases::CaseKind;
use crate::rule::problem::{Problems, Source};
use crate::ruleset::RuleSet;
use draft::Draft;
use family::Families;
use std::sync::Arc;

/// What the mined rules' file is called while it is none yet.
const NAME: &str = "mined.toml";
/// Cases that a rule is given of each kind.
const CASES: usize = 2;

/// How much there must be of a thing, and how much is wanted.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Documents that must have a line, or one like it.
    pub documents: u32,
    /// Rules that are proposed.
    pub rules: usize,
}

/// The drafts to be tried, from all that was found.
pub fn drafts(families: &Families, limits: Limits) -> Vec<Draft> {
    sort::drafts(families, limits.documents, limits.rules)
}

/// Drafts as rules, beside those in force.
pub struct Drafted {
    rules: Vec<Arc<Rule>>,
    chain: Pipeline,
}

impl Drafted {
    /// The rules of some drafts; `set` are the rules in force.
    pub fn new(drafts: &[Draft], set: &RuleSet) -> Result<Self, Problems> {
        let text: String = drafts.iter().map(Draft::toml).collect();
        Self::of_text(&text, set)
    }

    /// The same of a rule file's text.
    pub fn of_text(text: &str, set: &RuleSet) -> Result<Self, Problems> {
        let mut all = set.clone();
        let own = RuleSet::load(&[Source::new(NAME, text)], &mut |path| {
            Err(format!("{}: a proposal extends nothing", path.display()))
        })?;
        let own: Vec<_> = own.rules.into_iter().filter(|r| &*r.rule.place.file == NAME).collect();
        let rules = own.iter().map(|listed| listed.rule.clone()).collect();
        all.rules.extend(own);
        Ok(Drafted { rules, chain: Pipeline::new(all, None)? })
    }

    /// A pass of them alone, numbered as the drafts are.
    pub fn pass(&self) -> RulePass {
        let numbers = trial::numbered(self.rules.len());
        let rules: Vec<(RuleId, Arc<Rule>)> = numbers.zip(self.rules.iter().cloned()).collect();
        self.chain.pass_of("boilerplate", &rules)
    }

    /// Whether all their cases end as they should; else what is wrong.
    pub fn test(&self) -> Result<(), String> {
        let mut verdicts = self.rules.iter().flat_map(|rule| case::run(rule, &self.chain));
        match verdicts.find(|verdict| !verdict.outcome.is_good()) {
            None => Ok(()),
            Some(verdict) => {
                let (id, outcome) = (&verdict.rule.id, verdict.outcome.name());
                Err(format!("{id} is {outcome} on {:?}", verdict.case.text))
            }
        }
    }
}

/// Drafts that came through the trial, as they are proposed: with cases that
/// pass. One that has none is no proposal.
pub fn proposals(
    mut drafts: Vec<Draft>,
    set: &RuleSet,
    limits: Limits,
) -> Result<Vec<Draft>, Problems> {
    drafts.truncate(limits.rules);
    let known = |id: &String| set.rules.iter().any(|listed| listed.rule.id == *id);
    drafts.iter_mut().filter(|draft| known(&draft.id)).for_each(|draft| draft.id += "-mined");
    let drafted = Drafted::new(&drafts, set)?;
    for (draft, rule) in drafts.iter_mut().zip(&drafted.rules) {
        let alone = drafted.chain.alone(rule);
        let becomes = |text: &str| {
            let meta = Meta::new();
            alone.edits(&Doc { name: "", text, meta: &meta }).apply(text)
        };
        for (before, after) in &mut draft.fixes {
            *after = becomes(before);
        }
        draft.fixes.retain(|(before, after)| before != after);
    }
    let drafted = Drafted::new(&drafts, set)?;
    for (draft, rule) in drafts.iter_mut().zip(&drafted.rules) {
        let verdicts = case::run(rule, &drafted.chain);
        let good = |kind: CaseKind, text: &str| {
            let own = verdicts.iter().find(|v| v.case.kind == kind && v.case.text == text);
            own.is_some_and(|v| matches!(v.outcome, Outcome::Fixed | Outcome::Kept))
        };
        draft.fixes.retain(|(before, _)| good(CaseKind::Fixes, before));
        draft.keeps.retain(|text| good(CaseKind::Keeps, text));
        draft.fixes.truncate(CASES);
        draft.keeps.truncate(CASES);
    }
    drafts.retain(|draft| !draft.fixes.is_empty());
    Ok(drafts)
}

/// A file of proposals.
pub fn toml(drafts: &[Draft]) -> String {
    let mut out = String::from(HEADING);
    for draft in drafts {
        out.push('\n');
        out.push_str(&draft.toml());
    }
    out
}

/// What a file of proposals begins with.
const HEADING: &str = "\
# Proposed by `pumice mine`, those first that take most. Review each: does the
# pattern mean what its lines have in common? Is any of it sound text? Give it a
# better id and reason, and test it with `pumice test FILE`.
";
