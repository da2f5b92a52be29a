//! The quick scan that dismisses a sound document: one reading, no tables but
//! the lexicon's and one of odd neighbours, pairs of classes that misplaced
//! mentions bring together and sound prose seldom has: a subject pronoun beside
//! another, a capital article inside a sentence. It also wants two pronouns of
//! the third person, because without them the judge would not believe anything.
//!
//! It may pass a sound document, which is then read more closely and dismissed
//! by the judge; it is only there to save the time of that.

use super::class::{CLASSES, Class};
use super::policy::Policy;
use super::token::{Token, Tokens};
use super::words::Whom;

/// Which neighbours are odd.
#[derive(Clone, Debug)]
pub struct Scan {
    odd: Vec<bool>,
}

/// The number of a pair of neighbours; a capital inside a sentence counts as another class.
pub fn pair(a: &Token, b: &Token) -> usize {
    let capital = b.capital
        && !b.first
        && !matches!(b.class, Class::Name | Class::Title)
        && b.whom != Some(Whom::I);
    number(a.class, b.class, capital)
}

/// How many pairs there are.
pub const PAIRS: usize = CLASSES * CLASSES * 2;

fn number(a: Class, b: Class, capital: bool) -> usize {
    (a as usize * CLASSES + b as usize) * 2 + usize::from(capital)
}

/// The pair as it is written in the rule file.
pub fn written(pair: usize) -> Option<(&'static str, String)> {
    let name = |n: usize| super::class::NAMES.get(n).map(|(name, _)| *name);
    let (first, second) = (name(pair / 2 / CLASSES)?, name(pair / 2 % CLASSES)?);
    Some((first, if pair % 2 == 1 { format!("capital:{second}") } else { second.to_owned() }))
}

impl Scan {
    /// Reads the table, or says what is wrong with it.
    pub fn new(policy: &Policy) -> Result<Scan, String> {
        let class = |name: &str| {
            Class::named(name).ok_or_else(|| format!("scan: there is no class {name:?}"))
        };
        let mut odd = vec![false; PAIRS];
        for (first, seconds) in &policy.scan {
            for second in seconds {
                let (name, capital) = second
                    .strip_prefix("capital:")
                    .map_or((second.as_str(), false), |name| (name, true));
                odd[number(class(first)?, class(name)?, capital)] = true;
            }
        }
        Ok(Scan { odd })
    }

    /// Whether a text is worth the search.
    pub fn suspects(&self, tokens: &Tokens) -> bool {
        let third =
            tokens.all.iter().filter(|t| t.whom.is_some_and(|w| w >= Whom::He)).take(2).count();
        let odd = tokens
            .all
            .windows(2)
            .filter(|p| {
                self.odd[pair(&p[0], &p[1])] || p[0].lower == p[1].lower && p[0].class.is_content()
            })
            .count();
        third == 2 && odd >= 1 && odd * 500 >= tokens.all.len() && is_prose(tokens)
    }
}

/// Whether sentences begin with words. Mark-up that a tokeniser has cut up (`. It Fl a`) is full of signs where
/// they should begin: one token in fourteen there, at most one in thirty in news.
fn is_prose(tokens: &Tokens) -> bool {
    let sign = |token: &&Token| token.first && matches!(token.class, Class::Stop | Class::Sign);
    tokens.all.iter().filter(sign).count() * 20 <= tokens.all.len()
}
