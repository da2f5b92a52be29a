//! Strings that stand whole only where they were put in, because the place they
//! were taken from was itself written over: `Sen. […] Reyes asked` is where
//! `Sen. Ada Reyes` came from. A search tells which places those are and how
//! many tokens each destroyed; what is left of a string there, with as many
//! tokens between or beside, is looked for where it stands whole. And strings
//! that a careless tokeniser glued: `the mayor's`, taken from `the mayor 's`.

use super::class::Class;
use super::mention::{Candidate, Candidates, LONGEST, Repeat, kind, may_be_mention};
use super::token::{Token, Tokens};
use super::way::Step;
use rustc_hash::FxHashMap;
use std::ops::{Range, RangeInclusive};

/// How often the word beside a hole may stand in a text and still tell of a string. More often it says nothing, and the
/// work stays linear.
const KNOWN: usize = 40;

/// How many tokens must be left of a string.
const LEFT: usize = 2;

/// The candidates and those that a way tells of; and the same way through them.
pub fn widen(
    tokens: &Tokens,
    candidates: Candidates,
    mut way: Vec<Step>,
) -> (Candidates, Vec<Step>) {
    let places = Text { tokens, candidates: &candidates }.places(&way);
    if places.is_empty() {
        return (candidates, way);
    }
    let wider = with(tokens, &candidates, &places);
    for step in &mut way {
        if let Step::Intruder { candidate, .. } = step {
            let own = &candidates.all[*candidate];
            *candidate = wider.find(own.start as usize, own.end()).unwrap_or(*candidate);
        }
    }
    (wider, way)
}

/// The candidates with more places, each with a string that counts its own place too.
fn with(tokens: &Tokens, candidates: &Candidates, more: &[Torn]) -> Candidates {
    let small = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let mut wider = Candidates { strings: candidates.strings.clone(), ..Candidates::default() };
    let mut more = more.iter().peekable();
    for at in 0..tokens.all.len() {
        let from = wider.all.len();
        wider.starts.push(small(from));
        wider.all.extend(&candidates.all[candidates.at(at)]);
        while let Some(Torn { place, home }) = more.next_if(|torn| torn.place.start == at) {
            let (len, torn) = (place.len(), Some(*home));
            let (kind, whom) = kind(tokens, at, len);
            let string = small(wider.strings.len());
            wider.strings.push(Repeat { first: at, len, count: 2, kind, whom, torn });
            let len = u8::try_from(len).unwrap_or(u8::MAX);
            wider.all.push(Candidate { start: small(at), len, string, longer: [1, 1] });
        }
        wider.all[from..].sort_by_key(|candidate| candidate.len);
    }
    wider.starts.push(small(wider.all.len()));
    wider
}

/// A string whose own place was written over.
#[derive(Clone, Debug)]
pub struct Torn {
    /// Where it stands whole, in tokens.
    pub place: Range<usize>,
    /// Where its own place begins.
    pub home: usize,
}

/// A place that was written over.
struct Hole {
    /// Its first token.
    start: usize,
    /// One past its last token.
    end: usize,
    /// How many tokens it destroyed.
    lost: usize,
}

struct Text<'a> {
    tokens: &'a Tokens,
    candidates: &'a Candidates,
}

impl Text<'_> {
    /// The places of such strings that are no candidates yet, in order.
    fn places(&self, way: &[Step]) -> Vec<Torn> {
        let holes: Vec<Hole> = way.iter().filter_map(|step| self.hole(step)).collect();
        let beside = self.words_beside(&holes);
        let others = |at: usize| {
            let token = self.tokens.all.get(at);
            let all = token.and_then(|token| beside.get(&token.id)).map_or(&[][..], Vec::as_slice);
            let all = if all.len() > KNOWN { &[] } else { all };
            all.iter().copied().filter(move |other| *other != at)
        };
        let mut found: Vec<Torn> = Vec::new();
        for hole in &holes {
            if let Some(before) = hole.start.checked_sub(1) {
                found.extend(others(before).filter_map(|o| self.begun_before(hole, before, o)));
            }
            found.extend(others(hole.end).filter_map(|other| self.ended_after(hole, other)));
        }
        found.extend(self.glued());
        found.sort_by_key(|torn| (torn.place.start, torn.place.end, torn.home));
        found.dedup_by_key(|torn| torn.place.clone());
        found
    }

    fn hole(&self, step: &Step) -> Option<Hole> {
        let Step::Intruder { candidate, lost, .. } = *step else { return None };
        let own = self.candidates.all.get(candidate)?;
        Some(Hole { start: own.start as usize, end: own.end(), lost })
    }

    /// Where the words that stand beside holes stand.
    fn words_beside(&self, holes: &[Hole]) -> FxHashMap<u32, Vec<usize>> {
        let all = &self.tokens.all;
        let mut places: FxHashMap<u32, Vec<usize>> = FxHashMap::default();
        for at in holes.iter().flat_map(|hole| [hole.start.checked_sub(1), Some(hole.end)]) {
            let token = at.and_then(|at| all.get(at)).filter(|token| token.class.is_content());
            if let Some(token) = token {
                places.entry(token.id).or_default();
            }
        }
        for (at, token) in all.iter().enumerate() {
            if let Some(places) = places.get_mut(&token.id) {
                places.push(at);
            }
        }
        places
    }

    /// The string that begins before a hole, where it stands whole: a token of it, and the same before the hole.
    fn begun_before(&self, hole: &Hole, before: usize, other: usize) -> Option<Torn> {
        let left = (0..LONGEST)
            .take_while(|back| self.alike(before.checked_sub(*back), other.checked_sub(*back)))
            .count();
        let from = other + 1 + hole.lost;
        let right = self.alike_from(hole.end, from);
        let is_of_case = || {
            let lower =
                |at: Option<usize>| at.and_then(|at| self.tokens.all.get(at)).map(|t| t.lower);
            let (one, two) = (lower(before.checked_sub(left)), lower(other.checked_sub(left)));
            one.is_some() && one == two
        };
        if left + right < LEFT || left + right <= hole.lost || is_of_case() {
            return None;
        }
        let place = self.longest(other + 1 - left..=other, from..=from + right)?;
        Some(Torn { home: before + place.start - other, place })
    }

    /// The string whose first tokens a hole destroyed, where it stands whole.
    fn ended_after(&self, hole: &Hole, other: usize) -> Option<Torn> {
        let right = self.alike_from(hole.end, other);
        let start = other.checked_sub(hole.lost)?;
        if right < LEFT || right <= hole.lost {
            return None;
        }
        let place = self.longest(start..=start, other + 1..=other + right)?;
        Some(Torn { place, home: hole.start })
    }

    fn alike_from(&self, one: usize, two: usize) -> usize {
        (0..LONGEST).take_while(|on| self.alike(Some(one + on), Some(two + on))).count()
    }

    fn alike(&self, one: Option<usize>, two: Option<usize>) -> bool {
        let id = |at: Option<usize>| at.and_then(|at| self.tokens.all.get(at)).map(|t| t.id);
        id(one).is_some() && id(one) == id(two)
    }

    /// The strings with a possessive ending glued to them that stand elsewhere with it apart.
    fn glued(&self) -> Vec<Torn> {
        let all = &self.tokens.all;
        let mut apart: FxHashMap<u32, Vec<usize>> = FxHashMap::default();
        for (at, pair) in all.windows(2).enumerate() {
            if pair[1].class == Class::PossessiveMark {
                apart.entry(pair[0].lower).or_default().push(at);
            }
        }
        let is_glued = |(_, token): &(usize, &Token)| token.stem != token.lower;
        let mut found = Vec::new();
        for (at, token) in all.iter().enumerate().filter(is_glued) {
            let others = apart.get(&token.stem).map_or(&[][..], Vec::as_slice);
            for &other in others.iter().take(KNOWN) {
                let left = (1..LONGEST)
                    .take_while(|back| self.alike(at.checked_sub(*back), other.checked_sub(*back)))
                    .count();
                let place = self.longest(at - left..=at, at + 1..=at + 1);
                found.extend(place.map(|place| Torn { home: other + place.start - at, place }));
            }
        }
        found
    }

    /// The longest mention with such a start and end, if it is new.
    fn longest(
        &self,
        starts: RangeInclusive<usize>,
        ends: RangeInclusive<usize>,
    ) -> Option<Range<usize>> {
        let is_mention = |place: &Range<usize>| {
            (2..=LONGEST).contains(&place.len())
                && may_be_mention(self.tokens, place.start, place.len())
        };
        starts
            .flat_map(|start| ends.clone().rev().map(move |end| start..end))
            .find(is_mention)
            .filter(|place| self.candidates.find(place.start, place.end).is_none())
    }
}
