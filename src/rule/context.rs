//! `where`: the conditions on the place of a match. A condition that fails has
//! a name, so that `explain` can say what kept a rule from firing.

use crate::document::Doc;
use globset::GlobMatcher;
use regex::Regex;
use std::ops::Range;

/// The conditions of one rule; all must hold.
#[derive(Debug, Default)]
pub struct Context {
    /// On the document's name.
    pub path: Option<GlobMatcher>,
    /// On the host it came from.
    pub host: Option<GlobMatcher>,
    /// On fields of its record.
    pub meta: Vec<(String, GlobMatcher)>,
    /// On its language, where that is known.
    pub language: Option<String>,
    /// Lines with text, counted from the start of the pass's own input.
    pub first_lines: Option<usize>,
    /// Lines with text, counted from its end.
    pub last_lines: Option<usize>,
    /// Characters the match must have at least.
    pub min_length: Option<usize>,
    /// Characters the match may have at most.
    pub max_length: Option<usize>,
    /// On the line with text before it.
    pub previous_line: Option<Regex>,
    /// On the line with text after it.
    pub next_line: Option<Regex>,
}

impl Context {
    /// The condition that forbids a match at `span`, as the user wrote it.
    pub fn refuses(&self, doc: &Doc<'_>, span: &Range<usize>) -> Option<String> {
        self.document_refuses(doc).or_else(|| self.place_refuses(doc.text, span))
    }

    /// The condition on the document that does not hold. A document without a
    /// name is a rule's case, whose text alone is on trial.
    fn document_refuses(&self, doc: &Doc<'_>) -> Option<String> {
        if doc.name.is_empty() {
            return None;
        }
        let fails =
            |glob: &GlobMatcher, value: Option<&str>| !value.is_some_and(|v| glob.is_match(v));
        if let Some(glob) = self.path.as_ref().filter(|glob| fails(glob, Some(doc.name))) {
            return Some(format!("path = \"{}\"", glob.glob().glob()));
        }
        if let Some(glob) = self.host.as_ref().filter(|glob| fails(glob, doc.host())) {
            return Some(format!("host = \"{}\"", glob.glob().glob()));
        }
        for (name, glob) in &self.meta {
            if fails(glob, doc.meta.get(name).map(String::as_str)) {
                return Some(format!("meta = {{ {name} = \"{}\" }}", glob.glob().glob()));
            }
        }
        let wanted = self.language.as_ref()?;
        let known = doc.meta.get("language").or_else(|| doc.meta.get("lang"))?;
        let fits = known == wanted
            || known.strip_prefix(wanted.as_str()).is_some_and(|rest| rest.starts_with(['-', '_']));
        (!fits).then(|| format!("language = \"{wanted}\""))
    }

    fn place_refuses(&self, text: &str, span: &Range<usize>) -> Option<String> {
        if let Some(n) = self.first_lines.filter(|n| span.start >= end_of_first(text, *n)) {
            return Some(format!("first_lines = {n}"));
        }
        if let Some(n) = self.last_lines.filter(|n| span.end <= start_of_last(text, *n)) {
            return Some(format!("last_lines = {n}"));
        }
        if self.min_length.is_some() || self.max_length.is_some() {
            let length = text[span.clone()].chars().count();
            if let Some(n) = self.min_length.filter(|n| length < *n) {
                return Some(format!("min_length = {n}"));
            }
            if let Some(n) = self.max_length.filter(|n| length > *n) {
                return Some(format!("max_length = {n}"));
            }
        }
        let differs = |regex: &&Regex, line: &str| !regex.is_match(line);
        let before =
            self.previous_line.as_ref().filter(|r| differs(r, line_before(text, span.start)));
        if let Some(regex) = before {
            return Some(format!("previous_line = '{}'", as_written(regex)));
        }
        let after = self.next_line.as_ref().filter(|r| differs(r, line_after(text, span.end)));
        after.map(|regex| format!("next_line = '{}'", as_written(regex)))
    }
}

/// The pattern without the anchors it was given.
fn as_written(regex: &Regex) -> &str {
    let pattern = regex.as_str();
    pattern.strip_prefix(r"\A(?:").and_then(|p| p.strip_suffix(r")\z")).unwrap_or(pattern)
}

/// The line with text before the line of byte `at`; empty where there is none.
fn line_before(text: &str, at: usize) -> &str {
    let start = text[..at].rfind('\n').map_or(0, |n| n + 1);
    text[..start].trim_end().rsplit('\n').next().unwrap_or_default().trim()
}

/// The line with text after the line that ends at byte `at` or later.
fn line_after(text: &str, at: usize) -> &str {
    let end = text[at..].find('\n').map_or(text.len(), |n| at + n);
    text[end..].trim_start().split('\n').next().unwrap_or_default().trim()
}

/// Where the first `n` lines that are not blank end.
fn end_of_first(text: &str, n: usize) -> usize {
    nth_line(text.split_inclusive('\n'), n)
}

/// Where the last `n` lines that are not blank start.
fn start_of_last(text: &str, n: usize) -> usize {
    text.len() - nth_line(text.split_inclusive('\n').rev(), n)
}

/// The bytes up to and with the n-th line that is not blank; all if there are fewer.
fn nth_line<'t>(lines: impl Iterator<Item = &'t str>, n: usize) -> usize {
    let (mut seen, mut bytes) = (0, 0);
    for line in lines {
        bytes += line.len();
        seen += usize::from(!line.trim().is_empty());
        if seen == n {
            break;
        }
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blank_lines_do_not_count() {
        let text = "one\n\n two\nthree\n\n";
        assert_eq!(&text[..end_of_first(text, 2)], "one\n\n two\n");
        assert_eq!(&text[start_of_last(text, 1)..], "three\n\n");
        assert_eq!(end_of_first(text, 9), text.len());
        assert_eq!(start_of_last(text, 9), 0);
        assert_eq!(line_before(text, 6), "one");
        assert_eq!(line_after(text, 1), "two");
        assert_eq!((line_before(text, 1), line_after(text, 10)), ("", ""));
    }
}
