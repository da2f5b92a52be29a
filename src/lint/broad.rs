//! Over-broad rules: those that change sound sentences, and patterns that no
//! literal text narrows down. `sound.txt` holds what such patterns fall for:
//! plain prose, headings, lists, figures, code, and sentences that have the
//! words of boilerplate in them without being any.

use super::{Finding, Kind};
use crate::case;
use crate::document::Meta;
use crate::pass::{Pass, RulePass};
use crate::pipeline::Pipeline;
use crate::rule::pattern::Scope;
use crate::rule::{Body, Rule};
use std::sync::Arc;

const SOUND: &str = include_str!("sound.txt");

/// So many sound lines may a rule change; one may be an accident.
const ACCIDENTS: usize = 1;

/// What is over-broad about a rule; the first reason is enough.
pub fn findings(rule: &Arc<Rule>, chain: &Pipeline) -> Option<Finding> {
    changes_sound_text(rule, chain).or_else(|| has_no_literal(rule))
}

fn changes_sound_text(rule: &Arc<Rule>, chain: &Pipeline) -> Option<Finding> {
    let alone = chain.alone(rule);
    let changed: Vec<&str> = SOUND.lines().filter(|line| fires(&alone, line)).collect();
    let first = changed.first().filter(|_| changed.len() > ACCIDENTS)?;
    let (count, all) = (changed.len(), SOUND.lines().count());
    let what = format!("it changes {count} of {all} sound lines, as {first:?}");
    Some(Finding::new(
        Kind::Broad,
        rule,
        what,
        "put into the pattern what only the damage has, or narrow the rule by `where`",
    ))
}

fn fires(alone: &RulePass, line: &str) -> bool {
    let meta = Meta::new();
    !alone.edits(&case::doc(&format!("{line}\n"), &meta)).is_empty()
}

/// A `head` is tried at one place only and needs no literal.
fn has_no_literal(rule: &Arc<Rule>) -> Option<Finding> {
    let Body::Patterns(patterns) = &rule.body else { return None };
    let loose =
        patterns.iter().find(|p| p.literals.is_none() && !matches!(p.scope, Scope::Head))?;
    let what = format!(
        "nothing of `{}` must stand there literally, so that it is tried everywhere",
        short(&loose.source)
    );
    let advice = "write out a word or sign (two letters or more) that always stands there";
    Some(Finding::new(Kind::Broad, rule, what, advice))
}

/// The start of a pattern, on one line.
fn short(source: &str) -> String {
    let words: Vec<&str> = source.split_whitespace().collect();
    let text = words.join(" ");
    match text.char_indices().nth(60) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text,
    }
}
