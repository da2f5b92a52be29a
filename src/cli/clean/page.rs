//! `--report`: writes the page. Like the record, one that says the same but for
//! its times is left as it is.

use anyhow::{Context, Result};
use pumice::io::{disk, write};
use pumice::report::page::{self, Run, without_times};
use std::path::Path;

/// Writes it.
pub fn write(path: &Path, run: &Run<'_>) -> Result<()> {
    let html = page::html(run).context("the report's template; please report it")?;
    let there = disk::read(path).ok().and_then(|bytes| String::from_utf8(bytes).ok());
    let there = there.as_deref().and_then(without_times);
    if there.is_some_and(|there| Some(there) == without_times(&html)) {
        return Ok(());
    }
    write::whole(path, html.as_bytes()).with_context(|| path.display().to_string())?;
    Ok(())
}
