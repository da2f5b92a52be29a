//! The hits in a text that some edits made of another, the hits in which are known: they have moved,
//! and only lines that an edit has a part in are to be looked through.

use super::line_at;
use super::sieve::Hit;
use crate::edit::Edits;
use std::ops::Range;

/// All hits in the text that the edits made, in order; `scan` finds those of some whole lines.
pub fn hits(
    before: &[Hit],
    edits: &Edits,
    text: &str,
    mut scan: impl FnMut(Range<usize>, &mut Vec<Hit>),
) -> Vec<Hit> {
    let touched = touched(text, edits);
    let mut hits = moved(before, edits);
    let mut lines = touched.iter().peekable();
    hits.retain(|hit| {
        while lines.next_if(|lines| lines.end <= hit.start).is_some() {}
        lines.peek().is_none_or(|lines| hit.start < lines.start)
    });
    touched.into_iter().for_each(|lines| scan(lines, &mut hits));
    hits.sort_unstable();
    hits
}

/// Where each hit has come to; those in what was replaced come nowhere.
fn moved(hits: &[Hit], edits: &Edits) -> Vec<Hit> {
    let mut all = edits.iter().map(|edit| (edit.span, edit.after.len())).peekable();
    let (mut added, mut removed) = (0, 0);
    let mut moved = Vec::with_capacity(hits.len());
    for hit in hits {
        while let Some((span, after)) = all.next_if(|(span, _)| span.end <= hit.start) {
            added += after;
            removed += span.len();
        }
        if all.peek().is_none_or(|(span, _)| hit.start < span.start) {
            moved.push(Hit { start: hit.start + added - removed, ..*hit });
        }
    }
    moved
}

/// The whole lines that edits have a part in, in order and apart from one another.
fn touched(text: &str, edits: &Edits) -> Vec<Range<usize>> {
    let mut touched: Vec<Range<usize>> = Vec::new();
    for output in edits.outputs() {
        let lines = line_at(text, output.start).start..line_at(text, output.end).end;
        match touched.last_mut().filter(|before| lines.start <= before.end) {
            Some(before) => before.end = before.end.max(lines.end),
            None => touched.push(lines),
        }
    }
    touched
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pass::gate::sieve::{Literal, Sieve};

    #[test]
    fn they_are_those_of_the_whole_text() {
        let literal = |text: &str, opens_line| Literal { text: text.to_owned(), opens_line };
        let literals = [literal("ap", true), literal("all rights", false), literal("/afp", false)];
        let sieve = Sieve::new(&literals).unwrap();
        let pieces = ["AP", "\n", "all ", "rights", "/", "/AFP", " ", "\nap", "all rights\n", "x"];
        let mut seed = 1_usize;
        let mut found = 0;
        for _ in 0..2000 {
            let mut next = |most: usize| {
                seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                (seed >> 33) % most
            };
            let count = next(20);
            let parts: Vec<&str> = (0..count).map(|_| pieces[next(pieces.len())]).collect();
            let (mut at, mut changes) = (0, Vec::new());
            for part in &parts {
                if next(4) == 0 {
                    let with = if next(2) == 0 { "" } else { pieces[next(pieces.len())] };
                    changes.push((at, (*part).to_owned(), with.to_owned()));
                }
                at += part.len();
            }
            let text = parts.concat();
            let edits = Edits::from_parts(changes).unwrap();
            let now = edits.apply(&text);
            let wanted = sieve.hits(&now);
            found += wanted.len();
            let scan = |lines: Range<usize>, hits: &mut Vec<Hit>| sieve.scan(&now, lines, hits);
            assert_eq!(hits(&sieve.hits(&text), &edits, &now, scan), wanted, "{text:?} {now:?}");
        }
        assert!(found > 1000, "{found}");
    }
}
