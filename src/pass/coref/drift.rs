//! The search for the drift: a dynamic programme over (position, drift) that
//! finds the intruders which, with one slowly rising drift, explain the text
//! best. A state holds its best way only, and with it the last intruder on it.
//!
//! It weighs; it does not decide. An undamaged text has a way of its own, with
//! few intruders on it and a poor weight: the judge looks at that.

use super::mention::Candidate;
use super::signs::{Scene, document_sign, mention_sign, rise_sign};
use super::way::{NONE, Place, Step, Ways, locate};
use super::weights::{SIGNS, Weights};

/// How much worse than the best of its position a state may be and still be followed. With 14 the
/// right drift was often lost while a wrong one was ahead for a few words, and nothing leads back to a lesser drift.
const BEAM: f64 = 40.0;

#[derive(Clone, Copy)]
struct State {
    score: f64,
    node: u32,
    intruder: u32,
    /// The position after that intruder; 0 without one.
    after: u32,
}

const DEAD: State = State { score: f64::NEG_INFINITY, node: NONE, intruder: NONE, after: 0 };

struct Search<'a> {
    scene: &'a Scene<'a>,
    weights: &'a Weights,
    bonus: &'a dyn Fn(&Candidate) -> f64,
    ways: Ways,
    /// The states of a token and of those that an intruder may end before, each with one for each drift.
    rows: Vec<Vec<State>>,
    /// The row of the token that is looked at.
    here: Vec<State>,
    /// What the candidates that begin there weigh, without a drift and with one.
    places: Vec<[f64; 2]>,
    /// What it weighs that no intruder stands a drift after a token, without a drift and with one.
    misses: Vec<[f64; 2]>,
}

/// How many rows there are.
const WIDTH: usize = super::mention::LONGEST + 1;

/// The best way, and its weight above that of a text without damage; it may weigh less than that.
pub fn search(
    scene: &Scene<'_>,
    weights: &Weights,
    max_drift: usize,
    bonus: &dyn Fn(&Candidate) -> f64,
) -> (Vec<Step>, f64) {
    let n = scene.tokens.all.len();
    let row = vec![DEAD; max_drift + 1];
    let mut search = Search {
        scene,
        weights,
        bonus,
        ways: Ways::default(),
        rows: vec![row.clone(); WIDTH],
        here: row,
        places: Vec::new(),
        misses: (0..n).map(|at| miss_weights(scene, weights, at)).collect(),
    };
    search.rows[0][0].score = weights.of[document_sign()];
    for at in 0..n {
        search.advance(at);
    }
    let last = &search.rows[n % WIDTH];
    let mut best = &last[0];
    for state in last {
        best = if state.score > best.score { state } else { best };
    }
    (search.ways.steps(best.node), best.score)
}

impl Search<'_> {
    fn advance(&mut self, at: usize) {
        self.raise(at);
        std::mem::swap(&mut self.here, &mut self.rows[at % WIDTH]);
        self.rows[at % WIDTH].fill(DEAD);
        let best = best(&self.here);
        let candidates = self.scene.candidates.at(at);
        let mut places = std::mem::take(&mut self.places);
        places.clear();
        places.extend(candidates.clone().map(|c| self.place_weights(c)));
        let from = self.scene.positions.of(at);
        for drift in 0..self.here.len() {
            let state = self.here[drift];
            if state.score < best - BEAM {
                continue;
            }
            // At most tokens the drift reaches back to no intruder.
            let here = match drift {
                1.. if state.after as usize + drift <= from => {
                    self.scene.positions.place(from - drift)
                }
                _ => self.ways.place(at, drift, &self.scene.positions, state.intruder),
            };
            self.pass(at, drift, state, here);
            for (candidate, place) in candidates.clone().zip(&places) {
                self.intrude(candidate, drift, state, here, place[usize::from(drift > 0)]);
            }
        }
        self.places = places;
    }

    fn raise(&mut self, at: usize) {
        let row = &mut self.rows[at % WIDTH];
        let weight = [0, 1].map(|from| self.weights.of[rise_sign(from)]);
        let weight = |from: usize| weight[from.min(1)];
        // At most tokens no drift rises. That is asked of all of them at once, and not of one after another.
        let rises = |(from, pair): (usize, &[State])| pair[0].score + weight(from) > pair[1].score;
        if !row.windows(2).enumerate().fold(false, |any, pair| any | rises(pair)) {
            return;
        }
        for drift in 1..row.len() {
            let from = row[drift - 1];
            let score = from.score + weight(drift - 1);
            if score > row[drift].score && score > f64::NEG_INFINITY {
                let node = self.ways.add(Step::Rise { at }, at..at, [from.node, from.intruder]);
                row[drift] = State { score, node, ..from };
            }
        }
    }

    fn pass(&mut self, at: usize, drift: usize, state: State, here: Place) {
        let mut score = state.score;
        if let Place::At(p) = here {
            score += self.misses[p][usize::from(drift > 0)];
        }
        let to = &mut self.rows[(at + 1) % WIDTH][drift];
        if score > to.score {
            *to = State { score, ..state };
        }
    }

    fn intrude(&mut self, index: usize, drift: usize, state: State, here: Place, place: f64) {
        let candidate = self.scene.candidates.all[index];
        let (score, lengths) = self.with_mention(index, drift, here);
        let score = state.score + place + score;
        let end = candidate.end();
        if score <= self.rows[end % WIDTH][drift].score {
            return;
        }
        let lost = lengths.first().copied().unwrap_or(1);
        let step = Step::Intruder { candidate: index, drift, lost };
        let node = self.ways.add(step, candidate.start as usize..end, [state.node, state.intruder]);
        let after = u32::try_from(self.scene.positions.after(end)).unwrap_or(u32::MAX);
        self.rows[end % WIDTH][drift] = State { score, node, intruder: node, after };
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
        let mut sums = [(self.bonus)(&self.scene.candidates.all[candidate]); 2];
        for (drift, sum) in sums.iter_mut().enumerate() {
            self.scene.place(candidate, drift > 0, |sign| *sum += self.weights.of[sign]);
        }
        sums
    }
}

/// The best score, in four lanes that need not wait for one another.
fn best(states: &[State]) -> f64 {
    let greater = |a: f64, b: f64| if b > a { b } else { a };
    let mut lanes = [f64::NEG_INFINITY; 4];
    for four in states.chunks(lanes.len()) {
        for (lane, state) in lanes.iter_mut().zip(four) {
            *lane = greater(*lane, state.score);
        }
    }
    lanes.into_iter().fold(f64::NEG_INFINITY, greater)
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
        locate(at, drift, &scene.positions, || before.next())
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
        let place = locate(start, drift, &scene.positions, || before.next());
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
