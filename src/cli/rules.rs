//! `pumice rules`: the rules in force, the catalogue, the schema.

use super::{ChainArgs, Exit, output};
use anyhow::Result;
use pumice::catalogue;
use pumice::rule::schema;
use std::io::Write;

/// List the rules in force: pass, id, where each comes from, and why
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The catalogue as Markdown
    #[arg(long, conflicts_with = "schema")]
    markdown: bool,
    /// The JSON Schema of rule files, for editors
    #[arg(long)]
    schema: bool,
    #[command(flatten)]
    chain: ChainArgs,
}

/// Prints what is asked for.
pub fn run(args: &Args) -> Result<Exit> {
    let mut out = output::stdout();
    if args.schema {
        writeln!(out, "{:#}", schema::schema())?;
    } else if args.markdown {
        write!(out, "{}", catalogue::markdown(&args.chain.pipeline()?))?;
    } else {
        list(&mut out, args)?;
    }
    out.flush()?;
    Ok(Exit::Done)
}

fn list(out: &mut impl Write, args: &Args) -> Result<()> {
    let set = args.chain.rule_set()?;
    let (bold, dim) = (anstyle::Style::new().bold(), anstyle::Style::new().dimmed());
    for pass in set.order.names() {
        writeln!(out, "{bold}{pass}{bold:#}")?;
        for listed in set.rules.iter().filter(|listed| listed.rule.pass == pass) {
            let off = if listed.on { "" } else { ", off" };
            let rule = &listed.rule;
            writeln!(out, "  {} {dim}({}{off}){dim:#}\n      {}", rule.id, rule.place, rule.why)?;
        }
    }
    Ok(())
}
