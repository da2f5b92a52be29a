//! What an earlier search found out about a text: which strings it took for
//! intruders, where, and for which mentions. The next search, which sees all of
//! it, weighs each place by the others, never by itself.

use super::class::Class;
use super::signs::Scene;
use super::token::Tokens;
use super::way::Step;
use super::words::WHOMS;
use rustc_hash::FxHashMap;

/// All of it.
#[derive(Clone, Debug, Default)]
pub struct Proof {
    /// For each string how often it is an intruder.
    pub intruders: Vec<u32>,
    /// For each string whom the pronouns meant that it was put in for.
    pub whoms: Vec<[u32; WHOMS]>,
    /// For each candidate the row of its mention, if it was taken for an intruder.
    taken: Vec<Option<usize>>,
    /// How often each string was put in for each mention, by the mention's head.
    pairs: FxHashMap<(u32, u32), u32>,
    /// What is known of the mention that begins at each token, if one does.
    seen: Vec<Mention>,
}

/// What is known of a mention.
#[derive(Clone, Copy, Debug)]
struct Mention {
    /// The word by which it is known.
    head: u32,
    /// The string that was put in for it.
    had: Option<u32>,
    /// How often the same had an intruder elsewhere, and how often it had none.
    elsewhere: [u32; 2],
}

impl Proof {
    /// Reads it off a way.
    pub fn new(scene: &Scene<'_>, way: &[Step]) -> Proof {
        let strings = scene.candidates.strings.len();
        let mut proof = Proof {
            intruders: vec![0; strings],
            whoms: vec![[0; WHOMS]; strings],
            taken: vec![None; scene.candidates.all.len()],
            pairs: FxHashMap::default(),
            seen: (0..scene.tokens.all.len()).map(|at| Mention::new(scene.tokens, at)).collect(),
        };
        for (candidate, row, mention) in super::drift::mentions(scene, way) {
            let string = scene.candidates.all[candidate].string;
            proof.intruders[string as usize] += 1;
            if let Some(count) = proof.whoms[string as usize].get_mut(row) {
                *count += 1;
            }
            proof.taken[candidate] = Some(row);
            if let Some(mention) = mention.map(|at| &mut proof.seen[at]) {
                *proof.pairs.entry((mention.head, string)).or_insert(0) += 1;
                mention.had = Some(string);
            }
        }
        proof.count_heads(scene);
        proof
    }

    fn count_heads(&mut self, scene: &Scene<'_>) {
        let mut heads: FxHashMap<u32, [u32; 2]> = FxHashMap::default();
        for (at, mention) in self.seen.iter().enumerate() {
            let is_free = || {
                scene.mention_without(at).is_some()
                    && !scene.candidates.at(at).any(|c| self.is_taken(c))
            };
            if mention.had.is_some() || is_free() {
                let counts = heads.entry(mention.head).or_insert([0; 2]);
                counts[usize::from(mention.had.is_none())] += 1;
            }
        }
        for mention in &mut self.seen {
            mention.elsewhere = heads.get(&mention.head).copied().unwrap_or_default();
            let own = &mut mention.elsewhere[usize::from(mention.had.is_none())];
            *own = own.saturating_sub(1);
        }
    }

    /// Whether nothing has been searched.
    pub fn is_empty(&self) -> bool {
        self.seen.is_empty()
    }

    /// Whether a candidate was taken for an intruder.
    pub fn is_taken(&self, candidate: usize) -> bool {
        matches!(self.taken.get(candidate), Some(Some(_)))
    }

    /// At how many places other than a candidate's its string was put in.
    pub fn others(&self, candidate: usize, string: u32) -> usize {
        let all = self.intruders.get(string as usize).map_or(0, |n| *n as usize);
        all.saturating_sub(usize::from(self.is_taken(candidate)))
    }

    /// How a mention of a row agrees with those of the other places of the string, as a level.
    pub fn agreement(&self, row: usize, candidate: usize, string: u32) -> Option<usize> {
        let whoms = self.whoms.get(string as usize)?;
        let same = *whoms.get(row)? as usize;
        let own = usize::from(self.taken.get(candidate) == Some(&Some(row)));
        let same = same.saturating_sub(own);
        let all = (whoms.iter().sum::<u32>() as usize).saturating_sub(own);
        Some(match (same, all) {
            (_, 0) => 0,
            (0, _) => 1,
            _ if same * 2 < all => 2,
            _ => 3,
        })
    }

    /// How often the mention at a token had an intruder elsewhere, as a level.
    pub fn rate(&self, at: usize) -> usize {
        match self.seen[at].elsewhere {
            [0, 0] => 0,
            [0, _] => 1,
            [taken, free] if taken * 3 < free => 2,
            [taken, free] if taken < free * 2 => 3,
            _ => 4,
        }
    }

    /// How often a string was put in elsewhere for the mention at a token, as a level.
    pub fn pair(&self, at: usize, string: u32) -> usize {
        let mention = &self.seen[at];
        let own = u32::from(mention.had == Some(string));
        // Most strings were put in nowhere, and need no look at the pairs.
        let is_put_in = self.intruders.get(string as usize).is_some_and(|n| *n > 0);
        let pair = || self.pairs.get(&(mention.head, string)).copied();
        let same = is_put_in.then(pair).flatten().unwrap_or(0) - own;
        match (same, mention.elsewhere) {
            (0, [0, 0]) => 0,
            (0, [0, _]) => 1,
            (0, _) => 2,
            (1, _) => 3,
            _ => 4,
        }
    }
}

impl Mention {
    fn new(tokens: &Tokens, at: usize) -> Mention {
        Mention { head: head(tokens, at), had: None, elsewhere: [0; 2] }
    }
}

/// The word by which a mention is known: its first, or the one after a determiner.
fn head(tokens: &Tokens, at: usize) -> u32 {
    let token = &tokens.all[at];
    let is_determined =
        matches!(token.class, Class::Article | Class::Demonstrative | Class::Quantifier);
    match tokens.all.get(at + 1) {
        Some(next) if is_determined => next.stem,
        _ => token.stem,
    }
}
