//! Tables in a build that reads none: whoever asks for one hears what to do.

use super::{ABSENT, Cell};
use crate::row::Fields;
use std::io::Write;
use std::marker::PhantomData;
use std::path::Path;

enum Never {}

/// There are none of these.
pub struct Cells(Never);

impl Cells {
    /// Says that this can't be.
    pub fn open(_: &Path, _: &Fields) -> Result<Cells, String> {
        Err(ABSENT.to_owned())
    }
}

impl Iterator for Cells {
    type Item = Result<Cell, String>;

    fn next(&mut self) -> Option<Self::Item> {
        match self.0 {}
    }
}

/// There are none of these.
pub struct Rewriter<W>(Never, PhantomData<W>);

impl<W: Write + Send> Rewriter<W> {
    /// Says that this can't be.
    pub fn open(_: &Path, _: &str, _: W) -> Result<Rewriter<W>, String> {
        Err(ABSENT.to_owned())
    }

    /// There are no texts.
    pub fn change(&mut self, _: u64, _: Vec<u8>) -> Result<(), String> {
        match self.0 {}
    }

    /// There is nothing to finish.
    pub fn finish(self) -> Result<W, String> {
        match self.0 {}
    }
}
