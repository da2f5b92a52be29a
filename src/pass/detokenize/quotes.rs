//! Quotation marks by pairing: which of the marks that stand alone opens and
//! which closes. Straight marks don't say so themselves, and in damaged text
//! some are missing; so all readings of a passage are weighed at once, by a
//! small dynamic programme over (mark, inside or outside a quotation).

use super::language::Language;
use super::points::is_ellipsis;
use super::token::{Kind, Passage, Reason};

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
/// The price of a quotation that is still open at the end.
const LEFT_OPEN: u32 = 2;
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
        if class == Class::Star && marks.len() < 2 {
            footnote(passage, marks.first().copied());
            continue;
        }
        for (i, role) in marks.iter().zip(read(passage, &marks, class, language)) {
            match role {
                _ if is_cluster(passage.tokens[*i].kind) => {}
                Role::Open => passage.bind_after(*i, Reason::Quote),
                Role::Close | Role::Apostrophe => passage.bind_before(*i, Reason::Quote),
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
            (Kind::Tick, _) => self == Class::Single && passage.is_free(i),
            (Kind::Opening | Kind::Closing, word) => match self {
                Class::Straight => word.contains('"'),
                Class::Curly => word.contains(['“', '”']),
                Class::Pointed | Class::Single | Class::Star => false,
            },
            _ => false,
        }
    }
}

/// The cheapest reading of all marks together.
fn read(passage: &Passage<'_>, marks: &[usize], class: Class, language: &Language) -> Vec<Role> {
    // For each mark and each state after it (outside, inside): the role and
    // the state before that cost least.
    let mut steps: Vec<[(Role, usize); 2]> = Vec::with_capacity(marks.len());
    let mut cost = [0, AGAINST];
    let first = first_mark(passage, marks, language);
    for &i in marks {
        let own = prices(passage, i, (first, class), language);
        let unpaired = |wrong: bool| if wrong { UNPAIRED } else { 0 };
        let mut next = [u32::MAX; 2];
        let mut step = [(Role::Close, 0); 2];
        for inside in [0, 1] {
            let readings = [
                (Role::Open, 1, own[0] + unpaired(inside == 1)),
                (Role::Close, 0, own[1] + unpaired(inside == 0)),
                (Role::Apostrophe, inside, own[2]),
            ];
            for (role, after, price) in readings {
                let total = cost[inside].saturating_add(price);
                if total < next[after] {
                    (next[after], step[after]) = (total, (role, inside));
                }
            }
        }
        steps.push(step);
        cost = next;
    }
    let mut state = usize::from(cost[1].saturating_add(LEFT_OPEN) < cost[0]);
    let mut roles: Vec<Role> = Vec::with_capacity(marks.len());
    for step in steps.iter().rev() {
        let (role, before) = step[state];
        roles.push(role);
        state = before;
    }
    roles.reverse();
    roles
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
    match left {
        None | Some(Kind::Open) => close += AGAINST,
        Some(Kind::Point) => {
            if passage.word(i + 1).starts_with(char::is_lowercase) {
                open += UNLIKELY;
            }
            if passage.back(i, 1) == ":" || language.is_speech(passage.back(i, 2)) {
                close += AGAINST;
            } else if (1..4).any(|n| language.is_speech(passage.word(i + n))) {
                open += AGAINST;
            }
        }
        Some(Kind::Word) if passage.word(i + 1).starts_with(char::is_uppercase) => close += 1,
        _ => {}
    }
    match right {
        Some(Kind::Point) if is_ellipsis(passage.word(i + 1)) => {}
        None | Some(Kind::Point | Kind::Close) => open += AGAINST,
        _ if passage.tokens.get(i + 1).is_some_and(|t| t.before.is_some()) => open += AGAINST,
        _ => {}
    }
    let owner = passage.back(i, 1);
    let possessive =
        left == Some(Kind::Word) && owner.ends_with(['s', 'S']) && !language.is_common(owner);
    let apostrophe = match (class, passage.word(i)) {
        (Class::Single, "'" | "’") if possessive => 1,
        (Class::Single, "'" | "’") if left == Some(Kind::Word) => UNPAIRED,
        _ => 2 * AGAINST,
    };
    [open, close, apostrophe]
}

#[cfg(test)]
mod tests {
    use super::super::token::Buffers;
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
