//! Normalization form C, by minimal edits: only a letter that is in pieces is
//! composed, and the rest of the text is never copied.
//!
//! What another rule takes away may have stood between a letter and its marks,
//! and what it writes may end in a letter with marks behind it. Such a letter is
//! composed in the same edit, so that nothing is left for a second run.

use super::place::Place;
use super::{Change, Form, Unicode};
use crate::edit::RuleId;
use crate::proposal::Proposals;
use unicode_normalization::char::canonical_combining_class;
use unicode_normalization::{
    IsNormalized, UnicodeNormalization, is_nfc_quick, is_nfd_quick, is_nfkc_quick,
};

/// Whether the character can neither compose with what stands before it nor
/// decompose, so that normalizing may begin and end at it.
pub fn is_boundary(c: char) -> bool {
    c.is_ascii()
        || canonical_combining_class(c) == 0
            && is_nfc_quick(std::iter::once(c)) == IsNormalized::Yes
}

/// A letter with all its pieces, and without what is to go.
struct Letter {
    start: usize,
    end: usize,
    pieces: String,
    /// The first thing that goes from it.
    change: Option<Change>,
}

impl Unicode {
    /// Proposes to compose the letter at `at`: one in pieces, one that `change`
    /// at `at` cuts from its marks by going, or the last that `change` writes.
    /// Returns where to go on; `None` where there is nothing to compose.
    pub(super) fn compose(
        &self,
        place: &Place<'_>,
        at: usize,
        change: Option<&Change>,
        out: &mut Proposals<'_>,
    ) -> Option<usize> {
        let rule = self.decomposed?;
        let letter = match change {
            Some(change) if !change.with.is_empty() => self.written(place, change),
            None if is_boundary(place.char_at(at)?) => return None,
            _ => self.letter(place, at),
        };
        if letter.end == at {
            return None;
        }
        let rule = match &letter.change {
            Some(change) => change.rule,
            None if is_nfc_quick(letter.pieces.chars()) == IsNormalized::Yes => {
                return Some(letter.end);
            }
            None => rule,
        };
        let whole: String = letter.pieces.nfc().collect();
        if whole != place.text[letter.start..letter.end] {
            out.replace(letter.start..letter.end, &whole, rule);
        }
        Some(letter.end)
    }

    /// The letter around `at`: from the last boundary before it to its last mark.
    fn letter(&self, place: &Place<'_>, at: usize) -> Letter {
        let before = place.text[..at].char_indices().rev().find(|(_, c)| is_boundary(*c));
        // A boundary that is itself replaced belongs to another edit.
        let start = before.map_or(0, |(i, c)| match self.judge(place, i, i) {
            Some(_) => i + c.len_utf8(),
            None => i,
        });
        let pieces = place.text[start..at].to_owned();
        self.with_marks(place, Letter { start, end: at, pieces, change: None }, at, None)
    }

    /// What `change` writes, and the marks that follow: a ligature's last letter
    /// takes them.
    fn written(&self, place: &Place<'_>, change: &Change) -> Letter {
        let (start, next) = (change.span.start, change.span.end);
        let letter = Letter { start, end: start, pieces: change.with.to_owned(), change: None };
        self.with_marks(place, letter, next, Some(change.clone()))
    }

    /// The letter with the marks from `next` on; `pending` goes if there are any.
    fn with_marks(
        &self,
        place: &Place<'_>,
        mut letter: Letter,
        mut next: usize,
        mut pending: Option<Change>,
    ) -> Letter {
        while let Some(c) = place.char_at(next) {
            match self.judge(place, next, next) {
                Some(change) if change.with.is_empty() && change.span.start == next => {
                    next = change.span.end;
                    pending = pending.or(Some(change));
                }
                None if !is_boundary(c) => {
                    letter.pieces.push(c);
                    next += c.len_utf8();
                    letter.end = next;
                    letter.change = letter.change.or(pending.take());
                }
                _ => break,
            }
        }
        letter
    }
}

/// Proposes another form than NFC, which is not the usual case: stretches
/// between ASCII characters are normalized whole.
pub fn to_form(text: &str, form: Form, rule: RuleId, out: &mut Proposals<'_>) {
    let normalized = |run: &str| -> Option<String> {
        let (quick, whole): (_, String) = match form {
            Form::Nfkc => (is_nfkc_quick(run.chars()), run.nfkc().collect()),
            Form::Nfd => (is_nfd_quick(run.chars()), run.nfd().collect()),
            Form::Nfc | Form::AsIs => return None,
        };
        (quick != IsNormalized::Yes && whole != run).then_some(whole)
    };
    if matches!(form, Form::Nfc | Form::AsIs) {
        return;
    }
    let mut start = 0;
    while let Some(n) = text[start..].find(|c: char| !c.is_ascii()) {
        // The character before a mark goes with it.
        let from = (start + n).saturating_sub(1).max(start);
        let high = start + n;
        start = text[high..].find(|c: char| c.is_ascii()).map_or(text.len(), |n| high + n);
        if let Some(whole) = normalized(&text[from..start]) {
            out.replace(from..start, &whole, rule);
        }
    }
}
