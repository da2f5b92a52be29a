//! What the searches of a text found, in their order. In a run a damaged text is
//! looked at by the first reading and again when it is cleaned, and the searches,
//! which take most of the time of that, come out the same: so the second look is
//! told them. What follows from a way costs little, and is worked out again.

use super::way::Step;
use std::cell::{Cell, RefCell};
use xxhash_rust::xxh3::xxh3_64;

/// A way and its weight.
pub type Found = (Vec<Step>, f64);

/// What was found in a text.
#[derive(Clone, Debug, PartialEq)]
pub struct Searches {
    /// The hash of the text, every byte of it.
    text: u64,
    found: Vec<Found>,
}

impl Searches {
    /// What was found, if it was in this text.
    pub fn of(&self, text: &str) -> &[Found] {
        if self.text == xxh3_64(text.as_bytes()) { &self.found } else { &[] }
    }
}

/// Keeps what is found, and knows what was.
#[derive(Default)]
pub struct Log<'k> {
    known: &'k [Found],
    next: Cell<usize>,
    found: RefCell<Vec<Found>>,
}

impl<'k> Log<'k> {
    /// Of a text that was looked at before, in which this was found; nothing is known of any other.
    pub fn new(known: &'k [Found]) -> Log<'k> {
        Log { known, ..Log::default() }
    }

    /// What the next search finds.
    pub fn next(&self, search: impl FnOnce() -> Found) -> Found {
        let next = self.next.replace(self.next.get() + 1);
        let found = self.known.get(next).cloned().unwrap_or_else(search);
        self.found.borrow_mut().push(found.clone());
        found
    }

    /// All that was found in a text.
    pub fn close(self, text: &str) -> Searches {
        Searches { text: xxh3_64(text.as_bytes()), found: self.found.into_inner() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the next search finds, which by itself would find a rise there.
    fn next(log: &Log<'_>, at: usize) -> Vec<Step> {
        log.next(|| (vec![Step::Rise { at }], 0.0)).0
    }

    #[test]
    fn what_was_found_in_a_text_is_not_searched_for_again() {
        let first = Log::default();
        let found = [next(&first, 1), next(&first, 2)];
        let searches = first.close("a text");
        let again = Log::new(searches.of("a text"));
        assert_eq!([next(&again, 7), next(&again, 8)], found);
        assert_eq!(next(&again, 9), [Step::Rise { at: 9 }], "what is beyond is searched for");
        assert_eq!(again.close("a text").found.len(), 3);
        assert!(searches.of("a text ").is_empty() && searches.of("another").is_empty());
    }
}
