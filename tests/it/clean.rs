//! `pumice clean` as a user meets it: where outputs go, what is written and
//! what is not, and how it ends.

use crate::support::{Place, Ran};
use std::fs;
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::process::Stdio;

const DIRTY: &[u8] = b"two    meetings \n\n\n\nend";
const CLEAN: &str = "two meetings\n\nend";

#[test]
fn a_folder_is_mirrored_and_inputs_stay() {
    let place = Place::with(&[
        ("in/a.txt", DIRTY),
        ("in/deep/er/b", b"sound\n"),
        ("in/empty.txt", b""),
        ("in/.hidden", DIRTY),
    ]);
    let before = place.tree("in");
    place.run("clean in -o out").exits(0).tells("3 documents read: 1 changed, 2 unchanged");
    assert_eq!(place.tree("in"), before);
    assert_eq!(place.read("out/a.txt"), CLEAN);
    assert_eq!(place.read("out/deep/er/b"), "sound\n");
    assert_eq!(place.read("out/empty.txt"), "");
    assert!(!place.at("out/.hidden").exists());
}

#[test]
fn one_file_goes_to_a_file_or_into_a_folder() {
    let place = Place::with(&[("a.txt", DIRTY)]);
    place.run("clean a.txt -o b.txt").exits(0);
    place.run("clean a.txt -o folder/").exits(0);
    assert_eq!(place.read("b.txt"), CLEAN);
    assert_eq!(place.read("folder/a.txt"), CLEAN);
}

#[test]
fn several_inputs_keep_their_names_and_may_not_clash() {
    let place = Place::with(&[("x/a.txt", DIRTY), ("y/a.txt", DIRTY), ("z/x/a.txt", DIRTY)]);
    place.run("clean x y -o out").exits(0);
    assert_eq!(place.read("out/x/a.txt"), CLEAN);
    assert_eq!(place.read("out/y/a.txt"), CLEAN);
    place.run("clean x z/x -o out2").exits(2).tells("would both be written as x/a.txt");
    assert!(!place.at("out2").exists());
}

#[test]
fn standard_input_is_a_filter() {
    let place = Place::new();
    let filter = |args: &[&str]| {
        let mut command = place.pumice();
        command.args(args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        child.stdin.take().unwrap().write_all(DIRTY).unwrap();
        Ran::from(child.wait_with_output().unwrap())
    };
    let ran = filter(&["clean", "-"]).exits(0);
    assert_eq!((ran.out.as_str(), ran.err.as_str()), (CLEAN, ""));
    assert_eq!(filter(&["clean"]).exits(0).out, CLEAN);
    filter(&["clean", "-", "--check"]).exits(1);
    filter(&["clean", "-", "-o", "out.txt", "--edits", "e.jsonl"]).exits(0);
    assert_eq!(place.read("out.txt"), CLEAN);
    assert!(place.read("e.jsonl").starts_with(r#"{"doc":"-""#));
}

#[test]
fn looking_writes_nothing() {
    let place = Place::with(&[("in/a.txt", DIRTY), ("in/b.txt", b"sound\n")]);
    let ran = place.run("clean in --check").exits(1);
    assert_eq!(ran.out, "would change: a.txt\n");
    place.run("clean in --check --skip whitespace").exits(0);
    place.run("clean in --dry-run").exits(0).tells("1 changed");
    let diff = place.run("clean in --diff").exits(0).out;
    assert!(
        diff.contains("--- a/a.txt\n+++ b/a.txt\n")
            && diff.contains("\n-two    meetings \n")
            && diff.contains("\n+two meetings\n"),
        "{diff}"
    );
    place.run("clean in --diff --check").exits(1);
    place.run("clean in -o out --dry-run").exits(0);
    assert!(!place.at("out").exists());
    place.run("clean in").exits(2).tells("-o");
}

#[test]
fn passes_can_be_chosen() {
    let place = Place::with(&[("in/a.txt", "a  b e\u{301}\n".as_bytes())]);
    place.run("clean in -o ws --only whitespace").exits(0);
    assert_eq!(place.read("ws/a.txt"), "a b e\u{301}\n");
    place.run("clean in -o no --skip whitespace,unicode").exits(0);
    assert_eq!(place.read("no/a.txt"), "a  b e\u{301}\n");
    place.run("clean in -o d --only decode").exits(0);
    assert_eq!(place.read("d/a.txt"), "a  b e\u{301}\n");
    place.run("clean in -o x --only whitspace").exits(2).tells("did you mean `whitespace`?");
}

#[test]
fn a_second_run_writes_nothing_and_a_changed_output_is_not_lost() {
    let place = Place::with(&[("in/a.txt", DIRTY), ("in/b.txt", DIRTY)]);
    place.run("clean in -o out").exits(0);
    let time = |name: &str| fs::metadata(place.at(name)).unwrap().modified().unwrap();
    let (state, a) = (time("out/.pumice-state"), time("out/a.txt"));
    place.run("clean in -o out").exits(0);
    assert_eq!((time("out/.pumice-state"), time("out/a.txt")), (state, a));
    place.put("out/a.txt", b"my own words");
    place.run("clean in -o out").exits(1).tells("--force");
    assert_eq!(place.read("out/a.txt"), "my own words");
    place.run("clean in -o out --force").exits(0);
    assert_eq!(place.read("out/a.txt"), CLEAN);
    // An output of pumice's own is replaced without asking.
    place.put("in/b.txt", b"other  words");
    place.run("clean in -o out").exits(0);
    assert_eq!(place.read("out/b.txt"), "other words");
}

#[test]
fn files_of_others_are_not_overwritten() {
    let place = Place::with(&[("in/a.txt", DIRTY), ("out/a.txt", b"mine")]);
    place.run("clean in -o out").exits(1).tells("a.txt");
    assert_eq!(place.read("out/a.txt"), "mine");
}

#[test]
fn outputs_without_an_input_are_named_and_pruned() {
    let place = Place::with(&[("in/a.txt", DIRTY), ("in/b.txt", DIRTY)]);
    place.run("clean in -o out").exits(0);
    fs::remove_file(place.at("in/b.txt")).unwrap();
    place.run("clean in -o out").exits(0).tells("left over: b.txt");
    assert!(place.at("out/b.txt").exists());
    place.run("clean in -o out --prune").exits(0).tells("removed: b.txt");
    assert!(!place.at("out/b.txt").exists());
}

#[test]
fn an_output_inside_the_input_is_not_read() {
    let place = Place::with(&[("in/a.txt", DIRTY)]);
    place.run("clean in -o in/clean").exits(0);
    place.run("clean in -o in/clean").exits(0).tells("1 document read");
    assert!(!place.at("in/clean/clean").exists());
}

#[test]
fn the_mode_of_the_input_is_kept() {
    let place = Place::with(&[("in/a.txt", DIRTY)]);
    fs::set_permissions(place.at("in/a.txt"), fs::Permissions::from_mode(0o640)).unwrap();
    place.run("clean in -o out").exits(0);
    let mode = fs::metadata(place.at("out/a.txt")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o640);
}

#[test]
fn order_free() {
    let place = Place::new();
    for i in 0..40 {
        let text = format!("the the line {i}    with  blanks \n\n\n\n{}", "x  y\n".repeat(i));
        place.put(&format!("in/{i}.txt"), text.as_bytes());
    }
    for jobs in [1, 2, 7] {
        let args = format!("clean in -o out{jobs} --edits e{jobs}.jsonl --jobs {jobs}");
        place.run(&args).exits(0);
    }
    assert_eq!(place.tree("out1"), place.tree("out2"));
    assert_eq!(place.tree("out1"), place.tree("out7"));
    assert_eq!(place.read("e1.jsonl"), place.read("e2.jsonl"));
    assert_eq!(place.read("e1.jsonl"), place.read("e7.jsonl"));
}

#[test]
fn a_users_rules_are_added_and_lift_metadata() {
    let place = Place::with(&[
        ("in/a.txt", b"Sent: 2020-02-02\nHello there.\n"),
        ("in/b.txt", b"Hello there.\n"),
        (
            "my.toml",
            br#"
[[rule]]
id = "sent-line"
pass = "boilerplate"
why = "Our mail archive begins with it."
line = 'Sent: (?<sent>\d{4}-\d\d-\d\d)'
meta = ["sent"]
where = { path = "a*", first_lines = 1 }
"#,
        ),
    ]);
    place.run("clean in -o out --rules my.toml").exits(0);
    assert_eq!(place.read("out/a.txt"), "Hello there.\n");
    assert_eq!(
        place.read("out/pumice-meta.jsonl"),
        "{\"doc\":\"a.txt\",\"sent\":\"2020-02-02\"}\n"
    );
    // The metadata go when the rule does.
    place.run("clean in -o out").exits(0);
    assert!(!place.at("out/pumice-meta.jsonl").exists());
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let place = Place::new();
    for i in 0..300 {
        place.put(&format!("in/{i}.txt"), &DIRTY.repeat(200));
    }
    let mut command = place.pumice();
    let mut child = command
        .args(["clean", "in", "--diff", "-q"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let ran = Ran::from(child.wait_with_output().unwrap()).exits(0);
    assert_eq!(ran.err, "");
}
