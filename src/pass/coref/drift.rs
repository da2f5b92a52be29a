//! The search for the drift: a dynamic programme over (position, drift) that
//! finds the intruders which, with one slowly rising drift, explain the text
//! best. A state holds its best way only, and with it the last intruder on it;
//! where a mention stood d tokens before in the undamaged text is read off the
//! way itself, so that an intruder of five tokens in place of one moves
//! everything behind it by four.
//!
//! It weighs; it does not decide. An undamaged text has a way of its own, with
//! few intruders on it and a poor weight: the judge looks at that.

use super::signs::{Scene, document_sign, mention_sign, rise_sign};
use super::weights::{SIGNS, Weights};

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

#[derive(Clone, Copy)]
struct Node {
    step: Step,
    start: usize,
    end: usize,
    before: u32,
    before_intruder: u32,
}

const NONE: u32 = u32::MAX;
/// How much worse than the best of its position a state may be and still be followed. With 14 the
/// right drift was often lost while a wrong one was ahead for a few words, and nothing leads back to a lesser drift.
const BEAM: f64 = 40.0;

#[derive(Clone, Copy)]
struct State {
    score: f64,
    node: u32,
    intruder: u32,
}

const DEAD: State = State { score: f64::NEG_INFINITY, node: NONE, intruder: NONE };

struct Search<'a> {
    scene: &'a Scene<'a>,
    weights: &'a Weights,
    bonus: &'a dyn Fn(usize) -> f64,
    nodes: Vec<Node>,
    rows: Vec<Vec<State>>,
    /// What it weighs that no intruder stands a drift after a token, without a drift and with one.
    misses: Vec<[f64; 2]>,
    drifts: usize,
}

/// The best way, and its weight above that of a text without damage; it may weigh less than that.
pub fn search(
    scene: &Scene<'_>,
    weights: &Weights,
    max_drift: usize,
    bonus: &dyn Fn(usize) -> f64,
) -> (Vec<Step>, f64) {
    let n = scene.tokens.all.len();
    let drifts = max_drift + 1;
    let width = super::mention::LONGEST + 1;
    let mut search = Search {
        scene,
        weights,
        bonus,
        nodes: Vec::new(),
        rows: vec![vec![DEAD; drifts]; width],
        misses: (0..n).map(|at| miss_weights(scene, weights, at)).collect(),
        drifts,
    };
    search.rows[0][0] = State { score: weights.of[document_sign()], node: NONE, intruder: NONE };
    for at in 0..n {
        search.advance(at, width);
    }
    let last = &search.rows[n % width];
    let mut best = 0;
    for drift in 1..drifts {
        if last[drift].score > last[best].score {
            best = drift;
        }
    }
    (search.way(last[best].node), last[best].score)
}

impl Search<'_> {
    fn advance(&mut self, at: usize, width: usize) {
        let row = at % width;
        self.raise(at, row);
        let best = self.rows[row].iter().map(|s| s.score).fold(f64::NEG_INFINITY, f64::max);
        let candidates = self.scene.candidates.at(at);
        let place: Vec<[f64; 2]> = candidates.clone().map(|c| self.place_weights(c)).collect();
        for drift in 0..self.drifts {
            let state = self.rows[row][drift];
            if state.score < best - BEAM {
                continue;
            }
            let here = self.place(at, drift, state.intruder);
            self.pass(at, drift, state, here, width);
            for (candidate, place) in candidates.clone().zip(&place) {
                self.intrude(candidate, drift, state, here, place[usize::from(drift > 0)], width);
            }
        }
        self.rows[row].fill(DEAD);
    }

    fn raise(&mut self, at: usize, row: usize) {
        for drift in 1..self.drifts {
            let from = self.rows[row][drift - 1];
            let score = from.score + self.weights.of[rise_sign(drift - 1)];
            if score > self.rows[row][drift].score && score > f64::NEG_INFINITY {
                let node = self.add(Node {
                    step: Step::Rise { at },
                    start: at,
                    end: at,
                    before: from.node,
                    before_intruder: from.intruder,
                });
                self.rows[row][drift] = State { score, node, intruder: from.intruder };
            }
        }
    }

    fn pass(&mut self, at: usize, drift: usize, state: State, here: Place, width: usize) {
        let mut score = state.score;
        if let Place::At(p) = here {
            score += self.misses[p][usize::from(drift > 0)];
        }
        let to = &mut self.rows[(at + 1) % width][drift];
        if score > to.score {
            *to = State { score, ..state };
        }
    }

    fn intrude(
        &mut self,
        index: usize,
        drift: usize,
        state: State,
        here: Place,
        place: f64,
        width: usize,
    ) {
        let candidate = self.scene.candidates.all[index];
        let (score, lengths) = self.with_mention(index, drift, here);
        let score = state.score + place + score;
        let to = self.rows[candidate.end() % width][drift];
        if score <= to.score {
            return;
        }
        let lost = lengths.first().copied().unwrap_or(1);
        let step = Step::Intruder { candidate: index, drift, lost };
        let node = self.add(Node {
            step,
            start: candidate.start as usize,
            end: candidate.end(),
            before: state.node,
            before_intruder: state.intruder,
        });
        self.rows[candidate.end() % width][drift] = State { score, node, intruder: node };
    }

    fn with_mention(&self, index: usize, drift: usize, here: Place) -> (f64, &'static [usize]) {
        if drift == 0 {
            return (0.0, &[1]);
        }
        let string = self.scene.candidates.string(&self.scene.candidates.all[index]);
        let (row, lengths) = mention(self.scene, string, here, drift);
        let agreement = self.scene.agreement(row, index).map_or(0.0, |sign| self.weights.of[sign]);
        let pair = match here {
            Place::At(p) => {
                self.scene.pair(row, p, index).map_or(0.0, |sign| self.weights.of[sign])
            }
            _ => 0.0,
        };
        (self.weights.of[mention_sign(row, string)] + agreement + pair, lengths)
    }

    fn place_weights(&self, candidate: usize) -> [f64; 2] {
        let mut sums = [(self.bonus)(candidate); 2];
        for (drift, sum) in sums.iter_mut().enumerate() {
            self.scene.place(candidate, drift > 0, |sign| *sum += self.weights.of[sign]);
        }
        sums
    }

    fn add(&mut self, node: Node) -> u32 {
        self.nodes.push(node);
        u32::try_from(self.nodes.len() - 1).unwrap_or(NONE)
    }

    fn place(&self, at: usize, drift: usize, intruder: u32) -> Place {
        let mut node = intruder;
        locate(at, drift, || {
            let found = self.nodes.get(node as usize)?;
            node = found.before_intruder;
            let Step::Intruder { lost, .. } = found.step else { return None };
            Some((found.start, found.end, lost))
        })
    }

    fn way(&self, mut node: u32) -> Vec<Step> {
        let mut steps = Vec::new();
        while let Some(found) = self.nodes.get(node as usize) {
            steps.push(found.step);
            node = found.before;
        }
        steps.reverse();
        steps
    }
}

fn miss_weights(scene: &Scene<'_>, weights: &Weights, at: usize) -> [f64; 2] {
    let rate = scene.rate(at).map_or(0.0, |sign| weights.of[sign]);
    let of = |drift: bool| scene.miss(at, drift).map_or(0.0, |sign| weights.of[sign] + rate);
    [of(false), of(true)]
}

/// The row of the mention a drift before an intruder, and the lengths it may have.
pub fn mention(
    scene: &Scene<'_>,
    string: &super::mention::Repeat,
    here: Place,
    drift: usize,
) -> (usize, &'static [usize]) {
    let (row, at) = match here {
        Place::At(p) => (scene.mention(p, string), p),
        Place::Lost => (scene.lost(), 0),
        Place::Nowhere => (scene.nothing(), 0),
    };
    (row, scene.lengths(row, at, drift))
}

/// Where the token is that stood `drift` tokens before the one at `at`.
/// `intruders` gives the intruders before `at`, the last first: start, end, tokens destroyed.
pub fn locate(
    at: usize,
    drift: usize,
    mut intruders: impl FnMut() -> Option<(usize, usize, usize)>,
) -> Place {
    let (mut from, mut left) = (at, drift);
    if left == 0 {
        return Place::At(at);
    }
    while let Some((start, end, lost)) = intruders() {
        if left <= from - end {
            return Place::At(from - left);
        }
        left -= from - end;
        if left <= lost {
            return Place::Lost;
        }
        (from, left) = (start, left - lost);
    }
    from.checked_sub(left).map_or(Place::Nowhere, Place::At)
}

/// The signs of a whole way, each as often as it occurs.
pub fn signs(scene: &Scene<'_>, way: &[Step]) -> Vec<f64> {
    let mut sum = vec![0.0; SIGNS];
    if way.is_empty() {
        return sum;
    }
    sum[document_sign()] += 1.0;
    let (mut at, mut drift) = (0, 0);
    let mut done: Vec<(usize, usize, usize)> = Vec::new();
    let place = |at: usize, drift: usize, done: &[(usize, usize, usize)]| {
        let mut before = done.iter().rev().copied();
        locate(at, drift, || before.next())
    };
    let pass_to = |at: &mut usize,
                   end: usize,
                   drift: usize,
                   done: &[(usize, usize, usize)],
                   sum: &mut [f64]| {
        while *at < end {
            if let Place::At(p) = place(*at, drift, done)
                && let Some(sign) = scene.miss(p, drift > 0)
            {
                sum[sign] += 1.0;
                if let Some(sign) = scene.rate(p) {
                    sum[sign] += 1.0;
                }
            }
            *at += 1;
        }
    };
    for step in way {
        match *step {
            Step::Rise { at: start } => {
                pass_to(&mut at, start, drift, &done, &mut sum);
                sum[rise_sign(drift)] += 1.0;
                drift += 1;
            }
            Step::Intruder { candidate: index, drift: own, lost } => {
                let candidate = &scene.candidates.all[index];
                pass_to(&mut at, candidate.start as usize, drift, &done, &mut sum);
                drift = own;
                scene.place(index, drift > 0, |sign| sum[sign] += 1.0);
                if drift > 0 {
                    let string = scene.candidates.string(candidate);
                    let here = place(at, drift, &done);
                    let (row, _) = mention(scene, string, here, drift);
                    sum[mention_sign(row, string)] += 1.0;
                    if let Place::At(p) = here
                        && let Some(sign) = scene.pair(row, p, index)
                    {
                        sum[sign] += 1.0;
                    }
                    if let Some(sign) = scene.agreement(row, index) {
                        sum[sign] += 1.0;
                    }
                }
                at = candidate.end();
                done.push((candidate.start as usize, at, lost));
            }
        }
    }
    pass_to(&mut at, scene.tokens.all.len(), drift, &done, &mut sum);
    sum
}

/// The intruders of a way, each with the row of its mention and where that begins.
pub fn mentions(scene: &Scene<'_>, way: &[Step]) -> Vec<(usize, usize, Option<usize>)> {
    let mut done: Vec<(usize, usize, usize)> = Vec::new();
    let mut found = Vec::new();
    for step in way {
        let Step::Intruder { candidate: index, drift, lost } = *step else { continue };
        let candidate = &scene.candidates.all[index];
        let (start, end) = (candidate.start as usize, candidate.end());
        let mut before = done.iter().rev().copied();
        let place = locate(start, drift, || before.next());
        let row = if drift == 0 {
            scene.lost()
        } else {
            mention(scene, scene.candidates.string(candidate), place, drift).0
        };
        let seen = if let (Place::At(p), true) = (place, drift > 0) { Some(p) } else { None };
        found.push((index, row, seen));
        done.push((start, end, lost));
    }
    found
}
