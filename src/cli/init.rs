//! `pumice init`: a pumice.toml to start from, and lines for the Makefile.

use super::{Exit, output};
use anyhow::{Result, bail};
use pumice::io::write;
use std::io::Write;
use std::path::Path;

/// Write a starter pumice.toml, and show Makefile lines that use it
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The folder to start in
    #[arg(default_value = ".")]
    folder: std::path::PathBuf,
}

const CONFIG: &str = include_str!("init/pumice.toml");
const MAKEFILE: &str = include_str!("init/Makefile");

/// Writes what is not there yet; a file that is there is never touched.
pub fn run(args: &Args) -> Result<Exit> {
    let config = args.folder.join("pumice.toml");
    if config.exists() {
        bail!("{}: this file is there already", config.display());
    }
    put(&config, CONFIG)?;
    let mut out = output::stdout();
    writeln!(out, "wrote {}; `pumice test {0}` runs its cases", config.display())?;
    let makefile = args.folder.join("Makefile");
    if makefile.exists() {
        writeln!(out, "add these lines to {}:\n\n{MAKEFILE}", makefile.display())?;
    } else {
        put(&makefile, MAKEFILE)?;
        writeln!(out, "wrote {}; `make` cleans data/raw into data/clean", makefile.display())?;
    }
    out.flush()?;
    Ok(Exit::Done)
}

fn put(path: &Path, text: &str) -> Result<()> {
    use anyhow::Context;
    write::whole(path, text.as_bytes()).map(drop).with_context(|| path.display().to_string())
}
