//! The ways of the search for the drift, kept as a tree: each step knows the one
//! before it. Where a mention stood d tokens before in the undamaged text is read
//! off the way itself, so that an intruder of five tokens in place of one moves
//! everything behind it by four. *Refused:* to drop the steps that no way goes on
//! from; a document takes a fifth less memory with it.

use super::position::Positions;
use std::ops::Range;

/// What a way consists of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// From here on the drift is greater by one.
    Rise {
        /// The token at which it begins.
        at: usize,
    },
    /// An intruder.
    Intruder {
        /// Which candidate.
        candidate: usize,
        /// The drift.
        drift: usize,
        /// How many tokens it destroyed.
        lost: usize,
    },
}

/// Where in the damaged text a token of the undamaged one is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// At this token.
    At(usize),
    /// It was destroyed.
    Lost,
    /// Before the text begins.
    Nowhere,
}

/// No step.
pub(super) const NONE: u32 = u32::MAX;

#[derive(Clone, Copy)]
struct Node {
    /// The tokens of an intruder; where a rise begins, nothing.
    span: [u32; 2],
    /// The candidate, or nothing for a rise.
    candidate: u32,
    drift: u8,
    lost: u8,
    before: u32,
    before_intruder: u32,
}

/// All ways that are followed.
#[derive(Default)]
pub(super) struct Ways {
    nodes: Vec<Node>,
}

impl Ways {
    /// Adds a step that covers some tokens, and gives its number; `before` are the steps before it: the last, and the
    /// last intruder.
    pub fn add(&mut self, step: Step, span: Range<usize>, before: [u32; 2]) -> u32 {
        let small = |n: usize| u32::try_from(n).unwrap_or(NONE);
        let (candidate, drift, lost) = match step {
            Step::Rise { .. } => (NONE, 0, 0),
            Step::Intruder { candidate, drift, lost } => (small(candidate), drift, lost),
        };
        self.nodes.push(Node {
            span: [small(span.start), small(span.end)],
            candidate,
            drift: u8::try_from(drift).unwrap_or(u8::MAX),
            lost: u8::try_from(lost).unwrap_or(u8::MAX),
            before: before[0],
            before_intruder: before[1],
        });
        small(self.nodes.len() - 1)
    }

    /// Where the token is that stood `drift` tokens before the one at `at`, on the way that has this last intruder.
    pub fn place(&self, at: usize, drift: usize, positions: &Positions, intruder: u32) -> Place {
        let mut node = intruder;
        locate(at, drift, positions, || {
            let found = self.nodes.get(node as usize)?;
            node = found.before_intruder;
            Some((found.span[0] as usize, found.span[1] as usize, usize::from(found.lost)))
        })
    }

    /// The steps of a way, by its last.
    pub fn steps(&self, last: u32) -> Vec<Step> {
        let mut steps = Vec::new();
        let mut node = last;
        while let Some(found) = self.nodes.get(node as usize) {
            steps.push(match found.candidate {
                NONE => Step::Rise { at: found.span[0] as usize },
                candidate => Step::Intruder {
                    candidate: candidate as usize,
                    drift: usize::from(found.drift),
                    lost: usize::from(found.lost),
                },
            });
            node = found.before;
        }
        steps.reverse();
        steps
    }
}

/// Where the token is that stood `drift` tokens before the one at `at`.
/// `intruders` gives the intruders before `at`, the last first: start, end, tokens destroyed.
pub fn locate(
    at: usize,
    drift: usize,
    positions: &Positions,
    mut intruders: impl FnMut() -> Option<(usize, usize, usize)>,
) -> Place {
    let (mut from, mut left) = (positions.of(at), drift);
    if left == 0 {
        return Place::At(at);
    }
    while let Some((start, end, lost)) = intruders() {
        let end = positions.after(end);
        if left <= from - end {
            return positions.place(from - left);
        }
        left -= from - end;
        if left <= lost {
            return Place::Lost;
        }
        (from, left) = (positions.of(start), left - lost);
    }
    from.checked_sub(left).map_or(Place::Nowhere, |position| positions.place(position))
}
