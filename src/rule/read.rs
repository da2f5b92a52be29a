//! One `[[rule]]` of a file, from a table to a rule. Every mistake is a problem
//! with its place; a table with mistakes is no rule.

use super::cases::{Case, CaseKind};
use super::context::Context;
use super::fields::{At, Fields};
use super::pattern::{Pattern, Scope, compile, phrase};
use super::problem::{Problem, Source, nearest};
use super::{Body, Place, Rule, keys};
use crate::pass::builtins_of;
use globset::{GlobBuilder, GlobMatcher};
use regex::Regex;
use std::ops::Range;
use toml::de::DeTable;

/// The scopes, as keys of a rule; each rule has exactly one.
pub const SCOPES: [&str; 6] = ["line", "find", "block", "head", "tail", "builtin"];

/// Reads one rule; every mistake is a problem, and then there is no rule.
pub struct RuleReader<'a> {
    /// The file.
    pub source: &'a Source,
    /// Where mistakes go.
    pub problems: &'a mut Vec<Problem>,
}

impl RuleReader<'_> {
    /// The rule of a table, for one of `passes`.
    pub fn rule(&mut self, table: &At<&DeTable<'_>>, passes: &[String]) -> Option<Rule> {
        let before = self.problems.len();
        let fields = Fields::check(table, keys::RULE, self.source, self.problems);
        self.check_id(&fields);
        let builtins = self.pass(&fields, passes);
        let body = self.body(&fields, table.span.clone(), builtins);
        let context = self.context(&fields);
        let meta = self.meta(&fields, body.as_ref());
        let allow = super::allow::read(fields.table("allow").as_ref(), self.source, self.problems);
        if self.problems.len() > before {
            return None;
        }
        let text = |name| fields.text(name).map(|at| at.value.to_owned());
        let place =
            Place { file: self.source.name.clone(), line: self.source.line(table.span.start) };
        let cases = self.cases(&fields);
        let (id, pass, why) = (text("id")?, text("pass")?, text("why")?);
        Some(Rule { id, pass, why, place, body: body?, context, meta, allow, cases })
    }

    fn wrong(&mut self, span: Range<usize>, what: impl Into<String>) {
        self.problems.push(self.source.problem(span, what));
    }

    fn check_id(&mut self, fields: &Fields<'_>) {
        let Some(id) = fields.text("id") else { return };
        let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if id.value.is_empty() || !id.value.chars().all(fits) {
            self.wrong(
                id.span,
                "an id is lower-case letters, digits and hyphens, as in `share-bar`",
            );
        }
    }

    /// The built-in detectors of the rule's pass.
    fn pass(&mut self, fields: &Fields<'_>, passes: &[String]) -> &'static [&'static str] {
        let Some(pass) = fields.text("pass") else { return &[] };
        if passes.iter().any(|name| name == pass.value) {
            return builtins_of(pass.value);
        }
        let hint = nearest(pass.value, passes.iter().map(String::as_str));
        self.wrong(pass.span, format!("unknown pass `{}`{hint}", pass.value));
        &[]
    }

    fn body(&mut self, fields: &Fields<'_>, span: Range<usize>, builtins: &[&str]) -> Option<Body> {
        let scopes: Vec<&str> =
            SCOPES.into_iter().filter(|scope| fields.value(scope).is_some()).collect();
        let scope = match scopes[..] {
            [scope] => scope,
            [] => {
                self.wrong(
                    span,
                    format!("the rule has no scope; it needs one of {}", SCOPES.join(", ")),
                );
                return None;
            }
            [_, second, ..] => {
                let at = fields.value(second).map_or(span, toml::Spanned::span);
                self.wrong(
                    at,
                    format!("the rule has several scopes ({}); split it", scopes.join(", ")),
                );
                return None;
            }
        };
        match scope {
            "builtin" => self.builtin(fields, builtins),
            "block" => self.block(fields).map(|pattern| Body::Patterns(vec![pattern])),
            _ => self.patterns(fields, scope).map(Body::Patterns),
        }
    }

    fn builtin(&mut self, fields: &Fields<'_>, builtins: &[&str]) -> Option<Body> {
        let name = fields.text("builtin")?;
        if builtins.contains(&name.value) {
            return Some(Body::Builtin(name.value.to_owned()));
        }
        let hint = match builtins {
            [] => "; this pass has none".to_owned(),
            _ => nearest(name.value, builtins.iter().copied()),
        };
        self.wrong(name.span, format!("unknown detector `{}`{hint}", name.value));
        None
    }

    fn patterns(&mut self, fields: &Fields<'_>, scope: &str) -> Option<Vec<Pattern>> {
        let source = fields.text(scope)?;
        let each = fields.texts("each");
        let literal = fields.switch("literal");
        let written = |text: &str| if literal { phrase(text) } else { text.to_owned() };
        let has_slot = source.value.contains("{each}");
        if has_slot == each.is_empty() {
            self.wrong(source.span, "`each` and `{each}` in the pattern need one another");
            return None;
        }
        if !has_slot {
            return Some(vec![self.pattern(fields, scope, &source, &written(source.value))?]);
        }
        each.iter()
            .map(|word| {
                let word = if literal { word.value.to_owned() } else { regex::escape(word.value) };
                let filled = written(&source.value.replace("{each}", &word));
                self.pattern(fields, scope, &source, &filled)
            })
            .collect()
    }

    fn pattern(
        &mut self,
        fields: &Fields<'_>,
        scope: &str,
        at: &At<&str>,
        source: &str,
    ) -> Option<Pattern> {
        let scope = match scope {
            "line" => Scope::Line,
            "find" => Scope::Find,
            "head" => Scope::Head,
            _ => Scope::Tail,
        };
        self.compiled(fields, scope, at, source)
    }

    fn block(&mut self, fields: &Fields<'_>) -> Option<Pattern> {
        let table = fields.table("block")?;
        let block = Fields::check(&table, keys::BLOCK, self.source, self.problems);
        let (from, to) = (block.text("from")?, block.text("to")?);
        let lines = block.count("lines").unwrap_or(40);
        let to = self.whole_line(&to)?;
        self.compiled(fields, Scope::Block { to, lines }, &from, from.value)
    }

    fn compiled(
        &mut self,
        fields: &Fields<'_>,
        scope: Scope,
        at: &At<&str>,
        source: &str,
    ) -> Option<Pattern> {
        let with = fields.text("with");
        let pattern = match Pattern::new(scope, source, with.as_ref().map_or("", |w| w.value)) {
            Ok(pattern) => pattern,
            Err((what, within)) => {
                let span = self.inside(at, source, within);
                self.wrong(span, what);
                return None;
            }
        };
        if let Some(with) = with {
            for name in references(with.value) {
                let known = pattern.groups().any(|group| group == name)
                    || name.bytes().all(|b| b.is_ascii_digit());
                if !known {
                    let what = format!("`with` speaks of a group `{name}` that the pattern lacks");
                    self.wrong(with.span.clone(), what);
                }
            }
        }
        Some(pattern)
    }

    /// The place of a span of a pattern within the file, as far as the way it
    /// is quoted lets one tell.
    fn inside(&self, at: &At<&str>, source: &str, within: Range<usize>) -> Range<usize> {
        let raw = self.source.text.get(at.span.clone()).unwrap_or_default();
        match raw.find(source) {
            Some(start) if !source.is_empty() => {
                at.span.start + start + within.start..at.span.start + start + within.end
            }
            _ => at.span.clone(),
        }
    }

    fn context(&mut self, fields: &Fields<'_>) -> Context {
        let Some(table) = fields.table("where") else { return Context::default() };
        let conditions = Fields::check(&table, keys::WHERE, self.source, self.problems);
        let text = |name| conditions.text(name);
        let mut meta = Vec::new();
        for (name, value) in conditions.strings("meta") {
            if let Some(glob) = self.glob(&value, false) {
                meta.push((name.value.to_owned(), glob));
            }
        }
        Context {
            path: text("path").and_then(|at| self.glob(&at, true)),
            host: text("host").and_then(|at| self.glob(&at, false)),
            meta,
            language: text("language").map(|at| at.value.to_owned()),
            first_lines: conditions.count("first_lines"),
            last_lines: conditions.count("last_lines"),
            min_length: conditions.count("min_length"),
            max_length: conditions.count("max_length"),
            previous_line: text("previous_line").and_then(|at| self.whole_line(&at)),
            next_line: text("next_line").and_then(|at| self.whole_line(&at)),
        }
    }

    fn glob(&mut self, glob: &At<&str>, of_path: bool) -> Option<GlobMatcher> {
        match GlobBuilder::new(glob.value).literal_separator(of_path).build() {
            Ok(glob) => Some(glob.compile_matcher()),
            Err(e) => {
                self.wrong(glob.span.clone(), format!("bad glob: {}", e.kind()));
                None
            }
        }
    }

    /// A pattern that must match a whole line.
    fn whole_line(&mut self, at: &At<&str>) -> Option<Regex> {
        match Pattern::new(Scope::Line, at.value, "") {
            Ok(_) => compile(&format!(r"\A(?:{})\z", at.value)).ok(),
            Err((what, within)) => {
                let span = self.inside(at, at.value, within);
                self.wrong(span, what);
                None
            }
        }
    }

    fn meta(&mut self, fields: &Fields<'_>, body: Option<&Body>) -> Vec<String> {
        let names = fields.texts("meta");
        let Some(body) = body else { return Vec::new() };
        for name in &names {
            let known = match body {
                Body::Patterns(patterns) => {
                    patterns.iter().all(|p| p.groups().any(|group| group == name.value))
                }
                Body::Builtin(_) => false,
            };
            if !known {
                let what = format!("`meta` names a group `{}` that the pattern lacks", name.value);
                self.wrong(name.span.clone(), what);
            }
        }
        names.iter().map(|name| name.value.to_owned()).collect()
    }

    fn cases(&self, fields: &Fields<'_>) -> Vec<Case> {
        let pairs = |kind: CaseKind| {
            fields
                .pairs(kind.key())
                .into_iter()
                .map(move |At { value: (text, wanted), span }| (kind, text, wanted, span))
        };
        let keeps = fields
            .texts("keeps")
            .into_iter()
            .map(|At { value, span }| (CaseKind::Keeps, value, value, span));
        pairs(CaseKind::Fixes)
            .chain(keeps)
            .chain(pairs(CaseKind::Misses))
            .map(|(kind, text, wanted, span)| Case {
                kind,
                text: text.to_owned(),
                wanted: wanted.to_owned(),
                line: self.source.line(span.start),
            })
            .collect()
    }
}

/// The groups that a replacement refers to: `$name` and `${name}`.
fn references(with: &str) -> Vec<&str> {
    let mut names = Vec::new();
    let mut rest = with;
    while let Some(at) = rest.find('$') {
        rest = &rest[at + 1..];
        if let Some(after) = rest.strip_prefix('$') {
            rest = after;
            continue;
        }
        let braced = rest.strip_prefix('{').and_then(|r| r.split_once('}'));
        let name = braced.map_or_else(
            || {
                let word = |c: char| !(c.is_ascii_alphanumeric() || c == '_');
                &rest[..rest.find(word).unwrap_or(rest.len())]
            },
            |(name, _)| name,
        );
        if !name.is_empty() {
            names.push(name);
        }
    }
    names
}
