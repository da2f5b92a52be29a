//! `pumice explain`: what became of a document, of one of its lines, or of a
//! snippet that the user remembers, pass by pass, by which rule and why; and
//! the rules that nearly fired. This file holds the options and finds the
//! stretches meant; `show` is for people, `json` for machines.

mod json;
mod lines;
mod repair;
mod show;

use super::{ChainArgs, Exit, output};
use anyhow::{Context, Result, bail};
use lines::Lines;
use pumice::document::Doc;
use pumice::explain::{Story, explain, repair as repaired};
use pumice::io::format::Format;
use pumice::io::input::name_of;
use pumice::io::load::{Fault, Loaded};
use pumice::io::source;
use pumice::pass::coref::explain::Explanation;
use pumice::pipeline::Pipeline;
use pumice::run::{self, Done};
use pumice::snippet;
use std::fs;
use std::io::{self, BufWriter};
use std::ops::Range;
use std::path::{Path, PathBuf};

/// Of a snippet that stands in more places than this the first ones are told.
const MOST_PLACES: usize = 10;

/// Tell what happens to a document, a line or a snippet of it, by which rule and why
///
/// Without a line or a snippet all edits of the document are told. For a line
/// or a snippet also how it reads after each pass that changed it (`now`). The
/// For a line of a scraped page it is told what its signs weigh, gone or not. The
/// rules that nearly fired are told with what stopped them: a condition of
/// the rule (`first_lines = 1`), an overlapping edit of another rule, or a
/// protected span.
///
/// With --json one object is printed:
///
/// { "doc", "encoding", "by", "bom", "damage",
///   "text": the snippet or null, "exact": false if case, spacing or quotes
///   were passed over, "found": number of places (the first 10 are told),
///   "places": [{ "lines": [first, last], "at": [start, end] in bytes of the
///   decoded original, "before", "after",
///     "steps": [{ "round", "pass", "now": the text after this pass,
///       "edits": [{ "rule", "why", "file", "line", "at" in bytes of the pass's
///       input, "origin", "before", "after", and where there are any "meta",
///       "witness", "inferred", "recurs" }] }],
///     "weighed", of passes that judge lines by many signs: [{ "rule", "why",
///       "file", "line", "pass", "origin", "text", "goes", "told": the signs and
///       what each weighs }],
///     "nearly": [{ "rule", "why", "file", "line", "round", "pass", "origin",
///       "text": what it matched, "stopped_by": "condition" or "overlap" or
///       "protected", "condition", "winner": the overlapping edit's rule }] }] }
///
/// Where the whole document is explained, "before", "after" and "now" are null,
/// and where coreference damage was found in it, there is "repair": { "at":
/// index of the step whose input it speaks of, "weight", "signs", "drift":
/// [[from byte, drift], ...], "intruders": [{ "span", "text", "drift",
/// "mention", "mention_at", "lost": tokens destroyed, "confidence",
/// "outcome" }], "restored", "unknown" }.
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
#[allow(clippy::doc_markdown)] // shown as it stands: marks of markdown would be in the way
pub struct Args {
    /// The file, as it was before cleaning; with :LINE that line alone
    #[arg(value_name = "FILE[:LINE]")]
    place: String,
    /// Explain this snippet of the input; if it is not there as it is, wherever it
    /// stands but for case, spacing and style of quotes (the first 10 places)
    #[arg(long, value_name = "SNIPPET")]
    text: Option<String>,
    /// The folder that is cleaned; names in `where = { path = ... }` count from it
    #[arg(long, value_name = "DIR")]
    within: Option<PathBuf>,
    /// Print one JSON object instead
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    chain: ChainArgs,
}

/// What is told, whoever reads it.
struct Account<'a> {
    pipeline: &'a Pipeline,
    name: &'a str,
    done: &'a Done<'a>,
    lines: &'a Lines,
    asked: &'a Asked,
    stories: &'a [Story],
    /// The repair of coreference damage, where the whole document is told, and the layer it speaks of.
    repair: Option<&'a (usize, Explanation)>,
}

/// What the user asked about.
struct Asked {
    /// The whole document, not a part of it.
    whole: bool,
    /// The snippet, if it was one.
    text: Option<String>,
    /// Whether it was found just as it is.
    exact: bool,
    /// How many places there are.
    found: usize,
    /// Those told, in bytes of the decoded original.
    stretches: Vec<Range<usize>>,
}

/// Explains a document.
pub fn run(args: &Args) -> Result<Exit> {
    let (path, line) = split(&args.place);
    let pipeline = args.chain.pipeline()?;
    let mut loaded = loaded(args, &path, line)?;
    // A row is told whole; its number is no line of its text.
    let line = line.filter(|_| loaded.row.is_none());
    if loaded.row.is_none() {
        loaded.name = document_name(&path, args.within.as_deref())?;
    }
    let name = loaded.name.as_str();
    let done = match run::clean(&pipeline, &loaded, &args.chain.hints()) {
        Ok(done) => done,
        Err(Fault::NoText(reason) | Fault::Failed(reason)) => bail!("{}: {reason}", path.display()),
    };
    let lines = Lines::new(&done.decoded.text);
    let asked = asked(args, &done.decoded.text, &lines, line)
        .with_context(|| path.display().to_string())?;
    let doc = Doc { name, text: &done.decoded.text, meta: &loaded.meta };
    let stories = explain(&pipeline, &doc, &done.trail, &asked.stretches);
    let repaired = if asked.whole { repaired(&pipeline, &doc, &done.trail) } else { None };
    let account = Account {
        pipeline: &pipeline,
        name,
        done: &done,
        lines: &lines,
        asked: &asked,
        stories: &stories,
        repair: repaired.as_ref(),
    };
    if args.json {
        // Not through the colour filter: this is data.
        json::print(&mut BufWriter::new(io::stdout().lock()), &account)?;
    } else {
        show::print(&mut output::stdout(), &account)?;
    }
    Ok(Exit::Done)
}

/// The document: a file, or the row of that number where the file holds rows.
fn loaded(args: &Args, path: &Path, line: Option<usize>) -> Result<Loaded<'static>> {
    let reading = args.chain.reading();
    if reading.format(path) == Format::Text {
        let bytes = fs::read(path).with_context(|| path.display().to_string())?;
        return Ok(Loaded::text("", bytes));
    }
    let shown = path.display();
    let number = line.with_context(|| format!("{shown}: name a row by its number: {shown}:1"))?;
    match source::row(path, number as u64, &reading).with_context(|| shown.to_string())? {
        Some(Ok(loaded)) => Ok(loaded),
        Some(Err(Fault::NoText(reason) | Fault::Failed(reason))) => bail!("{shown}: {reason}"),
        None => bail!("{shown}: there is no record in line {number}"),
    }
}

/// `FILE:LINE` or a file; a file of that whole name wins.
fn split(place: &str) -> (PathBuf, Option<usize>) {
    if !Path::new(place).exists()
        && let Some((file, line)) = place.rsplit_once(':')
        && let Ok(line) = line.parse()
    {
        return (PathBuf::from(file), Some(line));
    }
    (PathBuf::from(place), None)
}

/// The name that the document has when `within` is cleaned.
fn document_name(path: &Path, within: Option<&Path>) -> Result<String> {
    let Some(folder) = within else { return Ok(name_of(path)) };
    let real = |path: &Path| path.canonicalize().with_context(|| path.display().to_string());
    let (file, folder) = (real(path)?, real(folder)?);
    let below = file.strip_prefix(&folder);
    let below = below.with_context(|| format!("{} is not in {}", file.display(), folder.display()));
    Ok(name_of(below?))
}

fn asked(args: &Args, text: &str, lines: &Lines, line: Option<usize>) -> Result<Asked> {
    let mut asked = Asked {
        whole: false,
        text: args.text.clone(),
        exact: true,
        found: 1,
        stretches: Vec::new(),
    };
    let whole = 0..text.len();
    match (&args.text, line) {
        (None, None) => {
            asked.whole = true;
            asked.stretches.push(whole);
        }
        (None, Some(line)) => asked.stretches.push(lines.of_number(line)?),
        (Some(snippet), line) => {
            let within = line.map_or(Ok(whole), |line| lines.of_number(line))?;
            let found = snippet::find(&text[within.clone()], snippet);
            if found.places.is_empty() {
                bail!("{snippet:?} is not in it, whatever its case, spacing and quotes");
            }
            (asked.exact, asked.found) = (found.exact, found.places.len());
            let shift = |place: &Range<usize>| within.start + place.start..within.start + place.end;
            asked.stretches.extend(found.places.iter().take(MOST_PLACES).map(shift));
        }
    }
    Ok(asked)
}
