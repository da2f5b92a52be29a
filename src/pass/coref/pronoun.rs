//! Pronouns that grammar alone puts back. Only the possessive qualifies: a full
//! name between a preposition or a verb and a bare noun (`stated Ann Lee
//! response`) is no English, so the pronoun that stood there was possessive. A
//! full name before a verb may be sound, or stand for a shorter name: it is left
//! to evidence.
//!
//! Whose it was is told by the damage itself: the pronouns that are still in
//! sight, a drift before other places where the same name was put in.

use super::class::Class;
use super::judge::Intruder;
use super::mention::{Candidates, Kind};
use super::repair::Answer;
use super::token::Tokens;
use super::words::{Lexicon, WHOMS, Whom};

/// The confidence from which an intruder is one for certain.
const SURE: f64 = 0.6;
/// How many pronouns in sight must agree, and none differ.
const AGREE: u32 = 3;
/// The pronouns of the third person, in the order of the rows of a proof.
const THIRD: [Whom; 4] = [Whom::He, Whom::She, Whom::It, Whom::They];

/// The pronoun that an intruder without a drift was put in for, where only one will do.
pub fn infer(
    intruder: &Intruder,
    tokens: &Tokens,
    candidates: &Candidates,
    whoms: &[[u32; WHOMS]],
    lexicon: &Lexicon,
) -> Option<Answer> {
    let candidate = candidates.all.get(intruder.candidate)?;
    let named = matches!(candidates.string(candidate).kind, Kind::Name | Kind::Phrase);
    if intruder.drift > 0
        || intruder.confidence < SURE
        || !named
        || !is_possessive(intruder, tokens)
    {
        return None;
    }
    let counts = whoms.get(candidate.string as usize)?;
    let (whom, count) = only(counts)?;
    let text = lexicon.pronoun(whom, Class::Possessive)?.to_owned();
    let signs = format!(
        "a possessive before a noun; {count} mentions of the name are in sight, all of this person"
    );
    Some(Answer::Inferred { text, signs })
}

/// Whether only a possessive can stand there.
fn is_possessive(intruder: &Intruder, tokens: &Tokens) -> bool {
    let before = matches!(
        tokens.before(intruder.start),
        Class::Preposition | Class::To | Class::Past | Class::PastLike | Class::Gerund
    );
    let noun = tokens.all.get(intruder.end).is_some_and(|token| {
        let fits = matches!(token.class, Class::Other | Class::SLike | Class::NounLike);
        fits && !token.capital && token.dropped == 0
    });
    before && noun
}

/// The one whom the pronouns in sight mean.
fn only(counts: &[u32; WHOMS]) -> Option<(Whom, u32)> {
    let count = |whom: Whom| counts[whom as usize];
    let all: u32 = THIRD.into_iter().map(count).sum();
    THIRD.into_iter().map(|whom| (whom, count(whom))).find(|(_, n)| *n >= AGREE && *n == all)
}
