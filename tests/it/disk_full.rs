//! A full disk: a small file system of its own, where one may be mounted. What does
//! not fit has failed by name, what is there is whole, and with room the same
//! command does the rest.

use crate::support::Place;
use std::path::PathBuf;
use std::process::Command;

/// A file system of a megabyte on a folder; taken away when it is dropped.
struct Small(PathBuf);

impl Small {
    fn on(path: PathBuf) -> Option<Small> {
        std::fs::create_dir_all(&path).unwrap();
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", "size=1m", "none"]).arg(&path);
        if mount.output().is_ok_and(|output| output.status.success()) {
            return Some(Small(path));
        }
        eprintln!("skipped: no file system can be mounted here; `make test-disk` as root does it");
        None
    }

    fn grow(&self) {
        let mut mount = Command::new("mount");
        mount.args(["-o", "remount,size=64m"]).arg(&self.0);
        assert!(mount.status().unwrap().success());
    }
}

impl Drop for Small {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(&self.0).status();
    }
}

const RUN: &str = "clean in -o small/out --edits small/e.jsonl --only whitespace";

#[test]
fn what_does_not_fit_has_failed_and_the_rest_is_whole() {
    let place = Place::new();
    let Some(small) = Small::on(place.at("small")) else { return };
    let text = "some  words and  blanks in a line\n".repeat(3000);
    for n in 0..20 {
        place.put(&format!("in/{n:02}.txt"), text.as_bytes());
    }
    place.put("in/rows.jsonl", format!("{{\"text\": {text:?}}}\n").repeat(3).as_bytes());
    let before = place.tree("in");
    let ran = place.run(RUN);
    assert!([1, 2].contains(&ran.code), "{}: {}", ran.code, ran.err);
    let ran = ran.tells("No space left on device");
    assert!(!ran.err.contains("panicked"), "{}", ran.err);
    assert_eq!(place.tree("in"), before);
    let clean = text.replace("  ", " ");
    for (name, bytes) in place.tree("small/out") {
        assert!(!name.ends_with(".txt") || bytes == clean.as_bytes(), "{name}");
        assert!(!name.contains("partial"), "{name}");
    }
    small.grow();
    place.run(RUN).exits(0);
    place.run("clean in -o out --edits e.jsonl --only whitespace").exits(0);
    assert!(place.tree("small/out") == place.tree("out"));
    assert_eq!(place.read("small/e.jsonl"), place.read("e.jsonl"));
}

#[test]
fn a_full_standard_output_is_told() {
    let place = Place::with(&[("a.jsonl", &b"{\"text\": \"two  blanks\"}\n".repeat(50_000))]);
    let full = std::fs::File::options().write(true).open("/dev/full").unwrap();
    let mut command = place.pumice();
    command.args(["clean", "-", "--format", "jsonl", "--only", "whitespace"]).stdout(full);
    command.stdin(std::fs::File::open(place.at("a.jsonl")).unwrap());
    let output = command.stderr(std::process::Stdio::piped()).output().unwrap();
    let told = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{told}");
    assert!(told.contains("No space left on device") && !told.contains("panicked"), "{told}");
}
