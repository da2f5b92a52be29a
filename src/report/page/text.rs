//! Texts of documents as markup. Whatever a document holds can be shown and does
//! no harm: marks of markup are escaped, and characters that can't be seen, or
//! that would turn the writing of the page around, are named instead. Blanks that
//! are what an edit is about are made visible.

use crate::hits::Excerpt;
use crate::report::number::grouped;
use minijinja::Value;
use std::fmt::Write;
use unicode_normalization::char::canonical_combining_class;

/// Markup that needs no more escaping.
pub type Markup = Value;

/// Characters that can't be seen, of which so many are named in one text; what
/// comes behind them is a box, lest a text of nothing else fill the page.
const CODES: usize = 24;

/// What stands around an edit: blanks are as they are, line ends are shown.
pub fn context(text: &str) -> Markup {
    let mut html = Html::default();
    text.chars().for_each(|c| html.character(c));
    Value::from_safe_string(html.text)
}

/// What was taken out or put in: blanks at its ends and beside others are shown.
pub fn edited(excerpt: &Excerpt) -> Markup {
    let mut html = Html::default();
    html.stretch(&excerpt.head, excerpt.left_out == 0);
    if excerpt.left_out > 0 {
        let left_out = grouped(excerpt.left_out as u64);
        html.span("cut", &format!(" … {left_out} characters … "));
        html.stretch(&excerpt.tail, true);
    }
    Value::from_safe_string(html.text)
}

#[derive(Default)]
struct Html {
    text: String,
    codes: usize,
}

impl Html {
    /// `ends`: whether what is edited ends with this text.
    fn stretch(&mut self, text: &str, ends: bool) {
        if text.chars().next().is_some_and(|c| canonical_combining_class(c) != 0) {
            // An accent needs something to stand on.
            self.text.push('◌');
        }
        let mut before = None;
        let mut rest = text.chars().peekable();
        while let Some(c) = rest.next() {
            let is_blank = |c: Option<char>| c.is_none_or(char::is_whitespace);
            let at_cut = rest.peek().is_none() && !ends;
            if c == ' ' && (is_blank(before) || (is_blank(rest.peek().copied()) && !at_cut)) {
                self.span("ws", "·");
            } else {
                self.character(c);
            }
            before = Some(c);
        }
    }

    fn character(&mut self, c: char) {
        match c {
            '&' => self.text.push_str("&amp;"),
            '<' => self.text.push_str("&lt;"),
            '>' => self.text.push_str("&gt;"),
            '\n' => self.span("ws", "⏎"),
            '\t' => self.span("ws", "→"),
            c if is_unseen(c) && self.codes < CODES => {
                self.codes += 1;
                self.span("code", &format!("U+{:04X}", u32::from(c)));
            }
            c if is_unseen(c) => self.text.push('▯'),
            c => self.text.push(c),
        }
    }

    fn span(&mut self, class: &str, text: &str) {
        for part in ["<span class=\"", class, "\">", text, "</span>"] {
            self.text.push_str(part);
        }
    }
}

/// A name of a document or a reason, to be escaped by the template: what can't be
/// seen is named, and a long one is shortened in its middle.
pub fn name(text: &str) -> String {
    /// Characters shown of it.
    const LONGEST: usize = 160;
    let excerpt = Excerpt::of(text, LONGEST);
    let gap = if excerpt.left_out > 0 { "…" } else { "" };
    let mut shown = String::new();
    for c in excerpt.head.chars().chain(gap.chars()).chain(excerpt.tail.chars()) {
        if is_unseen(c) {
            // Writing to a string does not fail.
            let _ = write!(shown, "\\u{{{:X}}}", u32::from(c));
        } else {
            shown.push(c);
        }
    }
    shown
}

/// Whether a character shows nothing, or turns others around, or is no character.
fn is_unseen(c: char) -> bool {
    let format = matches!(c,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{fff9}'..='\u{fffc}'
        | '\u{e000}'..='\u{f8ff}' | '\u{e0000}'..='\u{e01ef}' | '\u{f0000}'..='\u{10ffff}');
    let is_no_character = matches!(c, '\u{fdd0}'..='\u{fdef}') || u32::from(c) & 0xfffe == 0xfffe;
    c.is_control() || format || is_no_character || (c != ' ' && c.is_whitespace())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edit(text: &str) -> String {
        edited(&Excerpt::of(text, 40)).to_string()
    }

    #[test]
    fn markup_in_texts_is_escaped() {
        let html = context("<script>alert('&\"')</script>").to_string();
        assert_eq!(html, "&lt;script&gt;alert('&amp;\"')&lt;/script&gt;");
    }

    #[test]
    fn blanks_are_seen_where_they_matter() {
        let ws = |sign: &str| format!("<span class=\"ws\">{sign}</span>");
        assert_eq!(edit("a b"), "a b");
        assert_eq!(edit(" "), ws("·"));
        assert_eq!(edit("the "), format!("the{}", ws("·")));
        assert_eq!(edit("a  b"), format!("a{}{}b", ws("·"), ws("·")));
        assert_eq!(edit("\t\n"), format!("{}{}", ws("→"), ws("⏎")));
        assert_eq!(context("a  b").to_string(), "a  b");
    }

    #[test]
    fn what_cannot_be_seen_is_named() {
        assert_eq!(context("a\u{202e}b").to_string(), "a<span class=\"code\">U+202E</span>b");
        assert!(edit("\u{a0}").contains("U+00A0") && edit("\u{7}").contains("U+0007"));
        assert_eq!(edit("\u{301}"), "◌\u{301}");
        let many = edit(&"\u{200b}".repeat(40));
        assert_eq!((many.matches("U+200B").count(), many.matches('▯').count()), (24, 16));
        assert_eq!(name("a\u{202e}b\u{1b}[m"), "a\\u{202E}b\\u{1B}[m");
    }

    #[test]
    fn what_is_long_is_cut() {
        let html = edit(&format!("{}{}", "x ".repeat(30), "end"));
        assert!(html.contains("… 23 characters …") && html.ends_with("end"), "{html}");
        assert!(!html.contains("class=\"ws\""), "a cut is no end: {html}");
        assert_eq!(name(&"n".repeat(500)).chars().count(), 161);
    }
}
