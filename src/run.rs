//! Cleans documents one by one: bytes in, a text with its trail out. Batches
//! go over all threads and come back in the order of the input, so that the
//! same bytes are written whatever the threads.

use crate::decode::{self, Decoded, Hints, Refused};
use crate::document::{Doc, Meta};
use crate::pipeline::Pipeline;
use crate::trail::{Cleaned, Trail};
use rayon::prelude::*;
use std::borrow::Cow;
use std::panic::{self, AssertUnwindSafe};

/// Documents worked on at once; bounds what is held in memory.
pub const BATCH: usize = 256;

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
}

impl Done<'_> {
    /// The text to be written.
    pub fn output(&self) -> &str {
        self.text.as_deref().unwrap_or(&self.decoded.text)
    }
}

/// Why a document did not go through.
#[derive(Debug)]
pub enum Fault {
    /// Its bytes are no text; it is passed over.
    NoText(String),
    /// It can't be read as asked, or a pass broke on it; the others go on.
    Failed(String),
}

/// Decodes and cleans one document. A panic in a pass is this document's
/// fault alone.
pub fn clean<'b>(
    pipeline: &Pipeline,
    name: &str,
    bytes: &'b [u8],
    hints: &Hints<'_>,
) -> Result<Done<'b>, Fault> {
    let decoded = decode::decode(bytes, hints).map_err(|refused| match refused {
        Refused::Binary => Fault::NoText(refused.to_string()),
        Refused::Unsupported { .. } => Fault::Failed(refused.to_string()),
    })?;
    let meta = Meta::new();
    let doc = Doc { name, text: &decoded.text, meta: &meta };
    let work = AssertUnwindSafe(|| pipeline.clean(&doc));
    let Cleaned { text, trail, settled } = panic::catch_unwind(work).map_err(|_| {
        Fault::Failed("a pass failed on this document; please report it".to_owned())
    })?;
    let text = match text {
        Cow::Borrowed(_) => None,
        Cow::Owned(text) => Some(text),
    };
    Ok(Done { decoded, text, trail, settled })
}

/// Works on items in parallel, batch by batch, and hands the results over in
/// the order of the items, until `out` says stop.
pub fn in_order<T: Sync, R: Send, E>(
    items: &[T],
    work: impl Fn(&T) -> R + Sync,
    mut out: impl FnMut(&T, R) -> Result<(), E>,
) -> Result<(), E> {
    for batch in items.chunks(BATCH) {
        let results: Vec<R> = batch.par_iter().map(&work).collect();
        for (item, result) in batch.iter().zip(results) {
            out(item, result)?;
        }
    }
    Ok(())
}
