//! A text as a TOML string, in the style of the one it replaces as far as that
//! style can hold it, else as a basic string on one line. The toml crate's own
//! writer picks a style anew and would turn a list's lines upside down.

use super::visible::is_unseen;
use std::fmt::Write;

/// `text` in the style of `old`, which stands in a TOML file.
pub fn like(old: &str, text: &str) -> String {
    let styled = if let Some(body) = old.strip_prefix("'''") {
        let is_plain = text.split(line_end(body)).all(is_seen);
        is_plain.then(|| format!("'''{}{text}'''", opening(body)))
    } else if let Some(body) = old.strip_prefix("\"\"\"") {
        Some(format!("\"\"\"{}{}\"\"\"", opening(body), escaped_lines(text, line_end(body))))
    } else if old.starts_with('\'') {
        is_seen(text).then(|| format!("'{text}'"))
    } else {
        None
    };
    styled.filter(|styled| reads_as(styled, text)).unwrap_or_else(|| basic(text))
}

fn is_seen(text: &str) -> bool {
    !text.chars().any(is_unseen)
}

/// The line end of a string's file. Only such may stand in the new one as they
/// are: the toml crate reads them as written, and others would mix.
fn line_end(body: &str) -> &'static str {
    if body.contains("\r\n") { "\r\n" } else { "\n" }
}

/// The line end after the opening quotes, which is no part of the text.
fn opening(body: &str) -> &'static str {
    let end = line_end(body);
    if body.starts_with(end) { end } else { "" }
}

fn reads_as(literal: &str, text: &str) -> bool {
    let table: Result<toml::Table, _> = toml::from_str(&format!("x = {literal}\n"));
    table.is_ok_and(|table| table.get("x").and_then(toml::Value::as_str) == Some(text))
}

fn basic(text: &str) -> String {
    format!("\"{}\"", escaped(text, &['"']))
}

/// The inside of a basic string of several lines: single quotation marks stay.
fn escaped_lines(text: &str, end: &str) -> String {
    let lines = text.split(end).map(|line| escaped(line, &[]).replace("\"\"", "\"\\\""));
    let inner = lines.collect::<Vec<_>>().join(end);
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
            ("'''\r\nold\r\n'''", "a\r\nb", "'''\r\na\r\nb'''"),
            ("'''\r\nold\r\n'''", "a\nb", r#""a\nb""#),
            ("'old'", "a\tb", r#""a\tb""#),
            ("'''old'''", "a\u{200b}b", "\"a\\u200Bb\""),
            ("\"\"\"old\"\"\"", "a \"b\"\nc\t\"", "\"\"\"a \"b\"\nc\\t\\\"\"\"\""),
            ("\"old\"", "\u{e0068}", "\"\\U000E0068\""),
        ];
        for (old, text, want) in cases {
            let got = like(old, text);
            assert_eq!(got, want);
            assert!(reads_as(&got, text), "{got}");
        }
    }
}
