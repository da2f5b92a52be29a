//! The questions by the words beside their gaps, on one side of them. Every word
//! of a corpus is looked up here, and at nearly all there is nothing: a sieve of
//! bits tells so without a look at the table, which is too large to stay near.

use super::evidence::{Asked, Evidence};
use super::question::{ANCHOR, LONG_ANCHOR, Question};
use crate::survey::damage::Prevalence;
use rustc_hash::FxHashMap;

/// How many questions may share the words they are looked up by. Without an end to it the questions of a corpus meet
/// its documents wherever `one of the` stands, and the work grows with the square of the corpus.
pub(super) const SHARED: usize = 16;
/// Bits of the sieve for each anchor: one word in sixteen passes that need not.
const BITS: usize = 16;

/// A question and its key.
pub(super) type Keyed<'e> = (u64, &'e Question);

/// The questions by their anchors on one side.
pub(super) struct Anchors<'e> {
    sieve: Vec<u64>,
    /// By the words nearest to the gap; none where too many share them.
    short: FxHashMap<u64, Vec<Keyed<'e>>>,
    /// Those that share them, by more words.
    long: FxHashMap<u64, Vec<Keyed<'e>>>,
}

impl<'e> Anchors<'e> {
    /// The anchors on the left, or on the right, of the questions that matter where damage is so common.
    pub fn new(evidence: &'e Evidence, prevalence: Prevalence, left: bool) -> Anchors<'e> {
        let anchor = |question: &Question, words: usize| {
            question.anchors(words).find(|(is_left, _)| *is_left == left).map(|(_, hash)| hash)
        };
        let mut short: FxHashMap<u64, Vec<Keyed<'e>>> = FxHashMap::default();
        let mut sieve = vec![0; (evidence.asked.len() * BITS / 64).next_power_of_two()];
        let matters = |asked: &Asked| asked.certain || prevalence != Prevalence::Rare;
        for (key, asked) in evidence.asked.iter().filter(|(_, asked)| matters(asked)) {
            let Some(hash) = anchor(&asked.question, ANCHOR) else { continue };
            let (at, bit) = place(hash, &sieve);
            sieve[at] |= bit;
            short.entry(hash).or_default().push((*key, &asked.question));
        }
        let mut long: FxHashMap<u64, Vec<Keyed<'e>>> = FxHashMap::default();
        for questions in short.values_mut().filter(|questions| questions.len() > SHARED) {
            for (key, question) in std::mem::take(questions) {
                let Some(hash) = anchor(question, LONG_ANCHOR) else { continue };
                // The first of their keys, which are the same wherever the corpus is read.
                let questions = long.entry(hash).or_default();
                if questions.len() < SHARED {
                    questions.push((key, question));
                }
            }
        }
        Anchors { sieve, short, long }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.short.is_empty()
    }

    /// The questions beside whose gap such words stand, and their hash; `run` is the hash of so many.
    pub fn find(&self, run: impl Fn(usize) -> Option<u64>) -> Option<(u64, &[Keyed<'e>])> {
        let short = run(ANCHOR)?;
        let (at, bit) = place(short, &self.sieve);
        if self.sieve[at] & bit == 0 {
            return None;
        }
        let questions = self.short.get(&short)?;
        if !questions.is_empty() {
            return Some((short, questions));
        }
        let long = run(LONG_ANCHOR)?;
        Some((long, self.long.get(&long)?))
    }
}

/// The word of a sieve and the bit in it that stand for a hash.
#[allow(clippy::cast_possible_truncation)] // the low bits are wanted
fn place(hash: u64, sieve: &[u64]) -> (usize, u64) {
    // The low bits of a product depend on those of its factors alone.
    let mixed = hash ^ hash >> 32;
    ((mixed >> 6) as usize & (sieve.len() - 1), 1 << (mixed & 63))
}
