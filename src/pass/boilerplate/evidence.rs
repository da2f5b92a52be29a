//! Whether a text looks like a scraped page at all: several different words of
//! menus, forms and footers stand alone on lines, in runs of short lines. A
//! heading that says "Cookies" over the paragraphs of a policy tells of
//! nothing. No line of any other text is judged.

use super::lexicon::Lexicon;
use super::page::Line;
use super::shape::{Reader, ends_sentence};
use super::sign::Sign;
use super::title::Title;
use memchr::memchr_iter;
use std::cell::LazyCell;

/// Lines that a menu has at least.
const MENU: usize = 4;
/// Lines that stand at least between a title and the headline that repeats it.
const APART: usize = 3;
/// Bytes that a menu's line has at most.
const SHORT: usize = 80;
/// How much more must stand on a page whose title stands there again, and on one
/// where one line in [`DENSE`] is an entry, if no entry is of sites only.
const WITH_TITLE: usize = 2;
const WITH_MENUS: usize = 4;
const DENSE: usize = 12;
/// What isn't in the lexicon: the title again, and a claim of copyright.
const TITLE: (u32, Sign) = (u32::MAX, Sign::Title);
/// The sign of copyright at a line's start.
pub const COPYRIGHT: (u32, Sign) = (u32::MAX - 1, Sign::Copyright);

/// What tells of a scraped page.
#[derive(Clone, Debug, Default)]
pub struct Evidence {
    /// Each entry once.
    entries: Vec<(u32, Sign)>,
    /// All of them, each as often as it stands.
    hits: usize,
    /// All lines.
    lines: usize,
    /// Whether there is prose between the menus.
    prose: bool,
}

impl Evidence {
    /// What stands in the menus of these lines.
    pub fn of(lines: &[Line]) -> Evidence {
        let menus = lines.chunk_by(|a, b| a.short == b.short);
        let menus = menus.filter(|run| run.len() >= MENU && run[0].short);
        let prose = lines.iter().any(|line| line.prose > 0);
        let mut evidence = Evidence { lines: lines.len(), prose, ..Evidence::default() };
        menus.flatten().filter_map(|line| line.evident).for_each(|entry| evidence.add(entry));
        if lines.iter().skip(APART).any(|line| line.title) {
            evidence.add(TITLE);
        }
        evidence
    }

    fn add(&mut self, entry: (u32, Sign)) {
        self.hits += 1;
        if !self.entries.contains(&entry) {
            self.entries.push(entry);
        }
    }

    /// Whether there are enough different entries, and not too thinly spread: one
    /// line in `spread`. One at least must be of sites only, and such a one
    /// counts twice; without one there must be more entries, and the title again,
    /// or menus in every part of the page and prose between them.
    pub fn suffices(&self, enough: usize, spread: usize) -> bool {
        let of = |sign| self.entries.iter().filter(|(_, of)| *of == sign).count();
        let site = of(Sign::SitePhrase);
        let count = self.entries.len() + site;
        let titled = of(Sign::Title) > 0 && count >= enough + WITH_TITLE;
        let menus = count >= enough + WITH_MENUS && self.prose && self.hits * DENSE >= self.lines;
        (site > 0 && count >= enough || titled || menus)
            && self.hits.saturating_mul(spread) >= self.lines
    }
}

/// Whether a text may be a scraped page. A look at its short lines: long prose
/// is passed over at the speed of memory.
pub fn may_be_page(text: &str, lexicon: &Lexicon, enough: usize) -> bool {
    let first = text.trim_start().lines().next().unwrap_or_default();
    let title = LazyCell::new(|| Title::new(first));
    // A look at the first bytes dismisses nearly all lines.
    let start_of_title = first.get(..4).unwrap_or(first);
    let no_title = Title::default();
    let mut reader = Reader::new(lexicon, &no_title);
    // How the lines are spread is seen when all are read.
    let mut evidence = Evidence { prose: true, ..Evidence::default() };
    // The lines of a run before it is long enough to be looked at.
    let (mut run, mut waiting) = (0, [""; MENU]);
    let (mut start, mut lines) = (0, 0);
    for end in memchr_iter(b'\n', text.as_bytes()).chain([text.len()]) {
        let line = &text[start..end];
        start = end + 1;
        lines += usize::from(!line.is_empty());
        if lines > APART && line.starts_with(start_of_title) && title.is_on(line) {
            evidence.add(TITLE);
        }
        if line.len() > SHORT || ends_sentence(line) {
            run = 0;
            continue;
        }
        let line = line.trim();
        if line.is_empty() {
            continue;
        }
        waiting[run.min(MENU - 1)] = line;
        run += 1;
        let looked_at = match run {
            ..MENU => &waiting[..0],
            MENU => &waiting[..],
            _ => &waiting[MENU - 1..],
        };
        for entry in looked_at.iter().filter_map(|line| reader.evident(line)) {
            evidence.add(entry);
            if evidence.suffices(enough, usize::MAX) {
                return true;
            }
        }
    }
    false
}
