//! Levels white space, last of all passes: runs of blanks inside a line become
//! one, blanks before a line end go, two or more blank lines become one.
//! Indentation and line ends stay as they are, and no final line end is added.
//!
//! It works on bytes in one scan that leaps from blank to blank; blanks other
//! than space and tab are the business of `unicode`.

use super::{Detector, Parts};
use crate::document::Doc;
use crate::edit::RuleId;
use crate::proposal::Proposals;
use memchr::memchr2_iter;

/// The detectors of this pass.
pub const BUILTINS: &[&str] = &["trailing-blanks", "blank-run", "blank-lines"];

/// Builds the pass's detector.
pub fn build(parts: &Parts<'_>) -> Result<Box<dyn Detector>, String> {
    Ok(Box::new(Whitespace {
        trailing: parts.rule("trailing-blanks"),
        run: parts.rule("blank-run"),
        lines: parts.rule("blank-lines"),
    }))
}

struct Whitespace {
    trailing: Option<RuleId>,
    run: Option<RuleId>,
    lines: Option<RuleId>,
}

impl Detector for Whitespace {
    fn propose(&self, doc: &Doc<'_>, out: &mut Proposals<'_>) {
        self.blanks(doc.text, out);
        self.blank_lines(doc.text, out);
    }
}

impl Whitespace {
    fn blanks(&self, text: &str, out: &mut Proposals<'_>) {
        let bytes = text.as_bytes();
        let mut done = 0;
        for start in memchr2_iter(b' ', b'\t', bytes) {
            if start < done {
                continue;
            }
            let end = start + bytes[start..].iter().take_while(|b| is_blank(**b)).count();
            done = end;
            let closes = matches!(bytes[end..], [] | [b'\n', ..] | [b'\r', b'\n', ..] | [b'\r']);
            let opens = start == 0 || bytes[start - 1] == b'\n';
            if closes {
                if let Some(rule) = self.trailing {
                    out.replace(start..end, "", rule);
                }
            } else if !opens
                && end - start > 1
                && let Some(rule) = self.run
            {
                out.replace(start..end, " ", rule);
            }
        }
    }

    /// Two or more lines that hold nothing but blanks become one.
    fn blank_lines(&self, text: &str, out: &mut Proposals<'_>) {
        let Some(rule) = self.lines else { return };
        let bytes = text.as_bytes();
        let mut done = 0;
        for at in memchr::memchr_iter(b'\n', bytes) {
            if at < done {
                continue;
            }
            // The first blank line after this line end stays, those after it go.
            let (mut end, mut blank_lines, mut second) = (at + 1, 0, at + 1);
            while let Some(next) = blank_line(bytes, end) {
                blank_lines += 1;
                end = next;
                if blank_lines == 1 {
                    second = end;
                }
            }
            done = end;
            if blank_lines > 1 {
                out.replace(second..end, "", rule);
            }
        }
    }
}

/// The end of the line at `start`, with its line end, if it is blank.
fn blank_line(bytes: &[u8], start: usize) -> Option<usize> {
    let mut at = start;
    while at < bytes.len() && (is_blank(bytes[at]) || bytes[at] == b'\r') {
        at += 1;
    }
    (bytes.get(at) == Some(&b'\n')).then_some(at + 1)
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t')
}
