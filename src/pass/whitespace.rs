//! Levels white space, last of all passes: runs of blanks inside a line become
//! one, blanks before a line end go, two or more blank lines become one.
//! Indentation and line ends stay as they are, and no final line end is added.
//!
//! It works on bytes and leaps over all blanks that have a word on either side;
//! blanks other than space and tab are the business of `unicode`.

// Where bytes are asked in blocks, a branch would forbid vectors.
#![allow(clippy::needless_bitwise_bool)]

use super::{Detector, Parts};
use crate::blocks::{self, BLOCK};
use crate::document::Doc;
use crate::edit::RuleId;
use crate::proposal::Proposals;

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
        each_odd(bytes, |start| {
            if start < done {
                return;
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
        });
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

/// Calls `look` with each blank behind which there is no word: another blank, or a line's end. The first of them in a run
/// is the run's first blank.
fn each_odd(bytes: &[u8], mut look: impl FnMut(usize)) {
    let is_end = |byte: u8| is_blank(byte) | (byte == b'\n') | (byte == b'\r');
    blocks::each(bytes, |start, block| {
        let blanks = blocks::bits(block, is_blank);
        if blanks == 0 {
            return;
        }
        // What stands behind the block's last byte; behind the text's, as behind a line's.
        let behind = bytes.get(start + BLOCK).is_none_or(|byte| is_end(*byte));
        let ends = blocks::bits(block, is_end) >> 1 | u64::from(behind) << (BLOCK - 1);
        blocks::places(blanks & ends).for_each(|n| look(start + n));
    });
    // In the midst of a block that was filled up.
    if bytes.last().is_some_and(|last| is_blank(*last)) {
        look(bytes.len() - 1);
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
    (byte == b' ') | (byte == b'\t')
}
