//! The five documents the project started from, by what this pass owes them.
//! They are no part of the repository; without them the test says so and ends.

#![allow(clippy::panic, clippy::unwrap_used, reason = "a test may panic")]
#![allow(clippy::print_stderr, reason = "what is skipped says so")]

use pumice::document::{Doc, Meta};
use pumice::pipeline::Pipeline;
use std::path::Path;

const SEEDS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/seeds");

/// The seed whose name starts with `number`: as it is, and cleaned, with what
/// was lifted.
fn cleaned(number: &str) -> Option<(String, String, Meta)> {
    let Ok(folder) = std::fs::read_dir(Path::new(SEEDS)) else {
        eprintln!("skipped: {SEEDS} is not there");
        return None;
    };
    let path = folder
        .filter_map(|entry| Some(entry.ok()?.path()))
        .find(|path| path.file_name().is_some_and(|n| n.to_string_lossy().starts_with(number)))?;
    let text = std::fs::read_to_string(path).unwrap();
    let chain = Pipeline::shipped().unwrap_or_else(|problems| panic!("{problems}"));
    let meta = Meta::new();
    let cleaned = chain.clean(&Doc { name: "", text: &text, meta: &meta });
    let notes = cleaned.trail.0.iter().flat_map(|l| l.edits.iter()).filter_map(|e| e.note.cloned());
    let lifted = notes.flat_map(|note| note.meta).collect();
    let after = cleaned.text.clone().into_owned();
    Some((text, after, lifted))
}

#[test]
fn a_date_prefix_is_lifted() {
    let Some((before, after, meta)) = cleaned("000") else { return };
    assert_eq!(after, before[" date 2017-03-03 ".len()..]);
    assert_eq!(meta["date"], "2017-03-03");
}

#[test]
fn banner_caption_links_and_a_doubled_word_go() {
    let Some((before, after, _)) = cleaned("001") else { return };
    let chrome = |line: &&str| {
        ["IE 11", "Image:", "Related:"].iter().any(|s| line.starts_with(s))
            || line.ends_with("Getty Images, file")
    };
    let mut wanted: Vec<&str> = Vec::new();
    for line in before.split('\n').filter(|line| !chrome(line)) {
        let doubled = line.is_empty() && wanted.last().is_none_or(|last| last.is_empty());
        if !doubled {
            wanted.push(line);
        }
    }
    assert_eq!(after, wanted.join("\n").replace("the the", "the"));
    // Five lines, and the blank line after three of them.
    assert_eq!(before.lines().count() - after.lines().count(), 8);
}

#[test]
fn an_agency_byline_is_lifted() {
    let Some((before, after, meta)) = cleaned("002") else { return };
    assert_eq!(after, before["AFP, WASHINGTON\n\n".len()..]);
    assert_eq!((meta["agency"].as_str(), meta["place"].as_str()), ("AFP", "WASHINGTON"));
}

#[test]
fn tag_and_trailer_of_a_tokenised_article_go() {
    let Some((before, after, meta)) = cleaned("003") else { return };
    let opening = before.trim_start().strip_prefix("( CNN ) ").map(|rest| &rest[..20]);
    assert!(opening.is_some_and(|words| after.starts_with(words)));
    assert_eq!(meta["agency"], "CNN");
    let (story, _) = before.split_once("This story has been updated").unwrap();
    let end =
        |text: &str| text.trim_end_matches([' ', '.', '\n']).rsplit(' ').next().map(str::to_owned);
    assert_eq!(end(&after), end(story));
    assert!(!after.contains("has been updated"));
}

#[test]
fn an_article_with_subheads_stays() {
    let Some((before, after, _)) = cleaned("004") else { return };
    assert_eq!(before, after);
}
