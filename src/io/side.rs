//! The names of pumice's own files beside the documents: at the top of an
//! output folder, or beside an output file as `NAME.pumice-...`. They are no
//! documents, and a walk passes them over.

use std::path::{Path, PathBuf};

/// Metadata lifted out of documents.
pub const META: &str = "pumice-meta.jsonl";
/// Which files pumice wrote.
pub const STATE: &str = ".pumice-state";
/// What the names of files begin with that are being written.
pub const PARTIAL: &str = ".pumice-partial-";

/// What the names of files begin with that this run is writing: two runs may write into one folder, and neither takes
/// what the other is at for the remains of a killed one.
pub fn partial() -> String {
    format!("{PARTIAL}{}-", std::process::id())
}

/// Whether a run that is not over is writing the file of this name, as far as the system tells by /proc.
pub fn is_being_written(name: &str) -> bool {
    let run = name.strip_prefix(PARTIAL).and_then(|rest| rest.split_once('-'));
    run.is_some_and(|(run, _)| run.parse::<u32>().is_ok() && Path::new("/proc").join(run).exists())
}

/// What could not be cleaned.
pub const ASIDE: &str = "pumice-aside";
/// The record of the run.
pub const RUN: &str = "pumice-run.json";
/// What earlier runs worked out.
pub const JOURNAL: &str = ".pumice-journal";
/// What the last run knew of the corpus.
pub const SURVEY: &str = ".pumice-survey";
/// Held while a run writes into an output.
pub const LOCK: &str = ".pumice-lock";

/// A report, where the user puts one beside them under this name.
pub const REPORT: &str = "pumice-report.html";

const SHOWN: &[&str] = &[META, RUN, ASIDE, REPORT];

/// Whether a name at the top of a folder is one of pumice's own.
pub fn is_own(name: &str) -> bool {
    name.starts_with(".pumice") || SHOWN.contains(&name)
}

/// A side file of the output: within a folder, beside a file.
pub fn of_output(out: &Path, is_folder: bool, name: &str) -> PathBuf {
    if is_folder {
        return out.join(name);
    }
    let mut beside = out.as_os_str().to_owned();
    beside.push(".");
    beside.push(name.trim_start_matches('.'));
    PathBuf::from(beside)
}
