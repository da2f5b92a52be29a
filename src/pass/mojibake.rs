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
