//! From proposals to edits: the one place where overlaps are settled and the
//! law *minimal* is kept.
//!
//! A pass's detectors propose replacements in any order. `finish` sorts them,
//! lets the leftmost win (then the rule that stands first in its file), drops
//! what would touch a protected span, takes the emptied lines' ends along
//! (see [`tidy`]), and cuts every edit down to what it really changes.

mod minimal;
mod tidy;

use crate::edit::{Edits, Note, RuleId};
use std::ops::Range;

/// Replacements proposed for one text.
#[derive(Debug)]
pub struct Proposals<'t> {
    text: &'t str,
    items: Vec<Item>,
    pool: String,
    asked: bool,
    told: u64,
}

/// A proposal that came to nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overlapped {
    /// Who made it.
    pub rule: RuleId,
    /// What was to be replaced.
    pub span: Range<usize>,
    /// The rule whose edit overlaps it; `None` where it touches a protected span.
    pub winner: Option<RuleId>,
}

/// One proposal. Its replacement lies in the pool.
#[derive(Debug)]
struct Item {
    span: Range<usize>,
    with: Range<usize>,
    rule: RuleId,
    note: Option<Box<Note>>,
    /// Whether a line that this leaves empty goes with its line end.
    takes_line: bool,
}

impl<'t> Proposals<'t> {
    /// No proposals yet, for `text`.
    pub fn new(text: &'t str) -> Self {
        Proposals { text, items: Vec::new(), pool: String::new(), asked: false, told: 0 }
    }

    /// The text the proposals are for.
    pub fn text(&self) -> &'t str {
        self.text
    }

    /// Whether nothing was proposed.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// Notes a number for what the survey tells of the whole text.
    pub fn tell(&mut self, told: u64) {
        self.told = told;
    }

    /// Notes that the survey was asked about words of the text, whatever came of it.
    pub fn asks(&mut self) {
        self.asked = true;
    }

    /// Proposes that `span` (bytes) become `with`.
    pub fn replace(&mut self, span: Range<usize>, with: &str, rule: RuleId) {
        self.item(span, with, rule, None, false);
    }

    /// The same with a note.
    pub fn replace_noted(&mut self, span: Range<usize>, with: &str, rule: RuleId, note: Note) {
        self.item(span, with, rule, Some(Box::new(note)), false);
    }

    /// The same for a rule that strips: a line it leaves empty goes whole,
    /// and a paragraph break is not left doubled.
    pub fn strip(&mut self, span: Range<usize>, with: &str, rule: RuleId, note: Option<Note>) {
        self.item(span, with, rule, note.map(Box::new), true);
    }

    fn item(
        &mut self,
        span: Range<usize>,
        with: &str,
        rule: RuleId,
        note: Option<Box<Note>>,
        takes_line: bool,
    ) {
        let start = self.pool.len();
        self.pool.push_str(with);
        self.items.push(Item { span, with: start..self.pool.len(), rule, note, takes_line });
    }

    /// The edits that remain when overlaps are settled; `protected` is sorted.
    pub fn finish(mut self, protected: &[Range<usize>]) -> Edits {
        let mut edits = Edits::default();
        edits.survey(self.asked, self.told);
        if self.items.is_empty() {
            return edits;
        }
        self.settle(protected, &mut |_| {});
        tidy::take_emptied_lines(self.text, &mut self.items);
        self.items.dedup_by(|later, first| later.span.start < first.span.end);
        for item in self.items {
            let (before, with) = (&self.text[item.span.clone()], &self.pool[item.with]);
            let mut note = item.note;
            if before.is_empty() || with.is_empty() {
                // Nothing can be shared: the commonest edits need no comparing.
                if before.len() + with.len() > 0 {
                    edits.push(item.span.start, before, with, item.rule, note);
                }
                continue;
            }
            minimal::changes(before, with, |span, after| {
                let start = item.span.start + span.start;
                edits.push(start, &before[span], after, item.rule, note.take());
            });
        }
        edits
    }

    /// The proposals that lose to those of other rules or to protected spans.
    pub fn overlapped(mut self, protected: &[Range<usize>]) -> Vec<Overlapped> {
        let mut lost = Vec::new();
        self.settle(protected, &mut |overlapped| {
            if overlapped.winner != Some(overlapped.rule) {
                lost.push(overlapped);
            }
        });
        lost
    }

    /// Sorts the items and drops those that can't be; `lost` hears of them.
    fn settle(&mut self, protected: &[Range<usize>], lost: &mut dyn FnMut(Overlapped)) {
        self.items.sort_by_key(|item| (item.span.start, item.rule));
        let mut lose = |item: &Item, winner| {
            lost(Overlapped { rule: item.rule, span: item.span.clone(), winner });
        };
        self.items.retain(|item| {
            let loses = is_protected(&item.span, protected);
            if loses {
                lose(item, None);
            }
            !loses
        });
        drop_overlapped(&mut self.items, &mut lose);
    }
}

/// Leftmost wins, then file order: the items are sorted that way already.
fn drop_overlapped(items: &mut Vec<Item>, lose: &mut dyn FnMut(&Item, Option<RuleId>)) {
    let mut done = 0;
    let mut inserted_at = None;
    let mut winner = None;
    items.retain(|item| {
        let insertion = item.span.is_empty();
        let clash = item.span.start < done || (insertion && inserted_at == Some(item.span.start));
        if clash {
            lose(item, winner);
            return false;
        }
        done = item.span.end;
        inserted_at = insertion.then_some(item.span.start);
        winner = Some(item.rule);
        true
    });
}

/// Whether `span` shares a byte with a protected one, or inserts inside it.
fn is_protected(span: &Range<usize>, protected: &[Range<usize>]) -> bool {
    let next = protected.partition_point(|p| p.end <= span.start);
    protected.get(next).is_some_and(|p| p.start < span.end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finish(text: &str, items: &[(Range<usize>, &str, u32)]) -> String {
        let mut proposals = Proposals::new(text);
        for (span, with, rule) in items {
            proposals.strip(span.clone(), with, RuleId(*rule), None);
        }
        proposals.finish(&[]).apply(text)
    }

    #[test]
    fn leftmost_then_first_rule_wins() {
        assert_eq!(finish("abc", &[(1..3, "X", 0), (0..2, "Y", 1)]), "Yc");
        assert_eq!(finish("abc", &[(0..2, "X", 1), (0..3, "Y", 0)]), "Y");
    }

    #[test]
    fn protected_spans_stay() {
        let mut proposals = Proposals::new("keep [x] this");
        proposals.replace(5..8, "", RuleId(0));
        proposals.replace(9..13, "that", RuleId(0));
        let span = 5..8;
        assert_eq!(proposals.finish(&[span]).apply("keep [x] this"), "keep [x] that");
    }

    #[test]
    fn an_edit_covers_only_what_changes() {
        let text = "one two three";
        let mut proposals = Proposals::new(text);
        proposals.replace(0..13, "one 2 thre", RuleId(0));
        let edits = proposals.finish(&[]);
        let spans: Vec<_> = edits.iter().map(|e| (e.before, e.after)).collect();
        assert_eq!(spans, [("two", "2"), ("e", "")]);
    }
}
