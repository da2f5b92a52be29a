//! What stands a drift before an intruder: the mention that the resolver meant
//! to replace, if it is still there. Its row says what sort of mention it is,
//! seen from the string that was put in.

use super::class::Class;
use super::mention::Repeat;
use super::signs::Scene;
use super::token::Token;
use super::weights::{mention_row, miss_rows};
use super::words::WHOMS;

/// The rows that are asked for by name; those before them are the pronouns.
pub struct Rows {
    same: usize,
    part: usize,
    whole: usize,
    name: usize,
    phrase: usize,
    phrase_of_it: usize,
    word_of_it: usize,
    content: usize,
    function: usize,
    sign: usize,
    lost: usize,
    nothing: usize,
}

impl Rows {
    /// Looks them up.
    pub fn by_name() -> Rows {
        Rows {
            same: mention_row("same"),
            part: mention_row("part"),
            whole: mention_row("whole"),
            name: mention_row("name"),
            phrase: mention_row("phrase"),
            phrase_of_it: mention_row("phrase-of-it"),
            word_of_it: mention_row("word-of-it"),
            content: mention_row("content"),
            function: mention_row("function"),
            sign: mention_row("sign"),
            lost: mention_row("lost"),
            nothing: mention_row("nothing"),
        }
    }
}

impl Scene<'_> {
    /// The row for the mention that begins at a token.
    pub fn mention(&self, at: usize, string: &Repeat) -> usize {
        let all = &self.tokens.all;
        let Some(token) = all.get(at) else { return self.rows.nothing };
        let own = &all[string.first..string.first + string.len];
        let stands = all
            .get(at..at + string.len)
            .is_some_and(|s| s.iter().zip(own).all(|(a, b)| a.id == b.id));
        if stands {
            return self.rows.same;
        }
        if let Some(whom) = token.whom {
            return whom as usize;
        }
        if token.capital && token.class.is_content() {
            return self.name(&all[at..], own);
        }
        let of_it = |t: &Token| t.class.is_content() && own.iter().any(|o| o.stem == t.stem);
        match token.class {
            Class::Article | Class::Demonstrative | Class::Quantifier => {
                if all[at + 1..].iter().take(2).any(of_it) {
                    self.rows.phrase_of_it
                } else {
                    self.rows.phrase
                }
            }
            class if class.is_content() => {
                if of_it(token) {
                    self.rows.word_of_it
                } else {
                    self.rows.content
                }
            }
            class if class.is_boundary() || class == Class::Sign => self.rows.sign,
            _ => self.rows.function,
        }
    }

    /// The row for a name, at the head of tokens.
    fn name(&self, tokens: &[Token], own: &[Token]) -> usize {
        if own.iter().any(|t| t.stem == tokens[0].stem) {
            return self.rows.part;
        }
        let run = tokens.iter().take(4).take_while(|t| t.capital);
        let last = own.iter().rev().find(|t| t.class != Class::PossessiveMark).map(|t| t.stem);
        let is_whole = run.map(|t| Some(t.stem)).any(|stem| stem == last);
        if is_whole { self.rows.whole } else { self.rows.name }
    }

    /// Whether a mention of that row is to be seen, and is a pronoun or part of the name.
    pub fn is_in_sight(&self, row: usize) -> bool {
        row < WHOMS
            || [self.rows.part, self.rows.whole, self.rows.phrase_of_it, self.rows.word_of_it]
                .contains(&row)
    }

    /// The row for a mention that was overwritten itself.
    pub fn lost(&self) -> usize {
        self.rows.lost
    }

    /// The row where the text had not begun.
    pub fn nothing(&self) -> usize {
        self.rows.nothing
    }

    /// The row of a mention that may stand at a token without an intruder a drift later.
    pub fn mention_without(&self, at: usize) -> Option<usize> {
        let token = self.tokens.all.get(at)?;
        Some(match token.whom {
            Some(whom) => whom as usize,
            None if self.short[at] => miss_rows(),
            None if token.class == Class::Name && !token.first => miss_rows() + 1,
            None => return None,
        })
    }

    /// How long the mention that begins at a token may be, in the order to try.
    pub fn lengths(&self, row: usize, at: usize, drift: usize) -> &'static [usize] {
        let rows = &self.rows;
        if row == rows.part || row == rows.whole || row == rows.name || row == rows.same {
            let run =
                self.tokens.all[at..].iter().take(3.min(drift)).take_while(|t| t.capital).count();
            return match run {
                3 => &[3, 4],
                2 if drift == 2 => &[2, 3],
                2 => &[2],
                _ if drift == 1 => &[1, 2],
                _ => &[1],
            };
        }
        if row == rows.phrase || row == rows.phrase_of_it {
            return &[2, 3];
        }
        if row == rows.lost {
            return &[1, 2];
        }
        &[1]
    }
}
