//! `pumice clean -`: a filter. Data alone goes to standard output; there is no
//! summary unless it is asked for with --dry-run.

use super::super::line_file::LineFile;
use super::super::{Exit, output};
use super::Args;
use super::by_rule::ByRule;
use anyhow::{Context, Result, bail};
use pumice::io::load::{Fault, Loaded};
use pumice::io::parcel::Item;
use pumice::io::place;
use pumice::io::{disk, write};
use pumice::report::{Report, page};
use pumice::run;
use std::io::{self, Read, Write};

/// The document's name in ledgers.
const NAME: &str = "-";

/// Cleans standard input.
pub fn run(args: &Args) -> Result<Exit> {
    let pipeline = args.chain.pipeline()?;
    let mut bytes = Vec::new();
    io::stdin().lock().read_to_end(&mut bytes).context("standard input")?;
    let loaded = Loaded::text(NAME, bytes);
    let done = match run::clean(&pipeline, &loaded, &args.chain.hints()) {
        Ok(done) => done,
        Err(Fault::NoText(reason) | Fault::Failed(reason)) => {
            output::error(&format!("standard input: {reason}"));
            return Ok(Exit::Found);
        }
    };
    let text = done.output().to_owned();
    let plan = place::of_stdin(None);
    let mut kept = args.keeper(&pipeline).keep(&Item::File(&plan.jobs[0]), &loaded, done);
    if let Some(path) = &args.edits {
        let mut ledger = LineFile::new(path)?;
        ledger.add(kept.ledger.as_bytes())?;
        ledger.close()?;
    }
    if args.diff && !args.by_rule {
        let mut out = output::stdout();
        super::super::summary::write_diff(&mut out, &kept.diff)?;
        out.flush()?;
    }
    let mut report = Report { read: 1, changed: u64::from(kept.changed), ..Report::default() };
    report.unchanged = u64::from(!kept.changed);
    report.characters = kept.characters;
    report.encodings.insert(kept.encoding, 1);
    report.damaged = kept.damaged;
    report.count(&kept.trail);
    if let Some(path) = &args.report {
        let exhibits = kept.exhibits.take().unwrap_or_default();
        let rules = super::record::fingerprint(args)?;
        let (report, pipeline, exhibits) = (&report, &pipeline, &*exhibits);
        super::page::write(path, &page::Run { report, pipeline, exhibits, rules: &rules })?;
    }
    if args.by_rule {
        let mut by_rule = ByRule::new(args.samples);
        by_rule.add(NAME, kept.hits);
        by_rule.print(&mut output::stdout(), &report, &pipeline)?;
    }
    if args.dry_run && !args.quiet {
        super::summary::print(&report, &pipeline, &[]);
    }
    if !args.only_looks() {
        send(args, text.as_bytes())?;
    }
    Ok(if args.check && kept.changed { Exit::Found } else { Exit::Done })
}

fn send(args: &Args, text: &[u8]) -> Result<()> {
    match args.output.as_deref().filter(|path| path.as_os_str() != "-") {
        None => {
            // Not through the colour filter: this is the user's data.
            let mut out = io::stdout().lock();
            out.write_all(text).and_then(|()| out.flush()).context("standard output")
        }
        Some(path) if path.is_dir() => bail!("{}: this is a folder; name a file", path.display()),
        Some(path) => {
            if !args.force && disk::read(path).is_ok_and(|there| there != text) {
                bail!("{}: this file is there already; --force overwrites it", path.display());
            }
            write::whole(path, text).map(drop).with_context(|| path.display().to_string())
        }
    }
}
