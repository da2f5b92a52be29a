//! The third reading: drafts are tried on the corpus they come from. What they
//! take is counted, what sound text they would take narrows them or ends them,
//! and their cases are drawn from it.

use super::draft::{Draft, Place};
use super::reading::Reader;
use super::sort::words_of;
use crate::document::Doc;
use crate::edit::{Edit, RuleId};
use crate::hash::rank;
use crate::pass::{Pass, RulePass};
use crate::survey::fold;
use regex::Regex;
use std::collections::{BTreeMap, BTreeSet};

/// Cases kept of each kind.
const CASES: usize = 2;
/// Candidates for cases: some will not do.
const SPARE: usize = 4;
/// The longest line shown in a case, in characters.
const LONGEST: usize = 160;
/// Words that a line must share with a rule's to look like it, of the rule's.
const ALIKE: (usize, usize) = (1, 2);
/// Characters that a case may have before a shorter one is better.
const SHORT: usize = 400;
/// A rule whose hits are sound text oftener than once in so many is no rule.
const SOUND: u64 = 50;

/// What one rule does to a document.
#[derive(Debug, Default)]
pub struct Tried {
    /// By the index of the draft.
    hits: BTreeMap<usize, Hits>,
    /// Lines that look like a draft's and are not taken: how much, and the line.
    alike: Vec<(usize, usize, String)>,
}

#[derive(Debug, Default)]
struct Hits {
    characters: u64,
    /// Lines that are the template's, and others: how many lines with text are
    /// above and below.
    meant: Vec<(usize, usize)>,
    sound: Vec<(usize, usize)>,
    /// What was taken, with the lines around it.
    cases: Vec<String>,
}

/// What all documents say of a draft.
#[derive(Debug, Default)]
struct Sum {
    documents: u64,
    characters: u64,
    meant: Reach,
    sound: Reach,
    sources: BTreeSet<String>,
    sound_sources: BTreeSet<String>,
    /// By length, roughly, and hash.
    cases: BTreeMap<(usize, u64), String>,
    /// By likeness (the greatest first) and hash.
    alike: BTreeMap<(std::cmp::Reverse<usize>, u64), String>,
}

/// How near to the text's ends some lines stand.
#[derive(Debug, Default)]
struct Reach {
    lines: u64,
    /// The least and the most lines above.
    above: Option<(usize, usize)>,
    /// The least and the most lines below.
    below: Option<(usize, usize)>,
}

impl Reach {
    fn add(&mut self, (above, below): (usize, usize)) {
        let widen = |known: Option<(usize, usize)>, n: usize| {
            Some(known.map_or((n, n), |(least, most)| (least.min(n), most.max(n))))
        };
        self.lines += 1;
        self.above = widen(self.above, above);
        self.below = widen(self.below, below);
    }
}

/// Drafts on trial.
pub struct Trial<'d> {
    reader: &'d Reader<'d>,
    pass: RulePass,
    drafts: &'d [Draft],
    /// What the lines of each draft are like.
    lines: Vec<Vec<Regex>>,
    words: Vec<BTreeSet<String>>,
    /// The drafts that have a word.
    with_word: BTreeMap<String, Vec<usize>>,
}

/// What the trial has shown of each draft.
#[derive(Debug)]
pub struct Record(Vec<Sum>);

impl<'d> Trial<'d> {
    /// A trial of drafts; `pass` has their rules, numbered as they are.
    pub fn new(reader: &'d Reader<'d>, pass: RulePass, drafts: &'d [Draft]) -> Self {
        let regex = |line: &String| Regex::new(&format!(r"\A(?:{line})\z")).ok();
        let lines = drafts.iter().map(|draft| draft.lines.iter().filter_map(regex).collect());
        let words: Vec<BTreeSet<String>> =
            drafts.iter().map(|draft| draft.words.iter().cloned().collect()).collect();
        let mut with_word: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (at, words) in words.iter().enumerate() {
            words.iter().for_each(|word| with_word.entry(word.clone()).or_default().push(at));
        }
        Trial { reader, pass, drafts, lines: lines.collect(), words, with_word }
    }

    /// What the drafts do to a document.
    pub fn read(&self, doc: &Doc<'_>) -> Tried {
        let text = self.reader.text(doc);
        let edits = self.pass.edits(&doc.with_text(&text));
        let spans: Vec<_> = fold::lines(&text).collect();
        let mut tried = Tried::default();
        for edit in edits.iter() {
            let at = edit.rule.0 as usize;
            let hits = tried.hits.entry(at).or_default();
            hits.characters += edit.before.trim().chars().count() as u64;
            let first = spans.partition_point(|line| line.span.end <= edit.span.start);
            let end = spans.partition_point(|line| line.span.start < edit.span.end);
            for line in first..end {
                let content = &text[spans[line].span.clone()];
                let is_meant = self.lines[at].iter().any(|regex| regex.is_match(content));
                // A general pattern means no sentences, whatever they match.
                let is_sound = !is_meant || (self.drafts[at].general && spans[line].sentence);
                let place = (line, spans.len() - 1 - line);
                if is_sound { hits.sound.push(place) } else { hits.meant.push(place) }
            }
            hits.cases.extend(case(&text, &spans, first..end, &edit));
        }
        let taken: Vec<_> = edits.iter().map(|edit| edit.span).collect();
        let stays = |line: &&fold::Line| {
            let next = taken.partition_point(|span| span.end <= line.span.start);
            taken.get(next).is_none_or(|span| span.start >= line.span.end)
        };
        for line in spans.iter().filter(stays) {
            let line = &text[line.span.clone()];
            if line.chars().nth(LONGEST).is_none() {
                tried.alike.extend(self.alike(line).map(|(at, how)| (at, how, line.to_owned())));
            }
        }
        tried
    }

    /// The drafts whose lines a line looks like, and how much.
    fn alike(&self, line: &str) -> impl Iterator<Item = (usize, usize)> {
        let own = words_of(line);
        let mut shared: BTreeMap<usize, usize> = BTreeMap::new();
        for at in own.iter().filter_map(|word| self.with_word.get(word)).flatten() {
            *shared.entry(*at).or_default() += 1;
        }
        let likeness = move |(at, shared): (usize, usize)| {
            let all = self.words[at].len() + own.len() - shared;
            let enough = shared * ALIKE.1 >= self.words[at].len() * ALIKE.0;
            enough.then_some((at, shared * 1000 / all))
        };
        shared.into_iter().filter_map(likeness)
    }
}

impl Record {
    /// Nothing yet, of so many drafts.
    pub fn new(drafts: usize) -> Self {
        Record((0..drafts).map(|_| Sum::default()).collect())
    }

    /// Adds what a document of this source showed.
    pub fn add(&mut self, source: &str, tried: Tried) {
        for (at, hits) in tried.hits {
            let sum = &mut self.0[at];
            sum.documents += 1;
            sum.characters += hits.characters;
            if !hits.meant.is_empty() {
                sum.sources.insert(source.to_owned());
            }
            if !hits.sound.is_empty() {
                sum.sound_sources.insert(source.to_owned());
            }
            hits.meant.into_iter().for_each(|place| sum.meant.add(place));
            hits.sound.into_iter().for_each(|place| sum.sound.add(place));
            for case in hits.cases {
                let key = (case.chars().count() / SHORT, rank(0, &case, 0));
                sum.cases.entry(key).or_insert(case);
                if sum.cases.len() > CASES * SPARE {
                    sum.cases.pop_last();
                }
            }
        }
        for (at, how, line) in tried.alike {
            let alike = &mut self.0[at].alike;
            alike.insert((std::cmp::Reverse(how), rank(0, &line, 0)), line);
            if alike.len() > CASES * SPARE {
                alike.pop_last();
            }
        }
    }

    /// The drafts that hold, narrowed where that was needed, with candidates for
    /// their cases; those first that take most.
    pub fn finish(self, drafts: &[Draft]) -> Vec<Draft> {
        let held = drafts.iter().zip(self.0).filter_map(|(draft, sum)| held(draft, sum));
        let mut held: Vec<Draft> = held.collect();
        held.sort_by(|a, b| (b.characters, &a.id).cmp(&(a.characters, &b.id)));
        held
    }
}

fn held(draft: &Draft, sum: Sum) -> Option<Draft> {
    if sum.meant.lines == 0 {
        return None;
    }
    let mut draft = draft.clone();
    if sum.sound.lines * SOUND > sum.meant.lines {
        draft.place = Some(narrower(&sum)?);
    }
    draft.documents = sum.documents;
    draft.characters = sum.characters;
    draft.fixes = sum.cases.into_values().map(|case| (case, String::new())).collect();
    draft.keeps = sum.alike.into_values().map(|line| line + "\n").collect();
    Some(draft)
}

/// Where a rule does no harm, if there is such a place.
fn narrower(sum: &Sum) -> Option<Place> {
    /// Lines that still count as a text's top or end.
    const NEAR: usize = 60;
    let before = |meant: Option<(usize, usize)>, sound: Option<(usize, usize)>| {
        let (most, least) = (meant?.1, sound?.0);
        (most < least && most < NEAR).then_some(most + 1)
    };
    if let Some(lines) = before(sum.meant.above, sum.sound.above) {
        return Some(Place::First(lines));
    }
    if let Some(lines) = before(sum.meant.below, sum.sound.below) {
        return Some(Place::Last(lines));
    }
    let only = sum.sources.iter().next().filter(|_| sum.sources.len() == 1)?;
    if sum.sound_sources.contains(only) {
        return None;
    }
    Some(match only.as_str() {
        folder if folder.ends_with('/') => Place::Folder(folder.to_owned()),
        host => Place::Host(host.to_owned()),
    })
}

/// What an edit takes, with a line above it and one below.
fn case(
    text: &str,
    lines: &[fold::Line],
    taken: std::ops::Range<usize>,
    edit: &Edit<'_>,
) -> Option<String> {
    let (start, end) = (taken.start.checked_sub(1), taken.end);
    let is_long = |line: &str| line.chars().nth(LONGEST).is_some();
    let shown = |at: usize| lines.get(at).map(|line| &text[line.span.clone()]);
    let mut case = String::new();
    for around in [start.and_then(shown), Some(edit.before.trim()), shown(end)] {
        let Some(line) = around.filter(|line| !line.is_empty()) else { continue };
        if line.lines().any(is_long) && line != edit.before.trim() {
            continue;
        }
        case.push_str(line);
        case.push('\n');
    }
    (!case.trim().is_empty()).then_some(case)
}

/// The rules of drafts as a pass numbers them.
pub fn numbered(count: usize) -> impl Iterator<Item = RuleId> {
    (0..count).map(|at| RuleId(u32::try_from(at).unwrap_or(u32::MAX)))
}
