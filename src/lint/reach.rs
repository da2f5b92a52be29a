//! Rules that never get to work: dead ones, and those in another's shadow.

use super::{Finding, Kind};
use crate::coverage;
use crate::pipeline::Pipeline;
use crate::rule::pattern::Scope;
use crate::rule::{Body, Rule};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Whether a rule can fire at all, and gets to.
pub fn findings(rule: &Arc<Rule>, chain: &Pipeline) -> Option<Finding> {
    matches_no_name(rule).or_else(|| needs_line_end(rule)).or_else(|| is_eaten(rule, chain))
}

/// Documents' names are paths below the input, with `/` between their parts.
fn matches_no_name(rule: &Arc<Rule>) -> Option<Finding> {
    let glob = rule.context.path.as_ref()?.glob().glob();
    let never = if glob.starts_with('/') {
        "starts with `/`"
    } else if glob.ends_with('/') {
        "ends with `/`"
    } else if glob.contains("//") {
        "holds `//`"
    } else if glob.split('/').any(|part| part == "." || part == "..") {
        "holds `.` or `..`"
    } else if glob.split('/').any(|part| part.starts_with('.')) {
        "speaks of a hidden file, which is never read"
    } else {
        return None;
    };
    let what = format!("no document can match path = {glob:?}, which {never}");
    let advice =
        "name the path below the input folder, as in \"site/**\" for all of one folder in it";
    Some(Finding::new(Kind::Dead, rule, what, advice))
}

fn needs_line_end(rule: &Arc<Rule>) -> Option<Finding> {
    let Body::Patterns(patterns) = &rule.body else { return None };
    let by_line = |scope: &Scope| matches!(scope, Scope::Line | Scope::Block { .. });
    let never = patterns.iter().all(|pattern| {
        let literals = pattern.literals.iter().flatten();
        by_line(&pattern.scope)
            && pattern.literals.is_some()
            && literals.into_iter().all(|literal| literal.contains('\n'))
    });
    never.then(|| {
        let what = "its pattern wants a line end, which no line holds".to_owned();
        Finding::new(Kind::Dead, rule, what, "use `find`, or a `block` with `from` and `to`")
    })
}

/// None of its `fixes` reaches it in the chain.
fn is_eaten(rule: &Arc<Rule>, chain: &Pipeline) -> Option<Finding> {
    let reach = coverage::reach(rule, chain);
    if reach.fire == 0 || reach.eaten.len() < reach.fire {
        return None;
    }
    let by: BTreeMap<&str, &Arc<Rule>> = reach
        .eaten
        .iter()
        .filter_map(|eaten| eaten.by.as_ref().map(|rule| (rule.id.as_str(), rule)))
        .collect();
    let names: Vec<String> =
        by.values().map(|rule| format!("`{}` ({})", rule.id, rule.place)).collect();
    let names = names.join(" and ");
    let advice = "take the rule out, or narrow the one before it; a new case may show the need";
    let (kind, what) = match by.len() {
        0 => (Kind::Dead, "it never fires in the chain, though it does alone".to_owned()),
        1 => (Kind::Shadowed, format!("{names} takes the text of all its `fixes` first")),
        _ => (Kind::Dead, format!("{names} take the text of all its `fixes` first")),
    };
    let mut finding = Finding::new(kind, rule, what, advice);
    finding.other = by.into_values().next().filter(|_| kind == Kind::Shadowed).cloned();
    Some(finding)
}
