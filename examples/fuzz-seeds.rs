//! Writes the cases of the shipped rules as seeds for `make fuzz`: texts that the passes
//! act on, which random bytes hardly ever become. Each rule's go to the corpus of its
//! pass and to that of the whole chain.

#![allow(clippy::expect_used)] // a tool of the project's own: what fails ends it

use pumice::hash::hash;
use pumice::pipeline::Pipeline;
use std::fs;
use std::path::Path;

/// The target that runs the whole chain.
const CHAIN: &str = "apply_undo";

fn main() {
    let corpus = std::env::args().nth(1).expect("usage: fuzz-seeds CORPUS");
    let chain = Pipeline::shipped().expect("the shipped rules are sound");
    for rule in chain.rules() {
        for case in &rule.cases {
            for target in [CHAIN, &rule.pass] {
                let folder = Path::new(&corpus).join(target);
                fs::create_dir_all(&folder).expect("the corpus can be written");
                let seed = folder.join(hash(case.text.as_bytes()));
                fs::write(seed, &case.text).expect("the corpus can be written");
            }
        }
    }
}
