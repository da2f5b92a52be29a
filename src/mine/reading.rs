//! What the first two readings of a corpus take from each document: the keys of
//! its lines' templates, and then its lines that are of families which recur.
//!
//! Documents are seen as the `boilerplate` pass leaves them: what the rules in
//! force take already needs no new ones.

use super::family::{Found, Hit};
use super::template::{Template, Way};
use crate::document::Doc;
use crate::pass::boilerplate::recurring::RecurringLines;
use crate::pipeline::Pipeline;
use crate::survey::counts::{Candidates, Counts};
use crate::survey::fold::{self, Kind, Line, REACH};
use crate::survey::recurring::{Weighed, counted, facts};
use crate::survey::source::Source;
use std::borrow::Cow;

/// The counts of families stand under one source: rules know none.
const ALL: u64 = 0;

/// Reads documents by a chain.
pub struct Reader<'p> {
    pipeline: &'p Pipeline,
    recurring: &'p RecurringLines,
    /// How many passes there are up to `boilerplate`, with it.
    passes: usize,
    /// Documents that a family must be in.
    documents: u32,
}

/// What the first reading counts.
#[derive(Debug, Default)]
pub struct Counted {
    /// Lines by source.
    lines: Counts,
    /// Templates.
    templates: Counts,
}

/// What it takes from one document.
#[derive(Debug)]
pub struct Keys {
    source: u64,
    lines: Vec<u64>,
    templates: Vec<u64>,
}

impl Counted {
    /// Counts a document.
    pub fn add(&mut self, keys: &Keys) {
        self.lines.add(keys.source, &keys.lines);
        self.templates.add(ALL, &keys.templates);
    }
}

/// What the second reading looks for.
pub struct Sought<'c> {
    lines: Candidates<'c>,
    templates: Candidates<'c>,
}

impl<'p> Reader<'p> {
    /// A reader for families of at least so many documents; `None` where no
    /// pass of the chain judges lines by whether they recur.
    pub fn new(pipeline: &'p Pipeline, documents: u32) -> Option<Self> {
        let mut passes = pipeline.passes().iter().enumerate();
        let (at, recurring) = passes.find_map(|(at, pass)| Some((at, pass.recurring()?)))?;
        Some(Reader { pipeline, recurring, passes: at + 1, documents })
    }

    /// What the document's source is called; empty where it has none.
    pub fn source(&self, doc: &Doc<'_>) -> String {
        Source::of(doc, self.recurring.ways()).map(|s| s.name.into_owned()).unwrap_or_default()
    }

    /// The document's text as the `boilerplate` pass leaves it.
    pub fn text<'d>(&self, doc: &Doc<'d>) -> Cow<'d, str> {
        let mut text = Cow::Borrowed(doc.text);
        for pass in &self.pipeline.passes()[..self.passes] {
            let edits = pass.edits(&doc.with_text(&text));
            if !edits.is_empty() {
                text = Cow::Owned(edits.apply(&text));
            }
        }
        text
    }

    /// The first reading of a document; `None` where it proves nothing.
    pub fn keys(&self, doc: &Doc<'_>) -> Option<Keys> {
        let source = Source::of(doc, self.recurring.ways())?.key;
        let text = self.text(doc);
        let lines = counted(&facts(&text))?;
        let short = fold::lines(&text).filter(|line| line.span.len() <= REACH);
        let templates = short.flat_map(|line| Template::all(&text[line.span]));
        let mut templates: Vec<u64> = templates.map(|template| template.key()).collect();
        templates.sort_unstable();
        templates.dedup();
        Some(Keys { source, lines, templates })
    }

    /// What the second reading is to look for.
    pub fn sought<'c>(&self, counted: &'c Counted) -> Sought<'c> {
        Sought {
            lines: counted.lines.candidates(&|n| self.recurring.needed(n)),
            templates: counted.templates.candidates(&|_| self.documents),
        }
    }

    /// The second reading of a document; `None` where it is no witness.
    pub fn found(&self, doc: &Doc<'_>, sought: &Sought<'_>) -> Option<Found> {
        let source = Source::of(doc, self.recurring.ways())?;
        let templates = sought.templates.of(ALL, |_| self.documents)?;
        let text = self.text(doc);
        let lines: Vec<Line> =
            fold::lines(&text).filter(|line| line.kind != Kind::Separator).collect();
        let own = sought.lines.of(source.key, |n| self.recurring.needed(n));
        let recurs = |line: &Line| match line.kind {
            Kind::Said(said) => own.is_some_and(|own| own.has(said)),
            _ => false,
        };
        let recurs: Vec<bool> = lines.iter().map(recurs).collect();
        let mut weighed = Weighed::default();
        for (line, recurs) in lines.iter().zip(&recurs) {
            weighed.add(line.span.len(), line.prose, *recurs);
        }
        if !weighed.is_witness() {
            return None;
        }
        let places = Places::of(&lines, &recurs);
        let mut found = Found { source: source.name.into_owned(), ..Found::default() };
        let mut above = None;
        for (at, line) in lines.iter().enumerate() {
            let content = &text[line.span.clone()];
            let mut same = None;
            let all = if content.len() <= REACH { Template::all(content) } else { Vec::new() };
            for template in all {
                let key = template.key();
                if !templates.has(key) {
                    continue;
                }
                if template.way == Way::Figures {
                    same = Some(key);
                }
                let (framed, sentence) = (places.is_framed(at, template.way), line.sentence);
                let (way, rest) = (template.way, template.rest());
                let line = content.to_owned();
                found.hits.push(Hit { key, way, line, framed, sentence, rest });
            }
            found.pairs.extend(above.zip(same));
            above = same;
        }
        Some(found)
    }
}

/// Where lines stand.
struct Places<'l> {
    recurs: &'l [bool],
    /// From the first sentence of the document's own to the last.
    body: std::ops::Range<usize>,
}

impl<'l> Places<'l> {
    fn of(lines: &[Line], recurs: &'l [bool]) -> Self {
        let own = |at: &usize| lines[*at].sentence && !recurs[*at];
        let first = (0..lines.len()).find(own).unwrap_or(0);
        let last = (0..lines.len()).rfind(own).unwrap_or(0);
        Places { recurs, body: first..last }
    }

    /// Whether a line is beside others that recur, or at the text's top or end. Of
    /// lines that differ it is enough to be outside the document's own text.
    fn is_framed(&self, at: usize, way: Way) -> bool {
        let beside = |at: Option<usize>| at.is_none_or(|at| *self.recurs.get(at).unwrap_or(&true));
        let outside = way != Way::Figures && !self.body.contains(&at);
        outside || beside(at.checked_sub(1)) || beside(at.checked_add(1))
    }
}
