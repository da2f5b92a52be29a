//! The account for people.

use super::{Account, repair};
use anstyle::{AnsiColor, Style};
use pumice::edit::{Edit, RuleId};
use pumice::explain::{Nearly, Step, Stop, Story, Weighed};
use pumice::rule::Rule;
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::ops::Range;

/// Texts longer than this many characters are shown with their ends alone.
const LONGEST: usize = 400;

/// Edits of fewer characters are shown with what stands around them.
const LITTLE: usize = 4;

/// An edit with what stood before and after it.
type Placed<'a> = (Edit<'a>, &'a (String, String));

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
    if let Some((layer, told)) = account.repair {
        repair::print(out, account, *layer, told)?;
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
    for step in &story.steps {
        self::step(out, account, step)?;
        if !account.asked.whole {
            let now = if step.text.trim().is_empty() {
                "nothing is left of it".to_owned()
            } else {
                format!("now {}", shortened(&step.text))
            };
            writeln!(out, "  {now}")?;
        }
    }
    if !account.asked.whole {
        story.weighed.iter().try_for_each(|weighed| self::weighed(out, account, weighed))?;
    }
    story.nearly.iter().try_for_each(|nearly| self::nearly(out, account, nearly))
}

/// What a pass weighed that judges lines by many signs.
fn weighed(out: &mut impl Write, account: &Account<'_>, weighed: &Weighed) -> io::Result<()> {
    let Weighed { pass, verdict, text, origin } = weighed;
    let pass = account.pipeline.passes()[*pass].name();
    let line = account.lines.of(origin.start);
    let end = if verdict.goes { "goes" } else { "stays" };
    let rule = account.pipeline.rule(verdict.rule);
    writeln!(out, "\nline {line}, {pass}, weighed: {}", title(rule))?;
    writeln!(out, "  {} {end}", shortened(text))?;
    writeln!(out, "  {}", verdict.told)
}

/// A pass's edits, those of a rule on a line together.
fn step(out: &mut impl Write, account: &Account<'_>, step: &Step) -> io::Result<()> {
    let trail = &account.done.trail;
    let pass = account.pipeline.passes()[trail.0[step.layer].pass].name();
    let mut lines: BTreeMap<usize, BTreeMap<RuleId, Vec<Placed<'_>>>> = BTreeMap::new();
    for (edit, around) in step.edits(trail).zip(&step.around) {
        let line = account.lines.of(trail.origin(step.layer, edit.span.clone()).start);
        let rules = lines.entry(line).or_default();
        rules.entry(edit.rule).or_default().push((edit, around));
    }
    for (line, rules) in &lines {
        for (id, edits) in rules {
            let rule = account.pipeline.rule(*id);
            writeln!(out, "\nline {line}, {pass}: {}", title(rule))?;
            writeln!(out, "  {}", rule.why)?;
            edits.iter().try_for_each(|placed| edit(out, placed))?;
        }
    }
    Ok(())
}

fn edit(out: &mut impl Write, (edit, (left, right)): &Placed<'_>) -> io::Result<()> {
    let (red, green) = (AnsiColor::Red.on_default(), AnsiColor::Green.on_default());
    // A blank says nothing by itself: so little is shown with what is around it.
    let is_little = |text: &str| text.chars().nth(LITTLE).is_none();
    let (left, right) = match is_little(edit.before) && is_little(edit.after) {
        true => (left.as_str(), right.as_str()),
        false => ("", ""),
    };
    for (sign, colour, text) in [('-', red, edit.before), ('+', green, edit.after)] {
        let text = format!("{left}{text}{right}");
        if !text.is_empty() {
            writeln!(out, "  {colour}{sign} {}{colour:#}", shortened(&text))?;
        }
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
    if let Some(where_) = &note.recurs {
        writeln!(out, "  recurs {where_}")?;
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
pub fn shortened(text: &str) -> String {
    let length = text.chars().count();
    if length <= LONGEST {
        return format!("{text:?}");
    }
    let half = LONGEST / 2;
    let head: String = text.chars().take(half).collect();
    let tail: String = text.chars().skip(length - half).collect();
    format!("{head:?} ... {} characters ... {tail:?}", length - 2 * half)
}
