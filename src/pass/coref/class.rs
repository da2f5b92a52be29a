//! The classes of words that the repair reasons with: what a word does, not
//! which word it is. Words themselves are no sign here, on purpose: what one
//! newswire likes to say does not travel to another text, and grammar does.
//!
//! The names are the keys of the word lists and of the weights in the rule
//! file.

/// What a token is, as far as a list, an ending or a capital tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Class {
    /// A sentence or the text begins here (stands for no token).
    Start,
    /// `.` `!` `?`
    Stop,
    /// `,`
    Comma,
    /// `;` `:`
    Colon,
    /// A quotation mark of any shape.
    Quote,
    /// A dash.
    Dash,
    /// An opening bracket.
    Open,
    /// A closing bracket.
    Close,
    /// A gap mark, or a run of blanks where words were dropped: a boundary.
    Gap,
    /// Any other sign.
    Sign,
    /// A number in digits.
    Number,
    /// `'s` on its own.
    PossessiveMark,
    /// `n't`, `not`.
    Negation,
    /// `'ll`, `'ve` on their own.
    Clitic,
    /// `he`, `they`.
    Subject,
    /// `him`, `them`.
    Object,
    /// `his`, `their`.
    Possessive,
    /// `himself`.
    Reflexive,
    /// `her`: object or possessive.
    Her,
    /// `it`, `you`: subject or object.
    AnyCase,
    /// `the`.
    Article,
    /// `this`.
    Demonstrative,
    /// `some`, `every`.
    Quantifier,
    /// `of`.
    Preposition,
    /// `to`.
    To,
    /// `and`.
    Conjunction,
    /// `because`.
    Subordinator,
    /// `who`.
    Relative,
    /// `is`.
    Be,
    /// `has`.
    Have,
    /// `did`.
    Do,
    /// `would`.
    Modal,
    /// `said`.
    Say,
    /// `never`, `-ly`.
    Adverb,
    /// `went`.
    Past,
    /// `gone`.
    Participle,
    /// `go`.
    Base,
    /// `-ing`.
    Gerund,
    /// `-ed`.
    PastLike,
    /// `-tion`.
    NounLike,
    /// `-ous`.
    AdjectiveLike,
    /// `-s`.
    SLike,
    /// `Mr.`
    Title,
    /// A word with a capital, not after a full stop.
    Name,
    /// Any other word.
    Other,
}

/// The number of classes.
pub const CLASSES: usize = 45;

/// Every class with its name, in the order of the enumeration.
pub const NAMES: [(&str, Class); CLASSES] = [
    ("start", Class::Start),
    ("stop", Class::Stop),
    ("comma", Class::Comma),
    ("colon", Class::Colon),
    ("quote", Class::Quote),
    ("dash", Class::Dash),
    ("open", Class::Open),
    ("close", Class::Close),
    ("gap", Class::Gap),
    ("sign", Class::Sign),
    ("number", Class::Number),
    ("possessive-mark", Class::PossessiveMark),
    ("negation", Class::Negation),
    ("clitic", Class::Clitic),
    ("subject", Class::Subject),
    ("object", Class::Object),
    ("possessive", Class::Possessive),
    ("reflexive", Class::Reflexive),
    ("object-or-possessive", Class::Her),
    ("any", Class::AnyCase),
    ("article", Class::Article),
    ("demonstrative", Class::Demonstrative),
    ("quantifier", Class::Quantifier),
    ("preposition", Class::Preposition),
    ("to", Class::To),
    ("conjunction", Class::Conjunction),
    ("subordinator", Class::Subordinator),
    ("relative", Class::Relative),
    ("be", Class::Be),
    ("have", Class::Have),
    ("do", Class::Do),
    ("modal", Class::Modal),
    ("say", Class::Say),
    ("adverb", Class::Adverb),
    ("past", Class::Past),
    ("participle", Class::Participle),
    ("base", Class::Base),
    ("gerund", Class::Gerund),
    ("past-like", Class::PastLike),
    ("noun-like", Class::NounLike),
    ("adjective-like", Class::AdjectiveLike),
    ("s-like", Class::SLike),
    ("title", Class::Title),
    ("name", Class::Name),
    ("other", Class::Other),
];

impl Class {
    /// The class of that name.
    pub fn named(name: &str) -> Option<Class> {
        NAMES.iter().find(|(n, _)| *n == name).map(|&(_, class)| class)
    }

    /// Its name in the rule file.
    pub fn name(self) -> &'static str {
        NAMES[self as usize].0
    }

    /// Whether it is a personal pronoun in any case.
    pub fn is_pronoun(self) -> bool {
        matches!(
            self,
            Class::Subject
                | Class::Object
                | Class::Possessive
                | Class::Reflexive
                | Class::Her
                | Class::AnyCase
        )
    }

    /// Whether nothing that is a phrase goes on across it.
    pub fn is_boundary(self) -> bool {
        matches!(
            self,
            Class::Start
                | Class::Stop
                | Class::Comma
                | Class::Colon
                | Class::Quote
                | Class::Dash
                | Class::Open
                | Class::Close
                | Class::Gap
        )
    }

    /// Whether a word of an open class: one that can head a phrase.
    pub fn is_content(self) -> bool {
        matches!(
            self,
            Class::Number
                | Class::Gerund
                | Class::PastLike
                | Class::NounLike
                | Class::AdjectiveLike
                | Class::SLike
                | Class::Title
                | Class::Name
                | Class::Other
                | Class::Base
                | Class::Past
                | Class::Participle
                | Class::Adverb
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stand_in_the_order_of_the_enumeration() {
        for (at, (name, class)) in NAMES.iter().enumerate() {
            assert_eq!(*class as usize, at, "{name}");
            assert_eq!(Class::named(name), Some(*class));
        }
    }
}
