//! Memory: bounded whatever the corpus; one document takes a multiple of its size and
//! so many bytes for each edit. The sizes are a gigabyte and more under `make faults`,
//! and smaller in `make test`.

use crate::support::{Place, long, took};
use std::fs::File;
use std::io::{BufWriter, Write};

/// What a document takes at most while it is worked on: in times of its size, and in
/// bytes for each of its edits. What the program takes without any, in MB.
const TIMES: f64 = 8.0;
const EDIT: f64 = 500.0;
const ITSELF: f64 = 150.0;

const PLAIN: &str = "A long line of words, and the blanks that are in it. ";
/// Four edits.
const DAMAGED: &str = "A long line of words , and the the  blanks in it . ";

/// A file of so many bytes and more.
fn write(place: &Place, name: &str, bytes: usize, text: &str) {
    std::fs::create_dir_all(place.at("in")).unwrap();
    let mut file = BufWriter::new(File::create(place.at(name)).unwrap());
    for _ in 0..bytes.div_ceil(text.len()) {
        file.write_all(text.as_bytes()).unwrap();
    }
    file.flush().unwrap();
}

fn memory(place: &Place, args: &str) -> f64 {
    let (ran, took) = took(place.pumice().args(args.split_whitespace()));
    ran.exits(0);
    took.megabytes
}

#[test]
fn a_document_takes_a_multiple_of_its_size_and_so_much_for_each_edit() {
    let [large, dense] = if long() { [1000, 100] } else { [60, 10] };
    let sparse = format!("{}{DAMAGED}", PLAIN.repeat(40));
    let cases = [("line", large, &*sparse), ("dense", dense, DAMAGED)];
    for (name, megabytes, text) in cases {
        for (kind, line_end) in [("", ""), ("s", "\n")] {
            let place = Place::new();
            let text = format!("{text}{line_end}");
            write(&place, &format!("in/{name}{kind}.txt"), megabytes * 1_000_000, &text);
            let took = memory(&place, "clean in -o out --edits e.jsonl -q");
            let edits = place.read("e.jsonl").lines().count() - 1;
            println!("{name}{kind}, {megabytes} MB, {edits} edits: {took} MB");
            let [size, edits] = [megabytes, edits].map(|n| f64::from(u32::try_from(n).unwrap()));
            let most = TIMES * size + EDIT * edits / 1e6 + ITSELF;
            assert!(took < most, "{name}{kind}: {took} MB, not {most}");
        }
    }
}

/// With one worker for the comparison: with more, how much of what may be under way is
/// reached hangs on the load of the machine (139 to 231 MB for the same rows).
#[test]
fn memory_does_not_grow_with_the_corpus() {
    let sizes = if long() { [200, 2000] } else { [20, 120] };
    let took = sizes.map(|megabytes| {
        let place = Place::new();
        std::fs::create_dir_all(place.at("in")).unwrap();
        let mut file = BufWriter::new(File::create(place.at("in/a.jsonl")).unwrap());
        for n in 0..megabytes * 500 {
            let text = DAMAGED.repeat(39);
            writeln!(file, "{{\"n\": {n}, \"text\": \"{n} {text}\"}}").unwrap();
        }
        file.flush().unwrap();
        let args = "--edits e.jsonl -q --only doubled,detokenize,whitespace";
        let one = memory(&place, &format!("clean in -o out --jobs 1 {args}"));
        let all = memory(&place, &format!("clean in -o out-all {args}"));
        [one, all]
    });
    println!("{sizes:?} MB, one worker and all: {took:?} MB");
    let [small, large] = took;
    assert!(large[0] < small[0] * 1.3 + 20.0, "{sizes:?} MB of rows took {took:?} MB");
    assert!(large[1] < 512.0, "{took:?}");
}
