//! A compiled pattern with its scope: which stretch of a text it matches and
//! what it puts there. It knows the text alone; conditions on the place are
//! `context`, and which patterns are tried where is the pass's business.

use super::literal;
use regex::{Captures, Regex, RegexBuilder};
use regex_syntax::hir::{Hir, HirKind, Look};
use std::borrow::Cow;
use std::ops::Range;
use std::sync::OnceLock;

/// Compiled size a pattern may have, in bytes; larger ones are refused.
const SIZE_LIMIT: usize = 10 << 20;
/// How deep groups may be nested.
const NEST_LIMIT: u32 = 100;
/// Patterns lighter than this, by [`weight`], compile within the limit for
/// certain: the costliest of twice the weight do. Heavier ones are compiled when
/// they are read, used or not, which takes milliseconds each.
const LIGHT: usize = 2_000_000;
/// How far from the text's end a `tail` may start, in bytes.
const TAIL_REACH: usize = 4096;

/// What stretch of the text a pattern speaks of.
#[derive(Debug)]
pub enum Scope {
    /// A whole line, blanks around it aside.
    Line,
    /// Whatever matches.
    Find,
    /// From a line that matches to the next that matches `to`, at most so
    /// many lines.
    Block {
        /// The last line's pattern.
        to: Regex,
        /// The most lines a block may have.
        lines: usize,
    },
    /// The start of the text.
    Head,
    /// The end of the text.
    Tail,
}

impl Scope {
    /// Its key in a rule.
    pub fn name(&self) -> &'static str {
        match self {
            Scope::Line => "line",
            Scope::Find => "find",
            Scope::Block { .. } => "block",
            Scope::Head => "head",
            Scope::Tail => "tail",
        }
    }
}

/// A pattern, ready to run.
#[derive(Debug)]
pub struct Pattern {
    /// Its scope.
    pub scope: Scope,
    /// As written.
    pub source: String,
    /// Strings (ASCII case ignored) one of which stands in every match.
    pub literals: Option<Vec<String>>,
    /// Whether it is of whole lines, and one of the literals starts each match.
    pub opens_line: bool,
    /// The one line it matches, where it is that simple: no regex is needed.
    pub exact_line: Option<String>,
    /// Whether a match can't reach beyond a line.
    pub one_line: bool,
    /// The names of its groups.
    groups: Vec<String>,
    anchored: String,
    /// Compiled when it is first tried: most of thousands of rules never are.
    regex: OnceLock<Option<Regex>>,
    with: String,
}

/// A stretch to be replaced.
#[derive(Debug)]
pub struct Match<'p, 't> {
    /// Bytes of the text.
    pub span: Range<usize>,
    /// Its replacement.
    pub with: Cow<'p, str>,
    /// None where a plain line was compared.
    captures: Option<Captures<'t>>,
}

impl Match<'_, '_> {
    /// What a named group matched.
    pub fn group(&self, name: &str) -> Option<&str> {
        Some(self.captures.as_ref()?.name(name)?.as_str())
    }
}

impl Pattern {
    /// Compiles `source`. The error says what is wrong with it, and for a
    /// mistake of syntax at which bytes of `source`.
    pub fn new(scope: Scope, source: &str, with: &str) -> Result<Pattern, (String, Range<usize>)> {
        let hir = check(source)?;
        let anchored = match scope {
            Scope::Line | Scope::Block { .. } => format!(r"\A(?:{source})\z"),
            Scope::Head => format!(r"\A(?:{source})"),
            Scope::Tail => format!(r"(?:{source})\z"),
            Scope::Find => source.to_owned(),
        };
        let regex = OnceLock::new();
        if weight(&hir) > LIGHT {
            let compiled = compile(&anchored).map_err(|e| (e, 0..source.len()))?;
            let _ = regex.set(Some(compiled));
        }
        let literals = literal::required(&hir);
        let opens_line = matches!(scope, Scope::Line | Scope::Block { .. })
            && literals.as_ref().is_some_and(|set| literal::starts_with_one(&hir, set));
        let exact_line = matches!(scope, Scope::Line).then(|| exact(&hir)).flatten();
        let mut groups = Vec::new();
        names(&hir, &mut groups);
        Ok(Pattern {
            scope,
            source: source.to_owned(),
            literals,
            opens_line,
            exact_line,
            one_line: !leaves_line(&hir),
            groups,
            anchored,
            regex,
            with: with.to_owned(),
        })
    }

    /// The compiled pattern. What is compiled late is light and has been
    /// parsed, so it does compile; a pattern that didn't would match nothing.
    fn regex(&self) -> Option<&Regex> {
        self.regex.get_or_init(|| compile(&self.anchored).ok()).as_ref()
    }

    fn has_it(&self) -> bool {
        self.groups.iter().any(|name| name == "it")
    }

    /// The names of its groups.
    pub fn groups(&self) -> impl Iterator<Item = &str> {
        self.groups.iter().map(String::as_str)
    }

    /// Whether it is tried line by line.
    pub fn by_line(&self) -> bool {
        match self.scope {
            Scope::Line | Scope::Block { .. } => true,
            Scope::Find => self.one_line,
            Scope::Head | Scope::Tail => false,
        }
    }

    /// Its matches that start on `line` (bytes, without the line end).
    pub fn on_line<'t>(
        &self,
        text: &'t str,
        line: Range<usize>,
        out: &mut dyn FnMut(Match<'_, 't>),
    ) {
        match &self.scope {
            Scope::Line => {
                let line = trimmed(text, line);
                if let Some(exact) = &self.exact_line {
                    if text[line.clone()] == **exact {
                        let with = Cow::Borrowed(self.with.as_str());
                        out(Match { span: line, with, captures: None });
                    }
                    return;
                }
                if let Some(found) = self.first(text, line.clone(), line) {
                    out(found);
                }
            }
            Scope::Block { to, lines } => {
                let first = trimmed(text, line.clone());
                if !self.regex().is_some_and(|regex| regex.is_match(&text[first.clone()])) {
                    return;
                }
                let Some(end) = block_end(text, line.end, to, *lines) else {
                    return;
                };
                if let Some(found) = self.first(text, first, line.start..end) {
                    out(found);
                }
            }
            Scope::Find | Scope::Head | Scope::Tail => self.each(text, line, out),
        }
    }

    /// Its matches in the whole text, for a pattern that is not tried by line.
    pub fn in_text<'t>(&self, text: &'t str, out: &mut dyn FnMut(Match<'_, 't>)) {
        match self.scope {
            Scope::Tail => {
                let mut start = text.len().saturating_sub(TAIL_REACH);
                while !text.is_char_boundary(start) {
                    start += 1;
                }
                self.each(text, start..text.len(), out);
            }
            _ => self.each(text, 0..text.len(), out),
        }
    }

    /// The match within `window`, which replaces `whole` unless it has `it`.
    fn first<'t>(
        &self,
        text: &'t str,
        window: Range<usize>,
        whole: Range<usize>,
    ) -> Option<Match<'_, 't>> {
        let captures = self.regex()?.captures(&text[window.clone()])?;
        let span = match captures.name("it") {
            Some(it) => window.start + it.start()..window.start + it.end(),
            None if self.has_it() => return None,
            None => whole,
        };
        Some(Match { span, with: self.replacement(&captures), captures: Some(captures) })
    }

    /// All matches within `window`. The search goes on where an edit ends, not
    /// where its match does: what was right context may be left context next.
    fn each<'t>(&self, text: &'t str, window: Range<usize>, out: &mut dyn FnMut(Match<'_, 't>)) {
        let Some(regex) = self.regex() else { return };
        let hay = &text[window.clone()];
        let mut at = 0;
        while at <= hay.len() {
            let Some(captures) = regex.captures_at(hay, at) else {
                return;
            };
            let Some(whole) = captures.get(0) else { return };
            let target = if self.has_it() { captures.name("it") } else { Some(whole) };
            let done = target.map_or(whole.end(), |m| m.end());
            if let Some(target) = target {
                let span = window.start + target.start()..window.start + target.end();
                out(Match { span, with: self.replacement(&captures), captures: Some(captures) });
            }
            at = if done > at { done } else { next_char(hay, at) };
        }
    }

    fn replacement(&self, captures: &Captures<'_>) -> Cow<'_, str> {
        if !self.with.contains('$') {
            return Cow::Borrowed(&self.with);
        }
        let mut with = String::new();
        captures.expand(&self.with, &mut with);
        Cow::Owned(with)
    }
}

/// A plain phrase as a pattern: case, the number of blanks and the style of
/// quotes and apostrophes don't count.
pub fn phrase(text: &str) -> String {
    let mut pattern = String::from("(?i:");
    let mut blank = false;
    for c in text.trim().chars() {
        if c.is_whitespace() {
            blank = true;
            continue;
        }
        if std::mem::take(&mut blank) {
            pattern.push_str(r"[\p{Zs}\t]+");
        }
        match c {
            '"' | '“' | '”' | '„' | '«' | '»' => pattern.push_str("[\"“”„«»]"),
            '\'' | '’' | '‘' | '‚' | '`' => pattern.push_str("['’‘‚`]"),
            c => pattern.push_str(&regex::escape(c.encode_utf8(&mut [0; 4]))),
        }
    }
    pattern.push(')');
    pattern
}

/// Compiles a pattern within the limits.
pub fn compile(pattern: &str) -> Result<Regex, String> {
    RegexBuilder::new(pattern)
        .multi_line(true)
        .size_limit(SIZE_LIMIT)
        .nest_limit(NEST_LIMIT)
        .build()
        .map_err(|e| match e {
            regex::Error::CompiledTooBig(limit) => {
                format!("the pattern compiles to more than {limit} bytes; shorten its repetitions")
            }
            e => e.to_string(),
        })
}

/// Parses a pattern as written; one that matches the empty string is refused.
fn check(source: &str) -> Result<Hir, (String, Range<usize>)> {
    let mut parser =
        regex_syntax::ParserBuilder::new().multi_line(true).nest_limit(NEST_LIMIT).build();
    let hir = parser.parse(source).map_err(|e| {
        let (what, span) = match &e {
            regex_syntax::Error::Parse(e) => (e.kind().to_string(), *e.span()),
            regex_syntax::Error::Translate(e) => (e.kind().to_string(), *e.span()),
            e => return (e.to_string(), 0..source.len()),
        };
        (what, span.start.offset..span.end.offset)
    })?;
    if hir.properties().minimum_len() == Some(0) {
        let what = "the pattern matches the empty string; it would fire everywhere";
        return Err((what.to_owned(), 0..source.len()));
    }
    Ok(hir)
}

/// A rough upper bound of what a pattern compiles to, in bytes.
fn weight(hir: &Hir) -> usize {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => 50,
        HirKind::Literal(literal) => 50 + literal.0.len() * 50,
        HirKind::Class(class) => match class {
            regex_syntax::hir::Class::Unicode(c) => c.iter().fold(50, |sum, range| {
                // Within a block of 64, ranges share all bytes but the last.
                let block = |c: char| u32::from(c) / 64;
                sum + if block(range.start()) == block(range.end()) { 30 } else { 100 }
            }),
            regex_syntax::hir::Class::Bytes(c) => 50 + c.ranges().len() * 50,
        },
        HirKind::Repetition(r) => {
            let times = r.max.unwrap_or(r.min).max(r.min).max(1) as usize;
            weight(&r.sub).saturating_mul(times).saturating_add(50)
        }
        HirKind::Capture(c) => weight(&c.sub) + 100,
        HirKind::Concat(parts) | HirKind::Alternation(parts) => {
            parts.iter().map(weight).fold(50, usize::saturating_add)
        }
    }
}

/// The one text that a pattern matches, if it is a plain string.
fn exact(hir: &Hir) -> Option<String> {
    let HirKind::Literal(literal) = hir.kind() else { return None };
    let text = std::str::from_utf8(&literal.0).ok()?;
    (text.trim() == text && !text.contains('\n')).then(|| text.to_owned())
}

/// The names of a pattern's groups.
fn names(hir: &Hir, out: &mut Vec<String>) {
    match hir.kind() {
        HirKind::Capture(c) => {
            out.extend(c.name.as_ref().map(ToString::to_string));
            names(&c.sub, out);
        }
        HirKind::Repetition(r) => names(&r.sub, out),
        HirKind::Concat(parts) | HirKind::Alternation(parts) => {
            parts.iter().for_each(|part| names(part, out));
        }
        _ => {}
    }
}

/// Whether a match may hold a line end or depends on the text's ends.
fn leaves_line(hir: &Hir) -> bool {
    match hir.kind() {
        HirKind::Empty => false,
        HirKind::Literal(literal) => literal.0.contains(&b'\n'),
        HirKind::Class(class) => match class {
            regex_syntax::hir::Class::Unicode(c) => {
                c.iter().any(|r| (r.start()..=r.end()).contains(&'\n'))
            }
            regex_syntax::hir::Class::Bytes(c) => {
                c.iter().any(|r| (r.start()..=r.end()).contains(&b'\n'))
            }
        },
        HirKind::Look(look) => matches!(look, Look::Start | Look::End),
        HirKind::Repetition(r) => leaves_line(&r.sub),
        HirKind::Capture(c) => leaves_line(&c.sub),
        HirKind::Concat(parts) | HirKind::Alternation(parts) => parts.iter().any(leaves_line),
    }
}

/// The line without the blanks around it.
fn trimmed(text: &str, line: Range<usize>) -> Range<usize> {
    let content = &text[line.clone()];
    let start = line.start + (content.len() - content.trim_start().len());
    start..(line.start + content.trim_end().len()).max(start)
}

/// The end of the first line after `from` that matches `to`, within `lines`.
fn block_end(text: &str, from: usize, to: &Regex, lines: usize) -> Option<usize> {
    let mut start = from + 1;
    for line in text.get(start..)?.split_inclusive('\n').take(lines.saturating_sub(1)) {
        if to.is_match(line.trim()) {
            return Some(start + line.trim_end_matches('\n').len());
        }
        start += line.len();
    }
    None
}

fn next_char(text: &str, at: usize) -> usize {
    at + text[at..].chars().next().map_or(1, char::len_utf8)
}
