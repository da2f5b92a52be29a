//! Whether a text looks like a scraped page at all: several different words of
//! menus, forms and footers stand alone on lines, in runs of short lines. A
//! heading that says "Cookies" over the paragraphs of a policy tells of
//! nothing. No line of any other text is judged.

use super::lexicon::Lexicon;
use super::page::{PROSE, Page};
use super::shape::{Reader, ends_sentence, is_prose, is_short};
use super::sign::Sign;
use super::title::Title;
use memchr::memchr_iter;

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
/// The sign of copyright at a line's start, which isn't in the lexicon.
pub const COPYRIGHT: (u32, Sign) = (u32::MAX, Sign::Copyright);

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
    /// Whether there is enough of it on a page, by the settings. Lines are looked at no closer
    /// than that takes: to read them costs much more.
    pub fn suffices_on(page: &Page<'_>, lexicon: &Lexicon, enough: usize, spread: usize) -> bool {
        let evidence = Evidence::of_menus(page, lexicon);
        evidence.suffices(false, enough, spread)
            || evidence.suffices(true, enough, spread) && page.has_title_again(lexicon, APART)
    }

    /// What stands in the menus of a page.
    fn of_menus(page: &Page<'_>, lexicon: &Lexicon) -> Evidence {
        let mut reader = page.reader(lexicon);
        let contents: Vec<&str> = page.contents().collect();
        let prose = contents.iter().any(|line| is_prose(line, PROSE));
        let mut evidence = Evidence { lines: contents.len(), prose, ..Evidence::default() };
        for run in contents.split(|line| !is_short(line)).filter(|run| run.len() >= MENU) {
            let entries = run.iter().filter_map(|line| reader.evident(line));
            entries.for_each(|entry| evidence.add(entry));
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
    fn suffices(&self, is_titled: bool, enough: usize, spread: usize) -> bool {
        let site = self.entries.iter().filter(|(_, sign)| *sign == Sign::SitePhrase).count();
        let count = self.entries.len() + site + usize::from(is_titled);
        let hits = self.hits + usize::from(is_titled);
        let titled = is_titled && count >= enough + WITH_TITLE;
        let menus = count >= enough + WITH_MENUS && self.prose && hits * DENSE >= self.lines;
        (site > 0 && count >= enough || titled || menus)
            && hits.saturating_mul(spread) >= self.lines
    }
}

/// Whether a text may be a scraped page. A look at its short lines: long prose
/// is passed over at the speed of memory.
pub fn may_be_page(text: &str, lexicon: &Lexicon, enough: usize) -> bool {
    let mut again = TitleAgain::new(text.trim_start().lines().next().unwrap_or_default());
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
        if lines > APART {
            again.see(line);
        }
        if line.len() > SHORT || ends_sentence(line) {
            run = 0;
            continue;
        }
        let line = trim(line);
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
            if evidence.suffices(false, enough, usize::MAX)
                || evidence.suffices(true, enough, usize::MAX) && again.is_found()
            {
                return true;
            }
        }
    }
    false
}

/// Looks for the title on the lines below it, but only when that is asked.
struct TitleAgain<'t> {
    title: &'t str,
    /// Its first bytes, which dismiss nearly all lines.
    start: &'t str,
    /// Lines that start like it, to be looked at.
    lines: Vec<&'t str>,
    found: bool,
}

impl<'t> TitleAgain<'t> {
    fn new(title: &'t str) -> Self {
        let start = title.get(..4).unwrap_or(title);
        TitleAgain { title, start, lines: Vec::new(), found: false }
    }

    fn see(&mut self, line: &'t str) {
        if line.as_bytes().first() == self.start.as_bytes().first() && line.starts_with(self.start)
        {
            self.lines.push(line);
        }
    }

    fn is_found(&mut self) -> bool {
        if !self.lines.is_empty() && !self.found {
            let title = Title::new(self.title);
            self.found = self.lines.drain(..).any(|line| title.is_on(line));
        }
        self.found
    }
}

/// A line without the blanks around it, as most are.
fn trim(line: &str) -> &str {
    match line.as_bytes() {
        [first, .., last] if first.is_ascii_graphic() && last.is_ascii_graphic() => line,
        _ => line.trim(),
    }
}
