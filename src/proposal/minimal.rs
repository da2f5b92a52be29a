//! Cuts a replacement down to what it changes: nothing shared at either end,
//! and no sound word in the middle. Comparing is by words, since comparing by
//! characters would leave crumbs (`were` to `has` shares no word but letters).

use crate::letter::is_in_word;
use similar::{Algorithm, DiffOp, capture_diff_slices};
use std::ops::Range;

/// Calls `each` with the changes that turn `before` into `after`: a span of `before` and
/// its replacement. There is none where the two are equal.
pub fn changes<'a>(before: &str, after: &'a str, mut each: impl FnMut(Range<usize>, &'a str)) {
    let (span, with) = trim(before, 0..before.len(), after, 0..after.len());
    if span.is_empty() && with.is_empty() {
        return;
    }
    // Most edits are of a sign or two, which have no word between.
    let is_short = |text: &str| text.chars().nth(2).is_none();
    if is_short(&before[span.clone()]) || is_short(&after[with.clone()]) {
        return each(span, &after[with]);
    }
    let (old, new) = (words(before, span.clone()), words(after, with.clone()));
    if old.len() < 3 || new.len() < 3 {
        return each(span, &after[with]);
    }
    let texts = |text, spans: &[Range<usize>]| spans.iter().map(|s| slice(text, s)).collect();
    let (a, b): (Vec<&str>, Vec<&str>) = (texts(before, &old), texts(after, &new));
    let ends = |spans: &[Range<usize>], all: &Range<usize>, i: usize| {
        spans.get(i).map_or(all.end, |s| s.start)
    };
    for op in capture_diff_slices(Algorithm::Myers, &a, &b) {
        if matches!(op, DiffOp::Equal { .. }) {
            continue;
        }
        let (i, j) = (op.old_range(), op.new_range());
        let from = ends(&old, &span, i.start)..ends(&old, &span, i.end);
        let to = ends(&new, &with, j.start)..ends(&new, &with, j.end);
        let (from, to) = trim(before, from, after, to);
        each(from, &after[to]);
    }
}

fn slice<'t>(text: &'t str, span: &Range<usize>) -> &'t str {
    &text[span.clone()]
}

/// Both spans without the characters they share at their ends.
fn trim(
    before: &str,
    a: Range<usize>,
    after: &str,
    b: Range<usize>,
) -> (Range<usize>, Range<usize>) {
    let shared = |x: &str, y: &str| -> usize {
        x.chars().zip(y.chars()).take_while(|(p, q)| p == q).map(|(p, _)| p.len_utf8()).sum()
    };
    let head = shared(&before[a.clone()], &after[b.clone()]);
    let (a, b) = (a.start + head..a.end, b.start + head..b.end);
    let tail: usize = before[a.clone()]
        .chars()
        .rev()
        .zip(after[b.clone()].chars().rev())
        .take_while(|(p, q)| p == q)
        .map(|(p, _)| p.len_utf8())
        .sum();
    (a.start..a.end - tail, b.start..b.end - tail)
}

/// Runs of letters and digits; every other character for itself.
fn words(text: &str, within: Range<usize>) -> Vec<Range<usize>> {
    let mut words: Vec<Range<usize>> = Vec::new();
    let mut in_word = false;
    for (at, c) in text[within.clone()].char_indices() {
        let (at, alnum) = (within.start + at, is_in_word(c));
        match words.last_mut() {
            Some(last) if alnum && in_word => last.end = at + c.len_utf8(),
            _ => words.push(at..at + c.len_utf8()),
        }
        in_word = alnum;
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn changes<'a>(before: &str, after: &'a str) -> Vec<(Range<usize>, &'a str)> {
        let mut changes = Vec::new();
        super::changes(before, after, |span, after| changes.push((span, after)));
        changes
    }

    #[test]
    fn equal_texts_give_nothing() {
        assert!(changes("same", "same").is_empty());
    }

    #[test]
    fn shared_ends_are_cut() {
        assert_eq!(changes("the the", "the"), [(3..7, "")]);
        assert_eq!(changes("teh", "the"), [(1..3, "he")]);
        assert_eq!(changes("é", "è"), [(0..2, "è")]);
    }

    #[test]
    fn sound_words_between_are_left_out() {
        assert_eq!(changes("a b c d e", "x b c d y"), [(0..1, "x"), (8..9, "y")]);
    }
}
