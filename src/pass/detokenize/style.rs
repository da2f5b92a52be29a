//! What the tokenizer left whole: where hyphenated words, numbers or tight
//! dashes stand unsplit, the same sign standing alone was written so.

use super::token::{Kind, Passage};

/// What the tokenizer does not split.
#[derive(Clone, Copy, Debug, Default)]
#[allow(clippy::struct_excessive_bools)] // four independent observations
pub struct Style {
    /// `well-known` stands whole.
    pub keeps_hyphens: bool,
    /// `3.14` stands whole.
    pub keeps_points: bool,
    /// `and/or` stands whole.
    pub keeps_slashes: bool,
    /// `word—word` stands whole.
    pub keeps_dashes: bool,
}

impl Style {
    /// Reads it off a passage.
    pub fn of(passage: &Passage<'_>) -> Style {
        let mut style = Style::default();
        for (i, token) in passage.tokens.iter().enumerate() {
            match token.kind {
                Kind::Number => style.keeps_points |= passage.word(i).contains(['.', ',', ':']),
                // Moses and the treebank's own tokenizer split no hyphens.
                Kind::Quote | Kind::Tick => {
                    let code = passage.raw(i).len() > 1 && passage.raw(i).is_ascii();
                    style.keeps_hyphens |= code;
                    style.keeps_dashes |= matches!(passage.raw(i), "``" | "''");
                }
                Kind::Word if passage.raw(i).starts_with("&apos;") => style.keeps_hyphens = true,
                Kind::Word if token.end - token.start > 2 => style.word(passage.word(i)),
                _ => {}
            }
        }
        style
    }

    fn word(&mut self, word: &str) {
        let bytes = word.as_bytes();
        let inner = |at: usize| {
            at > 0
                && bytes[at - 1].is_ascii_alphabetic()
                && bytes.get(at + 1).is_some_and(u8::is_ascii_alphabetic)
        };
        for at in memchr::memchr2_iter(b'-', b'/', bytes).filter(|at| inner(*at)) {
            match bytes[at] {
                b'-' => self.keeps_hyphens = true,
                _ => self.keeps_slashes |= !word.contains("//"),
            }
        }
        if !word.is_ascii() {
            self.keeps_dashes |= word.contains('—');
        }
    }
}
