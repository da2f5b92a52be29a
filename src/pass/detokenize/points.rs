//! Points and brackets: a point binds to what stands before it, brackets to
//! what they hold.

use super::language::Language;
use super::token::{Kind, Passage, Reason};

/// Binds points and brackets.
pub fn bind(passage: &mut Passage<'_>, language: &Language) {
    for i in 0..passage.tokens.len() {
        match passage.tokens[i].kind {
            Kind::Point if !language.spaces_before(passage.word(i)) && binds_left(passage, i) => {
                passage.bind_before(i, Reason::Point);
            }
            Kind::Open => passage.bind_after(i, Reason::Bracket),
            Kind::Close => passage.bind_before(i, Reason::Bracket),
            _ => {}
        }
    }
}

/// Whether a point belongs to the token before it: not at the start of a
/// passage, nor in a row of symbols.
fn binds_left(passage: &Passage<'_>, i: usize) -> bool {
    matches!(
        passage.kind_before(i),
        Some(Kind::Word | Kind::Close | Kind::Quote | Kind::Tick | Kind::Point)
    )
}
