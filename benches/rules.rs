//! Part of `make bench`: what many rules cost. The same text is cleaned with 50
//! and with 5,000 rules beside the shipped ones, of which 70 % are whole lines, 20 % phrases and 10 %
//! regexes; to be held against each other in one run.

#![allow(clippy::print_stdout, clippy::panic, clippy::cast_precision_loss)]

use pumice::document::{Doc, Meta};
use pumice::pipeline::Pipeline;
use pumice::rule::problem::Source;
use pumice::ruleset::RuleSet;
use std::fmt::Write;
use std::hint::black_box;
use std::time::{Duration, Instant};

const WORDS: &[&str] = &[
    "share",
    "follow",
    "newsletter",
    "cookie",
    "privacy",
    "terms",
    "subscribe",
    "login",
    "menu",
    "about",
    "contact",
    "advert",
    "sponsor",
    "partner",
    "related",
    "popular",
    "comments",
    "print",
    "harbour",
    "bridge",
    "council",
    "minister",
    "election",
    "river",
    "quarter",
    "report",
    "vote",
];

fn main() {
    let text = text(4 << 20);
    let mut speeds = Vec::new();
    for count in [50, 500, 5_000] {
        let source = Source::new("bench.toml", &rules(count));
        let start = Instant::now();
        let set = RuleSet::load(&[source], &mut |_| Err("none".to_owned()))
            .unwrap_or_else(|problems| panic!("{problems}"));
        let chain = Pipeline::new(set, None).unwrap_or_else(|problems| panic!("{problems}"));
        let built = start.elapsed().saturating_sub(shipped());
        let meta = Meta::new();
        let doc = Doc { name: "bench.txt", text: &text, meta: &meta };
        let pass = chain.passes().iter().find(|pass| pass.name() == "boilerplate");
        let Some(pass) = pass else { panic!("no such pass") };
        let alone = speed(&text, || drop(black_box(pass.edits(&doc))));
        let all = speed(&text, || drop(black_box(chain.clean(&doc))));
        let built = built.as_millis();
        println!(
            "{count:>6} rules more than the shipped ones: built in {built:>4} ms, \
             pass {alone:>5.0} MB/s, chain {all:>5.0} MB/s"
        );
        speeds.push(all);
    }
    println!("the chain's throughput with 5,000 against 50: {:.2}", speeds[2] / speeds[0]);
}

/// How long the shipped rules take to load.
fn shipped() -> Duration {
    let start = Instant::now();
    black_box(Pipeline::shipped().is_ok());
    start.elapsed()
}

/// The best of several runs, in MB per second.
fn speed(text: &str, work: impl Fn()) -> f64 {
    let run = || {
        let start = Instant::now();
        work();
        start.elapsed()
    };
    let best = (0..5).map(|_| run()).min().unwrap_or_default();
    text.len() as f64 / 1e6 / best.as_secs_f64()
}

fn word(n: usize) -> &'static str {
    WORDS[n % WORDS.len()]
}

fn rules(count: usize) -> String {
    let mut toml = String::new();
    for i in 0..count {
        let (a, b, c) = (word(i), word(i / 27), word(i / 729));
        let scope = match i % 10 {
            0..7 => format!("line = '{a} our {b} page {c} number {i}'"),
            7 | 8 => format!("find = '{a} {b} and {c} no {i} now'"),
            _ => format!("find = '(?i)\\b{a} +(?:the|our) {b} [0-9]+ of {c}{i}\\b'"),
        };
        let _ = write!(
            toml,
            "[[rule]]\nid = 'r{i}'\npass = 'boilerplate'\nwhy = 'Bench.'\n{scope}\n\n"
        );
    }
    toml
}

/// Lines of prose; one in twenty is what one of the rules strips.
fn text(size: usize) -> String {
    let mut text = String::new();
    let mut n: usize = 1;
    while text.len() < size {
        n = n.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let r = n >> 33;
        if r.is_multiple_of(20) {
            let i = r % 5_000 / 10 * 10;
            let _ = writeln!(
                text,
                "{} our {} page {} number {i}",
                word(i),
                word(i / 27),
                word(i / 729)
            );
            continue;
        }
        for k in 0..8 + r % 20 {
            text += word(r / (k + 1));
            text += if k % 7 == 6 { ", the " } else { " of " };
        }
        text += "end.\n";
    }
    text
}
