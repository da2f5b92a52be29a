//! What the tokenizer left whole: where hyphenated words, numbers or tight
//! dashes stand unsplit, the same sign standing alone was written so.

use super::token::Passage;
use memchr::memmem;

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
        let bytes = passage.text().as_bytes();
        let within = |at: usize, class: fn(&u8) -> bool| {
            at > 0 && class(&bytes[at - 1]) && bytes.get(at + 1).is_some_and(class)
        };
        let mut style = Style::default();
        for at in memchr::memchr2_iter(b'-', b'/', bytes) {
            if within(at, u8::is_ascii_alphabetic) {
                style.keeps_hyphens |= bytes[at] == b'-';
                style.keeps_slashes |= bytes[at] == b'/';
            }
        }
        style.keeps_points =
            memchr::memchr3_iter(b'.', b',', b':', bytes).any(|at| within(at, u8::is_ascii_digit));
        let lone_dash = passage.signs.iter().any(|&i| passage.raw(i) == "—");
        style.keeps_dashes = lone_dash
            && memmem::find_iter(bytes, "—").any(|at| {
                let after = bytes.get(at + "—".len());
                at > 0
                    && bytes[at - 1].is_ascii_alphabetic()
                    && after.is_some_and(u8::is_ascii_alphabetic)
            });
        style.codes(passage);
        style
    }

    /// Moses and the treebank's own tokenizer split no hyphens, and the latter
    /// no dashes; both are known by their codes.
    fn codes(&mut self, passage: &Passage<'_>) {
        for &i in &passage.signs {
            let treebank = matches!(passage.raw(i), "``" | "''");
            self.keeps_hyphens |= treebank;
            self.keeps_dashes |= treebank;
        }
        let bytes = passage.text().as_bytes();
        let entity =
            |at: usize| ["&apos;", "&quot;"].iter().any(|e| bytes[at..].starts_with(e.as_bytes()));
        self.keeps_hyphens |= memchr::memchr_iter(b'&', bytes).any(entity);
    }
}
