//! Cleans corpora of scraped text, with every edit on record.

pub mod case;
pub mod decode;
pub mod document;
pub mod edit;
pub mod explain;
pub mod hash;
pub mod hit;
pub mod io;
pub mod ledger;
pub mod order;
pub mod pass;
pub mod pipeline;
pub mod proposal;
pub mod report;
pub mod rule;
pub mod ruleset;
pub mod run;
pub mod shipped;
pub mod snippet;
pub mod trail;
pub mod undo;
