//! Whether what was named as output can hold what the input does: lines may be
//! packed in other ways, but a table knows types that lines don't, and lines hold
//! fields that tables don't. What can't be done is said before anything is.

use anyhow::{Result, bail};
use pumice::io::format::Format;
use pumice::io::place::Plan;
use pumice::io::source::Reading;
use pumice::io::table;

/// Refuses a run that would lose something, or that this build can't make.
pub fn check(plan: &Plan, reading: &Reading) -> Result<()> {
    for job in &plan.jobs {
        let (path, is) = (&job.entry.path, reading.format(&job.entry.path));
        if is == Format::Table && !table::IS_HERE {
            bail!("{}: {}", path.display(), table::ABSENT);
        }
        let Some(out) =
            job.out.as_ref().filter(|_| plan.out.as_ref().is_some_and(|o| !o.is_folder))
        else {
            continue;
        };
        let Some(becomes) = Format::of_ending(out) else { continue };
        let (path, out) = (path.display(), out.display());
        match (is, becomes) {
            (Format::Table, Format::Table) => {}
            (Format::Table, _) => bail!(
                "{out}: {path} is a table, whose types would be lost in another format; name a \
                 .parquet file or a folder"
            ),
            (_, Format::Table) => bail!(
                "{out}: {path} is no table and does not become one; name a file that ends like it"
            ),
            (Format::Text, Format::Rows) => bail!(
                "{out}: {path} is one text and holds no records; name a file that ends like it"
            ),
            _ => {}
        }
    }
    Ok(())
}
