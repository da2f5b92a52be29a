//! What a run tells of itself: its record, whose keys docs/outputs.md explains,
//! and its summary.

use crate::support::Place;
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// A corpus in which something of every kind happens.
fn busy() -> Place {
    Place::with(&[
        ("in/a.txt", "Sent: 2020-02-02\nShe saw the the  gate.\nwonâ€™t\n".as_bytes()),
        ("in/b.txt", b"sound\n"),
        ("in/c.txt", b"IE 11 is not supported. Use another browser.\nThe bridge is shut.\n"),
        ("in/d.txt", b"Ferries run late.\nx\n"),
        ("in/e.jsonl", b"{\"text\": 3}\n{\"text\": \"the the  gate\"}\n"),
        ("in/f.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\0"),
        ("in/g.txt", b"caf\xe9 au lait, d\xe9j\xe0 vu, No\xebl, na\xefve, o\xf9 \xeates-vous\n"),
        (
            "my.toml",
            br#"
[limits]
document = 0.9
[[rule]]
id = "sent-line"
pass = "boilerplate"
why = "Our mail archive begins with it."
line = 'Sent: (?<sent>\d{4}-\d\d-\d\d)'
meta = ["sent"]
[[rule]]
id = "ferries"
pass = "boilerplate"
why = "The ferry company's notice."
line = 'Ferries .*'
"#,
        ),
    ])
}

fn record(place: &Place, path: &str) -> Value {
    serde_json::from_str(&place.read(path)).unwrap()
}

/// The paths of keys, those below counts by pass, rule and encoding left out.
fn keys(value: &Value, path: &str, into: &mut BTreeSet<String>) {
    let Some(object) = value.as_object() else { return };
    for (key, value) in object {
        let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
        into.insert(path.clone());
        match path.as_str() {
            "encodings" | "times.passes" | "times.detectors" | "times.rules" => {}
            "edits" => {
                let count = value.pointer("/boilerplate/ferries");
                assert!(count.is_none(), "what was left is in no count");
                let count = value.pointer("/boilerplate/sent-line").unwrap();
                keys(count, "edits.PASS.RULE", into);
            }
            _ => {
                keys(value, &path, into);
                value.as_array().into_iter().flatten().for_each(|v| keys(v, &path, into));
            }
        }
    }
}

#[test]
fn the_keys_of_the_record_are_those_of_the_documentation() {
    let place = busy();
    place.run("clean in -o out --rules my.toml").exits(1);
    let mut there = BTreeSet::new();
    keys(&record(&place, "out/pumice-run.json"), "", &mut there);
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/outputs.md");
    let docs = fs::read_to_string(docs).unwrap();
    let table = docs.split("## pumice-run.json").nth(1).unwrap().split("\n## ").next().unwrap();
    let told: BTreeSet<String> = table
        .lines()
        .filter_map(|line| line.strip_prefix("| `")?.split_once('`'))
        .map(|(key, _)| key.to_owned())
        .collect();
    assert_eq!(there, told);
}

#[test]
fn the_record_counts_all_that_happened() {
    let place = busy();
    place.run("clean in -o out --rules my.toml").exits(1);
    let record = record(&place, "out/pumice-run.json");
    let documents: Vec<(&str, u64)> = ["read", "written", "changed", "emptied", "left", "failed"]
        .map(|key| (key, record["documents"][key].as_u64().unwrap()))
        .to_vec();
    assert_eq!(
        documents,
        [("read", 7), ("written", 5), ("changed", 4), ("emptied", 0), ("left", 1), ("failed", 1)]
    );
    assert_eq!(record["failures"][0]["doc"], "e.jsonl:1");
    assert_eq!(record["left"][0]["doc"], "d.txt");
    assert_eq!(record["passed_over"][0]["doc"], "f.png");
    assert_eq!(record["encodings"]["windows-1252"], 1);
    assert_eq!(record["edits"]["boilerplate"]["sent-line"]["removed"], 17);
    let times = &record["times"];
    assert!(times["passes"]["whitespace"].as_f64().unwrap() > 0.0);
    assert!(times["rules"]["boilerplate"]["sent-line"].as_f64().is_some());
    assert_eq!(times["sampled"], 6);
}

#[test]
fn a_record_that_says_the_same_stays_but_for_a_missing_time() {
    let place = Place::with(&[("in/a.txt", b"the the gate")]);
    let path = place.at("out/pumice-run.json");
    place.run("clean in -o out").exits(0);
    let first = fs::read(&path).unwrap();
    place.run("clean in -o out").exits(0);
    assert_eq!(fs::read(&path).unwrap(), first, "the times of the run that wrote it");
    fs::write(&path, b"{}").unwrap();
    place.run("clean in -o out").exits(0);
    assert!(record(&place, "out/pumice-run.json")["times"].is_object());
}

#[test]
fn the_summary_says_what_happened_and_where_things_are() {
    let place = busy();
    let ran = place.run("clean in -o out --rules my.toml --edits e.jsonl").exits(1);
    let summary = &ran.err[ran.err.find("6 documents read").unwrap()..];
    let wanted = "\
6 documents read: 4 changed, 2 unchanged, 1 failed, 1 passed over, 1 left as they were
";
    assert!(summary.starts_with(wanted), "{summary}");
    let lines: Vec<&str> = summary.lines().collect();
    let head = lines.iter().position(|line| line.starts_with("pass and rule")).unwrap();
    let columns = |line: &str| line.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(columns(lines[head])[3..], ["edits", "documents", "removed", "added"]);
    let rule = lines.iter().find(|line| line.starts_with("  sent-line")).unwrap();
    assert_eq!(columns(rule), ["sent-line", "1", "1", "17", "0"]);
    assert_eq!(rule.len(), lines[head].len(), "the columns are aligned");
    for line in [
        "failed: e.jsonl:1: the field `text` is a number, not a text",
        "run record       out/pumice-run.json",
        "lifted metadata  out/pumice-meta.jsonl",
        "failed, raw      out/pumice-aside",
        "ledger           e.jsonl",
    ] {
        assert!(lines.contains(&line), "{line} is not in\n{summary}");
    }
    assert!(!summary.contains('\u{1b}'), "no colour off a terminal");
    assert_eq!(place.run("clean in -o out -q --rules my.toml").err.matches('\n').count(), 3);
}
