//! The strings that may be intruders. A main mention is put in word for word,
//! wherever its cluster is mentioned, and it also stands where it was found:
//! so an intruder is a string that occurs at least twice and could be a
//! mention. Nothing else is ever looked at, which is what keeps the search
//! small and an ordinary text safe.
//!
//! Repeats are counted level by level: a string of n tokens is counted only
//! where both strings of n - 1 tokens in it repeat, so the work stays linear.

use super::class::Class;
use super::token::{Token, Tokens};
use super::words::{WHOMS, Whom};
use rustc_hash::FxHashMap;

/// The longest main mention looked for, in tokens.
pub const LONGEST: usize = 12;

/// What a string would be as a mention; seams are judged by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Kind {
    /// `he`
    Subject,
    /// `him`
    Object,
    /// `his`
    Possessive,
    /// `himself`
    Reflexive,
    /// `it`, `her`, `you`
    AnyCase,
    /// `this`
    Pointing,
    /// `Tara Reid`
    Name,
    /// `the actress`, `his office`
    Phrase,
    /// `Reid 's`
    Genitive,
    /// `police`
    Bare,
}

/// The number of kinds and their names.
pub const KINDS: usize = 10;
/// Their names.
pub const KIND_NAMES: [&str; KINDS] = [
    "subject",
    "object",
    "possessive",
    "reflexive",
    "any",
    "pointing",
    "name",
    "phrase",
    "genitive",
    "bare",
];

/// A string that repeats.
#[derive(Clone, Debug)]
pub struct Repeat {
    /// Where it first stands, in tokens.
    pub first: usize,
    /// Its length in tokens.
    pub len: usize,
    /// How often it stands in the text.
    pub count: u32,
    /// What it would be.
    pub kind: Kind,
    /// Whom it means, if it is a pronoun.
    pub whom: Option<Whom>,
    /// Where it was taken from, if that was written over and it stands whole only once.
    pub torn: Option<usize>,
}

/// A place where a string that repeats stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Where it begins, in tokens.
    pub start: u32,
    /// Its length in tokens.
    pub len: u8,
    /// Which of the repeats it is.
    pub string: u32,
    /// How often the same string stands in the text with the token before it, and with the token after it.
    pub longer: [u32; 2],
}

impl Candidate {
    /// One past its last token.
    pub fn end(&self) -> usize {
        self.start as usize + usize::from(self.len)
    }
}

/// All candidates of a text.
#[derive(Clone, Debug, Default)]
pub struct Candidates {
    /// The strings.
    pub strings: Vec<Repeat>,
    /// Their places, by start and then by length.
    pub all: Vec<Candidate>,
    /// Where in `all` the candidates of each token begin; one more than there are tokens.
    pub starts: Vec<u32>,
}

impl Candidates {
    /// Finds them.
    pub fn new(tokens: &Tokens) -> Candidates {
        let levels = repeats(&tokens.all);
        let mut found = Candidates::default();
        let mut number: FxHashMap<(usize, u32), u32> = FxHashMap::default();
        for at in 0..tokens.all.len() {
            found.starts.push(u32::try_from(found.all.len()).unwrap_or(u32::MAX));
            for (below, level) in levels.iter().enumerate() {
                let Some(id) = level.id(at) else { break };
                let len = below + 1;
                if !is_mention(tokens, at, len) || is_in_pieces(tokens, at, len) {
                    continue;
                }
                let string = *number.entry((len, id)).or_insert_with(|| {
                    found.strings.push(repeat(tokens, &levels, at, len, id));
                    u32::try_from(found.strings.len() - 1).unwrap_or(u32::MAX)
                });
                let longer = [
                    at.checked_sub(1).map_or(1, |a| count(&levels, a, len + 1)),
                    count(&levels, at, len + 1),
                ];
                let (start, len) =
                    (u32::try_from(at).unwrap_or(u32::MAX), u8::try_from(len).unwrap_or(u8::MAX));
                found.all.push(Candidate { start, len, string, longer });
            }
        }
        found.starts.push(u32::try_from(found.all.len()).unwrap_or(u32::MAX));
        found.drop_at_home(tokens);
        found.drop_parts();
        found
    }

    /// The candidate with that start and end.
    pub fn find(&self, start: usize, end: usize) -> Option<usize> {
        (start + 1 < self.starts.len())
            .then(|| self.at(start).find(|c| self.all[*c].end() == end))
            .flatten()
    }

    /// Takes out the candidates whose string stands nowhere but inside one longer string that is a candidate too: it
    /// was never put in by itself.
    fn drop_parts(&mut self) {
        let mut part = vec![false; self.strings.len()];
        for outer in &self.all {
            let count = self.string(outer).count;
            for at in outer.start as usize..outer.end() {
                for inner in &self.all[self.at(at)] {
                    let inside = inner.len < outer.len && inner.end() <= outer.end();
                    if inside && self.string(inner).count == count {
                        part[inner.string as usize] = true;
                    }
                }
            }
        }
        self.keep(|candidate| !part[candidate.string as usize]);
    }

    fn keep(&mut self, wanted: impl Fn(&Candidate) -> bool) {
        let mut kept = Vec::with_capacity(self.all.len());
        for at in 0..self.starts.len().saturating_sub(1) {
            let here = self.at(at);
            self.starts[at] = u32::try_from(kept.len()).unwrap_or(u32::MAX);
            kept.extend(self.all[here].iter().filter(|c| wanted(c)));
        }
        if let Some(last) = self.starts.last_mut() {
            *last = u32::try_from(kept.len()).unwrap_or(u32::MAX);
        }
        self.all = kept;
    }

    /// Takes out the candidates that stand between the same four words more than
    /// once: an intruder lands anywhere, so what comes back with its neighbours
    /// belongs there. Refrains, tables and set phrases are told from damage by this.
    fn drop_at_home(&mut self, tokens: &Tokens) {
        let lower = |at: Option<usize>| {
            at.and_then(|at| tokens.all.get(at)).map_or(u32::MAX, |token| token.lower)
        };
        let place = |candidate: &Candidate| {
            let (start, end) = (candidate.start as usize, candidate.end());
            let before = [start.checked_sub(2), start.checked_sub(1)].map(lower);
            (candidate.string, before, [Some(end), Some(end + 1)].map(lower))
        };
        let mut seen: FxHashMap<(u32, [u32; 2], [u32; 2]), u32> = FxHashMap::default();
        for candidate in &self.all {
            *seen.entry(place(candidate)).or_insert(0) += 1;
        }
        self.keep(|candidate| seen[&place(candidate)] == 1);
    }

    /// The candidates that begin at a token.
    pub fn at(&self, token: usize) -> std::ops::Range<usize> {
        self.starts[token] as usize..self.starts[token + 1] as usize
    }

    /// The string of a candidate.
    pub fn string(&self, candidate: &Candidate) -> &Repeat {
        &self.strings[candidate.string as usize]
    }
}

/// The strings of one length that repeat.
struct Level {
    /// For each token the number of the one that begins there, or `NONE`: a text has a dozen levels, and an `Option`
    /// would take twice the memory.
    at: Vec<u32>,
    counts: Vec<u32>,
}

const NONE: u32 = u32::MAX;

impl Level {
    fn id(&self, at: usize) -> Option<u32> {
        self.at.get(at).copied().filter(|id| *id != NONE)
    }
}

fn repeats(tokens: &[Token]) -> Vec<Level> {
    let mut levels: Vec<Level> = Vec::new();
    for len in 1..=LONGEST {
        let mut ids: FxHashMap<(u32, u32), u32> = FxHashMap::default();
        let mut counts: Vec<u32> = Vec::new();
        let mut at = vec![NONE; tokens.len()];
        for start in 0..(tokens.len() + 1).saturating_sub(len) {
            let key = match levels.last() {
                None => (0, tokens[start].id),
                Some(below) => match (below.id(start), below.id(start + 1)) {
                    (Some(a), Some(b)) => (a, b),
                    _ => continue,
                },
            };
            if may_be_inside(tokens, start) {
                let id = *ids.entry(key).or_insert_with(|| {
                    counts.push(0);
                    u32::try_from(counts.len() - 1).unwrap_or(u32::MAX)
                });
                counts[id as usize] += 1;
                at[start] = id;
            }
        }
        for id in &mut at {
            if counts.get(*id as usize).is_none_or(|count| *count < 2) {
                *id = NONE;
            }
        }
        levels.push(Level { at, counts });
    }
    levels
}

/// How often the string of that length that begins there stands in the text.
fn count(levels: &[Level], start: usize, len: usize) -> u32 {
    levels.get(len - 1).and_then(|l| l.id(start).map(|id| l.counts[id as usize])).unwrap_or(1)
}

fn repeat(tokens: &Tokens, levels: &[Level], at: usize, len: usize, id: u32) -> Repeat {
    let count = levels[len - 1].counts[id as usize];
    let (kind, whom) = kind(tokens, at, len);
    Repeat { first: at, len, count, kind, whom, torn: None }
}

/// Whether a mention may have such a token in it. A full stop only after an initial or the like.
fn may_be_inside(tokens: &[Token], at: usize) -> bool {
    let short = |t: &Token| t.at.len() <= 3 && t.class != Class::Stop;
    match tokens[at].class {
        Class::Stop => at.checked_sub(1).is_some_and(|i| short(&tokens[i])),
        Class::Comma | Class::Dash | Class::Open | Class::Close => true,
        class => !class.is_boundary(),
    }
}

/// Whether the tokens could be a mention as a whole.
fn is_mention(tokens: &Tokens, start: usize, len: usize) -> bool {
    let Some(span) = tokens.all.get(start..start + len) else { return false };
    let (Some(first), Some(last)) = (span.first(), span.last()) else { return false };
    if len == 1 {
        return first.class.is_pronoun()
            || matches!(first.class, Class::Demonstrative | Class::Article | Class::Title)
            || can_end(first);
    }
    let begins = match first.class {
        Class::Article
        | Class::Demonstrative
        | Class::Quantifier
        | Class::Possessive
        | Class::Her
        | Class::Title
        | Class::Name
        | Class::Number => true,
        class => first.capital && !class.is_pronoun() || class.is_content() && len <= 4,
    };
    begins
        && (can_end(last)
            || matches!(last.class, Class::Stop | Class::Sign)
                && span[len - 2].capital
                && span[len - 2].class != Class::Title)
}

/// Whether a mention may stand there.
pub fn may_be_mention(tokens: &Tokens, start: usize, len: usize) -> bool {
    (start..start + len).all(|at| at < tokens.all.len() && may_be_inside(&tokens.all, at))
        && is_mention(tokens, start, len)
        && !is_in_pieces(tokens, start, len)
}

/// Whether the tokens are a whole line or more than one, or have blanks between them that hide others: nothing was put in
/// there, since a script puts a mention in one piece into the midst of a sentence.
fn is_in_pieces(tokens: &Tokens, start: usize, len: usize) -> bool {
    let begins = |at: usize| tokens.all.get(at).is_none_or(|token| token.line);
    let hides = |token: &Token| token.dropped > 0;
    tokens.all[start..start + len].iter().skip(1).any(hides)
        || (start + 1..start + len).any(begins)
        || begins(start) && begins(start + len)
}

fn can_end(token: &Token) -> bool {
    matches!(
        token.class,
        Class::Name
            | Class::Other
            | Class::SLike
            | Class::NounLike
            | Class::Number
            | Class::Title
            | Class::PossessiveMark
            | Class::AdjectiveLike
            | Class::Gerund
            | Class::Base
            | Class::Say
            | Class::PastLike
            | Class::Close
    ) || token.capital && token.class.is_content()
}

pub(super) fn kind(tokens: &Tokens, start: usize, len: usize) -> (Kind, Option<Whom>) {
    let first = &tokens.all[start];
    let last = &tokens.all[start + len - 1];
    if len == 1 {
        let kind = match first.class {
            Class::Subject => Kind::Subject,
            Class::Object => Kind::Object,
            Class::Possessive => Kind::Possessive,
            Class::Reflexive => Kind::Reflexive,
            Class::AnyCase | Class::Her => Kind::AnyCase,
            Class::Demonstrative | Class::Article => Kind::Pointing,
            _ if first.capital => Kind::Name,
            _ => Kind::Bare,
        };
        return (kind, first.whom);
    }
    if last.class == Class::PossessiveMark {
        return (Kind::Genitive, None);
    }
    let determined = matches!(
        first.class,
        Class::Article
            | Class::Demonstrative
            | Class::Quantifier
            | Class::Possessive
            | Class::Her
            | Class::Number
    );
    let kind = if determined {
        Kind::Phrase
    } else if first.capital {
        Kind::Name
    } else {
        Kind::Bare
    };
    (kind, None)
}

/// Whom a string means, as a row of the weights: one for each pronoun, then the kinds that are none.
pub const MEANINGS: usize = WHOMS + 5;

/// The row of a string.
pub fn meaning(string: &Repeat) -> usize {
    match (string.whom, string.kind) {
        (Some(whom), _) => whom as usize,
        (None, Kind::Name) => WHOMS,
        (None, Kind::Phrase) => WHOMS + 1,
        (None, Kind::Genitive) => WHOMS + 2,
        (None, Kind::Bare) => WHOMS + 3,
        (None, _) => WHOMS + 4,
    }
}
