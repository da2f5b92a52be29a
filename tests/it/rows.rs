//! Files of records: only texts change, whatever the packing; what can't be
//! read is named, counted and kept aside; restore gives every line back.

use crate::support::{Place, Ran};
use flate2::Compression;
use flate2::read::MultiGzDecoder;
use flate2::write::GzEncoder;
use proptest::prelude::*;
use std::fs;
use std::io::{Read, Write};
use std::process::Stdio;

/// Rows of all sorts, each with its line end; of those that can be read, what they become.
const ROWS: &[(&[u8], Option<&[u8]>)] = &[
    (
        b"{\"n\": 1e2, \"text\": \"the the  gate\", \"z\":[ 1]}\n",
        Some(b"{\"n\": 1e2, \"text\": \"the gate\", \"z\":[ 1]}\n"),
    ),
    (b"{\"text\":\"wo\\u00e2\\u20ac\\u2122nt\"}\r\n", Some(b"{\"text\":\"wo\\u2019nt\"}\r\n")),
    (b"\n", Some(b"\n")),
    (b"{\"text\": \"cut\n", None),
    (b"  \n", Some(b"  \n")),
    (b"{\"body\": \"the the\"}\n", None),
    (b"{\"text\": null}\n", None),
    (b"{\"text\": \"lone \\ud800 half\"}\n", Some(b"{\"text\": \"lone \xef\xbf\xbd half\"}\n")),
    (
        b"{\"by\": \"\xff\", \"text\": \"a \xff b\"}\n",
        Some(b"{\"by\": \"\xff\", \"text\": \"a \xef\xbf\xbd b\"}\n"),
    ),
    (
        b"{\"text\": \"IE 11 is not supported. Use another browser.\"}\n",
        Some(b"{\"text\": \"\"}\n"),
    ),
    (
        b"{\"text\": \"a sound row\\/\", \"text2\": \"the the\"}",
        Some(b"{\"text\": \"a sound row\\/\", \"text2\": \"the the\"}"),
    ),
];

fn input() -> Vec<u8> {
    ROWS.iter().flat_map(|(row, _)| row.to_vec()).collect()
}

fn wanted() -> Vec<u8> {
    ROWS.iter().filter_map(|(_, cleaned)| *cleaned).flatten().copied().collect()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn gunzip(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    MultiGzDecoder::new(bytes).read_to_end(&mut out).unwrap();
    out
}

fn number(record: &serde_json::Value, of: [&str; 2]) -> u64 {
    record[of[0]][of[1]].as_u64().unwrap()
}

#[test]
fn texts_change_and_nothing_else_in_every_packing() {
    let place = Place::with(&[("in/a.jsonl", &input()), ("in/sub/b.ndjson.gz", &gzip(&input()))]);
    place.put("in/c.jsonl.zst", &zstd::encode_all(&*input(), 0).unwrap());
    place.put("in/d.txt", b"the the gate\n");
    let ran = place.run("clean in -o out --edits e.jsonl").exits(1);
    ran.tells("a.jsonl:4: not a JSON object").tells("a.jsonl:7: the field `text` is null");
    assert_eq!(fs::read(place.at("out/a.jsonl")).unwrap(), wanted());
    assert_eq!(gunzip(&fs::read(place.at("out/sub/b.ndjson.gz")).unwrap()), wanted());
    let packed = fs::read(place.at("out/c.jsonl.zst")).unwrap();
    assert_eq!(zstd::decode_all(&*packed).unwrap(), wanted());
    assert_eq!(place.read("out/d.txt"), "the gate\n");

    let failed: Vec<u8> =
        ROWS[3..7].iter().filter(|r| r.1.is_none()).flat_map(|r| r.0.to_vec()).collect();
    assert_eq!(fs::read(place.at("out/pumice-aside/a.jsonl")).unwrap(), failed);
    assert_eq!(fs::read(place.at("out/pumice-aside/sub/b.ndjson.gz.jsonl")).unwrap(), failed);
    assert_eq!(place.read("out/pumice-aside/reasons.jsonl").lines().count(), 9);

    let record: serde_json::Value =
        serde_json::from_str(&place.read("out/pumice-run.json")).unwrap();
    let [read, written, left, failed] =
        ["read", "written", "left", "failed"].map(|what| number(&record, ["documents", what]));
    assert_eq!((read, failed), (28, 9));
    assert_eq!(read, written + left + failed);
    let [read, removed, added, written] =
        ["read", "removed", "added", "written"].map(|what| number(&record, ["characters", what]));
    assert_eq!(written, read + added - removed);

    place.run("restore out --edits e.jsonl -o back").exits(0);
    assert_eq!(fs::read(place.at("back/a.jsonl")).unwrap(), input());
    assert_eq!(gunzip(&fs::read(place.at("back/sub/b.ndjson.gz")).unwrap()), input());
    let packed = fs::read(place.at("back/c.jsonl.zst")).unwrap();
    assert_eq!(zstd::decode_all(&*packed).unwrap(), input());
    assert_eq!(place.read("back/d.txt"), "the the gate\n");
}

#[test]
fn one_rule_is_undone_in_rows_too() {
    let place = Place::with(&[("a.jsonl", b"{\"text\": \"the the gate \"}\n")]);
    place.run("clean a.jsonl -o out/ --edits e.jsonl").exits(0);
    assert_eq!(place.read("out/a.jsonl"), "{\"text\": \"the gate\"}\n");
    place.run("restore out --edits e.jsonl -o back --rule doubled-word").exits(0);
    assert_eq!(place.read("back/a.jsonl"), "{\"text\": \"the the gate\"}\n");
}

#[test]
fn fields_can_be_named_and_rows_by_their_ids() {
    let row = b"{\"key\": \"k/../1\", \"doc\": {\"body\": \"the the gate\"}}\n";
    let place = Place::with(&[("in/a.jsonl", row)]);
    place.run("clean in -o out --text-field doc.body --id-field key --edits e.jsonl").exits(0);
    assert_eq!(
        place.read("out/a.jsonl"),
        "{\"key\": \"k/../1\", \"doc\": {\"body\": \"the gate\"}}\n"
    );
    assert!(place.read("e.jsonl").starts_with("{\"doc\":\"a.jsonl#k/../1\""));
    let told = place.run("explain in/a.jsonl:1 --text-field doc.body").exits(0);
    assert!(told.out.contains("doubled-word"), "{}", told.out);
}

#[test]
fn what_a_record_says_is_known_to_rules() {
    let place = Place::with(&[(
        "r.toml",
        b"[[rule]]\nid = \"x\"\npass = \"boilerplate\"\nwhy = \"x\"\nline = \"Subscribe now\"\n[rule.where]\nhost = \"*.a.example\"\n",
    )]);
    let rows = ["http://www.a.example/1", "http://b.example/1"]
        .map(|url| format!("{{\"url\": \"{url}\", \"text\": \"Subscribe now\\nNews\"}}\n"));
    place.put("in/a.jsonl", rows.concat().as_bytes());
    let ran = place.run("clean in -o out --rules r.toml --only boilerplate");
    assert_eq!(ran.code, 0, "{}", ran.err);
    let out = place.read("out/a.jsonl");
    assert!(out.contains("\"text\": \"News\"") && out.contains("Subscribe now\\nNews"), "{out}");
}

#[test]
fn standard_input_is_a_filter_for_rows() {
    let place = Place::new();
    let mut command = place.pumice();
    command.args(["clean", "--format", "jsonl", "-"]).stdin(Stdio::piped());
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(&gzip(&input())).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.stdout, wanted());
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn a_second_run_writes_nothing_and_says_so() {
    let place = Place::with(&[("in/a.jsonl", &input()[..60]), ("in/b.txt", b"the the gate")]);
    place.run("clean in -o out --edits e.jsonl");
    let (first, ledger) = (place.tree("out"), place.read("e.jsonl"));
    let time = fs::metadata(place.at("out/a.jsonl")).unwrap().modified().unwrap();
    place.run("clean in -o out --edits e.jsonl --jobs 1").tells("nothing was written");
    assert_eq!(place.tree("out"), first);
    assert_eq!(place.read("e.jsonl"), ledger);
    assert_eq!(fs::metadata(place.at("out/a.jsonl")).unwrap().modified().unwrap(), time);
}

#[test]
fn of_two_runs_on_one_output_the_second_refuses() {
    let place = Place::with(&[("in/a.txt", b"x")]);
    place.run("clean in -o out").exits(0);
    let lock = fs::File::options().append(true).open(place.at("out/.pumice-lock")).unwrap();
    lock.lock().unwrap();
    place.run("clean in -o out").exits(2).tells("another run is writing there");
    drop(lock);
    place.run("clean in -o out").exits(0);
}

#[test]
fn a_file_that_pumice_did_not_write_stays() {
    let place =
        Place::with(&[("in/a.jsonl", b"{\"text\": \"the the gate\"}\n"), ("out/a.jsonl", b"mine")]);
    place.run("clean in -o out").exits(1).tells("--force overwrites it");
    assert_eq!(place.read("out/a.jsonl"), "mine");
    place.run("clean in -o out --force").exits(0);
    assert_eq!(place.read("out/a.jsonl"), "{\"text\": \"the gate\"}\n");
}

fn row() -> impl Strategy<Value = Vec<u8>> {
    let piece = proptest::sample::select(
        &[
            "the the ",
            " , ",
            "wonâ€™t ",
            "\\u00e9",
            "\\ud83d\\ude00",
            "\\ud800",
            "\\n",
            "\\/",
            "\\\"",
            "é",
            "😀",
            "&amp;",
            "\\t\\u0000",
            "IE 11 is not supported. Use another browser.\\n",
            "x",
        ][..],
    );
    let text = proptest::collection::vec(piece, 0..12).prop_map(|parts| parts.concat());
    let bad = proptest::sample::select(vec![&b""[..], b"\xff", b"{", b"\xc3\x28"]);
    let end = proptest::sample::select(&["\n", "\r\n", " \n", "\n\n"][..]);
    (text, bad, end, 0..10_u8).prop_map(|(text, bad, end, sort)| {
        let text = text.as_bytes();
        match sort {
            0 => [b"{\"text\": 3}", end.as_bytes()].concat(),
            1 => [bad, end.as_bytes()].concat(),
            2 => [b"{\"a\": \"", bad, b"\", \"text\" : \"", text, bad, b"\"}", end.as_bytes()]
                .concat(),
            _ => [b"{\"text\": \"", text, b"\", \"b\": [1.0]}", end.as_bytes()].concat(),
        }
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    #[test]
    fn restore_gives_every_line_back(rows in proptest::collection::vec(row(), 0..40)) {
        let input: Vec<u8> = rows.concat();
        let place = Place::with(&[("in/a.jsonl", &input)]);
        let ran: Ran = place.run("clean in -o out --edits e.jsonl -q");
        prop_assert!(ran.code < 2, "{}", ran.err);
        let ran = place.run("restore out --edits e.jsonl -o back");
        prop_assert_eq!(ran.code, 0, "{}", ran.err);
        let back = fs::read(place.at("back/a.jsonl")).unwrap_or_default();
        let is_blank = input.iter().all(u8::is_ascii_whitespace);
        prop_assert!(back == input || is_blank, "{:?}", String::from_utf8_lossy(&input));
    }
}
