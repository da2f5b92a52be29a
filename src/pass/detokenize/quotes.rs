//! Quotation marks by pairing: which of the marks that stand alone opens and
//! which closes. Straight marks don't say so themselves, and in damaged text
//! some are missing; so all readings of a passage are weighed at once, by a
//! small dynamic programme over (mark, inside or outside a quotation).

use super::language::Language;
use super::passage::Passage;
use super::points::{is_ellipsis, is_hyphen_and_word};
use super::token::{Kind, Reason};
use crate::pass::GAP_MARK;
use std::ops::Range;

/// How a mark is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Open,
    Close,
    /// An apostrophe at the end of a word, as in `the boys ' room`.
    Apostrophe,
}

/// The price of a mark that doesn't alternate with the one before it.
const UNPAIRED: u32 = 5;
/// The price of a quotation that began before the passage or is still open at
/// its end.
const CUT_OFF: u32 = 3;
/// The same where words were lost between two marks.
const LOST: u32 = 1;
/// The price of a reading that its neighbours speak against.
const AGAINST: u32 = 8;
/// The price of one they make unlikely.
const UNLIKELY: u32 = 3;

/// Binds quotation marks to what they enclose.
pub fn bind(passage: &mut Passage<'_>, language: &Language) {
    let is_mark = |kind| matches!(kind, Kind::Quote | Kind::Tick | Kind::Star);
    let is_cluster = |kind| matches!(kind, Kind::Opening | Kind::Closing);
    let tokens = &passage.tokens;
    let can_be = |i: &usize| is_mark(tokens[*i].kind) || is_cluster(tokens[*i].kind);
    let candidates: Vec<usize> = passage.signs.iter().copied().filter(can_be).collect();
    if candidates.is_empty() {
        return;
    }
    for class in [Class::Straight, Class::Curly, Class::Pointed, Class::Single, Class::Star] {
        if class == Class::Pointed && language.spaces_quotes() {
            continue;
        }
        let marks: Vec<usize> =
            candidates.iter().copied().filter(|&i| class.holds(passage, i)).collect();
        let marks =
            if class == Class::Single { with_attached(passage, marks, language) } else { marks };
        if class == Class::Star && marks.len() < 2 {
            footnote(passage, marks.first().copied());
            continue;
        }
        for (i, role) in marks.iter().zip(read(passage, &marks, class, language)) {
            match role {
                _ if !is_mark(passage.tokens[*i].kind) => {}
                Role::Open => passage.bind_after(*i, Reason::Quote),
                Role::Close => {
                    passage.bind_before(*i, Reason::Quote);
                    if is_hyphen_and_word(passage.word(i + 1)) {
                        passage.bind_after(*i, Reason::Quote);
                    }
                }
                Role::Apostrophe => passage.bind_before(*i, Reason::Quote),
            }
        }
    }
}

/// A lone star after a word and before a point.
fn footnote(passage: &mut Passage<'_>, star: Option<usize>) {
    if let Some(i) = star.filter(|i| passage.is_word_before(*i) && !passage.is_word(i + 1)) {
        passage.bind_before(i, Reason::Sign);
    }
}

/// The marks and the words that an opening one was left at, as `'Fair`.
fn with_attached(passage: &Passage<'_>, marks: Vec<usize>, language: &Language) -> Vec<usize> {
    if marks.is_empty() {
        return marks;
    }
    let attached = |i: &usize| {
        let word = passage.word(*i);
        passage.is_free(*i) && has_opening_tick(word) && !language.is_clitic(word)
    };
    let mut all = marks;
    all.extend((0..passage.tokens.len()).filter(attached));
    all.sort_unstable();
    all.dedup();
    all
}

/// Whether the word starts with an opening mark: `'Fair`, `‘Fair`.
fn has_opening_tick(word: &str) -> bool {
    let rest = word.strip_prefix(['\'', '‘']).unwrap_or("");
    rest.starts_with(char::is_alphabetic) && !rest.ends_with('\'')
}

/// Marks that pair with one another.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Straight,
    Curly,
    Pointed,
    Single,
    Star,
}

impl Class {
    fn holds(self, passage: &Passage<'_>, i: usize) -> bool {
        match (passage.tokens[i].kind, passage.word(i)) {
            (Kind::Quote, "\"" | "``" | "''") => self == Class::Straight,
            (Kind::Quote, "«" | "»") => self == Class::Pointed,
            (Kind::Quote, _) => self == Class::Curly,
            (Kind::Star, _) => self == Class::Star && passage.is_free(i),
            (Kind::Tick, _) => {
                self == Class::Single && passage.is_free(i) && !is_in_row(passage, i)
            }
            (Kind::Opening | Kind::Closing, word) => match self {
                Class::Straight => word.contains('"'),
                Class::Curly => word.contains(['“', '”']),
                Class::Single => word.contains(['\'', '’']) && !word.contains('"'),
                Class::Pointed | Class::Star => false,
            },
            _ => false,
        }
    }
}

/// Whether apostrophes stand in a row: no quotation, and closed up they would be
/// read as a double mark.
fn is_in_row(passage: &Passage<'_>, i: usize) -> bool {
    passage.word(i) == "'" && (passage.word(i + 1) == "'" || passage.back(i, 1) == "'")
}

/// The cheapest reading of all marks together.
fn read(passage: &Passage<'_>, marks: &[usize], class: Class, language: &Language) -> Vec<Role> {
    // For each mark and each state after it (outside, inside): the role and
    // the state before that cost least.
    let mut steps: Vec<[(Role, usize); 2]> = Vec::with_capacity(marks.len());
    let mut cost = [0, CUT_OFF];
    let first = first_mark(passage, marks, language);
    for (n, &i) in marks.iter().enumerate() {
        let own = prices(passage, i, (first, class), language);
        let lost = n > 0 && has_gap(passage, marks[n - 1]..i);
        let unpaired = |wrong: bool| if wrong { UNPAIRED } else { 0 };
        let mut next = [u32::MAX; 2];
        let mut step = [(Role::Close, 0); 2];
        for inside in [0, 1] {
            let (so_far, before) = match cost[1 - inside].saturating_add(LOST) {
                other if lost && other < cost[inside] => (other, 1 - inside),
                _ => (cost[inside], inside),
            };
            let readings = [
                (Role::Open, 1, own[0] + unpaired(inside == 1)),
                (Role::Close, 0, own[1] + unpaired(inside == 0)),
                (Role::Apostrophe, inside, own[2]),
            ];
            for (role, after, price) in readings {
                let total = so_far.saturating_add(price);
                if total < next[after] {
                    (next[after], step[after]) = (total, (role, before));
                }
            }
        }
        steps.push(step);
        cost = next;
    }
    let mut state = usize::from(cost[1].saturating_add(CUT_OFF) < cost[0]);
    let mut roles: Vec<Role> = Vec::with_capacity(marks.len());
    for step in steps.iter().rev() {
        let (role, before) = step[state];
        roles.push(role);
        state = before;
    }
    roles.reverse();
    roles
}

/// Whether words were lost between two tokens: a gap mark, or a run of blanks.
fn has_gap(passage: &Passage<'_>, between: Range<usize>) -> bool {
    let wide = |i: usize| passage.tokens[i + 1].start - passage.tokens[i].end() > 2;
    between.clone().any(wide) || between.into_iter().any(|i| passage.raw(i) == GAP_MARK)
}

/// The mark that tells how the others are meant: German sets „so“ and »so«,
/// and a quotation may have started before the passage.
fn first_mark<'t>(passage: &Passage<'t>, marks: &[usize], language: &Language) -> &'t str {
    let first = marks.first().map_or("", |i| passage.word(*i));
    let high = || marks.iter().any(|i| passage.word(*i).contains('”'));
    if first == "“" && language.has_low_quotes() && !high() { "„" } else { first }
}

/// What it costs to read mark `i` as opening, closing, apostrophe; `first` is
/// the passage's first mark of the class.
fn prices(
    passage: &Passage<'_>,
    i: usize,
    (first, class): (&str, Class),
    language: &Language,
) -> [u32; 3] {
    match passage.kind(i) {
        Some(Kind::Opening) => return [0, AGAINST, AGAINST],
        Some(Kind::Closing) => return [AGAINST, 0, AGAINST],
        _ => {}
    }
    let (mut open, mut close) = (0, 0);
    let (left, right) = (passage.kind_before(i), passage.kind(i + 1));
    match passage.word(i) {
        "“" | "‘" if matches!(first, "„" | "‚") => open += AGAINST,
        "«" if first == "»" => open += AGAINST,
        "»" if first == "»" => close += AGAINST,
        "“" | "„" | "``" | "‘" | "‚" | "`" | "«" => close += AGAINST,
        "”" | "''" | "»" | "’" => open += AGAINST,
        _ => {}
    }
    if passage.kind(i) == Some(Kind::Word) {
        return [0, AGAINST, AGAINST];
    }
    match left {
        None | Some(Kind::Open) => close += AGAINST,
        Some(Kind::Point) => after_point(passage, i, language, (&mut open, &mut close)),
        Some(Kind::Word) if passage.word(i + 1).starts_with(char::is_uppercase) => close += 1,
        Some(Kind::Word) if language.is_common(passage.back(i, 1)) => close += 1,
        _ => {}
    }
    match right {
        Some(Kind::Point) if is_ellipsis(passage.word(i + 1)) => {}
        None | Some(Kind::Point | Kind::Close) => open += AGAINST,
        _ if passage.tokens.get(i + 1).is_some_and(|t| t.before.is_some()) => open += AGAINST,
        _ => {}
    }
    if class == Class::Straight
        && passage.kind(i + 1) == Some(Kind::Word)
        && passage.word(i + 1).contains('"')
    {
        close += AGAINST;
    }
    let apostrophe = apostrophe(passage, i, class, language);
    if apostrophe < 2 {
        (open, close) = (open + 2 - apostrophe, close + 1);
    }
    [open, close, apostrophe]
}

/// What a point before mark `i` tells: `, " said he`, `He said : " I`.
fn after_point(
    passage: &Passage<'_>,
    i: usize,
    language: &Language,
    (open, close): (&mut u32, &mut u32),
) {
    let next = passage.word(i + 1);
    let ends = matches!(passage.back(i, 1), "." | "!" | "?");
    if ends && next == "[" || next.starts_with(char::is_lowercase) {
        *open += UNLIKELY;
    }
    if ends && language.opens_speech(next) {
        *close += UNLIKELY;
    }
    let says = |n: usize| language.is_speech(passage.word(i + n));
    let said = |n: usize| language.is_speech(passage.back(i, n));
    let said_before = || (2..5).take_while(|n| passage.is_word(i.wrapping_sub(*n))).any(said);
    let says_after = || (1..8).take_while(|n| passage.is_word(i + n)).any(says);
    let point = passage.back(i, 1);
    if point == ":" || said(2) {
        *close += AGAINST;
    } else if says_after() && point != "." {
        *open += AGAINST;
    } else if !ends && said_before() {
        *close += AGAINST;
    } else if point == "," && next.starts_with(char::is_uppercase) {
        *close += 1;
    }
}

/// The price of reading mark `i` as an apostrophe.
fn apostrophe(passage: &Passage<'_>, i: usize, class: Class, language: &Language) -> u32 {
    let owner = passage.back(i, 1);
    if class != Class::Single
        || passage.kind_before(i) != Some(Kind::Word)
        || !matches!(passage.word(i), "'" | "’")
    {
        return 2 * AGAINST;
    }
    if language.is_cut(owner) {
        0
    } else if language.may_be_cut(owner)
        || owner.ends_with(['s', 'S']) && !language.is_common(owner)
    {
        1
    } else {
        UNPAIRED
    }
}

#[cfg(test)]
mod tests {
    use super::super::passage::Buffers;
    use super::*;

    fn roles(text: &str) -> String {
        let passage = Passage::new(text, 0..text.len(), Buffers::default());
        let class = Class::Straight;
        let marks: Vec<usize> =
            (0..passage.tokens.len()).filter(|&i| class.holds(&passage, i)).collect();
        let name = |role| if role == Role::Open { '<' } else { '>' };
        read(&passage, &marks, class, &Language::default()).into_iter().map(name).collect()
    }

    #[test]
    fn straight_marks_pair() {
        assert_eq!(roles("\" Yes , \" he said . \" No . \""), "<><>");
        assert_eq!(roles("He said : \" Yes ."), "<");
        assert_eq!(roles("Yes , \" he said . \" No . \""), "><>");
        assert_eq!(roles("\" One . \" \" Two . \""), "<><>");
        assert_eq!(roles("the \" best \" of \" all \" ."), "<><>");
    }
}
