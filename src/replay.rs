//! A document's trail in few bytes, to be kept between runs. Edits are data: with
//! the bytes that they were made for they give the cleaned document again, and
//! with it ledger, metadata and accounts, without any pass being asked. What stood
//! at an edit's place is in those bytes and is not kept.
//!
//! Whether a trail may be used again is another question: the caller sees to it
//! that bytes and chain are the same. Whether the survey would have told the same
//! is seen here.

use crate::decode::Decoded;
use crate::document::Doc;
use crate::edit::{Edits, Note, RuleId};
use crate::io::load::Loaded;
use crate::pipeline::Pipeline;
use crate::run::Done;
use crate::trail::{Layer, Trail};
use serde::{Deserialize, Serialize};

/// What is kept of a cleaned document.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Replay {
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    layers: Vec<KeptLayer>,
    #[serde(default, skip_serializing_if = "is_no")]
    unsettled: bool,
    /// The hash of the evidence that words of it were asked of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    asked: Option<u64>,
    /// As [`Pipeline::told`].
    #[serde(default, skip_serializing_if = "is_zero")]
    told: u64,
}

/// Round, pass, edits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct KeptLayer(usize, usize, Vec<KeptEdit>);

/// Start and length of what was replaced, the rule, the text that was put there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct KeptEdit(
    usize,
    usize,
    u32,
    String,
    #[serde(default, skip_serializing_if = "Option::is_none")] Option<Note>,
);

#[allow(clippy::trivially_copy_pass_by_ref)] // serde asks for references
fn is_no(flag: &bool) -> bool {
    !flag
}

#[allow(clippy::trivially_copy_pass_by_ref)]
fn is_zero(number: &u64) -> bool {
    *number == 0
}

impl Replay {
    /// Of a document that was cleaned with this evidence.
    pub fn of(done: &Done<'_>, evidence: u64) -> Replay {
        let layers = done.trail.0.iter().map(|layer| {
            let edits = layer.edits.iter().map(|edit| {
                let (start, len) = (edit.span.start, edit.span.len());
                KeptEdit(start, len, edit.rule.0, edit.after.to_owned(), edit.note.cloned())
            });
            KeptLayer(layer.round, layer.pass, edits.collect())
        });
        Replay {
            layers: layers.collect(),
            unsettled: !done.settled,
            asked: done.asked.then_some(evidence),
            told: done.told,
        }
    }

    /// The document cleaned again; `None` where the edits do not fit it or the chain, or where
    /// the survey would tell it something else now.
    pub fn done<'b>(
        &self,
        pipeline: &Pipeline,
        evidence: u64,
        (loaded, decoded): (&Loaded<'_>, Decoded<'b>),
    ) -> Option<Done<'b>> {
        if self.asked.is_some_and(|asked| asked != evidence) {
            return None;
        }
        let (mut text, mut trail) = (None, Trail::default());
        for KeptLayer(round, pass, kept) in &self.layers {
            let before: &str = text.as_deref().unwrap_or(&decoded.text);
            let mut edits = Edits::default();
            let mut free = 0;
            for KeptEdit(start, len, rule, after, note) in kept {
                let old = before.get(*start..start.checked_add(*len)?)?;
                if *start < free || *rule as usize >= pipeline.rules().len() {
                    return None;
                }
                free = start + len;
                edits.push(*start, old, after, RuleId(*rule), note.clone().map(Box::new));
            }
            text = Some(edits.apply(before));
            pipeline.passes().get(*pass)?;
            trail.0.push(Layer { round: *round, pass: *pass, edits });
        }
        let doc = Doc { name: &loaded.name, text: &decoded.text, meta: &loaded.meta };
        if pipeline.told(&doc, &trail) != self.told {
            return None;
        }
        let (settled, asked) = (!self.unsettled, self.asked.is_some());
        Some(Done { decoded, text, trail, settled, asked, told: self.told })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decode::{Hints, decode};
    use crate::run;

    fn again<'l>(
        replay: &Replay,
        chain: &Pipeline,
        evidence: u64,
        loaded: &'l Loaded<'l>,
    ) -> Option<Done<'l>> {
        let decoded = decode(&loaded.bytes, &Hints::default()).unwrap();
        replay.done(chain, evidence, (loaded, decoded))
    }

    #[test]
    fn what_is_kept_gives_the_document_again() {
        let chain = Pipeline::shipped().unwrap();
        let bytes = "IE 11 is not supported. Use another browser.\nIt wonâ€™t  , he said .\n";
        let loaded = Loaded::text("a.txt", bytes.as_bytes().to_vec());
        let done = run::clean(&chain, &loaded, &Hints::default()).unwrap();
        assert!(done.trail.0.len() > 2);
        let line = serde_json::to_string(&Replay::of(&done, 7)).unwrap();
        let replay: Replay = serde_json::from_str(&line).unwrap();
        let same = again(&replay, &chain, 7, &loaded).unwrap();
        assert_eq!((&same.text, &same.trail), (&done.text, &done.trail));
        assert_eq!((same.settled, same.asked), (done.settled, done.asked));
        let asked = Replay { asked: Some(7), ..replay.clone() };
        assert!(again(&asked, &chain, 7, &loaded).is_some());
        assert!(again(&asked, &chain, 8, &loaded).is_none());
        let told = Replay { told: 1, ..replay.clone() };
        assert!(again(&told, &chain, 7, &loaded).is_none());
        let other = Loaded::text("a.txt", "another é".as_bytes().to_vec());
        assert!(again(&replay, &chain, 7, &other).is_none());
    }

    #[test]
    fn a_document_that_needs_nothing_costs_two_bytes() {
        let chain = Pipeline::shipped().unwrap();
        let loaded = Loaded::text("a.txt", b"A sound line.\n".to_vec());
        let done = run::clean(&chain, &loaded, &Hints::default()).unwrap();
        let line = serde_json::to_string(&Replay::of(&done, 7)).unwrap();
        assert_eq!(line, "{}");
    }
}
