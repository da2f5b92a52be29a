//! Layers of rule files: what a pumice.toml may say beside rules, and the
//! mistakes in it, all named at once with their places.

use crate::support::Place;
use pumice::rule::pattern::{Pattern, Scope, compile};

const RULE: &str = r#"
[[rule]]
id = "noise"
pass = "boilerplate"
why = "Noise."
line = 'NOISE.*'
fixes = [["NOISE\n", ""]]
keeps = ["no NOISE\n"]
"#;

fn cleaned(config: &str, text: &str) -> String {
    let place =
        Place::with(&[("pumice.toml", config.as_bytes()), ("in/deep/a.txt", text.as_bytes())]);
    place.run("clean in -o out").exits(0);
    place.read("out/deep/a.txt")
}

#[test]
fn the_nearest_pumice_toml_is_found_upwards() {
    let place = Place::with(&[
        ("pumice.toml", RULE.as_bytes()),
        ("sub/in/a.txt", b"NOISE\nwords\n"),
        ("other.toml", b"off = ['blank-*']"),
    ]);
    let mut command = place.pumice();
    command.current_dir(place.at("sub")).args(["clean", "in", "-o", "out"]);
    assert!(command.status().unwrap().success());
    assert_eq!(place.read("sub/out/a.txt"), "words\n");
    // --rules takes its place.
    place.run("clean sub/in -o out --rules other.toml").exits(0);
    assert_eq!(place.read("out/a.txt"), "NOISE\nwords\n");
}

#[test]
fn files_extend_one_another_by_paths_of_their_own() {
    let place = Place::with(&[
        ("pumice.toml", b"extends = ['rules/site.toml', './rules/../rules/site.toml']\n"),
        ("rules/site.toml", b"extends = ['base.toml']\n"),
        ("rules/base.toml", RULE.as_bytes()),
        ("in/a.txt", b"NOISE\nwords\n"),
    ]);
    place.run("clean in -o out").exits(0);
    assert_eq!(place.read("out/a.txt"), "words\n");
    let rules = place.run("rules").exits(0).out;
    assert!(rules.contains("noise (rules/base.toml:2)"), "{rules}");
}

#[test]
fn extending_in_a_circle_or_nothing_is_a_mistake() {
    let place = Place::with(&[
        ("pumice.toml", b"extends = ['a.toml',\n  'gone.toml', 'boilerplate-wob']\n"),
        ("a.toml", b"extends = ['pumice.toml']\n"),
    ]);
    let ran = place.run("rules").exits(2);
    let ran = ran.tells("a.toml:1:12: these files extend one another in a circle: pumice.toml -> a.toml -> pumice.toml");
    let ran = ran.tells("pumice.toml:2:3: gone.toml: there is no such rule file");
    ran.tells("there is no shipped pack `boilerplate-wob`; did you mean `boilerplate-web`?");
}

#[test]
fn rules_and_packs_are_switched_by_id_and_glob() {
    let text = "one  two \n";
    assert_eq!(cleaned("", text), "one two\n");
    assert_eq!(cleaned("off = ['blank-run']", text), "one  two\n");
    assert_eq!(cleaned("off = ['whitespace']", text), text);
    assert_eq!(cleaned("off = ['*']\non = ['trailing-*']", text), "one  two\n");
    let place = Place::with(&[("pumice.toml", b"off = ['blank-rum']")]);
    place
        .run("rules")
        .exits(2)
        .tells("pumice.toml:1:8: `blank-rum` names no rule and no pack; did you mean `blank-run`?");
}

#[test]
fn a_rule_is_overridden_only_if_it_says_so() {
    let mine = "[[rule]]\nid = 'blank-run'\npass = 'whitespace'\nwhy = 'Ours.'\nfind = '  +'\nwith = '_'\n";
    assert_eq!(cleaned(&format!("{mine}override = true\n"), "one  two\n"), "one_two\n");
    let place = Place::with(&[("pumice.toml", mine.as_bytes())]);
    place
        .run("rules")
        .exits(2)
        .tells("the id `blank-run` is taken by the rule at rules/whitespace.toml");
    let unknown = mine.replace("blank-run", "blank-rum") + "override = true\n";
    let place = Place::with(&[("pumice.toml", unknown.as_bytes())]);
    place
        .run("rules")
        .exits(2)
        .tells("there is no rule `blank-rum` to override; did you mean `blank-run`?");
}

#[test]
fn the_order_of_the_passes_can_be_set_and_passes_added() {
    let config = r#"
[order]
clean = ["whitespace", "mine"]

[[rule]]
id = "single"
pass = "mine"
why = "Comes after whitespace."
find = 'one two'
with = "three"
"#;
    assert_eq!(cleaned(config, "one  two , the the\n"), "three , the the\n");
    let place = Place::with(&[("pumice.toml", b"[order]\nclean = ['whitespace', 'whitespace']\n")]);
    place.run("rules").exits(2).tells("the pass `whitespace` stands twice");
}

#[test]
fn protected_spans_are_not_touched() {
    let config = "protect = ['\\{\\{.*?\\}\\}']";
    assert_eq!(cleaned(config, "a  b {{ c  d }} e  f\n"), "a b {{ c  d }} e f\n");
}

#[test]
fn a_document_over_a_limit_is_left_and_the_exit_code_says_so() {
    let config = format!("{RULE}\n[limits]\ndocument = 0.5\n");
    let place = Place::with(&[
        ("pumice.toml", config.as_bytes()),
        ("in/much.txt", b"NOISE NOISE NOISE\nfew  words\n"),
        ("in/some.txt", b"NOISE\nmany words and  more and more words\n"),
    ]);
    let ran = place.run("clean in -o out --edits e.jsonl").exits(1);
    ran.tells("left as it was: much.txt: the chain would remove").tells("1 left as they were");
    assert_eq!(place.read("out/much.txt"), "NOISE NOISE NOISE\nfew  words\n");
    assert_eq!(place.read("out/some.txt"), "many words and more and more words\n");
    place.run("clean in -o out --tolerate 1").exits(0);
    place.run("clean in -o out --tolerate 40%").exits(1);
    place.run("restore out --edits e.jsonl -o back").exits(0);
    assert_eq!(place.tree("back"), place.tree("in"));
}

#[test]
fn limits_of_rules_and_of_the_corpus() {
    let files: [(&str, &[u8]); 2] =
        [("in/a.txt", b"NOISE\nwords words\n"), ("in/b.txt", b"words\n")];
    for (limit, told) in [
        (
            "rule_document = 0.2",
            "left as it was: a.txt: rule noise would remove 33.3 % of it; the limit is 20.0 %",
        ),
        ("rule_corpus = 0.1", "all documents together: rule noise would remove 25.0 % of it"),
        ("corpus = 0.1", "all documents together: the chain would remove 25.0 % of it"),
    ] {
        let place = Place::with(&files);
        place.put("pumice.toml", format!("{RULE}\n[limits]\n{limit}\n").as_bytes());
        place.run("clean in -o out").exits(1).tells(told);
        assert!(place.at("out/a.txt").exists(), "outputs stay");
    }
}

#[test]
fn conditions_on_lines_around_and_lengths() {
    let config = r"
[[rule]]
id = 'after-image'
pass = 'boilerplate'
why = 'A caption.'
line = 'Caption.*'
where = { previous_line = 'Picture', next_line = '[A-Z].*', max_length = 12 }
";
    assert_eq!(cleaned(config, "Picture\n\nCaption one\n\nText\n"), "Picture\n\nText\n");
    for text in [
        "Text\nCaption one\nText\n",
        "Picture\nCaption one\nlower\n",
        "Picture\nCaption that is long\nText\n",
    ] {
        assert_eq!(cleaned(config, text), text);
    }
}

#[test]
fn phrases_ignore_case_spacing_and_quotes() {
    let config = "[[rule]]\nid = 'p'\npass = 'boilerplate'\nwhy = 'A plea.'\nfind = \"don't miss our \\\"best of\\\" (it's free).\"\nliteral = true\n";
    assert_eq!(cleaned(config, "One. DON’T  Miss our “Best\tof” (it’s free).\n"), "One.\n");
    let sound = "One. Don't miss our best of it's free.\n";
    assert_eq!(cleaned(config, sound), sound);
}

#[test]
fn all_mistakes_are_named_at_once_with_the_place_inside_a_pattern() {
    let config = b"\xef\xbb\xbfof = ['x']\r\n[[rule]]\r\nid = 'A b'\r\npass = 'boilerplat'\r\nwhy = 'W.'\r\nline = 'a(b'\r\nwith = 3\r\n\r\n[[rule]]\r\nid = 'empty'\r\npass = 'boilerplate'\r\nwhy = 'W.'\r\nfind = 'x*'\r\n\r\n[[rule]]\r\nid = 'none'\r\npass = 'boilerplate'\r\nwhy = 'W.'\r\nwhere = { path = '[', first_line = 2 }\r\nmeta = 'date'\r\n";
    let place = Place::with(&[("bad.toml", config)]);
    let mut ran = place.run("rules --rules bad.toml").exits(2);
    for told in [
        "bad.toml:1:1: unknown key `of`; did you mean `off`?",
        "bad.toml:3:6: an id is lower-case letters",
        "bad.toml:4:8: unknown pass `boilerplat`; did you mean `boilerplate`?",
        "bad.toml:6:10: unclosed group",
        "bad.toml:7:8: `with` must be a string, this is an integer",
        "bad.toml:13:9: the pattern matches the empty string",
        "bad.toml:15:1: the rule has no scope",
        "bad.toml:19:18: bad glob",
        "bad.toml:19:23: unknown key `first_line`; did you mean `first_lines`?",
        "bad.toml:20:8: `meta` must be a list, this is a string",
    ] {
        ran = ran.tells(told);
    }
    ran.tells("6 | line = 'a(b'\n  |          ^");
}

#[test]
fn patterns_and_files_that_are_too_much_are_refused() {
    let rule = |pattern: &str| {
        format!("[[rule]]\nid = 'x'\npass = 'boilerplate'\nwhy = 'W.'\nfind = '{pattern}'\n")
    };
    let place = Place::new();
    for (pattern, told) in [
        (r"\w{1000}\w{1000}".to_owned(), "compiles to more than"),
        ("(".repeat(200) + "a" + &")".repeat(200), "nest"),
        ("a(?=b)".to_owned(), "look-around"),
        (r"(a)\1".to_owned(), "backreferences"),
    ] {
        place.put("x.toml", rule(&pattern).as_bytes());
        let ran = place.run("rules --rules x.toml").exits(2);
        assert!(ran.err.contains(told) && ran.err.contains("x.toml:5:"), "{pattern}: {}", ran.err);
    }
    place.put("x.toml", b"why = '\xe9'\n");
    place.run("rules --rules x.toml").exits(2).tells("line 1 is not UTF-8");
}

/// A light pattern is compiled when it is first tried, and one that then failed would match
/// nothing and tell nobody.
#[test]
fn what_is_accepted_uncompiled_does_compile() {
    let class = |from: u32, step: usize, length: u32| {
        let starts = (from..0x000F_0000).step_by(step).filter(|c| !(0xD000..0xE000).contains(c));
        let ranges = starts.map(|c| format!(r"\u{{{c:X}}}-\u{{{:X}}}", c + length));
        format!("[{}]", ranges.collect::<String>())
    };
    // Long ranges, short ones in blocks of their own, some over a block's end, and real classes.
    for class in [
        class(0x0001_003F, 0x1100, 0x1080),
        class(0x0001_0010, 64, 5),
        class(0x1010, 64, 5),
        class(0x0001_003E, 64, 3),
        r"\w".to_owned(),
        r"[^\pL]".to_owned(),
    ] {
        let accepted = [1, 4, 50, 88].into_iter().filter(|times| {
            let source = format!("{class}{{{times}}}");
            let is_accepted = Pattern::new(Scope::Find, &source, "").is_ok();
            assert!(!is_accepted || compile(&source).is_ok(), "{class:.20} {times} times");
            is_accepted
        });
        assert!(accepted.count() >= 1, "{class:.20}");
    }
}

#[test]
fn the_schema_in_the_repository_is_the_one_of_the_loader() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let place = Place::new();
    for (file, args) in
        [("pumice.schema.json", "rules --schema"), ("docs/rules.md", "rules --markdown")]
    {
        let printed = place.run(args).exits(0).out;
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(root.join(file), &printed).unwrap();
        }
        let there = std::fs::read_to_string(root.join(file)).unwrap_or_default();
        assert!(printed == there, "{file} is stale; `make docs-update` makes it anew");
    }
}

#[test]
fn init_gives_a_config_that_passes_and_a_makefile_that_rebuilds_what_changed() {
    let place = Place::new();
    place.run("init").exits(0);
    place.run("test pumice.toml").exits(0);
    place.run("init").exits(2).tells("there already");
    place.put(
        "data/raw/a.txt",
        b"This story was brought to you by Bay Bank.\nThe vote was close and the hall was full.\n",
    );
    let make = || {
        let program = std::path::Path::new(env!("CARGO_BIN_EXE_pumice")).parent().unwrap();
        let path = format!("{}:{}", program.display(), std::env::var("PATH").unwrap());
        let output = std::process::Command::new("make")
            .current_dir(place.at("."))
            .env("PATH", path)
            .env_remove("MAKEFLAGS")
            .env_remove("MAKELEVEL")
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    let tick = || std::thread::sleep(std::time::Duration::from_millis(1100));
    assert!(make().contains("pumice clean"));
    assert_eq!(place.read("data/clean/a.txt"), "The vote was close and the hall was full.\n");
    assert!(make().contains("up to date"), "a second make does nothing");
    tick();
    place.put("data/raw/new.txt", b"More  words.\n");
    assert!(make().contains("pumice clean"), "a new document is seen");
    assert_eq!(place.read("data/clean/new.txt"), "More words.\n");
    tick();
    place.put("pumice.toml", b"off = ['blank-run']\n");
    assert!(make().contains("pumice clean"), "a rule file is seen");
    assert_eq!(place.read("data/clean/new.txt"), "More  words.\n");
    std::fs::remove_file(place.at("data/raw/new.txt")).unwrap();
    make();
    assert!(make().contains("up to date"), "a document that is gone is no error");
}
