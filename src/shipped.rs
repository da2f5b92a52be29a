//! The rule files that come with the program, embedded in it.

use crate::rule::problem::Source;

/// Name and text of each file of `rules/`, sorted by name.
pub const FILES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/shipped.rs"));

/// The file that states the order of the passes.
pub const PIPELINE: &str = "rules/pipeline.toml";

/// The shipped rule files, the order of the passes aside.
pub fn rule_files() -> impl Iterator<Item = Source> {
    FILES.iter().filter(|(name, _)| *name != PIPELINE).map(|(name, text)| Source::new(name, text))
}

/// The order of the passes, as a file.
pub fn pipeline() -> Source {
    let text = FILES.iter().find(|(name, _)| *name == PIPELINE).map_or("", |(_, text)| text);
    Source::new(PIPELINE, text)
}
