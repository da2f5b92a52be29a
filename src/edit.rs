//! Edits as data: what one pass changes in one text.
//!
//! `Edits` is a sorted, disjoint list of replacements over a single text, each
//! with the rule that asked for it. It can be applied, undone, and asked where
//! a stretch of the output came from; diff, explain, ledger and restore are
//! all readings of it. It knows nothing of passes, files or rules' names, and
//! it maps edit boundaries only: a position for every byte would cost sixteen
//! bytes for each byte of text and answer no further question.
//!
//! Edits are made by [`crate::proposal::Proposals`], which keeps the law
//! *minimal*, or read back from a ledger by [`Edits::from_parts`].

use serde::{Deserialize, Serialize};
use std::ops::Range;

/// Index of a rule in its pipeline's rule table: cheap to copy, trivial to
/// count. Names appear only where something is printed or written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RuleId(pub u32);

/// What an edit knows beyond its texts; most edits have none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Note {
    /// Named groups lifted into the document's metadata.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub meta: Vec<(String, String)>,
    /// The document that still has a restored word.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub witness: Option<String>,
    /// The signs from which a word was put back without a witness.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub inferred: Option<String>,
    /// Where a line recurs that went for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recurs: Option<String>,
}

/// One replacement, as read from an [`Edits`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit<'a> {
    /// Bytes of the text the edit applies to.
    pub span: Range<usize>,
    /// The text that stood there.
    pub before: &'a str,
    /// The text that stands there now.
    pub after: &'a str,
    /// Who asked for it.
    pub rule: RuleId,
    /// Lifted metadata, witness, signs.
    pub note: Option<&'a Note>,
}

/// Sorted, disjoint replacements over one text. All removed and added text
/// lies in one pool, so that many edits cost few allocations.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Edits {
    slots: Vec<Slot>,
    pool: String,
    asked: bool,
    told: u64,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Slot {
    start: usize,
    end: usize,
    /// Where the replacement starts in the output.
    out: usize,
    /// Where `before` starts in the pool; `after` follows it.
    pool: usize,
    after: usize,
    rule: RuleId,
    note: Option<Box<Note>>,
}

impl Slot {
    fn out_end(&self) -> usize {
        self.out + self.after
    }
}

impl Edits {
    /// The number of edits.
    pub fn len(&self) -> usize {
        self.slots.len()
    }

    /// Whether nothing is to be changed.
    pub fn is_empty(&self) -> bool {
        self.slots.is_empty()
    }

    /// Whether the pass asked the survey about words of this text, so that other answers
    /// might have led to other edits.
    pub fn asked(&self) -> bool {
        self.asked
    }

    /// A number for what the survey told the pass of the whole text, unasked.
    pub fn told(&self) -> u64 {
        self.told
    }

    /// Notes both.
    pub(crate) fn survey(&mut self, asked: bool, told: u64) {
        (self.asked, self.told) = (asked, told);
    }

    /// Edits from parts that are already in order, as in a ledger; `None`
    /// where they overlap or run backwards.
    pub fn from_parts(parts: impl IntoIterator<Item = (usize, String, String)>) -> Option<Edits> {
        let mut edits = Edits::default();
        for (start, before, after) in parts {
            if edits.slots.last().is_some_and(|last| start < last.end) {
                return None;
            }
            edits.push(start, &before, &after, RuleId(0), None);
        }
        Some(edits)
    }

    /// Adds an edit after all others. The caller keeps the order.
    pub(crate) fn push(
        &mut self,
        start: usize,
        before: &str,
        after: &str,
        rule: RuleId,
        note: Option<Box<Note>>,
    ) {
        let (done, out) = self.slots.last().map_or((0, 0), |s| (s.end, s.out_end()));
        debug_assert!(start >= done, "edits must be pushed in order");
        self.slots.push(Slot {
            start,
            end: start + before.len(),
            out: out + (start - done),
            pool: self.pool.len(),
            after: after.len(),
            rule,
            note,
        });
        self.pool.push_str(before);
        self.pool.push_str(after);
    }

    /// The edits, in the order of the text.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = Edit<'_>> + ExactSizeIterator {
        self.slots.iter().map(|slot| {
            let cut = slot.pool + (slot.end - slot.start);
            Edit {
                span: slot.start..slot.end,
                before: &self.pool[slot.pool..cut],
                after: &self.pool[cut..cut + slot.after],
                rule: slot.rule,
                note: slot.note.as_deref(),
            }
        })
    }

    /// Where each edit's replacement stands in the output, in bytes.
    pub fn outputs(&self) -> impl ExactSizeIterator<Item = Range<usize>> + '_ {
        self.slots.iter().map(|slot| slot.out..slot.out_end())
    }

    /// Whether they do nothing but take whole lines out of a text, the one they were made for.
    pub fn remove_lines(&self, text: &str) -> bool {
        self.iter().all(|edit| {
            let (before, after) = (&text[..edit.span.start], &text[edit.span.end..]);
            let is_first = before.is_empty() || before.ends_with('\n');
            let is_whole = after.is_empty() || edit.before.ends_with('\n');
            // Its end may be that of the line before, if that gets the same from it.
            let goes_on = |end: &str| edit.before.starts_with(end) && after.starts_with(end);
            let is_last = edit.before.starts_with('\n') && after.is_empty();
            let is_next = goes_on("\n") || goes_on("\r\n") || is_last;
            edit.after.is_empty() && (is_first && is_whole || is_next)
        })
    }

    /// The text after all edits. `text` must be the one they were made for.
    pub fn apply(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len() + self.pool.len() / 2);
        let mut done = 0;
        for edit in self.iter() {
            out.push_str(&text[done..edit.span.start]);
            out.push_str(edit.after);
            done = edit.span.end;
        }
        out.push_str(&text[done..]);
        out
    }

    /// The text before all edits, or `None` where `text` is not what
    /// [`Edits::apply`] gave.
    pub fn undo(&self, text: &str) -> Option<String> {
        let mut out = String::with_capacity(text.len() + self.pool.len());
        let mut done = 0;
        for (edit, put) in self.iter().zip(self.outputs()) {
            out.push_str(text.get(done..put.start)?);
            if text.get(put.clone())? != edit.after {
                return None;
            }
            out.push_str(edit.before);
            done = put.end;
        }
        out.push_str(text.get(done..)?);
        Some(out)
    }

    /// The smallest span of the input that holds all that became `span` of
    /// the output: inside a replacement it widens to the whole edit.
    pub fn origin(&self, span: Range<usize>) -> Range<usize> {
        let start = self.before(span.start, false);
        let end = self.before(span.end, true);
        start..end.max(start)
    }

    /// The input position behind output position `at`. At the border of a
    /// replacement the nearer side counts; inside it, its `end` or its start.
    fn before(&self, at: usize, end: bool) -> usize {
        let i = self.slots.partition_point(|s| if end { s.out < at } else { s.out <= at });
        let Some(slot) = i.checked_sub(1).and_then(|i| self.slots.get(i)) else {
            return at;
        };
        if at >= slot.out_end() {
            return slot.end + (at - slot.out_end());
        }
        if end { slot.end } else { slot.start }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Edits {
        let mut edits = Edits::default();
        edits.push(0, "  ", "", RuleId(0), None);
        edits.push(5, "teh", "the", RuleId(1), None);
        edits.push(9, "", "!", RuleId(2), None);
        edits
    }

    #[test]
    fn whether_lines_are_removed_and_nothing_else() {
        let cases = [
            ("a\nb\nc", 2, "b\n", true),
            ("a\nb\nc", 0, "a\n", true),
            ("a\nb\nc", 4, "c", true),
            ("a\nb\nc", 1, "\nb", true),
            ("a\nb\nc", 3, "\nc", true),
            ("a\r\nb\r\n", 1, "\r\nb", true),
            ("a\n", 0, "a\n", true),
            ("a\nbb\nc", 2, "b", false),
            ("a\nb\nc", 1, "\n", false),
            ("a\nbb\nc", 3, "b\n", false),
            ("a\nbb\nc", 1, "\nb", false),
            ("a\r\nb\n", 1, "\r\nb", false),
            ("a\rb\n", 1, "\rb", false),
        ];
        for (text, start, before, wanted) in cases {
            let edits = Edits::from_parts([(start, before.to_owned(), String::new())]).unwrap();
            assert_eq!(edits.remove_lines(text), wanted, "{text:?} {before:?}");
        }
        let put_in = Edits::from_parts([(2, "b\n".to_owned(), "x\n".to_owned())]).unwrap();
        assert!(!put_in.remove_lines("a\nb\nc"));
    }

    #[test]
    fn apply_and_undo_are_inverse() {
        let text = "  in teh end";
        let after = sample().apply(text);
        assert_eq!(after, "in the !end");
        assert_eq!(sample().undo(&after).as_deref(), Some(text));
    }

    #[test]
    fn undo_refuses_another_text() {
        assert_eq!(sample().undo("in thx !end"), None);
        assert_eq!(sample().undo("in"), None);
    }

    #[test]
    fn origin_widens_to_the_whole_edit() {
        let edits = sample();
        assert_eq!(edits.origin(0..2), 2..4, "sound text maps exactly");
        assert_eq!(edits.origin(4..5), 5..8, "inside a replacement: all of it");
        assert_eq!(edits.origin(8..11), 9..12);
    }

    #[test]
    fn parts_must_be_in_order() {
        let part = |at, before: &str| (at, before.to_owned(), String::new());
        assert!(Edits::from_parts([part(0, "ab"), part(2, "c")]).is_some());
        assert!(Edits::from_parts([part(0, "ab"), part(1, "c")]).is_none());
    }
}
