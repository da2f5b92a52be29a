//! Classes of characters that the judge asks for: letters by their alphabet and
//! case, and signs by what they are used for. What a repair may bring forth is
//! the affair of `kind`.

use crate::letter::{is_capital, is_letter, is_small};

/// A Latin letter.
pub fn is_latin(c: char) -> bool {
    c.is_ascii_alphabetic() || ('\u{AA}'..='\u{24F}').contains(&c) && is_letter(c)
}

/// A letter of another alphabet.
pub fn is_foreign_letter(c: char) -> bool {
    is_letter(c) && !is_latin(c)
}

/// Letters, and what may stand in, before or after a word of them.
pub fn is_native(c: char) -> bool {
    is_foreign_letter(c)
        || matches!(
            c,
            '\u{200C}'..='\u{200F}' | '،' | '؛' | '؟' | '‘' | '’' | '“' | '”' | '„' | '‚'
        )
        || matches!(c, '«' | '»' | '–' | '—' | '…' | '\u{A0}' | '·' | '№' | '§')
}

/// Whether there is a letter.
pub fn letter(c: Option<char>) -> bool {
    c.is_some_and(is_letter)
}

/// Whether there is a Latin letter.
pub fn latin(c: Option<char>) -> bool {
    c.is_some_and(is_latin)
}

/// Whether there is a capital.
pub fn upper(c: Option<char>) -> bool {
    c.is_some_and(is_capital)
}

/// Whether there is a small letter.
pub fn lower(c: Option<char>) -> bool {
    c.is_some_and(is_small)
}

/// What damage through Mac Roman mostly was; its leads are quotation marks,
/// after which capitals and small letters with accents are no damage.
pub fn is_punctuation(c: char) -> bool {
    matches!(c, '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{203A}' | '€' | '™')
}

/// Marks that a quotation or a sentence ends with.
pub fn ends_quotation(c: char) -> bool {
    matches!(c, '‘' | '’' | '“' | '”' | '»' | '›' | '…' | '–' | '—')
}

/// An arrow.
pub fn is_arrow(c: char) -> bool {
    matches!(c, '\u{2190}'..='\u{21FF}')
}

/// Dashes and quotation marks, which Mac Roman and code pages have for leads.
pub fn is_dash_or_quote(c: char) -> bool {
    matches!(c, '«' | '»' | '‹' | '›' | '…' | '–' | '—' | '“' | '”' | '‘' | '’' | '\u{A0}')
}

/// Lines and blocks that boxes are drawn with.
pub fn is_box(c: char) -> bool {
    ('\u{2500}'..='\u{25A0}').contains(&c)
}

/// Signs that follow a root or a minus in a formula.
pub fn is_mathematical(c: char) -> bool {
    matches!(
        c,
        '∑' | '∏'
            | 'π'
            | '∫'
            | 'Ω'
            | '≈'
            | '∆'
            | '◊'
            | '√'
            | '≠'
            | '∞'
            | '±'
            | '≤'
            | '≥'
            | '∂'
            | 'µ'
            | '°'
    )
}

/// Marks that close or part words: they may follow a letter in sound text.
pub fn closes(c: char) -> bool {
    matches!(
        c,
        '‘' | '’'
            | '“'
            | '”'
            | '„'
            | '‚'
            | '‹'
            | '›'
            | '«'
            | '»'
            | '…'
            | '–'
            | '—'
            | '•'
            | '†'
            | '‡'
            | '™'
            | '®'
            | '©'
            | '°'
            | '·'
            | '\u{A0}'
            | 'ª'
            | 'º'
            | '²'
            | '³'
            | '¹'
    )
}

/// Whether a pair of quotation marks is made of these.
pub fn quotes(open: char, close: char) -> bool {
    matches!(
        (open, close),
        ('“' | '„' | '”', '“' | '”')
            | ('‘' | '‚' | '’', '‘' | '’')
            | ('«', '»')
            | ('»', '«')
            | ('‹', '›')
    )
}
