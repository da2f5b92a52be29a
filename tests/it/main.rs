//! All integration tests, in one program so that it is linked once. Each module
//! opens with what belongs into it; a new verb gets a module of its own.

#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stderr)] // tests may

mod again;
mod bad_input;
mod browser;
mod characters;
mod clean;
mod coref;
mod detokenize;
mod disk_full;
mod docs;
mod explain;
mod faults;
mod killed;
mod large;
mod laws;
mod layers;
mod make;
mod malformed;
mod mine;
mod packed;
mod page;
mod paths;
mod recurring;
mod report;
mod report_page;
mod restore;
mod rows;
mod rules;
mod samples;
mod seeds;
mod support;
mod survey;
#[cfg(feature = "parquet")]
mod tables;
mod test_verb;
