//! The judgement over a page: which lines go, and why.

use super::Settings;
use super::lexicon::{Evidence, Lexicon};
use super::page::{self, Line};
use super::sign::{Sign, Signs, Weights};
use std::collections::BTreeSet;
use std::ops::Range;

/// Rounds after which a page whose lines still go is left alone: half a
/// judgement would be finished by the next run.
const MOST_ROUNDS: usize = 16;

/// What is thought of one line, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct LineVerdict {
    /// The line without the blanks around it, in bytes of the text.
    pub span: Range<usize>,
    /// What can be seen of it.
    pub signs: Signs,
    /// What the lines around it add.
    pub around: f32,
    /// All together; below 0 the line goes.
    pub total: f32,
}

/// Judges texts by the settings.
pub struct Judge {
    settings: Settings,
    lexicon: Lexicon,
    function_words: BTreeSet<String>,
}

impl Judge {
    /// A judge with these settings.
    pub fn new(settings: Settings) -> Self {
        let lexicon = Lexicon::new(&[
            (&settings.menu, Sign::MenuWord),
            (&settings.site, Sign::SitePhrase),
            (&settings.reader, Sign::Reader),
            (&settings.credit, Sign::Credit),
            (&settings.byline, Sign::Byline),
            (&settings.speech, Sign::Speech),
            (&settings.headings, Sign::Heading),
        ]);
        let function_words = settings.function_words.iter().cloned().collect();
        Judge { settings, lexicon, function_words }
    }

    /// What each sign weighs.
    pub fn weights(&self) -> &Weights {
        &self.settings.weights
    }

    /// What is thought of each line of a text that looks like a scraped page,
    /// in order; nothing where it doesn't. Lines are judged again when others
    /// have gone, until all that are left stay: what is left is sound text.
    pub fn explain(&self, text: &str) -> Vec<LineVerdict> {
        let hits = self.lexicon.hits(text);
        if Evidence::of(&hits).entries < self.settings.evidence.max(1) {
            return Vec::new();
        }
        let mut left = page::lines(text, &hits, &self.function_words);
        let mut gone: Vec<LineVerdict> = Vec::new();
        for _ in 0..MOST_ROUNDS {
            let verdicts = self.round(text, &mut left);
            let (stays, goes): (Vec<_>, Vec<_>) =
                left.into_iter().zip(verdicts).partition(|(_, verdict)| verdict.total >= 0.0);
            if goes.is_empty() {
                gone.extend(stays.into_iter().map(|(_, verdict)| verdict));
                gone.sort_unstable_by_key(|verdict| verdict.span.start);
                return gone;
            }
            gone.extend(goes.into_iter().map(|(_, verdict)| verdict));
            left = stays.into_iter().map(|(line, _)| line).collect();
        }
        Vec::new()
    }

    /// One judgement over the lines that are left. All stay where they don't
    /// look like a scraped page, or no longer do.
    fn round(&self, text: &str, lines: &mut [Line]) -> Vec<LineVerdict> {
        page::mark_places(text, lines);
        let Settings { weights, bias, above, below, .. } = &self.settings;
        let alone = page::alone(lines, weights);
        let around = page::around(&alone, *above, *below);
        let scraped = self.is_scraped(lines);
        let weigh = |((line, alone), around): ((&Line, &f32), f32)| {
            let total = bias + alone + around;
            let total = if scraped { total } else { total.max(0.0) };
            LineVerdict { span: line.span.clone(), signs: line.signs, around, total }
        };
        lines.iter().zip(&alone).zip(around).map(weigh).collect()
    }

    /// Whether these lines are a scraped page's: enough different entries of
    /// the lexicon stand alone on lines, one of them of sites only, and they
    /// are not too thinly spread.
    fn is_scraped(&self, lines: &[Line]) -> bool {
        let Evidence { site, entries, hits } = page::evidence(lines);
        site > 0 && entries >= self.settings.evidence && hits * self.settings.spread >= lines.len()
    }
}
