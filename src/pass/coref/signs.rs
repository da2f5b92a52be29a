//! The signs of a candidate: what there is to see of it, as indices of weights.
//! They are of two sorts: those of the place itself (the seams, the repeats),
//! which are counted once, and what stands a drift earlier, which depends on
//! the path that the search took.

use super::class::Class;
use super::earlier::Rows;
use super::mention::{Candidate, Candidates, Kind, Repeat, meaning};
use super::position::Positions;
use super::proof::Proof;
use super::token::{Token, Tokens};
use super::weights::{
    AFTER, AFTER_LOST, AGREES, AROUND, BEFORE, BEFORE_LOST, COUNT, DRIFT, EDGE, GROUPS, LEFT,
    LENGTH, LONGER, MENTION, MISS, PAIR, PROVEN, PROVEN_LOST, RATE, RIGHT, SHARE, SINCE,
    SINCE_LOST, TWO_AFTER, TWO_BEFORE, Table, group,
};
use super::words::WHOMS;
use rustc_hash::FxHashSet;

/// What a search reads again and again.
pub struct Scene<'a> {
    /// The text.
    pub tokens: &'a Tokens,
    /// Its candidates.
    pub candidates: &'a Candidates,
    /// Where a name stands shorter than it does elsewhere.
    pub(super) short: Vec<bool>,
    /// Where the producer counted each token.
    pub(super) positions: Positions,
    since: Vec<usize>,
    inside: Vec<bool>,
    pub(super) rows: Rows,
    proof: Proof,
    /// Whether the text is known to be damaged.
    closer: bool,
}

impl<'a> Scene<'a> {
    /// Prepares a text.
    pub fn new(tokens: &'a Tokens, candidates: &'a Candidates, proof: Proof) -> Scene<'a> {
        let mut inside = vec![false; tokens.all.len()];
        for (index, candidate) in candidates.all.iter().enumerate() {
            if proof.is_taken(index) {
                inside[candidate.start as usize..candidate.end()].fill(true);
            }
        }
        Scene {
            tokens,
            candidates,
            short: short_names(tokens, candidates),
            positions: Positions::new(tokens),
            since: since(candidates),
            inside,
            rows: Rows::by_name(),
            proof,
            closer: false,
        }
    }

    /// The same of a text that is known to be damaged.
    #[must_use]
    pub fn closer(self) -> Self {
        Scene { closer: true, ..self }
    }

    /// The class of the token before one; a gap where an intruder was found there.
    fn class_before(&self, at: usize) -> Class {
        if at > 0 && self.inside.get(at - 1) == Some(&true) {
            return Class::Gap;
        }
        self.tokens.before(at)
    }

    fn class_after(&self, at: usize) -> Class {
        if self.inside.get(at) == Some(&true) { Class::Gap } else { self.tokens.class(at) }
    }

    /// The signs of the place, without (`drift` false) or with a drift.
    pub fn place(&self, index: usize, drift: bool, mut sign: impl FnMut(usize)) {
        let candidate = &self.candidates.all[index];
        let all = &self.tokens.all;
        let (start, end) = (candidate.start as usize, candidate.end());
        let string = self.candidates.string(candidate);
        let (kind, z) = (string.kind as usize, usize::from(drift));
        let (before, after) = if drift { (BEFORE, AFTER) } else { (BEFORE_LOST, AFTER_LOST) };
        let (one_before, one_after) = (self.class_before(start), self.class_after(end));
        sign(before.sign(one_before as usize, kind));
        sign(after.sign(one_after as usize, kind));
        sign(DRIFT.sign(1, z));
        let sort = if string.whom.is_some() { GROUPS } else { 0 };
        if drift {
            sign(LEFT.sign(one_before as usize, all[start].class as usize));
            sign(RIGHT.sign(one_after as usize, all[end - 1].class as usize));
            sign(AROUND.sign(sort + group(one_before), group(one_after)));
            sign(TWO_BEFORE.sign(
                sort + group(one_before),
                group(start.checked_sub(1).map_or(Class::Start, |i| self.class_before(i))),
            ));
            sign(TWO_AFTER.sign(sort + group(one_after), group(self.class_after(end + 1))));
        }
        sign(if drift { SINCE } else { SINCE_LOST }.sign(self.since[index], kind));
        let others = self.others(index);
        sign(SHARE.sign(share_row(others, string.count as usize - 1), z));
        sign(if drift { PROVEN } else { PROVEN_LOST }.sign(proven_row(others), kind));
        sign(COUNT.sign(count_row(string.count), kind));
        sign(LENGTH.sign(usize::from(candidate.len) - 1, z));
        for (side, beside) in [start.checked_sub(1), Some(end)].into_iter().enumerate() {
            let beside = beside.and_then(|i| all.get(i));
            let longer = candidate.longer[side];
            if !(self.closer && is_chance(longer, string.count, beside)) {
                sign(LONGER.sign(longer_row(longer, string.count, beside), side));
            }
        }
        Self::edges(
            &all[start..end],
            start.checked_sub(1).and_then(|i| all.get(i)),
            all.get(end),
            |edge| {
                sign(EDGE.sign(edge, kind));
            },
        );
    }

    fn edges(
        span: &[Token],
        before: Option<&Token>,
        after: Option<&Token>,
        mut edge: impl FnMut(usize),
    ) {
        let (Some(first), Some(last)) = (span.first(), span.last()) else { return };
        if let Some(token) = before {
            if token.stem == first.stem {
                edge(0);
            } else if token.stem == last.stem {
                edge(1);
            } else if token.class == Class::Name && span.iter().any(|t| t.stem == token.stem) {
                edge(4);
            }
        }
        if let Some(token) = after {
            if token.stem == first.stem {
                edge(2);
            } else if token.stem == last.stem {
                edge(3);
            } else if token.class == Class::Name && span.iter().any(|t| t.stem == token.stem) {
                edge(5);
            }
        }
        if first.capital
            && !first.first
            && !matches!(first.class, Class::Name | Class::Title)
            && !is_i(first)
        {
            edge(6);
        }
        if !first.capital && first.first && first.class != Class::Number {
            edge(7);
        }
    }

    /// At how many other places an earlier search found the string of a candidate put in.
    pub fn others(&self, index: usize) -> usize {
        self.proof.others(index, self.candidates.all[index].string)
    }

    /// The sign that a mention stands at a token and no intruder stands a drift later.
    pub fn miss(&self, at: usize, drift: bool) -> Option<usize> {
        Some(MISS.sign(self.mention_without(at)?, usize::from(drift)))
    }

    /// The sign of how often the same mention had an intruder elsewhere.
    pub fn rate(&self, at: usize) -> Option<usize> {
        let row = self.mention_without(at)?;
        (!self.proof.is_empty()).then(|| RATE.sign(self.proof.rate(at), row))
    }

    /// The sign of how often the same string was put in for the same mention elsewhere.
    pub fn pair(&self, row: usize, at: usize, index: usize) -> Option<usize> {
        let level = || self.proof.pair(at, self.candidates.all[index].string);
        (!self.proof.is_empty()).then(|| PAIR.sign(level(), row))
    }

    /// The sign of how a mention agrees with those of the other places of the same string.
    pub fn agreement(&self, row: usize, index: usize) -> Option<usize> {
        let string = self.candidates.all[index].string;
        let level = self.proof.agreement(row, index, string)?;
        let is_pronoun = self.candidates.strings[string as usize].whom.is_some();
        Some(AGREES.sign(level, usize::from(!is_pronoun)))
    }
}

impl Scene<'_> {
    /// What the signs of a mention weigh together at the most, for a string of this meaning. They
    /// are added up in the order in which the search does it, so that no sum is greater.
    pub fn most_of_mention(&self, meaning: usize, weights: &[f64]) -> f64 {
        let sort = usize::from(meaning >= WHOMS);
        let is_proven = !self.proof.is_empty();
        let most = |table: Table, signs: &mut dyn Iterator<Item = (usize, usize)>| {
            let signs = signs.filter(|_| is_proven);
            signs.map(|(row, column)| weights[table.sign(row, column)]).fold(0.0, f64::max)
        };
        let agreement = most(AGREES, &mut (0..AGREES.rows()).map(|level| (level, sort)));
        let rows = (0..MENTION.rows()).map(|row| {
            let pair = most(PAIR, &mut (0..PAIR.rows()).map(|level| (level, row)));
            weights[MENTION.sign(row, meaning)] + agreement + pair
        });
        rows.fold(f64::NEG_INFINITY, f64::max)
    }
}

/// The sign of the mention of a string.
pub fn mention_sign(row: usize, string: &Repeat) -> usize {
    MENTION.sign(row, meaning(string))
}

/// The sign of a damaged document.
pub fn document_sign() -> usize {
    DRIFT.sign(2, 0)
}

/// The sign of a rise of the drift, the first or a later one.
pub fn rise_sign(from: usize) -> usize {
    DRIFT.sign(0, usize::from(from > 0))
}

fn is_i(token: &Token) -> bool {
    token.whom == Some(super::words::Whom::I)
}

fn count_row(count: u32) -> usize {
    match count {
        0..=2 => 0,
        3 => 1,
        4..=5 => 2,
        6..=9 => 3,
        10..=19 => 4,
        _ => 5,
    }
}

fn share_row(others: usize, places: usize) -> usize {
    if others == 0 {
        0
    } else if others * 3 < places {
        1
    } else if others * 3 < places * 2 {
        2
    } else if others < places {
        3
    } else {
        4
    }
}

/// How far back the string of each candidate last stood, as a row.
fn since(candidates: &Candidates) -> Vec<usize> {
    let home = |torn: Option<usize>| torn.and_then(|home| u32::try_from(home).ok());
    let mut last: Vec<Option<u32>> = candidates.strings.iter().map(|s| home(s.torn)).collect();
    let mut rows = Vec::with_capacity(candidates.all.len());
    for candidate in &candidates.all {
        let before = last[candidate.string as usize].replace(candidate.start);
        rows.push(match before.and_then(|b| candidate.start.checked_sub(b)) {
            None => 0,
            Some(0..=10) => 1,
            Some(11..=25) => 2,
            Some(26..=60) => 3,
            Some(61..=150) => 4,
            Some(_) => 5,
        });
    }
    rows
}

fn proven_row(others: usize) -> usize {
    match others {
        0..=2 => others,
        3..=4 => 3,
        5..=7 => 4,
        _ => 5,
    }
}

/// What comes back beside the same verb or noun belongs there (`recuse himself`); beside `the` or a full stop it says little.
fn longer_row(longer: u32, count: u32, beside: Option<&Token>) -> usize {
    if longer <= 1 {
        0
    } else if is_set(beside) {
        if longer == 2 { 4 } else { 5 }
    } else if longer >= count {
        3
    } else if longer * 2 >= count {
        2
    } else {
        1
    }
}

fn is_set(beside: Option<&Token>) -> bool {
    beside.is_some_and(|token| token.class.is_content() && !token.capital)
}

/// Whether two of three or four places have the same small word beside them: the string's own and one where it was put in
/// often do. A sound text has such pairs too, so only what is known to be damaged is read so: of
/// news of topics that were not learned from 0.892 instead of 0.889 of the intruders go (seeds 12 to 17).
fn is_chance(longer: u32, count: u32, beside: Option<&Token>) -> bool {
    longer == 2 && (3..=4).contains(&count) && !is_set(beside)
}

/// Where a name stands shorter than it does elsewhere.
fn short_names(tokens: &Tokens, candidates: &Candidates) -> Vec<bool> {
    let long = |c: &Candidate| {
        let s = candidates.string(c);
        s.kind == Kind::Name && s.len >= 2
    };
    let mut ids: FxHashSet<u32> = FxHashSet::default();
    let mut covered = vec![false; tokens.all.len()];
    for candidate in candidates.all.iter().filter(|c| long(c)) {
        let span = candidate.start as usize..candidate.end();
        ids.extend(tokens.all[span.clone()].iter().map(|token| token.stem));
        covered[span].fill(true);
    }
    tokens
        .all
        .iter()
        .zip(covered)
        .map(|(t, c)| t.class == Class::Name && !c && ids.contains(&t.stem))
        .collect()
}
