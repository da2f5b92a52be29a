//! Residue under residue: what one round takes away may lay bare more, as a
//! comment within an entity does. Rounds go on until none finds anything, and
//! come out as changes of the first text.

use crate::edit::RuleId;
use std::ops::Range;

/// More rounds than honest text needs.
const MOST_ROUNDS: usize = 8;

/// A stretch, and what becomes of it.
#[derive(Clone, Debug)]
pub struct Change {
    /// Bytes of the text.
    pub span: Range<usize>,
    /// What stands there then.
    pub with: String,
    /// Whose doing it is.
    pub rule: RuleId,
}

/// All that `round` changes in `text` and in what it makes of it.
pub fn settle(text: &str, round: impl Fn(&str) -> Vec<Change>) -> Vec<Change> {
    let mut all = round(text);
    for _ in 1..MOST_ROUNDS {
        if all.is_empty() {
            break;
        }
        let now = apply(text, 0..text.len(), &all);
        let next = round(&now);
        if next.is_empty() {
            break;
        }
        all = compose(&all, &next, &now);
    }
    all
}

/// `within` of the text after changes that lie in it.
fn apply(text: &str, within: Range<usize>, changes: &[Change]) -> String {
    let mut out = String::with_capacity(within.len());
    let mut done = within.start;
    for change in changes {
        out.push_str(&text[done..change.span.start]);
        out.push_str(&change.with);
        done = change.span.end;
    }
    out.push_str(&text[done..within.end]);
    out
}

/// Two rounds as one: `first` over the text, `next` over `now`, its outcome.
/// Changes that touch become one.
fn compose(first: &[Change], next: &[Change], now: &str) -> Vec<Change> {
    let mut out = Vec::with_capacity(first.len() + next.len());
    let (mut i, mut j) = (0, 0);
    // What `first` has added (and taken) so far.
    let (mut added, mut taken) = (0, 0);
    while i < first.len() || j < next.len() {
        let at = |i: usize, added: usize, taken: usize| {
            first.get(i).map(|c| {
                let start = c.span.start + added - taken;
                start..start + c.with.len()
            })
        };
        let (a, b) = (at(i, added, taken), next.get(j).map(|c| c.span.clone()));
        let start = match (&a, &b) {
            (Some(a), Some(b)) => a.start.min(b.start),
            (Some(one), None) | (None, Some(one)) => one.start,
            (None, None) => break,
        };
        let origin = start + taken - added;
        let (from, mut end, mut rule) = (j, start, None);
        loop {
            if let Some(a) = at(i, added, taken).filter(|a| a.start <= end) {
                end = end.max(a.end);
                rule = rule.or(Some(first[i].rule));
                added += first[i].with.len();
                taken += first[i].span.len();
                i += 1;
            } else if let Some(b) = next.get(j).filter(|b| b.span.start <= end) {
                end = end.max(b.span.end);
                rule = rule.or(Some(b.rule));
                j += 1;
            } else {
                break;
            }
        }
        if let Some(rule) = rule {
            let with = apply(now, start..end, &next[from..j]);
            out.push(Change { span: origin..end + taken - added, with, rule });
        }
    }
    out
}
