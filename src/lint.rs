//! `pumice test --lint`: rules whose cases pass and that are dangerous or idle
//! all the same. Findings are about rules, not texts; a rule that is meant so
//! says so under `allow`, with its reason.

mod broad;
mod order;
mod reach;

use crate::pipeline::Pipeline;
use crate::rule::Rule;
use std::sync::Arc;

/// What there is to find.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// It fits far more than its cases.
    Broad,
    /// It can't fire in this chain.
    Dead,
    /// Another rule takes all that it is for.
    Shadowed,
    /// The outcome hangs on which of two rules stands first.
    Order,
    /// It allows what is not found.
    Needless,
}

impl Kind {
    /// Those that a rule may allow.
    pub const ALLOWED: [Kind; 4] = [Kind::Broad, Kind::Dead, Kind::Shadowed, Kind::Order];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Broad => "over-broad",
            Kind::Dead => "dead",
            Kind::Shadowed => "shadowed",
            Kind::Order => "order-dependent",
            Kind::Needless => "needless-allow",
        }
    }
}

/// One finding.
#[derive(Clone, Debug)]
pub struct Finding {
    /// What it is.
    pub kind: Kind,
    /// The rule to look at.
    pub rule: Arc<Rule>,
    /// The other rule, where there are two to it.
    pub other: Option<Arc<Rule>>,
    /// What is wrong.
    pub what: String,
    /// What to do.
    pub advice: &'static str,
}

impl Finding {
    fn new(kind: Kind, rule: &Arc<Rule>, what: String, advice: &'static str) -> Finding {
        Finding { kind, rule: rule.clone(), other: None, what, advice }
    }

    fn is_allowed(&self) -> bool {
        let rules = std::iter::once(&self.rule).chain(&self.other);
        rules.into_iter().any(|rule| rule.allow.contains_key(self.kind.name()))
    }
}

/// The findings on those rules of a chain that `tested` names, by their place.
pub fn lint(chain: &Pipeline, tested: &dyn Fn(&Rule) -> bool) -> Vec<Finding> {
    let rules: Vec<&Arc<Rule>> = chain.rules().iter().filter(|rule| tested(rule)).collect();
    let mut found = order::findings(chain, tested);
    for rule in &rules {
        found.extend(broad::findings(rule, chain));
        found.extend(reach::findings(rule, chain));
    }
    let (allowed, mut found): (Vec<_>, Vec<_>) = found.into_iter().partition(Finding::is_allowed);
    found.extend(rules.iter().flat_map(|rule| needless(rule, &allowed)));
    let place = |finding: &Finding| (finding.rule.place.file.clone(), finding.rule.place.line);
    found.sort_by_key(|finding| (place(finding), finding.kind));
    found
}

/// What a rule allows in vain.
fn needless(rule: &Arc<Rule>, allowed: &[Finding]) -> Vec<Finding> {
    let about = |finding: &Finding| {
        finding.rule.id == rule.id || finding.other.as_ref().is_some_and(|o| o.id == rule.id)
    };
    let used = |name: &str| allowed.iter().any(|f| f.kind.name() == name && about(f));
    let names = rule.allow.keys().filter(|name| !used(name));
    names
        .map(|name| {
            let what = format!("it allows `{name}`, which is not found");
            Finding::new(Kind::Needless, rule, what, "take it out of `allow`")
        })
        .collect()
}
