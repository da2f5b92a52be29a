//! Where the producer counted a token. It counted those too that it dropped
//! later, of which nothing is left but a run of blanks: one for each run, as the
//! drifts before and after runs tell in the one damaged article at hand, however
//! many blanks there are.

use super::token::Tokens;
use super::way::Place;

/// The positions of the tokens of a text; a position is a token's number where no token was dropped.
#[derive(Clone, Debug, Default)]
pub struct Positions {
    /// The position of each token; none where each has its number.
    of: Vec<u32>,
    /// The token at each position; none for one that was dropped.
    tokens: Vec<Option<u32>>,
}

impl Positions {
    /// Counts them.
    pub fn new(tokens: &Tokens) -> Positions {
        let mut positions = Positions::default();
        if tokens.all.iter().all(|token| token.dropped == 0) {
            return positions;
        }
        let small = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        for (at, token) in tokens.all.iter().enumerate() {
            if token.dropped > 0 {
                positions.tokens.push(None);
            }
            positions.of.push(small(positions.tokens.len()));
            positions.tokens.push(Some(small(at)));
        }
        positions
    }

    /// Whether the position of each token is its number.
    pub fn are_plain(&self) -> bool {
        self.of.is_empty()
    }

    /// The position of a token.
    pub fn of(&self, token: usize) -> usize {
        self.of.get(token).map_or(token, |at| *at as usize)
    }

    /// The position after the last token of a span that ends before a token.
    pub fn after(&self, end: usize) -> usize {
        end.checked_sub(1).map_or(0, |last| self.of(last) + 1)
    }

    /// What is at a position.
    pub fn place(&self, position: usize) -> Place {
        match self.tokens.get(position) {
            Some(None) => Place::Lost,
            Some(Some(token)) => Place::At(*token as usize),
            None => Place::At(position),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Positions;
    use crate::pass::coref::way::{Place, locate};

    /// Seven tokens, one dropped before the fifth.
    fn positions() -> Positions {
        Positions {
            of: vec![0, 1, 2, 3, 5, 6, 7],
            tokens: vec![Some(0), Some(1), Some(2), Some(3), None, Some(4), Some(5), Some(6)],
        }
    }

    #[test]
    fn a_dropped_token_counts_for_the_drift() {
        let find = |at, drift| locate(at, drift, &positions(), || None);
        assert_eq!(find(6, 2), Place::At(4));
        assert_eq!(find(6, 3), Place::Lost);
        assert_eq!(find(6, 4), Place::At(3));
        assert_eq!(find(3, 4), Place::Nowhere);
    }

    #[test]
    fn an_intruder_before_it_destroyed_what_it_destroyed() {
        let mut before = [(1, 4, 1)].into_iter();
        assert_eq!(locate(5, 4, &positions(), || before.next()), Place::At(0));
    }
}
