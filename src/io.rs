//! Between the file system and the chain: which files are documents, where
//! their outputs go, and how those get there whole or not at all. Nothing in
//! here knows of rules.

pub mod disk;
pub mod draft;
pub mod flow;
pub mod format;
pub mod input;
pub mod journal;
pub mod load;
pub mod packed;
pub mod parcel;
pub mod place;
pub mod side;
pub mod source;
pub mod state;
pub mod table;
pub mod write;
