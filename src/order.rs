//! The order of the passes, from `rules/pipeline.toml`.

use crate::rule::fields::{At, Fields};
use crate::rule::keys;
use crate::rule::problem::{Problem, Problems, Source};
use toml::de::DeTable;

/// Names of the passes in the order they run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Order {
    /// Before the survey looks at a text.
    pub prepare: Vec<String>,
    /// After it; these may read it.
    pub clean: Vec<String>,
}

impl Order {
    /// Reads an order; each pass may stand in it once.
    pub fn read(source: &Source) -> Result<Order, Problems> {
        let mut problems: Vec<Problem> = Vec::new();
        let (document, errors) = DeTable::parse_recoverable(&source.text);
        for error in &errors {
            problems.push(source.problem(error.span().unwrap_or(0..0), error.message().trim()));
        }
        let top = At { value: document.get_ref(), span: 0..0 };
        let fields = Fields::check(&top, keys::ORDER, source, &mut problems);
        let names = |key| fields.texts(key).iter().map(|at| at.value.to_owned()).collect();
        let order = Order { prepare: names("prepare"), clean: names("clean") };
        if problems.is_empty() { Ok(order) } else { Err(Problems(problems)) }
    }

    /// All passes, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.prepare.iter().chain(&self.clean).map(String::as_str)
    }
}
