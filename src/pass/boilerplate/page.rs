//! A text as a page: its lines, and the signs that a line has by its place
//! among the others.

use super::lexicon::Lexicon;
use super::shape::{Reader, Seen};
use super::sign::{Sign, Signs};
use super::title::Title;
use memchr::memchr_iter;
use rustc_hash::FxHashMap;
use std::ops::Range;
use xxhash_rust::xxh3::xxh3_64;

/// Lines below a heading that count as under it, and as below it.
const UNDER: usize = 10;
const BELOW: usize = 40;
/// Words from which a sentence counts as prose.
pub const PROSE: usize = 12;
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
    pub prose: usize,
    /// Whether the page's title stands on it.
    pub title: bool,
}

impl Line {
    /// Whether the lexicon knows anything on it.
    fn has_words(&self) -> bool {
        const WORDS: [Sign; 9] = [
            Sign::MenuWord,
            Sign::SitePhrase,
            Sign::Reader,
            Sign::Credit,
            Sign::Byline,
            Sign::About,
            Sign::Speech,
            Sign::Heading,
            Sign::LeadIn,
        ];
        WORDS.iter().any(|sign| self.signs.has(*sign))
    }
}

/// A text as a page, before its lines are read.
pub struct Page<'t> {
    text: &'t str,
    /// Where the lines that are not blank stand, without the blanks around them.
    spans: Vec<Range<usize>>,
    title: Title,
}

impl<'t> Page<'t> {
    /// The page of a text.
    pub fn new(text: &'t str) -> Self {
        let spans = spans(text);
        let title =
            spans.first().map_or_else(Title::default, |line| Title::new(&text[line.clone()]));
        Page { text, spans, title }
    }

    /// The lines that are not blank, without the blanks around them.
    pub fn contents(&self) -> impl ExactSizeIterator<Item = &'t str> {
        self.spans.iter().map(|span| &self.text[span.clone()])
    }

    /// What reads its lines.
    pub fn reader<'a>(&'a self, lexicon: &'a Lexicon) -> Reader<'a> {
        Reader::new(lexicon, &self.title)
    }

    /// Whether the title stands again on a line below the first ones.
    pub fn has_title_again(&self, lexicon: &Lexicon, below: usize) -> bool {
        let mut reader = self.reader(lexicon);
        let mut lines = self.contents().skip(below.max(1)).filter(|line| self.title.is_on(line));
        lines.any(|line| shares_title(reader.read(line).signs))
    }

    /// Reads all lines, for the signs of their own and those by their places.
    pub fn read(self, lexicon: &Lexicon, known: &mut SeenLines) -> Vec<Line> {
        let mut reader = self.reader(lexicon);
        known.open(self.contents().next());
        let read = |(number, content): (usize, &str)| {
            let seen = known.see(content, || reader.read(content));
            let mut signs = seen.signs;
            signs.set(Sign::Title, number == 0);
            let is_prose = signs.has(Sign::Sentence) && seen.words >= PROSE;
            Line {
                span: self.spans[number].clone(),
                signs,
                prose: if is_prose { seen.words } else { 0 },
                title: number > 0 && shares_title(signs) && self.title.is_on(content),
            }
        };
        let mut lines: Vec<Line> = self.contents().enumerate().map(read).collect();
        mark_places(self.text, &mut lines);
        lines
    }
}

/// What was seen of the lines of a page, for when it is read again after some of them went.
#[derive(Default)]
pub struct SeenLines {
    /// The hash of the title, on which it depends.
    title: u64,
    /// By the hashes of the lines.
    lines: FxHashMap<u64, Seen>,
}

impl SeenLines {
    /// Begins with a page of this title.
    fn open(&mut self, title: Option<&str>) {
        let title = xxh3_64(title.unwrap_or_default().as_bytes());
        if self.title != title {
            (self.title, self.lines) = (title, FxHashMap::default());
        }
    }

    /// What is seen of a line.
    fn see(&mut self, line: &str, read: impl FnOnce() -> Seen) -> Seen {
        *self.lines.entry(xxh3_64(line.as_bytes())).or_insert_with(read)
    }
}

/// Whether a line has a word of the title.
fn shares_title(signs: Signs) -> bool {
    signs.has(Sign::TitleWord) || signs.has(Sign::TitleWords)
}

/// Where the lines that are not blank stand, without the blanks around them.
fn spans(text: &str) -> Vec<Range<usize>> {
    let mut start = 0;
    let span = |end: usize| {
        let raw = &text[start..end];
        let content = raw.trim();
        let at = start + (raw.len() - raw.trim_start().len());
        start = end + 1;
        (!content.is_empty()).then_some(at..at + content.len())
    };
    memchr_iter(b'\n', text.as_bytes()).chain([text.len()]).filter_map(span).collect()
}

/// Sets the signs that a line has by its place among the others.
fn mark_places(text: &str, lines: &mut [Line]) {
    mark_repeated(text, lines);
    mark_headline(lines);
    let total: usize = lines.iter().map(|line| line.prose).sum();
    let (mut above, mut heading, mut prose_above) = (0, 0_usize, false);
    for i in 0..lines.len() {
        let prose_below = lines.get(i + 1).is_some_and(|next| next.prose > 0);
        let line = &mut lines[i];
        let (above_it, below_it) = (prose_above && line.prose == 0, prose_below && line.prose == 0);
        line.signs.set(Sign::ProseAbove, above_it);
        line.signs.set(Sign::ProseBelow, below_it);
        line.signs.set(Sign::Between, above_it && below_it && !line.has_words());
        line.signs.set(Sign::UnderHeading, heading > BELOW - UNDER);
        line.signs.set(Sign::BelowHeading, heading > 0);
        heading = if line.signs.has(Sign::Heading) { BELOW } else { heading.saturating_sub(1) };
        let below = total - above - line.prose;
        line.signs.set(Sign::NothingAbove, above == 0);
        line.signs.set(Sign::LittleAbove, above > 0 && above * 10 < total);
        line.signs.set(Sign::LittleBelow, below > 0 && below * 10 < total);
        line.signs.set(Sign::NothingBelow, below == 0);
        above += line.prose;
        prose_above = line.prose > 0;
    }
}

/// The headline is the last line that has the title and less than a tenth of
/// the prose above it, or else the first that has it.
fn mark_headline(lines: &mut [Line]) {
    let total: usize = lines.iter().map(|line| line.prose).sum();
    let (mut headline, mut above) = (None, 0);
    for (i, line) in lines.iter().enumerate() {
        if line.title && (headline.is_none() || above * 10 <= total) {
            headline = Some(i);
        }
        above += line.prose;
    }
    let Some(headline) = headline else { return };
    for (i, line) in lines.iter_mut().enumerate() {
        line.signs.set(Sign::Headline, i == headline);
        line.signs.set(Sign::AboveHeadline, i < headline);
        line.signs.set(Sign::BelowHeadline, i > headline);
    }
}

fn mark_repeated(text: &str, lines: &mut [Line]) {
    let mut counts: FxHashMap<&str, u32> = FxHashMap::default();
    for line in lines.iter().filter(|line| line.span.len() <= REPEATABLE) {
        *counts.entry(&text[line.span.clone()]).or_default() += 1;
    }
    for line in lines {
        let repeated = counts.get(&text[line.span.clone()]).is_some_and(|n| *n > 1);
        line.signs.set(Sign::Repeated, repeated);
    }
}
