//! Tables in Parquet's format: `cells` reads texts, `rewrite` writes a file again
//! with some of them changed. Both work on the format itself and not on Arrow's
//! arrays: what is not a text is copied as it is stored, so that nothing of a
//! table is lost that pumice has no notion of.

mod broken;
mod cells;
mod column;
mod group;
mod rewrite;
mod source;

pub use cells::Cells;
pub use rewrite::Rewriter;
