//! From rule files to the rules in force: the layers. A later file adds rules
//! to those before it, switches them off and on, replaces them, and sets what
//! passes, order and limits are to be. It goes on after a mistake, so that one
//! run names all mistakes of all files.

use super::fields::{At, Fields};
use super::pattern::compile;
use super::problem::{Problem, Problems, Source, nearest};
use super::read::RuleReader;
use super::{Rule, keys};
use crate::limits::Limits;
use crate::order::Order;
use crate::pass::CODED;
use crate::ruleset::{Listed, RuleSet};
use globset::Glob;
use serde::Deserialize;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use toml::Spanned;
use toml::de::{DeTable, DeValue, ValueDeserializer};

/// Reads a file that another one extends; the error says why it can't.
pub type ReadFile<'f> = &'f mut dyn FnMut(&Path) -> Result<String, String>;

/// Loads rule files, one upon the other.
pub struct Loader<'f> {
    read: ReadFile<'f>,
    passes: Vec<String>,
    set: RuleSet,
    /// Index in the set of each rule, by its id.
    seen: BTreeMap<String, usize>,
    problems: Vec<Problem>,
    /// The files being read, each extended by the one before.
    open: Vec<PathBuf>,
    done: BTreeSet<PathBuf>,
    /// Whether settings are taken unchecked.
    trusts: bool,
}

impl<'f> Loader<'f> {
    /// A loader for rules of the passes of `order`.
    pub fn new(order: &Order, read: ReadFile<'f>) -> Self {
        Loader {
            read,
            passes: order.names().map(str::to_owned).collect(),
            set: RuleSet { order: order.clone(), ..RuleSet::default() },
            seen: BTreeMap::new(),
            problems: Vec::new(),
            open: Vec::new(),
            done: BTreeSet::new(),
            trusts: false,
        }
    }

    /// Reads a shipped file. Its settings are long, and a test has checked them.
    pub fn shipped(&mut self, source: &Source) {
        self.trusts = true;
        self.file(source);
        self.trusts = false;
    }

    /// Reads one file and those it extends; mistakes are kept for
    /// [`Loader::finish`]. A file that was read already is nothing new.
    pub fn file(&mut self, source: &Source) {
        let path = normal(Path::new(&*source.name));
        if !self.done.insert(path.clone()) {
            return;
        }
        let (document, errors) = DeTable::parse_recoverable(&source.text);
        for error in &errors {
            let span = error.span().unwrap_or(0..0);
            self.problems.push(source.problem(span, error.message().trim()));
        }
        let top = At { value: document.get_ref(), span: 0..0 };
        let fields = Fields::check(&top, keys::FILE, source, &mut self.problems);
        self.open.push(path);
        for extended in fields.texts("extends") {
            self.extend(source, &extended);
        }
        self.open.pop();
        self.order(source, &fields);
        self.rules(source, &fields);
        self.switch(source, &fields, "off");
        self.switch(source, &fields, "on");
        self.protect(source, &fields);
        self.limits(source, &fields);
        for (name, value) in fields.table("pass").into_iter().flat_map(|table| table.value) {
            self.settings(source, name, value);
        }
    }

    /// The rules and all that goes with them, or all mistakes.
    pub fn finish(self) -> Result<RuleSet, Problems> {
        if self.problems.is_empty() { Ok(self.set) } else { Err(Problems(self.problems)) }
    }

    fn wrong(&mut self, source: &Source, span: std::ops::Range<usize>, what: impl Into<String>) {
        self.problems.push(source.problem(span, what));
    }

    /// A shipped pack to switch on, or a file to read first.
    fn extend(&mut self, source: &Source, name: &At<&str>) {
        if !name.value.contains('/') && !name.value.ends_with(".toml") {
            let packs: BTreeSet<String> = self.set.rules.iter().map(|r| r.pack.clone()).collect();
            if packs.contains(name.value) {
                self.set_all(|listed| listed.pack == name.value, true);
                return;
            }
            let hint = nearest(name.value, packs.iter().map(String::as_str));
            let what = format!(
                "there is no shipped pack `{}`{hint}; a file's name has a `/` or ends in .toml",
                name.value
            );
            return self.wrong(source, name.span.clone(), what);
        }
        let folder = Path::new(&*source.name).parent().unwrap_or(Path::new(""));
        let path = folder.join(name.value);
        let normal = normal(&path);
        if let Some(from) = self.open.iter().position(|open| *open == normal) {
            let round = self.open[from..].iter().chain([&normal]);
            let round: Vec<String> = round.map(|path| path.display().to_string()).collect();
            let what =
                format!("these files extend one another in a circle: {}", round.join(" -> "));
            return self.wrong(source, name.span.clone(), what);
        }
        match (self.read)(&path) {
            Ok(text) => self.file(&Source::new(&path.display().to_string(), &text)),
            Err(reason) => {
                self.wrong(source, name.span.clone(), format!("{}: {reason}", path.display()));
            }
        }
    }

    fn order(&mut self, source: &Source, fields: &Fields<'_>) {
        let Some(table) = fields.table("order") else { return };
        let order = Fields::check(&table, keys::ORDER, source, &mut self.problems);
        for (key, list) in
            [("prepare", &mut self.set.order.prepare), ("clean", &mut self.set.order.clean)]
        {
            if order.value(key).is_some() {
                *list = order.texts(key).iter().map(|at| at.value.to_owned()).collect();
            }
        }
        let names: Vec<String> = self.set.order.names().map(str::to_owned).collect();
        for (i, name) in names.iter().enumerate() {
            if names[..i].contains(name) {
                self.wrong(source, table.span.clone(), format!("the pass `{name}` stands twice"));
            }
            if !self.passes.contains(name) {
                self.passes.push(name.clone());
            }
        }
    }

    fn rules(&mut self, source: &Source, fields: &Fields<'_>) {
        let on = !fields.switch("opt_in");
        for table in fields.tables("rule") {
            let mut reader = RuleReader { source, problems: &mut self.problems };
            let Some(rule) = reader.rule(&table, &self.passes) else { continue };
            let id = table.value.get("id").map_or(table.span.clone(), Spanned::span);
            let replaces = table.value.get("override").and_then(|v| v.get_ref().as_bool());
            self.keep(source, rule, &id, on, replaces.unwrap_or_default());
        }
    }

    fn keep(
        &mut self,
        source: &Source,
        rule: Rule,
        id: &std::ops::Range<usize>,
        on: bool,
        replaces: bool,
    ) {
        let first = self.seen.get(&rule.id).copied();
        let pack = Path::new(&*source.name).file_stem().unwrap_or_default();
        let pack = pack.to_string_lossy().into_owned();
        match (first, replaces) {
            (None, true) => {
                let known = self.set.rules.iter().map(|listed| listed.rule.id.as_str());
                let what = format!(
                    "there is no rule `{}` to override{}",
                    rule.id,
                    nearest(&rule.id, known)
                );
                self.wrong(source, id.clone(), what);
            }
            (Some(i), false) => {
                let place = &self.set.rules[i].rule.place;
                let what = format!(
                    "the id `{}` is taken by the rule at {place}; `override = true` would replace it",
                    rule.id
                );
                self.wrong(source, id.clone(), what);
            }
            (Some(i), true) => self.set.rules[i] = Listed { rule: Arc::new(rule), pack, on },
            (None, false) => {
                self.seen.insert(rule.id.clone(), self.set.rules.len());
                self.set.rules.push(Listed { rule: Arc::new(rule), pack, on });
            }
        }
    }

    /// Obeys `off` or `on`.
    fn switch(&mut self, source: &Source, fields: &Fields<'_>, key: &str) {
        for name in fields.texts(key) {
            let glob = match Glob::new(name.value) {
                Ok(glob) => glob.compile_matcher(),
                Err(e) => {
                    self.wrong(source, name.span, format!("bad glob: {}", e.kind()));
                    continue;
                }
            };
            let meant =
                |listed: &Listed| glob.is_match(&listed.rule.id) || glob.is_match(&listed.pack);
            if !self.set_all(meant, key == "on") {
                let known: BTreeSet<&str> = self
                    .set
                    .rules
                    .iter()
                    .flat_map(|listed| [listed.rule.id.as_str(), listed.pack.as_str()])
                    .collect();
                let hint = nearest(name.value, known);
                self.wrong(
                    source,
                    name.span,
                    format!("`{}` names no rule and no pack{hint}", name.value),
                );
            }
        }
    }

    /// Switches all rules that are meant; says whether there are any.
    fn set_all(&mut self, meant: impl Fn(&Listed) -> bool, on: bool) -> bool {
        let mut any = false;
        for listed in self.set.rules.iter_mut().filter(|listed| meant(listed)) {
            listed.on = on;
            any = true;
        }
        any
    }

    fn protect(&mut self, source: &Source, fields: &Fields<'_>) {
        for pattern in fields.texts("protect") {
            match compile(pattern.value) {
                Ok(regex) => self.set.protect.push(regex),
                Err(what) => self.wrong(source, pattern.span, what),
            }
        }
    }

    fn limits(&mut self, source: &Source, fields: &Fields<'_>) {
        let Some(table) = fields.table("limits") else { return };
        let limits = Fields::check(&table, keys::LIMITS, source, &mut self.problems);
        let old = self.set.limits;
        self.set.limits = Limits {
            document: limits.share("document").or(old.document),
            corpus: limits.share("corpus").or(old.corpus),
            rule_document: limits.share("rule_document").or(old.rule_document),
            rule_corpus: limits.share("rule_corpus").or(old.rule_corpus),
        };
    }

    /// Adds one file's settings of a pass to those of the files before it.
    fn settings(
        &mut self,
        source: &Source,
        name: &Spanned<Cow<'_, str>>,
        value: &Spanned<DeValue<'_>>,
    ) {
        let pass = name.get_ref().as_ref();
        if !self.passes.iter().any(|known| known == pass) {
            let hint = nearest(pass, self.passes.iter().map(String::as_str));
            return self.wrong(source, name.span(), format!("unknown pass `{pass}`{hint}"));
        }
        let Some(check) = CODED.iter().find(|c| c.pass == pass).and_then(|c| c.settings) else {
            return self.wrong(source, name.span(), format!("`{pass}` has no settings"));
        };
        if !self.trusts
            && let Err(error) = check(value.clone())
        {
            let span = error.span().unwrap_or(value.span());
            return self.wrong(source, span, error.message().trim());
        }
        // What passed the check is a table.
        let table = toml::Table::deserialize(ValueDeserializer::from(value.clone()));
        self.set.settings.entry(pass.to_owned()).or_default().extend(table.unwrap_or_default());
    }
}

/// A path without `.` and `..`, to tell whether two name one file.
fn normal(path: &Path) -> PathBuf {
    let mut normal = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if normal.file_name().is_some() => {
                normal.pop();
            }
            part => normal.push(part),
        }
    }
    normal
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shipped;

    #[test]
    fn settings_of_shipped_files_would_pass_the_check() {
        let order = Order::read(&shipped::pipeline()).unwrap();
        let mut none = |_: &Path| Err(String::new());
        let mut loader = Loader::new(&order, &mut none);
        shipped::rule_files().for_each(|source| loader.file(&source));
        loader.finish().unwrap();
    }
}
