//! The signs of a candidate: what there is to see of it, as indices of weights.
//! They are of two sorts: those of the place itself (the seams, the repeats),
//! which are counted once, and what stands a drift earlier, which depends on
//! the path that the search took.

use super::class::Class;
use super::drift::Step;
use super::mention::{Candidate, Candidates, Kind, Repeat, meaning};
use super::token::{Token, Tokens};
use super::weights::{
    AFTER, AFTER_LOST, AGREES, AROUND, BEFORE, BEFORE_LOST, COUNT, DRIFT, EDGE, GROUPS, LENGTH,
    LONGER, MENTION, MISS, PROVEN, PROVEN_LOST, SHARE, SINCE, SINCE_LOST, TWO_AFTER, TWO_BEFORE,
    group, mention_row, miss_rows,
};
use super::words::WHOMS;
use rustc_hash::{FxHashMap, FxHashSet};

/// What a search reads again and again.
pub struct Scene<'a> {
    /// The text.
    pub tokens: &'a Tokens,
    /// Its candidates.
    pub candidates: &'a Candidates,
    short: Vec<bool>,
    since: Vec<usize>,
    inside: Vec<bool>,
    rows: Rows,
    proof: Proof,
}

/// What an earlier search found out about the strings.
#[derive(Clone, Debug, Default)]
pub struct Proof {
    /// For each string how often it is an intruder.
    pub intruders: Vec<u32>,
    /// For each string whom the pronouns meant that it was put in for.
    pub whoms: Vec<[u32; WHOMS]>,
    /// Which candidates were taken for intruders, and the row of their mention.
    pub taken: FxHashMap<u32, usize>,
}

impl Proof {
    /// Reads it off a way.
    pub fn new(scene: &Scene<'_>, way: &[Step]) -> Proof {
        let strings = scene.candidates.strings.len();
        let mut proof = Proof {
            intruders: vec![0; strings],
            whoms: vec![[0; WHOMS]; strings],
            taken: FxHashMap::default(),
        };
        for (candidate, row, _) in super::drift::mentions(scene, way) {
            let string = scene.candidates.all[candidate].string as usize;
            proof.intruders[string] += 1;
            if let Some(count) = proof.whoms[string].get_mut(row) {
                *count += 1;
            }
            proof.taken.insert(u32::try_from(candidate).unwrap_or(u32::MAX), row);
        }
        proof
    }
}

struct Rows {
    same: usize,
    part: usize,
    whole: usize,
    name: usize,
    phrase: usize,
    phrase_of_it: usize,
    word_of_it: usize,
    content: usize,
    function: usize,
    sign: usize,
    lost: usize,
    nothing: usize,
}

impl<'a> Scene<'a> {
    /// Prepares a text.
    pub fn new(tokens: &'a Tokens, candidates: &'a Candidates, proof: Proof) -> Scene<'a> {
        let rows = Rows {
            same: mention_row("same"),
            part: mention_row("part"),
            whole: mention_row("whole"),
            name: mention_row("name"),
            phrase: mention_row("phrase"),
            phrase_of_it: mention_row("phrase-of-it"),
            word_of_it: mention_row("word-of-it"),
            content: mention_row("content"),
            function: mention_row("function"),
            sign: mention_row("sign"),
            lost: mention_row("lost"),
            nothing: mention_row("nothing"),
        };
        let mut inside = vec![false; tokens.all.len()];
        for (index, candidate) in candidates.all.iter().enumerate() {
            if proof.taken.contains_key(&u32::try_from(index).unwrap_or(u32::MAX)) {
                inside[candidate.start as usize..candidate.end()].fill(true);
            }
        }
        Scene {
            tokens,
            candidates,
            short: short_names(tokens, candidates),
            since: since(candidates),
            inside,
            rows,
            proof,
        }
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
            sign(LONGER.sign(longer_row(candidate.longer[side], string.count, beside), side));
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
            if token.lower == first.lower {
                edge(0);
            } else if token.lower == last.lower {
                edge(1);
            } else if token.class == Class::Name && span.iter().any(|t| t.lower == token.lower) {
                edge(4);
            }
        }
        if let Some(token) = after {
            if token.lower == first.lower {
                edge(2);
            } else if token.lower == last.lower {
                edge(3);
            } else if token.class == Class::Name && span.iter().any(|t| t.lower == token.lower) {
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

    /// The row for the mention that begins at a token.
    pub fn mention(&self, at: usize, string: &Repeat) -> usize {
        let all = &self.tokens.all;
        let Some(token) = all.get(at) else { return self.rows.nothing };
        let own = &all[string.first..string.first + string.len];
        let stands = all
            .get(at..at + string.len)
            .is_some_and(|s| s.iter().zip(own).all(|(a, b)| a.id == b.id));
        if stands {
            return self.rows.same;
        }
        if let Some(whom) = token.whom {
            return whom as usize;
        }
        if token.capital && token.class.is_content() {
            if own.iter().any(|t| t.id == token.id) {
                return self.rows.part;
            }
            let run = all[at..].iter().take(4).take_while(|t| t.capital);
            let last = own.iter().rev().find(|t| t.class != Class::PossessiveMark).map(|t| t.id);
            return if run.map(|t| Some(t.id)).any(|id| id == last) {
                self.rows.whole
            } else {
                self.rows.name
            };
        }
        let of_it = |t: &Token| t.class.is_content() && own.iter().any(|o| o.id == t.id);
        match token.class {
            Class::Article | Class::Demonstrative | Class::Quantifier => {
                if all[at + 1..].iter().take(2).any(of_it) {
                    self.rows.phrase_of_it
                } else {
                    self.rows.phrase
                }
            }
            class if class.is_content() => {
                if of_it(token) {
                    self.rows.word_of_it
                } else {
                    self.rows.content
                }
            }
            class if class.is_boundary() || class == Class::Sign => self.rows.sign,
            _ => self.rows.function,
        }
    }

    /// Whether a mention of that row is to be seen, and is a pronoun or part of the name.
    pub fn is_in_sight(&self, row: usize) -> bool {
        row < WHOMS
            || [self.rows.part, self.rows.whole, self.rows.phrase_of_it, self.rows.word_of_it]
                .contains(&row)
    }

    /// At how many other places an earlier search found the string of a candidate put in.
    pub fn others(&self, index: usize) -> usize {
        let taken =
            usize::from(self.proof.taken.contains_key(&u32::try_from(index).unwrap_or(u32::MAX)));
        let string = self.candidates.all[index].string as usize;
        self.proof.intruders.get(string).map_or(0, |n| *n as usize).saturating_sub(taken)
    }

    /// The row for a mention that was overwritten itself.
    pub fn lost(&self) -> usize {
        self.rows.lost
    }

    /// The row where the text had not begun.
    pub fn nothing(&self) -> usize {
        self.rows.nothing
    }

    /// The sign that a mention stands at a token and no intruder stands a drift later.
    pub fn miss(&self, at: usize, drift: bool) -> Option<usize> {
        let token = self.tokens.all.get(at)?;
        let row = match token.whom {
            Some(whom) => whom as usize,
            None if self.short[at] => miss_rows(),
            None if token.class == Class::Name && !token.first => miss_rows() + 1,
            None => return None,
        };
        Some(MISS.sign(row, usize::from(drift)))
    }

    /// How long the mention that begins at a token may be, in the order to try.
    pub fn lengths(&self, row: usize, at: usize, drift: usize) -> &'static [usize] {
        let rows = &self.rows;
        if row == rows.part || row == rows.whole || row == rows.name || row == rows.same {
            let run =
                self.tokens.all[at..].iter().take(3.min(drift)).take_while(|t| t.capital).count();
            return match run {
                3 => &[3, 4],
                2 if drift == 2 => &[2, 3],
                2 => &[2],
                _ if drift == 1 => &[1, 2],
                _ => &[1],
            };
        }
        if row == rows.phrase || row == rows.phrase_of_it {
            return &[2, 3];
        }
        if row == rows.lost {
            return &[1, 2];
        }
        &[1]
    }
}

/// The sign of the mention of a string.
pub fn mention_sign(row: usize, string: &Repeat) -> usize {
    MENTION.sign(row, meaning(string))
}

impl Scene<'_> {
    /// The sign of how a mention agrees with those of the other places of the same string.
    pub fn agreement(&self, row: usize, index: usize) -> Option<usize> {
        let string = self.candidates.all[index].string as usize;
        let whoms = self.proof.whoms.get(string)?;
        if row >= WHOMS {
            return None;
        }
        let own = usize::from(
            self.proof.taken.get(&u32::try_from(index).unwrap_or(u32::MAX)) == Some(&row),
        );
        let same = (whoms[row] as usize).saturating_sub(own);
        let all = (whoms.iter().sum::<u32>() as usize).saturating_sub(own);
        let answer = if all == 0 {
            0
        } else if same == 0 {
            1
        } else if same * 2 < all {
            2
        } else {
            3
        };
        let pronoun = self.candidates.strings[string].whom.is_some();
        Some(AGREES.sign(answer, usize::from(!pronoun)))
    }
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
    let mut last: Vec<Option<u32>> = vec![None; candidates.strings.len()];
    let mut rows = Vec::with_capacity(candidates.all.len());
    for candidate in &candidates.all {
        let before = last[candidate.string as usize].replace(candidate.start);
        rows.push(match before.map(|b| candidate.start - b) {
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
    let is_set = beside.is_some_and(|token| token.class.is_content() && !token.capital);
    if longer <= 1 {
        0
    } else if is_set {
        if longer == 2 { 4 } else { 5 }
    } else if longer >= count {
        3
    } else if longer * 2 >= count {
        2
    } else {
        1
    }
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
        ids.extend(tokens.all[span.clone()].iter().map(|token| token.id));
        covered[span].fill(true);
    }
    tokens
        .all
        .iter()
        .zip(covered)
        .map(|(t, c)| t.class == Class::Name && !c && ids.contains(&t.id))
        .collect()
}
