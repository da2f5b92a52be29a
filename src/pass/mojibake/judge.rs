//! Damage or chance? Each sequence is judged by what it would become and by its
//! neighbours. What sound text never has is strong; what it may have is weak
//! and counts only beside something strong; the rest is nothing.
//!
//! Sound text that looks like damage is of few sorts, and each has its test
//! here: capitals before closing marks (`MANHÃ”`, `CAFÉ™`), a letter quoted
//! (`“Î”`), Russian `В` before a no-break space, box drawings, units (`кВ·А`),
//! and words of letters that stand for tails in their own alphabet's codec.

use super::class::{
    closes, ends_quotation, is_arrow, is_dash_or_quote, is_foreign_letter, is_latin,
    is_mathematical, is_native, is_punctuation, latin, letter, lower, quotes,
};
use super::codec::Family;
use super::kind::{Kind, kind};
use super::pair::pair;
use super::sequence::{Sequence, character};
use crate::letter::{is_capital, is_letter, is_small};
use std::ops::Range;

/// How certainly a sequence is damage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strength {
    /// Sound text does not have it.
    Strong,
    /// To be believed in damaged company.
    Weak,
    /// To be believed where all the text around it is damaged.
    Faint,
    /// Chance, or nothing to be repaired to.
    None,
}

use Strength::{Faint, Strong, Weak};

/// Whether a sequence may be strong, by these characters, for these bytes (0 where one was lost);
/// `alone` says that no other sequence stands beside it. Letters of one alphabet are what its words
/// have, as every second Russian word in code page 866, and so is a letter after a quotation mark,
/// as in French `l’été`; they are looked at closely only where their line has something else.
pub fn may_be_strong(chars: &[char], bytes: &[u8], alone: impl Fn() -> bool) -> bool {
    let native =
        || chars.iter().all(|c| *c == ' ' || is_foreign_letter(*c)) && !is_capital(chars[1]);
    if bytes.contains(&0) {
        return !native();
    }
    let Some(c) = character(bytes) else {
        // The half of a character beyond the BMP.
        return bytes[0] == 0xED;
    };
    let quotes = || is_dash_or_quote(chars[0]) && alone();
    match kind(c) {
        None => false,
        Some(Kind::Sign | Kind::Latin | Kind::Cased) => !quotes(),
        Some(_) => !native() && !quotes(),
    }
}

/// A sequence in its place.
pub struct Site<'a> {
    /// What it is made of.
    pub chars: &'a [char],
    /// What it becomes.
    pub c: char,
    /// What stands before it.
    pub before: Option<char>,
    /// What stands after it.
    pub after: Option<char>,
    /// Whole sequences side by side, this one among them.
    pub run: usize,
    /// What these have in common.
    pub all: Run,
    /// Whether one of them ends in anything but a plain Russian capital.
    pub odd_tail: bool,
    /// What the codec is of.
    pub family: Family,
}

/// Facts of a run of sequences.
#[derive(Clone, Copy)]
pub struct Run {
    /// Whether these are all what words of an alphabet other than Latin have.
    pub native: bool,
    /// Whether a letter of such an alphabet stands before or after the run.
    pub in_native_word: bool,
    /// Whether there is a letter among them.
    pub any_letter: bool,
    /// Whether all leads are dashes, and a tail is a sign of mathematics.
    pub mathematical: bool,
    /// Whether all have a small letter first, and a capital after it.
    pub humped: bool,
}

/// The strength of each sequence; `opens` says that the text starts a line.
pub fn strengths(text: &[char], found: &[Sequence], opens: bool, family: Family) -> Vec<Strength> {
    let mut out = Vec::with_capacity(found.len());
    let mut first = 0;
    while first < found.len() {
        let mut last = first;
        while found.get(last + 1).is_some_and(|next| next.cells.start == found[last].cells.end) {
            last += 1;
        }
        let run = &found[first..=last];
        let whole_ones = run.iter().filter(|sequence| !sequence.lost).count();
        let whole = &text[run[0].cells.start..run[run.len() - 1].cells.end];
        let outer = [run[0].cells.start.checked_sub(1), Some(run[run.len() - 1].cells.end)];
        let in_native_word =
            outer.iter().flatten().any(|i| text.get(*i).is_some_and(|c| is_foreign_letter(*c)));
        let native = whole.iter().all(|c| *c == ' ' || is_native(*c));
        let any_letter = whole.iter().any(|c| is_letter(*c));
        let lead = |s: &Sequence| text[s.cells.start];
        let mathematical = run.iter().all(|s| is_dash_or_quote(lead(s)))
            && run.iter().any(|s| is_mathematical(text[s.cells.end - 1]));
        let humped = run
            .iter()
            .all(|s| s.cells.len() > 2 && is_small(lead(s)) && is_capital(text[s.cells.start + 1]));
        for sequence in run {
            let (start, end) = (sequence.cells.start, sequence.cells.end);
            let site = Site {
                chars: &text[start..end],
                c: sequence.c,
                before: start.checked_sub(1).map(|i| text[i]),
                after: text.get(end).copied(),
                run: whole_ones,
                all: Run { native, in_native_word, any_letter, mathematical, humped },
                odd_tail: run.iter().any(|s| !matches!(text[s.cells.end - 1], 'А'..='Я')),
                family,
            };
            out.push(if sequence.replaced {
                replaced(&site)
            } else if sequence.lost {
                lost(&site, text[..start].iter().rev().nth(1).copied(), opens && start == 0)
            } else {
                whole_sequence(&site)
            });
        }
        first = last + 1;
    }
    out
}

/// A byte was replaced: the character can't be had, but its debris can go.
fn replaced(site: &Site<'_>) -> Strength {
    let plain = |c: Option<char>| c.is_some_and(is_small);
    match site.chars {
        ['â', '€', _] => Strong,
        [_, _, _] => Weak,
        [_, _] if plain(site.before) || plain(site.after) => Weak,
        _ => Strength::None,
    }
}

/// A blank stands for the last byte: `Ã ` within or after lower case, or at a
/// line's start, was à; `Â ` was a no-break space.
fn lost(site: &Site<'_>, two_before: Option<char>, opens: bool) -> Strength {
    if kind(site.c).is_none() {
        return Strength::None;
    }
    let lower =
        |c: Option<char>| c.is_some_and(|c| c.is_ascii_lowercase() || ".,;:!?)".contains(c));
    let follows = lower(site.before) || site.before == Some(' ') && lower(two_before);
    match site.chars[0] {
        _ if site.chars.len() > 2 && site.chars[..2] != ['â', '€'] => match site.run {
            0 => Strength::None,
            _ => Faint,
        },
        'Ã' | 'Â' if follows || opens => Strong,
        'Ã' | 'Â' => Weak,
        'Ă' | 'Ć' if self::lower(site.before) => Strong,
        'â' if site.chars[1] == '€' => Weak,
        _ if site.run > 0 => Faint,
        _ => Strength::None,
    }
}

/// How well the repairs explain the text: by the characters they take in, less
/// those that put a capital into a word, which another codec may do better.
pub fn score(text: &[char], taken: &[Sequence]) -> usize {
    let mut last = None;
    let mut score = 0usize;
    for sequence in taken {
        let start = sequence.cells.start;
        let before = match last {
            Some((end, c)) if end == start => Some(c),
            _ => start.checked_sub(1).map(|i| text[i]),
        };
        last = Some((sequence.cells.end, sequence.c));
        let after = text.get(sequence.cells.end).copied();
        let misfit = is_capital(sequence.c)
            && (lower(before) || letter(before) && lower(after.filter(char::is_ascii)));
        let explained = sequence.cells.len() - usize::from(sequence.lost);
        score += if misfit { 1 } else { explained * 2 };
    }
    score
}

/// What no score of a text goes beyond: all its characters that may be part of a sequence are
/// explained. A blank that was lost is none of these.
pub fn most(text: &[char]) -> usize {
    2 * text.iter().filter(|c| !c.is_ascii() || matches!(c, '?' | '\u{1A}')).count()
}

/// How many letters beyond ASCII stand before each character, and in all.
pub fn letters_before(text: &[char]) -> Vec<usize> {
    let mut count = 0;
    let mut before = Vec::with_capacity(text.len() + 1);
    before.push(count);
    before.extend(text.iter().map(|c| {
        count += usize::from(!c.is_ascii() && is_letter(*c));
        count
    }));
    before
}

/// Whether nearly all letters beyond ASCII are part of a sequence.
pub fn is_throughout(letters_before: &[usize], found: &[Sequence]) -> bool {
    let within = |cells: &Range<usize>| letters_before[cells.end] - letters_before[cells.start];
    let covered: usize = found.iter().map(|sequence| within(&sequence.cells)).sum();
    covered * 10 >= within(&(0..letters_before.len() - 1)) * 9
}

fn whole_sequence(site: &Site<'_>) -> Strength {
    let Some(kind) = kind(site.c) else { return Strength::None };
    let quoted = site.before.is_some_and(|open| quotes(open, site.chars[site.chars.len() - 1]));
    if quoted && site.run == 1 && site.chars.len() == 2 {
        return Strength::None;
    }
    match site.chars.len() {
        4 | 6 if !site.all.native || kind == Kind::Sign => Strong,
        _ if site.all.native => native(site, kind),
        4 | 6 => Strong,
        3 => triple(site, kind),
        _ => pair(site, kind),
    }
}

/// Whether everything after the lead may close a word in sound text.
pub fn only_closes(site: &Site<'_>) -> bool {
    site.chars[1..].iter().all(|c| closes(*c))
}

/// Nothing but letters of another alphabet and its marks, as any word of it may
/// have them. In Windows-1251 the tails are letters that Russian does not have,
/// and a lead and a tail in turn, three times over, are no word of any language;
/// nor has any a capital after a small letter, as `вЂњ`.
fn native(site: &Site<'_>, kind: Kind) -> Strength {
    let beside_latin = latin(site.before) || latin(site.after);
    let humped = is_small(site.chars[0]) && is_capital(site.chars[1]);
    match kind {
        Kind::Sign if humped && is_punctuation(site.c) => Strong,
        _ if site.all.humped && site.run > 2 => Strong,
        _ if !is_foreign_letter(site.chars[0]) => Faint,
        Kind::Cased if site.family == Family::Cyrillic && site.run >= 3 => Strong,
        _ if site.all.in_native_word => Faint,
        Kind::Latin | Kind::Sign if beside_latin => Strong,
        _ => Faint,
    }
}

/// Three characters: sound text has a letter and two signs after it in few
/// places, and hardly any of these would become a likely character.
fn triple(site: &Site<'_>, kind: Kind) -> Strength {
    let ends_word = site.chars[1..].iter().all(|c| ends_quotation(*c));
    let closing = (ends_word || only_closes(site) && !is_arrow(site.c))
        && letter(site.before)
        && site.run == 1;
    let latin_word = site.chars.iter().all(|c| is_latin(*c));
    let signs = site.chars[1..].iter().all(|c| ('\u{A0}'..='\u{BF}').contains(c));
    let quote_and_letters = matches!(site.chars[0], '‚' | '„') && letter(Some(site.chars[2]));
    match kind {
        _ if closing && !letter(site.after) => Weak,
        _ if latin_word && !is_punctuation(site.c) => {
            if site.run > 2 {
                Strong
            } else {
                Faint
            }
        }
        _ if quote_and_letters && site.run == 1 && !is_punctuation(site.c) => Faint,
        Kind::Sign | Kind::Latin | Kind::Cased => Strong,
        _ if site.run > 1 => Strong,
        _ if latin(site.before) || latin(site.after) => Weak,
        Kind::EastAsian if signs => Weak,
        _ => Strong,
    }
}
