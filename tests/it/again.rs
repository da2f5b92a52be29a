//! Runs after runs: what has been done is not done again, and all that a run
//! leaves is what a fresh run over the same input leaves, byte for byte, whatever
//! changed in between and whatever became of its own files.

use crate::support::{Place, Ran, tree};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::SystemTime;

/// The sample's five scrapes of one story, one of them damaged; and rows.
fn corpus() -> Place {
    let place = Place::new();
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/harbour-bridge/in");
    for (name, bytes) in tree(&samples) {
        place.put(&format!("in/{name}"), &bytes);
    }
    let rows: Vec<String> = (0..200)
        .map(|n| format!("{{\"id\": {n}, \"text\": \"row {n} of the the file\"}}\n"))
        .collect();
    place.put("in/rows.jsonl", rows.concat().as_bytes());
    place.put("in/bad.jsonl", b"{\"text\": \"the the\"}\n{\"text\": 5}\n");
    place
}

const RUN: &str = "clean in -o out --edits e.jsonl --tolerate 9";

/// Sees that a run leaves what a fresh run leaves.
#[track_caller]
fn equals_fresh(place: &Place, run: &str) {
    let _ = fs::remove_dir_all(place.at("fresh"));
    let fresh = run.replace(" out ", " fresh ").replace("e.jsonl", "fresh.jsonl");
    place.run(&format!("{fresh} -q")).exits(0);
    let (out, fresh) = (place.tree("out"), place.tree("fresh"));
    for ((name, _), (other, _)) in out.iter().zip(&fresh) {
        assert_eq!(name, other);
    }
    for ((name, bytes), (_, other)) in out.iter().zip(&fresh) {
        let text = String::from_utf8_lossy;
        assert!(bytes == other, "{name}:\n{}\nfresh:\n{}", text(bytes), text(other));
    }
    assert_eq!(out.len(), fresh.len());
    assert_eq!(place.read("e.jsonl"), place.read("fresh.jsonl"));
}

/// When each file was written.
fn times(place: &Place) -> BTreeMap<String, SystemTime> {
    let files = ["out", "out/pumice-aside"].map(|folder| fs::read_dir(place.at(folder)).unwrap());
    let files = files.into_iter().flatten().map(|entry| entry.unwrap().path());
    let ledger = [place.at("e.jsonl")];
    files
        .chain(ledger)
        .filter(|path| path.is_file())
        .map(|path| {
            let time = fs::metadata(&path).unwrap().modified().unwrap();
            (path.to_string_lossy().into_owned(), time)
        })
        .collect()
}

fn done_before(ran: &Ran) -> u64 {
    let line = ran.err.lines().find(|line| line.contains("had been done by an earlier run"));
    line.map_or(0, |line| line.split(' ').next().unwrap().replace(',', "").parse().unwrap())
}

#[test]
fn the_survey_that_is_kept_is_used_while_no_document_has_changed() {
    let place = corpus();
    place.run(RUN).exits(0);
    let kept = place.read("out/.pumice-survey");
    let (of, survey) = kept.split_once('\n').unwrap();
    assert!(!survey.is_empty());
    // One that knows nothing, of the same documents: that it stays shows that no other was taken.
    place.put("out/.pumice-survey", format!("{of}\n").as_bytes());
    place.run(RUN).exits(0);
    assert_eq!(place.read("out/.pumice-survey"), format!("{of}\n"));
    place.put("in/one-more.txt", b"One more.\n");
    place.run(RUN).exits(0);
    assert_ne!(place.read("out/.pumice-survey").lines().next(), Some(of));
    place.run(RUN).exits(0);
    equals_fresh(&place, RUN);
}

#[test]
fn where_nothing_changed_nothing_is_done_and_nothing_written() {
    let place = corpus();
    let ran = place.run(RUN).exits(0);
    assert_eq!(done_before(&ran), 0);
    let before = times(&place);
    let ran = place.run(RUN).exits(0).tells("nothing was written");
    assert_eq!(done_before(&ran), 206, "{}", ran.err);
    assert_eq!(times(&place), before);
    equals_fresh(&place, RUN);
}

#[test]
fn a_changed_document_alone_is_done_again() {
    let place = corpus();
    place.run(RUN).exits(0);
    place.put("in/1-prefix.txt", b"Another  text .\n");
    place.put("in/new.txt", b"A new  text .\n");
    fs::remove_file(place.at("in/3-byline.txt")).unwrap();
    let ran = place.run(&format!("{RUN} --prune")).exits(0);
    // The damaged document asks the others, and they say something else now.
    assert_eq!(done_before(&ran), 203, "{}", ran.err);
    equals_fresh(&place, RUN);
}

#[test]
fn a_row_that_is_put_in_costs_its_stretch() {
    let row = |n: u64| {
        let words = "so many words  that a stretch is full , ".repeat(20);
        format!("{{\"id\": {n}, \"text\": \"{words} {n}\"}}\n")
    };
    let mut rows: Vec<String> = (0..2000).map(row).collect();
    let place = Place::new();
    place.put("in/rows.jsonl", rows.concat().as_bytes());
    place.run(RUN).exits(0);
    rows.insert(1000, row(5000));
    place.put("in/rows.jsonl", rows.concat().as_bytes());
    let done = done_before(&place.run(RUN).exits(0));
    assert!((600..2000).contains(&done), "{done}");
    equals_fresh(&place, RUN);
}

/// Pages of a site: what stands around each of them goes as long as enough have it.
#[test]
fn what_the_corpus_proves_is_asked_anew_where_it_has_changed() {
    let page = |n: usize, menu: &str| {
        let told = ["mill", "boat", "key", "race", "map", "gate", "wall", "ferry", "lamp", "road"];
        let (a, b) = (told[n % 10], told[n / 2 % 10]);
        let own = format!(
            "On that day the {a} number {n} was sold to the people of {b} town before the evening came.\n\
             Nobody who saw the {b} believed that it was the {n}th {a} since the winter.\n"
        );
        format!("{menu}{own}{}\n{menu}", own.replace("day", "night").replace("town", "harbour"))
    };
    let menu = "Find your ferry now\nBuy tickets and passes\nWrite to the harbour office\n";
    let place = Place::new();
    for n in 0..24 {
        let site = if n % 2 == 0 { "a.example" } else { "b.example" };
        place.put(&format!("in/{site}/{n}.txt"), page(n, menu).as_bytes());
    }
    place.run(RUN).exits(0);
    let ledger = place.read("e.jsonl");
    assert!(ledger.contains("\"recurs\""), "{ledger}");
    // One site stays as it is, the other has its menu in too few pages.
    for n in (0..12).filter(|n| n % 2 == 0) {
        place.put(&format!("in/a.example/{n}.txt"), page(n, "").as_bytes());
    }
    let ran = place.run(RUN).exits(0);
    equals_fresh(&place, RUN);
    assert!(done_before(&ran) >= 12, "{}", ran.err);
}

#[test]
fn another_rule_file_or_option_is_another_chain() {
    let place = corpus();
    place.put(
        "my.toml",
        b"[[rule]]\nid = \"x\"\npass = \"boilerplate\"\nwhy = \"x\"\nfind = \"Harbour\"\nwith = \"Port\"\n",
    );
    place.run(RUN).exits(0);
    let with = format!("{RUN} --rules my.toml");
    assert_eq!(done_before(&place.run(&with).exits(0)), 0);
    equals_fresh(&place, &with);
    let skip = format!("{RUN} --skip whitespace");
    assert_eq!(done_before(&place.run(&skip).exits(0)), 0);
    equals_fresh(&place, &skip);
}

#[test]
fn whatever_becomes_of_its_own_files_a_run_is_right() {
    let place = corpus();
    place.run(RUN).exits(0);
    for name in [".pumice-state", ".pumice-journal", ".pumice-survey", "pumice-run.json"] {
        let path = place.at("out").join(name);
        let whole = fs::read(&path).unwrap();
        for bytes in [Vec::new(), whole[..whole.len() / 2].to_vec(), vec![b'{'; 5000]] {
            fs::write(&path, &bytes).unwrap();
            place.run(RUN).exits(0);
            equals_fresh(&place, RUN);
        }
        fs::remove_file(&path).unwrap();
        place.run(RUN).exits(0);
        equals_fresh(&place, RUN);
    }
    fs::remove_file(place.at("out/1-prefix.txt")).unwrap();
    fs::remove_dir_all(place.at("out/pumice-aside")).unwrap();
    place.run(RUN).exits(0);
    equals_fresh(&place, RUN);
}

/// What a user does between two runs.
#[derive(Clone, Debug)]
enum Change {
    Put(usize, usize),
    Remove(usize),
    Rows(Vec<usize>),
    Rules(bool),
    Forget,
}

const TEXTS: &[&str] = &[
    "A sound text.\n",
    "the the gate , and IE 11 is not supported. Use another browser.\n",
    "It wonâ€™t\u{a0}do &amp; so on\n",
    "",
    "Subscribe now\nNews of the day.\n",
    "He said he he would.  She told the the men .\n",
];

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        (0..6_usize, 0..TEXTS.len()).prop_map(|(name, text)| Change::Put(name, text)),
        (0..6_usize).prop_map(Change::Remove),
        proptest::collection::vec(0..TEXTS.len(), 0..8).prop_map(Change::Rows),
        any::<bool>().prop_map(Change::Rules),
        Just(Change::Forget),
    ]
}

fn make(place: &Place, change: &Change) {
    match change {
        Change::Put(name, text) => place.put(&format!("in/{name}.txt"), TEXTS[*text].as_bytes()),
        Change::Remove(name) => drop(fs::remove_file(place.at(&format!("in/{name}.txt")))),
        Change::Rows(rows) => {
            let row = |text: &usize| format!("{{\"text\": {:?}}}\n", TEXTS[*text]);
            let rows: String = rows.iter().map(row).collect();
            place.put("in/rows.jsonl", rows.replace("\\u{a0}", "\\u00a0").as_bytes());
        }
        Change::Rules(on) => {
            let off = if *on { "" } else { "off = [\"doubled-word\"]\n" };
            place.put("pumice.toml", off.as_bytes());
        }
        Change::Forget => drop(fs::remove_file(place.at("out/.pumice-journal"))),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4, ..ProptestConfig::default() })]

    #[test]
    fn a_run_after_runs_leaves_what_a_fresh_one_leaves(
        changes in proptest::collection::vec(change(), 2..7)
    ) {
        let place = Place::with(&[("in/0.txt", TEXTS[1].as_bytes())]);
        let run = format!("{RUN} --prune");
        for change in &changes {
            make(&place, change);
            place.run(&run).exits(0);
        }
        equals_fresh(&place, &run);
    }
}
