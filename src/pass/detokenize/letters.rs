//! Words spaced out letter by letter: `h e l l o`, `T h e  e n d`. A run of
//! single letters is a word where it could be one; lists of letters, as in an
//! index or of notes, are left.

use super::passage::{Passage, Rewrite};
use super::token::Reason;
use std::ops::Range;

/// A run in running text must be this long.
const SHORTEST: usize = 4;
/// The share of single letters in a passage that is spaced out as a whole.
const MOSTLY: usize = 8;

/// Binds the letters of spaced-out words; whether there are any.
pub fn bind(passage: &mut Passage<'_>) -> bool {
    let mut found = false;
    let mut i = 0;
    while i < passage.tokens.len() {
        let run = i..run_end(passage, i);
        if run.len() >= SHORTEST && could_be_word(passage, &run) {
            found = true;
            run.clone().skip(1).for_each(|i| passage.bind_before(i, Reason::Letters));
        }
        i = run.end.max(i + 1);
    }
    found
}

/// Whether nearly all tokens are single characters, and wider gaps part words.
fn spaced_throughout(passage: &Passage<'_>) -> bool {
    let tokens = &passage.tokens;
    let single = (0..tokens.len()).filter(|&i| passage.word(i).chars().count() == 1).count();
    let letters = (0..tokens.len()).filter(|&i| is_letter(passage, i)).count();
    let wide = tokens.windows(2).filter(|pair| pair[1].start - pair[0].end() > 1).count();
    tokens.len() >= 2 * SHORTEST
        && wide > 0
        && single * 10 >= tokens.len() * MOSTLY
        && letters * 2 >= tokens.len()
        && wide * 2 <= tokens.len()
        && (0..tokens.len()).any(|i| passage.word(i).starts_with(char::is_lowercase))
}

/// Where the whole passage is spaced out, single blanks go and wider gaps become
/// one blank; whether it is. Then nothing else is to be done to it.
pub fn join_throughout(passage: &mut Passage<'_>) -> bool {
    if !spaced_throughout(passage) {
        return false;
    }
    for i in 1..passage.tokens.len() {
        let gap = passage.tokens[i - 1].end()..passage.tokens[i].start;
        if gap.len() == 1 {
            passage.bind_before(i, Reason::Letters);
        } else {
            passage.rewrites.push(Rewrite { span: gap, with: " ", reason: Reason::Letters });
        }
    }
    true
}

/// The end of the run of single letters, one blank apart, that starts at `i`.
fn run_end(passage: &Passage<'_>, i: usize) -> usize {
    let tokens = &passage.tokens;
    let mut end = i;
    let near = |end: usize| end == i || tokens[end].start - tokens[end - 1].end() == 1;
    while is_letter(passage, end) && near(end) {
        end += 1;
    }
    let last = end > i && end < tokens.len() && near(end) && is_letter_and_point(passage.word(end));
    end + usize::from(last)
}

/// Vowels and consonants, in lower case after the first, in no order.
fn could_be_word(passage: &Passage<'_>, run: &Range<usize>) -> bool {
    let letters = || run.clone().filter_map(|i| passage.word(i).chars().next());
    let vowels = letters().filter(|c| "aeiouäöüéèàóíáAEIOUÄÖÜ".contains(*c)).count();
    let lower = letters().skip(1).all(char::is_lowercase);
    let upper = run.len() > SHORTEST + 1 && letters().all(char::is_uppercase);
    let ordered = letters().zip(letters().skip(1)).filter(|(a, b)| a < b).count() + 1 == run.len();
    let repeated = letters().zip(letters().skip(1)).any(|(a, b)| a == b) && vowels * 2 < run.len();
    let mixed = vowels > 0 && vowels * 4 <= run.len() * 3 && vowels * 6 >= run.len();
    mixed && !ordered && (lower || upper) && (!repeated || lower)
}

fn is_letter(passage: &Passage<'_>, i: usize) -> bool {
    let mut chars = passage.word(i).chars();
    chars.next().is_some_and(char::is_alphabetic) && chars.next().is_none()
}

/// The last letter of a word, with the point after it: `n.`.
fn is_letter_and_point(word: &str) -> bool {
    let rest = word.trim_start_matches(char::is_alphabetic);
    word.chars().count() == 2 && matches!(rest, "." | "," | "!" | "?" | ":" | ";")
}
