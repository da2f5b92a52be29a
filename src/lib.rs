//! Cleans corpora of scraped text, with every edit on record.

pub mod case;
pub mod catalogue;
pub mod coverage;
pub mod decode;
pub mod document;
pub mod edit;
pub mod hash;
pub mod hits;
pub mod io;
pub mod ledger;
pub mod limits;
pub mod lint;
pub mod order;
pub mod pass;
pub mod pipeline;
pub mod proposal;
pub mod protect;
pub mod report;
pub mod rule;
pub mod ruleset;
pub mod run;
pub mod shipped;
pub mod trail;
