//! What the lists of the policy say, by the spelling of a word. Every word of a corpus
//! is looked up here, and most are in no list: a table of half a hash each, of which
//! two thirds are empty, stays near and tells so at one look.

use super::words::Entry;
use std::collections::BTreeMap;

/// Places in the table for each word of the lists, at the least.
const ROOM: usize = 2;

/// The words of the lists.
#[derive(Clone, Debug)]
pub struct Listed {
    /// The upper half of a spelling's number at each place, odd; 0 where there is none.
    tags: Vec<u32>,
    /// The whole of it, and what is said of the word.
    words: Vec<(u64, Entry)>,
}

impl Listed {
    /// Of words by the numbers of their spellings in small letters; `nothing` fills the places between.
    pub fn new(words: &BTreeMap<u64, Entry>, nothing: Entry) -> Listed {
        let places = (words.len() * ROOM).next_power_of_two();
        let mut listed = Listed { tags: vec![0; places], words: vec![(0, nothing); places] };
        for (spelled, entry) in words {
            let mut at = listed.place(*spelled);
            while listed.tags[at] != 0 {
                at = (at + 1) % places;
            }
            (listed.tags[at], listed.words[at]) = (tag(*spelled), (*spelled, *entry));
        }
        listed
    }

    /// What is said of the word of a spelling.
    #[inline]
    pub fn get(&self, spelled: u64) -> Option<Entry> {
        let mut at = self.place(spelled);
        loop {
            match self.tags.get(at).copied() {
                Some(0) | None => return None,
                Some(found) if found == tag(spelled) && self.words[at].0 == spelled => {
                    return Some(self.words[at].1);
                }
                Some(_) => at = (at + 1) & (self.tags.len() - 1),
            }
        }
    }

    #[allow(clippy::cast_possible_truncation)] // the low bits are wanted
    fn place(&self, spelled: u64) -> usize {
        spelled as usize & (self.tags.len() - 1)
    }
}

fn tag(spelled: u64) -> u32 {
    (spelled >> 32) as u32 | 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pass::coref::class::Class;

    #[test]
    fn words_are_found_and_others_are_not() {
        let entry = |class| Entry { class, whom: None };
        let same_place = (0..40_u64).map(|n| ((n << 32) | (n % 3), entry(Class::Article)));
        let words: BTreeMap<u64, Entry> = same_place.collect();
        let listed = Listed::new(&words, entry(Class::Other));
        for (spelled, said) in &words {
            assert_eq!(listed.get(*spelled), Some(*said));
            assert_eq!(listed.get(spelled + 7), None);
        }
        assert_eq!(Listed::new(&BTreeMap::new(), entry(Class::Other)).get(0), None);
    }
}
