//! Cleans corpora of scraped text, with every edit on record.
//!
//! Bytes become text in [`decode`]. A [`pipeline::Pipeline`] runs passes over
//! it: each [`pass::Pass`] only proposes [`edit::Edits`], which are data. The
//! cleaned document is its text and its [`trail::Trail`], one `Edits` for each
//! pass that changed it; [`ledger`], [`explain`], [`report`] and [`undo`] read
//! nothing else. What passes look for stands in rule files, read by [`rule`];
//! `rules/` holds those that are embedded ([`shipped`]). What a corpus knows
//! that a document doesn't is a [`survey`]. [`io`] and [`run`] take documents
//! from files to files; the program in `src/cli` is glue.
//!
//! ```
//! use pumice::document::{Doc, Meta};
//! use pumice::pipeline::Pipeline;
//!
//! let chain = Pipeline::shipped()?;
//! let meta = Meta::new();
//! let doc = Doc { name: "a.txt", text: "She saw the the  bridge.\n", meta: &meta };
//! let cleaned = chain.clean(&doc);
//! assert_eq!(cleaned.text, "She saw the bridge.\n");
//! assert_eq!(cleaned.trail.undo(&cleaned.text).as_deref(), Some(doc.text));
//! # Ok::<(), pumice::rule::problem::Problems>(())
//! ```

mod ascii;
mod blocks;
pub mod case;
pub mod catalogue;
pub mod coverage;
pub mod decode;
pub mod document;
pub mod edit;
pub mod explain;
pub mod hash;
pub mod hit;
pub mod hits;
pub mod io;
pub mod least;
pub mod ledger;
mod letter;
pub mod limits;
pub mod lint;
pub mod mine;
pub mod order;
pub mod pass;
pub mod pipeline;
pub mod proposal;
pub mod protect;
pub mod replay;
pub mod report;
pub mod row;
pub mod rule;
pub mod ruleset;
pub mod run;
pub mod shipped;
pub mod snippet;
pub mod survey;
pub mod times;
pub mod trail;
pub mod turns;
pub mod undo;
