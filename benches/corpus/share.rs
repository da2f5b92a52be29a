//! Each pass's share of the time: the chain's own rounds, with a clock around
//! each step.

use crate::page::Page;
use pumice::decode::{Hints, decode};
use pumice::document::{Doc, Meta};
use pumice::pipeline::Pipeline;
use std::borrow::Cow;
use std::time::{Duration, Instant};

/// Runs the chain over pages of so many bytes in all, and prints the shares.
pub fn print(pages: impl Iterator<Item = Page>, most: usize) {
    let chain = Pipeline::shipped().unwrap_or_else(|problems| panic!("{problems}"));
    let mut clock = Clock {
        decode: Duration::ZERO,
        passes: vec![[Duration::ZERO; 2]; chain.passes().len()],
        apply: Duration::ZERO,
    };
    let mut bytes = 0;
    for page in pages {
        if bytes >= most {
            break;
        }
        bytes += page.bytes.len();
        clock.page(&chain, &page);
    }
    let all: Duration =
        clock.passes.iter().flatten().sum::<Duration>() + clock.decode + clock.apply;
    let row = |what: &str, time: Duration| {
        let (time, all) = (time.as_secs_f64(), all.as_secs_f64());
        println!("{what:<28}{:>6.1} %{:>10.0} MB/s", time * 100.0 / all, bytes as f64 / 1e6 / time);
    };
    row("decode", clock.decode);
    for (pass, [first, later]) in chain.passes().iter().zip(&clock.passes) {
        row(pass.name(), *first);
        row(&format!("  {}, later rounds", pass.name()), *later);
    }
    row("putting edits in", clock.apply);
    row("all", all);
}

struct Clock {
    decode: Duration,
    /// In the first round, and in later ones.
    passes: Vec<[Duration; 2]>,
    apply: Duration,
}

impl Clock {
    /// As [`Pipeline::clean`].
    fn page(&mut self, chain: &Pipeline, page: &Page) {
        let start = Instant::now();
        let Ok(decoded) = decode(&page.bytes, &Hints::default()) else { return };
        self.decode += start.elapsed();
        let (mut text, mut quiet, meta) = (decoded.text, 0, Meta::new());
        for step in 0..chain.passes().len() * 8 {
            let (round, index) = (step / chain.passes().len(), step % chain.passes().len());
            if quiet == chain.passes().len() {
                return;
            }
            let start = Instant::now();
            let edits =
                chain.passes()[index].edits(&Doc { name: "page.txt", text: &text, meta: &meta });
            self.passes[index][round.min(1)] += start.elapsed();
            quiet += 1;
            if !edits.is_empty() {
                let start = Instant::now();
                text = Cow::Owned(edits.apply(&text));
                self.apply += start.elapsed();
                quiet = 0;
            }
        }
    }
}
