//! Rows that are not as they should be, each in a file with sound rows around it:
//! it alone is affected, it is told and kept raw, and restore gives every byte back.

use crate::support::Place;
use std::fs;

/// A row without its line end, and what becomes of it: another row, or a reason.
type Case = (&'static [u8], Result<&'static [u8], &'static str>);

const CASES: &[Case] = &[
    // Broken JSON.
    (b"{\"text\": \"the the gate", Err("not a JSON object")),
    (b"{\"text\": \"the the gate\"", Err("not a JSON object")),
    (b"{\"text\": \"the the gate\"}}", Err("not a JSON object")),
    (b"{\"text\": \"the the gate\",}", Err("not a JSON object")),
    (b"{'text': 'the the gate'}", Err("not a JSON object")),
    (b"{text: \"the the gate\"}", Err("not a JSON object")),
    (b"{\"text\" \"the the gate\"}", Err("not a JSON object")),
    (b"{\"text\": \"the \tthe\"}", Err("not a JSON object")),
    (b"{\"text\": \"the \\xthe\"}", Err("not a JSON object")),
    (b"{\"text\": \"the \\u12\"}", Err("not a JSON object")),
    (b"{\"text\": \"a\"} {\"text\": \"b\"}", Err("not a JSON object")),
    (b"{\"n\": 01, \"text\": \"a\"}", Err("not a JSON object")),
    (b"{\"n\": NaN, \"text\": \"a\"}", Err("not a JSON object")),
    (b"\0\0\0\0", Err("not a JSON object")),
    (b"text", Err("not a JSON object")),
    // Sound JSON that is no record.
    (b"[\"the the gate\"]", Err("not a JSON object")),
    (b"\"the the gate\"", Err("not a JSON object")),
    (b"null", Err("not a JSON object")),
    (b"{}", Err("there is no field `text`")),
    (b"{\"Text\": \"the the gate\"}", Err("there is no field `text`; the record has Text")),
    (b"{\"text\": null}", Err("is null, not a text")),
    (b"{\"text\": 5}", Err("is a number, not a text")),
    (b"{\"text\": true}", Err("is true or false, not a text")),
    (b"{\"text\": [\"the the gate\"]}", Err("is a list, not a text")),
    (b"{\"text\": {\"text\": \"the the gate\"}}", Err("is an object, not a text")),
    (b"{\"\x1b[31m\": 1}", Err("not a JSON object")),
    (b"{\"\\u001b[31m\": 1}", Err("the record has \\u{1b}[31m")),
    // Odd, but a record.
    (b"{\"text\": \"the the gate\"} \t", Ok(b"{\"text\": \"the gate\"} \t")),
    (b"\xef\xbb\xbf{\"text\": \"the the gate\"}", Ok(b"\xef\xbb\xbf{\"text\": \"the gate\"}")),
    (b"{\"text\": \"\"}", Ok(b"{\"text\": \"\"}")),
    (
        b"{\"text\": \"a\", \"text\": \"the the gate\"}",
        Ok(b"{\"text\": \"a\", \"text\": \"the gate\"}"),
    ),
    (b"{\"te\\u0078t\": \"the the gate\"}", Ok(b"{\"te\\u0078t\": \"the gate\"}")),
    (b"{\"text\": \"the\\u0000 the the gate\"}", Ok(b"{\"text\": \"the\\u0000 the gate\"}")),
    (b"{\"text\": \"the the gate\", \"a\": 1e999}", Ok(b"{\"text\": \"the gate\", \"a\": 1e999}")),
    (
        b"{\"a\": 123456789012345678901234567890.10, \"text\": \"the the gate\"}",
        Ok(b"{\"a\": 123456789012345678901234567890.10, \"text\": \"the gate\"}"),
    ),
    (
        b"{\"a\": \"\\ud800\", \"text\": \"the the gate\"}",
        Ok(b"{\"a\": \"\\ud800\", \"text\": \"the gate\"}"),
    ),
    (
        b"{\"\xff\": \"\xc3\", \"text\": \"the the gate\"}",
        Ok(b"{\"\xff\": \"\xc3\", \"text\": \"the gate\"}"),
    ),
];

const SOUND: &[u8] = b"{\"text\": \"a sound row\"}\n";
const RUN: &str = "clean in -o out --edits e.jsonl --only doubled,whitespace";

#[test]
fn each_is_told_or_cleaned_and_all_come_back() {
    let place = Place::new();
    for (n, (row, _)) in CASES.iter().enumerate() {
        for end in ["\n", "\r\n", ""] {
            let name = format!("in/{n:02}-{}.jsonl", end.len());
            place.put(&name, &[SOUND, SOUND, row, end.as_bytes()].concat());
        }
    }
    let ran = place.run(&format!("{RUN} --tolerate 999")).exits(0);
    assert!(!ran.err.contains("panicked") && !ran.err.contains('\x1b'), "{}", ran.err);
    let reasons = place.read("out/pumice-aside/reasons.jsonl");
    for (n, (row, wanted)) in CASES.iter().enumerate() {
        for end in ["\n", "\r\n", ""] {
            let name = format!("{n:02}-{}.jsonl", end.len());
            let shown = String::from_utf8_lossy(row);
            let out = fs::read(place.at("out").join(&name)).unwrap();
            match wanted {
                Ok(wanted) => {
                    let wanted = [SOUND, SOUND, wanted, end.as_bytes()].concat();
                    assert_eq!(String::from_utf8_lossy(&out), String::from_utf8_lossy(&wanted));
                }
                Err(reason) => {
                    assert_eq!(out, [SOUND, SOUND].concat(), "{shown}");
                    let aside = fs::read(place.at("out/pumice-aside").join(&name)).unwrap();
                    assert_eq!(aside, [row, end.as_bytes()].concat(), "{shown}");
                    let line = reasons.lines().find(|line| line.contains(&format!("\"{name}:3\"")));
                    let told = line.unwrap_or_default().replace("\\\\", "\\");
                    assert!(told.contains(reason), "{shown}: {told}");
                }
            }
        }
    }
    place.run("restore out --edits e.jsonl -o back").exits(0);
    assert!(place.tree("back") == place.tree("in"));
}

#[test]
fn deep_nesting_is_kept_and_no_crash() {
    let deep = |open: &str, close: &str, n: usize| {
        format!("{{\"a\": {}1{}, \"text\": \"the the gate\"}}\n", open.repeat(n), close.repeat(n))
    };
    let rows =
        [deep("[", "]", 100_000), deep("{\"a\":", "}", 100_000), deep("[", "]", 60)].concat();
    let place = Place::with(&[("in/a.jsonl", rows.as_bytes())]);
    place.put("in/b.jsonl", deep("[", "", 200_000).as_bytes());
    place.run(RUN).exits(1).tells("failed: b.jsonl:1: not a JSON object");
    assert_eq!(place.read("out/a.jsonl"), rows.replace("the the", "the"));
    // A text that lies too deep is not found.
    let ran = place.run("clean in/a.jsonl -o b.jsonl --text-field a.a.a.a").exits(1);
    ran.tells("there is no field");
}

/// All halves of pairs: alone, in the right and in the wrong order, and as three bytes each.
#[test]
fn every_surrogate_is_kept_in_its_row() {
    let mut rows = Vec::new();
    for unit in 0xd800..0xe000_u32 {
        let other = if unit < 0xdc00 { 0xdc00 } else { 0xd800 };
        let bytes = [0xed, 0x80 | (unit >> 6 & 0x3f) as u8, 0x80 | (unit & 0x3f) as u8];
        let mut row = |text: &[u8]| rows.extend([b"{\"text\": \"a ", text, b" b\"}\n"].concat());
        row(format!("\\u{unit:04x}").as_bytes());
        row(format!("\\u{unit:04x}\\u{other:04x}").as_bytes());
        row(format!("\\u{other:04x}\\u{unit:04x}").as_bytes());
        row(&bytes);
    }
    let place = Place::with(&[("in/a.jsonl", &rows)]);
    place.run(RUN).exits(0).tells("8,192 documents read");
    let out = place.read("out/a.jsonl");
    assert_eq!(out.lines().count(), 4 * 2048);
    for line in out.lines() {
        let record: serde_json::Value = serde_json::from_str(line).unwrap();
        assert!(record["text"].as_str().unwrap().starts_with("a "));
    }
    place.run("restore out --edits e.jsonl -o back").exits(0);
    assert!(fs::read(place.at("back/a.jsonl")).unwrap() == rows);
}

#[test]
fn every_byte_that_begins_no_character_costs_itself_alone() {
    let rows: Vec<u8> = (0x80..=0xff_u8)
        .flat_map(|byte| [b"{\"text\": \"caf", &[byte][..], b" the the gate\"}\n"].concat())
        .collect();
    let place = Place::with(&[("in/a.jsonl", &rows)]);
    place.run(RUN).exits(0).tells("128 documents read");
    assert_eq!(place.read("out/a.jsonl"), "{\"text\": \"caf\u{fffd} the gate\"}\n".repeat(128));
    place.run("restore out --edits e.jsonl -o back").exits(0);
    assert!(fs::read(place.at("back/a.jsonl")).unwrap() == rows);
}

#[test]
fn ids_are_names_and_no_paths() {
    let long = "x".repeat(300);
    let ids =
        ["../../x", "/etc/passwd", "a\\u0000b", "..\\\\..\\\\x", ".", "", "\\u001b[2J", &long];
    let row = |id: &&str| format!("{{\"id\": \"{id}\", \"text\": \"the the\"}}\n");
    let rows: Vec<String> = ids.iter().map(row).collect();
    let place = Place::with(&[("in/a.jsonl", rows.concat().as_bytes())]);
    place.put("in/b.jsonl", b"{\"id\": \"../../y\", \"text\": 5}\n");
    let ran = place.run(&format!("{RUN} --id-field id")).exits(1);
    assert!(!ran.err.contains('\x1b') && !ran.err.contains('\0'));
    let names: Vec<String> = place.tree(".").into_iter().map(|(name, _)| name).collect();
    let around = |name: &&String| !name.starts_with("out/") && !name.starts_with("in/");
    assert_eq!(names.iter().filter(around).collect::<Vec<_>>(), ["e.jsonl"]);
    place.run("restore out --edits e.jsonl -o back").exits(0);
    assert!(place.tree("back") == place.tree("in"));
}
