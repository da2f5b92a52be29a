//! The rules in force, and all that rule files say beside rules.

use crate::limits::Limits;
use crate::order::Order;
use crate::rule::Rule;
use crate::rule::load::{Loader, ReadFile};
use crate::rule::problem::{Problems, Source};
use crate::shipped;
use regex::Regex;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A rule and whether it is to run.
#[derive(Clone, Debug)]
pub struct Listed {
    /// The rule.
    pub rule: Arc<Rule>,
    /// The name of its file, without folder and ending.
    pub pack: String,
    /// Whether it is switched on.
    pub on: bool,
}

/// What the shipped files and the user's say together.
#[derive(Clone, Debug, Default)]
pub struct RuleSet {
    /// All rules, in the order they were read.
    pub rules: Vec<Listed>,
    /// The order of the passes.
    pub order: Order,
    /// The settings of each pass that has any; of a key set twice the last counts.
    pub settings: BTreeMap<String, toml::Table>,
    /// What matches one of these is not touched by any rule.
    pub protect: Vec<Regex>,
    /// How much may be removed.
    pub limits: Limits,
}

impl RuleSet {
    /// The shipped rules alone.
    pub fn shipped() -> Result<RuleSet, Problems> {
        RuleSet::load(&[], &mut |_| Err("the shipped rules extend no files".to_owned()))
    }

    /// The shipped rules and those of more files; `read` reads what they extend.
    pub fn load(files: &[Source], read: ReadFile<'_>) -> Result<RuleSet, Problems> {
        let order = Order::read(&shipped::pipeline())?;
        let mut loader = Loader::new(&order, read);
        shipped::rule_files().for_each(|source| loader.shipped(&source));
        files.iter().for_each(|source| loader.file(source));
        loader.finish()
    }
}
