//! A text, and what is asked of places in it. The neighbours of a place are the
//! visible characters on either side: what may go is nobody's context, nor are
//! marks whose place in a row normalizing may change. Of an escape nothing is visible.

use super::class;
use super::escape;
use std::cell::RefCell;
use std::ops::Range;

/// How many unseen characters are looked past. Without a bound a line of
/// nothing else would take quadratic time.
const PATIENCE: usize = 32;

/// A text and the line asked for last.
pub struct Place<'t> {
    /// The text.
    pub text: &'t str,
    /// Where escapes stand, in order.
    escapes: Vec<Range<usize>>,
    /// That line, and whether it has right-to-left letters.
    line: RefCell<(Range<usize>, bool)>,
}

impl<'t> Place<'t> {
    /// Places in `text`.
    pub fn new(text: &'t str) -> Self {
        Place { text, escapes: escape::stretches(text), line: RefCell::new((0..0, false)) }
    }

    /// The character that starts at `at`.
    pub fn char_at(&self, at: usize) -> Option<char> {
        self.text[at..].chars().next()
    }

    /// The last visible character before `at`.
    pub fn before(&self, at: usize) -> Option<char> {
        self.seen_before(at).next()
    }

    /// The first visible character from `at` on.
    pub fn after(&self, at: usize) -> Option<char> {
        self.seen_after(at).next()
    }

    /// The visible characters before `at`, the nearest first.
    pub fn seen_before(&self, at: usize) -> impl Iterator<Item = char> + '_ {
        self.chars_before(at).map(|(_, c)| c).take(PATIENCE).filter(|c| !class::is_no_context(*c))
    }

    /// The visible characters from `at` on.
    pub fn seen_after(&self, at: usize) -> impl Iterator<Item = char> + '_ {
        self.chars_after(at).map(|(_, c)| c).take(PATIENCE).filter(|c| !class::is_no_context(*c))
    }

    /// How many digits follow, up to `most`. A soft hyphen among them becomes a hyphen, so
    /// that it is seen here.
    pub fn digits_after(&self, at: usize, most: usize) -> usize {
        let soft = |c: &char| *c == '\u{AD}';
        self.chars_after(at)
            .map(|(_, c)| c)
            .take(PATIENCE)
            .filter(|c| soft(c) || !class::is_no_context(*c))
            .skip_while(soft)
            .take(most)
            .take_while(char::is_ascii_digit)
            .count()
    }

    /// The characters before `at`, the nearest first, without those of escapes.
    fn chars_before(&self, mut at: usize) -> impl Iterator<Item = (usize, char)> + '_ {
        std::iter::from_fn(move || {
            if let Some(escape) = self.escape_around(at.checked_sub(1)?) {
                at = escape.start;
            }
            let c = self.text[..at].chars().next_back()?;
            at -= c.len_utf8();
            Some((at, c))
        })
    }

    /// The characters from `at` on, without those of escapes.
    fn chars_after(&self, mut at: usize) -> impl Iterator<Item = (usize, char)> + '_ {
        std::iter::from_fn(move || {
            if let Some(escape) = self.escape_around(at) {
                at = escape.end;
            }
            let c = self.char_at(at)?;
            at += c.len_utf8();
            Some((at - c.len_utf8(), c))
        })
    }

    /// The stretch of escapes that holds the byte at `at`.
    fn escape_around(&self, at: usize) -> Option<&Range<usize>> {
        let n = self.escapes.partition_point(|escape| escape.end <= at);
        self.escapes.get(n).filter(|escape| escape.start <= at)
    }

    /// Whether the line at `at` has letters that run from right to left.
    pub fn line_has_rtl(&self, at: usize) -> bool {
        let mut known = self.line.borrow_mut();
        if !known.0.contains(&at) {
            let is_break = |(_, c): &(usize, char)| class::is_break(*c);
            let start = self.chars_before(at).find(is_break).map_or(0, |(i, _)| i);
            let end = self.chars_after(at).find(is_break).map_or(self.text.len(), |(i, _)| i);
            let mut line = self.chars_after(start).take_while(|(i, _)| *i < end);
            *known = (start..end, line.any(|(_, c)| class::is_rtl(c)));
        }
        known.1
    }
}
