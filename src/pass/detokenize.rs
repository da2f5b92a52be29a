//! Draft.
use super::{Detector, Parts};
use crate::document::Doc;
use crate::proposal::Proposals;

/// The detectors of this pass.
pub const BUILTINS: &[&str] = &[];

/// Builds the pass's detector.
pub fn build(_parts: &Parts<'_>) -> Box<dyn Detector> {
    Box::new(Detokenize)
}

struct Detokenize;

impl Detector for Detokenize {
    fn propose(&self, _doc: &Doc<'_>, _out: &mut Proposals<'_>) {}
}
