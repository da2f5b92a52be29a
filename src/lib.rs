//! Cleans corpora of scraped text, with every edit on record.

pub mod case;
pub mod decode;
pub mod document;
pub mod edit;
pub mod order;
pub mod pass;
pub mod pipeline;
pub mod proposal;
pub mod rule;
pub mod ruleset;
pub mod shipped;
pub mod trail;
