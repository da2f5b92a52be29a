//! Whether a text is in another language than the word lists. Of one that is, nothing
//! can be said, and to scan it is waste: a third of a corpus of many languages. Some
//! spots of a long text tell, since the lists have nearly every other word of their own
//! language: of 209 long news, novels and made rows, most of them damaged, the least had 31
//! in 100; of long made rows in other languages nine in ten have fewer than 12 ("in", "on"
//! and "me" are words of many).
//!
//! It does not tell which language it is, and a text of several is none that is foreign.

use super::spelling::Spelling;
use super::words::Lexicon;

/// The length of a text from which on spots of it are read instead of all, in bytes.
const LONG: usize = 2048;
/// How many spots are read, and how long each is, in bytes: hundred words and more in all.
const SPOTS: usize = 8;
const SPOT: usize = 96;
/// Of so many words one must be in the lists.
const ONE_IN: usize = 8;

/// Whether spots of a text have next to no word of the lists. Short texts are never foreign.
pub fn is_foreign(text: &str, lexicon: &Lexicon) -> bool {
    if text.len() < LONG {
        return false;
    }
    let (mut words, mut listed) = (0, 0);
    for number in 0..SPOTS {
        let from = (text.len() - SPOT) * number / (SPOTS - 1);
        let spot = &text.as_bytes()[from..from + SPOT];
        // The word at the beginning may have lost its own.
        let mut at = spot.iter().position(u8::is_ascii_whitespace).unwrap_or(0);
        while at < spot.len() {
            let (spelling, end) = Spelling::read(spot, at);
            if end > at {
                words += 1;
                listed += usize::from(lexicon.is_listed(spelling));
            }
            at = end.max(at + 1);
        }
        // However many words are left, these are enough.
        if listed * ONE_IN >= words + (SPOTS - 1 - number) * SPOT / 2 {
            return false;
        }
    }
    listed * ONE_IN < words
}

#[cfg(test)]
mod tests {
    use crate::pipeline::Pipeline;

    #[test]
    fn only_a_long_text_without_the_words_of_the_language_is_foreign() {
        let chain = Pipeline::shipped().unwrap();
        let coref = chain.passes().iter().find_map(|pass| pass.coref()).unwrap();
        let is_foreign = |lines: &[&str]| coref.is_foreign(&lines.concat().repeat(40));
        let english =
            "The mill burnt down in the night, and what he had saved of it was not his.\n";
        let german = "Gestern Nacht ist die alte Mühle abgebrannt, und nichts davon blieb übrig.\n";
        let french =
            "Le moulin a brûlé dans la nuit, et le maire promet que le toit sera refait.\n";
        let russian = "Ночью сгорела мельница, и то, что он спас, ему уже не принадлежало.\n";
        let menu = "Home | News | Weather | Sports | About us | Contact | Sign in to read more\n";
        for text in [german, french, russian] {
            assert!(is_foreign(&[text]), "{text}");
            assert!(!is_foreign(&[text, english]), "{text}");
            assert!(!coref.is_foreign(text), "it is short");
        }
        assert!(!is_foreign(&[english]) && !is_foreign(&[menu, english]));
    }
}
