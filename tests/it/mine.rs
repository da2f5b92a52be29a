//! `pumice mine`: what it proposes holds, does no harm, and is the same every
//! time; and the talk at a terminal, by a real one.

use crate::support::{Place, Ran};
use std::fmt::Write;
use std::process::Command;

const NAMES: [&str; 12] = [
    "Ada Lund",
    "Ben Ochs",
    "Cleo Marsh",
    "Dora Finch",
    "Emil Stone",
    "Fay Brook",
    "Gus Heron",
    "Hal Reed",
    "Ida Shaw",
    "Jon Vale",
    "Kay Moor",
    "Leo Birch",
];

/// Sentences that no other name has.
fn prose(name: &str) -> String {
    let (first, last) = name.split_once(' ').unwrap();
    format!(
        "On Monday {name} rowed across the harbour and told the watchman what the tide had done.\n\
         The watchman gave {first} a lamp and said that old {last} should have known about it.\n\
         Nobody in the town believed a word of what {first} {last} had to say about the lamp.\n"
    )
}

/// A site whose pages have a frame, credits, and links that all differ.
fn site() -> Place {
    let place = Place::new();
    for (n, name) in NAMES.into_iter().enumerate() {
        let mut text = String::from("The Tidal Gazette of the Coast\nPosts and tides\n");
        text.push_str(&prose(name));
        writeln!(text, "Snapshot taken by {name} for the Gazette").unwrap();
        text.push_str(&prose(name).replace("Monday", "Friday"));
        writeln!(text, "Elsewhere on the coast: {} at sea", name.to_lowercase()).unwrap();
        writeln!(text, "{n} people have read this page").unwrap();
        text.push_str("All tide tables without warranty\nBack to the quay\n");
        place.put(&format!("gazette/{n:02}.txt"), text.as_bytes());
    }
    place
}

#[test]
fn what_is_proposed_passes_its_cases_and_takes_what_recurs() {
    let place = site();
    place.run("mine gazette -o mined.toml").exits(0).tells("rules proposed");
    let mined = place.read("mined.toml");
    assert!(mined.contains("# 12 documents"), "{mined}");
    assert!(mined.contains("of 12 of ./"), "{mined}");
    place.run("test mined.toml").exits(0);
    place.run("test --lint mined.toml").exits(0);
    // By the rules alone: what the corpus proves goes without them.
    place.put("none.toml", b"off = [\"recurring-line\"]\n");
    place.run("clean gazette -o out --rules mined.toml --rules none.toml").exits(0);
    for (n, name) in NAMES.into_iter().enumerate() {
        let wanted = prose(name) + &prose(name).replace("Monday", "Friday");
        assert_eq!(place.read(&format!("out/{n:02}.txt")), wanted, "{mined}");
    }
}

#[test]
fn rules_in_force_are_not_proposed_again() {
    let place = site();
    place.run("mine gazette -o mined.toml").exits(0);
    let again = place.run("mine gazette --rules mined.toml").exits(0);
    assert!(!again.out.contains("[[rule]]"), "{}", again.out);
}

#[test]
fn a_rule_that_would_take_sound_text_elsewhere_is_narrowed_or_dropped() {
    let place = site();
    for (n, name) in NAMES.into_iter().enumerate() {
        let (first, _) = name.split_once(' ').unwrap();
        // What is a label there is speech here.
        let speech = format!(
            "Elsewhere on the coast: the boats of {first} came home before the storm, he said.\n"
        );
        place.put(
            &format!("other/{n:02}.txt"),
            (prose(name).replace("lamp", "drum") + &speech + &prose(name).replace("lamp", "bell"))
                .as_bytes(),
        );
    }
    place.run("mine gazette other -o mined.toml").exits(0);
    place.put("none.toml", b"off = [\"recurring-line\"]\n");
    place.run("clean gazette other -o out --rules mined.toml --rules none.toml").exits(0);
    assert_eq!(place.tree("out/other"), place.tree("other"), "{}", place.read("mined.toml"));
}

#[test]
fn proposals_are_the_same_for_any_threads() {
    let place = site();
    let run = |threads: &str| {
        let mut command = place.pumice();
        command.args(["mine", "gazette", "-q"]).env("RAYON_NUM_THREADS", threads);
        Ran::from(command.output().unwrap()).exits(0).out
    };
    let one = run("1");
    assert!(one.contains("[[rule]]"));
    assert_eq!(one, run("3"));
}

#[test]
fn sound_corpora_give_nothing() {
    for (kind, corpus) in crate::recurring::sound_corpora() {
        let place = Place::new();
        corpus.iter().for_each(|(name, text)| place.put(name, text.as_bytes()));
        let mined = place.run("mine herald").exits(0);
        // Whether a form's lines are a frame is for the one who reviews to say.
        if !["minutes", "recipe"].contains(&kind) {
            assert!(!mined.out.contains("[[rule]]"), "{kind}: {}", mined.out);
        }
    }
}

#[test]
fn a_file_that_is_there_is_not_overwritten() {
    let place = site();
    place.put("mined.toml", b"# mine\n");
    place.run("mine gazette -o mined.toml").exits(2).tells("--force overwrites it");
    assert_eq!(place.read("mined.toml"), "# mine\n");
    place.run("mine gazette -o mined.toml --force --most 1").exits(0).tells("1 written");
    assert_eq!(place.read("mined.toml").matches("[[rule]]").count(), 1);
}

/// Types answers into a terminal in which the program runs, each after a prompt.
const TYPIST: &str = r#"
import os, pty, select, sys
answers, command = sys.argv[1], sys.argv[2:]
pid, terminal = pty.fork()
if pid == 0:
    os.execvp(command[0], command)
seen, left = b"", list(answers)
while True:
    ready, _, _ = select.select([terminal], [], [], 60)
    try:
        data = os.read(terminal, 65536) if ready else b""
    except OSError:
        break
    if not data:
        break
    seen += data
    while left and seen.count(b"[q]uit: ") > len(answers) - len(left):
        os.write(terminal, left.pop(0).encode() + b"\n")
sys.stdout.buffer.write(seen)
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
"#;

/// What the user at a terminal sees who gives these answers.
fn typed(place: &Place, answers: &str, editor: &str) -> Option<Ran> {
    if Command::new("python3").arg("--version").output().is_err() {
        eprintln!("skipped: there is no Python to make a terminal");
        return None;
    }
    let mut typist = Command::new("python3");
    typist.args(["-c", TYPIST, answers, env!("CARGO_BIN_EXE_pumice"), "mine", "gazette"]);
    typist.args(["-o", "mined.toml", "--force"]).env("EDITOR", editor).env_remove("VISUAL");
    Some(Ran::from(typist.current_dir(place.at(".")).output().unwrap()).exits(0))
}

#[test]
fn at_a_terminal_each_rule_is_kept_left_or_edited() {
    let place = site();
    let kept = |place: &Place| place.read("mined.toml").matches("[[rule]]").count();
    let Some(seen) = typed(&place, "yn?q", "true") else { return };
    assert!(seen.out.contains("keep this rule?") && seen.out.contains("y, n, e or q"));
    assert!(seen.out.contains("- The Tidal Gazette of the Coast"), "{}", seen.out);
    assert_eq!(kept(&place), 1);
    // An edit that spoils the rule is told; one that mends it is kept.
    let seen = typed(&place, "enq", "sed -i 's/^pass = .*/pass = \"none\"/'").unwrap();
    assert!(seen.out.contains("unknown pass `none`"), "{}", seen.out);
    assert_eq!(kept(&place), 0);
    typed(&place, "eyq", "sed -i 's/^id = .*/id = \"gazette-frame\"/'");
    assert!(place.read("mined.toml").contains("id = \"gazette-frame\""));
    place.run("test mined.toml").exits(0);
}
