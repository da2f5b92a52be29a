//! A text as a page: its lines, all their signs, and what each line weighs
//! with the lines around it.
//!
//! A line's signs add up to what it weighs alone. To that come the weights of
//! its neighbours, near ones more than far ones: so a short line keeps to the
//! paragraphs around it, and a long one in a menu goes with the menu.

use super::lexicon::{Evidence, Hit};
use super::shape;
use super::sign::{Sign, Signs, Weights};
use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

/// Lines a menu has at least.
const MENU: usize = 4;
/// Lines below a heading that count as under it.
const UNDER: usize = 10;
/// The windows of neighbours, by their distance in lines.
const WINDOWS: [(u16, u16); 5] = [(1, 1), (2, 2), (3, 4), (5, 10), (11, 30)];
/// What a neighbour's weight counts at most, either way: the paragraph below
/// an advertisement's mark must not go with it.
const REACH: f32 = 2.5;
/// Words from which a sentence counts as prose.
const PROSE: usize = 12;
/// Lines longer than this (bytes) are not looked up among the repeated ones.
const REPEATABLE: usize = 200;

/// A line with text, blanks around it aside.
#[derive(Clone, Debug)]
pub struct Line {
    /// Bytes of the text.
    pub span: Range<usize>,
    /// What can be seen of it.
    pub signs: Signs,
    /// Its words, as far as it is prose.
    prose: usize,
    /// The lexicon's entries on it.
    hits: Vec<Hit>,
}

/// The lines of `text` that are not blank, with the signs of their own.
pub fn lines(text: &str, hits: &[Hit], function_words: &BTreeSet<String>) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    let mut start = 0;
    let mut rest = hits;
    for raw in text.split_inclusive('\n') {
        let content = raw.trim();
        let at = start + (raw.len() - raw.trim_start().len());
        start += raw.len();
        if content.is_empty() {
            continue;
        }
        let (own, later) = rest.split_at(rest.partition_point(|hit| hit.end <= start));
        rest = later;
        let (words, mut signs) = shape::signs(content, function_words);
        for hit in own {
            signs.set(hit.sign, true);
            signs.set(Sign::MenuWord, hit.whole && hit.sign == Sign::SitePhrase);
        }
        let prose = if signs.has(Sign::Sentence) && words >= PROSE { words } else { 0 };
        lines.push(Line { span: at..at + content.len(), signs, prose, hits: own.to_vec() });
    }
    lines
}

/// What tells of a scraped page on these lines: the entries that stand in
/// menus, which are runs of short lines without an end mark. A heading that
/// says "Cookies" over the paragraphs of a policy tells of nothing.
pub fn evidence(lines: &[Line]) -> Evidence {
    let menus = lines.chunk_by(|a, b| a.is_short() == b.is_short());
    let menus = menus.filter(|run| run.len() >= MENU && run[0].is_short());
    Evidence::of(menus.flatten().flat_map(|line| &line.hits))
}

impl Line {
    /// Whether the lexicon knows anything on it.
    fn has_words(&self) -> bool {
        const WORDS: [Sign; 7] = [
            Sign::MenuWord,
            Sign::SitePhrase,
            Sign::Reader,
            Sign::Credit,
            Sign::Byline,
            Sign::Speech,
            Sign::Heading,
        ];
        WORDS.iter().any(|sign| self.signs.has(*sign))
    }

    fn is_short(&self) -> bool {
        const SHORT: [Sign; 3] = [Sign::OneWord, Sign::FewWords, Sign::SomeWords];
        SHORT.iter().any(|sign| self.signs.has(*sign)) && !self.signs.has(Sign::Sentence)
    }
}

/// Sets the signs that a line has by its place among the others.
pub fn mark_places(text: &str, lines: &mut [Line]) {
    mark_repeated(text, lines);
    let total: usize = lines.iter().map(|line| line.prose).sum();
    let (mut above, mut heading, mut prose_above) = (0, 0_usize, false);
    for i in 0..lines.len() {
        let prose_below = lines.get(i + 1).is_some_and(|next| next.prose > 0);
        let line = &mut lines[i];
        line.signs.set(Sign::Between, prose_above && prose_below && !line.has_words());
        line.signs.set(Sign::UnderHeading, heading > 0);
        heading = if line.signs.has(Sign::Heading) { UNDER } else { heading.saturating_sub(1) };
        line.signs.set(Sign::EarlyLine, above * 10 < total);
        above += line.prose;
        line.signs.set(Sign::LateLine, (total - above) * 10 < total);
        prose_above = line.prose > 0;
    }
}

fn mark_repeated(text: &str, lines: &mut [Line]) {
    let mut counts: HashMap<&str, u32> = HashMap::new();
    for line in lines.iter().filter(|line| line.span.len() <= REPEATABLE) {
        *counts.entry(&text[line.span.clone()]).or_default() += 1;
    }
    for line in lines {
        let repeated = counts.get(&text[line.span.clone()]).is_some_and(|n| *n > 1);
        line.signs.set(Sign::Repeated, repeated);
    }
}

/// What each line weighs alone.
pub fn alone(lines: &[Line], weights: &Weights) -> Vec<f32> {
    lines.iter().map(|line| line.signs.iter().map(|sign| weights.of(sign)).sum()).collect()
}

/// What the neighbours of each line add: the mean weight of the lines in each
/// window, times what the window counts. Lines beyond the page's ends weigh 0.
pub fn around(alone: &[f32], above: [f32; 5], below: [f32; 5]) -> Vec<f32> {
    let mut sums = Vec::with_capacity(alone.len() + 1);
    let mut total = 0.0_f64;
    sums.push(total);
    for weight in alone {
        total += f64::from(weight.clamp(-REACH, REACH));
        sums.push(total);
    }
    let sum = |from: usize, to: usize| sums[to.min(alone.len())] - sums[from.min(alone.len())];
    let at = |i: usize| {
        let mut added = 0.0;
        for (&(near, far), (above, below)) in WINDOWS.iter().zip(above.iter().zip(&below)) {
            let (first, last) = (usize::from(near), usize::from(far));
            let over = sum(i.saturating_sub(last), (i + 1).saturating_sub(first));
            let under = sum(i + first, i + last + 1);
            let width = f64::from(far - near + 1);
            added += (over * f64::from(*above) + under * f64::from(*below)) / width;
        }
        // Sums of few weights of one digit before the point: nothing is lost.
        #[allow(clippy::cast_possible_truncation)]
        let added = added as f32;
        added
    };
    (0..alone.len()).map(at).collect()
}
