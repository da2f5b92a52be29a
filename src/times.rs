//! How long the work took: by pass in every document, by rule in a sample of
//! them. The clock is read once for each pass of a document, which costs about
//! as much as to look at a few dozen bytes. The rules of a pass share one scan,
//! so a rule has no time of its own but that of trying its pattern where the
//! scan found a literal of it; clocking each try would cost more than the tries.
//! On the beginning of a sampled document the tries are made a second time, with
//! a clock; never on the whole, or one large file would cost twice.
//!
//! Times of passes are sums over all threads. They are no part of any other account.

use crate::document::Doc;
use crate::edit::RuleId;
use crate::pass::Pass;
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

/// Bytes of a sampled document on which rules are clocked.
const SAMPLE: usize = 1 << 14;

/// Sums of the time that documents took, and the times of the run's readings.
#[derive(Clone, Debug, Default)]
pub struct Times {
    /// Taking a survey, by the clock on the wall.
    pub survey: Duration,
    /// Reading, cleaning and writing all documents, likewise.
    pub cleaning: Duration,
    /// Reading bytes as text.
    pub decode: Duration,
    /// Each pass, by its index in the chain, the applying of its edits included.
    pub passes: Vec<Duration>,
    /// What is known by rule.
    pub sample: Sample,
}

/// Where the time of the passes went in some of the documents.
#[derive(Clone, Debug, Default)]
pub struct Sample {
    /// How many documents.
    pub documents: u64,
    /// What each pass took on their beginnings: by length, a share of its time.
    passes: Vec<Duration>,
    /// What the part of each pass took that is written in Rust.
    detectors: Vec<Duration>,
    /// What trying each rule's pattern took, and the index of its pass.
    rules: BTreeMap<RuleId, (usize, Duration)>,
}

impl Times {
    /// Adds other documents'.
    pub fn add(&mut self, other: &Times) {
        self.survey += other.survey;
        self.cleaning += other.cleaning;
        self.decode += other.decode;
        add_each(&mut self.passes, &other.passes);
        self.sample.documents += other.sample.documents;
        add_each(&mut self.sample.passes, &other.sample.passes);
        add_each(&mut self.sample.detectors, &other.sample.detectors);
        for (rule, (pass, took)) in &other.sample.rules {
            self.sample.rules.entry(*rule).or_insert((*pass, Duration::ZERO)).1 += *took;
        }
    }

    /// What each rule's pattern took in all documents, reckoned from the sample.
    pub fn rules(&self) -> impl Iterator<Item = (RuleId, Duration)> + '_ {
        self.sample.rules.iter().map(|(rule, (pass, took))| (*rule, self.in_all(*pass, *took)))
    }

    /// What the part of a pass that is written in Rust took, reckoned likewise.
    pub fn detector(&self, pass: usize) -> Duration {
        let took = self.sample.detectors.get(pass).copied().unwrap_or_default();
        self.in_all(pass, took)
    }

    /// A share of the sample's time of a pass, of the pass's whole time.
    fn in_all(&self, pass: usize, took: Duration) -> Duration {
        let of = |times: &[Duration]| times.get(pass).map_or(0.0, Duration::as_secs_f64);
        let (all, sampled) = (of(&self.passes), of(&self.sample.passes));
        if sampled > 0.0 { took.mul_f64(all / sampled) } else { Duration::ZERO }
    }
}

fn add_each(sums: &mut Vec<Duration>, others: &[Duration]) {
    sums.resize(sums.len().max(others.len()), Duration::ZERO);
    sums.iter_mut().zip(others).for_each(|(sum, other)| *sum += *other);
}

/// The clock of one document.
#[derive(Debug)]
pub struct Watch {
    /// What it has seen.
    pub times: Times,
    last: Instant,
    samples: bool,
}

impl Watch {
    /// A watch that runs from now on; `samples` says whether rules are clocked.
    pub fn start(samples: bool) -> Watch {
        let mut times = Times::default();
        times.sample.documents = u64::from(samples);
        Watch { times, last: Instant::now(), samples }
    }

    /// The text has been decoded.
    pub fn decoded(&mut self) {
        let took = self.lap();
        self.times.decode += took;
    }

    /// A pass is done with the document.
    pub fn passed(&mut self, index: usize, pass: &dyn Pass, doc: &Doc<'_>) {
        let took = self.lap();
        add_at(&mut self.times.passes, index, took);
        if self.samples {
            let sample = &mut self.times.sample;
            let start = beginning(doc.text);
            add_at(&mut sample.passes, index, took.mul_f64(share(start, doc.text)));
            pass.cost(&doc.with_text(start), &mut |part, took| match part {
                Part::Detector => add_at(&mut sample.detectors, index, took),
                Part::Rule(rule) => {
                    sample.rules.entry(rule).or_insert((index, Duration::ZERO)).1 += took;
                }
            });
            self.last = Instant::now();
        }
    }

    fn lap(&mut self) -> Duration {
        let now = Instant::now();
        now.duration_since(std::mem::replace(&mut self.last, now))
    }
}

fn add_at(sums: &mut Vec<Duration>, index: usize, took: Duration) {
    sums.resize(sums.len().max(index + 1), Duration::ZERO);
    sums[index] += took;
}

/// The part of a text on which rules are clocked: whole lines, where one ends in it.
fn beginning(text: &str) -> &str {
    if text.len() <= SAMPLE {
        return text;
    }
    let whole = |at: &usize| text.is_char_boundary(*at);
    let most = &text[..(0..=SAMPLE).rev().find(whole).unwrap_or(0)];
    most.rfind('\n').map_or(most, |end| &most[..=end])
}

/// What share of a text a part of it is.
#[allow(clippy::cast_precision_loss)] // lengths of texts are far below 2^52
fn share(part: &str, text: &str) -> f64 {
    if text.is_empty() { 1.0 } else { part.len() as f64 / text.len() as f64 }
}

/// A part of a pass that has a time of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// What is written in Rust.
    Detector,
    /// A rule's pattern, tried where the scan says.
    Rule(RuleId),
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Meta;
    use crate::pass::memory::Before;
    use crate::pipeline::Pipeline;

    #[test]
    fn a_share_of_the_sample_is_a_share_of_all() {
        let seconds = Duration::from_secs;
        let mut times = Times { passes: vec![seconds(0), seconds(60)], ..Times::default() };
        times.sample.passes = vec![seconds(0), seconds(6)];
        times.sample.rules.insert(RuleId(7), (1, seconds(2)));
        assert_eq!(times.rules().collect::<Vec<_>>(), [(RuleId(7), seconds(20))]);
        let twice = {
            let mut sum = times.clone();
            sum.add(&times);
            sum
        };
        assert_eq!(twice.rules().collect::<Vec<_>>(), [(RuleId(7), seconds(40))]);
        assert_eq!(times.detector(0), seconds(0), "nothing was measured");
    }

    #[test]
    fn rules_are_clocked_on_the_beginning_of_a_text() {
        /// A pass that tells the lengths of texts as times.
        struct Lengths;
        impl Pass for Lengths {
            fn name(&self) -> &'static str {
                "lengths"
            }
            fn edits_again(&self, _: &Doc<'_>, _: Before<'_>) -> crate::edit::Edits {
                unreachable!("only the cost is asked for")
            }
            fn cost(&self, doc: &Doc<'_>, out: &mut dyn FnMut(Part, Duration)) {
                out(Part::Detector, Duration::from_secs(doc.text.len() as u64));
            }
        }
        let clocked = |text: &str| {
            let mut watch = Watch::start(true);
            watch.passed(0, &Lengths, &Doc { name: "a", text, meta: &Meta::new() });
            watch.times.sample.detectors[0].as_secs()
        };
        assert_eq!(clocked("short\nand whole"), 15);
        assert_eq!(clocked(&"nine by ten\n".repeat(9_000)), 12 * (SAMPLE as u64 / 12));
        assert_eq!(clocked(&"€".repeat(9_000)), 3 * (SAMPLE as u64 / 3), "no line ends");
        assert_eq!(clocked(""), 0);
    }

    #[test]
    fn passes_are_clocked_always_and_rules_in_a_sample() {
        let (chain, meta) = (Pipeline::shipped().unwrap(), Meta::new());
        let text = "IE 11 is not supported. Use another browser.\nShe saw the the  bridge.\n";
        let doc = Doc { name: "a", text, meta: &meta };
        for samples in [false, true] {
            let mut watch = Watch::start(samples);
            let cleaned = chain.clean_timed(&doc, &mut watch);
            assert_eq!(cleaned.text, "She saw the bridge.\n");
            assert_eq!(watch.times.passes.len(), chain.passes().len());
            assert_eq!(watch.times.rules().count() > 0, samples);
        }
    }
}
