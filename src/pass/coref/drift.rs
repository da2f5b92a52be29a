//! The search for the drift: a dynamic programme over (position, drift) that
//! finds the intruders which, with one slowly rising drift, explain the text
//! best. A state holds its best way only, and with it the last intruder on it.
//!
//! It weighs; it does not decide. An undamaged text has a way of its own, with
//! few intruders on it and a poor weight: the judge looks at that.

use super::mention::{Candidate, MEANINGS, meaning};
use super::signs::{Scene, document_sign, mention_sign, rise_sign};
use super::state::{State, States};
use super::way::{Place, Step, Ways, locate};
use super::weights::{SIGNS, Weights};

/// How much worse than the best of its position a state may be and still be followed. With 14 the
/// right drift was often lost while a wrong one was ahead for a few words, and nothing leads back to a lesser drift.
const BEAM: f64 = 40.0;

struct Search<'a> {
    scene: &'a Scene<'a>,
    weights: &'a Weights,
    bonus: &'a dyn Fn(&Candidate) -> f64,
    ways: Ways,
    /// The states before the token that is looked at, and what those behind it weigh: all else stays as it is
    /// but where an intruder ends.
    here: States,
    next: Vec<f64>,
    /// The states behind intruders that end further on, by where that is; `None` where none does.
    ahead: Vec<Option<States>>,
    /// Those that are done, to be used again.
    spare: Vec<States>,
    /// The candidates that begin here.
    weighed: Vec<Weighed>,
    /// What a mention adds at the most, for each meaning of a string.
    most: [f64; MEANINGS],
    misses: Misses,
}

/// What a candidate weighs.
#[derive(Clone, Copy)]
struct Weighed {
    index: usize,
    /// By its place, without a drift and with one.
    place: [f64; 2],
    /// What its mention adds at the most.
    mention: [f64; 2],
    /// Whether it ends with the token that it begins with.
    is_short: bool,
}

/// What it weighs that no intruder stands a drift after a token.
struct Misses {
    /// Without a drift, by token.
    none: Vec<f64>,
    /// With one, the last token first; as many zeros as there are drifts stand for what is before the text.
    some: Vec<f64>,
}

impl Misses {
    fn new(scene: &Scene<'_>, weights: &Weights, drifts: usize) -> Misses {
        let of = |at: usize, drift: bool| {
            let rate = || scene.rate(at).map_or(0.0, |sign| weights.of[sign]);
            scene.miss(at, drift).map_or(0.0, |sign| weights.of[sign] + rate())
        };
        let tokens = 0..scene.tokens.all.len();
        let none = tokens.clone().map(|at| of(at, false)).collect();
        let zeros = std::iter::repeat_n(0.0, drifts);
        Misses { none, some: tokens.rev().map(|at| of(at, true)).chain(zeros).collect() }
    }

    /// The weights for the tokens at and before one, the nearest first.
    fn before(&self, at: usize) -> &[f64] {
        &self.some[self.none.len() - 1 - at..]
    }

    fn at(&self, place: Place, drift: usize) -> f64 {
        match place {
            Place::At(p) if drift > 0 => self.before(p)[0],
            Place::At(p) => self.none[p],
            _ => 0.0,
        }
    }
}

/// How far ahead an intruder may end, and one more.
const WIDTH: usize = super::mention::LONGEST + 1;

/// The best way, and its weight above that of a text without damage; it may weigh less than that.
pub fn search(
    scene: &Scene<'_>,
    weights: &Weights,
    max_drift: usize,
    bonus: &dyn Fn(&Candidate) -> f64,
) -> (Vec<Step>, f64) {
    let drifts = max_drift + 1;
    let mut search = Search {
        scene,
        weights,
        bonus,
        ways: Ways::default(),
        here: States::dead(drifts),
        next: vec![f64::NEG_INFINITY; drifts],
        ahead: vec![None; WIDTH],
        spare: Vec::new(),
        weighed: Vec::new(),
        most: std::array::from_fn(|meaning| scene.most_of_mention(meaning, &weights.of)),
        misses: Misses::new(scene, weights, drifts),
    };
    search.here.scores[0] = weights.of[document_sign()];
    for at in 0..scene.tokens.all.len() {
        search.advance(at);
    }
    let last = search.here;
    let mut best = 0;
    for drift in 1..drifts {
        if last.scores[drift] > last.scores[best] {
            best = drift;
        }
    }
    (search.ways.steps(last.nodes[best]), last.scores[best])
}

impl Search<'_> {
    fn advance(&mut self, at: usize) {
        self.raise(at);
        let least = self.here.best() - BEAM;
        self.pass(at, least);
        self.weigh(at);
        let drifts = if self.weighed.is_empty() { 0 } else { self.here.scores.len() };
        for drift in 0..drifts {
            if self.here.scores[drift] >= least {
                self.intrude(at, drift);
            }
        }
        self.meet(at + 1);
        std::mem::swap(&mut self.here.scores, &mut self.next);
    }

    /// Weighs the candidates that begin at a token.
    fn weigh(&mut self, at: usize) {
        let mut weighed = std::mem::take(&mut self.weighed);
        weighed.clear();
        weighed.extend(self.scene.candidates.at(at).map(|index| {
            let candidate = &self.scene.candidates.all[index];
            let place = self.place_weights(index);
            let most = self.most[meaning(self.scene.candidates.string(candidate))];
            Weighed { index, place, mention: [0.0, most], is_short: candidate.end() == at + 1 }
        }));
        self.weighed = weighed;
    }

    fn raise(&mut self, at: usize) {
        let weight = [0, 1].map(|from| self.weights.of[rise_sign(from)]);
        let states = &mut self.here;
        // At most tokens no drift rises.
        let rises = |pair: &[f64], weight: f64| pair[0] + weight > pair[1];
        let first = states.scores.get(..2).is_some_and(|pair| rises(pair, weight[0]));
        let others = states.scores[1..].windows(2);
        if !others.fold(first, |any, pair| any | rises(pair, weight[1])) {
            return;
        }
        for drift in 1..states.scores.len() {
            let from = states.of(drift - 1);
            let score = from.score + weight[usize::from(drift > 1)];
            if score > states.scores[drift] && score > f64::NEG_INFINITY {
                let node = self.ways.add(Step::Rise { at }, at..at, [from.node, from.intruder]);
                states.put(drift, State { score, node, ..from });
            }
        }
    }

    /// Goes on behind a token that is no intruder's, from states that weigh so much at the least.
    fn pass(&mut self, at: usize, least: f64) {
        let (from, drifts) = (&self.here.scores, self.here.scores.len());
        let (to, misses) = (&mut self.next[..drifts], self.misses.before(at));
        let misses = &misses[..drifts];
        for drift in 0..drifts {
            let score = from[drift] + misses[drift];
            to[drift] = if from[drift] < least { f64::NEG_INFINITY } else { score };
        }
        // All others are right already where no intruder is near.
        let odd = if self.are_plain(at) { 1 } else { drifts };
        for drift in 0..odd {
            let is_alive = self.here.scores[drift] >= least;
            if is_alive && (drift == 0 || !self.is_plain(at, drift)) {
                let miss = self.misses.at(self.place(at, drift), drift);
                self.next[drift] = self.here.scores[drift] + miss;
            }
        }
    }

    /// Whether that holds for all drifts.
    #[allow(clippy::needless_bitwise_bool)] // a lazy one would be a branch, and the loop no vector one
    fn are_plain(&self, at: usize) -> bool {
        let Ok(at) = u32::try_from(at) else { return false };
        let after = self.here.after.iter().zip(0..);
        let is_near = after.fold(false, |any, (after, drift)| any | (after + drift > at));
        !is_near && self.scene.positions.are_plain()
    }

    /// Whether as many tokens as the drift are between here and the last intruder, and none was dropped.
    fn is_plain(&self, at: usize, drift: usize) -> bool {
        self.here.after[drift] as usize + drift <= at && self.scene.positions.are_plain()
    }

    /// Where the token is that stood a drift before, on the way to the state of that drift.
    fn place(&self, at: usize, drift: usize) -> Place {
        if drift > 0 && self.is_plain(at, drift) {
            return Place::At(at - drift);
        }
        self.ways.place(at, drift, &self.scene.positions, self.here.intruders[drift])
    }

    /// Takes in the states behind intruders that end before a token, where those are the better ones.
    fn meet(&mut self, at: usize) {
        let Some(mut met) = self.ahead[at % WIDTH].take() else { return };
        for drift in 0..met.scores.len() {
            let state = met.of(drift);
            if state.score >= self.next[drift] && state.score > f64::NEG_INFINITY {
                self.put(drift, state);
            }
        }
        met.scores.fill(f64::NEG_INFINITY);
        self.spare.push(met);
    }

    /// Takes in the intruders that begin at a token, with the state of a drift.
    fn intrude(&mut self, at: usize, drift: usize) {
        let (state, has_drift) = (self.here.of(drift), usize::from(drift > 0));
        let mut here = None;
        for n in 0..self.weighed.len() {
            let Weighed { index, place, mention, is_short } = self.weighed[n];
            let (place, mention) = (place[has_drift], mention[has_drift]);
            // Most are the worse whatever their mention is, which needn't be looked at then.
            if is_short && state.score + place + mention <= self.next[drift] {
                continue;
            }
            let here = *here.get_or_insert_with(|| self.place(at, drift));
            self.put_in(index, drift, state, here, place);
        }
    }

    fn put_in(&mut self, index: usize, drift: usize, state: State, here: Place, place: f64) {
        let candidate = self.scene.candidates.all[index];
        let (score, lengths) = self.with_mention(index, drift, here);
        let score = state.score + place + score;
        let (start, end) = (candidate.start as usize, candidate.end());
        let (spare, drifts) = (&mut self.spare, self.here.scores.len());
        let another = || spare.pop().unwrap_or_else(|| States::dead(drifts));
        let later = (end > start + 1).then(|| self.ahead[end % WIDTH].get_or_insert_with(another));
        let known = later.as_ref().map_or(self.next[drift], |later| later.scores[drift]);
        if score <= known {
            return;
        }
        let lost = lengths.first().copied().unwrap_or(1);
        let step = Step::Intruder { candidate: index, drift, lost };
        let node = self.ways.add(step, start..end, [state.node, state.intruder]);
        let after = u32::try_from(self.scene.positions.after(end)).unwrap_or(u32::MAX);
        let state = State { score, node, intruder: node, after };
        match later {
            Some(later) => later.put(drift, state),
            None => self.put(drift, state),
        }
    }

    /// Puts a state behind the token that is looked at.
    fn put(&mut self, drift: usize, state: State) {
        self.next[drift] = state.score;
        self.here.put(drift, state);
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
