//! Undoes some rules' edits in a finished run and keeps all others.
//!
//! The edits are taken back to the decoded original, and those that stay are
//! made again, layer by layer. What a layer finds differs from what it found
//! in the run by the *patches* that earlier undoing left. An edit that overlaps
//! a patch was made for a text that is not there any more: it is undone too. So
//! is one that touches the seam of a deletion, since its two sides met only
//! through it. It reads ledger lines, so that neither rules nor passes need to
//! be there any more.

use crate::hash::hash;
use crate::ledger::{self, DocumentLine, EditLine};
use std::ops::Range;

/// A document in which some edits are undone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Undone {
    /// Its text now.
    pub text: String,
    /// The edits that stay; `at` speaks of the new texts, `origin` is as it was.
    pub kept: Vec<EditLine>,
    /// The edits that were asked to be undone.
    pub undone: Vec<EditLine>,
    /// Those that were not, but could not stay without them.
    pub dependent: Vec<EditLine>,
}

/// A stretch that reads otherwise than in the run.
struct Patch {
    /// Where it stands in the run's text.
    run: Range<usize>,
    /// Where it stands in the new one.
    new: Range<usize>,
}

/// What stands at a place of a layer's input, in the order of the text.
enum Part<'a> {
    Patch(&'a Patch),
    Undone(&'a EditLine),
    Kept(&'a EditLine),
}

impl Part<'_> {
    /// Its bytes in the layer's input in the run.
    fn span(&self) -> Range<usize> {
        match self {
            Part::Patch(patch) => patch.run.clone(),
            Part::Undone(edit) | Part::Kept(edit) => span(edit),
        }
    }
}

/// Undoes the edits of the rules for which `is_unwanted` says so, in the
/// cleaned document; the error is the reason why it can't be done.
pub fn rules(
    document: &DocumentLine,
    edits: &[EditLine],
    cleaned: &[u8],
    is_unwanted: impl Fn(&str) -> bool,
) -> Result<Undone, &'static str> {
    if hash(cleaned) != document.output {
        return Err("the text is not the one this ledger speaks of; it has changed since");
    }
    let text = std::str::from_utf8(cleaned).map_err(|_| "the cleaned text is not UTF-8")?;
    let trail = ledger::trail(edits).ok_or("the ledger's edits overlap")?;
    let original = trail.undo(text).ok_or("the ledger's edits do not fit the text")?;
    again(original, edits, is_unwanted).ok_or("the ledger's edits do not fit the text")
}

/// Makes the edits again from the decoded original, but for the unwanted ones.
fn again(
    original: String,
    edits: &[EditLine],
    is_unwanted: impl Fn(&str) -> bool,
) -> Option<Undone> {
    let mut done =
        Undone { text: original, kept: Vec::new(), undone: Vec::new(), dependent: Vec::new() };
    let mut patches: Vec<Patch> = Vec::new();
    for layer in edits.chunk_by(|a, b| a.round == b.round && a.pass == b.pass) {
        let mut parts: Vec<Part<'_>> = patches.iter().map(Part::Patch).collect();
        let mut earlier = patches.iter().peekable();
        for edit in layer {
            while earlier.next_if(|patch| patch.run.end < span(edit).start).is_some() {}
            if is_unwanted(&edit.rule) {
                done.undone.push(edit.clone());
                parts.push(Part::Undone(edit));
            } else if earlier
                .clone()
                .take_while(|p| p.run.start <= span(edit).end)
                .any(|p| depends(edit, p))
            {
                done.dependent.push(edit.clone());
                parts.push(Part::Undone(edit));
            } else {
                parts.push(Part::Kept(edit));
            }
        }
        // Stable: of two parts at one place, each kind is in order already.
        parts.sort_by_key(|part| (part.span().start, part.span().end));
        let mut walk = Walk { input: &done.text, ..Walk::default() };
        walk.parts(&parts)?;
        let Walk { text, patches: next, kept, .. } = walk;
        done.kept.extend(kept);
        (done.text, patches) = (text, next);
    }
    Some(done)
}

fn span(edit: &EditLine) -> Range<usize> {
    edit.at[0]..edit.at[0] + edit.before.len()
}

/// Whether an edit can't stay where `patch` is: it shares a byte with it, or
/// touches it where one of the two is a mere seam.
fn depends(edit: &EditLine, patch: &Patch) -> bool {
    let (edit, patch) = (span(edit), &patch.run);
    let overlaps = edit.start < patch.end && patch.start < edit.end;
    let touches = edit.start <= patch.end && patch.start <= edit.end;
    overlaps || (touches && patch.is_empty())
}

/// The making of one layer anew: four positions run side by side.
#[derive(Default)]
struct Walk<'a> {
    /// The layer's new input.
    input: &'a str,
    /// Position in its input in the run, and in the new one.
    run: usize,
    new: usize,
    /// Position in its output in the run; in the new one it is `text`'s length.
    out: usize,
    text: String,
    patches: Vec<Patch>,
    kept: Vec<EditLine>,
}

impl Walk<'_> {
    fn parts(&mut self, parts: &[Part<'_>]) -> Option<()> {
        let mut i = 0;
        while let Some(part) = parts.get(i) {
            self.sound(part.span().start)?;
            if let Part::Kept(edit) = part {
                self.edit(edit);
                i += 1;
                continue;
            }
            let mut end = part.span().end;
            let first = i;
            i += 1;
            while let Some(next) = parts.get(i).filter(|next| next.span().start < end) {
                end = end.max(next.span().end);
                i += 1;
            }
            self.patch(&parts[first..i], end)?;
        }
        self.text.push_str(self.input.get(self.new..)?);
        Some(())
    }

    /// Takes over what lies before `run` and is the same in both inputs.
    fn sound(&mut self, run: usize) -> Option<()> {
        let gap = run.checked_sub(self.run)?;
        self.text.push_str(self.input.get(self.new..self.new + gap)?);
        (self.run, self.new, self.out) = (run, self.new + gap, self.out + gap);
        Some(())
    }

    /// Makes an edit that stays.
    fn edit(&mut self, edit: &EditLine) {
        self.text.push_str(&edit.after);
        self.kept.push(EditLine { at: [self.new, self.new + edit.before.len()], ..edit.clone() });
        self.run += edit.before.len();
        self.new += edit.before.len();
        self.out += edit.after.len();
    }

    /// Takes over, unedited, what patches and undone edits together cover.
    fn patch(&mut self, parts: &[Part<'_>], end: usize) -> Option<()> {
        let whole = end.checked_sub(self.run)?;
        let (mut new, mut out) = (whole, whole);
        for part in parts {
            match part {
                Part::Patch(patch) => new = (new + patch.new.len()).checked_sub(patch.run.len())?,
                Part::Undone(edit) => {
                    out = (out + edit.after.len()).checked_sub(edit.before.len())?;
                }
                Part::Kept(_) => return None, // it would depend on the patch
            }
        }
        let start = self.text.len();
        self.text.push_str(self.input.get(self.new..self.new + new)?);
        self.patches.push(Patch { run: self.out..self.out + out, new: start..self.text.len() });
        (self.run, self.new, self.out) = (end, self.new + new, self.out + out);
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An edit of a rule in a pass: place, before, after.
    fn edit(pass: &str, rule: &str, at: usize, before: &str, after: &str) -> EditLine {
        EditLine {
            doc: "a".to_owned(),
            pass: pass.to_owned(),
            rule: rule.to_owned(),
            round: 1,
            at: [at, at + before.len()],
            origin: [0, 0],
            before: before.to_owned(),
            after: after.to_owned(),
            meta: crate::document::Meta::new(),
            witness: None,
            inferred: None,
            recurs: None,
        }
    }

    fn without(text: &str, edits: &[EditLine], rule: &str) -> Undone {
        again(text.to_owned(), edits, |id| id == rule).unwrap()
    }

    #[test]
    fn others_stay_and_move_along() {
        let edits = [edit("p", "r", 0, "one ", ""), edit("p", "s", 8, "3", "three")];
        let edits = [&edits[..], &[edit("q", "t", 9, "!", "?")]].concat();
        let got = without("one two 3!", &edits, "r");
        assert_eq!(got.text, "one two three?");
        assert_eq!(got.kept.iter().map(|e| e.at[0]).collect::<Vec<_>>(), [8, 13]);
        assert!(got.dependent.is_empty());
    }

    #[test]
    fn a_later_edit_of_the_same_place_goes_too() {
        let edits = [edit("p", "r", 4, "2", "two"), edit("q", "s", 4, "tw", "TW")];
        let got = without("one 2 3", &edits, "r");
        assert_eq!(got.text, "one 2 3");
        assert_eq!(got.dependent, edits[1..]);
        assert_eq!(without("one 2 3", &edits, "s").text, "one two 3");
    }

    #[test]
    fn an_edit_at_the_seam_of_a_deletion_goes_too() {
        let edits = [edit("p", "r", 4, "#", ""), edit("q", "s", 3, " ", "")];
        assert_eq!(without("one #\n", &edits, "r").text, "one #\n");
        // Beside a place where a text still stands it stays.
        let edits = [edit("p", "r", 4, "#", "@"), edit("q", "s", 3, " ", "")];
        assert_eq!(without("one #\n", &edits, "r").text, "one#\n");
    }

    #[test]
    fn what_depends_on_a_dependent_edit_goes_too() {
        let edits = [
            edit("p", "r", 0, "a", "b"),
            edit("q", "s", 0, "b c", "d"),
            edit("w", "t", 0, "d", "e"),
            edit("w", "u", 2, "f", "g"),
        ];
        let got = without("a c f", &edits, "r");
        assert_eq!(got.text, "a c g");
        assert_eq!(got.dependent, edits[1..3]);
    }
}
