//! Markup that outlived its page: HTML entities, tags, and the escapes of
//! string literals. It is no HTML parser: pages go through an extractor first,
//! and this takes away what one left behind.
//!
//! A sign is residue only where it has the full form of one. Comparisons, type
//! parameters, addresses in angle brackets and paths do not; a tag or an entity
//! in quotation marks is one that the text speaks of.

mod element;
mod entity;
mod escape;
mod rounds;
mod tag;

use super::{Detector, GAP_MARK, Parts};
use crate::document::Doc;
use crate::edit::RuleId;
use crate::proposal::Proposals;
use memchr::memchr3_iter;
use rounds::Change;
use std::ops::Range;

/// The detectors of this pass.
pub const BUILTINS: &[&str] = &[
    "html-tag",
    "html-entity",
    "escaped-line-end",
    "escaped-character",
    "escaped-bytes",
    "escaped-quote",
];

/// Builds the pass's detector.
pub fn build(parts: &Parts<'_>) -> Result<Box<dyn Detector>, String> {
    Ok(Box::new(Markup {
        tag: parts.rule("html-tag"),
        entity: parts.rule("html-entity"),
        line_end: parts.rule("escaped-line-end"),
        character: parts.rule("escaped-character"),
        bytes: parts.rule("escaped-bytes"),
        quote: parts.rule("escaped-quote"),
    }))
}

/// The rule of each detector; `None` where it is switched off.
struct Markup {
    tag: Option<RuleId>,
    entity: Option<RuleId>,
    line_end: Option<RuleId>,
    character: Option<RuleId>,
    bytes: Option<RuleId>,
    quote: Option<RuleId>,
}

/// A stretch and what becomes of it.
struct Residue {
    span: Range<usize>,
    with: String,
}

impl Detector for Markup {
    fn propose(&self, doc: &Doc<'_>, out: &mut Proposals<'_>) {
        for change in rounds::settle(doc.text, |text| self.round(text)) {
            out.strip(change.span, &change.with, change.rule, None);
        }
    }
}

impl Markup {
    /// What stands in the text now; what its going lays bare is another round's.
    fn round(&self, text: &str) -> Vec<Change> {
        let mut found = Vec::new();
        let mut done = 0;
        for at in memchr3_iter(b'<', b'&', b'\\', text.as_bytes()) {
            if at < done {
                continue;
            }
            let found_here = self.residue(text, at);
            if let Some((Residue { span, with }, rule)) = found_here
                && !touches_gap_mark(text, &span)
            {
                // Blanks before it may have gone with the residue before them.
                let span = span.start.max(done)..span.end;
                done = span.end;
                found.push(Change { span, with, rule });
            }
        }
        found
    }

    /// The residue that starts at `at`, and whose it is.
    fn residue(&self, text: &str, at: usize) -> Option<(Residue, RuleId)> {
        if text.as_bytes()[at] == b'\\' {
            return self.escape(text, at);
        }
        if let Some(rule) = self.tag
            && let Some(found) = tag::run(text, at)
        {
            return Some((found, rule));
        }
        let (found, rule) = (entity::residue(text, at)?, self.entity?);
        Some((found, rule))
    }

    fn escape(&self, text: &str, at: usize) -> Option<(Residue, RuleId)> {
        let (found, kind) = escape::residue(text, at)?;
        let rule = match kind {
            escape::Kind::LineEnd => self.line_end,
            escape::Kind::Character => self.character,
            escape::Kind::Bytes => self.bytes,
            escape::Kind::Quote => self.quote,
        };
        Some((found, rule?))
    }
}

/// Whether the span shares a byte with a gap mark, as `<![CDATA[` does before `…]`.
fn touches_gap_mark(text: &str, span: &Range<usize>) -> bool {
    let beside = GAP_MARK.len() - 1;
    let around = span.start.saturating_sub(beside)..text.len().min(span.end + beside);
    memchr::memmem::find(&text.as_bytes()[around], GAP_MARK.as_bytes()).is_some()
}

/// A line end as the text has them.
fn line_end(text: &str) -> &'static str {
    let first = memchr::memchr(b'\n', text.as_bytes());
    if first.is_some_and(|at| text[..at].ends_with('\r')) { "\r\n" } else { "\n" }
}

/// Whether the span stands in quotation marks, so that the text speaks of it.
fn is_quoted(text: &str, span: &Range<usize>) -> bool {
    let before = text[..span.start].chars().next_back();
    let after = text[span.end..].chars().next();
    match (before, after) {
        (Some(open @ ('"' | '\'' | '`')), Some(close)) => open == close,
        (Some('“' | '„'), Some('”' | '“'))
        | (Some('‘' | '‚'), Some('’' | '‘'))
        | (Some('«'), Some('»')) => true,
        _ => false,
    }
}

/// Whether one of these words, or its plural, and a blank stand before `at`.
fn follows_word(text: &str, at: usize, words: &[&str]) -> bool {
    let before = text[..at].trim_end_matches(' ');
    let singular = before.strip_suffix('s').unwrap_or(before);
    before.len() < at
        && words.iter().any(|word| {
            let rest = before.strip_suffix(word).or_else(|| singular.strip_suffix(word));
            rest.is_some_and(|rest| !rest.ends_with(char::is_alphanumeric))
        })
}
