//! The questions by the words beside their gaps. Every run of words of a corpus is
//! looked up here, and at nearly all there is nothing, or nothing of what stands beyond
//! the gap: sieves of bits tell so, without a look at the tables, which are too large to
//! stay near.

use super::context::Word;
use super::evidence::{Asked, Evidence};
use super::question::{ANCHOR, ANY, LONG_ANCHOR, Question};
use super::reader::{LEAST_WITH_EDGES, beyond};
use crate::survey::damage::Prevalence;
use rustc_hash::FxHashMap;

/// How many questions may share the words they are looked up by. Without an end to it the questions of a corpus meet
/// its documents wherever `one of the` stands, and the work grows with the square of the corpus.
pub(super) const SHARED: usize = 16;

/// A run and the nearest word beyond the gap are one word less than an answer is kept for.
const _: () = assert!(LEAST_WITH_EDGES as usize == ANCHOR + 2);

/// A question of those that have an anchor.
#[derive(Clone, Copy)]
pub(super) struct Keyed<'e> {
    /// Its key.
    pub key: u64,
    /// The nearest word beyond the gap: at most places it tells that the question isn't answered, and
    /// the question itself lies elsewhere.
    pub beyond: u64,
    pub question: &'e Question,
}

/// The questions by their anchors.
pub(super) struct Anchors<'e> {
    runs: Sieve,
    /// The runs, each with the nearest word beyond the gap.
    beyond: Sieve,
    /// The same with one more word that must be met, or by itself where none need be.
    further: Sieve,
    left: Side<'e>,
    right: Side<'e>,
}

/// The questions by their anchors on one side.
#[derive(Default)]
struct Side<'e> {
    /// By the words nearest to the gap; none where too many share them.
    short: FxHashMap<u64, Vec<Keyed<'e>>>,
    /// Those that share them, by more words.
    long: FxHashMap<u64, Vec<Keyed<'e>>>,
}

impl<'e> Anchors<'e> {
    /// The anchors of the questions that matter where damage is so common.
    pub fn new(evidence: &'e Evidence, prevalence: Prevalence) -> Anchors<'e> {
        let matters = |asked: &Asked| asked.certain || prevalence != Prevalence::Rare;
        let asked = evidence.asked.iter().filter(|(_, asked)| matters(asked));
        let asked: Vec<(u64, &Question)> =
            asked.map(|(key, asked)| (*key, &asked.question)).collect();
        let [mut runs, mut beyond, mut further] = [(); 3].map(|()| Sieve::for_keys(asked.len()));
        for (_, question) in &asked {
            for (is_left, run) in question.anchors(ANCHOR) {
                runs.add(run);
                let pair = with(run, is_left, question.beyond(is_left));
                beyond.add(pair);
                let Some([own, other]) = question.further(is_left) else {
                    further.add(pair);
                    continue;
                };
                own.into_iter().for_each(|word| further.add(with(pair, true, word)));
                other.into_iter().for_each(|word| further.add(with(pair, false, word)));
            }
        }
        let (left, right) = (Side::new(&asked, true), Side::new(&asked, false));
        Anchors { runs, beyond, further, left, right }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.left.short.is_empty() && self.right.short.is_empty()
    }

    /// Whether a run of so many words as an anchor has may be one.
    #[inline]
    pub fn may_have(&self, run: u64) -> bool {
        self.runs.has(run)
    }

    /// Whether an answer may be kept that a question with such a run finds in a stream of words, whose
    /// gap is on that side of word `at`.
    pub fn may_answer(&self, is_left: bool, run: u64, stream: &[Word], at: usize) -> bool {
        if self.beyond.has(with(run, is_left, ANY)) {
            return true;
        }
        let hash = |at: Option<usize>| at.and_then(|at| stream.get(at)).map(|word| word.hash);
        let own = hash(if is_left { at.checked_sub(ANCHOR + 1) } else { Some(at + ANCHOR) });
        beyond(stream, is_left, at).any(|nearest| {
            let pair = with(run, is_left, stream[nearest].hash);
            let has = |is_own: bool, word: Option<u64>| {
                word.is_some_and(|word| self.further.has(with(pair, is_own, word)))
            };
            let other = if is_left { Some(nearest + 1) } else { nearest.checked_sub(1) };
            self.beyond.has(pair)
                && (self.further.has(pair) || has(true, own) || has(false, hash(other)))
        })
    }

    /// The questions beside whose gap such words stand, on its left or right, and the hash of their anchor, which may
    /// be `long`, that of more words.
    pub fn find(
        &self,
        is_left: bool,
        run: u64,
        long: impl FnOnce() -> Option<u64>,
    ) -> Option<(u64, &[Keyed<'e>])> {
        let Side { short, long: longer } = if is_left { &self.left } else { &self.right };
        let questions = short.get(&run)?;
        if !questions.is_empty() {
            return Some((run, questions));
        }
        let long = long()?;
        Some((long, longer.get(&long)?))
    }
}

impl<'e> Side<'e> {
    fn new(asked: &[(u64, &'e Question)], is_left: bool) -> Side<'e> {
        let anchor = |question: &Question, words: usize| {
            question.anchors(words).find(|(left, _)| *left == is_left).map(|(_, hash)| hash)
        };
        let Side { mut short, mut long } = Side::default();
        for (key, question) in asked {
            let Some(hash) = anchor(question, ANCHOR) else { continue };
            let beyond = question.beyond(is_left);
            short.entry(hash).or_default().push(Keyed { key: *key, beyond, question });
        }
        for questions in short.values_mut().filter(|questions| questions.len() > SHARED) {
            for keyed in std::mem::take(questions) {
                let Some(hash) = anchor(keyed.question, LONG_ANCHOR) else { continue };
                // The first of their keys, which are the same wherever the corpus is read.
                let questions = long.entry(hash).or_default();
                if questions.len() < SHARED {
                    questions.push(keyed);
                }
            }
        }
        Side { short, long }
    }
}

/// A run on one side of a gap, or more, and another word.
fn with(run: u64, is_left: bool, beyond: u64) -> u64 {
    run.rotate_left(if is_left { 17 } else { 43 }).wrapping_add(beyond)
}

/// A set of hashes that says of some too many that it has them.
struct Sieve(Vec<u64>);

impl Sieve {
    /// For so many questions, of two hashes each. Two bits of 32 stand for one: it has one too many in 270.
    fn for_keys(questions: usize) -> Sieve {
        Sieve(vec![0; questions.next_power_of_two()])
    }

    fn add(&mut self, hash: u64) {
        let (at, bits) = self.place(hash);
        self.0[at] |= bits;
    }

    #[inline]
    fn has(&self, hash: u64) -> bool {
        let (at, bits) = self.place(hash);
        self.0[at] & bits == bits
    }

    /// The word and the bits in it that stand for a hash.
    #[inline]
    #[allow(clippy::cast_possible_truncation)] // the low bits are wanted
    fn place(&self, hash: u64) -> (usize, u64) {
        ((hash >> 12) as usize & (self.0.len() - 1), 1 << (hash & 63) | 1 << (hash >> 6 & 63))
    }
}
