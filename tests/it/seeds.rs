//! The main job on five real scrapes of one story. They are not part of the
//! project: the test runs where they lie beside the checkout, in
//! ../shared/seeds, and says so where they don't.

use crate::support::Place;
use std::fs;
use std::path::PathBuf;

/// The five documents as they were and as they come out, by number.
struct Seeds {
    place: Place,
    before: Vec<String>,
    after: Vec<String>,
}

fn seeds() -> Option<Seeds> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/seeds");
    if !folder.is_dir() {
        eprintln!("skipped: ../shared/seeds is not here");
        return None;
    }
    let place = Place::new();
    let args = format!("clean {} -o out --edits e.jsonl", folder.canonicalize().ok()?.display());
    place.run(&args).exits(0).tells("5 documents read");
    let text = |(name, bytes): (String, Vec<u8>)| {
        name.ends_with(".txt").then(|| String::from_utf8(bytes).unwrap())
    };
    let before: Vec<String> = crate::support::tree(&folder).into_iter().filter_map(text).collect();
    let after: Vec<String> = place.tree("out").into_iter().filter_map(text).collect();
    assert_eq!((before.len(), after.len()), (5, 5));
    Some(Seeds { place, before, after })
}

/// The metadata lifted from the document whose name begins so.
fn meta(place: &Place, name: &str) -> serde_json::Value {
    let text = place.read("out/pumice-meta.jsonl");
    let line = text.lines().find(|line| line.contains(&format!("\"doc\":\"{name}")));
    serde_json::from_str(line.unwrap_or("null")).unwrap()
}

#[test]
fn the_date_prefix_goes_and_nothing_else() {
    let Some(seeds) = seeds() else { return };
    let start = seeds.before[0].find("President").unwrap();
    assert_eq!(seeds.after[0], seeds.before[0][start..]);
    assert_eq!(meta(&seeds.place, "000")["date"], "2017-03-03");
}

#[test]
fn banner_image_caption_and_related_lines_go_and_nothing_else() {
    let Some(seeds) = seeds() else { return };
    let lines: Vec<&str> = seeds.before[1].lines().collect();
    let goes = |i: usize| {
        let line = lines[i];
        let caption = i > 0 && lines[i - 1].starts_with("Image:");
        i == 0 || line.starts_with("Image:") || caption || line.starts_with("Related:")
    };
    let mut want: Vec<String> = Vec::new();
    for i in (0..lines.len()).filter(|i| !goes(*i)) {
        let last_is_blank = want.last().is_none_or(String::is_empty);
        if !(lines[i].is_empty() && last_is_blank) {
            want.push(lines[i].replace("the the", "the"));
        }
    }
    assert_eq!(seeds.after[1].lines().collect::<Vec<_>>(), want);
    assert!(seeds.after[1].starts_with("Trump Defends Sessions"), "the title stays");
}

#[test]
fn the_byline_goes_and_nothing_else() {
    let Some(seeds) = seeds() else { return };
    let (_, rest) = seeds.before[2].split_once("\n\n").unwrap();
    assert_eq!(seeds.after[2], rest);
    let meta = meta(&seeds.place, "002");
    assert_eq!((&meta["agency"], &meta["place"]), (&"AFP".into(), &"WASHINGTON".into()));
}

#[test]
fn the_tokenised_article_reads_as_running_prose() {
    let Some(seeds) = seeds() else { return };
    let text = &seeds.after[3];
    for residue in [" ,", " .", " ;", " ?", " !", " n't", " ’s", " 's", "( ", " )", "  ", "CNN )"]
    {
        assert!(!text.contains(residue), "{residue:?} is left in: {text}");
    }
    assert!(!text.contains("has been updated"));
    assert!(text.starts_with("President"));
    // Quotes are closed up: an opening one follows a blank, a closing one a sign.
    let loose = text.matches(" \" ").count();
    assert_eq!(loose, 0, "{loose} quotes stand alone");
}

#[test]
fn the_sound_article_is_byte_identical() {
    let Some(seeds) = seeds() else { return };
    assert_eq!(seeds.after[4], seeds.before[4]);
}

#[test]
fn the_ledger_gives_the_originals_back() {
    let Some(seeds) = seeds() else { return };
    seeds.place.run("restore out --edits e.jsonl -o back").exits(0);
    let back: Vec<String> =
        seeds.place.tree("back").into_iter().map(|(_, b)| String::from_utf8(b).unwrap()).collect();
    assert_eq!(back, seeds.before);
    let names = fs::read_dir(seeds.place.at("back")).unwrap().count();
    assert_eq!(names, 5);
}

/// The seeds with this pass alone, and its ledger.
fn repaired() -> Option<(Seeds, String)> {
    let mut seeds = seeds()?;
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/seeds");
    let args = format!("clean {} -o coref --only coref --edits c.jsonl", folder.display());
    seeds.place.run(&args).exits(0);
    let text = |(name, bytes): (String, Vec<u8>)| {
        name.ends_with(".txt").then(|| String::from_utf8(bytes).unwrap())
    };
    seeds.after = seeds.place.tree("coref").into_iter().filter_map(text).collect();
    let ledger = seeds.place.read("c.jsonl");
    Some((seeds, ledger))
}

#[test]
fn the_destroyed_statement_comes_back_word_for_word() {
    let Some((seeds, ledger)) = repaired() else { return };
    let from = seeds.after[3].find("This whole narrative").unwrap();
    let to = from + seeds.after[3][from..].find("witch hunt !").unwrap() + "witch hunt !".len();
    let statement = &seeds.after[3][from..to];
    // By its hash, because the seeds' text is not part of the project.
    assert_eq!(
        xxhash_rust::xxh3::xxh3_64(statement.as_bytes()),
        0x4145_bfa8_678c_31c1,
        "{statement}"
    );
    assert!(seeds.after[3].contains("He did not say anything wrong ."));
    for word in ["were", "hand", "lost", "have", "grip", "is"] {
        let back = |l: &&str| l.contains(&format!("\"after\":\"{word}\"")) && l.contains("witness");
        assert!(ledger.lines().any(|l| back(&l)), "{word:?} has no witness in {ledger}");
    }
}

#[test]
fn coreference_repair_leaves_the_sound_articles_alone() {
    let Some((seeds, _)) = repaired() else { return };
    for sound in [0, 1, 2, 4] {
        assert_eq!(seeds.after[sound], seeds.before[sound]);
    }
}
