//! The full stop that grammar alone puts back: one token was lost, and after it
//! a small word stands with a capital (`their The Democrats . They` had its
//! stop, `the talks Reid The others` has not). Of 207 such places in news and
//! 178 in novels all but 27 had lost a full stop; names of things that begin
//! with an article (`The Golden Compass`) were most of the others, so an
//! article before another capital does not count.

use super::class::Class;
use super::judge::Intruder;
use super::repair::Answer;
use super::token::{Token, Tokens};
use super::words::Whom;

/// The confidence from which an intruder is one for certain.
const SURE: f64 = 0.6;

/// The full stop, where only that can have stood in the place of an intruder.
pub fn infer(intruder: &Intruder, tokens: &Tokens) -> Option<Answer> {
    if intruder.drift == 0 || intruder.lost != 1 || intruder.confidence < SURE {
        return None;
    }
    let before = intruder.start.checked_sub(1).and_then(|at| tokens.all.get(at))?;
    let next = tokens.all.get(intruder.end)?;
    let ends = before.class.is_content() || before.class.is_pronoun();
    let goes_on = tokens.all.get(intruder.end + 1).is_some_and(|token| token.capital);
    if !ends || !begins(next) || goes_on || next.dropped > 0 {
        return None;
    }
    let signs = "one token was lost, and the next word begins a sentence".to_owned();
    Some(Answer::Inferred { text: ".".to_owned(), signs })
}

/// Whether a word has its capital from the sentence that it begins.
fn begins(token: &Token) -> bool {
    let small = matches!(
        token.class,
        Class::Article
            | Class::Demonstrative
            | Class::Quantifier
            | Class::Preposition
            | Class::Conjunction
            | Class::Subordinator
            | Class::Relative
    );
    token.capital
        && !token.first
        && (small || token.class.is_pronoun() && token.whom != Some(Whom::I))
}
