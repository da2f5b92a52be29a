//! `--report`: one page that loads nothing and holds no script, that nothing in
//! a corpus can break, the same for any number of threads, of a bounded size.
//! What a browser makes of it is tested in `browser`.

use crate::support::Place;
use std::fs;

/// A page of these files, written beside them.
fn page(place: &Place, args: &str) -> String {
    let ran = place.run(&format!("clean in --dry-run --report r.html -q {args}"));
    assert!(ran.code < 2, "{}", ran.err);
    place.read("r.html")
}

/// Without the section that differs between equal runs.
fn untimed(page: &str) -> String {
    let (before, rest) = page.split_once("<section id=\"time\">").unwrap();
    format!("{before}{}", rest.split_once("</section>").unwrap().1)
}

/// Sees that tags are nested as they should be.
fn check_nesting(page: &str) {
    const VOID: [&str; 5] = ["meta", "link", "!doctype", "br", "rect"];
    let style = page.find("<style>").unwrap()..page.find("</style>").unwrap();
    let page = format!("{}{}", &page[..style.start], &page[style.end + 8..]);
    let mut open: Vec<&str> = Vec::new();
    for part in page.split('<').skip(1) {
        let (tag, _) = part.split_once('>').unwrap_or_else(|| panic!("no tag: {part}"));
        let name = tag.split([' ', '/']).find(|n| !n.is_empty()).unwrap();
        if tag.starts_with('/') {
            let last = open.pop();
            assert_eq!(last, Some(name), "{open:?} before {part}");
        } else if !VOID.contains(&name) && !tag.ends_with('/') {
            open.push(name);
        }
    }
    assert!(open.is_empty(), "{open:?} stay open");
}

#[test]
fn a_report_tells_rules_samples_losses_and_failures() {
    let place = Place::with(&[
        ("in/a.txt", "AFP, LISBON\n\nShe saw the the  gate.\nwonâ€™t open\n".as_bytes()),
        ("in/b.txt", b"sound\n"),
        (
            "in/c.jsonl",
            b"{\"text\": 3}\n{\"text\": \"IE 11 is not supported. Use another browser.\"}\n",
        ),
        ("in/d.bin", b"\0\x01\x02\0\xff\xfe\0\0\0\0"),
    ]);
    let page = page(&place, "");
    check_nesting(&page);
    for text in [
        "What became of 4 documents",
        "<del><span class=\"ws\">·</span>the</del>",
        "<del>wonâ€™t</del><ins>won’t</ins>",
        "agency-byline",
        "LISBON",
    ] {
        assert!(page.contains(text), "{text}");
    }
    for id in ["accounts", "edits", "rules", "losses", "lifted", "encodings", "apart", "time"] {
        assert!(page.contains(&format!("<section id=\"{id}\">")), "{id}");
        assert!(page.contains(&format!("<a href=\"#{id}\">")), "{id}");
    }
    assert!(page.contains("c.jsonl:1") && page.contains("the field `text` is a number"));
    assert!(page.contains("d.bin") && page.contains("c.jsonl:2"), "passed over, and emptied");
    assert!(!page.contains("id=\"repairs\""), "nothing to tell is not told");
    assert!(!place.at("in/pumice-run.json").exists() && !place.at("out").exists());
}

#[test]
fn a_report_without_any_edit_is_a_report() {
    let place = Place::with(&[("in/a.txt", b"sound\n")]);
    let text = page(&place, "");
    check_nesting(&text);
    assert!(text.contains("None was changed.") && !text.contains("id=\"edits\""));
    let nothing = Place::new();
    fs::create_dir(nothing.at("in")).unwrap();
    check_nesting(&page(&nothing, ""));
}

#[test]
fn a_page_loads_nothing_and_nothing_in_a_corpus_can_break_it() {
    let evil =
        "</p></style><script>alert(1)</script><img src=x onerror=alert(2)>{{ 7 * 7 }}{% x %}";
    let text = format!("{evil}  {evil}\u{202e}\u{7}\u{0}the the \"'`&amp;\u{feff} end \n\n\n\n");
    let place = Place::with(&[
        ("in/<script>alert(1)<\\script>\u{202e}txt.exe", text.as_bytes()),
        ("in/\"><img src=x onerror=alert(1)>", text.as_bytes()),
        ("in/line\nend\u{1b}[31m", format!("{text}\u{301}{text}").as_bytes()),
        ("in/a.jsonl", format!("{{\"text\": 3, \"id\": {evil:?}}}\n").as_bytes()),
        (
            "my.toml",
            br#"
[[rule]]
id = "script"
pass = "boilerplate"
why = "<script>alert(3)</script>"
find = 'alert\((?<e>2)\)'
meta = ["e"]
"#,
        ),
    ]);
    let page = page(&place, "--rules my.toml --id-field id");
    check_nesting(&page);
    assert!(!page.to_lowercase().contains("<script"));
    assert!(!page.contains("<img") && page.contains("&lt;script&gt;"));
    assert!(page.contains("{{ 7 * 7 }}") || page.contains("{% x %}"), "texts are no templates");
    let harmless =
        |c: char| c == '\n' || (!c.is_control() && !('\u{202a}'..='\u{202e}').contains(&c));
    assert!(page.chars().all(harmless));
    for tag in page.split('<').skip(1).filter_map(|part| part.split_once('>')).map(|(tag, _)| tag) {
        let loads =
            ["src=", "srcset=", "action=", "onerror", "url("].iter().any(|a| tag.contains(a));
        assert!(!loads, "{tag}");
    }
    assert!(!page.contains("@import") && !page.contains("url(http"));
    for (at, _) in page.match_indices("href=\"") {
        let target = &page[at + 6..];
        assert!(target.starts_with('#') || target.starts_with("data:image/svg"), "{target:.40}");
    }
    assert!(page.contains("default-src 'none'"), "and were there a script, it would not run");
}

#[test]
fn a_page_is_the_same_for_any_number_of_threads_but_for_its_times() {
    let place = Place::new();
    for i in 0..60 {
        let text = format!("the the line {i}    with  blanks \n\n\n\n{}", "x  y\n".repeat(i));
        place.put(&format!("in/{i}.txt"), text.as_bytes());
    }
    let first = page(&place, "--jobs 1");
    let time = fs::metadata(place.at("r.html")).unwrap().modified().unwrap();
    assert_eq!(page(&place, "--jobs 3"), first, "one that differs in its times alone stays");
    assert_eq!(fs::metadata(place.at("r.html")).unwrap().modified().unwrap(), time);
    for jobs in [2, 7] {
        fs::remove_file(place.at("r.html")).unwrap();
        assert_eq!(untimed(&page(&place, &format!("--jobs {jobs}"))), untimed(&first));
    }
    // Whether anything is written makes no difference.
    let at = "out/pumice-report.html";
    let args = format!("clean in -o out --report {at}");
    place.run(&args).exits(0).tells(&format!("report           {at}"));
    assert_eq!(untimed(&place.read(at)), untimed(&first));
    place.run("clean out --check").exits(0).tells("60 documents read");
}

#[test]
fn standard_input_has_a_report_too() {
    let place = Place::with(&[("a.txt", b"the the gate\n")]);
    let mut command = place.pumice();
    command
        .args(["clean", "-", "--report", "r.html"])
        .stdin(fs::File::open(place.at("a.txt")).unwrap());
    let output = command.output().unwrap();
    assert_eq!(output.stdout, b"the gate\n");
    assert!(place.read("r.html").contains("What became of 1 document<"));
}

#[test]
fn a_page_is_bounded_whatever_the_corpus() {
    let place = Place::new();
    let rule = |i: u32| {
        format!(
            "[[rule]]\nid = \"r{i}\"\npass = \"boilerplate\"\nwhy = \"x\"\n\
             find = '(?s)<{i}>.*?</{i}>'\n"
        )
    };
    place.put("my.toml", (0..260).map(rule).collect::<Vec<_>>().concat().as_bytes());
    // Characters that take most room on a page, in texts much longer than is shown.
    let blank = "\u{a0}\u{200b}".repeat(170);
    let text = |n: u32| format!("{blank}<{n}>{blank}</{n}>{blank}");
    for i in 0..5 {
        let text = (0..260).map(text).collect::<Vec<_>>().concat();
        place.put(&format!("in/{i}{}", "\u{202e}".repeat(70)), text.as_bytes());
    }
    let page = page(&place, "--rules my.toml --only boilerplate");
    assert!(page.contains("and 60 more rules"));
    assert!(page.len() < 5_000_000, "{} bytes", page.len());
}
