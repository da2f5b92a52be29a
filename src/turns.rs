//! The order in which the passes of a chain run. A pass that changed the text runs again at once,
//! so that those behind it see it when the pass is done with it; and after the last comes the
//! first, until all have left one text as it is.
//!
//! It runs nothing itself: the chain does, and whoever tells what the chain did.

use crate::blocks::{BLOCK, lowest};
use crate::trail::Layer;

/// Rounds after which a document that still changes is left as it is by then.
pub const MOST_ROUNDS: usize = 8;

/// Whose turn it is.
#[derive(Clone, Debug)]
pub struct Turns {
    passes: usize,
    pass: usize,
    round: usize,
    /// Whether the pass has just changed the text.
    again: bool,
    /// How many passes in a row have left the text as it is.
    quiet: usize,
}

impl Turns {
    /// The turns of so many passes, of which the first ones are known to leave the text as it is.
    pub fn new(passes: usize, quiet: usize) -> Turns {
        Turns { passes, pass: quiet, round: 1, again: false, quiet }
    }

    /// The pass whose turn it is; none where all are done, or there were too many rounds.
    pub fn pass(&self) -> Option<usize> {
        (!self.are_over() && self.round() <= MOST_ROUNDS).then_some(self.pass)
    }

    /// The round that a change belongs to if the pass makes one now: no two changes by one pass
    /// have the same.
    pub fn round(&self) -> usize {
        self.round + usize::from(self.again)
    }

    /// Whether the pass whose turn it is made the text.
    pub fn is_again(&self) -> bool {
        self.again
    }

    /// Whether all passes have left the text as it is.
    pub fn are_over(&self) -> bool {
        self.quiet >= self.passes
    }

    /// Whether this is the next change, and made now.
    pub fn make(&self, layer: &Layer) -> bool {
        (layer.round, layer.pass) == (self.round(), self.pass)
    }

    /// The pass has changed the text, or has left it as it is.
    pub fn take(&mut self, changed: bool) {
        if changed {
            (self.round, self.again, self.quiet) = (self.round(), true, 0);
            return;
        }
        (self.again, self.quiet, self.pass) = (false, self.quiet + 1, self.pass + 1);
        if self.pass == self.passes {
            (self.pass, self.round) = (0, self.round + 1);
        }
    }
}

/// Which passes have left a text as it is of which all lines of the present one are.
#[derive(Clone, Debug)]
pub struct KnownLines {
    /// A bit for each; those beyond are run again.
    passes: u64,
}

impl KnownLines {
    /// At the beginning, so many first ones.
    pub fn new(quiet: usize) -> KnownLines {
        KnownLines { passes: lowest(quiet) }
    }

    /// Whether a pass has.
    pub fn has_left(&self, pass: usize) -> bool {
        pass < BLOCK && self.passes >> pass & 1 != 0
    }

    /// A pass has left the present text as it is.
    pub fn leave(&mut self, pass: usize) {
        self.passes |= lowest(pass + 1) & !lowest(pass);
    }

    /// The text has other lines now.
    pub fn forget(&mut self) {
        self.passes = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The runs of a chain whose passes change the text so often in all.
    fn runs(mut changes: Vec<usize>, quiet: usize) -> (Vec<(usize, usize)>, bool) {
        let (mut turns, mut runs) = (Turns::new(changes.len(), quiet), Vec::new());
        while let Some(pass) = turns.pass() {
            runs.push((turns.round(), pass));
            let changed = changes[pass] > 0;
            changes[pass] -= usize::from(changed);
            turns.take(changed);
        }
        (runs, turns.are_over())
    }

    #[test]
    fn a_pass_runs_again_at_once_and_the_others_until_all_are_quiet() {
        assert_eq!(runs(vec![0, 0], 0), (vec![(1, 0), (1, 1)], true));
        assert_eq!(runs(vec![0, 0], 1), (vec![(1, 1)], true));
        let once = vec![(1, 0), (1, 1), (2, 1), (1, 2), (2, 0)];
        assert_eq!(runs(vec![0, 1, 0], 0), (once, true));
        let twice = vec![(1, 0), (1, 1), (2, 1), (3, 1), (3, 0)];
        assert_eq!(runs(vec![0, 2], 0), (twice, true));
        let (many, is_settled) = runs(vec![0, 99], 0);
        assert!(!is_settled && many.len() < 12, "{many:?}");
        assert_eq!(runs(Vec::new(), 0), (Vec::new(), true));
    }
}
