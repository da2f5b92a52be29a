//! Spaces other than the blank. Most of them are layout and become a blank.
//! Where one is spelling it stays: the no-break space that French sets before
//! `; : ! ? »` and after `«`, one that groups the digits of a number, and the
//! wide space of Chinese and Japanese.

use super::class;
use super::place::Place;
use unicode_normalization::char::is_combining_mark;

/// What a no-break space becomes; `None` where it is spelling.
pub fn no_break(place: &Place<'_>, at: usize) -> Option<&'static str> {
    let end = at + place.char_at(at)?.len_utf8();
    let (before, after) = (place.before(at), place.after(end));
    let stays = before.zip(after).is_some_and(|(before, after)| {
        let french = matches!(after, ';' | ':' | '!' | '?' | '»') && !before.is_whitespace()
            || before == '«' && !after.is_whitespace();
        french || class::is_mongolian(before)
    });
    (!stays && !groups_digits(place, at, end)).then_some(" ")
}

/// What another space becomes; `None` where it is spelling.
pub fn typographic(place: &Place<'_>, at: usize, c: char) -> Option<&'static str> {
    let end = at + c.len_utf8();
    let stays = match c {
        '\u{3000}' => {
            let wide = |c: Option<char>| c.is_some_and(|c| class::is_wide(c) || c == '\u{3000}');
            // A mark may still change places with another when letters are
            // composed, so it says nothing.
            let base = place.seen_before(at).find(|c| !is_combining_mark(*c));
            wide(base) || wide(place.after(end))
        }
        '\u{1680}' => true,
        _ => groups_digits(place, at, end),
    };
    (!stays).then_some(" ")
}

/// Whether exactly three digits follow and one to three stand before.
fn groups_digits(place: &Place<'_>, at: usize, end: usize) -> bool {
    let before = place.seen_before(at).take(4).take_while(char::is_ascii_digit).count();
    (1..=3).contains(&before) && place.digits_after(end, 4) == 3
}
