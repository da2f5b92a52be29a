//! Where the time went. The only part of the page that differs between equal runs.

use super::{Run, bar};
use crate::report::number::{counted, share};
use serde::Serialize;
use std::time::Duration;

/// Rules that are told, those that took longest.
const RULES: usize = 10;

/// All there is to say.
#[derive(Serialize)]
pub struct Time {
    caption: String,
    passes: Vec<Row>,
    rules: Vec<Row>,
    sampled: String,
}

#[derive(Serialize)]
struct Row {
    name: String,
    seconds: String,
    share: String,
    part: String,
}

impl Time {
    /// That of a run.
    pub fn of(run: &Run<'_>) -> Time {
        let times = &run.report.times;
        let passes = run.pipeline.passes().iter().enumerate();
        let passes = passes.map(|(index, pass)| {
            (pass.name().to_owned(), times.passes.get(index).copied().unwrap_or_default())
        });
        let mut list = vec![("decode".to_owned(), times.decode)];
        list.extend(passes);
        let all = list.iter().map(|(_, took)| *took).sum();
        let mut rules: Vec<(String, Duration)> = times
            .rules()
            .map(|(id, took)| (run.pipeline.rule(id).id.clone(), took))
            .chain(run.pipeline.passes().iter().enumerate().map(|(index, pass)| {
                (format!("{}, what is written in Rust", pass.name()), times.detector(index))
            }))
            .filter(|(_, took)| !took.is_zero())
            .collect();
        rules.sort_by(|a, b| (b.1, &a.0).cmp(&(a.1, &b.0)));
        rules.truncate(RULES);
        Time {
            caption: format!(
                "Of all threads together. By the clock on the wall the run took {} for reading, \
                 cleaning and writing, and {} for a survey before it.",
                seconds(times.cleaning),
                seconds(times.survey)
            ),
            passes: rows(list, all),
            rules: rows(rules, all),
            sampled: format!(
                "Reckoned from {}; the rules of a pass share one scan, which is no rule's own.",
                counted(times.sample.documents, "document")
            ),
        }
    }
}

fn rows(list: Vec<(String, Duration)>, all: Duration) -> Vec<Row> {
    let micros = |took: Duration| u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
    let most = list.iter().map(|(_, took)| micros(*took)).max().unwrap_or_default();
    let row = |(name, took): (String, Duration)| Row {
        name,
        seconds: seconds(took),
        share: share(micros(took), micros(all)),
        part: bar::part(micros(took), most),
    };
    list.into_iter().map(row).collect()
}

/// With two digits or more.
fn seconds(took: Duration) -> String {
    match took.as_secs_f64() {
        seconds if seconds >= 10.0 => format!("{seconds:.0} s"),
        seconds if seconds >= 1.0 => format!("{seconds:.1} s"),
        seconds if seconds >= 0.01 => format!("{:.0} ms", seconds * 1e3),
        seconds => format!("{:.1} ms", seconds * 1e3),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_short_to_read() {
        let all = [12_345, 1_234, 123, 12, 1].map(|ms| seconds(Duration::from_millis(ms)));
        assert_eq!(all, ["12 s", "1.2 s", "123 ms", "12 ms", "1.0 ms"]);
    }
}
