//! Takes mojibake off layer by layer. A stretch of text is a row of cells, each
//! a character and the span it came from; repairing a sequence melts its cells
//! into one, so that however many layers come off, the edits are over the
//! original text.

use super::codec::{CODECS, Roles, Set};
use super::judge::{self, Strength};
use crate::edit::RuleId;
use std::cell::LazyCell;
use std::ops::Range;

/// Layers times codecs: more than anybody has seen in one line.
const MOST_ROUNDS: usize = 16;

/// A character, and the stretch of the original that it stands for.
#[derive(Clone, Debug)]
pub struct Cell {
    /// The character; none where it goes.
    pub now: Option<char>,
    /// Bytes of the original text.
    pub span: Range<usize>,
    /// Who changed it.
    pub rule: Option<RuleId>,
    /// How often it was changed. Characters of different depth never were one.
    depth: u8,
}

/// What a run of cells would become.
#[derive(Clone, Debug)]
pub struct Sequence {
    /// Its cells.
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

/// The cells of `text`, which starts at `offset`.
pub fn cells(text: &str, offset: usize) -> Vec<Cell> {
    let cell = |(at, c): (usize, char)| {
        let start = offset + at;
        Cell { now: Some(c), span: start..start + c.len_utf8(), rule: None, depth: 0 }
    };
    text.char_indices().map(cell).collect()
}

/// Repairs all layers, by the codecs that have a rule. In each round the codec
/// that explains most of what is left goes first: a part of one codec's
/// sequences looks like another's.
///
/// When nothing is left, all is looked at afresh, as a second run would do it.
pub fn repair(
    mut cells: Vec<Cell>,
    opens: bool,
    rules: &[Option<RuleId>],
    c1: Option<RuleId>,
) -> Vec<Cell> {
    let mut gone = Vec::new();
    for _ in 0..MOST_ROUNDS {
        let mut changed = take_off(&mut cells, opens, rules);
        if let Some(rule) = c1 {
            changed |= controls(&mut cells, rule);
        }
        if !changed {
            break;
        }
        gone.extend(cells.extract_if(.., |cell| cell.now.is_none()));
        for cell in &mut cells {
            cell.depth = 0;
        }
    }
    cells.append(&mut gone);
    cells
}

/// Takes layers off as long as there are any; whether there were.
fn take_off(cells: &mut Vec<Cell>, opens: bool, rules: &[Option<RuleId>]) -> bool {
    let table = Roles::get();
    for round in 0..MOST_ROUNDS {
        let chars: Vec<char> = cells.iter().map(|cell| cell.now.unwrap_or('\0')).collect();
        let open = chars.windows(2).fold(0, |set, pair| set | opened(&table, pair[0], pair[1]));
        let line = Line {
            leads: leads(&table, &chars),
            cells,
            letters: LazyCell::new(|| judge::letters_before(&chars)),
            opens,
        };
        let best = (0..CODECS.len())
            .filter(|codec| open & (1 << codec) != 0)
            .filter_map(|codec| Some((codec, rules.get(codec).copied().flatten()?)))
            .map(|(codec, rule)| (believed(&line, &chars, codec, &table), rule))
            .rev()
            .max_by_key(|(sequences, _)| judge::score(&chars, sequences));
        match best {
            Some((sequences, rule)) if !sequences.is_empty() => {
                melt(cells, &sequences, rule);
            }
            _ => return round > 0,
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

/// What all codecs ask of a row of cells, worked out once.
struct Line<'a, Letters> {
    cells: &'a [Cell],
    /// The characters that open a sequence in any codec, and in which.
    leads: Vec<(usize, Set)>,
    /// How many letters stand before each; few rows need to know.
    letters: LazyCell<Vec<usize>, Letters>,
    /// Whether the text starts a line.
    opens: bool,
}

fn leads(table: &Roles, chars: &[char]) -> Vec<(usize, Set)> {
    let leads = chars.iter().enumerate().map(|(at, c)| (at, table.lead(*c)));
    leads.filter(|(_, codecs)| *codecs != 0).collect()
}

/// The sequences of one codec that are damage.
fn believed<Letters: FnOnce() -> Vec<usize>>(
    line: &Line<'_, Letters>,
    chars: &[char],
    codec: usize,
    roles: &Roles,
) -> Vec<Sequence> {
    let found = sequences(line.cells, &line.leads, codec, roles);
    if found.is_empty() {
        return found;
    }
    let strengths = judge::strengths(chars, &found, line.opens, CODECS[codec].family);
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
fn sequences(cells: &[Cell], leads: &[(usize, Set)], codec: usize, roles: &Roles) -> Vec<Sequence> {
    let mut found: Vec<Sequence> = Vec::new();
    let mut end = 0;
    for &(at, codecs) in leads {
        if at < end || codecs & (1 << codec) == 0 {
            continue;
        }
        if let Some(sequence) = sequence(cells, at, codec, roles) {
            end = sequence.cells.end;
            found.push(sequence);
        }
    }
    found
}

/// The sequence that starts at a cell.
fn sequence(cells: &[Cell], at: usize, codec: usize, roles: &Roles) -> Option<Sequence> {
    let lead = roles.of(cells[at].now?).byte(codec)?;
    let len = length(lead)?;
    if let Some(c) = halved(cells, at, codec, roles) {
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
        let cell = cells.get(at + i)?;
        let c = cell.now?;
        if cell.depth != cells[at].depth && !c.is_ascii() {
            return None;
        }
        *byte = match roles.of(c).byte(codec).filter(|byte| (0x80..0xC0).contains(byte)) {
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
    if let Some(c) = surrogates(bytes, cells, at, codec, roles) {
        return Some(Sequence { cells: at..at + 6, c, lost, replaced, keeps_blank: false });
    }
    let c = std::str::from_utf8(&bytes[..len]).ok()?.chars().next()?;
    if lost && len == 2 && c == 'à' {
        let (end, keeps_blank) = after_a_grave(cells, end);
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
fn halved(cells: &[Cell], at: usize, codec: usize, roles: &Roles) -> Option<char> {
    let now = |i: usize| cells.get(at + i).and_then(|cell| cell.now);
    if codec != 0 || (now(0), now(1)) != (Some('Ã'), Some('Â')) {
        return None;
    }
    let tail = roles.of(now(2)?).byte(codec).filter(|byte| (0xA0..0xC0).contains(byte))?;
    std::str::from_utf8(&[0xC3, tail]).ok()?.chars().next()
}

/// Whether a blank after the character may have been part of it: `Â ` and `Ã `.
pub fn may_lose_a_space(c: char) -> bool {
    matches!(c, 'Â' | 'Ã')
}

/// `Ã ` is à. Where its blank was that of the word after it as well, it stays:
/// `Ã la` is `à la`, but in `Ã  la` one blank is left, and Portuguese `Ã quele`
/// is one word.
fn after_a_grave(cells: &[Cell], end: usize) -> (usize, bool) {
    let next: String = cells[end..].iter().take(6).filter_map(|cell| cell.now).collect();
    let joined = ["quele", "quela", "quilo", "s "].iter().any(|word| next.starts_with(word));
    (end, !joined && !next.starts_with(' '))
}

/// A character beyond the BMP whose two surrogates were encoded one by one.
fn surrogates(
    high: [u8; 4],
    cells: &[Cell],
    at: usize,
    codec: usize,
    roles: &Roles,
) -> Option<char> {
    let unit = |a: u8, b: u8| 0xD000 | (u32::from(a & 0x3F) << 6) | u32::from(b & 0x3F);
    if high[0] != 0xED || !(0xA0..=0xAF).contains(&high[1]) {
        return None;
    }
    let byte = |i: usize| roles.of(cells.get(at + i)?.now?).byte(codec);
    let low = [byte(3)?, byte(4)?, byte(5)?];
    if low[0] != 0xED || !(0xB0..=0xBF).contains(&low[1]) || !(0x80..=0xBF).contains(&low[2]) {
        return None;
    }
    let (high, low) = (unit(high[1], high[2]) - 0xD800, unit(low[1], low[2]) - 0xDC00);
    char::from_u32(0x10000 + (high << 10) + low)
}

/// Whether the text opens with a sequence in one of the codecs.
pub fn any_sequence(roles: &Roles, text: &str, codecs: Set) -> bool {
    let mut chars = text.chars();
    let Some(first) = chars.next() else { return false };
    let rest: [Option<char>; 3] = [chars.next(), chars.next(), chars.next()];
    let opens = |codec: usize| {
        let len = roles.of(first).byte(codec).and_then(length)?;
        rest.iter().take(len - 1).enumerate().try_for_each(|(i, c)| {
            let c = (*c)?;
            let tail = roles.tail(c) & (1 << codec) != 0;
            (tail || i > 0 && matches!(c, ' ' | '?' | '\u{FFFD}' | '\u{1A}')).then_some(())
        })
    };
    (0..CODECS.len()).any(|codec| codecs & (1 << codec) != 0 && opens(codec).is_some())
}

/// Puts each sequence's character in place of its cells.
fn melt(cells: &mut Vec<Cell>, sequences: &[Sequence], rule: RuleId) {
    let mut out = Vec::with_capacity(cells.len());
    let mut done = 0;
    for sequence in sequences {
        out.extend_from_slice(&cells[done..sequence.cells.start]);
        let melted = &cells[sequence.cells.clone()];
        let (Some(first), Some(last)) = (melted.first(), melted.last()) else { continue };
        let end = if sequence.keeps_blank { last.span.start } else { last.span.end };
        let rule = melted.iter().find_map(|cell| cell.rule).unwrap_or(rule);
        let (span, depth) = (first.span.start..end, first.depth.saturating_add(1));
        out.push(Cell { now: Some(sequence.c), span, rule: Some(rule), depth });
        if sequence.keeps_blank {
            out.push(last.clone());
        }
        done = sequence.cells.end;
    }
    out.extend_from_slice(&cells[done..]);
    *cells = out;
}

/// C1 controls that are left mean what Windows-1252 has in their place; the
/// five it does not have mean nothing. Whether there were any.
fn controls(cells: &mut [Cell], rule: RuleId) -> bool {
    let mut changed = false;
    for cell in cells.iter_mut() {
        let Some(c @ '\u{80}'..='\u{9F}') = cell.now else { continue };
        let byte = [u8::try_from(u32::from(c)).unwrap_or(0)];
        let text = encoding_rs::WINDOWS_1252.decode_without_bom_handling(&byte).0;
        cell.now = text.chars().next().filter(|c| !c.is_control());
        cell.rule = Some(cell.rule.unwrap_or(rule));
        changed = true;
    }
    changed
}
