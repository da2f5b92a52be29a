//! `pumice explain`, `clean --diff --by-rule` and `clean --against` as a user
//! meets them: the verbs that show what rules do.

use crate::support::{Place, Ran};
use serde_json::{Value, json};

const RULES: &[u8] = br#"
[[rule]]
id = "menu"
pass = "boilerplate"
why = "The menu stands above every page."
line = 'Home \| News \| Sport'

[[rule]]
id = "teaser"
pass = "boilerplate"
why = "A teaser stands in the first line."
line = 'Read this: .*'
where = { first_lines = 1 }

[[rule]]
id = "long-mark"
pass = "boilerplate"
why = "A mark of the agency stands in brackets."
find = '\(agency mark\)'

[[rule]]
id = "short-mark"
pass = "boilerplate"
why = "A mark stands alone."
find = 'mark\)'
"#;

fn place(text: &str) -> Place {
    Place::with(&[("in/a.txt", text.as_bytes()), ("my.toml", RULES)])
}

/// Explains in the place with the rules above.
fn explain(place: &Place, args: &[&str]) -> Ran {
    let mut command = place.pumice();
    command.args(["explain", "--rules", "my.toml"]).args(args);
    Ran::from(command.output().unwrap())
}

fn object(place: &Place, args: &[&str]) -> Value {
    let ran = explain(place, &[args, &["--json"]].concat()).exits(0);
    serde_json::from_str(&ran.out).unwrap()
}

#[test]
fn a_line_is_told_pass_by_pass() {
    let line = "\" We  ca n't  go , \" said Ms. Calder ( 54 ) , who closed it .";
    let place = place(&format!("one\n{line}\nHome | News | Sport\n"));
    let told = explain(&place, &["in/a.txt:2"]).exits(0).out;
    let after_detokenize = told.find("now \"\\\"We  can't  go,\\\" said").unwrap();
    let after_whitespace = told.find("now \"\\\"We can't go,\\\" said").unwrap();
    assert!(after_detokenize < after_whitespace, "{told}");
    assert!(told.contains("(rules/whitespace.toml:") && !told.contains("menu"), "{told}");
    assert!(!told.contains('\u{1b}'), "colours where they don't show");
    let told = explain(&place, &["in/a.txt:3"]).exits(0).out;
    assert!(told.contains("menu (my.toml:2)"), "{told}");
    assert!(told.contains("The menu stands above every page."), "{told}");
    assert!(told.contains("nothing is left of it"), "{told}");
    explain(&place, &["in/a.txt:9"]).exits(2).tells("there is no line 9");
}

#[test]
fn a_snippet_is_found_as_it_is_remembered() {
    let place = place("“ I do n’t\n like  it , ” he said.\nI don't know. I  DON’T know.\n");
    let all = object(&place, &["in/a.txt", "--text", "\"i don't LIKE it,\""]);
    assert_eq!((&all["exact"], &all["found"]), (&json!(false), &json!(1)));
    let first = &all["places"][0];
    assert_eq!(first["before"], "“ I do n’t\n like  it , ”");
    assert_eq!(first["lines"], json!([1, 2]));
    assert_eq!(first["after"], "“I don’t\n like it , ”");
    // An exact place wins over those that are merely alike.
    let all = object(&place, &["in/a.txt", "--text", "I don't know"]);
    assert_eq!((&all["exact"], &all["found"]), (&json!(true), &json!(1)));
    assert_eq!(all["places"][0]["lines"], json!([3, 3]));
    assert_eq!(all["places"][0]["steps"], json!([]));
    let alike = object(&place, &["in/a.txt", "--text", "i dOn't know"]);
    assert_eq!((&alike["exact"], &alike["found"]), (&json!(false), &json!(2)));
    explain(&place, &["in/a.txt", "--text", "never said"]).exits(2).tells("never said");
}

#[test]
fn of_many_places_the_first_are_told_and_all_are_counted() {
    let place = place(&"some words \n".repeat(12));
    let all = object(&place, &["in/a.txt", "--text", "some words"]);
    assert_eq!((&all["found"], all["places"].as_array().unwrap().len()), (&json!(12), 10));
    let told = explain(&place, &["in/a.txt", "--text", "some words"]).exits(0).out;
    assert!(told.contains("line 10 (10 of 12)") && !told.contains("(11 of 12)"), "{told}");
    assert!(told.contains("12 places in all, of which the first 10 are told"), "{told}");
    let one = object(&place, &["in/a.txt:11", "--text", "some words"]);
    assert_eq!((&one["found"], &one["places"][0]["lines"]), (&json!(1), &json!([11, 11])));
}

#[test]
fn a_condition_that_stopped_a_rule_is_told_once() {
    let place = place("Some title\nRead this: more\n");
    let told = explain(&place, &["in/a.txt:2"]).exits(0).out;
    assert!(told.contains("nearly: teaser (my.toml:8)"), "{told}");
    assert_eq!(told.matches("stopped by first_lines = 1").count(), 1, "{told}");
    let other = explain(&place, &["in/a.txt:1"]).exits(0).out;
    assert!(!other.contains("teaser"), "{other}");
}

#[test]
fn near_misses_are_judged_on_the_text_as_the_pass_found_it() {
    // What nearly matched is gone in the cleaned text: a later rule took it.
    let place = place("Title\nRead this: a (agency mark) b\n");
    let rule = br#"
[[rule]]
id = "later"
pass = "whitespace"
why = "A later pass takes it."
line = 'Read this: .*'
"#;
    place.put("my.toml", &[RULES, rule].concat());
    let all = object(&place, &["in/a.txt"]);
    let nearly = &all["places"][0]["nearly"];
    let teaser = nearly.as_array().unwrap().iter().find(|n| n["rule"] == "teaser").unwrap();
    assert_eq!(teaser["condition"], "first_lines = 1");
    assert_eq!(teaser["text"], "Read this: a (agency mark) b");
    assert_eq!((&teaser["file"], &teaser["pass"]), (&json!("my.toml"), &json!("boilerplate")));
    let rules: Vec<&Value> = all["places"][0]["steps"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|step| step["edits"].as_array().unwrap())
        .map(|edit| &edit["rule"])
        .collect();
    assert!(rules.contains(&&json!("later")), "{rules:?}");
}

#[test]
fn a_rule_that_fires_in_the_end_did_not_nearly_fire() {
    // The first round takes the menu away; in the second the teaser is first.
    let place = place("Home | News | Sport\nRead this: more\nText\n");
    let told = explain(&place, &["in/a.txt"]).exits(0).out;
    assert!(told.contains(", boilerplate: teaser"), "{told}");
    assert!(!told.contains("nearly: teaser"), "{told}");
}

#[test]
fn a_match_lost_to_another_rules_edit_names_the_winner() {
    let place = place("Text (agency mark) more.\n");
    let nearly = object(&place, &["in/a.txt:1"])["places"][0]["nearly"].clone();
    assert_eq!(nearly[0]["rule"], "short-mark");
    assert_eq!(nearly[0]["stopped_by"], "overlap");
    assert_eq!(
        (&nearly[0]["winner"]["rule"], &nearly[0]["winner"]["line"]),
        (&json!("long-mark"), &json!(15))
    );
    assert_eq!(nearly[0]["condition"], Value::Null);
    let told = explain(&place, &["in/a.txt:1"]).exits(0).out;
    assert!(told.contains("stopped by an edit of long-mark (my.toml:15) that overlaps"), "{told}");
}

#[test]
fn a_path_counts_from_the_folder_that_is_cleaned() {
    let place = Place::with(&[("in/nbc/a.txt", b"x  y\nGone\n")]);
    let rule = br#"
[[rule]]
id = "gone"
pass = "boilerplate"
why = "Gone."
line = 'Gone'
where = { path = "nbc/*" }
"#;
    place.put("my.toml", rule);
    let alone = explain(&place, &["in/nbc/a.txt:2"]).exits(0).out;
    assert!(alone.contains("stopped by path = \"nbc/*\""), "{alone}");
    let within = explain(&place, &["in/nbc/a.txt:2", "--within", "in"]).exits(0).out;
    assert!(within.contains("boilerplate: gone"), "{within}");
    explain(&place, &["my.toml", "--within", "in"]).exits(2).tells("is not in");
}

#[test]
fn json_is_one_object_with_these_keys() {
    let place = place("x  y\u{1b}[0m z\n");
    let all = object(&place, &["in/a.txt"]);
    let keys = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    assert_eq!(
        keys(&all),
        ["bom", "by", "damage", "doc", "encoding", "exact", "found", "places", "text"]
    );
    let place = &all["places"][0];
    assert_eq!(keys(place), ["after", "at", "before", "lines", "nearly", "steps"]);
    assert_eq!((&place["before"], &place["after"]), (&Value::Null, &Value::Null));
    assert_eq!(keys(&place["steps"][0]), ["edits", "now", "pass", "round"]);
    let edit = &place["steps"][0]["edits"][0];
    assert_eq!(keys(edit), ["after", "at", "before", "file", "line", "origin", "rule", "why"]);
}

#[test]
fn an_empty_document_has_nothing_to_tell() {
    let place = place("");
    assert!(explain(&place, &["in/a.txt"]).exits(0).out.contains("nothing was changed"));
    assert_eq!(object(&place, &["in/a.txt:1"])["places"][0]["steps"], json!([]));
}

/// Documents of which some have a menu, and all runs of blanks.
fn corpus() -> Place {
    let place = Place::with(&[("my.toml", RULES)]);
    for i in 10..50 {
        let menu = if i % 2 == 0 { "Home | News | Sport\n" } else { "" };
        place.put(&format!("in/{i}.txt"), format!("{menu}text  number {i}\n").as_bytes());
    }
    place
}

#[test]
fn a_diff_by_rule_has_counts_and_the_first_hits() {
    let place = corpus();
    let run = |more: &str| {
        place.run(&format!("clean in --diff --by-rule --rules my.toml {more}")).exits(0).out
    };
    let told = run("");
    let (menu, blanks) =
        (told.find("boilerplate: menu").unwrap(), told.find("whitespace: ").unwrap());
    assert!(menu < blanks, "in the order of the chain:\n{told}");
    assert!(told.contains("20 edits in 20 documents. The menu stands"), "{told}");
    assert!(told.contains("40 edits in 40 documents."), "{told}");
    let shown: Vec<&str> = told[..blanks].lines().filter(|line| line.contains(".txt:")).collect();
    assert_eq!(shown, ["  10.txt:1", "  12.txt:1", "  14.txt:1", "  16.txt:1", "  18.txt:1"]);
    assert!(told.contains("10.txt:2\n    - text  number 10\n    + text number 10\n"), "{told}");
    assert!(!told.contains("@@"), "no unified diff");
    assert_eq!(run("--samples 1").matches(".txt:").count(), 2);
    assert_eq!(run("--jobs 1"), told);
    assert_eq!(run("--jobs 7"), told);
    assert!(!place.at("out").exists());
    place.run("clean in --by-rule").exits(2).tells("--diff");
    place.run("clean in --diff --by-rule --check").exits(1);
}

#[test]
fn two_rule_sets_are_compared() {
    let place = corpus();
    let less = String::from_utf8(RULES.to_vec()).unwrap().replace("Sport'", "Spor'");
    place.put("old.toml", less.as_bytes());
    let before = place.tree(".");
    let told = place.run("clean in --rules my.toml --against old.toml").exits(0).out;
    assert!(told.contains("--- against/10.txt\n+++ now/10.txt\n"), "{told}");
    assert!(told.contains("\n-Home | News | Sport\n"), "{told}");
    assert!(!told.contains("11.txt"), "it comes out the same:\n{told}");
    assert!(told.contains("20 of 40 documents come out differently"), "{told}");
    assert!(told.contains("menu fires more often: 0 -> 20 edits, in 0 -> 20 documents"), "{told}");
    assert!(!told.contains("blank-run"), "as often as before:\n{told}");
    let back = place.run("clean in --rules old.toml --against my.toml --check").exits(1).out;
    assert!(back.contains("\n+Home | News | Sport\n"), "{back}");
    assert!(back.contains("menu fires less often: 20 -> 0 edits"), "{back}");
    let same = place.run("clean in --rules my.toml --against my.toml --check").exits(0).out;
    assert_eq!(same, "0 of 40 documents come out differently\n");
    assert_eq!(place.run("clean in --rules my.toml --against old.toml --jobs 7").out, told);
    assert_eq!(place.tree("."), before, "something was written");
    place.run("clean in -o out --against old.toml").exits(2);
    place.run("clean - --against old.toml").exits(2).tells("standard input");
    place.run("clean in --against none.toml").exits(2).tells("none.toml");
}
