//! `pumice restore`: what it overwrites; and with `--rule`, one rule's edits undone in
//! a finished run.

use crate::support::Place;

const RULES: &[u8] = br#"
[[rule]]
id = "menu"
pass = "boilerplate"
why = "The menu stands above every page."
line = 'Home \| News'

[[rule]]
id = "note"
pass = "boilerplate"
why = "A note stands within the text."
find = ' \(note\)'

[[rule]]
id = "shout"
pass = "whitespace"
why = "It follows on a note."
find = '(?<it>!) end'
with = "."
"#;

/// A finished run over these documents.
fn run(files: &[(&str, &[u8])]) -> Place {
    let place = Place::with(files);
    place.put("my.toml", RULES);
    place.run("clean in -o out --edits e.jsonl --rules my.toml").exits(0);
    place
}

#[test]
fn one_rules_edits_are_undone_and_all_others_kept() {
    let place = run(&[
        ("in/a.txt", b"Home | News\nSome  words (note) here.\n"),
        ("in/deep/b.txt", b"Other  words\n"),
        ("in/c.txt", b"\xff\xfeo\0n\0e\0 \0 \0t\0w\0o\0\n\0"),
    ]);
    assert_eq!(place.read("out/a.txt"), "Some words here.\n");
    place
        .run("restore out --edits e.jsonl -o back --rule note")
        .exits(0)
        .tells("3 documents restored");
    assert_eq!(place.read("back/a.txt"), "Some words (note) here.\n");
    assert_eq!(place.read("back/deep/b.txt"), "Other words\n");
    assert_eq!(place.read("back/c.txt"), "one two\n", "as UTF-8, without a mark");
    place.run("restore out --edits e.jsonl -o both --rule note --rule menu").exits(0);
    assert_eq!(place.read("both/a.txt"), "Home | News\nSome words (note) here.\n");
    // The originals are still to be had, and the run is as it was.
    place.run("restore out --edits e.jsonl -o all").exits(0);
    assert_eq!(place.tree("all"), place.tree("in"));
}

#[test]
fn a_later_edit_of_the_same_place_is_undone_too_and_named() {
    let place = run(&[("in/a.txt", b"So it is (note)! end\nAnd  so! end\n")]);
    assert_eq!(place.read("out/a.txt"), "So it is. end\nAnd so. end\n");
    let ran = place.run("restore out --edits e.jsonl -o back --rule note").exits(0);
    assert!(
        ran.err.contains("a.txt: undone too, since it depends: shout (whitespace)"),
        "{}",
        ran.err
    );
    assert_eq!(ran.err.matches("shout").count(), 1, "{}", ran.err);
    assert_eq!(place.read("back/a.txt"), "So it is (note)! end\nAnd so. end\n");
}

#[test]
fn an_id_that_the_ledger_lacks_writes_nothing() {
    let place = run(&[("in/a.txt", b"Home | News\nSome  words (note)! end\n")]);
    let ran = place.run("restore out --edits e.jsonl -o back --rule notes").exits(2);
    let (note, menu) = (ran.err.find(" note,").unwrap(), ran.err.find("menu").unwrap());
    assert!(note < menu && ran.err.contains("`notes`"), "{}", ran.err);
    assert!(!place.at("back").exists());
    place.run("restore out --edits e.jsonl -o back --rule note --rule nonesuch").exits(2);
    assert!(!place.at("back").exists());
}

#[test]
fn a_document_that_changed_since_is_refused() {
    let place = run(&[("in/a.txt", b"a (note)\n"), ("in/b.txt", b"b (note)\n")]);
    place.put("out/a.txt", b"my own words\n");
    let ran = place.run("restore out --edits e.jsonl -o back --rule note").exits(1);
    assert!(ran.err.contains("a.txt: the text is not the one"), "{}", ran.err);
    assert_eq!(place.read("back/b.txt"), "b (note)\n");
    assert!(!place.at("back/a.txt").exists());
    place.run("restore out --edits e.jsonl -o out --rule note").exits(1).tells("overwrite");
}

#[test]
fn a_file_that_says_something_else_is_overwritten_by_force_only() {
    let place = run(&[("in/a.txt", b"Home | News\na\n"), ("in/b.txt", b"Home | News\nb\n")]);
    let restore = "restore out --edits e.jsonl -o back";
    place.run(restore).exits(0);
    place.run(restore).exits(0).tells("2 documents restored, 0 refused");
    place.put("back/a.txt", b"my own words\n");
    place.run(restore).exits(1).tells("1 documents restored, 1 refused").tells("--force");
    assert_eq!(place.read("back/a.txt"), "my own words\n");
    place.run(&format!("{restore} --force")).exits(0);
    assert_eq!(place.tree("back"), place.tree("in"));
}

#[test]
fn a_file_of_rows_that_says_something_else_is_overwritten_by_force_only() {
    let rows = |text: &str| format!("{{\"text\": \"{text} (note)\"}}\n").into_bytes();
    let place = run(&[("in/a.jsonl", &rows("one")), ("in/b.jsonl", &rows("two"))]);
    let restore = "restore out --edits e.jsonl -o back";
    place.run(restore).exits(0);
    place.run(restore).exits(0).tells("2 documents restored, 0 refused");
    place.put("back/a.jsonl", b"my own words\n");
    place.run(restore).exits(2).tells("a.jsonl").tells("--force");
    assert_eq!(place.read("back/a.jsonl"), "my own words\n");
    place.run(&format!("{restore} --force")).exits(0);
    assert_eq!(place.tree("back"), place.tree("in"));
}
