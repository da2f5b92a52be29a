//! `where`: the conditions on the place of a match. A condition that fails has
//! a name, so that `explain` can say what kept a rule from firing.

use crate::document::Doc;
use globset::GlobMatcher;
use std::ops::Range;

/// The conditions of one rule; all must hold.
#[derive(Debug, Default)]
pub struct Context {
    /// On the document's name.
    pub path: Option<GlobMatcher>,
    /// Lines with text, counted from the start of the pass's own input.
    pub first_lines: Option<usize>,
    /// Lines with text, counted from its end.
    pub last_lines: Option<usize>,
}

impl Context {
    /// The condition that forbids a match at `span`, as the user wrote it.
    pub fn refuses(&self, doc: &Doc<'_>, span: &Range<usize>) -> Option<String> {
        let named = !doc.name.is_empty();
        if let Some(glob) = self.path.as_ref().filter(|glob| named && !glob.is_match(doc.name)) {
            return Some(format!("path = \"{}\"", glob.glob().glob()));
        }
        if let Some(n) = self.first_lines.filter(|n| span.start >= end_of_first(doc.text, *n)) {
            return Some(format!("first_lines = {n}"));
        }
        if let Some(n) = self.last_lines.filter(|n| span.end <= start_of_last(doc.text, *n)) {
            return Some(format!("last_lines = {n}"));
        }
        None
    }
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
    }
}
