//! `pumice explain`: what became of a document or of one of its lines, pass by
//! pass, by which rule and why; and the rules that nearly fired.

use super::{ChainArgs, Exit, output};
use anyhow::{Context, Result, bail};
use pumice::document::{Doc, Meta};
use pumice::edit::Edit;
use pumice::pipeline::Pipeline;
use pumice::run::{self, Done, Fault};
use std::fs;
use std::io::{self, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};

/// Tell what happens to a document or a line of it, by which rule and why
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The file, as it was before cleaning; with :LINE that line alone
    #[arg(value_name = "FILE[:LINE]")]
    place: String,
    #[command(flatten)]
    chain: ChainArgs,
}

/// Explains a document.
pub fn run(args: &Args) -> Result<Exit> {
    let (path, line) = split(&args.place);
    let pipeline = args.chain.pipeline()?;
    let bytes = fs::read(&path).with_context(|| path.display().to_string())?;
    let name = pumice::io::input::name_of(&path);
    let done = match run::clean(&pipeline, &name, &bytes, &args.chain.hints()) {
        Ok(done) => done,
        Err(Fault::NoText(reason) | Fault::Failed(reason)) => bail!("{}: {reason}", path.display()),
    };
    let lines = Lines::new(&done.decoded.text);
    let wanted = match line {
        None => 0..done.decoded.text.len(),
        Some(line) => lines.span(line).with_context(|| {
            format!("{} has {} lines, there is no line {line}", path.display(), lines.starts.len())
        })?,
    };
    let mut out = output::stdout();
    explain(&mut out, &pipeline, (&name, &done), &lines, &wanted)?;
    out.flush()?;
    Ok(Exit::Done)
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

/// Where the lines of a text start.
struct Lines {
    starts: Vec<usize>,
    end: usize,
}

impl Lines {
    fn new(text: &str) -> Self {
        let after = memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1);
        let starts = std::iter::once(0).chain(after.filter(|at| *at < text.len())).collect();
        Lines { starts, end: text.len() }
    }

    /// Line (from 1) of a byte.
    fn of(&self, at: usize) -> usize {
        self.starts.partition_point(|start| *start <= at)
    }

    fn span(&self, line: usize) -> Option<Range<usize>> {
        let start = *self.starts.get(line.checked_sub(1)?)?;
        Some(start..self.starts.get(line).copied().unwrap_or(self.end))
    }
}

fn explain(
    out: &mut impl Write,
    pipeline: &Pipeline,
    (name, done): (&str, &Done<'_>),
    lines: &Lines,
    wanted: &Range<usize>,
) -> io::Result<()> {
    let decoded = &done.decoded;
    let bom = if decoded.bom { ", with a byte order mark" } else { "" };
    writeln!(out, "read as {} ({}){bom}", decoded.encoding, decoded.evidence.chosen_by)?;
    if !decoded.damage.is_empty() {
        writeln!(out, "{} places were no text and are U+FFFD now", decoded.damage.len())?;
    }
    let mut shown = 0;
    for (index, layer) in done.trail.0.iter().enumerate() {
        for edit in layer.edits.iter() {
            let origin = done.trail.origin(index, edit.span.clone());
            if overlaps(&origin, wanted) {
                shown += 1;
                let pass = pipeline.passes()[layer.pass].name();
                show(out, pipeline, pass, &edit, lines.of(origin.start))?;
            }
        }
    }
    if shown == 0 {
        writeln!(out, "nothing was changed here")?;
    }
    near_misses(out, pipeline, (name, done), lines, wanted)
}

fn show(
    out: &mut impl Write,
    pipeline: &Pipeline,
    pass: &str,
    edit: &Edit<'_>,
    line: usize,
) -> io::Result<()> {
    use anstyle::AnsiColor::{Green, Red};
    let (red, green) = (Red.on_default(), Green.on_default());
    let bold = anstyle::Style::new().bold();
    let rule = pipeline.rule(edit.rule);
    writeln!(out, "\nline {line}, {pass}: {bold}{}{bold:#} ({})", rule.id, rule.place)?;
    writeln!(out, "  {}", rule.why)?;
    if !edit.before.is_empty() {
        writeln!(out, "  {red}- {:?}{red:#}", edit.before)?;
    }
    if !edit.after.is_empty() {
        writeln!(out, "  {green}+ {:?}{green:#}", edit.after)?;
    }
    let Some(note) = edit.note else { return Ok(()) };
    for (name, value) in &note.meta {
        writeln!(out, "  lifted {name} = {value:?}")?;
    }
    if let Some(witness) = &note.witness {
        writeln!(out, "  restored from {witness}")?;
    }
    if let Some(signs) = &note.inferred {
        writeln!(out, "  inferred from {signs}")?;
    }
    Ok(())
}

/// The rules that matched in the cleaned text, but for a condition.
fn near_misses(
    out: &mut impl Write,
    pipeline: &Pipeline,
    (name, done): (&str, &Done<'_>),
    lines: &Lines,
    wanted: &Range<usize>,
) -> io::Result<()> {
    let meta = Meta::new();
    let doc = Doc { name, text: done.output(), meta: &meta };
    let layers = done.trail.0.len();
    for miss in pipeline.passes().iter().flat_map(|pass| pass.near_misses(&doc)) {
        let origin = done.trail.origin(layers, miss.span.clone());
        if !overlaps(&origin, wanted) {
            continue;
        }
        let rule = pipeline.rule(miss.rule);
        let text = &done.output()[miss.span];
        writeln!(
            out,
            "\nline {}, nearly: {} ({}), stopped by {}\n    {text:?}",
            lines.of(origin.start),
            rule.id,
            rule.place,
            miss.condition
        )?;
    }
    Ok(())
}

fn overlaps(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start < b.end && b.start < a.end.max(a.start + 1)
}
