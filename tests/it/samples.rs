//! samples/STORY/in gives samples/STORY/out and edits.jsonl, and the ledger
//! gives the originals back. `make samples-update` rewrites the expectations,
//! for review in the diff.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn stories() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples");
    let mut stories: Vec<PathBuf> = fs::read_dir(root)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.join("in").is_dir())
        .collect();
    stories.sort();
    assert!(stories.len() >= 2);
    stories
}

fn pumice(args: &[&Path]) {
    let output = Command::new(env!("CARGO_BIN_EXE_pumice")).args(args).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn samples_come_out_as_they_should() {
    let update = std::env::var_os("UPDATE").is_some();
    let place = crate::support::Place::new();
    for story in stories() {
        let name = story.file_name().unwrap().to_str().unwrap();
        let (out, edits) = (place.at(name), place.at(&format!("{name}.jsonl")));
        let (clean, o, e) = (Path::new("clean"), Path::new("-o"), Path::new("--edits"));
        pumice(&[clean, &story.join("in"), o, &out, e, &edits]);
        // These change with every rule, or hold nothing.
        for own in [
            ".pumice-state",
            ".pumice-journal",
            ".pumice-survey",
            ".pumice-lock",
            "pumice-run.json",
        ] {
            fs::remove_file(out.join(own)).unwrap();
        }
        if update {
            let _ = fs::remove_dir_all(story.join("out"));
            copy(&out, &story.join("out"));
            fs::copy(&edits, story.join("edits.jsonl")).unwrap();
        }
        let hint = "; `make samples-update` rewrites them for review";
        let (got, want) = (crate::support::tree(&out), crate::support::tree(&story.join("out")));
        let names =
            |tree: &[(String, Vec<u8>)]| tree.iter().map(|(n, _)| n.clone()).collect::<Vec<_>>();
        assert_eq!(names(&got), names(&want), "{name}: other outputs than expected{hint}");
        for ((file, got), (_, want)) in got.iter().zip(&want) {
            let (got, want) = (String::from_utf8_lossy(got), String::from_utf8_lossy(want));
            assert_eq!(got, want, "{name}/out/{file}{hint}");
        }
        let expected = fs::read_to_string(story.join("edits.jsonl")).unwrap_or_default();
        assert_eq!(fs::read_to_string(&edits).unwrap(), expected, "{name}/edits.jsonl{hint}");
    }
}

#[test]
fn samples_are_restored_byte_for_byte() {
    let place = crate::support::Place::new();
    for story in stories() {
        let back = place.at(story.file_name().unwrap().to_str().unwrap());
        let (restore, o, e) = (Path::new("restore"), Path::new("-o"), Path::new("--edits"));
        pumice(&[restore, &story.join("out"), e, &story.join("edits.jsonl"), o, &back]);
        assert_eq!(crate::support::tree(&back), crate::support::tree(&story.join("in")));
    }
}

fn copy(from: &Path, to: &Path) {
    for (name, bytes) in crate::support::tree(from) {
        let path = to.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
}
