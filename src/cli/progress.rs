//! The bar on standard error, where that is a terminal. Lines for the user go
//! through [`Progress::say`], which prints them above the bar; the bar's own
//! printing is silent off a terminal, and warnings would vanish with it.

use super::output;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::time::Duration;

/// A bar over so many documents, or none.
pub struct Progress(ProgressBar);

impl Progress {
    /// A bar; hidden where `quiet`, or where standard error is no terminal.
    pub fn new(documents: usize, quiet: bool) -> Self {
        let bar = ProgressBar::with_draw_target(
            Some(documents as u64),
            if quiet || documents < 2 {
                ProgressDrawTarget::hidden()
            } else {
                ProgressDrawTarget::stderr()
            },
        );
        let style = "{bar:30} {human_pos}/{human_len} documents, {per_sec}, {eta} left";
        if let Ok(style) = ProgressStyle::with_template(style) {
            bar.set_style(style);
        }
        bar.enable_steady_tick(Duration::from_millis(200));
        Progress(bar)
    }

    /// One document is done.
    pub fn step(&self) {
        self.0.inc(1);
    }

    /// A line for the user.
    pub fn say(&self, line: &str) {
        self.0.suspend(|| output::say(line));
    }

    /// Takes the bar away.
    pub fn close(&self) {
        self.0.finish_and_clear();
    }
}
