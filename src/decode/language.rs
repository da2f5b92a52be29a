//! What the text of a language looks like: how its letters follow one another,
//! or, where they are ideographs or syllables, how frequent each is. Learned by
//! `bench/decode/train.py`, and read from `languages.txt` when the first text
//! asks for it.
//!
//! All costs are in quarters of a bit: how surprising a character is where it
//! stands. Sums of them compare encodings of the same bytes.

use std::sync::LazyLock;

/// Classes that all languages share; letters follow. The order is the trainer's.
pub const BLANK: u8 = 0;
const DIGIT: u8 = 1;
/// A letter that the language does not have.
pub const FOREIGN: u8 = 2;
const INNER: u8 = 3;
const OPEN: u8 = 4;
const CLOSE: u8 = 5;
const DASH: u8 = 6;
/// A sign that is none of the above.
pub const SIGN: u8 = 7;
const SHARED: usize = 8;

/// The figures of the tables, least first.
const FIGURES: &[u8; 64] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz+/";

/// A language written with letters.
pub struct Language {
    /// Its name.
    pub name: &'static str,
    /// Its letters, small ones, in order.
    letters: Vec<char>,
    /// For each class and the next, what the step costs.
    steps: Vec<u8>,
    /// How many classes there are.
    size: usize,
}

/// A language written with so many characters that only their frequency counts.
pub struct Ideographic {
    /// Its name.
    pub name: &'static str,
    /// The most frequent characters, in order, each with its rank.
    ranks: Vec<(char, u16)>,
}

/// All languages.
pub struct Languages {
    /// Those with letters.
    pub lettered: Vec<Language>,
    /// The others.
    pub ideographic: Vec<Ideographic>,
}

/// The languages that are known.
pub static LANGUAGES: LazyLock<Languages> =
    LazyLock::new(|| Languages::read(include_str!("languages.txt")));

impl Languages {
    /// Reads a file of the trainer's. A table that is not whole is left out.
    fn read(file: &'static str) -> Languages {
        let mut all = Languages { lettered: Vec::new(), ideographic: Vec::new() };
        for section in file.split("\n\n").skip(1) {
            let Some((name, rest)) = section.split_once(' ') else { continue };
            let (letters, table) = rest.split_once('\n').unwrap_or((rest, ""));
            if table.is_empty() {
                let mut ranks: Vec<(char, u16)> = letters.chars().zip(0..).collect();
                ranks.sort_unstable();
                all.ideographic.push(Ideographic { name, ranks });
                continue;
            }
            let letters: Vec<char> = letters.chars().collect();
            let steps: Vec<u8> = table
                .bytes()
                .filter_map(|b| FIGURES.iter().position(|f| *f == b))
                .map(cost)
                .collect();
            let size = letters.len() + SHARED;
            if steps.len() == size * size {
                // Hebrew was also stored as it is seen, from left to right.
                let seen = (name == "he").then(|| mirrored(&letters, &steps));
                all.lettered.push(Language { name, letters, steps, size });
                all.lettered.extend(seen);
            }
        }
        all
    }
}

fn cost(figure: usize) -> u8 {
    u8::try_from(figure).unwrap_or(u8::MAX)
}

/// Hebrew read backwards.
fn mirrored(letters: &[char], steps: &[u8]) -> Language {
    let size = letters.len() + SHARED;
    let steps = (0..size * size).map(|i| steps[i % size * size + i / size]).collect();
    Language { name: "he-seen", letters: letters.to_vec(), steps, size }
}

impl Language {
    /// The class of a character and what it costs beside its steps.
    pub fn classify(&self, c: char) -> (u8, u8) {
        if c.is_ascii() {
            return match c {
                '\'' => (INNER, 0),
                '0'..='9' => (DIGIT, 0),
                'A'..='Z' | 'a'..='z' => self.letter(c).unwrap_or((FOREIGN, 20)),
                _ => (BLANK, 0),
            };
        }
        match c {
            '\u{A0}' => (BLANK, 12),
            '’' => (INNER, 6),
            '´' => (INNER, 20),
            '«' | '“' | '„' => (OPEN, 8),
            '‘' | '‚' | '‹' | '¿' | '¡' => (OPEN, 16),
            '»' | '”' | '…' => (CLOSE, 8),
            '›' => (CLOSE, 20),
            '–' | '—' | '•' | '·' => (DASH, 8),
            '©' | '®' | '°' | '™' | '×' | '№' | '€' | '§' | '£' => (SIGN, 16),
            '½' | '²' | '³' | '\u{AD}' | '¼' | '¾' | '±' | 'º' | 'ª' | 'µ' | '†' | '¶' | '¹'
            | '¨' | '¢' | '¥' | '‰' | '‑' => (SIGN, 28),
            '\u{80}'..='\u{9F}' => (SIGN, 80),
            '\u{2500}'..='\u{25A0}' => (SIGN, 48),
            c if is_letter(c) => self.letter(c).unwrap_or_else(|| self.foreign(c)),
            _ => (SIGN, 44),
        }
    }

    fn letter(&self, c: char) -> Option<(u8, u8)> {
        let small = if c.is_uppercase() { c.to_lowercase().next()? } else { c };
        let at = self.letters.binary_search(&small).ok()?;
        Some((u8::try_from(at + SHARED).ok()?, 0))
    }

    /// A letter of another language: of the same script it is likelier.
    fn foreign(&self, c: char) -> (u8, u8) {
        let block = |c: char| u32::from(c) >> 7;
        let latin = |c: char| c < '\u{250}';
        let alike = |own: &char| block(*own) == block(c) || latin(*own) && latin(c);
        (FOREIGN, if self.letters.iter().any(alike) { 28 } else { 48 })
    }

    /// What the step from one class to the next costs.
    pub fn step(&self, from: u8, to: u8) -> u8 {
        let at = usize::from(from) * self.size + usize::from(to);
        self.steps.get(at).copied().unwrap_or(u8::MAX)
    }
}

/// Whether it is a letter or a mark on one.
pub fn is_letter(c: char) -> bool {
    c.is_alphabetic() && !matches!(c, 'ª' | 'º')
        || matches!(c, '\u{300}'..='\u{36F}' | '\u{591}'..='\u{5C7}' | '\u{64B}'..='\u{652}')
        || matches!(c, '\u{E31}' | '\u{E34}'..='\u{E3A}' | '\u{E47}'..='\u{E4E}')
}

impl Ideographic {
    /// Whether it is one of the most frequent characters.
    pub fn is_frequent(&self, c: char) -> bool {
        self.ranks.binary_search_by_key(&c, |(known, _)| *known).is_ok()
    }

    /// What a character beyond ASCII costs.
    pub fn cost(&self, c: char) -> u32 {
        match self.ranks.binary_search_by_key(&c, |(known, _)| *known) {
            Ok(at) => by_rank(self.ranks[at].1),
            Err(_) => match c {
                '\u{4E00}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7A3}' => 68,
                '\u{3000}'..='\u{30FF}' | '\u{FF01}'..='\u{FF5E}' | '\u{2010}'..='\u{2300}' => 52,
                '\u{FF61}'..='\u{FF9F}' => 44,
                '\u{E000}'..='\u{F8FF}' => 96,
                _ => 76,
            },
        }
    }
}

/// Four times the binary logarithm of the inverse of a frequency that falls with the rank.
fn by_rank(rank: u16) -> u32 {
    let n = (u32::from(rank) + 8) * 6;
    // A logarithm in quarters: the whole part, and how far the rest is on its way.
    let whole = n.ilog2();
    4 * whole + (n - (1 << whole)) * 4 / (1 << whole)
}
