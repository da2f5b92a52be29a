//! How often each rule fires on a corpus, and a few of the places. The sample
//! is the bottom k of a hash over (seed, document, offset): counts merge by
//! sums and samples by their least, so neither threads nor the order of the
//! files show. Choosing at random while reading would depend on both.

use crate::edit::{Edit, RuleId};
use crate::hash;
use crate::run::Done;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Sample hits of each rule.
const SAMPLES: usize = 3;
/// Characters of context on either side of a hit.
const CONTEXT: usize = 40;

/// What one rule did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RuleHits {
    /// Its edits.
    pub edits: u64,
    /// The documents they are in.
    pub documents: u64,
    /// Some of them, by rank.
    pub samples: Vec<Hit>,
}

/// One edit, in context.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hit {
    rank: u64,
    /// The document.
    pub document: String,
    /// Line of it, as it was before cleaning.
    pub line: usize,
    layer: usize,
    start: usize,
    /// What stands before it, as its pass saw it.
    pub left: String,
    /// What was replaced.
    pub before: String,
    /// By what.
    pub after: String,
    /// What stands after it.
    pub right: String,
}

/// What all rules did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hits(pub BTreeMap<RuleId, RuleHits>);

impl Hits {
    /// Those of one document.
    pub fn of(name: &str, done: &Done<'_>, seed: u64) -> Hits {
        let mut hits = Hits::default();
        let original: &str = &done.decoded.text;
        let mut text = Cow::Borrowed(original);
        for (layer, changed) in done.trail.0.iter().enumerate() {
            for edit in changed.edits.iter() {
                let origin = done.trail.origin(layer, edit.span.clone()).start;
                let rank = hash::rank(seed, name, origin);
                let own = hits.0.entry(edit.rule).or_default();
                own.edits += 1;
                own.documents = 1;
                own.offer(rank, || {
                    let line = 1 + original[..origin].matches('\n').count();
                    let (document, start) = (name.to_owned(), edit.span.start);
                    let (left, right) = around(&text, &edit);
                    let (before, after) = (edit.before.to_owned(), edit.after.to_owned());
                    Hit { rank, document, line, layer, start, left, before, after, right }
                });
            }
            text = Cow::Owned(changed.edits.apply(&text));
        }
        hits
    }

    /// Adds those of other documents.
    pub fn merge(&mut self, other: Hits) {
        for (rule, hits) in other.0 {
            let own = self.0.entry(rule).or_default();
            own.edits += hits.edits;
            own.documents += hits.documents;
            own.samples.extend(hits.samples);
            own.keep_least();
        }
    }
}

impl RuleHits {
    fn offer(&mut self, rank: u64, hit: impl FnOnce() -> Hit) {
        let worst = self.samples.last().map_or(u64::MAX, |hit| hit.rank);
        if self.samples.len() < SAMPLES || rank <= worst {
            self.samples.push(hit());
            self.keep_least();
        }
    }

    fn keep_least(&mut self) {
        self.samples.sort();
        self.samples.truncate(SAMPLES);
    }
}

fn around(text: &str, edit: &Edit<'_>) -> (String, String) {
    let (left, right) = (&text[..edit.span.start], &text[edit.span.end..]);
    let start = left.char_indices().rev().take(CONTEXT).last().map_or(left.len(), |(at, _)| at);
    let end = right.char_indices().nth(CONTEXT).map_or(right.len(), |(at, _)| at);
    (left[start..].to_owned(), right[..end].to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hit(rank: u64) -> Hits {
        let text = String::new;
        let (document, line, layer, start) = (format!("{rank}"), 1, 0, 0);
        let (left, before, after, right) = (text(), text(), text(), text());
        let hit = Hit { rank, document, line, layer, start, left, before, after, right };
        let hits = RuleHits { edits: 2, documents: 1, samples: vec![hit] };
        Hits(BTreeMap::from([(RuleId(0), hits)]))
    }

    #[test]
    fn merging_does_not_mind_the_order() {
        let merged = |ranks: &[u64]| {
            let mut all = Hits::default();
            ranks.iter().for_each(|rank| all.merge(hit(*rank)));
            all
        };
        let hits = merged(&[5, 1, 4, 2, 3]);
        assert_eq!(hits, merged(&[3, 4, 1, 5, 2]));
        let own = &hits.0[&RuleId(0)];
        assert_eq!((own.edits, own.documents), (10, 5));
        assert_eq!(own.samples.iter().map(|hit| hit.rank).collect::<Vec<_>>(), [1, 2, 3]);
    }
}
