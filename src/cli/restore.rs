//! `pumice restore`: from cleaned documents and their ledger the originals,
//! byte for byte; or, with --rule, the cleaned documents without the edits of
//! some rules.

mod rows;
mod tables;

use super::{Exit, output};
use anyhow::{Context, Result, anyhow, bail};
use pumice::io::packed::{self, Ratio};
use pumice::io::{disk, table, write};
use pumice::ledger::{self, AsideLine, DocumentLine, EditLine, LedgerLine};
use pumice::row::Style;
use pumice::undo;
use rows::Rows;
use std::collections::BTreeSet;
use std::io::{self, BufRead};
use std::path::{Component, Path, PathBuf};
use tables::Tables;

/// Of the ids in a ledger, so many are named to a user who named none of them.
const NAMED: usize = 3;

/// Give the original documents back, byte for byte, from a ledger; or undo one rule's edits
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The cleaned folder or file
    cleaned: PathBuf,
    /// The ledger of the run that made it
    #[arg(long, value_name = "LEDGER")]
    edits: PathBuf,
    /// Where the originals go: a folder
    #[arg(short, long, value_name = "DIR")]
    output: PathBuf,
    /// Undo the edits of this rule alone and keep all others, as UTF-8 (repeatable).
    /// A later edit of the same place can't stay without it: it is undone too, and named
    #[arg(long, value_name = "ID")]
    rule: Vec<String>,
    /// Overwrite files that are there already and say something else
    #[arg(long)]
    force: bool,
}

/// Restores all documents of a ledger; exit 1 when some could not be.
pub fn run(args: &Args) -> Result<Exit> {
    if disk::metadata(&args.cleaned).is_err() {
        bail!("{}: there is no such file or folder", args.cleaned.display());
    }
    if !args.rule.is_empty() {
        check_rules(args)?;
    }
    let mut tally = Tally::default();
    let (mut rows, mut tables) = (Rows::new(args), Tables::new(args));
    each_document(&args.edits, &mut |entry| {
        let (name, result) = match entry {
            Entry::Document(document, edits) => {
                if let Some(row) = &document.row {
                    rows.turn_to(&row.file)?;
                    tables.turn_to(&row.file)?;
                }
                let result = match &document.row {
                    None => restore(args, document, edits),
                    Some(row) if row.style == Style::Cell => tables.document(document, edits),
                    Some(_) => rows.document(document, edits),
                };
                (&document.doc, result)
            }
            Entry::Aside(aside) if is_in_table(args, aside) => (&aside.doc, Ok(())),
            Entry::Aside(aside) => {
                rows.turn_to(&aside.file)?;
                (&aside.doc, rows.aside(aside))
            }
        };
        match result {
            Ok(()) => tally.restored += 1,
            Err(error) => {
                tally.refused += 1;
                output::error(&format!("{name}: {error:#}"));
            }
        }
        Ok(())
    })?;
    rows.close()?;
    tables.close()?;
    output::say(&format!("{} documents restored, {} refused", tally.restored, tally.refused));
    Ok(if tally.refused == 0 { Exit::Done } else { Exit::Found })
}

/// Whether a row that failed is a table's: it stands there as it was.
fn is_in_table(args: &Args, aside: &AsideLine) -> bool {
    places(args, Path::new(&aside.file)).is_ok_and(|(path, _)| table::is_table(&path))
}

#[derive(Default)]
struct Tally {
    restored: usize,
    refused: usize,
}

/// What a ledger has on a document.
enum Entry<'l> {
    /// How it was cleaned.
    Document(&'l DocumentLine, &'l [EditLine]),
    /// A row that could not be.
    Aside(&'l AsideLine),
}

/// Reads a ledger and hands over each document with its edits.
fn each_document(path: &Path, out: &mut dyn FnMut(Entry<'_>) -> Result<()>) -> Result<()> {
    let ledger = packed::open(path, Ratio(u64::MAX)).with_context(|| path.display().to_string())?;
    let mut current: Option<(DocumentLine, Vec<EditLine>)> = None;
    for (number, line) in ledger.lines().enumerate() {
        let place = || format!("{}:{}", path.display(), number + 1);
        let line = line.with_context(place)?;
        match (serde_json::from_str(&line).with_context(place)?, &mut current) {
            (LedgerLine::Document(next), current) => {
                if let Some((document, edits)) = current.replace((next, Vec::new())) {
                    out(Entry::Document(&document, &edits))?;
                }
            }
            (LedgerLine::Aside(aside), current) => {
                if let Some((document, edits)) = current.take() {
                    out(Entry::Document(&document, &edits))?;
                }
                out(Entry::Aside(&aside))?;
            }
            (LedgerLine::Edit(edit), Some((document, edits))) if edit.doc == document.doc => {
                edits.push(edit);
            }
            (LedgerLine::Edit(edit), _) => {
                bail!("{}: an edit of {} out of place", place(), edit.doc)
            }
        }
    }
    current.map_or(Ok(()), |(document, edits)| out(Entry::Document(&document, &edits)))
}

/// Sees that the ledger has edits of each rule named, before anything is
/// written: a misspelt id would look like a rule that changed nothing.
fn check_rules(args: &Args) -> Result<()> {
    let mut ids: BTreeSet<String> = BTreeSet::new();
    each_document(&args.edits, &mut |entry| {
        let Entry::Document(_, edits) = entry else { return Ok(()) };
        for edit in edits {
            if !ids.contains(&edit.rule) {
                ids.insert(edit.rule.clone());
            }
        }
        Ok(())
    })?;
    let unknown: Vec<String> = args
        .rule
        .iter()
        .filter(|id| !ids.contains(*id))
        .map(|id| {
            format!("`{id}`: {} has no edit of this rule{}", args.edits.display(), near(id, &ids))
        })
        .collect();
    if unknown.is_empty() { Ok(()) } else { Err(anyhow!(unknown.join("\n"))) }
}

/// The ids nearest to one.
fn near(id: &str, ids: &BTreeSet<String>) -> String {
    let mut ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    ids.sort_by_key(|known| strsim::damerau_levenshtein(id, known));
    match ids.len() {
        0 => ", nor of any other".to_owned(),
        n if n <= NAMED => format!("; it has {}", ids.join(", ")),
        _ => format!("; the nearest of those it has are {}", ids[..NAMED].join(", ")),
    }
}

fn restore(args: &Args, document: &DocumentLine, edits: &[EditLine]) -> Result<()> {
    let (path, target) = places(args, &document.below().context(NO_PATH)?)?;
    let text = disk::read(&path).with_context(|| path.display().to_string())?;
    let restored = if args.rule.is_empty() {
        ledger::original(document, edits, &text).map_err(|reason| anyhow!(reason))?
    } else {
        without_rules(args, document, edits, &text)?.into_bytes()
    };
    put(args, &target, &restored, &path).with_context(|| target.display().to_string())
}

/// Writes a restored file, unless it is there already.
fn put(args: &Args, target: &Path, restored: &[u8], like: &Path) -> io::Result<()> {
    if disk::read(target).is_ok_and(|there| there == restored) {
        return Ok(());
    }
    may_take(args, target)?;
    write::anew(target, restored, Some(like))
}

/// Whether a restored file may take a name: not that of a file that says something else.
fn may_take(args: &Args, target: &Path) -> io::Result<()> {
    match disk::metadata(target) {
        Ok(_) if !args.force => Err(io::Error::other(
            "a file is there already and says something else; --force overwrites it",
        )),
        _ => Ok(()),
    }
}

const NO_PATH: &str = "the ledger's name for it is no path";

/// Where a document's cleaned file is, and where the restored one goes.
fn places(args: &Args, below: &Path) -> Result<(PathBuf, PathBuf)> {
    let is_safe = below.components().all(|part| matches!(part, Component::Normal(_)));
    if !is_safe {
        bail!("the name leads out of the folder");
    }
    let path = if args.cleaned.is_dir() { args.cleaned.join(below) } else { args.cleaned.clone() };
    let target = args.output.join(below);
    if same_file(&target, &path) {
        bail!("restoring would overwrite the cleaned document; name another folder");
    }
    Ok((path, target))
}

/// The cleaned text without the edits of the rules named.
fn without_rules(
    args: &Args,
    document: &DocumentLine,
    edits: &[EditLine],
    text: &[u8],
) -> Result<String> {
    let unwanted = |rule: &str| args.rule.iter().any(|id| id == rule);
    let undone = undo::rules(document, edits, text, unwanted).map_err(|reason| anyhow!(reason))?;
    for edit in &undone.dependent {
        let EditLine { pass, rule, before, after, origin: [start, _], .. } = edit;
        output::say(&format!(
            "{}: undone too, since it depends: {rule} ({pass}) at byte {start} of the original: \
             {before:?} had become {after:?}",
            document.doc
        ));
    }
    Ok(undone.text)
}

fn same_file(a: &Path, b: &Path) -> bool {
    matches!((a.canonicalize(), b.canonicalize()), (Ok(a), Ok(b)) if a == b)
}
