//! `make bench`: MB per second of each pass and of the whole chain, on one
//! thread, on text made here from a fixed seed. Machines are noisy: compare
//! the ratios of one run, not absolute figures of two.

#![allow(clippy::print_stdout, clippy::panic)]

use pumice::decode::{self, Hints};
use pumice::document::{Doc, Meta};
use pumice::pipeline::Pipeline;
use std::hint::black_box;
use std::time::{Duration, Instant};

/// Bytes of each text.
const SIZE: usize = 4 << 20;
/// Bytes of a document, about.
const DOCUMENT: usize = 8 << 10;

fn main() {
    let chain = Pipeline::shipped().unwrap_or_else(|problems| panic!("{problems}"));
    let texts = [
        ("sound ASCII", sound(1, false)),
        ("sound Unicode", sound(2, true)),
        ("damaged", damaged(3)),
        ("tokenised", tokenised(4)),
    ];
    print!("{:<14}", "MB/s");
    texts.iter().for_each(|(name, _)| print!("{name:>15}"));
    println!();
    row("decode", &texts, |doc| {
        black_box(decode::decode(doc.text.as_bytes(), &Hints::default()).is_ok());
    });
    for pass in chain.passes() {
        row(pass.name(), &texts, |doc| {
            black_box(pass.edits(doc));
        });
    }
    row("whole chain", &texts, |doc| {
        black_box(chain.clean(doc));
    });
}

/// Prints the speed of `work` on each text: the best of several runs, since
/// other programs can only make it slower.
fn row(name: &str, texts: &[(&str, Vec<String>)], work: impl Fn(&Doc<'_>)) {
    print!("{name:<14}");
    for (_, documents) in texts {
        let bytes: usize = documents.iter().map(String::len).sum();
        let best = (0..5).map(|_| time(documents, &work)).min().unwrap_or_default();
        #[allow(clippy::cast_precision_loss)]
        let speed = bytes as f64 / 1e6 / best.as_secs_f64();
        print!("{speed:>15.0}");
    }
    println!();
}

fn time(documents: &[String], work: impl Fn(&Doc<'_>)) -> Duration {
    let meta = Meta::new();
    let start = Instant::now();
    for text in documents {
        work(&Doc { name: "bench.txt", text, meta: &meta });
    }
    start.elapsed()
}

/// Marsaglia's xorshift: the same text in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % n as u64).unwrap_or(0)
    }

    fn pick<'t>(&mut self, from: &[&'t str]) -> &'t str {
        from[self.below(from.len())]
    }
}

const WORDS: &[&str] = &[
    "the", "of", "and", "a", "to", "in", "council", "harbour", "bridge", "minister", "said", "who",
    "that", "was", "for", "on", "are", "with", "they", "report", "vote", "quarter", "by", "not",
    "had", "election", "river", "but", "what", "some", "we", "can", "out", "other", "were", "all",
];
const FOREIGN: &[&str] = &[
    "größer",
    "naïve",
    "café",
    "“quoted”",
    "it’s",
    "déjà",
    "–",
    "señor",
    "Łódź",
    "привет",
    "мир",
    "日本語",
    "한국어",
    "नमस्ते",
    "€5",
    "…",
];

fn sentence(random: &mut Random, foreign: bool) -> String {
    let mut text = String::from("When ");
    for _ in 0..8 + random.below(15) {
        let odd = foreign && random.below(8) == 0;
        text += if odd { random.pick(FOREIGN) } else { random.pick(WORDS) };
        text += if random.below(12) == 0 { ", " } else { " " };
    }
    text.trim_end_matches([' ', ',']).to_owned() + ". "
}

fn paragraph(random: &mut Random, foreign: bool) -> String {
    let sentences: String = (0..2 + random.below(5)).map(|_| sentence(random, foreign)).collect();
    sentences.trim_end().to_owned() + "\n\n"
}

fn documents(mut paragraph: impl FnMut() -> String) -> Vec<String> {
    let mut documents = Vec::new();
    while documents.len() * DOCUMENT < SIZE {
        let mut text = String::new();
        while text.len() < DOCUMENT {
            text += &paragraph();
        }
        documents.push(text.trim_end().to_owned() + "\n");
    }
    documents
}

fn sound(seed: u64, foreign: bool) -> Vec<String> {
    let mut random = Random(seed);
    documents(|| paragraph(&mut random, foreign))
}

/// A fifth of the paragraphs has damage of one kind or another.
fn damaged(seed: u64) -> Vec<String> {
    const LINES: &[&str] = &[
        "IE 11 is not supported. Use another browser.\n",
        "Related: Bridge shut for repairs\n\n",
        "Advertisement\n\n",
        "Image: The bridge at dawn\n",
        "Share this article\n",
    ];
    let mut random = Random(seed);
    documents(|| {
        let text = paragraph(&mut random, true);
        match random.below(30) {
            0 => text.replace(',', " ,").replace(". ", " . "),
            1 => text.replace("é", "Ã©").replace("’", "â€™"),
            2 => text.replace(' ', "\u{a0}"),
            3 => text.replace(". ", ".   "),
            4 => text.replace("and", "&amp;").replace("the", "the the"),
            5 => random.pick(LINES).to_owned() + &text,
            _ => text,
        }
    })
}

/// Every sentence as one tokenizer or another leaves it.
fn tokenised(seed: u64) -> Vec<String> {
    const ASIDES: &[&str] = &[
        "\" I do n't know , \" he said , \" but it 's late . \"",
        "`` We ca n't wait , '' said Ms. Calder -LRB- 54 -RRB- , who runs it .",
        "It cost $ 1,250 ( 10 % off ) , and the U.S. paid for the well-known part .",
        "He &apos;d gone , &quot; they said , &quot; to the council &apos;s hall &#91; again &#93; .",
        "A state - of - the - art bridge , isn ' t it ? From 9 : 30 to 10 : 15 !",
        "The players ' rooms were full ; see http : / / www.example.com / a , please .",
    ];
    let mut random = Random(seed);
    documents(|| {
        let plain = paragraph(&mut random, false);
        let split = plain.trim_end().replace(',', " ,").replace(". ", " . ");
        let split = split.trim_end_matches('.').trim_end();
        format!("{split} . {}\n\n", random.pick(ASIDES))
    })
}
