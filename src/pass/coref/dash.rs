//! The dash that grammar alone puts back in a run of blanks. Where a producer
//! dropped a hyphenated word the phrase is open (`disclose two    meetings`);
//! where it dropped a dash a noun is behind and something new begins that can't
//! go on from it: an article, a conjunction, `not`, `also`. A second run in the
//! sentence closes what the first opened (`a top appointee     former adviser
//! Michael Flynn     also`), and then both were dashes.

use super::class::Class;
use super::gap::Gap;
use super::repair::Answer;
use super::token::{Token, Tokens};

/// How many tokens two dashes may enclose.
const LONGEST: usize = 16;
/// What comes back.
const DASH: &str = "—";

/// The dash, where only that can have stood in a run of blanks.
pub fn infer(gap: &Gap, tokens: &Tokens) -> Option<Answer> {
    if !gap.intruders.is_empty() || !is_behind_a_noun(tokens, gap.next) {
        return None;
    }
    let signs = if breaks_off(tokens.all.get(gap.next)?) {
        "a run of blanks behind a noun, and what follows can't go on from it"
    } else if closes(tokens, gap.next) {
        "two runs of blanks as wide as each other enclose what stands between dashes"
    } else {
        return None;
    };
    Some(Answer::Inferred { text: DASH.to_owned(), signs: signs.to_owned() })
}

fn is_behind_a_noun(tokens: &Tokens, next: usize) -> bool {
    next.checked_sub(1).and_then(|at| tokens.all.get(at)).is_some_and(|token| {
        matches!(token.class, Class::Name | Class::Other | Class::NounLike | Class::SLike)
    })
}

fn breaks_off(token: &Token) -> bool {
    matches!(
        token.class,
        Class::Article | Class::Conjunction | Class::Negation | Class::Adverb | Class::Relative
    ) && !token.capital
}

/// Whether a run as wide stands soon behind this one, in the same sentence, and a dash in it fits.
fn closes(tokens: &Tokens, first: usize) -> bool {
    let width = tokens.all[first].dropped;
    let rest = tokens.all[first..].iter().enumerate().skip(1).take(LONGEST);
    let mut inside = rest.take_while(|(_, token)| !token.first);
    inside.any(|(ahead, token)| {
        token.dropped == width && is_behind_a_noun(tokens, first + ahead) && breaks_off(token)
    })
}
