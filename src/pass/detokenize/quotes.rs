//! Quotation marks by pairing: which of the marks that stand alone opens and
//! which closes. Straight marks don't say so themselves, and in damaged text
//! some are missing; so all readings of a passage are weighed at once, by a
//! small dynamic programme over (mark, inside or outside a quotation).

use super::language::Language;
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
pub fn bind(passage: &mut Passage<'_>, _language: &Language) {
    for class in [Class::Straight, Class::Penn, Class::Curly, Class::Single] {
        let marks: Vec<usize> =
            (0..passage.tokens.len()).filter(|&i| class.holds(passage, i)).collect();
        for (i, role) in marks.iter().zip(read(passage, &marks, class)) {
            match role {
                Role::Open => passage.bind_after(*i, Reason::Quote),
                Role::Close | Role::Apostrophe => passage.bind_before(*i, Reason::Quote),
            }
        }
    }
}

/// Marks that pair with one another.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Straight,
    Penn,
    Curly,
    Single,
}

impl Class {
    fn holds(self, passage: &Passage<'_>, i: usize) -> bool {
        let token = passage.tokens[i];
        let free = token.before.is_none() && token.after.is_none();
        match (token.kind, passage.word(i)) {
            (Kind::Quote, "\"") => self == Class::Straight,
            (Kind::Quote, "``" | "''") => self == Class::Penn,
            (Kind::Quote, "“" | "”" | "„") => self == Class::Curly,
            (Kind::Tick, _) => self == Class::Single && free,
            _ => false,
        }
    }
}

/// The cheapest reading of all marks together.
fn read(passage: &Passage<'_>, marks: &[usize], class: Class) -> Vec<Role> {
    // For each mark and each state after it (outside, inside): the role and
    // the state before that cost least.
    let mut steps: Vec<[(Role, usize); 2]> = Vec::with_capacity(marks.len());
    let mut cost = [0, AGAINST];
    for &i in marks {
        let own = prices(passage, i, class);
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

/// What it costs to read mark `i` as opening, closing, apostrophe.
fn prices(passage: &Passage<'_>, i: usize, class: Class) -> [u32; 3] {
    let (mut open, mut close) = (0, 0);
    let (left, right) = (passage.kind_before(i), passage.kind(i + 1));
    match passage.word(i) {
        "“" | "„" | "``" | "‘" | "‚" | "`" => close += AGAINST,
        "”" | "''" => open += AGAINST,
        _ => {}
    }
    match left {
        None | Some(Kind::Open) => close += AGAINST,
        Some(Kind::Point) => {
            if passage.word(i + 1).starts_with(char::is_lowercase) {
                open += UNLIKELY;
            }
            if passage.word_before(i) == ":" {
                close += AGAINST;
            }
        }
        Some(Kind::Word) if passage.word(i + 1).starts_with(char::is_uppercase) => close += 1,
        _ => {}
    }
    match right {
        None => open += AGAINST,
        Some(Kind::Point | Kind::Close) => open += AGAINST,
        _ if passage.tokens.get(i + 1).is_some_and(|t| t.before.is_some()) => open += AGAINST,
        _ => {}
    }
    let possessive = left == Some(Kind::Word) && passage.word_before(i).ends_with(['s', 'S']);
    let apostrophe = match (class, passage.word(i)) {
        (Class::Single, "'" | "’") if possessive => 1,
        (Class::Single, "'" | "’") if left == Some(Kind::Word) => UNPAIRED,
        _ => 2 * AGAINST,
    };
    [open, close, apostrophe]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn roles(text: &str) -> String {
        let passage = Passage::new(text, 0..text.len(), Vec::new());
        let class = Class::Straight;
        let marks: Vec<usize> =
            (0..passage.tokens.len()).filter(|&i| class.holds(&passage, i)).collect();
        let name = |role| if role == Role::Open { '<' } else { '>' };
        read(&passage, &marks, class).into_iter().map(name).collect()
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
