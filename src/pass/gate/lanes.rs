//! Where an automaton finds anything. An automaton waits for each of its moves before it knows
//! the next, and the processor with it: so several stretches of the text are gone through side by
//! side, each in a lane of its own, which takes half the time. A lane sets out before its
//! stretch, so that nothing is missed that reaches into it.

use aho_corasick::automaton::{Automaton, StateID};
use aho_corasick::{Anchored, Match};

/// Stretches that are gone through side by side: more find no room in the processor.
const LANES: usize = 6;
/// Bytes of a stretch at most, so that few finds wait for those before them.
const STRETCH: usize = 1 << 14;

/// What a lane finds: where it ends, and the state that knows what it is.
type Find = (usize, StateID);

/// A lane on its way.
struct Lane<'t> {
    /// What is before it, and where that starts in the text.
    rest: &'t [u8],
    at: usize,
    /// Where its stretch starts.
    from: usize,
    state: StateID,
    found: Vec<Find>,
}

/// Calls `out` with each place where a pattern of the automaton stands, in the order of their
/// ends; none is left out where they overlap.
pub fn each_hit(automaton: &impl Automaton, text: &str, out: &mut dyn FnMut(&Match)) {
    // Refused only by automata that were built for anchored searches alone.
    let Ok(start) = automaton.start_state(Anchored::No) else { return };
    let before = automaton.max_pattern_len().saturating_sub(1);
    for from in (0..text.len()).step_by(LANES * STRETCH) {
        let block = from..text.len().min(from + LANES * STRETCH);
        let length = block.len().div_ceil(LANES);
        let mut lanes: [Lane<'_>; LANES] = std::array::from_fn(|n| {
            let from = block.end.min(block.start + n * length);
            let end = block.end.min(from + length);
            let at = from.saturating_sub(before);
            let rest = &text.as_bytes()[at..end];
            Lane { rest, at, from, state: start, found: Vec::new() }
        });
        move_together(automaton, &mut lanes);
        // The first lane of a text has a shorter way, and the last of a block may have.
        for lane in &mut lanes {
            move_together(automaton, std::array::from_mut(lane));
        }
        lanes.iter().for_each(|lane| lane.tell(automaton, out));
    }
}

impl Lane<'_> {
    fn tell(&self, automaton: &impl Automaton, out: &mut dyn FnMut(&Match)) {
        for &(end, state) in self.found.iter().filter(|(end, _)| *end > self.from) {
            for index in 0..automaton.match_len(state) {
                let pattern = automaton.match_pattern(state, index);
                out(&Match::new(pattern, end - automaton.pattern_len(pattern)..end));
            }
        }
    }
}

/// Moves all lanes as far as the shortest goes.
fn move_together<const N: usize>(automaton: &impl Automaton, lanes: &mut [Lane<'_>; N]) {
    let most = lanes.iter().map(|lane| lane.rest.len()).min().unwrap_or(0);
    // Of one length, so that no access to them has to be checked.
    let rests = lanes.each_ref().map(|lane| &lane.rest[..most]);
    let mut states = lanes.each_ref().map(|lane| lane.state);
    for moved in 0..most {
        let mut is_special = false;
        for (state, rest) in states.iter_mut().zip(&rests) {
            *state = automaton.next_state(Anchored::No, *state, rest[moved]);
            is_special |= automaton.is_special(*state);
        }
        if is_special {
            for (lane, state) in lanes.iter_mut().zip(&states) {
                if automaton.is_match(*state) {
                    lane.found.push((lane.at + moved + 1, *state));
                }
            }
        }
    }
    for (lane, state) in lanes.iter_mut().zip(states) {
        lane.state = state;
        lane.at += most;
        lane.rest = &lane.rest[most..];
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use aho_corasick::dfa::DFA;

    #[test]
    fn they_are_those_of_one_search() {
        let literals = ["needle", "ed", "/", "y\nn", "stack of it and more"];
        let automaton = DFA::builder().build(literals).unwrap();
        let words = ["needle", "hay\n", "need", "/", "a stack of it ", "\n", "é", "and more hay "];
        let mut seed = 1_usize;
        for many in (0..400).step_by(7).chain([30_000]) {
            let word = |_| {
                seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                words[(seed >> 33) % words.len()]
            };
            let text: String = (0..many).map(word).collect();
            let wanted: Vec<Match> =
                automaton.try_find_overlapping_iter(text.as_str().into()).unwrap().collect();
            let mut found = Vec::new();
            each_hit(&automaton, &text, &mut |hit| found.push(*hit));
            assert_eq!(found, wanted, "{many} words");
        }
    }
}
