//! Input that is not as it should be: each is named, the others are still
//! done, nothing is lost or half written, and the exit code tells.

use crate::support::{Place, Ran};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::process::{Command, Stdio};
use std::time::Duration;

const DIRTY: &[u8] = b"one  two";

/// Runs the program as an ordinary user, since root may read anything.
fn as_user(place: &Place, args: &str) -> Option<Ran> {
    if !fs::metadata("/proc/self").is_ok_and(|meta| std::os::unix::fs::MetadataExt::uid(&meta) == 0)
    {
        return Some(place.run(args));
    }
    let mut command = Command::new("setpriv");
    command.args(["--reuid=65534", "--clear-groups", env!("CARGO_BIN_EXE_pumice")]);
    command.args(args.split_whitespace()).current_dir(place.at("."));
    let ran = command.output().ok().map(Ran::from).filter(|ran| ran.code != 127 && ran.code != 126);
    if ran.is_none() {
        eprintln!("skipped: this test needs a user that is not root, or setpriv");
    }
    ran
}

fn open_to_all(place: &Place, names: &[&str]) {
    for name in names {
        fs::set_permissions(place.at(name), fs::Permissions::from_mode(0o777)).unwrap();
    }
}

#[test]
fn an_unreadable_file_and_folder_are_named() {
    let place = Place::with(&[("in/a.txt", DIRTY), ("in/no.txt", DIRTY), ("in/shut/b.txt", DIRTY)]);
    open_to_all(&place, &[".", "in"]);
    for name in ["in/no.txt", "in/shut"] {
        fs::set_permissions(place.at(name), fs::Permissions::from_mode(0o000)).unwrap();
    }
    if let Some(ran) = as_user(&place, "clean in -o out") {
        let ran = ran.exits(1).tells("failed: no.txt: Permission denied");
        ran.tells("failed: shut: Permission denied").tells("1 document read");
        assert_eq!(place.read("out/a.txt"), "one two");
    }
    fs::set_permissions(place.at("in/shut"), fs::Permissions::from_mode(0o755)).unwrap();
}

#[test]
fn an_output_that_cannot_be_written_ends_the_run_at_once() {
    let place = Place::with(&[("in/a.txt", DIRTY), ("file", b"x"), ("locked/x", b"x")]);
    place.run("clean in -o file").exits(2).tells("must be a folder");
    place.run("clean in -o file/below").exits(2).tells("can't be written");
    open_to_all(&place, &["."]);
    fs::set_permissions(place.at("locked"), fs::Permissions::from_mode(0o555)).unwrap();
    if let Some(ran) = as_user(&place, "clean in -o locked") {
        ran.exits(2).tells("locked");
    }
}

#[test]
fn a_missing_input_is_wrong_usage() {
    let place = Place::with(&[("in/a.txt", DIRTY)]);
    let ran = place.run("clean in nowhere gone -o out").exits(2);
    ran.tells("nowhere: there is no such file or folder").tells("gone: there is no such file");
    assert!(!place.at("out").exists());
}

#[test]
fn binary_files_are_passed_over_and_named() {
    let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89\xff\xfe\0\x01\x02";
    let place = Place::with(&[("in/a.txt", DIRTY), ("in/x.png", png)]);
    place.run("clean in -o out").exits(0).tells("passed over: x.png").tells("1 passed over");
    assert!(!place.at("out/x.png").exists());
}

#[test]
fn stray_nul_bytes_do_not_make_a_text_binary() {
    let text = format!("{} \0 {}\n", "words and words ".repeat(40), "more words ".repeat(40));
    let place = Place::with(&[("in/a.txt", text.as_bytes())]);
    place.run("clean in -o out --edits e.jsonl").exits(0).tells("1 document read");
    place.run("restore out --edits e.jsonl -o back").exits(0);
    assert_eq!(place.read("back/a.txt"), text);
}

#[test]
fn ctrl_c_stops_cleanly() {
    let place = Place::new();
    let text = "some  words , with the the blanks\n".repeat(3000);
    for i in 0..600 {
        place.put(&format!("in/{i:03}.txt"), text.as_bytes());
    }
    let mut command = place.pumice();
    command.args(["clean", "in", "-o", "out", "--edits", "e.jsonl"]).stderr(Stdio::piped());
    let child = command.spawn().unwrap();
    while fs::read_dir(place.at("out")).map_or(0, Iterator::count) < 20 {
        std::thread::sleep(Duration::from_millis(5));
    }
    Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    let ran = Ran::from(child.wait_with_output().unwrap()).exits(130);
    ran.tells("stopping");
    let outputs = place.tree("out");
    assert!(outputs.iter().all(|(name, _)| !name.contains("partial")), "no file is half written");
    let written = outputs.iter().filter(|(name, _)| name.ends_with(".txt")).count();
    assert!(written < 600, "it did stop");
    assert!(!place.at("e.jsonl").exists(), "a ledger is whole or not there");
    place.run("clean in -o out --edits e.jsonl").exits(0);
    place.run("clean in -o fresh --edits fresh.jsonl").exits(0);
    assert_eq!(place.tree("out"), place.tree("fresh"));
    assert_eq!(place.read("e.jsonl"), place.read("fresh.jsonl"));
}

#[test]
fn a_ledger_of_another_text_is_refused_by_name() {
    let place = Place::with(&[("in/a.txt", DIRTY), ("in/b.txt", b"x  y")]);
    place.run("clean in -o out --edits e.jsonl").exits(0);
    place.put("out/a.txt", b"changed since");
    place
        .run("restore out --edits e.jsonl -o back")
        .exits(1)
        .tells("a.txt: the text is not the one");
    assert_eq!(place.read("back/b.txt"), "x  y");
    assert!(!place.at("back/a.txt").exists());
}

#[test]
fn a_ledger_cannot_lead_out_of_the_folder() {
    let place = Place::with(&[("out/a.txt", b"x"), ("e.jsonl", b"")]);
    let line = r#"{"doc":"../a.txt","encoding":"UTF-8","bom":false,"raw":[],"in":"","out":""}"#;
    place.put("e.jsonl", line.as_bytes());
    place.run("restore out --edits e.jsonl -o back").exits(1).tells("leads out of the folder");
}

#[test]
fn mistakes_in_a_rule_file_are_named_with_their_place() {
    let place =
        Place::with(&[("in/a.txt", DIRTY), ("bad.toml", b"[[rule]]\nid = \"x\"\npas = \"y\"\n")]);
    let ran = place.run("clean in -o out --rules bad.toml").exits(2);
    ran.tells("bad.toml:3:1: unknown key `pas`; did you mean `pass`?");
    place.run("clean in -o out --rules gone.toml").exits(2).tells("gone.toml");
    assert!(!place.at("out").exists());
}

#[test]
fn a_pass_that_breaks_on_a_document_costs_that_document() {
    let place = Place::new();
    for n in 0..9 {
        place.put(&format!("in/{n}.txt"), DIRTY);
    }
    place.put("in/a.jsonl", b"{\"text\": \"one  two\"}\n{\"text\": \"three  four\"}\n");
    for (broken, out) in [("4.txt", "out4"), ("a.jsonl:2", "out")] {
        let mut command = place.pumice();
        command.args(["clean", "in", "-o", out]).env("PUMICE_FAULT", format!("panic {broken}"));
        let ran = Ran::from(command.output().unwrap()).exits(1);
        let told = format!("failed: {broken}: a pass failed on this document");
        ran.tells(&told).tells("10 documents read");
    }
    assert_eq!(place.read("out/a.jsonl"), "{\"text\": \"one two\"}\n");
    assert_eq!(place.read("out/pumice-aside/a.jsonl"), "{\"text\": \"three  four\"}\n");
    assert_eq!(place.read("out/4.txt"), "one two");
    place.run("clean in -o out").exits(0);
    assert_eq!(place.read("out/a.jsonl"), "{\"text\": \"one two\"}\n{\"text\": \"three four\"}\n");
}

#[cfg(not(feature = "parquet"))]
#[test]
fn a_table_is_refused_by_a_build_that_reads_none() {
    let place = Place::with(&[("in/a.parquet", b"PAR1"), ("in/b.txt", b"the the gate\n")]);
    let ran = place.run("clean in -o out").exits(2).tells("in/a.parquet: this pumice was built");
    ran.tells("--features parquet");
    assert!(!place.at("out").exists());
    place.run("clean in -o out --exclude *.parquet").exits(0);
    assert_eq!(place.read("out/b.txt"), "the gate\n");
}
