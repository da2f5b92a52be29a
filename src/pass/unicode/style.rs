//! Forms of letters and marks that are a matter of style: ligatures, full-width
//! letters, curly quotation marks, dashes, letters of a wrong alphabet. Only
//! ligatures have a shipped rule; the others run where a rule of the user's
//! names them (see `rules/style.toml`).

use crate::edit::RuleId;
use crate::proposal::Proposals;
use std::ops::Range;

/// Latin ligatures, which typesetting made of letters.
pub fn is_ligature(c: char) -> bool {
    matches!(c, '\u{FB00}'..='\u{FB06}')
}

/// Whether the scan must stop at the character.
pub fn matters(c: char) -> bool {
    is_ligature(c)
}

/// The letters of a ligature.
pub fn letters(c: char) -> &'static str {
    match c {
        '\u{FB00}' => "ff",
        '\u{FB01}' => "fi",
        '\u{FB02}' => "fl",
        '\u{FB03}' => "ffi",
        '\u{FB04}' => "ffl",
        _ => "st",
    }
}

/// Forms of ASCII as wide as an ideograph.
pub fn is_full_width(c: char) -> bool {
    matches!(c, '\u{FF01}'..='\u{FF5E}')
}

/// The ASCII character of a full-width form.
pub fn narrow(c: char) -> &'static str {
    const PRINTABLE: &str = "!\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ\
                             [\\]^_`abcdefghijklmnopqrstuvwxyz{|}~";
    let nth = (c as usize).saturating_sub('\u{FF01}' as usize);
    PRINTABLE.get(nth..=nth).unwrap_or("")
}

/// The rules that replace one character by another wherever it stands.
pub struct Style {
    /// Curly quotation marks.
    pub quotes: Option<RuleId>,
    /// Dashes.
    pub dashes: Option<RuleId>,
    /// Letters of a wrong alphabet.
    pub look_alikes: Option<RuleId>,
}

impl Style {
    /// Proposes what these rules want; costs nothing where there are none.
    pub fn propose(&self, text: &str, out: &mut Proposals<'_>) {
        if self.quotes.is_some() || self.dashes.is_some() {
            self.marks(text, out);
        }
        if let Some(rule) = self.look_alikes {
            words(text, &mut |word| look_alikes(text, word, rule, out));
        }
    }

    fn marks(&self, text: &str, out: &mut Proposals<'_>) {
        for (at, c) in text.char_indices().filter(|(_, c)| !c.is_ascii()) {
            let found = match c {
                '‘' | '’' | '‚' | '‛' | '“' | '”' | '„' | '‟' => self.quotes,
                '‐'..='―' | '−' => self.dashes,
                _ => None,
            };
            let Some(rule) = found else { continue };
            let span = at..at + c.len_utf8();
            match c {
                '‘' | '’' | '‚' | '‛' => out.replace(span, "'", rule),
                '“' | '”' | '„' | '‟' => out.replace(span, "\"", rule),
                '—' | '―' => out.replace(span, "--", rule),
                _ => out.replace(span, "-", rule),
            }
        }
    }
}

/// Whether a full-width form stands among Latin letters or digits; Chinese and
/// Japanese punctuation is as wide by right.
pub fn has_latin_width(text: &str, at: usize) -> bool {
    let alnum =
        |c: char| matches!(c, '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ') || c.is_ascii_alphanumeric();
    let mut chars = text[at..].chars();
    let own = chars.next().is_some_and(alnum);
    own || chars.next().is_some_and(alnum) && text[..at].chars().next_back().is_some_and(alnum)
}

/// Calls `out` with each word that has a character beyond ASCII.
fn words(text: &str, out: &mut dyn FnMut(Range<usize>)) {
    let mut start = 0;
    while let Some(n) = text[start..].find(char::is_alphabetic) {
        let from = start + n;
        let len = text[from..].find(|c: char| !c.is_alphabetic()).unwrap_or(text.len() - from);
        start = from + len;
        if !text[from..start].is_ascii() {
            out(from..start);
        }
    }
}

/// Cyrillic and Greek letters, and the Latin ones that look the same.
const PAIRS: &[(char, char)] = &[
    ('а', 'a'),
    ('е', 'e'),
    ('о', 'o'),
    ('р', 'p'),
    ('с', 'c'),
    ('у', 'y'),
    ('х', 'x'),
    ('і', 'i'),
    ('ј', 'j'),
    ('ѕ', 's'),
    ('А', 'A'),
    ('В', 'B'),
    ('Е', 'E'),
    ('К', 'K'),
    ('М', 'M'),
    ('Н', 'H'),
    ('О', 'O'),
    ('Р', 'P'),
    ('С', 'C'),
    ('Т', 'T'),
    ('У', 'Y'),
    ('Х', 'X'),
    ('І', 'I'),
    ('Ј', 'J'),
    ('ο', 'o'),
    ('Α', 'A'),
    ('Β', 'B'),
    ('Ε', 'E'),
    ('Ζ', 'Z'),
    ('Η', 'H'),
    ('Ι', 'I'),
    ('Κ', 'K'),
    ('Μ', 'M'),
    ('Ν', 'N'),
    ('Ο', 'O'),
    ('Ρ', 'P'),
    ('Τ', 'T'),
    ('Υ', 'Y'),
    ('Χ', 'X'),
];

/// A word mostly of one alphabet, whose other letters all have a twin in it.
fn look_alikes(text: &str, word: Range<usize>, rule: RuleId, out: &mut Proposals<'_>) {
    let letters = &text[word.clone()];
    let is_latin = |c: char| c.is_ascii() || ('\u{AA}'..='\u{24F}').contains(&c);
    let latin = letters.chars().filter(|c| is_latin(*c)).count();
    let others = letters.chars().count() - latin;
    if latin == 0 || others == 0 || latin == others {
        return;
    }
    let cyrillic = |c: char| ('\u{400}'..='\u{52F}').contains(&c);
    let twin = |c: char| {
        let to_latin = PAIRS.iter().find(|(other, _)| *other == c).map(|(_, latin)| *latin);
        let from_latin = || PAIRS.iter().find(|(o, l)| *l == c && cyrillic(*o)).map(|(o, _)| *o);
        if latin > others { to_latin } else { from_latin() }
    };
    let strange = || letters.char_indices().filter(|(_, c)| is_latin(*c) != (latin > others));
    if strange().any(|(_, c)| twin(c).is_none()) {
        return;
    }
    for (at, c) in strange() {
        let start = word.start + at;
        let with = twin(c).map(String::from).unwrap_or_default();
        out.replace(start..start + c.len_utf8(), &with, rule);
    }
}
