//! The laws of the repair of coreference damage, on texts written for them:
//! sound text stays, damaged text is repaired once and for all, what comes back
//! has a witness, and a copy is none.

use crate::support::Place;
use proptest::prelude::*;
use pumice::pass::coref::collector::Collector;
use pumice::pass::coref::evidence::Evidence;
use pumice::pass::coref::finding::apply;
use pumice::pass::coref::judge::Intruder;
use pumice::pass::coref::mention::{Candidate, Candidates};
use pumice::pass::coref::repair::Answer;
use pumice::pass::coref::token::Tokens;
use pumice::pass::coref::way::Step;
use pumice::pass::coref::words::{Lexicon, WHOMS, Whom};
use pumice::pass::coref::{Coref, Policy, pronoun, sign, torn};
use pumice::survey::damage::Prevalence;
use std::fs;
use std::time::{Duration, Instant};

pub const DAMAGED: &str = "Clara Voss opened the bakery in May . She Clara Voss the rent with her Clara Voss savings , and she Clara Voss a second oven from a friend in Ghent . Her Clara Voss helped , and they her brothers painted the shop blue and white . They her brothers also built the wooden counter . She Clara Voss every morning at four , because she Clara Voss the first bread on the shelf by six . Her brothers came at five , and they her brothers the flour up from the cellar . They her brothers it was hard work . She Clara Voss them well . A neighbour , Tom Hale , brought coffee for everyone . He Tom Hale every day for a cup , and he Tom Hale that the smell woke him . She Clara Voss a second shop next year , and she Clara Voss her brothers will run it . Her Clara Voss is proud of her Clara Voss .\n";
pub const SIBLING: &str = "In town they say that Clara Voss opened the bakery in May. She paid the rent with her own savings. All liked it.";

/// The repair as shipped, with some settings changed.
fn coref(changes: &str) -> Coref {
    Coref::new(policy(changes)).unwrap()
}

fn policy(changes: &str) -> Policy {
    let settings = |text: &str| -> toml::Table {
        let mut file: toml::Table = text.parse().unwrap();
        let toml::Value::Table(mut passes) = file.remove("pass").unwrap() else { panic!() };
        let toml::Value::Table(own) = passes.remove("coref").unwrap() else { panic!() };
        own
    };
    let mut all = settings(include_str!("../../rules/coref.toml"));
    all.extend(settings(include_str!("../../rules/coref-weights.toml")));
    all.extend(settings(include_str!("../../rules/coref-documents.toml")));
    all.extend(changes.parse::<toml::Table>().unwrap());
    toml::Value::Table(all).try_into().unwrap()
}

/// What a document is without evidence.
fn repaired(coref: &Coref, text: &str) -> String {
    apply(text, &coref.findings("a.txt", text, None))
}

/// What other documents answer to the questions of a text.
fn evidence(coref: &Coref, text: &str, others: &[(&str, &str)]) -> Evidence {
    let mut asked = Evidence::default();
    asked.ask(coref.questions(text), true);
    let mut known = asked.clone();
    let collector = Collector::new(&asked, Prevalence::Unknown);
    for (name, other) in others {
        let Some(stream) = collector.look(other) else { continue };
        known.learn(&collector.answers(name, other, stream, |_| coref.broken(other)));
    }
    known
}

#[test]
fn sound_texts_are_left_alone() {
    let coref = coref("");
    for file in fs::read_dir("tests/data/sound-coref").unwrap() {
        let path = file.unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        for times in [1, 2, 5, 20] {
            let found = coref.findings("a.txt", &text.repeat(times), None);
            assert_eq!(found, [], "{} {times} times", path.display());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, ..ProptestConfig::default() })]

    /// A run of blanks is where a word was dropped, inside of a name too.
    #[test]
    fn runs_of_blanks_anywhere_make_no_findings_that_overlap(
        more in proptest::collection::vec(1_usize..4, 170),
        names in prop::bool::ANY,
    ) {
        let words = DAMAGED.split_inclusive(' ').zip(more);
        let mut text: String =
            words.map(|(word, n)| word.to_owned() + &" ".repeat(n.saturating_sub(2))).collect();
        if names {
            text = text.replace("Clara Voss", "Clara  Voss").replace("her brothers", "her  brothers");
        }
        let coref = coref("");
        let findings = coref.findings("a.txt", &text, None);
        prop_assert!(findings.windows(2).all(|f| f[0].span.end <= f[1].span.start), "{text}");
        prop_assert_eq!(coref.findings("a.txt", &apply(&text, &findings), None), []);
    }
}

#[test]
fn a_damaged_text_is_repaired_and_then_left_alone() {
    let coref = coref("");
    let findings = coref.findings("a.txt", DAMAGED, None);
    assert!(findings.len() >= 12, "{findings:?}");
    assert!(findings.windows(2).all(|f| f[0].span.end <= f[1].span.start));
    let once = apply(DAMAGED, &findings);
    assert!(once.starts_with("Clara Voss opened the bakery in May . She […] the rent"), "{once}");
    assert_eq!(coref.findings("a.txt", &once, None), []);
}

#[test]
fn the_same_signs_weigh_more_where_damage_is_common() {
    let coref = coref("");
    let touched = |prevalence| coref.look(DAMAGED, prevalence).is_some();
    assert!(touched(Prevalence::Common) && touched(Prevalence::Unknown));
    assert!(touched(Prevalence::Uncounted) && !touched(Prevalence::Rare));
}

#[test]
fn a_corpus_of_sound_texts_speaks_for_a_text_in_doubt() {
    let place = Place::new();
    place.put("raw/bakery.txt", DAMAGED.as_bytes());
    for n in 0..25 {
        let text = format!("The baker of street {n} sleeps.\n");
        place.put(&format!("raw/{n}.txt"), text.as_bytes());
    }
    place.run("clean raw -o out --only coref").exits(0);
    assert_eq!(place.read("out/bakery.txt"), DAMAGED);
    place.run("clean raw/bakery.txt -o alone.txt --only coref").exits(0);
    assert!(place.read("alone.txt").contains("[…]"));
}

#[test]
fn findings_are_minimal() {
    for finding in coref("").findings("a.txt", DAMAGED, None) {
        let (before, after) = (&DAMAGED[finding.span.clone()], finding.with.as_str());
        let ends = |f: fn(&str) -> Option<char>| f(before).is_some() && f(before) == f(after);
        assert!(!ends(|s| s.chars().next()) && !ends(|s| s.chars().next_back()), "{finding:?}");
    }
}

#[test]
fn a_sibling_gives_the_words_back() {
    let coref = coref("");
    let known = evidence(&coref, DAMAGED, &[("sibling.txt", SIBLING)]);
    let findings = coref.findings("a.txt", DAMAGED, Some(&known));
    let text = apply(DAMAGED, &findings);
    assert!(text.contains("She paid the rent with her own savings"), "{text}");
    assert!(findings.iter().any(|f| f.witness.as_deref() == Some("sibling.txt")));
}

#[test]
fn neither_a_document_nor_its_copy_is_its_own_witness() {
    let coref = coref("");
    let known = evidence(&coref, DAMAGED, &[("a.txt", DAMAGED), ("copy.txt", DAMAGED)]);
    let findings = coref.findings("a.txt", DAMAGED, Some(&known));
    assert!(findings.iter().all(|f| f.witness.is_none()));
    assert_eq!(apply(DAMAGED, &findings), repaired(&coref, DAMAGED));
}

#[test]
fn evidence_merges_in_any_order_and_grouping() {
    let coref = coref("");
    let part = |name: &str, word: &str| {
        let other = SIBLING.replace("own", word);
        evidence(&coref, DAMAGED, &[(name, &other)])
    };
    let merge = |a: &Evidence, b: &Evidence| {
        let mut both = a.clone();
        both.merge(b.clone());
        both
    };
    let (a, b, c) = (part("a", "own"), part("b", "small"), part("c", "own"));
    assert_eq!(merge(&a, &b), merge(&b, &a));
    assert_eq!(merge(&merge(&a, &b), &c), merge(&a, &merge(&b, &c)));
    assert_eq!(merge(&a, &a), a);
    let json = serde_json::to_string(&merge(&a, &b)).unwrap();
    assert_eq!(serde_json::from_str::<Evidence>(&json).unwrap(), merge(&a, &b));
}

#[test]
fn a_pronoun_comes_back_from_grammar_with_its_signs() {
    let walked = "May . The town was glad of Clara Voss bread . ";
    let text = DAMAGED.replacen("May . ", walked, 1);
    let findings = coref("").findings("a.txt", &text, None);
    let pronoun = findings.iter().find(|f| f.inferred.is_some()).unwrap();
    assert_eq!((&text[pronoun.span.clone()], pronoun.with.as_str()), ("Clara Voss", "her"));
}

/// A text in which `Ann Lee` stands for the last time as an intruder.
struct Put {
    text: String,
    lexicon: Lexicon,
    tokens: Tokens,
    candidates: Candidates,
}

impl Put {
    fn new(text: &str) -> Put {
        let policy = policy("");
        let lexicon = Lexicon::new(&policy).unwrap();
        let tokens = Tokens::new(text, &lexicon, &policy.mark);
        let candidates = Candidates::new(&tokens);
        Put { text: text.to_owned(), lexicon, tokens, candidates }
    }

    /// The intruder, a drift behind its mention.
    fn intruder(&self, drift: usize) -> Intruder {
        let tokens = &self.tokens.all;
        let at = |candidate: &Candidate| {
            &self.text
                [tokens[candidate.start as usize].at.start..tokens[candidate.end() - 1].at.end]
        };
        let candidate = self.candidates.all.iter().rposition(|c| at(c) == "Ann Lee").unwrap();
        let place = &self.candidates.all[candidate];
        Intruder {
            candidate,
            start: place.start as usize,
            end: place.end(),
            drift,
            lost: 1,
            mention: None,
            row: 0,
            confidence: 0.9,
        }
    }

    /// The pronoun that grammar alone puts back, if all else that stands for her is `she`.
    fn pronoun(&self) -> Option<String> {
        let intruder = self.intruder(0);
        let mut whoms = vec![[0; WHOMS]; self.candidates.strings.len()];
        let string = self.candidates.all[intruder.candidate].string;
        whoms[string as usize][Whom::She as usize] = 5;
        let put = pronoun::infer(&intruder, &self.tokens, &self.candidates, &whoms, &self.lexicon);
        put.map(inferred)
    }

    /// The sign that grammar alone puts back.
    fn sign(&self) -> Option<String> {
        let put = sign::infer(&self.intruder(1), &self.text, &self.tokens);
        put.map(inferred)
    }
}

/// What was inferred.
fn inferred(answer: Answer) -> String {
    match answer {
        Answer::Inferred { text, .. } => text,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_pronoun_comes_back_where_no_name_can_stand() {
    for (sentence, pronoun) in [
        ("The town was glad of Ann Lee bread .", Some("her")),
        // A name may stand there as well.
        ("They knew that Ann Lee had a plan .", None),
        ("The council asked Ann Lee to speak .", None),
        ("Ann Lee opened the bakery .", None),
        ("The bakery of Ann Lee was shut .", None),
        ("Tom Hale , Ann Lee and others came .", None),
        ("They liked \" Ann Lee \" most .", None),
    ] {
        let put = Put::new(&format!("Ann Lee was here . {sentence}"));
        assert_eq!(put.pronoun().as_deref(), pronoun, "{sentence}");
    }
}

#[test]
fn a_sign_comes_back_where_only_it_can_have_stood() {
    for (text, sign) in [
        ("They had heard her Ann Lee The talks went on .", Some(".")),
        ("The town was glad of her bread Ann Lee", Some(".")),
        ("The town was glad of her bread Ann Lee\nAll came .", Some(".")),
        ("The town was `` glad of her bread Ann Lee ''\nAll came .", Some(".")),
        ("`` The town was glad . Ann Lee\nAll came .", Some("''")),
        ("“ The town was glad . Ann Lee\nAll came .", Some("”")),
        ("« All came , » he said Ann Lee « The town was glad . »", Some(".")),
        ("« All came , » said Tom Ann Lee If they did .", Some(".")),
        ("« All came , » Tom said Ann Lee If they did .", Some(".")),
        ("They had heard her Ann Lee Asked again , she left .", Some(".")),
        // A name may go on.
        ("They had heard her Ann Lee Morning Herald says .", None),
        // A heading, a cry, a question.
        ("The bakery Ann Lee\nAll came .", None),
        ("Was the town glad of her bread Ann Lee\nAll came .", None),
        ("No ! Never ! The town was glad of her bread Ann Lee\nAll came .", None),
        // More than a sign is missing.
        ("The town was glad of the Ann Lee\nAll came .", None),
        ("The town was glad of old Ann Ann Lee\nAll came .", None),
        // No mark was opened, or one begins what somebody said.
        ("The town was glad . Ann Lee\nAll came .", None),
        ("The mayor said Ann Lee « The town was glad . »", None),
        ("The mayor said Ann Lee If they did .", None),
    ] {
        let put = Put::new(&format!("Ann Lee was here .\n{text}"));
        assert_eq!(put.sign().as_deref(), sign, "{text}");
    }
}

/// The strings that only a search can tell of, which found `Ann Lee` where it stands for the last time.
fn torn(text: &str) -> Vec<String> {
    let put = Put::new(text);
    let Intruder { candidate, drift, lost, .. } = put.intruder(1);
    let known = put.candidates.all.clone();
    let way = vec![Step::Intruder { candidate, drift, lost }];
    let (wider, way) = torn::widen(&put.tokens, put.candidates, way);
    let Step::Intruder { candidate, .. } = way[0] else { panic!() };
    let span = |c: &Candidate| {
        let tokens = &put.tokens.all;
        put.text[tokens[c.start as usize].at.start..tokens[c.end() - 1].at.end].to_owned()
    };
    assert_eq!(span(&wider.all[candidate]), "Ann Lee");
    let new = |c: &&Candidate| !known.iter().any(|k| (k.start, k.len) == (c.start, c.len));
    wider.all.iter().filter(new).map(span).collect()
}

#[test]
fn a_string_is_known_though_its_own_place_was_written_over() {
    for (text, strings) in [
        ("They heard that Bo Marsh Kerr left . With Bo Marsh Ann Lee .", vec!["Bo Marsh Kerr"]),
        (
            "They saw Bo Marsh Kerr Hale . Of Bo Marsh Ann Lee Hale now .",
            vec!["Bo Marsh Kerr Hale"],
        ),
        ("They saw Kerr Bo Marsh . Then Ann Lee Bo Marsh spoke .", vec!["Kerr Bo Marsh"]),
        ("It was the mayor's . In the mayor 's house Ann Lee sat .", vec!["the mayor's"]),
        // Too little is left of it, or only the capital of a sentence keeps it from being more.
        ("They heard that Bo Kerr left . With Bo Ann Lee .", vec![]),
        ("The night clerk Kerr left . With the night clerk Ann Lee .", vec![]),
    ] {
        assert_eq!(torn(&format!("Ann Lee was here . {text}")), strings, "{text}");
    }
}

#[test]
fn the_policy_says_what_becomes_of_a_gap() {
    assert_eq!(repaired(&coref("gap = \"keep\""), DAMAGED), DAMAGED);
    assert_eq!(repaired(&coref("gap = \"drop-document\""), DAMAGED), "");
    let left = repaired(&coref("gap = \"drop-sentence\""), DAMAGED);
    assert!(left.starts_with("Clara Voss opened the bakery in May ."), "{left}");
    assert!(!left.contains("[…]") && left.len() < DAMAGED.len());
}

#[test]
fn the_explanation_names_the_drift_and_the_mentions() {
    let told = coref("").explain("a.txt", DAMAGED, None).unwrap();
    let named = |i: &pumice::pass::coref::explain::Told| {
        i.drift == 1 && i.text == "Clara Voss" && i.mention.is_some()
    };
    assert!(told.intruders.iter().any(named), "{told:?}");
}

#[test]
fn odd_texts_do_no_harm() {
    let coref = coref("");
    for text in [
        "",
        " ",
        "\n\n",
        "he",
        "he he",
        "[…]",
        "[…] […]",
        "\u{feff}x",
        "he\0they",
        "«»",
        "İ he They THE",
    ] {
        assert_eq!(coref.findings("a.txt", text, None), [], "{text:?}");
    }
}

#[test]
fn a_long_line_takes_linear_time() {
    let coref = coref("");
    let line = "She said that he would come, and they told him what it was for. ".repeat(32_000);
    let begun = Instant::now();
    assert_eq!(coref.findings("a.txt", &line, None), []);
    assert!(begun.elapsed() < Duration::from_secs(60), "{:?}", begun.elapsed());
}

#[test]
fn the_chain_repairs_once_and_the_ledger_names_the_witness() {
    let place =
        Place::with(&[("in/a.txt", DAMAGED.as_bytes()), ("in/sibling.txt", SIBLING.as_bytes())]);
    place.run("clean in -o out --edits e.jsonl").exits(0);
    assert!(place.read("out/a.txt").contains("She paid the rent with her own savings"));
    let ledger = place.read("e.jsonl");
    assert!(ledger.contains("\"witness\":\"sibling.txt\""), "{ledger}");
    place.run("clean out -o again").exits(0);
    assert_eq!(place.read("again/a.txt"), place.read("out/a.txt"));
    place.run("restore out --edits e.jsonl -o back").exits(0);
    assert_eq!(place.read("back/a.txt"), DAMAGED);
}
