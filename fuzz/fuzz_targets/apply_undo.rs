#![no_main]

#[path = "../laws.rs"]
mod laws;

use pumice::document::{Doc, Meta};

// The whole chain: its trail gives the text back, and a second run changes nothing.
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let meta = Meta::new();
    let cleaned = laws::CHAIN.clean(&Doc { name: "", text: &text, meta: &meta });
    assert_eq!(cleaned.trail.undo(&cleaned.text).as_deref(), Some(&*text), "no way back");
    if cleaned.settled {
        let again = laws::CHAIN.clean(&Doc { name: "", text: &cleaned.text, meta: &meta });
        assert_eq!(again.text, cleaned.text, "not idempotent: {text:?}");
    }
});
