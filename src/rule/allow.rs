//! `allow`: the findings of `pumice test --lint` that a rule answers for, each
//! with its reason, as in `allow = { over-broad = "Page numbers have no words." }`.
//! A reason is a must: a bare switch would be set and forgotten.

use super::fields::At;
use super::problem::{Problem, Source, nearest};
use crate::lint::Kind;
use std::collections::BTreeMap;
use toml::de::DeTable;

/// The findings allowed and why; what is wrong goes to `problems`.
pub fn read(
    table: Option<&At<&DeTable<'_>>>,
    source: &Source,
    problems: &mut Vec<Problem>,
) -> BTreeMap<String, String> {
    let mut allowed = BTreeMap::new();
    for (name, reason) in table.into_iter().flat_map(|at| at.value) {
        let word = name.get_ref().as_ref();
        if !Kind::ALLOWED.iter().any(|kind| kind.name() == word) {
            let hint = nearest(word, Kind::ALLOWED.iter().map(|kind| kind.name()));
            let what = format!("lint knows no finding `{word}`{hint}");
            problems.push(source.problem(name.span(), what));
            continue;
        }
        match reason.get_ref().as_str().filter(|reason| !reason.trim().is_empty()) {
            Some(reason) => {
                allowed.insert(word.to_owned(), reason.to_owned());
            }
            None => {
                let what = "say here why the rule may do so, as a string";
                problems.push(source.problem(reason.span(), what));
            }
        }
    }
    allowed
}
