//! Writes the signs of every line of the texts in JSON lines (`id`, `text`),
//! for `bench/line_weights.py`, which makes the weights from them.

use pumice::pass::boilerplate::{Judge, Settings, Sign, Weights};
use pumice::pipeline::Pipeline;
use serde::Deserialize;
use std::io::{BufRead, Write};

#[derive(Deserialize)]
struct Page {
    id: String,
    text: String,
}

fn main() -> anyhow::Result<()> {
    let chain = Pipeline::shipped().map_err(|problems| anyhow::anyhow!("{problems}"))?;
    let shipped: Settings = chain.settings("boilerplate").clone().try_into()?;
    // Without weights no line goes, so that all are seen in the whole page.
    let none = Settings { evidence: 1, bias: 0.0, weights: Weights::default(), ..shipped };
    let judge = Judge::new(Settings { above: [0.0; 5], below: [0.0; 5], ..none });
    let mut out = std::io::stdout().lock();
    writeln!(
        out,
        "{}",
        serde_json::to_string(&Sign::ALL.iter().map(|s| s.name()).collect::<Vec<_>>())?
    )?;
    for line in std::io::stdin().lock().lines() {
        let page: Page = serde_json::from_str(&line?)?;
        let lines: Vec<_> = judge
            .explain(&page.text)
            .into_iter()
            .map(|v| (v.span.start, v.span.end, v.signs.0))
            .collect();
        writeln!(out, "{}", serde_json::to_string(&(page.id, lines))?)?;
    }
    Ok(())
}
