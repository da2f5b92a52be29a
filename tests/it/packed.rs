//! Packed files as they are met: of several members, cut off, with rubbish behind
//! them, under a wrong name, and made to fill a disk.

use crate::support::{Place, took};
use flate2::Compression;
use flate2::read::MultiGzDecoder;
use flate2::write::GzEncoder;
use std::fs;
use std::io::{Read, Write};

const ROW: &[u8] = b"{\"text\": \"the the gate\"}\n";
const CLEAN: &str = "{\"text\": \"the gate\"}\n";
const RUN: &str = "clean in -o out --edits e.jsonl --only doubled";

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn zst(bytes: &[u8]) -> Vec<u8> {
    zstd::encode_all(bytes, 0).unwrap()
}

fn unpacked(place: &Place, name: &str) -> String {
    let bytes = fs::read(place.at(name)).unwrap();
    let mut text = String::new();
    if name.ends_with(".gz") {
        MultiGzDecoder::new(&*bytes).read_to_string(&mut text).unwrap();
    } else {
        zstd::Decoder::new(&*bytes).unwrap().read_to_string(&mut text).unwrap();
    }
    text
}

type Packer = fn(&[u8]) -> Vec<u8>;
const PACKERS: [(&str, Packer); 2] = [("gz", gzip), ("zst", zst)];

#[test]
fn several_members_are_one_file_and_an_empty_one_is_nothing() {
    let place = Place::new();
    for (ending, pack) in PACKERS {
        let members = [pack(ROW), pack(b""), pack(ROW), pack(b"")].concat();
        place.put(&format!("in/a.jsonl.{ending}"), &members);
        place.put(&format!("in/empty.jsonl.{ending}"), &pack(b""));
    }
    place.run(RUN).exits(0).tells("4 documents read");
    for (ending, _) in PACKERS {
        assert_eq!(unpacked(&place, &format!("out/a.jsonl.{ending}")), CLEAN.repeat(2));
        assert_eq!(unpacked(&place, &format!("out/empty.jsonl.{ending}")), "");
    }
    place.run("restore out --edits e.jsonl -o back").exits(0);
    for (ending, _) in PACKERS {
        let back = unpacked(&place, &format!("back/a.jsonl.{ending}"));
        assert_eq!(back.as_bytes(), [ROW, ROW].concat());
    }
}

#[test]
fn of_a_file_that_breaks_off_before_its_first_row_the_earlier_output_stays() {
    let place = Place::new();
    for (ending, pack) in PACKERS {
        place.put(&format!("in/a.jsonl.{ending}"), &pack(ROW));
    }
    place.run(RUN).exits(0);
    for (ending, pack) in PACKERS {
        place.put(&format!("in/a.jsonl.{ending}"), &pack(ROW)[..4]);
    }
    place.run(&format!("{RUN} --prune")).exits(1).tells("a.jsonl.gz").tells("a.jsonl.zst");
    for (ending, _) in PACKERS {
        assert_eq!(unpacked(&place, &format!("out/a.jsonl.{ending}")), CLEAN);
    }
    place.run(&format!("{RUN} --dry-run")).exits(1);
}

#[test]
fn a_file_that_is_cut_off_or_spoilt_keeps_the_rows_before() {
    // Rows that don't pack well, so that half of the bytes are about half of the rows.
    let row =
        |n: u64| format!("{{\"text\": \"the the {:x}\"}}\n", n.wrapping_mul(0x9E37_79B9_7F4A_7C15));
    let rows: Vec<String> = (0..40_000).map(row).collect();
    let place = Place::new();
    for (ending, pack) in PACKERS {
        let whole = pack(rows.concat().as_bytes());
        place.put(&format!("in/cut.jsonl.{ending}"), &whole[..whole.len() / 2]);
        place.put(&format!("in/more.jsonl.{ending}"), &[&pack(ROW), &b"rubbish"[..]].concat());
        let mut spoilt = whole.clone();
        spoilt[whole.len() / 2] ^= 0x55;
        place.put(&format!("in/spoilt.jsonl.{ending}"), &spoilt);
        place.put(&format!("in/nothing.jsonl.{ending}"), b"");
    }
    let ran = place.run(RUN).exits(1);
    for (ending, _) in PACKERS {
        let ran = &ran;
        for name in ["cut", "more", "spoilt"] {
            assert!(
                ran.err.contains(&format!("failed: {name}.jsonl.{ending}: line ")),
                "{}",
                ran.err
            );
        }
        let kept = unpacked(&place, &format!("out/cut.jsonl.{ending}"));
        assert!((5_000..35_000).contains(&kept.lines().count()), "{}", kept.lines().count());
        assert!(!kept.contains("the the") && kept.ends_with("}\n"));
        assert_eq!(unpacked(&place, &format!("out/more.jsonl.{ending}")), CLEAN);
        assert_eq!(unpacked(&place, &format!("out/nothing.jsonl.{ending}")), "");
    }
}

#[test]
fn the_first_bytes_tell_how_a_file_is_packed() {
    let place = Place::with(&[("in/a.jsonl.gz", ROW), ("in/b.jsonl", &gzip(ROW))]);
    place.run(RUN).exits(0);
    assert_eq!(unpacked(&place, "out/a.jsonl.gz"), CLEAN);
    assert_eq!(place.read("out/b.jsonl"), CLEAN);
}

/// Ten gigabytes in some kilobytes.
#[test]
fn a_bomb_is_stopped_in_little_memory() {
    let zeros = vec![b'0'; 1 << 20];
    let mut encoder = zstd::Encoder::new(Vec::new(), 1).unwrap();
    for _ in 0..10 << 10 {
        encoder.write_all(&zeros).unwrap();
    }
    let bomb = encoder.finish().unwrap();
    let place = Place::with(&[("in/bomb.jsonl.zst", &bomb), ("in/b.jsonl", ROW)]);
    let (ran, took) = took(place.pumice().args(RUN.split_whitespace()));
    let ran = ran.exits(1).tells("it unpacks to more than 2000 times its size");
    assert!(took.megabytes < 300.0, "{took:?}");
    assert!(ran.err.contains("1 document read"), "{}", ran.err);
    assert_eq!(place.read("out/b.jsonl"), CLEAN);
}

#[test]
fn the_limit_can_be_set() {
    let text = format!("{{\"text\": \"{}\"}}\n", "a".repeat(80 << 20));
    let place = Place::with(&[("in/a.jsonl.zst", &zst(text.as_bytes()))]);
    place.run(RUN).exits(1);
    place.run(&format!("{RUN} --max-ratio 100000")).exits(0);
}
