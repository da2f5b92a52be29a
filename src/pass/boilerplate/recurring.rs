//! The verdict of the corpus over a line: it goes where the survey proves that
//! it recurs in its source, and where it stands as a template's lines do.
//!
//! What is proven is the survey's affair (`survey/recurring.rs`). Here is judged
//! where a line stands: at the top or the end of the text, or in a run of lines
//! that all recur. Between paragraphs of the document's own, a long line never
//! goes: a background paragraph that a paper prints every day, a clause, a
//! refrain. A lone short one doesn't either: `Ingredients`, `Present:`,
//! `Abstract` are a form's headings, and what is under them would lose its name.

use super::Settings;
use crate::document::Doc;
use crate::edit::{Note, RuleId};
use crate::pass::{NearMiss, Parts};
use crate::proposal::Proposals;
use crate::survey::Survey;
use crate::survey::counts::key;
use crate::survey::fold::{self, Kind, Line, REACH, Starts};
use crate::survey::recurring::{Recurring, Seen, end, pair, top};
use crate::survey::source::{Source, Way};
use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;
use std::ops::Range;
use std::sync::Arc;
use xxhash_rust::xxh3::xxh3_64;

/// The detector's name.
pub const NAME: &str = "recurring-line";

/// Whether a line stands in each document as often as in the others. What a
/// document repeats as it has need, once or twenty times, is a form's heading or
/// a verse, and no page's frame.
fn is_steady(seen: &Seen) -> bool {
    let (mean, deviation) = seen.spread();
    deviation <= STEADY * mean
}

/// The standard deviation that a steady line has at most, in times of the mean.
const STEADY: f64 = 0.5;

/// Which document of a source keeps a line that all others lose.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Keep {
    /// None.
    #[default]
    None,
    /// The one with the least name.
    First,
    /// The one that has most recurring lines.
    Fullest,
}

/// Judges lines by what the survey knows of them.
pub struct RecurringLines {
    rule: RuleId,
    settings: Settings,
    known: Option<Known>,
}

/// What the survey proves by these settings.
struct Known {
    survey: Arc<Survey>,
    /// Sources of which anything is proven.
    sources: FxHashSet<u64>,
    /// Lines in their source, each with a hash of what is known of it.
    lines: FxHashMap<u64, u64>,
    starts: Starts,
    /// Pairs of them that recur as pairs.
    pairs: FxHashSet<u64>,
}

/// A line as it is judged.
struct Judged {
    line: Line,
    /// Its key in the source, where it recurs.
    key: Option<u64>,
    /// Whether its figures differ from document to document.
    varies: bool,
}

impl Judged {
    fn is_separator(&self) -> bool {
        self.line.kind == Kind::Separator
    }
}

impl RecurringLines {
    /// The detector, if its rule is on.
    pub fn new(parts: &Parts<'_>, settings: &Settings) -> Option<Self> {
        let rule = parts.rule(NAME)?;
        let mut recurring = RecurringLines { rule, settings: settings.clone(), known: None };
        recurring.known = parts.survey.map(|survey| recurring.known(survey));
        Some(recurring)
    }

    /// How a document's source is named.
    pub fn ways(&self) -> &[Way] {
        &self.settings.source
    }

    /// How many documents of a source must have a line that is to be proven a
    /// template's, given how many it has.
    pub fn needed(&self, documents: u32) -> u32 {
        let share = (f64::from(documents) * self.settings.recurring_share).ceil();
        // A share of a count is no greater than a count.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let share = share as u32;
        share.max(self.settings.recurring_documents).max(2)
    }

    /// What a survey proves to recur, by the key of the line in its source.
    pub fn proven<'s>(&self, survey: &'s Survey) -> impl Iterator<Item = (u64, &'s Seen)> {
        let Recurring { sources, lines, .. } = &survey.recurring;
        let needed = |seen: &Seen| self.needed(sources.get(&seen.source).map_or(0, |n| *n));
        let proven =
            move |(_, seen): &(&u64, &Seen)| seen.documents >= needed(seen) && is_steady(seen);
        lines.iter().filter(proven).map(|(key, seen)| (*key, seen))
    }

    fn known(&self, survey: &Arc<Survey>) -> Known {
        let sources = self.proven(survey).map(|(_, seen)| seen.source).collect();
        let lines = self.proven(survey).map(|(key, seen)| {
            let documents = survey.recurring.sources.get(&seen.source);
            // Serialising plain data does not fail.
            (key, xxh3_64(&serde_json::to_vec(&(seen, documents)).unwrap_or_default()))
        });
        let lines: FxHashMap<u64, u64> = lines.collect();
        let starts = Starts::of(lines.keys().copied());
        let pairs = survey.recurring.pairs.iter();
        let pairs = pairs.filter(|(_, n)| **n >= self.settings.recurring_documents.max(2));
        let pairs = pairs.map(|(pair, _)| *pair).collect();
        Known { survey: survey.clone(), sources, lines, starts, pairs }
    }

    /// Proposes that the lines go which recur and stand as a template's do.
    pub fn propose(&self, doc: &Doc<'_>, out: &mut Proposals<'_>) {
        let Some((known, source)) = self.known_of(doc) else { return };
        let lines = self.judged(doc, known, &source, self.short_lines(doc, known));
        out.tell(known.all_told(&lines, source.key));
        for run in self.runs(doc.text, &lines, known, source.key) {
            for judged in &lines[run] {
                let seen = judged.key.and_then(|key| known.survey.recurring.lines.get(&key));
                if seen.is_some_and(|seen| self.keeps(doc, seen)) {
                    continue;
                }
                let note = seen.map(|seen| Note {
                    recurs: Some(known.told(seen, &source)),
                    ..Note::default()
                });
                out.strip(judged.line.span.clone(), "", self.rule, note);
            }
        }
    }

    /// A number for all that the survey tells of a text, 0 where it tells nothing: while it
    /// stays the same, so do the edits.
    pub fn told(&self, doc: &Doc<'_>) -> u64 {
        let Some((known, source)) = self.known_of(doc) else { return 0 };
        let lines = self.judged(doc, known, &source, self.short_lines(doc, known));
        known.all_told(&lines, source.key)
    }

    /// The lines that recur and stay all the same, with the reason.
    pub fn near_misses(&self, doc: &Doc<'_>) -> Vec<NearMiss> {
        let Some(known) = &self.known else { return Vec::new() };
        let Some(source) = Source::of(doc, self.ways()) else { return Vec::new() };
        let lines = self.judged(doc, known, &source, fold::lines(doc.text));
        let runs = self.runs(doc.text, &lines, known, source.key);
        let stays = |(at, judged): (usize, &Judged)| {
            let Kind::Said(said) = judged.line.kind else { return None };
            let seen = known.survey.recurring.lines.get(&key(source.key, said))?;
            let goes = runs.iter().any(|run| run.contains(&at));
            let condition = match (judged.key, goes) {
                (Some(_), true) if !self.keeps(doc, seen) => return None,
                (Some(_), true) => "recurring-keep".to_owned(),
                (Some(_), false) => format!("recurring-run = {}", self.settings.recurring_run),
                (None, _) if known.lines.contains_key(&key(source.key, said)) => {
                    format!("recurring-longest = {}", self.settings.recurring_longest)
                }
                (None, _) => {
                    let Settings { recurring_documents: n, recurring_share: share, .. } =
                        &self.settings;
                    format!("recurring-documents = {n}, recurring-share = {share}")
                }
            };
            let condition = format!("{condition} (recurs {})", known.told(seen, &source));
            Some(NearMiss { rule: self.rule, span: judged.line.span.clone(), condition })
        };
        lines.iter().enumerate().filter_map(stays).collect()
    }

    /// What is known of the document's source, if anything is.
    fn known_of<'d>(&self, doc: &Doc<'d>) -> Option<(&Known, Source<'d>)> {
        let known = self.known.as_ref().filter(|known| !known.sources.is_empty())?;
        let source = Source::of(doc, self.ways())?;
        known.sources.contains(&source.key).then_some((known, source))
    }

    /// The lines of a document, without the keys of those that are too long to be judged or can't
    /// be known.
    fn short_lines(&self, doc: &Doc<'_>, known: &Known) -> impl Iterator<Item = Line> {
        fold::short_lines(doc.text, self.settings.recurring_longest, &known.starts)
    }

    fn judged(
        &self,
        doc: &Doc<'_>,
        known: &Known,
        source: &Source<'_>,
        lines: impl Iterator<Item = Line>,
    ) -> Vec<Judged> {
        let longest = self.settings.recurring_longest;
        let recurs = |line: &Line| {
            let Kind::Said(said) = line.kind else { return None };
            let key = Some(key(source.key, said)).filter(|key| known.lines.contains_key(key))?;
            let is_short = line.span.len() <= REACH
                && doc.text[line.span.clone()].chars().nth(longest).is_none();
            is_short.then_some(key)
        };
        let judged = |line: Line| {
            let key = recurs(&line);
            let seen = key.and_then(|key| known.survey.recurring.lines.get(&key));
            Judged { line, key, varies: seen.is_some_and(|seen| seen.figures.is_none()) }
        };
        let mut lines: Vec<Judged> = lines.map(judged).collect();
        let mut times: FxHashMap<u64, u32> = FxHashMap::default();
        lines
            .iter()
            .filter_map(|judged| judged.key)
            .for_each(|key| *times.entry(key).or_default() += 1);
        for judged in &mut lines {
            let seen = judged.key.and_then(|key| known.survey.recurring.lines.get(&key));
            let usual = seen.map_or(0.0, |seen| seen.spread().0);
            judged.key = judged.key.filter(|key| f64::from(times[key]) <= 2.0 * usual.max(1.0));
        }
        lines
    }

    /// The runs of lines that go, by index.
    fn runs(&self, text: &str, lines: &[Judged], known: &Known, source: u64) -> Vec<Range<usize>> {
        let is_own = |judged: &Judged| judged.key.is_none() && judged.line.sentence;
        let body = lines.iter().position(is_own).unwrap_or(lines.len())
            ..lines.iter().rposition(is_own).unwrap_or(0);
        let is_pair = |above: Option<u64>, below| {
            above.is_some_and(|above| known.pairs.contains(&pair(above, below)))
        };
        let enough = self.settings.recurring_run;
        let (mut runs, mut run) = (Vec::new(), Run::default());
        let mut above = Some(top(source));
        for (at, judged) in lines.iter().enumerate().filter(|(_, judged)| !judged.is_separator()) {
            let key = judged.key.filter(|_| !(judged.line.prose && body.contains(&at)));
            let is_joined = key.is_some_and(|key| is_pair(above, key));
            if !is_joined {
                runs.extend(std::mem::take(&mut run).close(text, lines, enough));
            }
            if key.is_some() {
                run.at_top |= is_joined && run.lines.is_empty();
                run.lines.push(at);
            }
            above = key;
        }
        run.at_end |= is_pair(above, end(source));
        runs.extend(run.close(text, lines, enough));
        runs.retain(|run| !cuts_sentence(text, lines, run));
        runs
    }

    /// Whether it is this document that keeps the line.
    fn keeps(&self, doc: &Doc<'_>, seen: &Seen) -> bool {
        match self.settings.recurring_keep {
            Keep::None => false,
            Keep::First => seen.first == doc.name,
            Keep::Fullest => seen.fullest.1 == doc.name,
        }
    }
}

/// The longest line of a text that is wrapped by line ends.
const WRAPPED_BYTES: usize = 100;

/// Whether a run begins or ends within a sentence that goes on from line to line.
fn cuts_sentence(text: &str, lines: &[Judged], run: &Range<usize>) -> bool {
    let goes_on = |above: usize| {
        let (Some(above), Some(below)) = (lines.get(above), lines.get(above + 1)) else {
            return false;
        };
        let (above, below) = (&above.line, &below.line);
        let is_next = text[above.span.end..below.span.start].matches('\n').count() == 1;
        let is_wrapped = |line: &Line| line.prose && line.span.len() <= WRAPPED_BYTES;
        is_next && is_wrapped(above) && !above.sentence && is_wrapped(below)
    };
    run.start.checked_sub(1).is_some_and(goes_on) || goes_on(run.end - 1)
}

/// Lines one below the other of which each pair recurs.
#[derive(Default)]
struct Run {
    /// Their indices.
    lines: Vec<usize>,
    /// Whether they reach the text's top, as they do in other documents.
    at_top: bool,
    /// Whether they reach its end.
    at_end: bool,
}

impl Run {
    /// The stretches of it that are to go. A few lines must reach the text's top
    /// or end, and be the same in all documents: a line whose figures differ
    /// tells something of this one.
    fn close(&self, text: &str, all: &[Judged], enough: usize) -> Vec<Range<usize>> {
        let parts: Vec<&[usize]> = match self.lines.len() >= enough && (self.at_top || self.at_end)
        {
            true => vec![&self.lines],
            false => self.lines.split(|at| all[*at].varies).collect(),
        };
        let last = parts.len() - 1;
        let goes = |(at, part): (usize, &&[usize])| {
            let at_edge = at == 0 && self.at_top || at == last && self.at_end;
            at_edge || part.len() >= enough.max(1)
        };
        let goes = parts.iter().enumerate().filter(|part| goes((part.0, part.1)));
        goes.filter_map(|(_, part)| span(text, all, part)).collect()
    }
}

/// From the first of some lines to the last. A line with a colon at its end
/// names what follows, and does not go without it.
fn span(text: &str, all: &[Judged], lines: &[usize]) -> Option<Range<usize>> {
    let names = |at: &&usize| text[all[**at].line.span.clone()].ends_with([':', '：']);
    let last = lines.iter().rfind(|at| !names(at))?;
    Some(*lines.first()?..*last + 1)
}

impl Known {
    /// A number for all that is known of these lines of a source, and of which of them stand
    /// beside which.
    fn all_told(&self, lines: &[Judged], source: u64) -> u64 {
        let (mut sum, mut above) = (0_u64, Some(top(source)));
        let keys = lines.iter().filter(|judged| !judged.is_separator()).map(|judged| judged.key);
        for key in keys.chain([Some(end(source))]) {
            let is_pair = above.zip(key).is_some_and(|(a, b)| self.pairs.contains(&pair(a, b)));
            let known = key.and_then(|key| self.lines.get(&key).copied()).unwrap_or(0);
            if is_pair || known != 0 {
                sum = sum.rotate_left(7).wrapping_add(known).wrapping_add(u64::from(is_pair));
            }
            above = key;
        }
        sum
    }

    fn told(&self, seen: &Seen, source: &Source<'_>) -> String {
        let documents = self.survey.recurring.sources.get(&source.key).copied().unwrap_or_default();
        format!("in {} of {documents} documents of {}", seen.documents, source.name)
    }
}
