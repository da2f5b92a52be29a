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
    let after = round(pass, &text);
    let again = round(pass, &after);
    assert_eq!(again, after, "{pass} is not idempotent: {text:?}");
}

/// Undo, minimal, and an end: for a pass that leaves something to the next round. On
/// heaps of signs it may take more rounds than the chain grants, which counts them.
pub fn settles(pass: &str, bytes: &[u8]) {
    const MOST_ROUNDS: usize = 64;
    let mut text = String::from_utf8_lossy(bytes).into_owned();
    for _ in 0..MOST_ROUNDS {
        let after = round(pass, &text);
        if after == text {
            return;
        }
        text = after;
    }
    panic!("{pass} goes on after {MOST_ROUNDS} rounds: {bytes:?}");
}

/// The text after the pass, whose edits can be undone and change all that they hold.
fn round(pass: &str, text: &str) -> String {
    let edits = edits(pass, text);
    let after = edits.apply(text);
    assert_eq!(edits.undo(&after).as_deref(), Some(text), "{pass} does not undo");
    for edit in edits.iter() {
        let (before, after) = (edit.before, edit.after);
        assert_eq!(before, &text[edit.span.clone()]);
        let shared = |a: Option<char>, b: Option<char>| a.is_some() && a == b;
        let first = shared(before.chars().next(), after.chars().next());
        let last = shared(before.chars().next_back(), after.chars().next_back());
        assert!(!first && !last, "{pass} is not minimal: {before:?} -> {after:?}");
    }
    after
}
