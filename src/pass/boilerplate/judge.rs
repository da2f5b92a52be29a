//! The judgement over a page: which lines go, and why.

use super::Settings;
use super::chain::Around;
use super::evidence::{Evidence, may_be_page};
use super::lexicon::Lexicon;
use super::page::{Line, Page, SeenLines};
use super::sign::{Sign, Signs, Weights};
use std::ops::Range;

/// Weights nearer to 0 than this aren't told.
const LITTLE: f32 = 0.05;

/// What is thought of one line, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct LineVerdict {
    /// The line without the blanks around it, in bytes of the text.
    pub span: Range<usize>,
    /// What can be seen of it.
    pub signs: Signs,
    /// What the lines around it add.
    pub around: Around,
    /// All together; below 0 the line goes.
    pub total: f32,
}

/// Judges texts by the settings.
pub struct Judge {
    settings: Settings,
    lexicon: Lexicon,
}

impl Judge {
    /// A judge with these settings.
    pub fn new(settings: Settings) -> Self {
        let lists = [
            (&*settings.menu, Sign::MenuWord),
            (&*settings.site, Sign::SitePhrase),
            (&*settings.reader, Sign::Reader),
            (&*settings.credit, Sign::Credit),
            (&*settings.byline, Sign::Byline),
            (&*settings.about, Sign::About),
            (&*settings.speech, Sign::Speech),
            (&*settings.headings, Sign::Heading),
            (&*settings.lead_in, Sign::LeadIn),
        ];
        let lexicon = Lexicon::new(&settings.function_words, &lists);
        Judge { settings, lexicon }
    }

    /// What each sign weighs.
    pub fn weights(&self) -> &Weights {
        &self.settings.weights
    }

    /// The signs of all lines of a text, whatever it looks like: what weights
    /// are learned from.
    pub fn signs(&self, text: &str) -> Vec<(Range<usize>, Signs)> {
        let lines = Page::new(text).read(&self.lexicon, &mut SeenLines::default());
        lines.into_iter().map(|line| (line.span, line.signs)).collect()
    }

    /// What is thought of each line of a text that looks like a scraped page,
    /// in order; nothing where it doesn't.
    pub fn explain(&self, text: &str) -> Vec<LineVerdict> {
        self.explain_again(text, &mut SeenLines::default())
    }

    /// The same where some of its lines may have been seen before.
    pub fn explain_again(&self, text: &str, seen: &mut SeenLines) -> Vec<LineVerdict> {
        let Settings { evidence, spread, .. } = self.settings;
        if !may_be_page(text, &self.lexicon, evidence) {
            return Vec::new();
        }
        let page = Page::new(text);
        if !Evidence::suffices_on(&page, &self.lexicon, evidence, spread) {
            return Vec::new();
        }
        let lines = page.read(&self.lexicon, seen);
        let Settings { bias, chain, lenience, .. } = &self.settings;
        let weights = self.weights().all();
        let own: Vec<f32> = lines.iter().map(|line| bias + line.signs.weigh(&weights)).collect();
        let around = chain.around(&own);
        let weigh = |((line, own), around): ((Line, &f32), Around)| {
            let total = own + around.above + around.below + lenience;
            LineVerdict { span: line.span, signs: line.signs, around, total }
        };
        lines.into_iter().zip(&own).zip(around).map(weigh).collect()
    }

    /// A verdict in words: the signs with what they weigh, the heaviest first.
    pub fn tell(&self, verdict: &LineVerdict) -> String {
        let weights = self.weights();
        let signs = verdict.signs.iter().map(|sign| (sign.doc(), weights.of(sign)));
        let around = [
            ("the lines above", verdict.around.above),
            ("the lines below", verdict.around.below),
            ("any line", self.settings.bias + self.settings.lenience),
        ];
        let mut all: Vec<(&str, f32)> = signs.chain(around).collect();
        all.retain(|(_, weight)| weight.abs() >= LITTLE);
        all.sort_by(|(_, a), (_, b)| b.abs().total_cmp(&a.abs()));
        let all: Vec<String> = all.iter().map(|(what, w)| format!("{what} {w:+.2}")).collect();
        format!("{:+.2}: {}", verdict.total, all.join(", "))
    }
}
