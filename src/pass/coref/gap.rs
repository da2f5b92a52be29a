//! Gaps: the places where words are missing, be it under an intruder or in a
//! run of blanks, and the questions they put to other documents.

use super::class::Class;
use super::context::{Word, mark, words};
use super::judge::{Intruder, Verdict};
use super::question::{Question, REACH};
use super::token::Tokens;
use std::ops::Range;

/// A place where words are missing.
#[derive(Clone, Debug, PartialEq)]
pub struct Gap {
    /// What stands there now, in bytes: intruders, or blanks.
    pub span: Range<usize>,
    /// The intruders; none for blanks.
    pub intruders: Vec<Intruder>,
    /// How many tokens are missing, as far as it can be told.
    pub lost: usize,
    /// The least confidence of its intruders.
    pub confidence: f64,
    /// The token after it.
    pub next: usize,
}

/// The gaps of a document, in order. Intruders side by side leave one gap.
pub fn gaps(tokens: &Tokens, verdict: &Verdict, least: f64) -> Vec<Gap> {
    let mut found: Vec<Gap> = Vec::new();
    let all = &tokens.all;
    for intruder in verdict.intruders.iter().filter(|i| i.confidence >= least) {
        let gap = of_one(tokens, intruder);
        match found.last_mut() {
            Some(last) if last.next == intruder.start && all[intruder.start].dropped == 0 => {
                last.span.end = gap.span.end;
                last.intruders.push(intruder.clone());
                last.lost += intruder.lost;
                last.confidence = last.confidence.min(intruder.confidence);
                last.next = intruder.end;
            }
            _ => found.push(gap),
        }
    }
    found.extend(blanks(tokens));
    found.sort_by_key(|gap| (gap.span.start, gap.span.end));
    found
}

/// The gap that an intruder would leave alone.
pub fn of_one(tokens: &Tokens, intruder: &Intruder) -> Gap {
    Gap {
        span: tokens.all[intruder.start].at.start..tokens.all[intruder.end - 1].at.end,
        intruders: vec![intruder.clone()],
        lost: intruder.lost,
        confidence: intruder.confidence,
        next: intruder.end,
    }
}

/// The runs of blanks inside a sentence. Between sentences they were a heading or a paragraph's end, and no word is known to be missing.
fn blanks(tokens: &Tokens) -> impl Iterator<Item = Gap> + '_ {
    tokens.all.iter().enumerate().skip(1).filter_map(|(at, token)| {
        let before = &tokens.all[at - 1];
        let inside = !token.first
            && !matches!(before.class, Class::Stop | Class::Quote | Class::Gap)
            && !matches!(token.class, Class::Gap | Class::Quote);
        let lost = usize::from(token.dropped);
        (lost > 0 && inside).then(|| Gap {
            span: before.at.end..token.at.start,
            intruders: Vec::new(),
            lost,
            confidence: 1.0,
            next: at,
        })
    })
}

/// The question of each gap, about a text whose known gaps are these.
pub fn questions(text: &str, tokens: &Tokens, asked: &[Gap], gaps: &[Gap]) -> Vec<Question> {
    let spans: Vec<Range<usize>> = gaps.iter().map(|g| g.span.clone()).collect();
    let mut stream = words(text);
    mark(&mut stream, &spans);
    let edges: Vec<usize> =
        tokens.all.iter().filter(|t| t.class == Class::Gap).map(|t| t.at.start).collect();
    asked.iter().map(|gap| question(gap, &stream, &edges, gaps)).collect()
}

fn question(gap: &Gap, stream: &[Word], marks: &[usize], gaps: &[Gap]) -> Question {
    let before = stream.partition_point(|w| w.at.start < gap.span.start);
    let after = stream.partition_point(|w| w.at.start < gap.span.end);
    let holes = |a: usize, b: usize| {
        let first = gaps.partition_point(|g| g.span.start < a);
        gaps.get(first).is_some_and(|g| g.span.end <= b)
    };
    let begins = stream
        .get(before)
        .is_some_and(|w| w.begins && w.at.start < gap.span.end.max(gap.span.start + 1));
    let marked =
        |a: usize, b: usize| marks.get(marks.partition_point(|m| *m < a)).is_some_and(|m| *m < b);
    let (mut left, mut to_start, mut edge) = (Vec::new(), begins.then_some(0), gap.span.start);
    for i in (0..before).rev() {
        let word = &stream[i];
        if left.len() >= REACH || marked(word.at.end, edge) {
            break;
        }
        if word.broken {
            continue;
        }
        if holes(word.at.end, edge) {
            left.push(None);
        }
        left.push(Some(word.hash));
        edge = word.at.start;
        if word.begins && to_start.is_none() {
            to_start = u8::try_from(left.iter().flatten().count()).ok();
        }
    }
    let (mut right, mut to_end, mut edge) = (Vec::new(), None, gap.span.end);
    for word in stream.iter().skip(after) {
        if right.len() >= REACH || marked(edge, word.at.start) {
            break;
        }
        if word.broken {
            continue;
        }
        if word.begins && to_end.is_none() {
            to_end = u8::try_from(right.iter().flatten().count()).ok();
        }
        if holes(edge, word.at.start) {
            right.push(None);
        }
        right.push(Some(word.hash));
        edge = word.at.end;
    }
    Question { left, right, to_start, to_end }
}
