//! The laws of DESIGN.md as property tests, each under the law's name. Texts
//! are put together from pieces that the passes care about, since random
//! characters would hardly ever make any of them propose an edit.

use proptest::prelude::*;
use pumice::decode::Hints;
use pumice::document::{Doc, Meta};
use pumice::edit::Edits;
use pumice::io::load::Loaded;
use pumice::ledger::{self, DocumentLine};
use pumice::pipeline::Pipeline;
use pumice::run;
use pumice::undo::{self, Undone};
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::LazyLock;

static SHIPPED: LazyLock<Pipeline> =
    LazyLock::new(|| Pipeline::shipped().unwrap_or_else(|problems| panic!("{problems}")));

const PIECES: &[&str] = &[
    "the",
    "The",
    "he",
    "She",
    "said",
    "was",
    "Smith",
    "Harbour",
    "bridge",
    "council",
    "vote",
    "a",
    "of",
    "to",
    "and",
    "n't",
    "'s",
    "’s",
    "do",
    "ca",
    "it",
    "its",
    "who",
    "that",
    "2019",
    ".",
    ",",
    ";",
    ":",
    "!",
    "?",
    "(",
    ")",
    "[",
    "]",
    "\"",
    "“",
    "”",
    "'",
    "‘",
    "’",
    "``",
    "''",
    "-",
    "–",
    "—",
    "...",
    "…",
    "$",
    "%",
    "&",
    "/",
    "@-@",
    "-LRB-",
    "-RRB-",
    "##ing",
    "▁the",
    " ",
    " ",
    " ",
    " ",
    "  ",
    "    ",
    "\t",
    "\n",
    "\n",
    "\n\n",
    "\n\n\n",
    "\r\n",
    "\r",
    " \n",
    "\u{a0}",
    "\u{202f}",
    "\u{200b}",
    "\u{200d}",
    "\u{200c}",
    "\u{ad}",
    "\u{feff}",
    "\u{2028}",
    "\u{0}",
    "\u{7f}",
    "\u{85}",
    "\u{9d}",
    "\u{fffd}",
    "\u{2060}",
    "\u{202e}",
    "\u{1b}[1m",
    "e\u{301}",
    "é",
    "ﬁ",
    "Å",
    "한",
    "ا",
    "می\u{200c}خواهم",
    "👩\u{200d}🔬",
    "日本語",
    "ة",
    "Ã©",
    "â€™",
    "Â ",
    "Ã¼",
    "â€œ",
    "ÃƒÂ©",
    "Ð¿Ñ€Ð¸",
    "&amp;",
    "&amp;amp;",
    "&lt;",
    "&#8217;",
    "&nbsp;",
    "<br>",
    "</p>",
    "<b>",
    "< b",
    "\\n",
    "\\u2019",
    "[…]",
    "[edit]",
    "IE 11 is not supported.",
    "Image: A bridge",
    "Related: Bridge shut",
    "Advertisement",
    "AFP, WASHINGTON",
    "date 2017-03-03 ",
    "( CNN ) ",
    "This story has been updated .",
    "Share this",
    "Getty Images",
    "Read more",
    "the the",
    "of of",
    "had had",
    "he he",
    "Subscribe to our newsletter",
    "All rights reserved.",
    "Photo by Jane Doe / Agency",
];

fn text() -> impl Strategy<Value = String> {
    let piece = proptest::sample::select(PIECES).prop_map(str::to_owned);
    let piece = prop_oneof![20 => piece, 1 => any::<char>().prop_map(String::from)];
    let sep = proptest::sample::select(&["", "", " ", " ", " ", "\n"][..]);
    proptest::collection::vec((piece, sep), 0..60)
        .prop_map(|parts| parts.into_iter().map(|(piece, sep)| piece + sep).collect())
}

fn clean(text: &str) -> String {
    let meta = Meta::new();
    let cleaned = SHIPPED.clean(&Doc { name: "x.txt", text, meta: &meta });
    assert!(cleaned.settled, "the chain did not come to rest on {text:?}");
    cleaned.text.into_owned()
}

/// Every pass's edits on a text, each pass by itself.
fn each_pass(text: &str) -> impl Iterator<Item = (String, Edits)> {
    let meta = Meta::new();
    let doc = Doc { name: "x.txt", text, meta: &meta };
    SHIPPED
        .passes()
        .iter()
        .map(|pass| (pass.name().to_owned(), pass.edits(&doc)))
        .collect::<Vec<_>>()
        .into_iter()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]

    #[test]
    fn undo_of_a_pass(text in text()) {
        for (pass, edits) in each_pass(&text) {
            let after = edits.apply(&text);
            prop_assert_eq!(edits.undo(&after), Some(text.clone()), "{}", pass);
        }
    }

    #[test]
    fn undo_of_the_chain(text in text()) {
        let meta = Meta::new();
        let cleaned = SHIPPED.clean(&Doc { name: "x.txt", text: &text, meta: &meta });
        prop_assert_eq!(cleaned.trail.undo(&cleaned.text), Some(text));
    }

    #[test]
    fn undo_through_the_ledger(bytes in bytes()) {
        let loaded = Loaded::text("x.txt", bytes.clone());
        let Ok(done) = run::clean(&SHIPPED, &loaded, &Hints::default()) else {
            return Ok(());
        };
        let path = Path::new("x.txt");
        let line = DocumentLine::new(("x.txt", path), &bytes, &done.decoded, done.output());
        let edits: Vec<_> = ledger::edit_lines("x.txt", &done.trail, &SHIPPED).collect();
        // Through JSON, as a reader of the file has it.
        let line: DocumentLine = serde_json::from_str(&serde_json::to_string(&line)?)?;
        let edits: Vec<ledger::EditLine> = serde_json::from_str(&serde_json::to_string(&edits)?)?;
        let original = ledger::original(&line, &edits, done.output().as_bytes());
        prop_assert_eq!(original, Ok(bytes));
    }

    #[test]
    fn minimal(text in text()) {
        for (pass, edits) in each_pass(&text) {
            for edit in edits.iter() {
                let ends = |text: &str| (text.chars().next(), text.chars().next_back());
                let (before, after) = (ends(edit.before), ends(edit.after));
                let shares = |a: Option<char>, b: Option<char>| a.is_some() && a == b;
                prop_assert_ne!(edit.before, edit.after, "{}", pass);
                prop_assert!(!shares(before.0, after.0), "{}: {:?}", pass, edit);
                prop_assert!(!shares(before.1, after.1), "{}: {:?}", pass, edit);
            }
        }
    }

    #[test]
    fn untouched(text in text()) {
        let meta = Meta::new();
        let cleaned = SHIPPED.clean(&Doc { name: "x.txt", text: &text, meta: &meta });
        prop_assert_eq!(cleaned.trail.is_empty(), cleaned.text == text);
    }

    #[test]
    fn idempotent(text in text()) {
        let once = clean(&text);
        prop_assert_eq!(clean(&once), once);
    }

    #[test]
    fn origin_of_surviving_text_is_itself(text in text()) {
        for (pass, edits) in each_pass(&text) {
            let after = edits.apply(&text);
            let mut done = 0;
            for put in edits.outputs() {
                for (at, c) in after[done..put.start].char_indices() {
                    let span = done + at..done + at + c.len_utf8();
                    prop_assert_eq!(&text[edits.origin(span.clone())], &after[span], "{}", pass);
                }
                done = put.end;
            }
        }
    }

    #[test]
    fn gap_marks_are_not_edited(text in text()) {
        for (pass, edits) in each_pass(&text) {
            let marks = |text: &str| text.matches("[…]").count();
            prop_assert!(marks(&edits.apply(&text)) >= marks(&text), "{}: {:?}", pass, text);
        }
    }
}

const ENCODINGS: &[&str] =
    &["utf-8", "windows-1252", "windows-1251", "shift_jis", "utf-16le", "gb18030"];

/// Texts in various encodings, and bytes that are damaged text.
fn bytes() -> impl Strategy<Value = Vec<u8>> {
    let encoded = (text(), proptest::sample::select(ENCODINGS)).prop_map(|(text, name)| {
        match encoding_rs::Encoding::for_label(name.as_bytes()) {
            Some(encoding) if name != "utf-16le" => encoding.encode(&text).0.into_owned(),
            _ => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        }
    });
    let damaged = (text(), any::<Vec<u8>>(), any::<usize>()).prop_map(|(text, junk, at)| {
        let mut bytes = text.into_bytes();
        let at = at % (bytes.len() + 1);
        bytes.splice(at..at, junk);
        bytes
    });
    let with_bom = text().prop_map(|text| format!("\u{feff}{text}").into_bytes());
    prop_oneof![encoded, damaged, with_bom]
}

/// A text, its bytes' cleaned form, and that with some rules' edits undone, as
/// if from a ledger; none where the bytes are read as another text.
fn without(text: &str, unwanted: impl Fn(&str) -> bool) -> Option<(String, Undone)> {
    let loaded = Loaded::text("x.txt", text.as_bytes().to_vec());
    let done = run::clean(&SHIPPED, &loaded, &Hints::default()).ok()?;
    if done.decoded.text != text {
        return None;
    }
    let path = Path::new("x.txt");
    let line = DocumentLine::new(("x.txt", path), text.as_bytes(), &done.decoded, done.output());
    let edits: Vec<_> = ledger::edit_lines("x.txt", &done.trail, &SHIPPED).collect();
    let undone = undo::rules(&line, &edits, done.output().as_bytes(), unwanted);
    let undone = undone.unwrap_or_else(|reason| panic!("{reason}: {text:?}"));
    Some((done.output().to_owned(), undone))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]

    #[test]
    fn undoing_no_rule_gives_the_output(text in text()) {
        let Some((output, undone)) = without(&text, |_| false) else { return Ok(()) };
        prop_assert_eq!(undone.text, output);
        prop_assert!(undone.undone.is_empty() && undone.dependent.is_empty());
    }

    #[test]
    fn undoing_all_rules_gives_the_decoded_original(text in text()) {
        let Some((_, undone)) = without(&text, |_| true) else { return Ok(()) };
        prop_assert_eq!(undone.text, text);
        prop_assert!(undone.kept.is_empty());
    }

    #[test]
    fn undoing_a_rule_leaves_no_edit_of_it(text in text(), pick in any::<usize>()) {
        let Some((_, Undone { kept: all, .. })) = without(&text, |_| false) else { return Ok(()) };
        let rules: BTreeSet<&str> = all.iter().map(|edit| edit.rule.as_str()).collect();
        let Some(rule) = rules.iter().nth(pick % rules.len().max(1)) else { return Ok(()) };
        let Some((_, undone)) = without(&text, |id| id == *rule) else { return Ok(()) };
        prop_assert!(undone.kept.iter().all(|edit| edit.rule != *rule));
        prop_assert!(undone.undone.iter().all(|edit| edit.rule == *rule));
        let parts = undone.kept.len() + undone.undone.len() + undone.dependent.len();
        prop_assert_eq!(parts, all.len(), "every edit is accounted for");
        // What is kept is a trail of the new text: it leads back to the original.
        let trail = ledger::trail(&undone.kept).unwrap();
        prop_assert_eq!(trail.undo(&undone.text), Some(text));
    }
}
