//! `pumice test --on`: the rules over real documents; how often each fires, in
//! how many of them, with a few hits in context. It writes nothing.

use super::Tested;
use super::visible::visible;
use crate::cli::{ChainArgs, Exit, output};
use anyhow::{Result, anyhow};
use pumice::hits::{Excerpt, Hit, Hits, Wanted};
use pumice::io::input::Selection;
use pumice::io::load::{Fault, Loaded};
use pumice::io::parcel::Item;
use pumice::io::place;
use pumice::io::source::{Reading, Source};
use pumice::report::number::counted;
use pumice::run;
use std::io::Write;
use std::path::PathBuf;

/// Sample hits of each rule.
const SAMPLES: usize = 3;
/// Characters of context on either side of a hit.
const CONTEXT: usize = 40;
/// Characters shown of what was taken or put.
const LONGEST: usize = 120;

/// Prints the hits; exit 1 where a document could not be read.
pub fn run(tested: &Tested, inputs: &[PathBuf], seed: u64) -> Result<Exit> {
    let plan = place::plan(inputs, None, &Selection::default()).map_err(|e| anyhow!(e))?;
    let hints = ChainArgs::default().hints();
    let wanted = Wanted { seed, samples: SAMPLES, context: CONTEXT, longest: LONGEST };
    let (mut hits, mut read, mut failed) = (Hits::new(wanted), 0, plan.failed.clone());
    let reading = Reading::default();
    let work = |item: &Item<'_>| {
        let hits = |loaded: &Loaded<'_>| {
            let done = run::clean(&tested.chain, loaded, &hints)?;
            Ok(Hits::of(&loaded.name, &done, wanted))
        };
        Some(Loaded::read(item, &reading)?.and_then(|loaded| hits(&loaded)))
    };
    Source::new(&plan.jobs, &reading).each(work, |item, result| {
        match result {
            Some(Ok(own)) => {
                read += 1;
                hits.merge(own);
            }
            None | Some(Err(Fault::NoText(_))) => {}
            Some(Err(Fault::Failed(reason))) => failed.push((item.name(), reason)),
        }
        Ok::<(), anyhow::Error>(())
    })?;
    print(tested, &hits, read)?;
    for (name, reason) in &failed {
        output::say(&format!("failed: {name}: {reason}"));
    }
    Ok(if failed.is_empty() { Exit::Done } else { Exit::Found })
}

fn print(tested: &Tested, hits: &Hits, read: usize) -> Result<()> {
    let mut out = output::stdout();
    let bold = anstyle::Style::new().bold();
    for (id, own) in &hits.rules {
        let rule = tested.chain.rule(*id);
        if !tested.has(rule) {
            continue;
        }
        let (edits, documents) = (counted(own.edits, "edit"), counted(own.documents, "document"));
        writeln!(out, "{bold}{}{bold:#} ({}): {edits} in {documents}", rule.id, rule.place)?;
        for hit in &own.samples {
            show(&mut out, hit)?;
        }
    }
    let fired = |rule: &pumice::rule::Rule| {
        hits.rules.keys().any(|id| tested.chain.rule(*id).id == rule.id)
    };
    let mut idle = 0;
    for rule in tested.rules().filter(|rule| !fired(rule)) {
        idle += 1;
        writeln!(out, "{} ({}): never fired", rule.id, rule.place)?;
    }
    let read = counted(read as u64, "document");
    writeln!(out, "{read} read; {} never fired", counted(idle, "rule"))?;
    out.flush()?;
    Ok(())
}

/// A hit on one line, as `left [-before-]{+after+} right`.
fn show(out: &mut impl Write, hit: &Hit) -> std::io::Result<()> {
    use anstyle::AnsiColor::{Green, Red};
    let (red, green) = (Red.on_default(), Green.on_default());
    write!(out, "  {}:{}: {}", hit.document, hit.line, visible(&hit.left))?;
    if !hit.before.is_empty() {
        write!(out, "{red}[-{}-]{red:#}", short(&hit.before))?;
    }
    if !hit.after.is_empty() {
        write!(out, "{green}{{+{}+}}{green:#}", short(&hit.after))?;
    }
    writeln!(out, "{}", visible(&hit.right))
}

/// A text on one line; of a long one its start and end.
fn short(text: &Excerpt) -> String {
    let gap = if text.left_out > 0 { "…" } else { "" };
    format!("{}{gap}{}", visible(&text.head), visible(&text.tail))
}
