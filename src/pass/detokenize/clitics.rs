//! Clitics and split words: `do n't`, `Ann 's`, `don ' t`, `can not`.
//! Which there are is said by the language, with straight apostrophes.

use super::language::Language;
use super::token::{Kind, Passage, Reason};

/// Binds clitics to the word before them, and the halves of split words.
pub fn bind(passage: &mut Passage<'_>, language: &Language) {
    for i in 1..passage.tokens.len() {
        if passage.tokens[i - 1].kind != Kind::Word {
            continue;
        }
        let word = passage.word(i);
        match passage.tokens[i].kind {
            Kind::Word if language.is_clitic(word) => passage.bind_before(i, Reason::Clitic),
            Kind::Word if language.is_compound(passage.word(i - 1), word) => {
                passage.bind_before(i, Reason::Clitic);
            }
            Kind::Tick if language.is_clitic_tail(passage.word(i + 1)) => {
                passage.bind_before(i, Reason::Clitic);
                passage.bind_after(i, Reason::Clitic);
            }
            _ => {}
        }
    }
}
