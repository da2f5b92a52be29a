//! Files of several makers: some lines UTF-8, others in a legacy encoding. Each
//! line is read in its own; a line that mixes both stays UTF-8 with its damage.
//!
//! A single bad byte proves nothing, since a cut UTF-8 character leaves one as
//! well. Legacy lines must show several, of more than one value, and make a
//! text that is not odd.

use super::charset::Charset;
use super::{Damage, Segment, detect, utf8};
use std::ops::Range;

/// Bad sequences that legacy lines must have in all.
const LEAST: usize = 3;

/// What a byte beyond ASCII costs at most in a sound text, in quarters of a bit.
const SOUND: u64 = 60;

/// What a line's bytes beyond ASCII are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Line {
    Plain,
    Utf8,
    Legacy,
    Both,
}

/// The text, read line by line, if the bytes are of both sorts.
pub fn decode(bytes: &[u8]) -> Option<(String, Vec<Damage>, Vec<Segment>)> {
    let lines: Vec<(Range<usize>, Line)> = lines(bytes).collect();
    let count = |kind| lines.iter().filter(|(_, line)| *line == kind).count();
    let (good, bad, both) = (count(Line::Utf8), count(Line::Legacy), count(Line::Both));
    if good < 2 || bad == 0 || both * 10 > good + bad {
        return None;
    }
    let foreign: Vec<u8> = lines
        .iter()
        .filter(|(_, line)| *line == Line::Legacy)
        .flat_map(|(span, _)| bytes[span.clone()].iter().copied())
        .collect();
    let charset = legacy_charset(&foreign)?;
    let (mut text, mut damage) = (String::with_capacity(bytes.len()), Vec::new());
    let mut segments: Vec<Segment> = Vec::new();
    for (span, line) in lines {
        let start = text.len();
        if line == Line::Legacy {
            text.push_str(&charset.decode(&bytes[span]).0);
            match segments.last_mut() {
                Some(last) if last.span.end == start => last.span.end = text.len(),
                _ => segments.push(Segment { span: start..text.len(), encoding: charset.name() }),
            }
        } else {
            let (more, harm) = utf8::lossy(&bytes[span]);
            damage.extend(harm.into_iter().map(|d| Damage { at: d.at + start, bytes: d.bytes }));
            text.push_str(&more);
        }
    }
    Some((text, damage, segments))
}

/// The single-byte encoding of these lines, if they are no mere damage.
fn legacy_charset(foreign: &[u8]) -> Option<Charset> {
    let mut high: Vec<u8> = foreign.iter().copied().filter(|byte| !byte.is_ascii()).collect();
    let enough = high.len() >= LEAST;
    high.sort_unstable();
    high.dedup();
    let verdict = detect::detect(foreign);
    let charset = verdict.charset;
    let sound = charset.is_single_byte() && charset.decode(foreign).1.is_empty();
    let plausible = u64::from(verdict.cost) <= verdict.sample.high as u64 * SOUND;
    (enough && high.len() > 1 && sound && plausible).then_some(charset)
}

/// The lines, each with its end.
fn lines(bytes: &[u8]) -> impl Iterator<Item = (Range<usize>, Line)> + '_ {
    let mut start = 0;
    std::iter::from_fn(move || {
        if start == bytes.len() {
            return None;
        }
        let end = memchr::memchr(b'\n', &bytes[start..]).map_or(bytes.len(), |n| start + n + 1);
        let span = start..end;
        start = end;
        Some((span.clone(), kind(&bytes[span])))
    })
}

fn kind(line: &[u8]) -> Line {
    if line.is_ascii() {
        return Line::Plain;
    }
    let (mut good, mut bad) = (false, false);
    for chunk in line.utf8_chunks() {
        good |= !chunk.valid().is_ascii();
        bad |= !chunk.invalid().is_empty();
    }
    match (good, bad) {
        (true, true) => Line::Both,
        (true, false) => Line::Utf8,
        _ => Line::Legacy,
    }
}
