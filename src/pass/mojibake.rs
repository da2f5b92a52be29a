//! Mojibake: UTF-8 that was read as another encoding, once or several times
//! over. It repairs what certainly is that and nothing else; text in a wrong
//! single-byte encoding is the business of `decode`, which has the bytes.
//!
//! A *sequence* is two to four characters that an encoding ([`codec`]) has for
//! the bytes of one UTF-8 character. Sequences are looked for locally, so that
//! a text may be sound in one place, damaged in another and damaged twice in a
//! third; whether one is damage or chance is judged by what it would become
//! and by what stands around it ([`judge`]). Whole-text votes were refused:
//! real damage is seldom consistent, not even within a line.

mod class;
mod codec;
mod gate;
mod judge;
mod kind;
mod layers;
mod pair;
mod row;
mod sequence;

use super::{Detector, Parts};
use crate::document::Doc;
use crate::edit::RuleId;
use crate::proposal::Proposals;
use codec::{CODECS, Family};
use row::Row;

/// The detectors of this pass.
pub const BUILTINS: &[&str] = &[
    "utf8-as-western",
    "utf8-as-central-european",
    "utf8-as-cyrillic",
    "utf8-as-greek",
    "utf8-as-arabic",
    "utf8-as-mac",
    "utf8-as-dos",
    "c1-control",
];

/// Builds the pass's detector.
pub fn build(parts: &Parts<'_>) -> Result<Box<dyn Detector>, String> {
    let rules = CODECS.iter().map(|codec| {
        parts.rule(match codec.family {
            Family::Western => "utf8-as-western",
            Family::Central => "utf8-as-central-european",
            Family::Cyrillic => "utf8-as-cyrillic",
            Family::Greek => "utf8-as-greek",
            Family::Arabic => "utf8-as-arabic",
            Family::Mac => "utf8-as-mac",
            Family::Dos => "utf8-as-dos",
        })
    });
    Ok(Box::new(Mojibake { rules: rules.collect(), c1: parts.rule("c1-control") }))
}

struct Mojibake {
    /// For each codec its rule; `None` where it is switched off.
    rules: Vec<Option<RuleId>>,
    c1: Option<RuleId>,
}

impl Detector for Mojibake {
    fn is_by_line(&self) -> bool {
        true
    }

    fn propose(&self, doc: &Doc<'_>, out: &mut Proposals<'_>) {
        let (mut at, mut row) = (0, Row::default());
        while let Some(stop) = gate::next_stop(doc.text, at) {
            let segment = gate::segment(doc.text, stop, at);
            at = segment.end;
            let opens = matches!(doc.text[..segment.start].chars().next_back(), None | Some('\n'));
            row.read(&doc.text[segment.clone()], segment.start);
            for (span, now, rule) in layers::repair(&mut row, opens, &self.rules, self.c1) {
                let mut bytes = [0; 4];
                let with = now.map_or("", |c| c.encode_utf8(&mut bytes));
                out.replace(span, with, rule);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::document::{Doc, Meta};
    use crate::pipeline::Pipeline;

    #[test]
    fn what_becomes_of_a_line_is_told_by_that_line() {
        let chain = Pipeline::shipped().unwrap();
        let pass = chain.passes().iter().find(|pass| pass.name() == "mojibake").unwrap();
        assert!(pass.is_by_line());
        let meta = Meta::new();
        let is_left = |lines: &[String]| {
            pass.edits(&Doc { name: "a", text: &lines.concat(), meta: &meta }).is_empty()
        };
        let pieces =
            ["Ã", "Â", "©", "â€", "™", "é", " ", "à", "\u{85}", "я", "Ð", "\u{FFFD}", "word ", "”"];
        let (mut seed, mut left) = (1_usize, 0);
        for _ in 0..4000 {
            let mut next = |most: usize| {
                seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                (seed >> 33) % most
            };
            let lines: Vec<String> = (0..4)
                .map(|_| {
                    let line: String = (0..next(6)).map(|_| pieces[next(pieces.len())]).collect();
                    line + "\n"
                })
                .collect();
            if is_left(&lines) {
                left += 1;
                for without in 0..lines.len() {
                    let mut others = lines.clone();
                    others.remove(without);
                    assert!(is_left(&others), "{lines:?} without {without}");
                }
            }
        }
        assert!(left > 300, "{left}");
    }
}
