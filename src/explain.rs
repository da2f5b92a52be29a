//! What became of stretches of a document, pass by pass: which edits touched
//! each, how it read after each pass that changed it, and which rules nearly
//! fired there and what stopped them.
//!
//! The trail says what was changed. What nearly happened is on no record: the
//! passes are asked again, each on the text as it found it. A rule that fired
//! on the place in the end did not nearly fire.

use crate::document::Doc;
use crate::edit::{Edit, Edits, RuleId};
use crate::hit::{end_of_line, start_of_line};
use crate::pass::coref::explain::Explanation;
use crate::pass::{Pass, Verdict};
use crate::pipeline::Pipeline;
use crate::trail::{Layer, Trail};
use crate::turns::Turns;
use std::collections::BTreeSet;
use std::ops::Range;

/// Characters kept on either side of an edit.
const AROUND: usize = 12;

/// What became of one stretch.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Story {
    /// The passes that changed it, in order.
    pub steps: Vec<Step>,
    /// The rules that nearly fired, in order; each once for a place and reason.
    pub nearly: Vec<Nearly>,
    /// What passes weighed that judge lines by many signs, in order; what they
    /// weighed again is told once, as it was last.
    pub weighed: Vec<Weighed>,
    /// How it reads in the end.
    pub after: String,
}

/// What a pass thought of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Weighed {
    /// Index of the pass.
    pub pass: usize,
    /// What it thought.
    pub verdict: Verdict,
    /// The line's text.
    pub text: String,
    /// Where that came from in the first text.
    pub origin: Range<usize>,
}

/// What one pass did to a stretch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Index of the layer in the trail.
    pub layer: usize,
    /// Which of the layer's edits touched it.
    pub edits: Range<usize>,
    /// For each of these what stood on its line before and after it: a few
    /// characters, for showing.
    pub around: Vec<(String, String)>,
    /// How it read then.
    pub text: String,
}

impl Step {
    /// The edits that touched the stretch.
    pub fn edits<'t>(&self, trail: &'t Trail) -> impl Iterator<Item = Edit<'t>> {
        trail.0[self.layer].edits.iter().skip(self.edits.start).take(self.edits.len())
    }
}

/// A rule that would have fired.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Nearly {
    /// The rule.
    pub rule: RuleId,
    /// The round of the chain.
    pub round: usize,
    /// Index of the pass.
    pub pass: usize,
    /// What it matched.
    pub text: String,
    /// Where that came from in the first text.
    pub origin: Range<usize>,
    /// What stopped it.
    pub stop: Stop,
}

/// What keeps a rule that matches from firing.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stop {
    /// A condition of it, as the rule has it.
    Condition(String),
    /// An edit of this rule overlaps its own.
    Overlap(RuleId),
    /// It would touch a protected span.
    Protected,
}

/// The stories of stretches of `doc` (bytes of its text), which the chain
/// cleaned with this trail.
pub fn explain(
    pipeline: &Pipeline,
    doc: &Doc<'_>,
    trail: &Trail,
    stretches: &[Range<usize>],
) -> Vec<Story> {
    let mut replay = Replay {
        trail,
        text: doc.text.to_owned(),
        now: stretches.to_vec(),
        stories: vec![Story::default(); stretches.len()],
        known: vec![BTreeSet::new(); stretches.len()],
        done: 0,
    };
    let mut turns = Turns::new(pipeline.passes().len(), 0);
    while let Some(index) = turns.pass() {
        replay.ask(pipeline.passes()[index].as_ref(), doc, (turns.round(), index));
        let layer = trail.0.get(replay.done).filter(|layer| turns.make(layer));
        turns.take(layer.is_some());
        if let Some(layer) = layer {
            replay.take(layer);
        }
    }
    replay.close()
}

/// The record of the repair of coreference damage, and the index of the layer
/// whose input it speaks of; `None` where no such damage was found.
pub fn repair(pipeline: &Pipeline, doc: &Doc<'_>, trail: &Trail) -> Option<(usize, Explanation)> {
    let mut text = doc.text.to_owned();
    for (index, layer) in trail.0.iter().enumerate() {
        let pass = &pipeline.passes()[layer.pass];
        if let Some(told) = pass.repair(&doc.with_text(&text)) {
            return Some((index, told));
        }
        text = layer.edits.apply(&text);
    }
    None
}

/// The chain run again, with an eye on some stretches.
struct Replay<'t> {
    trail: &'t Trail,
    /// The text by now.
    text: String,
    /// Where the stretches are in it.
    now: Vec<Range<usize>>,
    stories: Vec<Story>,
    /// What nearly happened to each, told already: rule, origin, reason.
    known: Vec<BTreeSet<(RuleId, usize, usize, Stop)>>,
    /// How many layers have been applied.
    done: usize,
}

impl Replay<'_> {
    /// Asks a pass what nearly happens to the text by now.
    fn ask(&mut self, pass: &dyn Pass, doc: &Doc<'_>, (round, index): (usize, usize)) {
        let doc = doc.with_text(&self.text);
        let verdicts = pass.verdicts(&doc);
        let misses = pass
            .near_misses(&doc)
            .into_iter()
            .map(|miss| (miss.rule, miss.span, Stop::Condition(miss.condition)));
        let lost = pass
            .overlapped(&doc)
            .into_iter()
            .map(|lost| (lost.rule, lost.span, lost.winner.map_or(Stop::Protected, Stop::Overlap)));
        let mut all: Vec<_> = misses.chain(lost).collect();
        all.sort_by_key(|(rule, span, _)| (span.start, *rule));
        self.weigh(verdicts, index);
        for (rule, span, stop) in all {
            let origin = self.trail.origin(self.done, span.clone());
            let key = (rule, origin.start, origin.end, stop.clone());
            let stories = self.stories.iter_mut().zip(&mut self.known);
            for ((story, known), now) in stories.zip(&self.now) {
                if !touches(&span, now, self.text.len()) || !known.insert(key.clone()) {
                    continue;
                }
                let (text, origin) = (self.text[span.clone()].to_owned(), origin.clone());
                let stop = stop.clone();
                story.nearly.push(Nearly { rule, round, pass: index, text, origin, stop });
            }
        }
    }

    /// Keeps what a pass thought of the stretches' lines.
    fn weigh(&mut self, verdicts: Vec<Verdict>, pass: usize) {
        for verdict in verdicts {
            let origin = self.trail.origin(self.done, verdict.span.clone());
            for (story, now) in self.stories.iter_mut().zip(&self.now) {
                if touches(&verdict.span, now, self.text.len()) {
                    let text = self.text[verdict.span.clone()].to_owned();
                    let (verdict, origin) = (verdict.clone(), origin.clone());
                    story.weighed.retain(|told| told.pass != pass || told.origin != origin);
                    story.weighed.push(Weighed { pass, verdict, text, origin });
                }
            }
        }
    }

    /// Applies the next layer.
    fn take(&mut self, layer: &Layer) {
        let text = layer.edits.apply(&self.text);
        for (story, now) in self.stories.iter_mut().zip(&mut self.now) {
            let (edits, next) = follow(&layer.edits, now, self.text.len());
            *now = next;
            if !edits.is_empty() {
                let around = |edit: Edit<'_>| {
                    let (left, right) =
                        (&self.text[..edit.span.start], &self.text[edit.span.end..]);
                    (end_of_line(left, AROUND), start_of_line(right, AROUND))
                };
                let touching = layer.edits.iter().skip(edits.start).take(edits.len());
                let around = touching.map(around).collect();
                let text = text[now.clone()].to_owned();
                story.steps.push(Step { layer: self.done, edits, around, text });
            }
        }
        self.text = text;
        self.done += 1;
    }

    fn close(mut self) -> Vec<Story> {
        let fired: Vec<(RuleId, Range<usize>)> = self.fired();
        for (story, now) in self.stories.iter_mut().zip(&self.now) {
            self.text[now.clone()].clone_into(&mut story.after);
            story.nearly.retain(|nearly| {
                let range = fired.partition_point(|(rule, _)| *rule < nearly.rule)
                    ..fired.partition_point(|(rule, _)| *rule <= nearly.rule);
                !fired[range].iter().any(|(_, origin)| meets(origin, &nearly.origin))
            });
        }
        self.stories
    }

    /// Where rules fired on one of the stretches, sorted by rule.
    fn fired(&self) -> Vec<(RuleId, Range<usize>)> {
        let mut fired = Vec::new();
        for step in self.stories.iter().flat_map(|story| &story.steps) {
            let origin = |span| self.trail.origin(step.layer, span);
            fired.extend(step.edits(self.trail).map(|edit| (edit.rule, origin(edit.span))));
        }
        fired.sort_by_key(|(rule, origin)| (*rule, origin.start, origin.end));
        fired
    }
}

/// Which edits touch a stretch of their input, and what the stretch, with all
/// that these edits cover, becomes.
fn follow(edits: &Edits, stretch: &Range<usize>, len: usize) -> (Range<usize>, Range<usize>) {
    let (mut first, mut last, mut span, mut put) = (0, 0, stretch.clone(), None::<Range<usize>>);
    // Where the sound text before the stretch comes to lie.
    let (mut end_before, mut out_before) = (0, 0);
    for (index, (edit, out)) in edits.iter().zip(edits.outputs()).enumerate() {
        if touches(&edit.span, stretch, len) {
            let so_far = put.get_or_insert_with(|| {
                first = index;
                span.start = span.start.min(edit.span.start);
                out_before + (span.start - end_before)..0
            });
            so_far.end = out.end;
            span.end = span.end.max(edit.span.end);
            // What of the stretch lies behind the edit is sound, or the next edit's.
            last = index + 1;
            let rest = span.end - edit.span.end;
            (end_before, out_before) = (edit.span.end, out.end);
            so_far.end += rest;
        } else if edit.span.end <= stretch.start && put.is_none() {
            (first, last) = (index + 1, index + 1);
            (end_before, out_before) = (edit.span.end, out.end);
        } else {
            break;
        }
    }
    let sound = out_before + (stretch.start - end_before.min(stretch.start));
    (first..last, put.unwrap_or(sound..sound + stretch.len()))
}

/// Whether an edit or match at `span` is the stretch's business: it shares a
/// character with it, or inserts within it; what lies around an emptied
/// stretch is.
fn touches(span: &Range<usize>, stretch: &Range<usize>, len: usize) -> bool {
    if span.is_empty() {
        let at_end = stretch.end == len && span.start == len;
        return at_end || (stretch.start..stretch.end).contains(&span.start);
    }
    span.start < stretch.end && stretch.start < span.end
}

fn meets(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start < b.end && b.start < a.end.max(a.start + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edits(parts: &[(usize, &str, &str)]) -> Edits {
        let parts = parts.iter().map(|(at, b, a)| (*at, (*b).to_owned(), (*a).to_owned()));
        Edits::from_parts(parts).unwrap()
    }

    /// What a stretch of `text` becomes, and by how many edits.
    fn becomes(
        text: &str,
        parts: &[(usize, &str, &str)],
        stretch: Range<usize>,
    ) -> (String, usize) {
        let edits = edits(parts);
        let (by, span) = follow(&edits, &stretch, text.len());
        (edits.apply(text)[span].to_owned(), by.len())
    }

    #[test]
    fn a_stretch_is_followed() {
        let text = "one two three";
        let parts = &[(0, "one", "1"), (4, "two", "zwei"), (8, "th", "TH"), (13, "", "!")];
        assert_eq!(becomes(text, parts, 4..7), ("zwei".to_owned(), 1));
        assert_eq!(becomes(text, parts, 2..9), ("1 zwei TH".to_owned(), 3));
        assert_eq!(becomes(text, parts, 3..4), (" ".to_owned(), 0));
        assert_eq!(becomes(text, parts, 10..13), ("ree!".to_owned(), 1));
        assert_eq!(becomes(text, parts, 5..13), ("zwei THree!".to_owned(), 3));
        assert_eq!(becomes(text, &[], 4..7), ("two".to_owned(), 0));
    }

    #[test]
    fn an_emptied_stretch_stays_a_place() {
        let parts = &[(2, "b\n", "")];
        assert_eq!(becomes("a\nb\nc", parts, 2..4), (String::new(), 1));
        let seam = &[(1, "\n", "-")];
        assert_eq!(becomes("a\nc", seam, 2..2), (String::new(), 0));
        assert_eq!(becomes("a\n\nc", &[(1, "\n\n", "-")], 2..2), ("-".to_owned(), 1));
    }
}
