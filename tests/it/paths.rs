//! Where inputs, outputs and side files may lie, whatever they are called and
//! linked to: nothing is written outside of the output, and no input changes.

use crate::support::{Place, Took, took};
use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::symlink;
use std::time::Duration;

const DIRTY: &[u8] = b"two  blanks";

fn place() -> Place {
    let place =
        Place::with(&[("in/a.txt", DIRTY), ("in/sub/b.txt", DIRTY), ("other/c.txt", DIRTY)]);
    symlink(place.at("in"), place.at("link")).unwrap();
    symlink("in/../in", place.at("crooked")).unwrap();
    fs::create_dir(place.at("out")).unwrap();
    place
}

/// Every shape of an output that is an input in truth.
#[test]
fn an_output_that_is_an_input_is_refused_in_every_shape() {
    let shapes = [
        "clean in -o in",
        "clean in -o in/",
        "clean in -o ./in",
        "clean in -o in/.",
        "clean in -o in/sub/..",
        "clean in -o other/../in",
        "clean in -o link",
        "clean in -o crooked/",
        "clean link -o in",
        "clean in/a.txt -o in/a.txt",
        "clean in/a.txt -o link/a.txt",
        "clean in/a.txt -o in",
        "clean in/a.txt -o in/sub/../a.txt",
        "clean in other -o in",
        "clean in -o hard",
        "clean in -o symbolic",
        "clean in -o out --edits in/a.txt",
        "clean in -o out --edits link/a.txt",
        "clean in -o out --edits out/a.txt",
        "clean in -o out --stamp in/a.txt",
        "clean in -o out --depfile in/sub/b.txt",
        "clean in -o out --edits in/sub",
    ];
    let place = place();
    for folder in ["hard", "symbolic"] {
        fs::create_dir(place.at(folder)).unwrap();
    }
    fs::hard_link(place.at("in/a.txt"), place.at("hard/a.txt")).unwrap();
    symlink(place.at("in/a.txt"), place.at("symbolic/a.txt")).unwrap();
    let before = place.tree(".");
    for shape in shapes {
        for force in ["", " --force"] {
            place.run(&format!("{shape}{force}")).exits(2);
            let after: Vec<_> = place
                .tree(".")
                .into_iter()
                .filter(|(name, _)| !name.contains(".pumice-lock"))
                .collect();
            assert!(after == before, "{shape}{force}");
        }
    }
}

#[test]
fn an_output_may_hold_the_input_folder() {
    let place = Place::with(&[("b/b/a.txt", DIRTY), ("b/a.txt", b"mine")]);
    place.run("clean b/b -o b").exits(1);
    place.run("clean b/b -o b --force").exits(0);
    assert_eq!(place.read("b/a.txt"), "two blanks");
    assert_eq!(place.read("b/b/a.txt").as_bytes(), DIRTY);
}

#[test]
fn a_link_in_the_output_is_not_followed() {
    let place = place();
    symlink(place.at("other"), place.at("out/sub")).unwrap();
    place.run("clean in -o out --force").exits(2).tells("lead out of the output");
    assert!(!place.at("other/b.txt").exists());
    fs::remove_file(place.at("out/sub")).unwrap();
    // A file that is a link: it is replaced, not what it leads to.
    symlink(place.at("other/c.txt"), place.at("out/a.txt")).unwrap();
    place.run("clean in -o out").exits(1).tells("--force");
    place.run("clean in -o out --force").exits(0);
    assert_eq!(place.read("out/a.txt"), "two blanks");
    assert_eq!(place.read("other/c.txt").as_bytes(), DIRTY);
}

#[test]
fn links_in_the_input_are_named_and_not_followed() {
    let place = place();
    for (name, to) in [("loop", "."), ("up", ".."), ("gone", "nowhere"), ("etc", "/etc")] {
        symlink(to, place.at("in").join(name)).unwrap();
    }
    symlink("self", place.at("in/self")).unwrap();
    let ran = place.run("clean in -o out").exits(0).tells("2 documents read");
    for name in ["loop", "up", "gone", "etc", "self"] {
        assert!(ran.err.contains(&format!("passed over: {name}: a link")), "{}", ran.err);
    }
}

#[test]
fn names_of_any_bytes_come_through_and_are_fit_to_be_shown() {
    let names: [&[u8]; 10] = [
        b"caf\xe9.txt",
        b"\xff",
        b"a\nb",
        b"a\\nb",
        b"-rf",
        b" ",
        b"\x1b[31mred",
        "\u{202e}txt.exe".as_bytes(),
        b"tab\there",
        "naïve 日本".as_bytes(),
    ];
    let place = Place::new();
    fs::create_dir(place.at("in")).unwrap();
    for name in names {
        fs::write(place.at("in").join(OsStr::from_bytes(name)), DIRTY).unwrap();
    }
    fs::write(place.at("in").join(OsStr::from_bytes(b"\x1b[2J.jsonl")), b"{\"text\": 5}\n")
        .unwrap();
    let ran = place.run("clean in -o out --edits e.jsonl").exits(1).tells("10 documents read");
    assert!(!ran.err.contains(['\x1b', '\u{202e}', '\t']), "{}", ran.err);
    for name in names {
        let out = fs::read(place.at("out").join(OsStr::from_bytes(name))).unwrap();
        assert_eq!(out, b"two blanks", "{name:?}");
    }
    for line in place.read("e.jsonl").lines() {
        assert!(serde_json::from_str::<serde_json::Value>(line).is_ok());
    }
    place.run("restore out --edits e.jsonl -o back").exits(0);
    assert_eq!(place.tree("back"), place.tree("in"));
}

#[test]
fn an_output_that_is_removed_under_the_run_is_told_and_made_by_the_next() {
    let place = Place::new();
    for n in 0..300 {
        place.put(&format!("in/{n}.txt"), &DIRTY.repeat(2000));
    }
    let mut child = place.pumice().args(["clean", "in", "-o", "out", "-q"]).spawn().unwrap();
    while fs::read_dir(place.at("out")).map_or(0, Iterator::count) < 20 {
        std::thread::sleep(Duration::from_millis(2));
    }
    fs::rename(place.at("out"), place.at("moved")).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(2));
    place.run("clean in -o out").exits(0);
    assert_eq!(place.tree("out").iter().filter(|(name, _)| name.ends_with(".txt")).count(), 300);
}

#[test]
fn of_many_runs_at_once_one_works_and_the_others_refuse() {
    let place = Place::new();
    for n in 0..40 {
        place.put(&format!("in/{n}.txt"), &DIRTY.repeat(5000));
    }
    let runs: Vec<_> = (0..8)
        .map(|_| {
            let mut command = place.pumice();
            command.args(["clean", "in", "-o", "out"]).stderr(std::process::Stdio::piped());
            command.spawn().unwrap()
        })
        .collect();
    let codes: Vec<_> =
        runs.into_iter().map(|mut run| run.wait().unwrap().code().unwrap()).collect();
    // One that comes when another is done finds all done.
    assert!(codes.contains(&0) && codes.iter().all(|code| [0, 2].contains(code)), "{codes:?}");
    place.run("clean in -o fresh").exits(0);
    assert!(place.tree("out") == place.tree("fresh"));
}

#[test]
fn a_file_that_changes_while_it_is_read_has_failed() {
    let place = Place::new();
    let row = b"{\"text\": \"two  blanks\"}\n";
    place.put("in/a.jsonl", &row.repeat(400_000));
    let path = place.at("in/a.jsonl");
    let mut command = place.pumice();
    command.args(["clean", "in", "-o", "out", "--only", "whitespace"]);
    let mut child = command.stderr(std::process::Stdio::piped()).spawn().unwrap();
    let mut file = fs::File::options().append(true).open(path).unwrap();
    while child.try_wait().unwrap().is_none() {
        std::io::Write::write_all(&mut file, row).unwrap();
        std::thread::sleep(Duration::from_millis(10));
    }
    let ran = crate::support::Ran::from(child.wait_with_output().unwrap());
    ran.exits(1).tells("a.jsonl: it changed while it was read");
    place.run("clean in -o out --only whitespace").exits(0);
}

/// What a run takes for so many files in one folder: the first, and one that comes again.
fn taken_by(files: u32) -> [Took; 2] {
    let place = Place::new();
    fs::create_dir(place.at("in")).unwrap();
    for n in 0..files {
        fs::write(place.at("in").join(format!("{n}.txt")), DIRTY).unwrap();
    }
    let both = [(); 2].map(|()| {
        let run = "clean in -o out --only whitespace -q";
        let (ran, took) = took(place.pumice().args(run.split_whitespace()));
        ran.exits(0);
        took
    });
    let count = fs::read_dir(place.at("out")).unwrap().count();
    assert!(count >= usize::try_from(files).unwrap());
    both
}

/// Time and memory grow with the files and not with their square.
#[test]
fn very_many_files_in_one_folder() {
    let (few, times) = (1_000, if crate::support::long() { 100 } else { 5 });
    for (few, many) in taken_by(few).into_iter().zip(taken_by(few * times)) {
        println!("{times} times the files: {few:?} became {many:?}");
        let times = f64::from(times);
        assert!(many.megabytes < few.megabytes + 3.0 * times, "{few:?}, {many:?}");
        assert!(many.seconds < (few.seconds + 0.1) * times * 2.0, "{few:?}, {many:?}");
    }
}
