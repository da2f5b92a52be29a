//! JSON's literals of texts, read and written. `serde_json` refuses lone
//! surrogates in a text; scraped records have them, so reading is done here and
//! never fails on what `serde_json` has found to be well formed.

// Where bytes are asked in blocks, a branch would forbid vectors.
#![allow(clippy::needless_bitwise_bool)]

use crate::blocks;
use std::fmt::Write;

/// How a literal is written, so that a changed text is written the same way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Style {
    /// Escapes only where JSON asks for them, as `serde_json` and JavaScript write.
    Plain,
    /// Everything beyond ASCII escaped, as Python writes.
    Ascii,
    /// In no way that can be told again; a changed text is written as `Plain`.
    Odd,
    /// As it is: no literal of JSON, but the text of a table's cell.
    Cell,
}

impl Style {
    /// The style in which a text gives this literal, quotes included.
    pub fn of(literal: &str, text: &str) -> Style {
        let styles = [Style::Plain, Style::Ascii];
        styles.into_iter().find(|style| style.write(text) == literal).unwrap_or(Style::Odd)
    }

    /// The literal of a text, quotes included.
    pub fn write(self, text: &str) -> String {
        if self == Style::Cell {
            return text.to_owned();
        }
        let mut out = String::with_capacity(text.len() + text.len() / 32 + 2);
        let beyond = if self == Style::Ascii { 0x80 } else { u8::MAX };
        let escapes =
            |byte: u8| (byte < b' ') | (byte == b'"') | (byte == b'\\') | (byte >= beyond);
        out.push('"');
        let mut done = 0;
        blocks::each(text.as_bytes(), |start, block| {
            for at in blocks::places(blocks::bits(block, escapes)).map(|n| start + n) {
                // Of a character of several bytes the first is met first.
                let Some(c) = text.get(at..).filter(|_| at >= done).and_then(|t| t.chars().next())
                else {
                    continue;
                };
                out.push_str(&text[done..at]);
                escape(&mut out, c);
                done = at + c.len_utf8();
            }
        });
        out.push_str(&text[done..]);
        out.push('"');
        out
    }
}

fn escape(out: &mut String, c: char) {
    let letter = match c {
        '"' | '\\' => c,
        '\n' => 'n',
        '\r' => 'r',
        '\t' => 't',
        '\u{8}' => 'b',
        '\u{c}' => 'f',
        c => return units(out, c),
    };
    out.push('\\');
    out.push(letter);
}

fn units(out: &mut String, c: char) {
    for unit in c.encode_utf16(&mut [0; 2]) {
        // Writing to a string does not fail.
        let _ = write!(out, "\\u{unit:04x}");
    }
}

/// A literal read.
pub struct Literal {
    /// Its text.
    pub text: String,
    /// How many lone surrogates were in it; each is U+FFFD now.
    pub damaged: u64,
}

/// Reads a well-formed literal, without its quotes.
pub fn read(literal: &str) -> Literal {
    let mut out = Literal { text: String::with_capacity(literal.len()), damaged: 0 };
    let mut rest = literal;
    while let Some(at) = memchr::memchr(b'\\', rest.as_bytes()) {
        out.text.push_str(&rest[..at]);
        rest = out.escape(&rest[at + 1..]);
    }
    out.text.push_str(rest);
    out
}

impl Literal {
    /// Reads what follows a backslash, and gives back the rest.
    fn escape<'l>(&mut self, after: &'l str) -> &'l str {
        let Some(letter) = after.chars().next() else { return after };
        let rest = &after[letter.len_utf8()..];
        let plain = match letter {
            'u' => return self.unit(rest),
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'b' => '\u{8}',
            'f' => '\u{c}',
            other => other,
        };
        self.text.push(plain);
        rest
    }

    /// Reads the digits after `\u`, and those of the other half of a pair.
    fn unit<'l>(&mut self, digits: &'l str) -> &'l str {
        let Some((first, rest)) = hex(digits) else { return digits };
        let second = rest.strip_prefix("\\u").and_then(hex);
        if let (0xd800..0xdc00, Some((low @ 0xdc00..0xe000, behind))) = (first, second) {
            let pair = char::decode_utf16([first, low]).next().and_then(Result::ok);
            self.text.push(pair.unwrap_or(char::REPLACEMENT_CHARACTER));
            return behind;
        }
        let lone = char::from_u32(u32::from(first));
        self.damaged += u64::from(lone.is_none());
        self.text.push(lone.unwrap_or(char::REPLACEMENT_CHARACTER));
        rest
    }
}

fn hex(text: &str) -> Option<(u16, &str)> {
    let (digits, rest) = text.split_at_checked(4)?;
    Some((u16::from_str_radix(digits, 16).ok()?, rest))
}
