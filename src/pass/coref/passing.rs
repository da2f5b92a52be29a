//! The words of a text as they pass by: class, capital, place in the sentence,
//! without a table, without memory. The quick scan reads them; what has to be
//! exact, the count of tokens above all, is left to `token`.

use super::class::Class;
use super::spelling::Spelling;
use super::words::{Entry, Lexicon, Whom};

/// A word, or a sign, or several of the same sign.
#[derive(Clone, Copy, Debug)]
pub struct Word {
    /// What it is.
    pub class: Class,
    /// Whom it means, if it is a pronoun.
    pub whom: Option<Whom>,
    /// Whether it begins with a capital and does not begin a sentence.
    pub inner_capital: bool,
    /// The same for the same characters.
    pub name: u64,
    /// Whether it begins a line.
    pub begins_line: bool,
    /// Where it stands, in bytes.
    pub at: usize,
}

/// The words of a text.
pub struct Passing<'a> {
    text: &'a str,
    at: usize,
    lexicon: &'a Lexicon,
    /// Whether a sentence begins here, and whether a line does.
    first: bool,
    begins_line: bool,
}

impl<'a> Passing<'a> {
    /// Begins at the beginning.
    pub fn new(text: &'a str, lexicon: &'a Lexicon) -> Passing<'a> {
        Passing { text, at: 0, lexicon, first: true, begins_line: true }
    }

    #[inline]
    fn skip_blanks(&mut self) {
        let bytes = self.text.as_bytes();
        while let Some(byte) = bytes.get(self.at).filter(|b| b.is_ascii_whitespace()) {
            self.begins_line |= *byte == b'\n';
            self.at += 1;
        }
        self.first |= self.begins_line;
    }

    /// The word that begins here, written so as far as `end`.
    #[inline]
    fn word(&mut self, mut spelling: Spelling, mut end: usize) -> Word {
        let bytes = self.text.as_bytes();
        let start = self.at;
        let mut next = end;
        let mut known = None;
        match bytes.get(end) {
            Some(b'.') => {
                known = self.lexicon.abbreviation(spelling);
                let is_initial = spelling.is_capitals() && end - start == 1;
                next += usize::from(known.is_some() || is_initial);
            }
            Some(b'\'' | 0xe2)
                if end - start > 1
                    && bytes[end - 1] == b'n'
                    && clitic(&bytes[end..]) == Some(b"t") =>
            {
                end -= 1;
                next = end;
                spelling = Spelling::of(&self.text[start..end]);
            }
            _ => {}
        }
        let entry = known.unwrap_or_else(|| self.lexicon.spelled(self.text, start..end, spelling));
        let inner_capital = bytes[start].is_ascii_uppercase() && !self.first;
        self.first = false;
        Word { inner_capital, name: spelling.name(), ..self.small(entry, next) }
    }

    /// A word that is none of the text's own; the next one is beyond `next`.
    #[inline]
    fn small(&mut self, Entry { class, whom }: Entry, next: usize) -> Word {
        let at = std::mem::replace(&mut self.at, next);
        let begins_line = std::mem::replace(&mut self.begins_line, false);
        Word { class, whom, inner_capital: false, name: 0, begins_line, at }
    }

    #[inline]
    fn sign(&mut self, class: Class, next: usize) -> Word {
        self.first = match class {
            Class::Stop => true,
            Class::Quote | Class::Open | Class::Close => self.first,
            _ => false,
        };
        self.small(Entry { class, whom: None }, next)
    }
}

impl Iterator for Passing<'_> {
    type Item = Word;

    // What is rare is asked in functions that have no hold on the words themselves, so that the place and what goes with
    // it can stay in registers.
    #[inline]
    fn next(&mut self) -> Option<Word> {
        self.skip_blanks();
        let bytes = self.text.as_bytes();
        let at = self.at;
        let byte = *bytes.get(at)?;
        let (spelling, end) = spelled(bytes, at);
        let is_single = byte.is_ascii() && byte != b'\'' && bytes.get(at + 1) != Some(&byte);
        if end == at && is_single {
            return Some(self.sign(self.lexicon.sign(char::from(byte)), at + 1));
        }
        if (end == at || end == at + 1 && byte == b'n')
            && let Some((class, next)) = contraction(bytes, at)
        {
            return Some(self.small(Entry { class, whom: None }, next));
        }
        if end > at {
            return Some(self.word(spelling, end));
        }
        let (class, next) = signs(self.text, at, self.lexicon);
        Some(self.sign(class, next))
    }
}

/// `'s`, `n't` and the like, which stand behind a word, and where it ends that begins here.
fn contraction(bytes: &[u8], at: usize) -> Option<(Class, usize)> {
    let negated = bytes[at] == b'n';
    let mark = at + usize::from(negated);
    let len = apostrophe(bytes.get(mark..)?)?;
    let letters = clitic(&bytes[mark..])?;
    let class = match letters {
        b"t" if negated => Class::Negation,
        b"s" | b"S" => Class::PossessiveMark,
        b"t" => return None,
        _ => Class::Clitic,
    };
    Some((class, mark + len + letters.len()))
}

/// What the run of the same sign is that begins here, and where it ends.
fn signs(text: &str, at: usize, lexicon: &Lexicon) -> (Class, usize) {
    let run = &text[at..];
    let sign = run.chars().next().unwrap_or(' '); // called before a character only
    let end = run.find(|c| c != sign).unwrap_or(run.len());
    if end == sign.len_utf8() {
        return (lexicon.sign(sign), at + end);
    }
    (lexicon.entry(&run[..end]).class, at + end)
}

/// How the run of letters, digits and inner hyphens is written that begins at a byte, and where it ends.
#[inline]
fn spelled(bytes: &[u8], from: usize) -> (Spelling, usize) {
    let (mut spelling, mut end) = Spelling::read(bytes, from);
    while let Some(byte) = bytes.get(end)
        && goes_on(bytes, from, end)
    {
        (spelling, end) = spelling.and(*byte).read_on(bytes, end + 1);
    }
    (spelling, end)
}

/// Whether what is no letter of ASCII, nor a digit, belongs to the word that began before.
#[inline]
fn goes_on(bytes: &[u8], from: usize, at: usize) -> bool {
    let Some(&byte) = bytes.get(at).filter(|byte| **byte > b' ') else { return false };
    let next = || bytes.get(at + 1).copied().unwrap_or(b' ');
    match byte {
        b'-' => at > from && next().is_ascii_alphanumeric(),
        b'.' | b',' | b'&' => at > from && next().is_ascii_digit(),
        0x80.. => !is_sign(&bytes[at..]),
        _ => false,
    }
}

/// Whether a sign of general punctuation (quotes, dashes, dots; U+2010 to U+2027), a no-break space or the like stands here.
fn is_sign(bytes: &[u8]) -> bool {
    matches!(bytes, [0xe2, 0x80, 0x90..=0xa7, ..] | [0xc2, 0xa0..=0xbf, ..])
}

/// The length of an apostrophe, in bytes.
fn apostrophe(bytes: &[u8]) -> Option<usize> {
    match bytes {
        [b'\'', ..] => Some(1),
        [0xe2, 0x80, 0x99, ..] => Some(3),
        _ => None,
    }
}

/// The letters of a contraction that begins with an apostrophe.
fn clitic(bytes: &[u8]) -> Option<&'static [u8]> {
    const LETTERS: [&[u8]; 8] = [b"s", b"t", b"S", b"ll", b"ve", b"re", b"d", b"m"];
    let rest = &bytes[apostrophe(bytes)?..];
    LETTERS.into_iter().find(|letters| {
        rest.starts_with(letters) && !rest.get(letters.len()).is_some_and(u8::is_ascii_alphanumeric)
    })
}
