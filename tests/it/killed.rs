//! Real kills of the real program, at random moments: the same command goes on and
//! ends with the bytes of a run that nobody disturbed; nothing is ever half written
//! under its name.

use crate::support::{Place, Ran, long};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const RUN: &str = "clean in -o out --edits e.jsonl -q";

/// Many small files and two of rows, so that a kill meets all sorts of work.
fn corpus() -> Place {
    let place = Place::new();
    let text = |n: usize| format!("{n}  blanks , the the gate, it wonâ€™t \n").repeat(1 + n % 30);
    for n in 0..60 {
        place.put(&format!("in/{n}.txt"), text(n).as_bytes());
    }
    let rows: Vec<String> = (0..300).map(|n| format!("{{\"text\": {:?}}}\n", text(n))).collect();
    place.put("in/a.jsonl", rows.concat().as_bytes());
    place.put("in/z.jsonl.gz", &gzip(rows.concat().as_bytes()));
    place.run(&RUN.replace(" out", " whole").replace("e.jsonl", "whole.jsonl")).exits(0);
    place
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    use std::io::Write;
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// Numbers that look random and are the same in every run.
fn drawn(n: u32, below: u128) -> Duration {
    let mixed = u128::from(n.wrapping_mul(2_654_435_761).rotate_left(13));
    Duration::from_micros(u64::try_from(mixed % below.max(1)).unwrap())
}

/// Starts a run and sends it a signal after a while; how it ended, and how long that took.
fn stopped(place: &Place, signal: &str, after: Duration) -> (Ran, Duration) {
    let mut command = place.pumice();
    command.args(RUN.split_whitespace()).stderr(Stdio::piped()).stdout(Stdio::piped());
    let child = command.spawn().unwrap();
    std::thread::sleep(after);
    let sent = Instant::now();
    // It may have ended by itself.
    let _ = Command::new("kill").args([signal, &child.id().to_string()]).output();
    let ran = Ran::from(child.wait_with_output().unwrap());
    (ran, sent.elapsed())
}

/// How long a run takes here and now.
fn a_run(place: &Place) -> u128 {
    let start = Instant::now();
    place.run(&RUN.replace(" out", " timed").replace("e.jsonl", "timed.jsonl")).exits(0);
    start.elapsed().as_micros()
}

/// Every file is one of a whole run, or pumice's own.
fn check(place: &Place, told: &str) {
    if !place.at("out").exists() {
        return;
    }
    let whole = place.tree("whole");
    for (name, bytes) in place.tree("out") {
        let is_own = name.starts_with(".pumice") || name.starts_with("pumice-");
        let is_whole = whole.iter().any(|(other, there)| *other == name && *there == bytes);
        assert!(is_own || is_whole, "{told}: {name} is not whole");
    }
}

fn finish(place: &Place, told: &str) {
    place.run(RUN).exits(0);
    assert!(place.tree("out") == place.tree("whole"), "{told}");
    assert_eq!(place.read("e.jsonl"), place.read("whole.jsonl"), "{told}");
}

#[test]
fn a_run_that_is_killed_and_started_again_ends_with_the_same_bytes() {
    let place = corpus();
    let takes = a_run(&place);
    for n in 0..if long() { 200 } else { 20 } {
        stopped(&place, "-KILL", drawn(n, takes));
        check(&place, &format!("kill {n}"));
        // Some are resumed by a run that is killed too.
        if n % 3 == 2 {
            finish(&place, &format!("kill {n}"));
            std::fs::remove_dir_all(place.at("out")).unwrap();
            std::fs::remove_file(place.at("e.jsonl")).unwrap();
        }
    }
    finish(&place, "the last kill");
}

#[test]
fn a_run_that_is_told_to_stop_stops_cleanly() {
    let place = corpus();
    let takes = a_run(&place);
    let (mut interrupted, mut waits) = (0, Vec::new());
    for n in 0..if long() { 50 } else { 6 } {
        let signal = if n % 2 == 0 { "-INT" } else { "-TERM" };
        let (ran, waited) = stopped(&place, signal, drawn(n, takes));
        let told = format!("{signal} {n}, exit {}: {}", ran.code, ran.err);
        check(&place, &told);
        assert!(!ran.err.contains("panicked"), "{told}");
        match ran.code {
            // Before the program listens, the signal ends it.
            -1 => {}
            130 => {
                interrupted += 1;
                assert!(ran.err.contains("the same command goes on"), "{told}");
                assert!(!place.at("e.jsonl").exists(), "half a ledger; {told}");
                assert!(
                    !place.tree("out").iter().any(|(name, _)| name.contains("partial")),
                    "{told}"
                );
            }
            code => assert_eq!(code, 0, "{told}"),
        }
        waits.push(waited);
        finish(&place, &told);
        std::fs::remove_dir_all(place.at("out")).unwrap();
        std::fs::remove_file(place.at("e.jsonl")).unwrap();
    }
    waits.sort();
    // One run may wait for a machine that has other work; that all read ahead is done first shows in every one.
    let (middle, slowest) = (waits[waits.len() / 2], waits[waits.len() - 1]);
    assert!(middle < Duration::from_millis(700), "{waits:?}");
    assert!(slowest < Duration::from_secs(10), "{waits:?}");
    assert!(interrupted > 0, "all runs ended before they were stopped");
}
