//! How a failed case is shown: texts as lines, what differs in a line marked
//! under it (and coloured where that shows), what can't be seen written out.

use super::visible::visible;
use anstyle::{AnsiColor, Style};
use pumice::case::{Outcome, Verdict};
use similar::{Algorithm, DiffTag, capture_diff_slices, group_diff_ops};
use std::io::{self, Write};
use std::ops::Range;

/// Lines of a text shown whole; the rest is only counted.
const MOST_LINES: usize = 12;
/// Characters of a line shown, around what differs in it.
const MOST_WIDTH: usize = 150;

/// Shows a case that did not end as it should.
pub fn show(out: &mut impl Write, verdict: &Verdict) -> io::Result<()> {
    let Verdict { case, outcome, got, again, by, .. } = verdict;
    head(out, verdict, outcome.name())?;
    match (outcome, again) {
        (Outcome::Unstable, Some(again)) => {
            text(out, "text", &case.text)?;
            differ(out, ("run once", got), ("run again", again))
        }
        (Outcome::Noisy, _) => {
            for rule in by {
                writeln!(out, "  changed by {} ({})", rule.id, rule.place)?;
            }
            differ(out, ("text", &case.text), ("got", got))
        }
        (Outcome::Surprised, _) => {
            writeln!(out, "  this known failure passes now; move the case to `fixes`")?;
            text(out, "text", &case.text)
        }
        _ => {
            text(out, "text", &case.text)?;
            differ(out, ("wanted", &case.wanted), ("got", got))
        }
    }
}

/// `FILE:LINE: RULE is OUTCOME (LIST)`.
pub fn head(out: &mut impl Write, verdict: &Verdict, outcome: &str) -> io::Result<()> {
    let Verdict { rule, case, .. } = verdict;
    let red = AnsiColor::Red.on_default().bold();
    let (file, line, key) = (&rule.place.file, case.line, case.kind.key());
    writeln!(out, "{file}:{line}: {} is {red}{outcome}{red:#} ({key})", rule.id)
}

/// A text, line by line.
fn text(out: &mut impl Write, name: &str, text: &str) -> io::Result<()> {
    writeln!(out, "  {name}")?;
    if text.is_empty() {
        return writeln!(out, "    (empty)");
    }
    for line in text.lines().take(MOST_LINES) {
        writeln!(out, "    {}", cut(&visible(line), 0..0).0)?;
    }
    match text.lines().count() {
        count if count > MOST_LINES => writeln!(out, "    ... {} more lines", count - MOST_LINES),
        _ => Ok(()),
    }
}

/// Two texts by their differences, each with its name.
pub fn differ(
    out: &mut impl Write,
    (old_name, old): (&str, &str),
    (new_name, new): (&str, &str),
) -> io::Result<()> {
    writeln!(out, "  {old_name} (-), {new_name} (+)")?;
    let old: Vec<&str> = old.split_inclusive('\n').collect();
    let new: Vec<&str> = new.split_inclusive('\n').collect();
    let mut shown = 0;
    for group in group_diff_ops(capture_diff_slices(Algorithm::Myers, &old, &new), 2) {
        for op in group {
            let (tag, old_lines, new_lines) = op.as_tag_tuple();
            if old_lines.start > shown {
                writeln!(out, "    ...")?;
            }
            shown = old_lines.end;
            let (old, new) = (&old[old_lines], &new[new_lines]);
            if tag == DiffTag::Equal {
                for line in old {
                    writeln!(out, "    {}", cut(&visible(line.trim_end_matches('\n')), 0..0).0)?;
                }
            } else {
                replaced(out, old, new)?;
            }
        }
    }
    if shown < old.len() { writeln!(out, "    ...") } else { Ok(()) }
}

/// Lines that were replaced by others: in pairs as far as there are pairs.
fn replaced(out: &mut impl Write, old: &[&str], new: &[&str]) -> io::Result<()> {
    for i in 0..old.len().max(new.len()) {
        let (a, b) = (old.get(i).map(|line| visible(line)), new.get(i).map(|line| visible(line)));
        let (in_a, in_b) = match (&a, &b) {
            (Some(a), Some(b)) => differing(a, b),
            _ => (0..0, 0..0),
        };
        let (red, green) = (AnsiColor::Red.on_default(), AnsiColor::Green.on_default());
        for (sign, colour, line, part) in [('-', red, a, in_a), ('+', green, b, in_b)] {
            if let Some(line) = line {
                marked(out, (sign, colour), &line, part)?;
            }
        }
    }
    Ok(())
}

/// A line, and under it a mark below `part` (in characters).
fn marked(
    out: &mut impl Write,
    (sign, colour): (char, Style),
    line: &str,
    part: Range<usize>,
) -> io::Result<()> {
    let (line, part) = cut(line, part);
    let chars = |range: Range<usize>| -> String {
        line.chars().skip(range.start).take(range.len()).collect()
    };
    let (left, middle) = (chars(0..part.start), chars(part.clone()));
    let right = chars(part.end..line.chars().count());
    let strong = colour.bold().underline();
    write!(out, "  {colour}{sign} {left}{colour:#}{strong}{middle}{strong:#}")?;
    writeln!(out, "{colour}{right}{colour:#}")?;
    if part.is_empty() {
        return Ok(());
    }
    writeln!(out, "    {:pad$}{}", "", "^".repeat(part.len()), pad = part.start)
}

/// The characters of either line that the other does not share.
fn differing(a: &str, b: &str) -> (Range<usize>, Range<usize>) {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let head = a.iter().zip(&b).take_while(|(a, b)| a == b).count();
    let rest = a[head..].iter().rev().zip(b[head..].iter().rev());
    let tail = rest.take_while(|(a, b)| a == b).count();
    (head..a.len() - tail, head..b.len() - tail)
}

/// The part of a long line around `part`, and where that stands in it.
fn cut(line: &str, part: Range<usize>) -> (String, Range<usize>) {
    let count = line.chars().count();
    if count <= MOST_WIDTH {
        return (line.to_owned(), part);
    }
    let from = part.start.saturating_sub(MOST_WIDTH / 3);
    let mut shown: String = line.chars().skip(from).take(MOST_WIDTH).collect();
    let mut moved = part.start - from..(part.end - from).min(MOST_WIDTH);
    if from > 0 {
        shown.insert(0, '…');
        moved = moved.start + 1..moved.end + 1;
    }
    if count - from > MOST_WIDTH {
        shown.push('…');
    }
    (shown, moved)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_differs_is_found_and_long_lines_are_cut_around_it() {
        assert_eq!(differing("Monday 5 h", "Monday 15 h"), (7..7, 7..8));
        assert_eq!(differing("aa", "aaa"), (2..2, 2..3));
        let long = format!("{}X{}", "a".repeat(500), "b".repeat(500));
        let (shown, part) = cut(&long, 500..501);
        assert_eq!(shown.chars().nth(part.start), Some('X'));
        assert_eq!(shown.chars().count(), MOST_WIDTH + 2);
    }
}
