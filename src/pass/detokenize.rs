//! Undoes tokenisation: the blanks that a tokenizer put between a word and its
//! comma, its clitic, its quotes. First it decides, passage by passage, whether
//! the text is tokenised at all (see [`signs`]); sound text costs that one scan.
//!
//! A passage is a line, or a piece of a very long one. Its tokens are what
//! blanks part. Every resolver looks at one kind of token and says on which
//! sides it *binds*; where two tokens bind the blank between them goes. So no
//! resolver knows of another, and all of it runs in linear time.
//!
//! Runs of several blanks are traces of lost words: they close before
//! punctuation only, the rest is left to `whitespace`.

mod addresses;
mod clitics;
mod codes;
mod dashes;
mod doubts;
mod evidence;
mod language;
mod languages;
mod letters;
mod lexicon;
mod numbers;
mod passage;
mod pieces;
mod points;
mod quotes;
mod signs;
mod style;
mod token;

pub use language::Settings;

use super::{Detector, Parts};
use crate::document::Doc;
use crate::edit::RuleId;
use crate::proposal::Proposals;
use language::Language;
use languages::Languages;
use passage::{Buffers, Passage, Rewrite};
use signs::Signs;
use std::ops::Range;
use style::Style;
use token::Reason;

/// The detectors of this pass.
pub const BUILTINS: &[&str] = &token::REASONS;

/// A line longer than this is cut into passages, so that memory stays bounded.
const LONGEST_PASSAGE: usize = 1 << 15;

/// Builds the pass's detector.
pub fn build(parts: &Parts<'_>) -> Result<Box<dyn Detector>, String> {
    Ok(Box::new(Detokenize {
        rules: token::REASONS.map(|name| parts.rule(name)),
        languages: Languages::new(parts.settings::<Settings>()),
    }))
}

struct Detokenize {
    /// The rule of each reason.
    rules: [Option<RuleId>; token::REASONS.len()],
    languages: Languages,
}

impl Detector for Detokenize {
    fn propose(&self, doc: &Doc<'_>, out: &mut Proposals<'_>) {
        let text = doc.text;
        let mut whole = Signs::default();
        let mut suspects: Vec<(Range<usize>, Signs)> = Vec::new();
        for passage in passages(text) {
            let signs = signs::read(&text.as_bytes()[passage.clone()]);
            whole.add(signs);
            if signs.any() {
                suspects.push((passage, signs));
            }
        }
        let mut buffers = Buffers::default();
        for (passage, signs) in suspects {
            if signs.marks || signs.letters || signs.tokenised(&whole, true) {
                buffers = self.passage(text, passage, (signs, whole), buffers, out);
            }
        }
    }
}

impl Detokenize {
    /// Proposes what a passage with signs needs; hands the buffers back.
    fn passage<'t>(
        &self,
        text: &'t str,
        span: Range<usize>,
        (signs, whole): (Signs, Signs),
        buffers: Buffers<'t>,
        out: &mut Proposals<'_>,
    ) -> Buffers<'t> {
        if signs.marks
            && let Some(rewrites) = pieces::restore(text, &span)
        {
            self.rewrite(&rewrites, out);
            return buffers;
        }
        let mut passage = Passage::new(text, span, buffers);
        if signs.letters && letters::join_throughout(&mut passage) {
            self.propose_all(&passage, out);
            return passage.into_buffers();
        }
        let spaced = signs.letters && letters::bind(&mut passage);
        let (language, may_be_loose) = self.languages.of(&passage);
        let only_menu = || whole.scant() && style::is_menu(&passage, language);
        let tokenised = signs.tokenised(&whole, !may_be_loose) && !only_menu();
        if tokenised && !codes::join_pieces(&mut passage) {
            self.resolve(&mut passage, language);
        }
        if tokenised || spaced {
            self.propose_all(&passage, out);
        }
        passage.into_buffers()
    }

    /// Lets every resolver say what binds. The first to speak of a token wins.
    fn resolve(&self, passage: &mut Passage<'_>, language: &Language) {
        let style = Style::of(passage);
        codes::restore(passage);
        addresses::bind(passage, language, &self.languages);
        clitics::bind(passage, language);
        numbers::bind(passage, language);
        points::bind(passage, language);
        dashes::bind(passage, language, style);
        quotes::bind(passage, language);
        points::bind_clusters(passage, language);
    }

    /// Proposes what was found, in the order of the text.
    fn propose_all(&self, passage: &Passage<'_>, out: &mut Proposals<'_>) {
        let mut rewrites = passage.rewrites.as_slice();
        for pair in passage.tokens.windows(2) {
            let [left, right] = pair else { continue };
            let reasons = [right.before, left.after];
            if reasons == [None, None] {
                continue;
            }
            let rule = reasons.into_iter().flatten().find_map(|r| self.rules[r as usize]);
            let gap = left.end()..right.start;
            if let Some(rule) = rule
                && (gap.len() == 1 || right.before == Some(Reason::Point))
            {
                let before = rewrites.iter().take_while(|r| r.span.start < gap.start).count();
                self.rewrite(&rewrites[..before], out);
                rewrites = &rewrites[before..];
                out.replace(gap, "", rule);
            }
        }
        self.rewrite(rewrites, out);
    }

    fn rewrite(&self, rewrites: &[Rewrite], out: &mut Proposals<'_>) {
        for rewrite in rewrites {
            if let Some(rule) = self.rules[rewrite.reason as usize] {
                out.replace(rewrite.span.clone(), rewrite.with, rule);
            }
        }
    }
}

/// The lines of a text, without their ends; long ones in pieces cut at blanks.
fn passages(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut start = 0;
    std::iter::from_fn(move || {
        if start >= text.len() {
            return None;
        }
        let bytes = text.as_bytes();
        let reach = (start + LONGEST_PASSAGE).min(bytes.len());
        if let Some(end) = memchr::memchr(b'\n', &bytes[start..reach]) {
            let line = start..start + end;
            start = line.end + 1;
            return Some(line);
        }
        let cut = match memchr::memrchr(b' ', &bytes[start..reach]) {
            Some(blank) if reach < bytes.len() => start + blank + 1,
            _ => {
                memchr::memchr2(b' ', b'\n', &bytes[reach..]).map_or(bytes.len(), |n| reach + n + 1)
            }
        };
        let piece = start..cut;
        start = cut;
        Some(piece)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passages_are_lines_and_pieces_of_long_ones() {
        let lines: Vec<_> = passages("a b\n\nc").collect();
        assert_eq!(lines, [0..3, 4..4, 5..6]);
        let long = "word ".repeat(LONGEST_PASSAGE);
        let pieces: Vec<_> = passages(&long).collect();
        assert!(pieces.iter().all(|p| p.len() <= LONGEST_PASSAGE));
        assert!(pieces.windows(2).all(|p| p[0].end == p[1].start));
        let solid = "x".repeat(3 * LONGEST_PASSAGE);
        assert_eq!(passages(&solid).count(), 1);
    }
}
