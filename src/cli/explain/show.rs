//! The account for people.

use super::Account;
use anstyle::{AnsiColor, Style};
use pumice::edit::Edit;
use pumice::explain::{Nearly, Stop, Story};
use pumice::rule::Rule;
use std::io::{self, Write};
use std::ops::Range;

/// Texts longer than this many characters are shown with their ends alone.
const LONGEST: usize = 400;

/// Prints an account.
pub fn print(out: &mut impl Write, account: &Account<'_>) -> io::Result<()> {
    let decoded = &account.done.decoded;
    let bom = if decoded.bom { ", with a byte order mark" } else { "" };
    writeln!(out, "read as {} ({}){bom}", decoded.encoding, decoded.evidence.chosen_by)?;
    if !decoded.damage.is_empty() {
        writeln!(out, "{} places were no text and are U+FFFD now", decoded.damage.len())?;
    }
    let asked = account.asked;
    if !asked.exact {
        writeln!(out, "not there as it is; found but for case, spacing or quotes")?;
    }
    for (number, (stretch, story)) in asked.stretches.iter().zip(account.stories).enumerate() {
        if asked.text.is_some() {
            place(out, account, number + 1, stretch)?;
        }
        tell(out, account, story)?;
    }
    if asked.found > asked.stretches.len() {
        let (found, told) = (asked.found, asked.stretches.len());
        writeln!(out, "\n{found} places in all, of which the first {told} are told")?;
    }
    out.flush()
}

/// The heading of a place of the snippet.
fn place(
    out: &mut impl Write,
    account: &Account<'_>,
    number: usize,
    stretch: &Range<usize>,
) -> io::Result<()> {
    let bold = Style::new().bold();
    let of = match account.asked.found {
        1 => String::new(),
        found => format!(" ({number} of {found})"),
    };
    let lines = match account.lines.of_span(stretch) {
        [first, last] if first == last => format!("line {first}"),
        [first, last] => format!("lines {first} to {last}"),
    };
    let text = shortened(&account.done.decoded.text[stretch.clone()]);
    writeln!(out, "\n{bold}{lines}{of}: {text}{bold:#}")
}

fn tell(out: &mut impl Write, account: &Account<'_>, story: &Story) -> io::Result<()> {
    if story.steps.is_empty() {
        writeln!(out, "nothing was changed here")?;
    }
    let trail = &account.done.trail;
    for step in &story.steps {
        let layer = &trail.0[step.layer];
        let pass = account.pipeline.passes()[layer.pass].name();
        for (index, edit) in layer.edits.iter().enumerate() {
            if step.edits.binary_search(&index).is_ok() {
                let origin = trail.origin(step.layer, edit.span.clone());
                self::edit(out, account, (pass, account.lines.of(origin.start)), &edit)?;
            }
        }
        if !account.asked.whole {
            let now = if step.text.trim().is_empty() {
                "nothing is left of it".to_owned()
            } else {
                format!("now {}", shortened(&step.text))
            };
            writeln!(out, "  {now}")?;
        }
    }
    story.nearly.iter().try_for_each(|nearly| self::nearly(out, account, nearly))
}

fn edit(
    out: &mut impl Write,
    account: &Account<'_>,
    (pass, line): (&str, usize),
    edit: &Edit<'_>,
) -> io::Result<()> {
    let (red, green) = (AnsiColor::Red.on_default(), AnsiColor::Green.on_default());
    let rule = account.pipeline.rule(edit.rule);
    writeln!(out, "\nline {line}, {pass}: {}", title(rule))?;
    writeln!(out, "  {}", rule.why)?;
    if !edit.before.is_empty() {
        writeln!(out, "  {red}- {}{red:#}", shortened(edit.before))?;
    }
    if !edit.after.is_empty() {
        writeln!(out, "  {green}+ {}{green:#}", shortened(edit.after))?;
    }
    let Some(note) = edit.note else { return Ok(()) };
    for (name, value) in &note.meta {
        writeln!(out, "  lifted {name} = {value:?}")?;
    }
    if let Some(witness) = &note.witness {
        writeln!(out, "  restored from {witness}")?;
    }
    if let Some(signs) = &note.inferred {
        writeln!(out, "  inferred from {signs}")?;
    }
    Ok(())
}

fn nearly(out: &mut impl Write, account: &Account<'_>, nearly: &Nearly) -> io::Result<()> {
    let yellow = AnsiColor::Yellow.on_default();
    let pipeline = account.pipeline;
    let rule = pipeline.rule(nearly.rule);
    let pass = pipeline.passes()[nearly.pass].name();
    let line = account.lines.of(nearly.origin.start);
    let stop = match &nearly.stop {
        Stop::Condition(condition) => condition.clone(),
        Stop::Overlap(winner) => {
            let winner = pipeline.rule(*winner);
            format!("an edit of {} ({}) that overlaps", winner.id, winner.place)
        }
        Stop::Protected => "a protected span".to_owned(),
    };
    writeln!(out, "\nline {line}, {pass}, nearly: {}", title(rule))?;
    writeln!(out, "  {}", rule.why)?;
    writeln!(out, "  {yellow}stopped by {stop}{yellow:#}")?;
    writeln!(out, "  on {}", shortened(&nearly.text))
}

fn title(rule: &Rule) -> String {
    let bold = Style::new().bold();
    format!("{bold}{}{bold:#} ({})", rule.id, rule.place)
}

/// A text in quotes, on one line and not too long.
fn shortened(text: &str) -> String {
    let length = text.chars().count();
    if length <= LONGEST {
        return format!("{text:?}");
    }
    let half = LONGEST / 2;
    let head: String = text.chars().take(half).collect();
    let tail: String = text.chars().skip(length - half).collect();
    format!("{head:?} ... {} characters ... {tail:?}", length - 2 * half)
}
