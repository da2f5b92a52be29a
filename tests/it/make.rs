//! The Makefiles of docs/make.md and of `pumice init`, with real make: a second
//! `make` does nothing, and whatever the outputs hang on starts a run when touched.

use crate::support::{Place, Ran};
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, SystemTime};

/// The block of docs/make.md under a heading.
fn shown(heading: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/make.md");
    let text = fs::read_to_string(path).unwrap();
    let (_, text) = text.split_once(&format!("\n## {heading}\n")).unwrap();
    let (_, text) = text.split_once("```make\n").unwrap();
    text.split_once("```").unwrap().0.to_owned()
}

/// Runs make, with the program in the path.
fn make(place: &Place, args: &str) -> Option<Ran> {
    let program = Path::new(env!("CARGO_BIN_EXE_pumice")).parent().unwrap();
    let path = format!("{}:{}", program.display(), std::env::var("PATH").unwrap());
    let mut command = Command::new("make");
    command.args(args.split_whitespace()).current_dir(place.at("."));
    // The make that runs the tests must not give its flags to this one.
    command.env("PATH", path).env_remove("MAKEFLAGS").env_remove("MAKELEVEL").env_remove("MFLAGS");
    let ran = command.output().ok().map(Ran::from);
    if ran.is_none() {
        eprintln!("skipped: this test needs make");
    }
    ran
}

/// Sees that make has nothing to do, and that it has when this is touched.
#[track_caller]
fn hangs_on(place: &Place, target: &str, path: &str) {
    let asks = || make(place, &format!("-q {target}")).map_or(0, |ran| ran.code);
    assert_eq!(asks(), 0, "before {path} is touched");
    let file = fs::File::open(place.at(path)).unwrap();
    file.set_modified(SystemTime::now() + Duration::from_secs(1)).unwrap();
    assert_eq!(asks(), 1, "{path} is touched");
    // Times in the future would stay ahead of the stamp.
    file.set_modified(SystemTime::now()).unwrap();
    std::thread::sleep(Duration::from_millis(20));
    make(place, target).unwrap().exits(0);
    assert_eq!(asks(), 0, "after the run for {path}");
}

const RULE: &[u8] = b"[[rule]]\nid = \"x\"\npass = \"boilerplate\"\nwhy = \"x\"\nfind = \"old\"\n\
    with = \"new\"\nfixes = [[\"old\\n\", \"new\\n\"]]\n";

#[test]
fn a_folder() {
    let place = Place::with(&[
        ("raw/a.txt", b"an  old text\n"),
        ("raw/sub/b b$c#.txt", b"another  one\n"),
        ("pumice.toml", b"extends = [\"more.toml\"]\n"),
        ("more.toml", RULE),
    ]);
    place.put("Makefile", shown("A folder").as_bytes());
    let Some(ran) = make(&place, "") else { return };
    ran.exits(0);
    assert_eq!(place.read("clean/a.txt"), "an new text\n");
    assert!(make(&place, "").unwrap().exits(0).out.contains("up to date"));
    let needed = ["raw/a.txt", "raw/sub/b b$c#.txt", "raw", "raw/sub", "pumice.toml", "more.toml"];
    for path in needed {
        hangs_on(&place, "clean.stamp", path);
    }
    // A rule that is changed has its effect, and a document that goes is no error.
    let rule = String::from_utf8_lossy(RULE).replace("\"new", "\"newer");
    place.put("more.toml", rule.as_bytes());
    fs::remove_file(place.at("raw/sub/b b$c#.txt")).unwrap();
    std::thread::sleep(Duration::from_millis(20));
    make(&place, "").unwrap().exits(0);
    assert_eq!(place.read("clean/a.txt"), "an newer text\n");
    // A document that fails stops make, and the next make tries again. The system's clock for what
    // is written moves in steps of some milliseconds: what comes within one is not newer.
    std::thread::sleep(Duration::from_millis(20));
    place.put("raw/rows.jsonl", b"{\"text\": 5}\n");
    for _ in 0..2 {
        assert_eq!(make(&place, "").unwrap().code, 2);
    }
}

#[test]
fn shards() {
    let place = Place::new();
    for (name, word) in [("a", "one"), ("b", "two")] {
        let row = format!("{{\"text\": \"{word}  text\"}}\n");
        place.put(&format!("shards/{name}.jsonl"), row.as_bytes());
        let zip = Command::new("gzip").arg(place.at(&format!("shards/{name}.jsonl"))).status();
        if !zip.is_ok_and(|status| status.success()) {
            eprintln!("skipped: this test needs gzip");
            return;
        }
    }
    place.put("Makefile", shown("Shards").as_bytes());
    let Some(ran) = make(&place, "-j2 shards") else { return };
    ran.exits(0);
    assert!(place.at("cleaned/a.jsonl.gz").exists() && place.at("cleaned/b.jsonl.gz").exists());
    for path in ["all.survey", "shards/a.jsonl.gz"] {
        hangs_on(&place, "shards", path);
    }
}

#[test]
fn a_check() {
    let place = Place::with(&[("texts/a.txt", b"a sound text\n"), ("pumice.toml", RULE)]);
    place.put("Makefile", shown("A check").as_bytes());
    let Some(ran) = make(&place, "check") else { return };
    ran.exits(0);
    place.put("texts/b.txt", b"an  old text\n");
    assert_eq!(make(&place, "check").unwrap().code, 2);
}

#[test]
fn what_init_writes() {
    let place = Place::with(&[("data/raw/a.txt", b"two  blanks\n")]);
    place.run("init").exits(0);
    let Some(ran) = make(&place, "") else { return };
    ran.exits(0);
    assert_eq!(place.read("data/clean/a.txt"), "two blanks\n");
    for path in ["pumice.toml", "data/raw/a.txt"] {
        hangs_on(&place, "data/clean.stamp", path);
    }
}
