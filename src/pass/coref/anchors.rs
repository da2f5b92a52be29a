//! The questions by the words beside their gaps. Every run of words of a corpus is
//! looked up here, and at nearly all there is nothing: a sieve of bits tells so, for
//! either side at once, without a look at the tables, which are too large to stay near.

use super::evidence::{Asked, Evidence};
use super::question::{ANCHOR, LONG_ANCHOR, Question};
use crate::survey::damage::Prevalence;
use rustc_hash::FxHashMap;

/// How many questions may share the words they are looked up by. Without an end to it the questions of a corpus meet
/// its documents wherever `one of the` stands, and the work grows with the square of the corpus.
pub(super) const SHARED: usize = 16;
/// Bits of the sieve for each question: one run in seventy passes that need not, since two bits stand for each.
const BITS: usize = 32;

/// A question and its key.
pub(super) type Keyed<'e> = (u64, &'e Question);

/// The questions by their anchors.
pub(super) struct Anchors<'e> {
    sieve: Vec<u64>,
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
        let asked: Vec<Keyed<'e>> = asked.map(|(key, asked)| (*key, &asked.question)).collect();
        let mut sieve = vec![0; (asked.len() * BITS / 64).next_power_of_two()];
        let mut side = |is_left: bool| {
            let side = Side::new(&asked, is_left);
            side.short.keys().for_each(|hash| {
                let (at, bits) = place(*hash, &sieve);
                sieve[at] |= bits;
            });
            side
        };
        let (left, right) = (side(true), side(false));
        Anchors { sieve, left, right }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.left.short.is_empty() && self.right.short.is_empty()
    }

    /// Whether a run of so many words as an anchor has may be one.
    #[inline]
    pub fn may_have(&self, run: u64) -> bool {
        let (at, bits) = place(run, &self.sieve);
        self.sieve[at] & bits == bits
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
    fn new(asked: &[Keyed<'e>], is_left: bool) -> Side<'e> {
        let anchor = |question: &Question, words: usize| {
            question.anchors(words).find(|(left, _)| *left == is_left).map(|(_, hash)| hash)
        };
        let Side { mut short, mut long } = Side::default();
        for (key, question) in asked {
            let Some(hash) = anchor(question, ANCHOR) else { continue };
            short.entry(hash).or_default().push((*key, *question));
        }
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
        Side { short, long }
    }
}

/// The word of a sieve and the bits in it that stand for a hash.
#[allow(clippy::cast_possible_truncation)] // the low bits are wanted
fn place(hash: u64, sieve: &[u64]) -> (usize, u64) {
    ((hash >> 12) as usize & (sieve.len() - 1), 1 << (hash & 63) | 1 << (hash >> 6 & 63))
}
