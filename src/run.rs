//! Cleans one document: bytes in, a text with its trail out.

use crate::decode::{Decoded, Hints};
use crate::document::Doc;
use crate::io::disk;
use crate::io::load::{Fault, Loaded};
use crate::pipeline::Pipeline;
use crate::times::Watch;
use crate::trail::{Cleaned, Trail};
use std::borrow::Cow;
use std::panic::{self, AssertUnwindSafe};

/// A document that went through the chain.
#[derive(Debug)]
pub struct Done<'b> {
    /// How its bytes were read.
    pub decoded: Decoded<'b>,
    /// The cleaned text; `None` where nothing was changed.
    pub text: Option<String>,
    /// How it came about.
    pub trail: Trail,
    /// Whether the chain came to rest.
    pub settled: bool,
    /// Whether a pass asked the survey about its words.
    pub asked: bool,
    /// A number for what the survey told of its text.
    pub told: u64,
}

impl Done<'_> {
    /// The text to be written.
    pub fn output(&self) -> &str {
        self.text.as_deref().unwrap_or(&self.decoded.text)
    }
}

/// Decodes and cleans one document. A panic in a pass is this document's
/// fault alone.
pub fn clean<'l>(
    pipeline: &Pipeline,
    loaded: &'l Loaded<'_>,
    hints: &Hints<'_>,
) -> Result<Done<'l>, Fault> {
    clean_timed(pipeline, loaded, hints, &mut Watch::start(false))
}

/// The same, with an eye on the clock.
pub fn clean_timed<'l>(
    pipeline: &Pipeline,
    loaded: &'l Loaded<'_>,
    hints: &Hints<'_>,
    watch: &mut Watch,
) -> Result<Done<'l>, Fault> {
    let decoded = loaded.decode(hints)?;
    watch.decoded();
    let doc = Doc { name: &loaded.name, text: &decoded.text, meta: &loaded.meta };
    let work = AssertUnwindSafe(|| {
        disk::pass(&loaded.name);
        pipeline.clean_timed(&doc, watch)
    });
    let Cleaned { text, trail, settled, asked, told } =
        panic::catch_unwind(work).map_err(|_| {
            Fault::Failed("a pass failed on this document; please report it".to_owned())
        })?;
    let text = match text {
        Cow::Borrowed(_) => None,
        Cow::Owned(text) => Some(text),
    };
    Ok(Done { decoded, text, trail, settled, asked, told })
}
