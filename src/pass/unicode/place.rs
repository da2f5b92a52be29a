//! A text, and what is asked of places in it. The neighbours of a place are the
//! visible characters on either side: what may go is nobody's context, nor are
//! marks whose place in a row normalizing may change.

use super::class;
use std::cell::RefCell;
use std::ops::Range;

/// How many unseen characters are looked past. Without a bound a line of
/// nothing else would take quadratic time.
const PATIENCE: usize = 32;

/// A text and the line asked for last.
pub struct Place<'t> {
    /// The text.
    pub text: &'t str,
    /// That line, and whether it has right-to-left letters.
    line: RefCell<(Range<usize>, bool)>,
}

impl<'t> Place<'t> {
    /// Places in `text`.
    pub fn new(text: &'t str) -> Self {
        Place { text, line: RefCell::new((0..0, false)) }
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
        self.text[..at].chars().rev().take(PATIENCE).filter(|c| !class::is_no_context(*c))
    }

    /// The visible characters from `at` on.
    pub fn seen_after(&self, at: usize) -> impl Iterator<Item = char> + '_ {
        self.text[at..].chars().take(PATIENCE).filter(|c| !class::is_no_context(*c))
    }

    /// Whether the line at `at` has letters that run from right to left.
    pub fn line_has_rtl(&self, at: usize) -> bool {
        let mut known = self.line.borrow_mut();
        if !known.0.contains(&at) {
            let start = self.text[..at].rfind(class::is_break).unwrap_or(0);
            let end = self.text[at..].find(class::is_break).map_or(self.text.len(), |n| at + n);
            *known = (start..end, self.text[start..end].chars().any(class::is_rtl));
        }
        known.1
    }
}
