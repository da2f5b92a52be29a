//! The rules in force: those shipped and those of the user's files.

use crate::order::Order;
use crate::pass::builtins_of;
use crate::rule::Rule;
use crate::rule::load::Loader;
use crate::rule::problem::{Problems, Source};
use crate::shipped;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Rules, in the order they were read, and settings.
#[derive(Clone, Debug, Default)]
pub struct RuleSet {
    /// The rules.
    pub rules: Vec<Arc<Rule>>,
    /// The settings of each pass that has any; of a key set twice the last counts.
    pub settings: BTreeMap<String, toml::Table>,
}

impl RuleSet {
    /// The shipped rules alone.
    pub fn shipped(order: &Order) -> Result<RuleSet, Problems> {
        RuleSet::with(order, &[])
    }

    /// The shipped rules and those of more files.
    pub fn with(order: &Order, files: &[Source]) -> Result<RuleSet, Problems> {
        let passes: Vec<(&str, &[&str])> =
            order.names().map(|name| (name, builtins_of(name))).collect();
        let mut loader = Loader::new(&passes);
        shipped::rule_files().for_each(|source| loader.file(&source));
        files.iter().for_each(|source| loader.file(source));
        loader.finish()
    }
}
