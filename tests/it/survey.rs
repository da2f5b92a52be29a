//! The survey itself: it is the same however it was taken and put together, and a
//! run takes its own. What goes by it is tested in `recurring`.

use crate::coref::{DAMAGED, SIBLING};
use crate::support::Place;
use proptest::prelude::*;
use pumice::document::{Doc, Meta};
use pumice::pipeline::Pipeline;
use pumice::rule::problem::Source;
use pumice::ruleset::RuleSet;
use pumice::survey::kept::KeptLines;
use pumice::survey::{Survey, Surveyor};
use std::fmt::Write;
use std::sync::{Arc, LazyLock};

/// The judgement by the corpus alone, with some settings changed.
fn rules(settings: &str) -> RuleSet {
    let text =
        format!("off = [\"*\"]\non = [\"recurring-line\"]\n[pass.boilerplate]\n{settings}\n");
    let set = RuleSet::load(&[Source::new("t.toml", &text)], &mut |_| Err(String::new()));
    set.unwrap_or_else(|problems| panic!("{problems}"))
}

fn chain(rules: &RuleSet, survey: Option<Survey>) -> Pipeline {
    Pipeline::new(rules.clone(), survey.map(Arc::new)).unwrap()
}

/// Documents by name.
pub type Corpus = Vec<(String, String)>;

fn doc<'d>((name, text): &'d (String, String), meta: &'d Meta) -> Doc<'d> {
    Doc { name, text, meta }
}

/// The first reading of some documents.
fn asked(chain: &Pipeline, corpus: &[(String, String)]) -> Survey {
    asked_and_kept(chain, corpus).0
}

/// The same, with the lines that it keeps.
fn asked_and_kept(chain: &Pipeline, corpus: &[(String, String)]) -> (Survey, KeptLines) {
    let (surveyor, meta) = (Surveyor::new(chain).unwrap(), Meta::new());
    let (mut survey, mut kept) = (Survey::default(), KeptLines::default());
    for d in corpus {
        surveyor.ask(&doc(d, &meta)).add_to(&mut survey, &mut kept, &d.0);
    }
    survey.forget_names(); // as parts do that are kept in files
    (survey, kept)
}

/// The second, with none kept.
fn answered(chain: &Pipeline, corpus: &[(String, String)], questions: &Survey) -> Survey {
    let (surveyor, meta) = (Surveyor::new(chain).unwrap(), Meta::new());
    let mut survey = Survey::of(questions.evidence.clone());
    let wanted = surveyor.wanted(questions);
    for d in corpus {
        surveyor.answer(&doc(d, &meta), &wanted).add_to(&mut survey, &d.0);
    }
    survey
}

fn surveyed(chain: &Pipeline, corpus: &[(String, String)]) -> Survey {
    answered(chain, corpus, &asked(chain, corpus))
}

/// What becomes of each document when the corpus is its own witness.
pub fn cleaned(settings: &str, corpus: &[(String, String)]) -> Vec<String> {
    cleaned_by(&rules(settings), corpus)
}

fn cleaned_by(rules: &RuleSet, corpus: &[(String, String)]) -> Vec<String> {
    let (first, meta) = (chain(rules, None), Meta::new());
    let chain = chain(rules, Some(surveyed(&first, corpus)));
    let clean = |d: &(String, String)| chain.clean(&doc(d, &meta)).text.into_owned();
    corpus.iter().map(clean).collect()
}

pub const SUBJECTS: [&str; 8] =
    ["mayor", "ferryman", "baker", "engineer", "teacher", "farmer", "judge", "sailor"];
pub const DEEDS: [&str; 7] = [
    "opened the mill",
    "sold a boat",
    "lost a key",
    "won the race",
    "left town",
    "drew a map",
    "paid",
];

/// A sentence that no other number gives.
pub fn sentence(n: usize) -> String {
    let (who, deed) = (SUBJECTS[n % 8], DEEDS[n / 8 % 7]);
    let words = ["river", "stone", "market", "bridge", "winter", "garden", "letter", "church"];
    let code: Vec<&str> = (0..4).map(|i| words[n / 56 / 8_usize.pow(i) % 8]).collect();
    format!(
        "On that day the {who} of the town {deed}, and the people spoke of {} until the evening came.",
        code.join(" and ")
    )
}

/// A text of its own: some sentences, a line each.
pub fn prose(n: usize) -> String {
    (0..4).map(|i| sentence(n * 4 + i) + "\n").collect()
}

pub const MENU: &str = "Harbour Herald\nTown\nSea\nWeather\nPuzzles\n";
pub const FOOT: &str =
    "Write to the editor\nPrinted in the Old Mill, Quay Street\nAll our papers since 1911\n";

pub fn corpus(texts: impl IntoIterator<Item = String>) -> Corpus {
    let named = |(n, text)| (format!("herald/{n:03}.txt"), text);
    texts.into_iter().enumerate().map(named).collect()
}

pub fn site(pages: usize) -> Corpus {
    corpus((0..pages).map(|n| format!("{MENU}{}{FOOT}", prose(n))))
}

#[test]
fn a_run_takes_its_own_survey_and_the_ledger_tells_the_witness() {
    let place = Place::new();
    for (name, text) in site(20) {
        place.put(&format!("in/{name}"), text.as_bytes());
    }
    place.run("clean in -o out --edits e.jsonl").exits(0);
    assert_eq!(place.read("out/herald/004.txt"), prose(4));
    let ledger = place.read("e.jsonl");
    assert!(ledger.contains("\"recurs\":\"in 20 of 20 documents of herald/\""), "{ledger}");
    place.run("restore out --edits e.jsonl -o back").exits(0);
    assert_eq!(place.tree("in"), place.tree("back"));
    place.run("clean in -o one --jobs 1").exits(0);
    assert_eq!(place.read("one/herald/019.txt"), prose(19));
    // A reader of one document is told, and so is one whose line stays.
    place.run("survey in -o s.survey").exits(0).tells("8 lines that recur, in 1 sources");
    let told = place.run("explain in/herald/004.txt:2 --within in --survey s.survey").exits(0);
    assert!(told.out.contains("recurs in 20 of 20 documents of herald/"), "{}", told.out);
    let rules = "[pass.boilerplate]\nrecurring-documents = 21\n";
    place.put("strict.toml", rules.as_bytes());
    let told = "explain in/herald/004.txt:2 --within in --survey s.survey --rules strict.toml";
    let told = place.run(told).exits(0);
    assert!(told.out.contains("stopped by recurring-documents = 21"), "{}", told.out);
}

#[test]
fn rows_know_their_source_by_their_host() {
    let place = Place::new();
    let mut rows = String::new();
    for (n, (_, text)) in site(20).into_iter().enumerate() {
        let url = format!("https://www.herald.example/{n}");
        let row = serde_json::json!({ "url": url, "text": text });
        writeln!(rows, "{row}").unwrap();
    }
    place.put("in.jsonl", rows.as_bytes());
    place.run("clean in.jsonl -o out.jsonl --edits e.jsonl").exits(0);
    assert!(place.read("e.jsonl").contains("in 20 of 20 documents of herald.example"));
    assert!(!place.read("out.jsonl").contains("Puzzles"));
    // Standard input is read but once: a survey helps.
    place.run("survey in.jsonl -o s.survey").exits(0);
    let piped = "cat in.jsonl | pumice clean --format jsonl --survey s.survey - > piped.jsonl";
    let program = std::path::Path::new(env!("CARGO_BIN_EXE_pumice")).parent().unwrap();
    let path = format!("{}:{}", program.display(), std::env::var("PATH").unwrap());
    let mut shell = std::process::Command::new("sh");
    let shell = shell.args(["-c", piped]).env("PATH", path).current_dir(place.at("."));
    assert!(shell.status().unwrap().success());
    assert_eq!(place.read("piped.jsonl"), place.read("out.jsonl"));
}

#[test]
fn machines_that_survey_parts_come_to_the_whole() {
    let place = Place::new();
    for (n, (name, text)) in site(20).into_iter().enumerate() {
        place.put(&format!("in/{name}"), text.as_bytes());
        place.put(&format!("{}/{name}", ["a", "b"][n % 2]), text.as_bytes());
    }
    place.run("survey in -o whole.survey").exits(0);
    for part in ["a", "b"] {
        place.run(&format!("survey {part} -o {part}1.survey")).exits(0);
    }
    place.run("survey a1.survey b1.survey -o asked.survey").exits(0);
    place.run("survey b1.survey a1.survey -o again.survey").exits(0);
    assert_eq!(place.read("asked.survey"), place.read("again.survey"));
    for part in ["a", "b"] {
        place.run(&format!("survey {part} --survey asked.survey -o {part}2.survey")).exits(0);
    }
    place.run("survey a2.survey b2.survey -o merged.survey").exits(0);
    let read = |name: &str| Survey::read(&place.read(name)).unwrap();
    assert_eq!(read("merged.survey").recurring, read("whole.survey").recurring);
    assert_eq!(read("asked.survey").counts, read("whole.survey").counts);
    place.run("clean in -o out --survey merged.survey").exits(0);
    assert_eq!(place.read("out/herald/004.txt"), prose(4));
}

#[test]
fn a_survey_of_another_form_is_refused() {
    let place =
        Place::with(&[("old.survey", b"{\"pumice_survey\":1,\"evidence\":{\"asked\":{}}}")]);
    let merged = place.run("survey old.survey -o new.survey").exits(2);
    merged.tells("a survey of form 1; this version reads form 5, take it anew");
    place.put("broken.survey", b"{\"pumice_survey\":5}");
    place.run("survey broken.survey -o new.survey").exits(2).tells("no survey: missing field");
}

#[test]
fn a_very_long_line_and_very_many_files_cost_little() {
    let line = "word and more of it, ".repeat(500_000);
    let big = (0..10).map(|n| format!("{n} {line}\n")).collect::<Vec<_>>();
    assert_eq!(cleaned("", &corpus(big.clone())), big);
    let many: Corpus = (0..100_000).map(|n| (format!("a/{n}"), "A line.\n".to_owned())).collect();
    assert!(
        asked(&chain(&rules(""), None), &many).counts.is_empty(),
        "without prose nothing is counted"
    );
}

/// Pages of two sources: lines of templates, now and then one left out, and prose.
fn pages() -> impl Strategy<Value = Corpus> {
    const LINES: [&str; 9] =
        ["Home", "Sport", "5 comments", "|", "Share", "Ingredients", "Read on", "", "2019"];
    let line = prop_oneof![
        3 => proptest::sample::select(&LINES[..]).prop_map(str::to_owned),
        2 => (0_usize..60).prop_map(sentence),
    ];
    let page = (0_usize..2, any::<bool>(), proptest::collection::vec(line, 0..12), any::<bool>());
    let text = |(n, (source, menu, lines, foot)): (usize, (usize, bool, Vec<String>, bool))| {
        let mut text = String::new();
        text.push_str(if menu { MENU } else { "" });
        lines.iter().for_each(|line| writeln!(text, "{line}").unwrap());
        text.push_str(if foot { FOOT } else { "" });
        (format!("{}/{n}", ["a", "b"][source]), text)
    };
    proptest::collection::vec(page, 0..40)
        .prop_map(move |pages| pages.into_iter().enumerate().map(text).collect())
}

/// Rules that want little evidence, so that small corpora have some.
static LOOSE: LazyLock<RuleSet> = LazyLock::new(|| rules(LITTLE));
const LITTLE: &str = "recurring-documents = 3\nrecurring-share = 0.1\nrecurring-run = 2";

/// The same, and one document keeps what recurs.
static KEEPING: LazyLock<[RuleSet; 2]> = LazyLock::new(|| {
    ["first", "fullest"].map(|keep| rules(&format!("{LITTLE}\nrecurring-keep = \"{keep}\"")))
});

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, ..ProptestConfig::default() })]

    #[test]
    fn order_free(pages in pages(), shift in any::<usize>()) {
        let chain = chain(&LOOSE, None);
        let mut turned = pages.clone();
        turned.rotate_left(shift % pages.len().max(1));
        turned.reverse();
        let (one, other) = (asked(&chain, &pages), asked(&chain, &turned));
        prop_assert_eq!(one.write(), other.write());
        prop_assert_eq!(answered(&chain, &pages, &one).write(), answered(&chain, &turned, &one).write());
    }

    #[test]
    fn merging_is_associative_commutative_and_has_a_neutral_element(
        pages in pages(), i in any::<usize>(), j in any::<usize>(),
    ) {
        let chain = chain(&LOOSE, None);
        let (i, j) = (i % (pages.len() + 1), j % (pages.len() + 1));
        let parts = [&pages[..i.min(j)], &pages[i.min(j)..i.max(j)], &pages[i.max(j)..]];
        let merged = |parts: &[&Survey]| {
            let mut all = Survey::default();
            parts.iter().for_each(|part| all.merge((*part).clone()));
            all
        };
        let whole = asked(&chain, &pages);
        let first = parts.map(|part| asked(&chain, part));
        let second = parts.map(|part| answered(&chain, part, &whole));
        for ([a, b, c], whole) in [(&first, whole.clone()), (&second, answered(&chain, &pages, &whole))] {
            let left = merged(&[&merged(&[a, b]), c]);
            prop_assert_eq!(&left, &merged(&[a, &merged(&[b, c])]));
            prop_assert_eq!(&left, &merged(&[c, b, a]));
            prop_assert_eq!(&left, &merged(&[&left, &Survey::default()]));
            prop_assert_eq!(&left, &whole);
            prop_assert_eq!(&Survey::read(&left.write()).unwrap(), &left);
        }
    }

    #[test]
    fn lines_that_were_kept_say_what_a_second_reading_says(pages in pages()) {
        let chain = chain(&LOOSE, None);
        let (questions, kept) = asked_and_kept(&chain, &pages);
        let surveyor = Surveyor::new(&chain).unwrap();
        let (mut recalled, mut wanted) = (Survey::default(), surveyor.wanted(&questions));
        surveyor.recall(kept, &mut wanted, &mut recalled);
        prop_assert!(wanted.is_nothing());
        prop_assert_eq!(recalled, answered(&chain, &pages, &questions));
    }

    #[test]
    fn idempotent_with_the_same_survey(pages in pages()) {
        let chain = chain(&LOOSE, Some(surveyed(&chain(&LOOSE, None), &pages)));
        let meta = Meta::new();
        for page in &pages {
            let once = chain.clean(&doc(page, &meta));
            prop_assert!(once.settled);
            let undone = once.trail.undo(&once.text);
            prop_assert_eq!(undone.as_deref(), Some(page.1.as_str()));
            let again = (page.0.clone(), once.text.into_owned());
            prop_assert!(chain.clean(&doc(&again, &meta)).trail.is_empty());
        }
    }

    #[test]
    fn nothing_goes_everywhere_where_one_is_to_keep_it(pages in pages(), first in any::<bool>()) {
        let after = cleaned_by(&KEEPING[usize::from(first)], &pages);
        let lines = |texts: &[&String]| -> std::collections::BTreeSet<String> {
            texts.iter().flat_map(|text| text.lines()).map(str::to_owned).collect()
        };
        for source in ["a/", "b/"] {
            let own = |texts: Vec<&String>| lines(&texts);
            let of = |(name, _): &(String, String)| name.starts_with(source);
            let before = own(pages.iter().filter(|p| of(p)).map(|(_, text)| text).collect());
            let left = own(pages.iter().zip(&after).filter(|(p, _)| of(p)).map(|(_, text)| text).collect());
            let lost: Vec<_> = before.difference(&left).filter(|l| l.chars().any(char::is_alphabetic)).collect();
            prop_assert!(lost.is_empty(), "{lost:?}");
        }
    }

    #[test]
    fn where_two_surveys_tell_a_text_the_same_its_trail_is_the_same(
        pages in pages(), cut in any::<usize>()
    ) {
        let first = chain(&LOOSE, None);
        let few = &pages[..pages.len() - cut % (pages.len() + 1)];
        let [one, other] = [&*pages, few].map(|pages| chain(&LOOSE, Some(surveyed(&first, pages))));
        let meta = Meta::new();
        for page in &pages {
            let doc = doc(page, &meta);
            let cleaned = one.clean(&doc);
            if other.told(&doc, &cleaned.trail) == cleaned.told {
                let again = other.clean(&doc);
                prop_assert_eq!(cleaned.text, again.text);
                prop_assert_eq!(cleaned.trail, again.trail);
            }
        }
    }
}

/// What a run cleans was looked at by its first reading, and is not looked at again where that found nothing.
#[test]
fn the_first_reading_says_which_documents_may_be_damaged() {
    let chain = Pipeline::shipped().unwrap();
    let surveyor = Surveyor::new(&chain).unwrap();
    let (mut first, meta) = (Survey::default(), Meta::new());
    let doc = |name, text| Doc { name, text, meta: &meta };
    for (name, text) in [("damaged", DAMAGED), ("sound", SIBLING)] {
        surveyor.ask(&doc(name, text)).add_to(&mut first, &mut KeptLines::nothing(), name);
    }
    let survey = Survey::default().with_looks_of(first);
    // What is kept in a file does not lose it.
    let kept = Survey::read(&survey.write()).unwrap();
    assert_eq!(kept.write(), survey.write());
    let chain = chain.with_survey(Arc::new(kept));
    let repairs = |chain: &Pipeline, name| {
        let layers = chain.clean(&doc(name, DAMAGED)).trail.0;
        layers.iter().any(|layer| chain.passes()[layer.pass].name() == "coref")
    };
    assert!(repairs(&chain, "damaged"));
    assert!(!repairs(&chain, "sound"), "what is damaged now was looked at when it was sound");
    // A survey of other documents says nothing of these.
    let chain = chain.with_survey(Arc::new(Survey::default()));
    assert!(repairs(&chain, "sound"));
}

/// What the first reading saw the preparing passes leave alone is not prepared again.
#[test]
fn the_first_reading_says_which_passes_leave_a_document_alone() {
    const MOJIBAKE: &str = "The cafÃ© on the quay, said the mayor, has been there for years.\n";
    const SPACES: &str = "The ca\u{ad}f\u{ad}é on the quay,\u{2003}said the mayor.\n";
    let chain = Pipeline::shipped().unwrap();
    let (surveyor, meta) = (Surveyor::new(&chain).unwrap(), Meta::new());
    let doc = |name, text| Doc { name, text, meta: &meta };
    let mut first = Survey::default();
    // Two records may have one name.
    for (name, text) in
        [("both", SPACES), ("both", MOJIBAKE), ("late", SPACES), ("sound", "A quay.\n")]
    {
        surveyor.ask(&doc(name, text)).add_to(&mut first, &mut KeptLines::nothing(), name);
    }
    let plain = MOJIBAKE.replace("Ã©", "é");
    let mut forgetful = first.clone();
    forgetful.forget_names();
    let chain = chain.with_survey(Arc::new(Survey::default().with_looks_of(first)));
    let cleaned = |chain: &Pipeline, name, text| chain.clean(&doc(name, text)).text.into_owned();
    assert_eq!(cleaned(&chain, "both", MOJIBAKE), plain);
    assert_eq!(
        cleaned(&chain, "sound", MOJIBAKE),
        MOJIBAKE,
        "it was sound, and is cleaned as such"
    );
    assert_eq!(cleaned(&chain, "late", MOJIBAKE), MOJIBAKE, "the first pass had nothing to do");
    assert!(cleaned(&chain, "late", SPACES).starts_with("The café on"));
    let chain = chain.with_survey(Arc::new(Survey::default().with_looks_of(forgetful)));
    assert_eq!(cleaned(&chain, "sound", MOJIBAKE), plain);
}
