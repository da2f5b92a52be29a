//! A text as a TOML string, in the style of the one it replaces as far as that
//! style can hold it, else as a basic string on one line. The toml crate's own
//! writer picks a style anew and would turn a list's lines upside down.

use super::visible::is_unseen;
use std::fmt::Write;

/// `text` in the style of `old`, which stands in a TOML file.
pub fn like(old: &str, text: &str) -> String {
    let styled = if let Some(body) = old.strip_prefix("'''") {
        raw(text, '\n').then(|| format!("'''{}{}'''", opening(body), with_ends(text, body)))
    } else if let Some(body) = old.strip_prefix("\"\"\"") {
        let inner = with_ends(&escaped_lines(text), body);
        Some(format!("\"\"\"{}{inner}\"\"\"", opening(body)))
    } else if old.starts_with('\'') {
        raw(text, '\t').then(|| format!("'{text}'"))
    } else {
        None
    };
    styled.filter(|styled| reads_as(styled, text)).unwrap_or_else(|| basic(text))
}

/// Whether all can be seen in a literal string; `also` is as good as seen.
fn raw(text: &str, also: char) -> bool {
    text.chars().all(|c| c == also || !is_unseen(c))
}

/// The line end after the opening quotes, which is no part of the text.
fn opening(body: &str) -> &'static str {
    if body.starts_with("\r\n") {
        "\r\n"
    } else if body.starts_with('\n') {
        "\n"
    } else {
        ""
    }
}

/// A text with line ends as its file has them.
fn with_ends(text: &str, body: &str) -> String {
    if body.contains("\r\n") { text.replace('\n', "\r\n") } else { text.to_owned() }
}

fn reads_as(literal: &str, text: &str) -> bool {
    let table: Result<toml::Table, _> = toml::from_str(&format!("x = {literal}\n"));
    table.is_ok_and(|table| table.get("x").and_then(toml::Value::as_str) == Some(text))
}

fn basic(text: &str) -> String {
    format!("\"{}\"", escaped(text, &['"']))
}

/// The inside of a basic string of several lines: single quotes marks stay.
fn escaped_lines(text: &str) -> String {
    let lines: Vec<String> =
        text.split('\n').map(|line| escaped(line, &[]).replace("\"\"", "\"\\\"")).collect();
    let inner = lines.join("\n");
    match inner.strip_suffix('"') {
        Some(rest) => format!("{rest}\\\""),
        None => inner,
    }
}

fn escaped(text: &str, also: &[char]) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        // Writing to a string does not fail.
        let _ = match c {
            '\\' => write!(out, "\\\\"),
            '\n' => write!(out, "\\n"),
            '\t' => write!(out, "\\t"),
            '\r' => write!(out, "\\r"),
            c if also.contains(&c) => write!(out, "\\{c}"),
            c if is_unseen(c) && u32::from(c) > 0xffff => write!(out, "\\U{:08X}", u32::from(c)),
            c if is_unseen(c) => write!(out, "\\u{:04X}", u32::from(c)),
            c => write!(out, "{c}"),
        };
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_old_style_is_kept_where_it_can_be() {
        let cases = [
            ("\"old\"", "say \"a\\b\"\n", r#""say \"a\\b\"\n""#),
            ("'old'", "a\\b", r"'a\b'"),
            ("'old'", "it's", r#""it's""#),
            ("'old'", "a\nb", r#""a\nb""#),
            ("'''\nold'''", "a\nit's", "'''\na\nit's'''"),
            ("'''\r\nold\r\n'''", "a\nb", "'''\r\na\r\nb'''"),
            ("'''old'''", "a\u{200b}b", "\"a\\u200Bb\""),
            ("\"\"\"old\"\"\"", "a \"b\"\nc\t\"", "\"\"\"a \"b\"\nc\\t\\\"\"\"\""),
            ("\"old\"", "\u{e0068}", "\"\\U000E0068\""),
        ];
        for (old, text, want) in cases {
            let got = like(old, text);
            assert_eq!(got, want);
            assert!(reads_as(&got, text) || old.contains('\r'), "{got}");
        }
    }
}
