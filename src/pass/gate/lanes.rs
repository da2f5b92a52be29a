//! The lines of a text on which an automaton finds anything. An automaton waits for each of its
//! moves before it knows the next, and the processor with it: so several stretches of the text
//! are gone through side by side, each in a lane of its own, which takes half the time.

use aho_corasick::Anchored;
use aho_corasick::automaton::{Automaton, StateID};
use memchr::{memchr, memrchr};
use std::ops::Range;

/// Stretches that are gone through side by side: more find no room in the processor.
const LANES: usize = 4;
/// Bytes of a stretch, which ends with its line.
const STRETCH: usize = 512;

/// What a lane has before it.
#[derive(Clone, Copy)]
struct Lane<'t> {
    /// Where it is in the text.
    at: usize,
    rest: &'t [u8],
    state: StateID,
}

/// The lines, in order, without their ends. No pattern of the automaton may hold a line end.
pub fn lines_with_hits(automaton: &impl Automaton, text: &str) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    // Refused only by automata that were built for anchored searches alone.
    let Ok(start) = automaton.start_state(Anchored::No) else {
        return std::iter::once(0..bytes.len()).collect();
    };
    let mut free = 0;
    let mut next = || {
        let from = free;
        let end = (from + STRETCH).min(bytes.len());
        free = memchr(b'\n', &bytes[end..]).map_or(bytes.len(), |n| end + n + 1);
        Lane { at: from, rest: &bytes[from..free], state: start }
    };
    let mut lanes: [Lane<'_>; LANES] = std::array::from_fn(|_| next());
    let mut found = Vec::new();
    while lanes.iter().any(|lane| !lane.rest.is_empty()) {
        advance(automaton, &mut lanes);
        for lane in &mut lanes {
            if automaton.is_match(lane.state) {
                let line = line_at(bytes, lane.at - 1);
                lane.rest = lane.rest.get(line.end + 1 - lane.at..).unwrap_or_default();
                lane.at = line.end + 1;
                found.push(line);
            } else if !lane.rest.is_empty() {
                continue;
            }
            lane.state = start;
            if lane.rest.is_empty() {
                *lane = next();
            }
        }
    }
    found.sort_unstable_by_key(|line| line.start);
    found
}

/// Moves the lanes until one has a match or nothing more before it.
fn advance(automaton: &impl Automaton, lanes: &mut [Lane<'_>; LANES]) {
    if lanes.iter().all(|lane| !lane.rest.is_empty()) {
        move_together(automaton, lanes);
        return;
    }
    // At the text's end each goes on by itself.
    for lane in lanes {
        move_together(automaton, std::array::from_mut(lane));
    }
}

fn move_together<const N: usize>(automaton: &impl Automaton, lanes: &mut [Lane<'_>; N]) {
    let most = lanes.iter().map(|lane| lane.rest.len()).min().unwrap_or(0);
    // Of one length, so that no access to them has to be checked.
    let rests = lanes.map(|lane| &lane.rest[..most]);
    let mut states = lanes.map(|lane| lane.state);
    let mut moved = 0;
    while moved < most {
        let mut is_special = false;
        for (state, rest) in states.iter_mut().zip(&rests) {
            *state = automaton.next_state(Anchored::No, *state, rest[moved]);
            is_special |= automaton.is_special(*state);
        }
        moved += 1;
        if is_special && states.iter().any(|state| automaton.is_match(*state)) {
            break;
        }
    }
    for (lane, state) in lanes.iter_mut().zip(states) {
        lane.state = state;
        lane.at += moved;
        lane.rest = &lane.rest[moved..];
    }
}

/// The line that holds byte `at`, without its line end.
pub fn line_at(bytes: &[u8], at: usize) -> Range<usize> {
    let start = memrchr(b'\n', &bytes[..at]).map_or(0, |n| n + 1);
    let end = memchr(b'\n', &bytes[at..]).map_or(bytes.len(), |n| at + n);
    start..end
}

#[cfg(test)]
mod tests {
    use super::*;
    use aho_corasick::dfa::DFA;

    #[test]
    fn they_are_the_lines_that_hold_a_literal() {
        let literals = ["needle", "ed", "/"];
        let automaton = DFA::builder().build(literals).unwrap();
        let words = ["needle", "hay\n", "need", "/", "a stack of it ", "\n", "é", "and more hay "];
        let mut seed = 1_usize;
        for many in (0..400).step_by(7) {
            let word = |_| {
                seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                // Rare enough to leave stretches without any.
                let at = (seed >> 33) % 40;
                words[if at < 32 { 4 + at % 4 } else { at % 4 }]
            };
            let text: String = (0..many).map(word).collect();
            let mut wanted = Vec::new();
            let mut start = 0;
            for line in text.split('\n') {
                if literals.iter().any(|literal| line.contains(literal)) {
                    wanted.push(start..start + line.len());
                }
                start += line.len() + 1;
            }
            assert_eq!(lines_with_hits(&automaton, &text), wanted, "{text:?}");
        }
    }
}
