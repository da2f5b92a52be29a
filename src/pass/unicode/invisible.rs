//! Characters without width: which of them do something where they stand.

use super::class;
use super::place::Place;

/// Whether the invisible `c` at `at` does something there.
pub fn stays(place: &Place<'_>, at: usize, c: char) -> bool {
    let (before, after) = (place.before(at), place.after(at));
    let left = |f: fn(char) -> bool| before.is_some_and(f);
    let right = |f: fn(char) -> bool| after.is_some_and(f);
    match c {
        // Parts words where no blank does.
        '\u{200B}' => left(class::is_unspaced) && right(class::is_unspaced),
        // Shapes what stands before it, and at times what stands after.
        '\u{200C}' => left(class::is_shaped),
        '\u{200D}' => {
            left(class::is_shaped)
                || right(class::is_shaped)
                || left(class::is_emoji) && right(class::is_emoji)
        }
        '\u{180E}' => left(class::is_mongolian),
        // Keeps apart what would sort or stack together; of use in Hebrew.
        '\u{34F}' => left(class::is_rtl),
        // Spell the flags of England, Scotland and Wales.
        '\u{E0020}'..='\u{E007F}' => before == Some('\u{1F3F4}'),
        _ => false,
    }
}

/// Whether the variation selector `c` at `at` chooses among real variants.
pub fn selector_stays(place: &Place<'_>, at: usize, c: char) -> bool {
    match (place.before(at), c) {
        (Some(before), '\u{180B}'..='\u{180D}') => class::is_mongolian(before),
        (Some(before), '\u{E0100}'..='\u{E01EF}') => class::is_wide(before),
        (Some(before), _) => !class::is_plain_letter(before) && !before.is_whitespace(),
        (None, _) => false,
    }
}

/// What a soft hyphen stands for. Within a word nothing; where it was used as a
/// hyphen, or a reader saw one at a line's end, a hyphen.
pub fn soft_hyphen(place: &Place<'_>, at: usize) -> &'static str {
    let end = at + '\u{AD}'.len_utf8();
    let (before, after) = (place.before(at), place.after(end));
    let doubled = before == Some('-') || after == Some('-') || place.text[..at].ends_with('\u{AD}');
    let next_line = || {
        let rest = place.text[end..].trim_start_matches(|c| class::is_unseen(c) || c == '\r');
        rest.strip_prefix('\n')
            .and_then(|line| line.trim_start_matches(class::is_unseen).chars().next())
    };
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let blank = |c: Option<char>| c.is_none_or(char::is_whitespace);
    let broken =
        before.is_some_and(char::is_alphanumeric) && next_line().is_some_and(char::is_alphanumeric);
    let dash = blank(before) && after == Some(' ');
    if !doubled && (broken || dash || digit(before) && digit(after)) { "-" } else { "" }
}
