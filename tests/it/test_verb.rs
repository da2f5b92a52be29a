//! `pumice test`: what it says of failing cases, of cases that prove nothing,
//! what --update writes, what --on counts, what --lint finds.

use crate::support::{Place, Ran};

/// A rule table of the pass `boilerplate`.
fn rule(id: &str, body: &str) -> String {
    format!("[[rule]]\nid = \"{id}\"\npass = \"boilerplate\"\nwhy = \"A test.\"\n{body}\n")
}

/// A place with the rules in my.toml.
fn with_rules(rules: &[String]) -> Place {
    Place::with(&[("my.toml", rules.concat().as_bytes())])
}

#[track_caller]
fn says(ran: &Ran, text: &str) {
    assert!(ran.out.contains(text), "{text:?} is not in:\n{}", ran.out);
}

const FERRY: &str = r"line = 'Ferries (?:may|might) be late\..*'";

#[test]
fn a_missed_case_is_shown_line_by_line_with_its_difference_marked() {
    let case = r#"fixes = [["Ferries may be late.\nMonday 5 h\nSunday", "Monday 15 h\nSunday"]]"#;
    let place = with_rules(&[rule("ferry", &format!("{FERRY}\n{case}"))]);
    let ran = place.run("test my.toml").exits(1);
    let shown = "my.toml:6: ferry is missed (fixes)
  text
    Ferries may be late.
    Monday 5 h
    Sunday
  wanted (-), got (+)
  - Monday 15 h⏎
           ^
  + Monday 5 h⏎
    Sunday
0 fixed, 0 kept, 1 missed; 0 rules without cases
";
    assert_eq!(ran.out, shown);
}

#[test]
fn what_can_not_be_seen_is_written_out() {
    let case = "fixes = [[\"Ferries may be late.\\na\\u200Bb\\t\", \"ab\"]]";
    let place = with_rules(&[rule("ferry", &format!("{FERRY}\n{case}"))]);
    says(&place.run("test my.toml").exits(1), "+ a\\u{200B}b\\t\n");
}

#[test]
fn colours_show_where_they_are_wanted() {
    let case = r#"fixes = [["Ferries may be late.\nx", "y"]]"#;
    let place = with_rules(&[rule("ferry", &format!("{FERRY}\n{case}"))]);
    assert!(!place.run("test my.toml").exits(1).out.contains('\u{1b}'));
    let forced = place.pumice().args(["test", "my.toml"]).env("CLICOLOR_FORCE", "1").output();
    assert!(Ran::from(forced.unwrap()).exits(1).out.contains('\u{1b}'));
}

#[test]
fn the_other_outcomes_have_names_and_reasons() {
    let place = with_rules(&[
        rule("ferry", &format!("{FERRY}\nkeeps = [\"Ferries may be late. No.\", \"two  blanks\"]")),
        rule("late", "find = 'Delays: none'\nmisses = [[\"Delays: none\", \"\"]]"),
        rule("restless", "find = 'aab'\nwith = 'ab'\nfixes = [[\"aaab\", \"aab\"]]"),
    ]);
    let ran = place.run("test my.toml").exits(1);
    says(&ran, "my.toml:6: ferry is noisy (keeps)\n  changed by ferry (my.toml:1)\n");
    says(&ran, "my.toml:6: ferry is noisy (keeps)\n  changed by blank-run (rules/whitespace.toml:");
    says(&ran, "late is surprised (misses)");
    says(&ran, "move the case to `fixes`");
    says(&ran, "restless is unstable (fixes)");
    says(&ran, "run once (-), run again (+)\n  - aab\n");
    says(&ran, "0 fixed, 0 kept, 2 noisy, 1 surprised, 1 unstable; 0 rules without cases");
}

#[test]
fn cases_that_never_reach_their_rule_are_told_with_the_rule_that_ate_them() {
    let place = with_rules(&[
        rule("first", &format!("{FERRY}\nfixes = [[\"Ferries may be late.\\nx\", \"x\"]]")),
        rule(
            "second",
            "line = 'Ferries may be .*'\nfixes = [[\"Ferries may be late.\\nx\", \"x\"],\n[\"Ferries may be red\\nx\", \"x\"]]",
        ),
        rule(
            "third",
            "line = 'IE 11 is not supported\\..*'\nfixes = [[\"IE 11 is not supported.\\nx\", \"x\"]]",
        ),
        rule("fourth", "line = 'Delays: none'"),
    ]);
    let ran = place.run("test my.toml").exits(0);
    says(
        &ran,
        "my.toml:12: this case never reaches second: first (my.toml:1) takes the text first",
    );
    assert!(!ran.out.contains("my.toml:13: this case"), "{}", ran.out);
    says(&ran, "never reaches third: browser-support-banner (rules/boilerplate-web.toml:");
    says(&ran, "my.toml:20: fourth has no cases");
    says(&ran, "4 fixed, 0 kept; 1 rules without cases, 2 cases out of reach");
}

/// A file in which everything that --update must keep is odd.
const ODD: &str = "\u{feff}# mine\r\n\r\n[[rule]]\r\nid='ferry'   # odd \t\r\npass = \"boilerplate\"\r\nwhy = \"A test.\"\r\nfind = 'late\\.'\r\nfixes = [\r\n  [\"It is late.\", \"A\"], # one\r\n  [ 'so \"late.\" \\ x' ,'B' ],\r\n  ['''\r\none late.\r\ntwo''', '''\r\nC'''],\r\n  [\"a \\u200Blate.\", 'D'], [\"too late.\", \"too \"]]\r\nmisses = [[\"too late!\", \"too \"]]\r\n";

#[test]
fn update_rewrites_what_is_wanted_and_nothing_else() {
    use std::os::unix::fs::PermissionsExt;
    let place = Place::with(&[("my.toml", ODD.as_bytes())]);
    let mode = std::fs::Permissions::from_mode(0o640);
    std::fs::set_permissions(place.at("my.toml"), mode).unwrap();
    std::os::unix::fs::symlink("my.toml", place.at("link.toml")).unwrap();
    let ran = place.run("test --update link.toml").exits(0);
    says(&ran, "link.toml:9: ferry is updated (fixes)\n  wanted before (-), now (+)\n  - A\n");
    says(&ran, "5 fixed, 0 kept, 1 known miss");
    let wanted = ODD
        .replace("\"A\"", "\"It is \"")
        .replace("'B'", "'so \"\" \\ x'")
        .replace("'''\r\nC'''", "'''\r\none \r\ntwo'''")
        .replace("'D'", "\"a \\u200B\"");
    assert_eq!(place.read("my.toml"), wanted);
    assert_eq!(place.at("my.toml").metadata().unwrap().permissions().mode() & 0o777, 0o640);
    assert!(place.at("link.toml").is_symlink(), "the link was replaced by a file");
    place.run("test my.toml").exits(0);
}

#[test]
fn update_refuses_what_is_no_matter_of_expectations() {
    let rules = [
        rule(
            "ferry",
            &format!(
                "{FERRY}\nkeeps = [\"Ferries may be late. No.\"]\nmisses = [[\"Ferries may be late.\", \"\"]]\nfixes = [[\"Ferry late.\", \"\"]]"
            ),
        ),
        rule("restless", "find = 'aab'\nwith = 'ab'\nfixes = [[\"aaab\", \"b\"]]"),
    ];
    let place = with_rules(&rules);
    let ran = place.run("test --update my.toml").exits(1);
    says(&ran, "my.toml:6: not updated: a `keeps` case wants its own text");
    says(&ran, "my.toml:7: not updated: move the case to `fixes` by hand");
    says(&ran, "my.toml:8: not updated: the rule does not fire on this text");
    says(&ran, "my.toml:15: not updated: the rule fires again on its own output");
    assert_eq!(place.read("my.toml"), rules.concat());
    place.run("test --update --lint my.toml").exits(2);
}

#[test]
fn two_equal_cases_are_both_updated() {
    let case = "fixes = [[\"b Ferry\", \"x\"], [\"b Ferry\", \"x\"]]";
    let place = with_rules(&[rule("ferry", &format!("find = ' Ferry'\n{case}"))]);
    place.run("test --update my.toml").exits(0);
    assert!(place.read("my.toml").contains("fixes = [[\"b Ferry\", \"b\"], [\"b Ferry\", \"b\"]]"));
}

/// Twenty documents with a hit each, one without, and one that is no text.
fn corpus() -> Place {
    let place = with_rules(&[rule("ferry", FERRY), rule("tram", "line = 'Trams .*late\\.'")]);
    for i in 0..20 {
        let text = format!("Monday {i}\nFerries may be late. Call {i}!\nTuesday {i}\n");
        place.put(&format!("in/{i}.txt"), text.as_bytes());
    }
    place.put("in/none.txt", b"Nothing is late here.\n");
    place.put("in/image.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01");
    place
}

#[test]
fn on_a_corpus_counts_and_sample_hits_are_shown() {
    let place = corpus();
    let ran = place.run("test --on in my.toml").exits(0);
    says(&ran, "ferry (my.toml:1): 20 edits in 20 documents\n");
    says(&ran, "tram (my.toml:6): never fired\n");
    says(&ran, "21 documents read; 1 rule never fired\n");
    let samples: Vec<&str> = ran.out.lines().filter(|line| line.starts_with("  ")).collect();
    assert_eq!(samples.len(), 3, "{}", ran.out);
    for sample in samples {
        let i = sample.trim().split('.').next().unwrap();
        let want =
            format!("  {i}.txt:2: Monday {i}⏎[-Ferries may be late. Call {i}!⏎-]Tuesday {i}⏎");
        assert_eq!(sample, want);
    }
    assert_eq!(place.tree("in").len(), 22, "--on writes nothing");
}

#[test]
fn the_sample_hangs_on_the_seed_alone() {
    let place = corpus();
    let run = |threads: &str, args: &str| {
        let mut command = place.pumice();
        command.env("RAYON_NUM_THREADS", threads).args(args.split_whitespace());
        Ran::from(command.output().unwrap()).exits(0).out
    };
    let one = run("1", "test my.toml --on in");
    assert_eq!(one, run("7", "test my.toml --on in"));
    assert_eq!(one, run("3", "test my.toml --on in --seed 1"));
    assert_ne!(one, run("3", "test my.toml --on in --seed 2"));
}

#[test]
fn on_tells_of_documents_that_fail_and_of_inputs_that_are_not_there() {
    let place = corpus();
    place
        .run("test my.toml --on nowhere")
        .exits(2)
        .tells("nowhere: there is no such file or folder");
    let both = place.run("test my.toml --on in/1.txt --on in/2.txt").exits(0);
    says(&both, "2 edits in 2 documents");
}

/// Lints these rules; the findings are those that are named, and no others.
#[track_caller]
fn finds(rules: &[String], wanted: &[&str]) -> Ran {
    let ran = with_rules(rules).run("test --lint my.toml").exits(i32::from(!wanted.is_empty()));
    let found: Vec<&str> = ran.out.lines().filter(|line| line.starts_with("my.toml:")).collect();
    for want in wanted {
        assert!(found.iter().any(|line| line.starts_with(want)), "no {want:?} in:\n{}", ran.out);
    }
    assert_eq!(found.len(), wanted.len(), "{}", ran.out);
    says(&ran, &format!("{} rules looked at, {} findings", rules.len(), wanted.len()));
    ran
}

fn sound() -> String {
    rule("ferry", &format!("{FERRY}\nfixes = [[\"Ferries may be late.\\nx\", \"x\"]]"))
}

#[test]
fn lint_finds_nothing_in_a_sound_rule() {
    finds(&[sound()], &[]);
}

#[test]
fn lint_finds_over_broad_rules() {
    let subscribe = rule("any-subscribe", "line = '.*\\b[Rr]ead more\\b.*|.*\\bstory\\b.*'");
    let ran =
        finds(&[sound(), subscribe], &["my.toml:7: any-subscribe is over-broad: it changes 2 of"]);
    says(&ran, "She had never read more");
    let number = rule("page-number", "line = '\\d{1,3}'");
    finds(&[number], &["my.toml:1: page-number is over-broad: nothing of `\\d{1,3}`"]);
    // One sound line may be an accident; a rule for the start of a text needs no literal.
    finds(&[rule("once", "find = 'Rome was not'")], &[]);
    finds(&[rule("start", "head = '\\d{5}\\n'")], &[]);
}

#[test]
fn lint_finds_dead_rules() {
    for glob in ["/nbc/**", "./nbc/*", "nbc/", "a//b", "a/../b", ".cache/*"] {
        let body = format!("{FERRY}\nwhere = {{ path = \"{glob}\" }}");
        finds(&[rule("lost", &body)], &["my.toml:1: lost is dead: no document can match path"]);
    }
    finds(&[rule("fine", &format!("{FERRY}\nwhere = {{ path = \"nbc/**\" }}"))], &[]);
    let two = rule("two-lines", "line = 'Share this page\\nwith friends'");
    finds(&[two], &["my.toml:1: two-lines is dead: its pattern wants a line end"]);
    let fixes =
        "fixes = [[\"Ferries may be late.\\nx\", \"x\"], [\"IE 11 is not supported.\\nx\", \"x\"]]";
    let eaten = rule(
        "eaten",
        &format!("line = 'Ferries may be late\\.|IE 11 is not supported\\.'\n{fixes}"),
    );
    let ran =
        finds(&[sound(), eaten], &["my.toml:7: eaten is dead: `browser-support-banner` (rules/"]);
    says(&ran, " and `ferry` (my.toml:1) take the text of all its `fixes` first");
}

#[test]
fn lint_finds_shadowed_rules() {
    let fixes = "fixes = [[\"Ferries may be late.\\nx\", \"x\"]";
    let shadow =
        |more: &str| rule("shadow", &format!("line = 'Ferries .* late.*'\n{fixes}{more}]"));
    finds(
        &[sound(), shadow("")],
        &["my.toml:7: shadow is shadowed: `ferry` (my.toml:1) takes the text of all its `fixes`"],
    );
    // A case of its own is enough.
    finds(&[sound(), shadow(", [\"Ferries are late\\nx\", \"x\"]")], &[]);
}

fn ordered(allow: &str) -> [String; 2] {
    [
        rule(
            "short",
            &format!(
                "find = 'Ferry notice'\nfixes = [[\"Ferry notice, Ann\", \", Ann\"]]\n{allow}"
            ),
        ),
        rule(
            "long",
            "find = 'Ferry notice board'\nfixes = [[\"Ferry notice board, Ann\", \", Ann\"], [\"a Ferry notice board\", \"a \"]]\nwhere = { first_lines = 9 }",
        ),
    ]
}

#[test]
fn lint_finds_rules_whose_order_decides() {
    finds(
        &ordered(""),
        &[
            "my.toml:8: long is shadowed: `short` (my.toml:1)",
            "my.toml:8: long is order-dependent: it and `short` (my.toml:1) want the same text, as in the case at my.toml:",
        ],
    );
}

#[test]
fn what_a_rule_allows_with_a_reason_is_not_found() {
    let allow = "allow = { order-dependent = \"It is meant so.\", shadowed = \"It is.\" }";
    finds(&ordered(allow), &[]);
    let needless = rule("ferry", &format!("{FERRY}\nallow = {{ over-broad = \"Why not.\" }}"));
    finds(&[needless], &["my.toml:1: ferry is needless-allow: it allows `over-broad`"]);
    let wrong = |allow: &str, told: &str| {
        let place = with_rules(&[rule("ferry", &format!("{FERRY}\nallow = {{ {allow} }}"))]);
        place.run("test --lint my.toml").exits(2).tells(told);
    };
    wrong(
        "over-brod = \"x\"",
        "my.toml:6:11: lint knows no finding `over-brod`; did you mean `over-broad`?",
    );
    wrong("over-broad = true", "my.toml:6:24: say here why");
    wrong("over-broad = ' '", "my.toml:6:24: say here why");
}

#[test]
fn the_shipped_rules_are_lint_clean() {
    let ran = Place::new().run("test --lint").exits(0);
    says(&ran, ", 0 findings");
}
