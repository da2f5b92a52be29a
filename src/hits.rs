//! How often each rule fires on a corpus, where in the texts, and a few of the
//! places. The sample is the bottom k of a hash over (seed, document, offset):
//! counts merge by sums and samples by their least, so neither threads nor the
//! order of the files show. Choosing at random while reading would depend on
//! both. Memory is bounded by the number of rules.

use crate::edit::{Edit, Note, RuleId};
use crate::hash;
use crate::least::Least;
use crate::run::Done;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Into how many stretches of the same length a text is divided for [`RuleHits::spread`].
pub const STRETCHES: usize = 24;

/// What is wanted of each rule.
#[derive(Clone, Copy, Debug)]
pub struct Wanted {
    /// Another seed makes another sample.
    pub seed: u64,
    /// Sample hits.
    pub samples: usize,
    /// Characters of context on either side of a hit.
    pub context: usize,
    /// Characters shown of what was taken or put.
    pub longest: usize,
}

/// What one rule did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleHits {
    /// Its edits.
    pub edits: u64,
    /// The documents they are in.
    pub documents: u64,
    /// Its edits by where they begin, from the first stretch of a text to its last.
    pub spread: [u64; STRETCHES],
    /// Some of them, by rank.
    pub samples: Least<Hit>,
}

/// One edit, in context.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hit {
    /// Its place among all hits: a hash, so the least ones are a fair sample.
    pub rank: u64,
    /// The document.
    pub document: String,
    /// Line of it, as it was before cleaning.
    pub line: usize,
    layer: usize,
    start: usize,
    /// What stands before it, as its pass saw it.
    pub left: String,
    /// What was replaced.
    pub before: Excerpt,
    /// By what.
    pub after: Excerpt,
    /// What stands after it.
    pub right: String,
    /// The document that still has a restored word.
    pub witness: Option<String>,
    /// The signs from which a word was put back without one.
    pub inferred: Option<String>,
}

/// A text, or of a long one its start and its end.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Excerpt {
    /// The start, or all of it.
    pub head: String,
    /// Characters left out behind it.
    pub left_out: usize,
    /// The end.
    pub tail: String,
}

impl Excerpt {
    /// Of a text no more than `longest` characters, or a quarter more where only so
    /// few would be left out.
    pub fn of(text: &str, longest: usize) -> Excerpt {
        // Bytes are no fewer than characters.
        let length = if text.len() <= longest { 0 } else { text.chars().count() };
        if length <= longest + longest / 4 {
            return Excerpt { head: text.to_owned(), ..Excerpt::default() };
        }
        let tail = longest / 3;
        let head: String = text.chars().take(longest - tail).collect();
        let from = text.char_indices().nth(length - tail).map_or(text.len(), |(at, _)| at);
        Excerpt { head, left_out: length - longest, tail: text[from..].to_owned() }
    }

    /// Whether there is nothing.
    pub fn is_empty(&self) -> bool {
        self.head.is_empty()
    }

    /// The text that the excerpt ends with.
    pub fn end(&mut self) -> &mut String {
        if self.left_out > 0 { &mut self.tail } else { &mut self.head }
    }
}

/// What all rules did.
#[derive(Clone, Debug)]
pub struct Hits {
    wanted: Wanted,
    /// By rule.
    pub rules: BTreeMap<RuleId, RuleHits>,
}

impl Hits {
    /// None yet.
    pub fn new(wanted: Wanted) -> Hits {
        Hits { wanted, rules: BTreeMap::new() }
    }

    /// Those of one document.
    pub fn of(name: &str, done: &Done<'_>, wanted: Wanted) -> Hits {
        let mut hits = Hits::new(wanted);
        each(name, done, wanted, &mut |place| hits.rule(place.edit.rule).take(place));
        hits
    }

    /// Adds those of other documents.
    pub fn merge(&mut self, other: Hits) {
        for (rule, hits) in other.rules {
            let own = self.rule(rule);
            own.edits += hits.edits;
            own.documents += hits.documents;
            own.spread.iter_mut().zip(hits.spread).for_each(|(sum, n)| *sum += n);
            own.samples.merge(hits.samples);
        }
    }

    fn rule(&mut self, rule: RuleId) -> &mut RuleHits {
        let samples = self.wanted.samples;
        self.rules.entry(rule).or_insert_with(|| RuleHits {
            edits: 0,
            documents: 0,
            spread: [0; STRETCHES],
            samples: Least::new(samples),
        })
    }
}

impl RuleHits {
    fn take(&mut self, place: &Place<'_>) {
        self.edits += 1;
        self.documents = 1;
        let stretch = place.origin * STRETCHES / place.original.len().max(1);
        self.spread[stretch.min(STRETCHES - 1)] += 1;
        place.offer_to(&mut self.samples);
    }
}

/// An edit where it stands.
pub struct Place<'d> {
    /// The edit.
    pub edit: Edit<'d>,
    /// Index of its layer in the trail.
    pub layer: usize,
    document: &'d str,
    original: &'d str,
    /// The text that the edit's pass saw.
    text: &'d str,
    /// Where in the original it begins, in bytes.
    origin: usize,
    rank: u64,
    wanted: Wanted,
}

impl Place<'_> {
    /// Adds it to a sample, if it belongs there.
    pub fn offer_to(&self, sample: &mut Least<Hit>) {
        sample.offer(&self.rank, |hit| hit.rank, || self.hit());
    }

    fn hit(&self) -> Hit {
        let Place { edit, wanted, .. } = self;
        let (left, right) = around(self.text, edit, wanted.context);
        let note = edit.note.cloned().unwrap_or_else(Note::default);
        Hit {
            rank: self.rank,
            document: self.document.to_owned(),
            line: 1 + memchr::memchr_iter(b'\n', &self.original.as_bytes()[..self.origin]).count(),
            layer: self.layer,
            start: edit.span.start,
            left,
            before: Excerpt::of(edit.before, wanted.longest),
            after: Excerpt::of(edit.after, wanted.longest),
            right,
            witness: note.witness,
            inferred: note.inferred,
        }
    }
}

/// Hands over each edit of a document.
pub fn each(name: &str, done: &Done<'_>, wanted: Wanted, out: &mut dyn FnMut(&Place<'_>)) {
    let original: &str = &done.decoded.text;
    let mut text = Cow::Borrowed(original);
    for (layer, changed) in done.trail.0.iter().enumerate() {
        for edit in changed.edits.iter() {
            let origin = done.trail.origin(layer, edit.span.clone()).start;
            let rank = hash::rank(wanted.seed, name, origin);
            let (document, text) = (name, &*text);
            out(&Place { edit, layer, document, original, text, origin, rank, wanted });
        }
        text = Cow::Owned(changed.edits.apply(&text));
    }
}

/// What stands around an edit, begun and ended with whole words where it is cut.
fn around(text: &str, edit: &Edit<'_>, context: usize) -> (String, String) {
    let (left, right) = (&text[..edit.span.start], &text[edit.span.end..]);
    let start = left.char_indices().rev().take(context).last().map_or(left.len(), |(at, _)| at);
    let end = right.char_indices().nth(context).map_or(right.len(), |(at, _)| at);
    let (near, far) = (&left[start..], &right[..end]);
    let near = match near.find(char::is_whitespace).filter(|_| start > 0) {
        Some(blank) => format!("…{}", &near[blank..]),
        None => near.to_owned(),
    };
    let far = match far.rfind(char::is_whitespace).filter(|_| end < right.len()) {
        Some(blank) => format!("{} …", &far[..blank]),
        None => far.to_owned(),
    };
    (near, far)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decode::Hints;
    use crate::io::load::Loaded;
    use crate::pipeline::Pipeline;
    use crate::run;

    const WANTED: Wanted = Wanted { seed: 0, samples: 3, context: 9, longest: 6 };

    #[test]
    fn merging_does_not_mind_the_order() {
        let chain = Pipeline::shipped().unwrap();
        let of = |name: &str| {
            let loaded = Loaded::text(name, b"the the gate\n\n\n\nthe the end  ".to_vec());
            let done = run::clean(&chain, &loaded, &Hints::default()).unwrap();
            Hits::of(name, &done, WANTED)
        };
        let merged = |names: &[&str]| {
            let mut all = Hits::new(WANTED);
            names.iter().for_each(|name| all.merge(of(name)));
            all.rules
        };
        let hits = merged(&["a", "b", "c", "d"]);
        assert_eq!(hits, merged(&["d", "b", "a", "c"]));
        let (id, doubled) = hits.iter().next().unwrap();
        assert_eq!(chain.rule(*id).id, "doubled-word");
        assert_eq!((doubled.edits, doubled.documents), (8, 4));
        assert_eq!((doubled.spread[2], doubled.spread.iter().sum()), (4, 8_u64));
        assert_eq!(doubled.samples.iter().count(), 3);
        let hit = doubled.samples.iter().next().unwrap();
        assert_eq!((&*hit.before.head, hit.after.is_empty()), (" the", true));
    }

    #[test]
    fn of_a_long_text_the_ends_are_kept() {
        let excerpt = Excerpt::of("ößàé-ijklmn", 6);
        assert_eq!((&*excerpt.head, excerpt.left_out, &*excerpt.tail), ("ößàé", 5, "mn"));
        assert_eq!(Excerpt::of("ößàéüñx", 6).left_out, 0);
    }
}
