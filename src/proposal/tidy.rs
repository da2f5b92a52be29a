//! What happens to a line when a rule strips all that stood on it: the line
//! goes with its line end, a paragraph break around it is not left doubled,
//! and at the end of the text no blank lines stay behind. A line on which
//! anything else is left keeps its line end.

use super::Item;
use std::ops::Range;

/// A run of items that together empty one or several lines.
struct Emptied {
    /// Indices of the items.
    items: Range<usize>,
    /// Bytes that go: whole lines with their ends.
    span: Range<usize>,
    /// Whether a blank line, or nothing, stands before it once all is done.
    after_break: bool,
}

/// Extends stripping items over the lines they empty. Items are sorted and
/// disjoint and stay so.
pub fn take_emptied_lines(text: &str, items: &mut [Item]) {
    if !items.iter().any(|item| item.takes_line) {
        return;
    }
    let mut runs: Vec<Emptied> = Vec::new();
    let mut next = 0;
    while next < items.len() {
        let (run, lines) = lines_of(text, items, next);
        next = run.end;
        if empties(text, &items[run.clone()], &lines) {
            let emptied = widen(text, run, lines, runs.last());
            runs.push(emptied);
        }
    }
    close_the_end(text, &mut runs);
    for run in runs {
        spread(items, &run);
    }
}

/// The items from `first` on that share its lines, and those lines without
/// the last line end.
fn lines_of(text: &str, items: &[Item], first: usize) -> (Range<usize>, Range<usize>) {
    let start = text[..items[first].span.start].rfind('\n').map_or(0, |at| at + 1);
    let mut last = first;
    let mut end = line_end(text, &items[first].span);
    while items.get(last + 1).is_some_and(|item| item.span.start <= end) {
        last += 1;
        if items[last].span.end > end {
            end = line_end(text, &items[last].span);
        }
    }
    (first..last + 1, start..end)
}

/// The end of the last line that `span` lies on; a span that took a line end
/// along does not lie on the line after it.
fn line_end(text: &str, span: &Range<usize>) -> usize {
    if text[span.clone()].ends_with('\n') {
        return span.end - 1;
    }
    text[span.end..].find('\n').map_or(text.len(), |at| span.end + at)
}

/// Whether nothing but blanks is left on the lines, and something went.
fn empties(text: &str, items: &[Item], lines: &Range<usize>) -> bool {
    let strips = |item: &Item| item.takes_line && item.with.is_empty();
    let something = |item: &Item| !is_blank(&text[item.span.clone()]);
    if !items.iter().all(strips) || !items.iter().any(something) {
        return false;
    }
    let mut left = lines.start;
    for item in items {
        if left < item.span.start && !is_blank(&text[left..item.span.start]) {
            return false;
        }
        left = item.span.end;
    }
    left >= lines.end || is_blank(&text[left..lines.end])
}

/// The emptied lines with their end, and the blank lines after them where a
/// break (or the text's start) stands before them already.
fn widen(text: &str, items: Range<usize>, lines: Range<usize>, last: Option<&Emptied>) -> Emptied {
    let after_break = match last {
        Some(last) if last.span.end == lines.start => last.after_break,
        _ => lines.start == 0 || is_blank(last_line(&text[..lines.start])),
    };
    let mut end = (lines.end + 1).min(text.len());
    while after_break && end < text.len() {
        let next = text[end..].find('\n').map_or(text.len(), |at| end + at + 1);
        if !is_blank(&text[end..next]) {
            break;
        }
        end = next;
    }
    Emptied { items, span: lines.start..end, after_break }
}

/// Where stripped lines close the text, the blank lines before them go too;
/// the text ends with a line end if it did before.
fn close_the_end(text: &str, runs: &mut [Emptied]) {
    let mut tail = text.len();
    let mut first = runs.len();
    while first > 0 && is_blank(&text[runs[first - 1].span.end..tail]) {
        first -= 1;
        tail = runs[first].span.start;
    }
    if first == runs.len() {
        return;
    }
    let kept = text[..tail].trim_end().len();
    if first > 0 && runs[first - 1].span.end > kept {
        return; // cannot happen: a run that ends in blanks belongs to the tail
    }
    let start = if kept == 0 { 0 } else { end_of_kept(text, kept) };
    let last = runs.len() - 1;
    for i in first..last {
        runs[i].span.end = runs[i + 1].span.start;
    }
    runs[first].span.start = start.min(runs[first].span.start);
    runs[last].span.end = text.len();
}

/// Where the text may be cut after its last kept character at `kept`.
fn end_of_kept(text: &str, kept: usize) -> usize {
    let line_end = text[kept..].find('\n').map_or(text.len(), |at| kept + at);
    if text.ends_with('\n') {
        return line_end + 1;
    }
    line_end - usize::from(text[..line_end].ends_with('\r'))
}

/// Gives a run's bytes to its items, without gaps.
fn spread(items: &mut [Item], run: &Emptied) {
    let mut start = run.span.start;
    for i in run.items.clone() {
        items[i].span.start = start;
        let end = items.get(i + 1).filter(|_| i + 1 < run.items.end);
        items[i].span.end = end.map_or(run.span.end, |next| next.span.start);
        start = items[i].span.end;
    }
}

fn last_line(text: &str) -> &str {
    let text = text.strip_suffix('\n').unwrap_or(text);
    &text[text.rfind('\n').map_or(0, |at| at + 1)..]
}

fn is_blank(text: &str) -> bool {
    text.chars().all(char::is_whitespace)
}

#[cfg(test)]
mod tests {
    use crate::edit::RuleId;
    use crate::proposal::Proposals;

    /// Strips every `#` run and what follows it up to a `;` or the line's end.
    fn strip(text: &str) -> String {
        let mut proposals = Proposals::new(text);
        for (at, _) in text.match_indices('#') {
            let end = text[at..].find(['\n', '\r', ';']).map_or(text.len(), |n| at + n);
            proposals.strip(at..end, "", RuleId(0), None);
        }
        proposals.finish(&[]).apply(text)
    }

    #[test]
    fn emptied_lines_go_and_breaks_stay_single() {
        let cases = [
            ("#a\nNews", "News"),
            ("#a\n\nNews", "News"),
            ("A\n\n#r\n\nB", "A\n\nB"),
            ("A\n\n#r\n\n#s\n\nB", "A\n\nB"),
            ("A\n#r\n#s\n\nB", "A\n\nB"),
            ("A\n#r\nB", "A\nB"),
            ("A\n\n#r", "A"),
            ("A\n\n#r\n", "A\n"),
            ("A\n\n#r\n\n#s", "A"),
            ("A\n#r\n\n#s\n", "A\n"),
            ("A\n#r\n\n\n", "A\n"),
            ("#r\n", ""),
            ("#r\n\n#s", ""),
            ("A\r\n\r\n#r\r\n\r\nB", "A\r\n\r\nB"),
            ("A\r\n\r\n#r", "A"),
            ("A #r\nB", "A \nB"),
            ("  #r\nB", "B"),
            ("A\n\n#r;x\n\nB", "A\n\n;x\n\nB"),
            ("A\n\n\n#r\n\n\nB", "A\n\n\nB"),
        ];
        for (text, want) in cases {
            assert_eq!(strip(text), want, "{text:?}");
        }
    }
}
