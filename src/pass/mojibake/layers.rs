//! Takes mojibake off layer by layer. A stretch of text is a row of characters,
//! each with the span it came from; repairing a sequence melts its characters
//! into one, so that however many layers come off, the edits are over the
//! original text.

use super::codec::{self, CODECS, Roles, Set};
use super::judge::{self, Strength};
use super::row::{Origin, Row};
use crate::edit::RuleId;
use std::cell::LazyCell;
use std::ops::Range;

/// Layers times codecs: more than anybody has seen in one line.
const MOST_ROUNDS: usize = 16;

/// A stretch that was changed, and what stands there now; nothing where it goes.
pub type Change = (Range<usize>, Option<char>, RuleId);

/// What a run of characters would become.
#[derive(Clone, Debug)]
pub struct Sequence {
    /// Their places in the row.
    pub cells: Range<usize>,
    /// What they become.
    pub c: char,
    /// Whether a blank stands for a no-break space that was levelled.
    pub lost: bool,
    /// Whether a byte was replaced, so that the character is not to be had.
    pub replaced: bool,
    /// Whether the blank that was levelled stays, beside what it was part of.
    pub keeps_blank: bool,
}

/// Repairs all layers of `text`, which starts at `offset`, by the codecs that have
/// a rule. In each round the codec that explains most of what is left goes first:
/// a part of one codec's sequences looks like another's.
///
/// When nothing is left, all is looked at afresh, as a second run would do it, where that
/// may tell more.
pub fn repair(
    text: &str,
    offset: usize,
    opens: bool,
    rules: &[Option<RuleId>],
    c1: Option<RuleId>,
) -> Vec<Change> {
    let mut row = Row::new(text, offset);
    let mut changes = Vec::new();
    for _ in 0..MOST_ROUNDS {
        let mut again = take_off(&mut row, opens, rules);
        if let Some(rule) = c1 {
            again |= controls(&mut row, rule, &mut changes);
        }
        if !again {
            break;
        }
        for cell in &mut row.cells {
            cell.depth = 0;
        }
    }
    let changed = |(cell, c): (Origin, char)| Some((cell.span(), Some(c), cell.rule?));
    changes.extend(row.cells.into_iter().zip(row.chars).filter_map(changed));
    changes
}

/// Takes layers off as long as there are any; whether a look that knows of no depths may
/// find more.
fn take_off(row: &mut Row, opens: bool, rules: &[Option<RuleId>]) -> bool {
    let table = Roles::get();
    for _ in 0..MOST_ROUNDS {
        row.parted.set(false);
        let openings = openings(&table, row);
        let open = openings.iter().fold(0, |all, (_, codecs)| all | codecs);
        let letters = LazyCell::new(|| judge::letters_before(&row.chars));
        let line = Line { row, openings, letters, opens };
        let codecs = codec::members(open)
            .filter_map(|codec| Some((codec, rules.get(codec).copied().flatten()?)));
        let all = judge::most(&row.chars);
        let (mut best, mut most) = (None, 0);
        for (codec, rule) in codecs {
            let sequences = believed(&line, codec, &table);
            let score = judge::score(&row.chars, &sequences);
            if score > most {
                (best, most) = (Some((sequences, rule)), score);
            }
            // Of equals the first goes, so those behind one that explains all need not be asked.
            if most == all {
                break;
            }
        }
        match best {
            Some((sequences, rule)) => melt(row, &sequences, rule),
            None => return row.parted.get(),
        }
    }
    true
}

/// The codecs in which the two characters may open a sequence.
fn opened(table: &Roles, lead: char, tail: char) -> Set {
    match tail {
        ' ' | '\u{FFFD}' | '\u{1A}' => table.lead(lead),
        'Â' => table.lead(lead) & (table.tail(tail) | 1),
        _ => table.lead(lead) & table.tail(tail),
    }
}

/// What all codecs ask of a row, worked out once.
struct Line<'a, Letters> {
    row: &'a Row,
    /// The characters that with the next one open a sequence in any codec, and in which.
    openings: Vec<(usize, Set)>,
    /// How many letters stand before each; few rows need to know.
    letters: LazyCell<Vec<usize>, Letters>,
    /// Whether the text starts a line.
    opens: bool,
}

fn openings(table: &Roles, row: &Row) -> Vec<(usize, Set)> {
    let opening = |at: usize| Some((at, opened(table, row.chars[at], *row.chars.get(at + 1)?)));
    row.beyond_ascii().filter_map(opening).filter(|(_, codecs)| *codecs != 0).collect()
}

/// The sequences of one codec that are damage.
fn believed<Letters: FnOnce() -> Vec<usize>>(
    line: &Line<'_, Letters>,
    codec: usize,
    roles: &Roles,
) -> Vec<Sequence> {
    let found = sequences(line.row, &line.openings, codec, roles);
    if found.is_empty() {
        return found;
    }
    let family = CODECS[codec].family;
    let strengths = judge::strengths(&line.row.chars, &found, line.opens, family);
    let believed = strengths.contains(&Strength::Strong);
    let throughout = believed && judge::is_throughout(&line.letters, &found);
    let holds = |strength| match strength {
        Strength::Strong => true,
        Strength::Weak => believed,
        Strength::Faint => throughout,
        Strength::None => false,
    };
    found.into_iter().zip(strengths).filter(|(_, s)| holds(*s)).map(|(found, _)| found).collect()
}

/// All sequences of one codec, from left to right.
fn sequences(row: &Row, openings: &[(usize, Set)], codec: usize, roles: &Roles) -> Vec<Sequence> {
    let mut found: Vec<Sequence> = Vec::new();
    let mut end = 0;
    for &(at, codecs) in openings {
        if at < end || codecs & (1 << codec) == 0 {
            continue;
        }
        if let Some(sequence) = sequence(row, at, codec, roles) {
            end = sequence.cells.end;
            found.push(sequence);
        }
    }
    found
}

/// The sequence that starts at a place.
fn sequence(row: &Row, at: usize, codec: usize, roles: &Roles) -> Option<Sequence> {
    let chars = &row.chars;
    let lead = roles.byte(chars[at], codec)?;
    let len = length(lead)?;
    if let Some(c) = halved(chars, at, codec, roles) {
        return Some(Sequence {
            cells: at..at + 3,
            c,
            lost: false,
            replaced: false,
            keeps_blank: false,
        });
    }
    let mut bytes = [lead, 0, 0, 0];
    let (mut lost, mut replaced) = (false, false);
    let mut before = lead;
    for (i, byte) in bytes.iter_mut().enumerate().take(len).skip(1) {
        let c = *chars.get(at + i)?;
        if !c.is_ascii() && row.depth(at + i) != row.depth(at) {
            row.parted.set(true);
            return None;
        }
        *byte = match roles.byte(c, codec).filter(|byte| (0x80..0xC0).contains(byte)) {
            Some(byte) => byte,
            None if c == ' ' && !lost && may_be_space(lead, i) => {
                lost = true;
                0xA0
            }
            None if matches!(c, '\u{FFFD}' | '\u{1A}') || c == '?' && is_quote(lead, i, before) => {
                replaced = true;
                0x80
            }
            None => return None,
        };
        before = *byte;
    }
    let end = at + len;
    if replaced {
        return Some(Sequence {
            cells: at..end,
            c: '\u{FFFD}',
            lost,
            replaced,
            keeps_blank: false,
        });
    }
    if let Some(c) = surrogates(bytes, chars, at, codec, roles) {
        return Some(Sequence { cells: at..at + 6, c, lost, replaced, keeps_blank: false });
    }
    let c = std::str::from_utf8(&bytes[..len]).ok()?.chars().next()?;
    if lost && len == 2 && c == 'à' {
        let (end, keeps_blank) = after_a_grave(chars, end);
        return Some(Sequence { cells: at..end, c, lost, replaced, keeps_blank });
    }
    Some(Sequence { cells: at..end, c, lost, replaced, keeps_blank: false })
}

/// Bytes of the sequence a lead opens.
fn length(lead: u8) -> Option<usize> {
    match lead {
        0xC2..=0xDF => Some(2),
        0xE0..=0xEF => Some(3),
        0xF0..=0xF4 => Some(4),
        _ => None,
    }
}

/// Whether a levelled no-break space is frequent after this lead, at this byte.
fn may_be_space(lead: u8, at: usize) -> bool {
    match lead {
        0xC2 | 0xC3 | 0xC5 | 0xCE | 0xD0 | 0xD9 => at == 1,
        0xE2 | 0xE3 => true,
        0xE0 | 0xE1 | 0xE4..=0xEF => at == 2,
        _ => false,
    }
}

/// Whether the byte is the last of a curly quotation mark or a dash, which old
/// programs replaced by a question mark.
fn is_quote(lead: u8, at: usize, before: u8) -> bool {
    lead == 0xE2 && at == 2 && before == 0x80
}

/// `ÃÂ©`: damaged twice over, and the C1 control between lost.
fn halved(chars: &[char], at: usize, codec: usize, roles: &Roles) -> Option<char> {
    let now = |i: usize| chars.get(at + i).copied();
    if codec != 0 || (now(0), now(1)) != (Some('Ã'), Some('Â')) {
        return None;
    }
    let tail = roles.byte(now(2)?, codec).filter(|byte| (0xA0..0xC0).contains(byte))?;
    std::str::from_utf8(&[0xC3, tail]).ok()?.chars().next()
}

/// Whether a blank after the character may have been part of it: `Â ` and `Ã `.
pub fn may_lose_a_space(c: char) -> bool {
    matches!(c, 'Â' | 'Ã')
}

/// `Ã ` is à. Where its blank was that of the word after it as well, it stays:
/// `Ã la` is `à la`, but in `Ã  la` one blank is left, and Portuguese `Ã quele`
/// is one word.
fn after_a_grave(chars: &[char], end: usize) -> (usize, bool) {
    let next: String = chars[end..].iter().take(6).collect();
    let joined = ["quele", "quela", "quilo", "s "].iter().any(|word| next.starts_with(word));
    (end, !joined && !next.starts_with(' '))
}

/// A character beyond the BMP whose two surrogates were encoded one by one.
fn surrogates(
    high: [u8; 4],
    chars: &[char],
    at: usize,
    codec: usize,
    roles: &Roles,
) -> Option<char> {
    let unit = |a: u8, b: u8| 0xD000 | (u32::from(a & 0x3F) << 6) | u32::from(b & 0x3F);
    if high[0] != 0xED || !(0xA0..=0xAF).contains(&high[1]) {
        return None;
    }
    let byte = |i: usize| roles.byte(*chars.get(at + i)?, codec);
    let low = [byte(3)?, byte(4)?, byte(5)?];
    if low[0] != 0xED || !(0xB0..=0xBF).contains(&low[1]) || !(0x80..=0xBF).contains(&low[2]) {
        return None;
    }
    let (high, low) = (unit(high[1], high[2]) - 0xD800, unit(low[1], low[2]) - 0xDC00);
    char::from_u32(0x10000 + (high << 10) + low)
}

/// Whether the text opens with a sequence in one of the codecs that may be damage.
pub fn any_sequence(roles: &Roles, text: &str, codecs: Set) -> bool {
    let mut chars = ['\0'; 4];
    chars.iter_mut().zip(text.chars()).for_each(|(place, c)| *place = c);
    let opens = |codec: usize| -> Option<bool> {
        let lead = roles.byte(chars[0], codec)?;
        let len = length(lead)?;
        let mut bytes = [lead, 0, 0, 0];
        for (i, c) in chars.into_iter().enumerate().take(len).skip(1) {
            let is_tail = roles.tail(c) & (1 << codec) != 0;
            let is_lost = i > 1 && matches!(c, ' ' | '?' | '\u{FFFD}' | '\u{1A}');
            bytes[i] = if is_tail { roles.byte(c, codec)? } else { 0 };
            (is_tail || is_lost).then_some(())?;
        }
        Some(judge::may_be_damage(&chars[..len], &bytes[..len]))
    };
    codec::members(codecs).any(|codec| opens(codec) == Some(true))
}

/// Puts each sequence's character in place of what it is made of.
fn melt(row: &mut Row, sequences: &[Sequence], rule: RuleId) {
    row.fill();
    // The row is never longer than it was, so each part of it is written where it has been read.
    let (mut end, mut done) = (0, 0);
    for sequence in sequences {
        end = row.shift(done..sequence.cells.start, end);
        let melted = &row.cells[sequence.cells.clone()];
        let (Some(first), Some(last)) = (melted.first(), melted.last()) else { continue };
        done = sequence.cells.end;
        let melted = Origin {
            start: first.start,
            end: if sequence.keeps_blank { last.start } else { last.end },
            rule: melted.iter().find_map(|cell| cell.rule).or(Some(rule)),
            depth: first.depth.saturating_add(1),
        };
        (row.chars[end], row.cells[end]) = (sequence.c, melted);
        end += 1;
        if sequence.keeps_blank {
            end = row.shift(done - 1..done, end);
        }
    }
    end = row.shift(done..row.chars.len(), end);
    row.truncate(end);
}

/// C1 controls that are left mean what Windows-1252 has in their place; the
/// five it does not have mean nothing and go. Whether there were any.
fn controls(row: &mut Row, rule: RuleId, gone: &mut Vec<Change>) -> bool {
    let is_control = |c: &char| matches!(c, '\u{80}'..='\u{9F}');
    if !row.beyond_ascii().any(|at| is_control(&row.chars[at])) {
        return false;
    }
    row.fill();
    let mut at = 0;
    while at < row.chars.len() {
        let c = row.chars[at];
        at += 1;
        if !is_control(&c) {
            continue;
        }
        let byte = [u8::try_from(u32::from(c)).unwrap_or(0)];
        let text = encoding_rs::WINDOWS_1252.decode_without_bom_handling(&byte).0;
        let cell = &mut row.cells[at - 1];
        let rule = cell.rule.unwrap_or(rule);
        cell.rule = Some(rule);
        match text.chars().next().filter(|c| !c.is_control()) {
            Some(meant) => row.chars[at - 1] = meant,
            None => {
                at -= 1;
                row.chars.remove(at);
                gone.push((row.cells.remove(at).span(), None, rule));
            }
        }
    }
    true
}
