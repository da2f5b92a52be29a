//! The laws that a pass keeps on any text, as each target asks for them.

#![allow(dead_code)] // no target asks for all

use pumice::document::{Doc, Meta};
use pumice::edit::Edits;
use pumice::pipeline::Pipeline;
use std::sync::LazyLock;

/// The shipped chain.
pub static CHAIN: LazyLock<Pipeline> =
    LazyLock::new(|| Pipeline::shipped().unwrap_or_else(|problems| panic!("{problems}")));

fn edits(pass: &str, text: &str) -> Edits {
    let found = CHAIN.passes().iter().find(|known| known.name() == pass);
    let found = found.unwrap_or_else(|| panic!("no pass {pass}"));
    found.edits(&Doc { name: "", text, meta: &Meta::new() })
}

/// Undo, minimal, idempotent.
pub fn check(pass: &str, bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let first = edits(pass, &text);
    let after = first.apply(&text);
    assert_eq!(first.undo(&after).as_deref(), Some(&*text), "{pass} does not undo");
    for edit in first.iter() {
        let (before, after) = (edit.before, edit.after);
        assert_eq!(before, &text[edit.span.clone()]);
        let shared = |a: Option<char>, b: Option<char>| a.is_some() && a == b;
        let first = shared(before.chars().next(), after.chars().next());
        let last = shared(before.chars().next_back(), after.chars().next_back());
        assert!(!first && !last, "{pass} is not minimal: {before:?} -> {after:?}");
    }
    let second = edits(pass, &after);
    let again = second.apply(&after);
    assert!(second.is_empty(), "{pass} is not idempotent: {text:?} -> {after:?} -> {again:?}");
}
