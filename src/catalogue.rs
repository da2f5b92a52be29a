//! The catalogue of rules and keys as Markdown: docs/rules.md is made by it,
//! and a test fails when that file is stale.

use crate::pipeline::Pipeline;
use crate::rule::cases::CaseKind;
use crate::rule::keys::{self, Key};
use crate::rule::{Body, Rule};
use std::fmt::Write;

/// The catalogue of a chain's rules.
pub fn markdown(pipeline: &Pipeline) -> String {
    let mut text = String::from(
        "# Rules\n\nMade by `pumice rules --markdown`; edit the files in `rules/` instead.\n",
    );
    for pass in pipeline.passes() {
        let rules: Vec<_> = pipeline.rules().iter().filter(|r| r.pass == pass.name()).collect();
        if rules.is_empty() {
            continue;
        }
        // Writing to a string does not fail.
        let _ = write!(text, "\n## {}\n", pass.name());
        rules.iter().for_each(|rule| push_rule(&mut text, rule));
    }
    text.push_str("\n# The keys of a rule file\n");
    let tables = [
        ("At the top", keys::FILE),
        ("`[[rule]]`", keys::RULE),
        ("`block`", keys::BLOCK),
        ("`where`", keys::WHERE),
        ("`[order]`", keys::ORDER),
        ("`[limits]`", keys::LIMITS),
    ];
    for (title, keys) in tables {
        push_keys(&mut text, title, keys);
    }
    text
}

fn push_rule(text: &mut String, rule: &Rule) {
    let _ = write!(text, "\n### {}\n\n{} *({})*\n", rule.id, rule.why, rule.place.file);
    if let Body::Patterns(patterns) = &rule.body
        && let Some(first) = patterns.first()
    {
        let more = if patterns.len() > 1 { ", and more like it" } else { "" };
        let pattern = first.source.trim().replace('\n', " ");
        let _ = write!(text, "\n{}: {}{more}\n", first.scope.name(), code(&pattern));
    }
    let case = |kind| rule.cases.iter().find(move |case| case.kind == kind);
    if let Some(case) = case(CaseKind::Fixes) {
        let (before, after) = (code(&shown(&case.text)), code(&shown(&case.wanted)));
        let _ = write!(text, "\n- becomes: {before} → {after}\n");
    }
    if let Some(case) = case(CaseKind::Keeps) {
        let _ = writeln!(text, "- stays: {}", code(&shown(&case.text)));
    }
}

fn push_keys(text: &mut String, title: &str, keys: &[Key]) {
    let _ = write!(text, "\n## {title}\n\n");
    for key in keys {
        let must = if key.required { " (required)" } else { "" };
        let _ = writeln!(text, "- `{}`{must}: {}", key.name, key.doc);
    }
}

/// A text on one line, cut short.
fn shown(text: &str) -> String {
    const MOST: usize = 110;
    let line = text.escape_debug().to_string().replace("\\'", "'").replace("\\\"", "\"");
    if line.chars().count() <= MOST {
        return line;
    }
    line.chars().take(MOST).chain(['…']).collect()
}

/// Markdown code, whatever backticks stand in it.
fn code(text: &str) -> String {
    if text.is_empty() {
        return "nothing".to_owned();
    }
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let pad = if text.starts_with([' ', '`']) || text.ends_with([' ', '`']) { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}
