//! The n-th call to the file system fails, or is the program's last, for n = 1, 2,
//! 3, ... until a run passes untouched; the invariants are checked each time:
//! inputs stay as they are, every file is one that a whole run writes, accounts
//! balance, nothing lies outside of the output, and the same command then leaves
//! what an undisturbed run leaves.

use crate::support::{Place, Ran, long};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

type Files = BTreeMap<String, Vec<u8>>;

/// What is faster than the whole chain and still edits, lifts and asks.
const RUN: &str = "clean in -o out --edits e.jsonl --jobs 2 --prune -q \
                   --rules my.toml --only boilerplate,coref,whitespace";

const RULES: &[u8] = br#"
[[rule]]
id = "sent"
pass = "boilerplate"
why = "It lifts the date."
line = 'Sent: (?<sent>\d+)'
meta = ["sent"]
"#;

fn inputs(place: &Place, version: &str) {
    place.put("my.toml", RULES);
    place.put("in/a.txt", format!("Sent: 1\ntwo  blanks {version}\n").as_bytes());
    place.put("in/sub/b.txt", format!("sound {version}\n").as_bytes());
    place.put(
        "in/c.jsonl",
        format!("{{\"text\": \"two  blanks {version}\"}}\n{{\"text\": 5}}\n").as_bytes(),
    );
    place.put("in/same.txt", b"Sent: 2\nthe  same\n");
    place.put("in/e.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\xff\xfe\0\x01");
}

fn files(place: &Place, below: &str) -> Files {
    if place.at(below).exists() { place.tree(below).into_iter().collect() } else { Files::new() }
}

fn copy(from: &Path, to: &Path) {
    assert!(Command::new("cp").arg("-a").args([from, to]).status().unwrap().success());
}

/// All but pumice's hidden files and what has times in it.
fn shown(files: &Files) -> Files {
    let shown = |name: &str| !name.starts_with('.');
    files.iter().filter(|(name, _)| shown(name)).map(|(n, b)| (n.clone(), b.clone())).collect()
}

/// A finished run over an older input, and what a run over the new one leaves.
struct Stage {
    place: Place,
    inputs: Files,
    /// The folder of the finished run, and what is in it.
    before: PathBuf,
    old: Files,
    new: Files,
    ledgers: [Vec<u8>; 2],
}

impl Stage {
    fn new() -> Stage {
        let place = Place::new();
        inputs(&place, "old");
        place.put("in/gone.txt", b"an input that  goes\n");
        place.run(RUN).exits(1);
        let (old, first) = (files(&place, "out"), fs::read(place.at("e.jsonl")).unwrap());
        let before = place.at(".before");
        copy(&place.at("out"), &before);
        inputs(&place, "new");
        fs::remove_file(place.at("in/gone.txt")).unwrap();
        place.run(RUN).exits(1);
        let (new, second) = (files(&place, "out"), fs::read(place.at("e.jsonl")).unwrap());
        Stage { inputs: files(&place, "in"), place, before, old, new, ledgers: [first, second] }
    }

    /// As it was before the second run.
    fn reset(&self) {
        fs::remove_dir_all(self.place.at("out")).unwrap();
        copy(&self.before, &self.place.at("out"));
        self.place.put("e.jsonl", &self.ledgers[0]);
    }

    /// The second run with a fault; `None` when it has fewer calls.
    fn run(&self, fault: &str) -> Option<Ran> {
        self.reset();
        let mut command = self.place.pumice();
        command.args(RUN.split_whitespace()).env("PUMICE_FAULT", fault);
        let ran = Ran::from(command.output().unwrap());
        assert!(!ran.err.contains("panicked"), "{fault}: {}", ran.err);
        ran.err.contains("fault: call").then_some(ran)
    }

    fn check(&self, fault: &str, ran: &Ran) {
        let told = format!("{fault}, exit {}:\n{}", ran.code, ran.err);
        assert_eq!(files(&self.place, "in"), self.inputs, "inputs changed; {told}");
        let out = files(&self.place, "out");
        for (name, bytes) in &out {
            let is_partial = name.split('/').any(|part| part.starts_with(".pumice-partial-"));
            assert!(!is_partial || fault.starts_with("crash"), "{name} stays; {told}");
            let is_side = is_partial || name.starts_with('.') || name.starts_with("pumice-");
            let whole = [&self.old, &self.new].map(|files| files.get(name)).contains(&Some(bytes));
            assert!(whole || is_side, "{name} is neither old nor new; {told}");
        }
        for name in self.new.keys().filter(|name| name.ends_with(".txt")) {
            assert!(out.contains_key(name), "{name} is lost; {told}");
        }
        let balance = |bytes: &Vec<u8>| {
            let record: serde_json::Value = serde_json::from_slice(bytes).unwrap();
            let n = |of: &str, what: &str| record[of][what].as_u64().unwrap();
            let left = n("documents", "left") + n("documents", "failed");
            assert_eq!(n("documents", "read"), n("documents", "written") + left, "{told}");
            let [read, removed] = ["read", "removed"].map(|what| n("characters", what));
            let [added, written] = ["added", "written"].map(|what| n("characters", what));
            assert_eq!(read + added, removed + written, "{told}");
        };
        out.get("pumice-run.json").into_iter().for_each(balance);
        let ledger = fs::read(self.place.at("e.jsonl")).unwrap();
        for line in ledger.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()) {
            assert!(serde_json::from_slice::<serde_json::Value>(line).is_ok(), "{told}");
        }
        let around: Vec<String> = fs::read_dir(self.place.at("."))
            .unwrap()
            .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
            .filter(|name| !["in", "out", "e.jsonl", "my.toml", ".before"].contains(&&**name))
            .filter(|name| !name.starts_with(".pumice-partial-"))
            .collect();
        assert_eq!(around, Vec::<String>::new(), "{told}");
        if ran.code == 1 && !ran.err.contains("a fault made for a test") {
            assert!(shown(&out) == shown(&self.new), "a success that is none; {told}");
        }
    }

    /// The same command again, undisturbed.
    fn check_again(&self, fault: &str) {
        let ran = self.place.run(RUN);
        assert_eq!(ran.code, 1, "after {fault}: {}", ran.err);
        let out = files(&self.place, "out");
        for (name, bytes) in &self.new {
            let there = out.get(name).map(|b| String::from_utf8_lossy(b));
            assert!(out.get(name) == Some(bytes), "after {fault}, {name} is {there:?}");
        }
        assert_eq!(out.keys().collect::<Vec<_>>(), self.new.keys().collect::<Vec<_>>(), "{fault}");
        assert_eq!(fs::read(self.place.at("e.jsonl")).unwrap(), self.ledgers[1], "after {fault}");
    }
}

fn every_call(what: &str) {
    let stage = Stage::new();
    let mut calls = 0;
    // Each call takes two runs; `make faults` goes through all.
    for n in (1..).step_by(if long() { 1 } else { 13 }) {
        let fault = format!("{what} {n}");
        let Some(ran) = stage.run(&fault) else { break };
        calls = n;
        stage.check(&fault, &ran);
        stage.check_again(&fault);
    }
    assert!(calls > 40, "a run has more calls than {calls}");
}

#[test]
fn whichever_call_fails_nothing_is_lost() {
    every_call("fail");
}

#[test]
fn whichever_call_is_the_last_nothing_is_lost() {
    every_call("crash");
}
