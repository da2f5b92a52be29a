//! What the tokenizer left whole: where hyphenated words stand unsplit, a hyphen
//! that stands alone was written so. For numbers see [`super::passage::Whole`].

use super::language::Language;
use super::passage::Passage;

/// What the tokenizer does not split.
#[derive(Clone, Copy, Debug, Default)]
pub struct Style {
    /// `well-known` stands whole.
    pub keeps_hyphens: bool,
    /// `and/or` stands whole.
    pub keeps_slashes: bool,
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
            if within(at, u8::is_ascii_alphabetic) && !in_address(bytes, at) {
                style.keeps_hyphens |= bytes[at] == b'-';
                style.keeps_slashes |= bytes[at] == b'/';
            }
        }
        if passage.coded {
            style.codes(passage);
        }
        style
    }

    /// Moses and the treebank's own tokenizer split no hyphens; both are known by
    /// their codes.
    fn codes(&mut self, passage: &Passage<'_>) {
        for &i in &passage.signs {
            let treebank = matches!(passage.raw(i), "``" | "''");
            self.keeps_hyphens |= treebank;
        }
        let bytes = passage.text().as_bytes();
        let entity =
            |at: usize| ["&apos;", "&quot;"].iter().any(|e| bytes[at..].starts_with(e.as_bytes()));
        self.keeps_hyphens |= memchr::memchr_iter(b'&', bytes).any(entity);
    }
}

/// Whether the hyphens that stand alone part a menu's items, `Tools - Macros - Run`:
/// each between capitals. Where nouns have capitals these tell nothing.
pub fn is_menu(passage: &Passage<'_>, language: &Language) -> bool {
    let is_item = |word: &str| word.starts_with(char::is_uppercase);
    let hyphens = || passage.signs.iter().copied().filter(|&i| passage.raw(i) == "-");
    !language.capitalises_nouns()
        && hyphens().next().is_some()
        && hyphens().all(|i| is_item(passage.back(i, 1)) && is_item(passage.word(i + 1)))
}

/// No farther is looked for the sign of an address, so that a word without end
/// costs no more.
const FARTHEST: usize = 64;

/// Whether the word around `at` looks like an address, in which no tokenizer
/// looks for hyphens.
fn in_address(bytes: &[u8], at: usize) -> bool {
    let sign = |b: &u8| matches!(b, b'.' | b'@' | b':');
    let inner = |b: &&u8| !b.is_ascii_whitespace();
    bytes[..at].iter().rev().take(FARTHEST).take_while(inner).any(sign)
        || bytes[at..].iter().take(FARTHEST).take_while(inner).any(sign)
}
