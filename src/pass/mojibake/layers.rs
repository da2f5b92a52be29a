//! Takes mojibake off layer by layer. A stretch of text is a row of characters,
//! each with the span it came from; repairing a sequence melts its characters
//! into one, so that however many layers come off, the edits are over the
//! original text.

use super::codec::{self, CODECS, Roles, Set};
use super::judge::{self, Strength};
use super::row::{Origin, Row};
use super::sequence::{Sequence, may_be_strong, may_end, opened, sequence};
use crate::edit::RuleId;
use std::cell::LazyCell;
use std::ops::Range;

/// Layers times codecs: more than anybody has seen in one line.
const MOST_ROUNDS: usize = 16;

/// A stretch that was changed, and what stands there now; nothing where it goes.
pub type Change = (Range<usize>, Option<char>, RuleId);

/// Repairs all layers of a row, by the codecs that have a rule. In each round the codec that
/// explains most of what is left goes first: a part of one codec's sequences looks like another's.
///
/// When nothing is left, all is looked at afresh, as a second run would do it, where that
/// may tell more.
pub fn repair(
    row: &mut Row,
    opens: bool,
    rules: &[Option<RuleId>],
    c1: Option<RuleId>,
) -> Vec<Change> {
    let mut changes = Vec::new();
    for _ in 0..MOST_ROUNDS {
        let mut again = take_off(row, opens, rules);
        if let Some(rule) = c1 {
            again |= controls(row, rule, &mut changes);
        }
        if !again {
            break;
        }
        for cell in &mut row.cells {
            cell.depth = 0;
        }
    }
    let changed = |(cell, c): (&Origin, &char)| Some((cell.span(), Some(*c), cell.rule?));
    changes.extend(row.cells.iter().zip(&row.chars).filter_map(changed));
    changes
}

/// Takes layers off as long as there are any; whether a look that knows of no depths may
/// find more.
fn take_off(row: &mut Row, opens: bool, rules: &[Option<RuleId>]) -> bool {
    let table = Roles::get();
    for _ in 0..MOST_ROUNDS {
        row.parted.set(false);
        let (openings, hopeful) = openings(&table, row);
        let letters = LazyCell::new(|| judge::letters_before(&row.chars));
        let line = Line { row, openings, letters, opens };
        let codecs = codec::members(hopeful)
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

/// The openings of a row, and the codecs in which one of them may be strong: in the others
/// nothing is believed.
fn openings(roles: &Roles, row: &Row) -> (Vec<(usize, Set)>, Set) {
    let (mut openings, mut hopeful) = (Vec::new(), 0);
    for at in row.beyond_ascii() {
        let Some(tail) = row.chars.get(at + 1) else { break };
        let codecs = opened(roles, row.chars[at], *tail);
        if codecs == 0 {
            continue;
        }
        openings.push((at, codecs));
        for codec in codec::members(codecs & !hopeful) {
            hopeful |= Set::from(is_hopeful(roles, row, at, codec)) << codec;
        }
    }
    (openings, hopeful)
}

/// Whether the sequence of a codec that opens here may be strong.
fn is_hopeful(roles: &Roles, row: &Row, at: usize, codec: usize) -> bool {
    let chars = row.window(at);
    match chars {
        ['Ã' | 'Â' | 'Ă' | 'Ć', ' ', ..] | ['Ã', 'Â', ..] => true,
        _ => may_be_strong(roles, chars, codec, || may_end(row.before(at))),
    }
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
    let throughout = believed
        && strengths.contains(&Strength::Faint)
        && judge::is_throughout(&line.letters, &found);
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
    if !row.chars.iter().any(is_control) {
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Characters of damage, of what damage is mistaken for, and what becomes of tails.
    fn characters() -> impl Strategy<Value = String> {
        let damage = "ÃÂâ€™œžÐÑ’‚„“”‘«»…—\u{A0}\u{AD}\u{81}\u{90}\u{9D}ðŸï¿½íêäåæÎÏ×ØÙ";
        let others = "ĂĆÄÅŚţРАВстмид░┬├╨╤┤тАπ√¬≥∂ƒ£©°€™áéçßΑωخ";
        let plain = "aZ1 ? \u{1A}\u{FFFD}.,\n";
        let all: Vec<char> = [damage, others, plain].iter().flat_map(|s| s.chars()).collect();
        prop::collection::vec(prop::sample::select(all), 2..24)
            .prop_map(|chars| chars.into_iter().collect())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(20_000))]
        #[test]
        fn what_is_strong_is_in_a_codec_with_hope(text in characters()) {
            let roles = Roles::get();
            let mut row = Row::default();
            row.read(&text, 0);
            let (openings, hopeful) = openings(&roles, &row);
            for (codec, of) in CODECS.iter().enumerate() {
                let found = sequences(&row, &openings, codec, &roles);
                let strengths = judge::strengths(&row.chars, &found, true, of.family);
                let is_hopeful = hopeful & (1 << codec) != 0;
                prop_assert!(is_hopeful || !strengths.contains(&Strength::Strong), "{text} {codec}");
            }
        }
    }
}
