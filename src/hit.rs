//! What a rule's edit looks like where it stands: a few words on either side.
//! Read from a trail alone; for showing, not for machines.

use crate::edit::RuleId;
use crate::trail::Trail;
use std::collections::BTreeMap;

/// Characters shown on either side, at most.
const AROUND: usize = 40;

/// An edit in its context.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Who made it.
    pub rule: RuleId,
    /// Line of the decoded original, from 1.
    pub line: usize,
    /// What stands before it on its line.
    pub left: String,
    /// What stood there.
    pub before: String,
    /// What stands there now.
    pub after: String,
    /// What stands after it on its line.
    pub right: String,
}

/// For each rule its first hits in a document, at most so many, in the order
/// of the trail.
pub fn first_of_each_rule(original: &str, trail: &Trail, most: usize) -> Vec<Hit> {
    let mut seen: BTreeMap<RuleId, usize> = BTreeMap::new();
    let mut hits = Vec::new();
    let mut text = original.to_owned();
    for (index, layer) in trail.0.iter().enumerate() {
        for edit in layer.edits.iter() {
            let count = seen.entry(edit.rule).or_default();
            *count += 1;
            if *count > most {
                continue;
            }
            let origin = trail.origin(index, edit.span.clone());
            hits.push(Hit {
                rule: edit.rule,
                line: 1 + memchr::memchr_iter(b'\n', &original.as_bytes()[..origin.start]).count(),
                left: end_of_line(&text[..edit.span.start], AROUND),
                before: edit.before.to_owned(),
                after: edit.after.to_owned(),
                right: start_of_line(&text[edit.span.end..], AROUND),
            });
        }
        text = layer.edits.apply(&text);
    }
    hits
}

/// Up to `most` characters of the first line of `text`.
pub(crate) fn start_of_line(text: &str, most: usize) -> String {
    text.chars().take_while(|c| *c != '\n').take(most).collect()
}

/// Up to `most` characters of the last line of `text`.
pub(crate) fn end_of_line(text: &str, most: usize) -> String {
    let mut start = text.len();
    for (at, c) in text.char_indices().rev().take(most) {
        if c == '\n' {
            break;
        }
        start = at;
    }
    text[start..].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Doc, Meta};
    use crate::pipeline::Pipeline;

    #[test]
    fn hits_have_their_line_and_are_bounded() {
        let text = "one\ntwo  three  four  five\n";
        let doc = Doc { name: "", text, meta: &Meta::new() };
        let trail = Pipeline::shipped().unwrap().clean(&doc).trail;
        let hits = first_of_each_rule(text, &trail, 2);
        let shown: Vec<_> =
            hits.iter().map(|h| (h.line, &*h.left, &*h.before, &*h.right)).collect();
        assert_eq!(
            shown,
            [(2, "two ", " ", "three  four  five"), (2, "two  three ", " ", "four  five")]
        );
    }
}
