//! What the search for the drift knows at a token: for each drift the best way that led
//! there, by its weight, its last step and its last intruder.

use super::way::NONE;

/// Where the best way to a drift stands.
#[derive(Clone, Copy)]
pub(super) struct State {
    /// What it weighs.
    pub score: f64,
    /// Its last step, and its last intruder, by their numbers among all ways.
    pub node: u32,
    pub intruder: u32,
    /// The position after that intruder; 0 without one.
    pub after: u32,
}

/// A state for each drift, field by field, so that what is done to all of them is done to several at once.
#[derive(Clone)]
pub(super) struct States {
    pub scores: Vec<f64>,
    pub nodes: Vec<u32>,
    pub intruders: Vec<u32>,
    pub after: Vec<u32>,
}

impl States {
    /// Those to which no way leads.
    pub fn dead(drifts: usize) -> States {
        States {
            scores: vec![f64::NEG_INFINITY; drifts],
            nodes: vec![NONE; drifts],
            intruders: vec![NONE; drifts],
            after: vec![0; drifts],
        }
    }

    /// That of a drift.
    pub fn of(&self, drift: usize) -> State {
        State {
            score: self.scores[drift],
            node: self.nodes[drift],
            intruder: self.intruders[drift],
            after: self.after[drift],
        }
    }

    /// Puts that of a drift in its place.
    pub fn put(&mut self, drift: usize, state: State) {
        self.scores[drift] = state.score;
        self.nodes[drift] = state.node;
        self.intruders[drift] = state.intruder;
        self.after[drift] = state.after;
    }

    /// The best score, in four lanes that need not wait for one another.
    pub fn best(&self) -> f64 {
        let greater = |a: f64, b: f64| if b > a { b } else { a };
        let mut lanes = [f64::NEG_INFINITY; 4];
        for four in self.scores.chunks(lanes.len()) {
            for (lane, score) in lanes.iter_mut().zip(four) {
                *lane = greater(*lane, *score);
            }
        }
        lanes.into_iter().fold(f64::NEG_INFINITY, greater)
    }
}
