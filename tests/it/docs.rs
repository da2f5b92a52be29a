//! Every command shown in README.md and docs/ is run, and what is shown below
//! it must be what it prints. In a ```console block a line `$ ...` is a
//! command, the lines after it are its output (both streams), and a line
//! `...` stands for any lines. `make` commands must be targets of the
//! Makefile; running them here would start the tests anew. Line numbers of rule
//! files are not compared. A ```toml block whose first line is `# FILE` is
//! written to that file first.

use crate::support::Place;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn documents() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut documents = vec![root.join("README.md")];
    if let Ok(list) = fs::read_dir(root.join("docs")) {
        documents.extend(list.map(|entry| entry.unwrap().path()));
    }
    documents.retain(|path| path.extension().is_some_and(|ending| ending == "md"));
    documents.sort();
    documents
}

#[test]
fn commands_print_what_the_documents_show() {
    let mut run = 0;
    for document in documents() {
        let place = Place::new();
        let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples");
        std::os::unix::fs::symlink(samples, place.at("samples")).unwrap();
        let text = fs::read_to_string(&document).unwrap();
        for (line, kind, block) in blocks(&text) {
            match kind {
                "console" => {
                    run += commands(&place, &format!("{}:{line}", document.display()), block);
                }
                _ => write_file(&place, block),
            }
        }
    }
    assert!(run >= 5, "only {run} commands were found");
}

/// The fenced blocks with the line they start on and what they are.
fn blocks(text: &str) -> Vec<(usize, &str, &str)> {
    let mut blocks = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find("\n```") {
        let (kind, body) = rest[at + 4..].split_once('\n').unwrap();
        let end = body.find("\n```").unwrap_or(body.len());
        let line = text[..=(text.len() - rest.len() + at)].lines().count() + 1;
        blocks.push((line, kind, &body[..end]));
        rest = &body[(end + 4).min(body.len())..];
    }
    blocks
}

fn write_file(place: &Place, block: &str) {
    let name = block.lines().next().and_then(|line| line.strip_prefix("# "));
    if let Some(name) = name.filter(|name| name.contains('.') && !name.contains(' ')) {
        place.put(name, format!("{block}\n").as_bytes());
    }
}

/// Runs the commands of a block and compares; returns how many there were.
fn commands(place: &Place, at: &str, block: &str) -> usize {
    let mut count = 0;
    for part in format!("\n{block}").split("\n$ ").skip(1) {
        let (command, shown) = part.split_once('\n').unwrap_or((part, ""));
        count += 1;
        if let Some(target) = command.strip_prefix("make ") {
            assert!(is_target(target), "{at}: the Makefile has no target {target}");
            continue;
        }
        let printed = run(place, command);
        assert!(
            matches(&shown.lines().collect::<Vec<_>>(), &printed.lines().collect::<Vec<_>>()),
            "{at}: `{command}` prints\n{printed}\nbut this is shown\n{shown}"
        );
    }
    count
}

fn run(place: &Place, command: &str) -> String {
    let program = Path::new(env!("CARGO_BIN_EXE_pumice")).parent().unwrap();
    let path = format!("{}:{}", program.display(), std::env::var("PATH").unwrap());
    let mut shell = Command::new("sh");
    shell.args(["-c", &format!("exec 2>&1; {command}")]).env("PATH", path);
    let output = shell.current_dir(place.at(".")).output().unwrap();
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn is_target(target: &str) -> bool {
    let makefile = Path::new(env!("CARGO_MANIFEST_DIR")).join("Makefile");
    let makefile = fs::read_to_string(makefile).unwrap();
    makefile.lines().any(|line| line.split_once(':').is_some_and(|(name, _)| name == target))
}

/// Whether the printed lines are as shown; `...` stands for any lines.
fn matches(shown: &[&str], printed: &[&str]) -> bool {
    match shown {
        [] => printed.is_empty(),
        ["...", rest @ ..] => (0..=printed.len()).any(|n| matches(rest, &printed[n..])),
        [line, rest @ ..] => {
            printed.first().is_some_and(|p| levelled(p) == levelled(line))
                && matches(rest, &printed[1..])
        }
    }
}

/// A line without what may change with every rule added.
fn levelled(line: &str) -> String {
    let Some((before, after)) = line.trim_end().split_once(".toml:") else {
        return line.trim_end().to_owned();
    };
    format!("{before}.toml:{}", after.trim_start_matches(|c: char| c.is_ascii_digit()))
}

/// The README's first two blocks: what is shown as before does become what is
/// shown as after, and the notes beside it are what is lifted out.
#[test]
fn the_readme_shows_what_happens() {
    let readme = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let text = fs::read_to_string(readme).unwrap();
    let shown: Vec<&str> =
        blocks(&text).into_iter().filter(|(_, kind, _)| *kind == "text").map(|b| b.2).collect();
    let place = Place::with(&[("in/a.txt", shown[0].as_bytes())]);
    place.run("clean in -o out").exits(0);
    let (mut after, mut lifted) = (Vec::new(), Vec::new());
    for line in shown[1].lines() {
        let (text, note) = line.split_once("   ").unwrap_or((line, ""));
        after.push(text);
        lifted.extend(note.trim().trim_matches(['{', '}']).split(", ").filter(|n| !n.is_empty()));
    }
    assert_eq!(place.read("out/a.txt").lines().collect::<Vec<_>>(), after);
    let meta = place.read("out/pumice-meta.jsonl");
    assert!(lifted.len() >= 2);
    for note in lifted {
        assert!(meta.contains(&note.replace(": ", ":")), "{note} is not in {meta}");
    }
}
