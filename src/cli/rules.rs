//! `pumice rules`: the rules in force.

use super::{ChainArgs, Exit, output};
use anyhow::Result;
use std::io::Write;

/// List the rules in force: pass, id, where each comes from, and why
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    chain: ChainArgs,
}

/// Prints the list.
pub fn run(args: &Args) -> Result<Exit> {
    let pipeline = args.chain.pipeline()?;
    let mut out = output::stdout();
    let bold = anstyle::Style::new().bold();
    for pass in pipeline.passes() {
        writeln!(out, "{bold}{}{bold:#}", pass.name())?;
        for rule in pipeline.rules().iter().filter(|rule| rule.pass == pass.name()) {
            writeln!(out, "  {}  ({})\n      {}", rule.id, rule.place, rule.why)?;
        }
    }
    out.flush()?;
    Ok(Exit::Done)
}
