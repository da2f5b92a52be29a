//! A reading of documents that keeps nothing of them but what is learned: what `survey`
//! and `mine` do several times over. `clean`, which writes, has a course of its own.

use super::corpus::Corpus;
use super::progress::Progress;
use anyhow::Result;
use pumice::decode::Hints;
use pumice::document::Doc;
use pumice::io::load::Loaded;
use pumice::io::parcel::{Item, Parcel};
use pumice::io::source::Source;

/// Documents that can be read again and again.
pub struct Documents<'r> {
    /// Where they lie.
    pub source: Source<'r>,
    /// How they are to be decoded.
    pub hints: Hints<'static>,
    /// Hears of each file that was read.
    pub progress: &'r Progress,
}

impl Documents<'_> {
    /// Works on all documents, and hands over the results with the documents'
    /// names, in order. One that can't be read has none; the run that cleans
    /// tells so.
    pub fn read<R: Send>(
        &self,
        work: impl Fn(&Doc<'_>) -> R + Sync,
        out: impl FnMut(&str, R),
    ) -> Result<()> {
        self.read_hashed(None, work, out).map(drop)
    }

    /// The same; and the corpus, where there is one, comes to know what was read. Whether every file could be.
    pub fn read_hashed<R: Send>(
        &self,
        mut corpus: Option<&mut Corpus>,
        work: impl Fn(&Doc<'_>) -> R + Sync,
        mut out: impl FnMut(&str, R),
    ) -> Result<bool> {
        let is_hashed = corpus.is_some();
        let read = |item: &Item<'_>| {
            let loaded = Loaded::read(item, self.source.reading())?.ok()?;
            let decoded = loaded.decode(&self.hints).ok()?;
            let doc = Doc { name: &loaded.name, text: &decoded.text, meta: &loaded.meta };
            let result = work(&doc);
            drop(decoded);
            Some((loaded.name, result))
        };
        let work = |parcel: &Parcel<'_>| {
            let found: Vec<_> = parcel.items().map(|item| read(&item)).collect();
            (found, is_hashed.then(|| Corpus::hash(parcel)))
        };
        let mut is_whole = true;
        self.source.parcels(work, |parcel, (found, hash)| {
            is_whole &= match &parcel {
                Parcel::End(_, reason) => reason.is_none(),
                Parcel::File(_) => found.iter().all(Option::is_some),
                Parcel::Rows(_) | Parcel::Table(_) => true, // what is wrong with a row stays so
            };
            if let Parcel::File(_) | Parcel::End(..) = parcel {
                self.progress.step();
            }
            if let Some((corpus, hash)) = corpus.as_mut().zip(hash) {
                corpus.add(&parcel, &hash);
            }
            found.into_iter().flatten().for_each(|(name, result)| out(&name, result));
            anyhow::Ok(())
        })?;
        Ok(is_whole)
    }
}
