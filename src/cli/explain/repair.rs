//! The record of a repair of coreference damage, for people: how the drift
//! rose, and of each intruder what it was meant for, what it destroyed and what
//! became of that. The edits themselves are told with those of other passes.

use super::Account;
use super::show::shortened;
use anstyle::{AnsiColor, Style};
use pumice::pass::coref::explain::{Explanation, Outcome, Told};
use std::io::{self, Write};

/// Prints the record, which speaks of the input of a layer of the trail.
pub fn print(
    out: &mut impl Write,
    account: &Account<'_>,
    layer: usize,
    told: &Explanation,
) -> io::Result<()> {
    let bold = Style::new().bold();
    let line = |at: usize| account.lines.of(account.done.trail.origin(layer, at..at).start);
    writeln!(out, "\n{bold}coreference damage{bold:#}")?;
    writeln!(
        out,
        "  {} intruders, of {} the mention is in sight; {} gaps filled, {} unknown",
        told.intruders.len(),
        told.signs,
        told.restored,
        told.unknown
    )?;
    let mut rises = told.drift.iter().peekable();
    for intruder in &told.intruders {
        while let Some((at, drift)) = rises.next_if(|(at, _)| *at <= intruder.span.start) {
            writeln!(out, "  line {}: the drift is {drift}", line(*at))?;
        }
        self::intruder(out, line(intruder.span.start), intruder)?;
    }
    Ok(())
}

fn intruder(out: &mut impl Write, line: usize, told: &Told) -> io::Result<()> {
    let (red, green) = (AnsiColor::Red.on_default(), AnsiColor::Green.on_default());
    let sure = (told.confidence * 100.0).round();
    write!(out, "  line {line}: {red}{}{red:#}, {sure} % sure", shortened(&told.text))?;
    match (&told.mention, told.drift) {
        (Some(mention), 1..) => write!(out, ", meant for {}", shortened(mention))?,
        (_, 0) => write!(out, ", in the place of its mention")?,
        _ => write!(out, ", its mention is lost")?,
    }
    match &told.outcome {
        Outcome::Left => writeln!(out, ": left, too doubtful"),
        Outcome::Marked if told.lost == 1 => writeln!(out, ": one word destroyed, unknown"),
        Outcome::Marked => writeln!(out, ": {} words destroyed, unknown", told.lost),
        Outcome::Restored { with, witness, inferred } => {
            let from = witness.as_deref().or(inferred.as_deref()).unwrap_or("grammar");
            writeln!(out, ": {green}{}{green:#} is back, from {from}", shortened(with))
        }
    }
}
