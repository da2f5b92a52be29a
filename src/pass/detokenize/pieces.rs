//! Text cut by a subword model that marks where words start: `▁The ▁qu ick`,
//! `The Ġqu ick`. A blank before a mark is one that was written, all others
//! go; so the text comes back exactly.

use super::passage::Rewrite;
use super::token::Reason;
use memchr::memmem;
use std::ops::Range;

/// The marks: of sentencepiece, and of byte-level BPE.
const MARKS: [&str; 2] = ["▁", "Ġ"];

/// What is to be written otherwise in a passage cut so; `None` where it is not.
pub fn restore(text: &str, span: &Range<usize>) -> Option<Vec<Rewrite>> {
    let passage = &text[span.clone()];
    let mark = MARKS.into_iter().find(|mark| is_cut(passage, mark))?;
    let mut rewrites = Vec::new();
    let mut drop = |at: Range<usize>, with| {
        let span = span.start + at.start..span.start + at.end;
        rewrites.push(Rewrite { span, with, reason: Reason::WordStart });
    };
    for blank in memchr::memchr_iter(b' ', passage.as_bytes()) {
        if !passage[blank + 1..].starts_with(mark) {
            drop(blank..blank + 1, "");
        }
    }
    for at in memmem::find_iter(passage.as_bytes(), mark) {
        let spaced = at == 0 || passage.as_bytes()[at - 1] == b' ';
        drop(at..at + mark.len(), if spaced { "" } else { " " });
    }
    Some(rewrites)
}

/// Whether at least two words start with the mark.
fn is_cut(passage: &str, mark: &str) -> bool {
    let starts = |at: &usize| {
        let before = &passage[..*at];
        let after = &passage[at + mark.len()..];
        (before.is_empty() || before.ends_with(' ') || mark == "▁")
            && after.starts_with(|c: char| !c.is_whitespace())
    };
    memmem::find_iter(passage.as_bytes(), mark).filter(starts).nth(1).is_some()
}
