//! Characters that a reader of a terminal or of a rule file can't see, and
//! how they are written so that he can.

use std::fmt::Write;

/// Whether a character shows nothing, or something that it is not.
pub fn is_unseen(c: char) -> bool {
    let format = matches!(c,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{fff9}'..='\u{fffc}'
        | '\u{e0000}'..='\u{e01ef}');
    c.is_control() || format || (c != ' ' && c.is_whitespace())
}

/// A text with what is unseen escaped; line ends as `⏎`.
pub fn visible(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' => shown.push('⏎'),
            '\t' => shown.push_str("\\t"),
            '\r' => shown.push_str("\\r"),
            c if is_unseen(c) => {
                // Writing to a string does not fail.
                let _ = write!(shown, "\\u{{{:X}}}", u32::from(c));
            }
            c => shown.push(c),
        }
    }
    shown
}
