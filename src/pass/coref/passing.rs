//! The words of a text as they pass by: class, capital, place in the sentence,
//! without a table, without memory. The quick scan reads them; what has to be
//! exact, the count of tokens above all, is left to `token`.

use super::class::Class;
use super::words::{Entry, Lexicon, Whom};
use xxhash_rust::xxh3::xxh3_64;

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
    pub hash: u64,
}

/// The words of a text.
pub struct Passing<'a> {
    text: &'a str,
    at: usize,
    lexicon: &'a Lexicon,
    first: bool,
}

impl<'a> Passing<'a> {
    /// Begins at the beginning.
    pub fn new(text: &'a str, lexicon: &'a Lexicon) -> Passing<'a> {
        Passing { text, at: 0, lexicon, first: true }
    }

    fn skip_blanks(&mut self) {
        let bytes = self.text.as_bytes();
        while let Some(byte) = bytes.get(self.at).filter(|b| b.is_ascii_whitespace()) {
            self.first |= *byte == b'\n';
            self.at += 1;
        }
    }

    fn word(&mut self, end: usize) -> Word {
        let bytes = self.text.as_bytes();
        let (start, mut end) = (self.at, end);
        let mut known = None;
        if let Some(clitic) = clitic(&bytes[end..])
            && clitic == b"t"
            && end - start > 1
            && bytes[end - 1] == b'n'
        {
            end -= 1;
        } else if bytes.get(end) == Some(&b'.') {
            known = self.lexicon.abbreviation(&self.text[start..end]);
            let initial = end - start == 1 && bytes[start].is_ascii_uppercase();
            if known.is_some() || initial {
                self.at = end + 1;
                return self.made(start..end, known);
            }
        }
        self.at = end;
        self.made(start..end, known)
    }

    fn made(&mut self, at: std::ops::Range<usize>, known: Option<Entry>) -> Word {
        let text = &self.text[at];
        let Entry { class, whom } = known.unwrap_or_else(|| self.lexicon.entry(text));
        let capital = text.as_bytes().first().is_some_and(u8::is_ascii_uppercase);
        let inner_capital = capital && !self.first;
        self.first = false;
        Word { class, whom, inner_capital, hash: xxh3_64(text.as_bytes()) }
    }

    /// `'s`, `n't` and the like, which stand behind a word.
    fn contraction(&mut self, len: usize) -> Option<Word> {
        let bytes = self.text.as_bytes();
        let from = self.at;
        let negated = bytes[from] == b'n';
        let mark = from + usize::from(negated);
        let letters = clitic(&bytes[mark..])?;
        let class = match letters {
            b"t" if negated => Class::Negation,
            b"s" | b"S" => Class::PossessiveMark,
            b"t" => return None,
            _ => Class::Clitic,
        };
        self.at = mark + len + letters.len();
        Some(Word { class, whom: None, inner_capital: false, hash: 0 })
    }

    fn sign(&mut self) -> Word {
        let text = self.text;
        let sign = text[self.at..].chars().next().unwrap_or(' '); // called before a character only
        let start = self.at;
        while text[self.at..].starts_with(sign) {
            self.at += sign.len_utf8();
        }
        let class = self.lexicon.entry(&text[start..self.at]).class;
        self.first = match class {
            Class::Stop => true,
            Class::Quote | Class::Open | Class::Close => self.first,
            _ => false,
        };
        Word { class, whom: None, inner_capital: false, hash: 1 }
    }
}

impl Iterator for Passing<'_> {
    type Item = Word;

    fn next(&mut self) -> Option<Word> {
        self.skip_blanks();
        let bytes = self.text.as_bytes();
        let end = word_end(bytes, self.at);
        if end > self.at {
            let behind = bytes[self.at] == b'n' && end == self.at + 1;
            if behind
                && let Some(len) = apostrophe(&bytes[end..])
                && let Some(word) = self.contraction(len)
            {
                return Some(word);
            }
            return Some(self.word(end));
        }
        if let Some(len) = apostrophe(bytes.get(self.at..)?)
            && let Some(word) = self.contraction(len)
        {
            return Some(word);
        }
        (self.at < bytes.len()).then(|| self.sign())
    }
}

/// Where the run of letters, digits and inner hyphens ends that begins at a byte.
fn word_end(bytes: &[u8], from: usize) -> usize {
    let mut at = from;
    while let Some(&byte) = bytes.get(at) {
        let inner = matches!(byte, b'-' | b'.' | b',' | b'&')
            && at > from
            && bytes.get(at + 1).is_some_and(|next| {
                if byte == b'-' { next.is_ascii_alphanumeric() } else { next.is_ascii_digit() }
            });
        if !(byte.is_ascii_alphanumeric() || inner || byte >= 0x80 && !is_sign(&bytes[at..])) {
            break;
        }
        at += 1;
    }
    at
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
