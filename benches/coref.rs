//! Part of `make bench`: what the repair of coreference damage costs, in texts of
//! 1,000 to 1,000,000 words, sound and damaged: it is to grow with their length
//! and no faster. The texts are made here from a fixed seed.

#![allow(clippy::print_stdout, clippy::panic, clippy::cast_precision_loss)]

#[path = "corpus/random.rs"]
mod random;
#[allow(dead_code)] // the corpus is in more languages than English
#[path = "corpus/words.rs"]
mod words;

use pumice::pipeline::Pipeline;
use pumice::ruleset::RuleSet;
use random::Random;
use std::hint::black_box;
use std::time::{Duration, Instant};
use words::LANGUAGES;

/// The words of a story; a text is many of them, each about other people.
const STORY: usize = 600;
/// Of a thousand pronouns so many have an intruder.
const DAMAGED: usize = 700;
/// After so many of a thousand intruders the drift is greater by one.
const RISES: usize = 20;
/// No drift is greater.
const MOST: usize = 12;

fn main() {
    let set = RuleSet::load(&[], &mut |_| Err("none".to_owned()))
        .unwrap_or_else(|problems| panic!("{problems}"));
    let chain = Pipeline::new(set, None).unwrap_or_else(|problems| panic!("{problems}"));
    let coref = chain.passes().iter().find_map(|pass| pass.coref());
    let coref = coref.unwrap_or_else(|| panic!("no such pass"));
    println!(
        "{:>9}{:>9}{:>16}{:>16}{:>10}",
        "words", "MB", "sound MB/s", "damaged MB/s", "findings"
    );
    let mut costs = Vec::new();
    for words in [1_000, 10_000, 100_000, 1_000_000] {
        let (sound, damaged) = texts(words);
        let scan = time(|| _ = black_box(coref.suspects(&sound)));
        let mut found = 0;
        let repair = time(|| found = black_box(coref.findings("a", &damaged, None)).len());
        let speed = |text: &str, time: Duration| text.len() as f64 / 1e6 / time.as_secs_f64();
        println!(
            "{words:>9}{:>9.2}{:>16.1}{:>16.2}{found:>10}",
            damaged.len() as f64 / 1e6,
            speed(&sound, scan),
            speed(&damaged, repair),
        );
        costs.push(repair.as_secs_f64() / words as f64);
    }
    if let [few, .., many] = costs[..] {
        println!("a word of the longest text takes {:.2} times one of the shortest", many / few);
    }
}

/// The least time of several runs, as many as fit into a second.
fn time(mut run: impl FnMut()) -> Duration {
    let (begin, mut least) = (Instant::now(), Duration::MAX);
    while begin.elapsed() < Duration::from_secs(1) {
        let start = Instant::now();
        run();
        least = least.min(start.elapsed());
    }
    least
}

/// A text of so many words, and the same after a coreference tool.
fn texts(words: usize) -> (String, String) {
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    let (mut sound, mut damaged, mut drift, mut written) = (String::new(), String::new(), 1, 0);
    while written < words {
        let cast = words::cast(&mut random);
        let mut story = String::new();
        while story.split(' ').count() < STORY.min(words - written) {
            story += &LANGUAGES[0].paragraph(&mut random, &cast);
            story += "\n\n";
        }
        written += story.split(' ').count();
        damaged += &resolved(&mut random, &story, &cast[0], &mut drift);
        sound += &story;
    }
    (sound, damaged)
}

/// Puts a name in for pronouns, further and further off.
fn resolved(random: &mut Random, text: &str, name: &str, drift: &mut usize) -> String {
    let mut tokens: Vec<&str> = text.split(' ').collect();
    let is_pronoun = |token: &str| matches!(token, "he" | "she" | "they" | "his" | "her" | "their");
    let places: Vec<usize> = (0..tokens.len()).filter(|at| is_pronoun(tokens[*at])).collect();
    for at in places {
        if !random.chance(DAMAGED) {
            continue;
        }
        *drift = MOST.min(*drift + usize::from(random.chance(RISES)));
        if let Some(token) = tokens.get_mut(at + *drift) {
            *token = name;
        }
    }
    tokens.join(" ")
}
