//! Between the file system and the chain: which files are documents, where
//! their outputs go, and how those get there whole or not at all. Nothing in
//! here knows of rules.

pub mod input;
pub mod place;
pub mod side;
pub mod state;
pub mod write;
