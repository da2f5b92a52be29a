//! `make bench-corpus`: a corpus with damage of all kinds, as text files and as
//! JSON Lines, cleaned by the whole default chain on one thread and on two, held
//! against copying the same files; then each pass's share of the time. The
//! corpus is made here from a fixed seed. Machines are noisy: compare the ratios
//! of one run, and seconds of the processor rather than of the clock.

#![allow(clippy::print_stdout, clippy::panic, clippy::cast_precision_loss)]

mod measure;
mod page;
mod random;
mod share;
mod words;

use measure::{Cost, run};
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

const PUMICE: &str = env!("CARGO_BIN_EXE_pumice");
/// Bytes of a page, about.
const PAGE: usize = 9_000;

fn main() {
    let megabytes = std::env::args().skip(1).find_map(|arg| arg.parse().ok()).unwrap_or(200);
    let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/target/bench-corpus"));
    let corpus = folder.join(format!("{megabytes}-{}", edition()));
    if !corpus.exists() {
        make(&corpus, megabytes * 1_000_000).unwrap_or_else(|error| panic!("{error}"));
    }
    for input in ["text", "rows.jsonl"] {
        compare(&corpus.join(input), &folder.join("out"));
    }
    println!("\nWhere the time goes, of every 20th page:");
    share::print((0..).step_by(20).map(|n| page::page(n, PAGE)), megabytes * 50_000);
}

/// What tells a corpus from one that was made before pages were made otherwise.
fn edition() -> String {
    let pages: Vec<u8> = (0..60).flat_map(|n| page::page(n, PAGE).bytes).collect();
    pumice::hash::hash(&pages)[..8].to_owned()
}

/// Writes a corpus of so many bytes, twice: as files and as rows.
fn make(corpus: &Path, bytes: usize) -> std::io::Result<()> {
    let new = corpus.with_extension("new");
    let _ = fs::remove_dir_all(&new);
    fs::create_dir_all(&new)?;
    let mut rows = BufWriter::new(File::create(new.join("rows.jsonl"))?);
    let (mut n, mut written) = (0, 0);
    while written < bytes {
        let page = page::page(n, PAGE);
        let site = new.join("text").join(&page.site);
        fs::create_dir_all(&site)?;
        fs::write(site.join(format!("{n}.txt")), &page.bytes)?;
        let text = serde_json::to_string(&page.text)?;
        writeln!(
            rows,
            "{{\"id\": {n}, \"site\": \"{}\", \"text\": {text}, \"score\": 0.50}}",
            page.site
        )?;
        written += page.bytes.len();
        n += 1;
    }
    rows.flush()?;
    fs::rename(new, corpus)
}

fn compare(input: &Path, out: &Path) {
    let bytes: u64 =
        files(input).iter().filter_map(|path| path.metadata().ok()).map(|m| m.len()).sum();
    let megabytes = bytes as f64 / 1e6;
    println!("\n{megabytes:.1} MB in {} ({} files)", input.display(), files(input).len());
    println!("{:<42}{:>9}{:>11}{:>10}", "", "MB/s", "MB/CPU-s", "peak MB");
    let row = |what: &str, cost: &Cost| {
        let Cost { wall, processor, peak } = cost;
        println!("{what:<42}{:>9.1}{:>11.1}{peak:>10.0}", megabytes / wall, megabytes / processor);
    };
    let (from, to) = (&*input.to_string_lossy(), |name: &str| format!("{}/{name}", out.display()));
    // Each anew in a folder of its own: where many files were just removed a file system may
    // look long for room, and that is not ours to measure.
    let clean =
        |args: &[&str], to: &str| run(PUMICE, &[&["clean", from, "-o", to, "-q"], args].concat());
    let _ = fs::remove_dir_all(out);
    fs::create_dir_all(out).unwrap_or_else(|error| panic!("{}: {error}", out.display()));
    row("cp -r", &run("cp", &["-r", from, &to("copy")]));
    let decode = ["--only", "decode", "--jobs", "1"];
    row("pumice, decode alone, 1 thread", &clean(&decode, &to("decode/")));
    let one = clean(&["--jobs", "1"], &to("one/"));
    row("pumice, 1 thread", &one);
    let two = clean(&["--jobs", "2"], &to("two/"));
    row("pumice, 2 threads", &two);
    row("the same again, nothing changed", &clean(&["--jobs", "2"], &to("two/")));
    let _ = fs::remove_dir_all(out);
    println!("2 threads take 1/{:.2} of the time of one", one.wall / two.wall);
}

fn files(path: &Path) -> Vec<PathBuf> {
    let Ok(list) = fs::read_dir(path) else { return vec![path.to_owned()] };
    list.flatten().flat_map(|entry| files(&entry.path())).collect()
}
