//! Learns what the signs of a page's lines weigh, and prints the settings:
//!
//! ```text
//! cargo run --release --example boilerplate-train -- PAGES.jsonl > rules/boilerplate-weights.toml
//! cargo run --release --example boilerplate-train -- PAGES.jsonl --folds 5
//! ```
//!
//! A page is `{"id", "text", "keep": [...], "drop": [...]}`: strings of its
//! text, which must stay, and of what stands around it. Few lines of a page
//! hold such a string, so the weights are those under which the known lines
//! are likeliest, whatever the others are: the likelihood of a linear-chain
//! conditional random field with the unknown lines summed out. Fitted by
//! resilient propagation: no dependencies, the same result each time.
//!
//! With `--folds` nothing is printed but how well pages of sites that were left
//! out are told apart; that is the figure to believe, but for the word lists,
//! which have seen all pages.

use anyhow::{Context, Result};
use pumice::pass::boilerplate::{Judge, Settings, Sign};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};

/// Where the word lists stand.
const LISTS: &str = "rules/boilerplate.toml";
/// Rounds of the fit.
const ROUNDS: usize = 150;
/// How strongly a weight without evidence is held at 0.
const SHRINK: f64 = 1.0;
/// The same for how lines follow on each other.
const SHRINK_CHAIN: f64 = 0.1;
/// Added to every line's weight at the end: a line too many left costs less
/// than one lost.
const LENIENCE: f64 = 0.4;
/// Not learned: the known strings are the hard ones. The title is named where it
/// stands above the menus more often than as the headline; links set between
/// paragraphs are named more often than the subheads that most such lines are.
const HELD: &[(Sign, f64)] = &[(Sign::Headline, 3.0), (Sign::Between, 2.0)];

/// Weights of the signs, the bias, and the chain: text under text, chrome under
/// text, text under chrome, chrome under chrome, first line, last line.
const SIGNS: usize = Sign::ALL.len();
const BIAS: usize = SIGNS;
const CHAIN: usize = BIAS + 1;
const ALL: usize = CHAIN + 6;

#[derive(Deserialize)]
struct Given {
    id: String,
    text: String,
    keep: Vec<String>,
    drop: Vec<String>,
}

struct Page {
    site: usize,
    lines: Vec<Line>,
    keep: Vec<String>,
    drop: Vec<String>,
}

struct Line {
    /// With single blanks.
    text: String,
    signs: Vec<usize>,
    /// Whether it must stay, where that is known.
    known: Option<bool>,
}

fn main() -> Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let path = args.first().context("name a file of pages")?;
    let folds = match args.get(1).map(String::as_str) {
        Some("--folds") => args.get(2).context("how many folds?")?.parse()?,
        _ => 0,
    };
    // Not the shipped chain, which would have to be built again with each new word.
    let rules: toml::Table = std::fs::read_to_string(LISTS).context(LISTS)?.parse()?;
    let settings: Settings = rules["pass"]["boilerplate"].clone().try_into()?;
    let pages = read(path, &Judge::new(settings))?;
    let mut out = std::io::stdout().lock();
    if folds == 0 {
        return print(&mut out, &fit(&pages.iter().collect::<Vec<_>>()));
    }
    let mut sum = [0; 4];
    for fold in 0..folds {
        let (left_out, others): (Vec<_>, Vec<_>) =
            pages.iter().partition(|page| page.site % folds == fold);
        let theta = fit(&others);
        let part = score(&left_out, &theta);
        writeln!(out, "{}", told(&format!("fold {fold}"), part))?;
        sum = std::array::from_fn(|i| sum[i] + part[i]);
    }
    writeln!(out, "{}", told("held out", sum))?;
    Ok(())
}

/// The pages of a file; what of them is alike is of one site.
fn read(path: &str, judge: &Judge) -> Result<Vec<Page>> {
    let file = std::fs::File::open(path).with_context(|| path.to_owned())?;
    let rows = BufReader::new(file).lines().map(|row| Ok(serde_json::from_str::<Given>(&row?)?));
    let given: Vec<Given> = rows.collect::<Result<_>>()?;
    let sites = sites(&given);
    Ok(given.into_iter().zip(sites).map(|(page, site)| of(page, site, judge)).collect())
}

fn of(page: Given, site: usize, judge: &Judge) -> Page {
    let line = |(span, signs): (std::ops::Range<usize>, pumice::pass::boilerplate::Signs)| {
        let text = flat(&page.text[span]);
        let signs = signs.iter().map(|sign| sign as usize).collect();
        Line { text, signs, known: None }
    };
    let mut lines: Vec<Line> = judge.signs(&page.text).into_iter().map(line).collect();
    for string in &page.drop {
        // In a long line the string is a small part of what must go or stay.
        let chrome = |l: &&mut Line| {
            l.text.contains(string) && (l.text.len() < 600 || 4 * string.len() > l.text.len())
        };
        lines.iter_mut().filter(chrome).for_each(|line| line.known = Some(false));
    }
    for string in &page.keep {
        let holders = lines.iter_mut().filter(|line| line.text.contains(string));
        if let Some(line) = holders.max_by_key(|line| line.text.len()) {
            line.known = Some(true);
        }
    }
    Page { site, lines, keep: page.keep, drop: page.drop }
}

fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A number for each page's site: pages are of one that share many lines which
/// few pages have, or whose ids differ in their last part alone.
fn sites(pages: &[Given]) -> Vec<usize> {
    const SHARED: usize = 8;
    let mut holders: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (i, page) in pages.iter().enumerate() {
        for line in page.text.lines().map(str::trim).filter(|line| line.len() >= 10) {
            let holders = holders.entry(line).or_default();
            if holders.last() != Some(&i) {
                holders.push(i);
            }
        }
    }
    let mut shared: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for holders in holders.values().filter(|holders| holders.len() <= SHARED) {
        for (k, a) in holders.iter().enumerate() {
            holders[k + 1..].iter().for_each(|b| *shared.entry((*a, *b)).or_default() += 1);
        }
    }
    let mut site: Vec<usize> = (0..pages.len()).collect();
    let mut join = |a: usize, b: usize| {
        let (a, b) = (site[a], site[b]);
        site.iter_mut().filter(|site| **site == b).for_each(|site| *site = a);
    };
    shared.iter().filter(|(_, n)| **n >= SHARED).for_each(|((a, b), _)| join(*a, *b));
    let mut hosts: BTreeMap<&str, usize> = BTreeMap::new();
    for (i, page) in pages.iter().enumerate() {
        let host = page.id.rsplit_once(['.', '-']).map_or(&*page.id, |(host, _)| host);
        join(*hosts.entry(host).or_insert(i), i);
    }
    let mut numbers: BTreeMap<usize, usize> = BTreeMap::new();
    site.iter()
        .map(|site| {
            let next = numbers.len();
            *numbers.entry(*site).or_insert(next)
        })
        .collect()
}

/// The weights under which what is known of the pages is likeliest.
fn fit(pages: &[&Page]) -> [f64; ALL] {
    let mut theta = [0.0; ALL];
    HELD.iter().for_each(|(sign, weight)| theta[*sign as usize] = *weight);
    let (mut step, mut last) = ([0.05; ALL], [0.0_f64; ALL]);
    for _ in 0..ROUNDS {
        let mut gradient = gradient(pages, &theta);
        HELD.iter().for_each(|(sign, _)| gradient[*sign as usize] = 0.0);
        for i in 0..ALL {
            if gradient[i] * last[i] > 0.0 {
                step[i] = f64::min(step[i] * 1.2, 0.5);
            } else if gradient[i] * last[i] < 0.0 {
                step[i] *= 0.5;
                gradient[i] = 0.0;
            }
            last[i] = gradient[i];
            theta[i] += step[i] * if gradient[i] == 0.0 { 0.0 } else { gradient[i].signum() };
        }
    }
    theta.map(|weight| (weight * 100.0).round() / 100.0)
}

/// Of the penalised log-likelihood: what is expected where the known lines are
/// as they are, less what is expected anyway.
fn gradient(pages: &[&Page], theta: &[f64; ALL]) -> [f64; ALL] {
    let mut gradient = [0.0; ALL];
    for page in pages.iter().filter(|page| page.lines.iter().any(|line| line.known.is_some())) {
        let own = own(page, theta);
        let known = |(own, line): (&f64, &Line)| match line.known {
            Some(true) => own + 30.0,
            Some(false) => own - 30.0,
            None => *own,
        };
        let given: Vec<f64> = own.iter().zip(&page.lines).map(known).collect();
        let ((free, free_pairs), (fixed, fixed_pairs)) =
            (expected(&own, theta), expected(&given, theta));
        for (line, (fixed, free)) in page.lines.iter().zip(fixed.iter().zip(&free)) {
            line.signs.iter().for_each(|sign| gradient[*sign] += fixed - free);
            gradient[BIAS] += fixed - free;
        }
        (0..4).for_each(|k| gradient[CHAIN + k] += fixed_pairs[k] - free_pairs[k]);
        gradient[CHAIN + 4] += fixed[0] - free[0];
        gradient[CHAIN + 5] += fixed[fixed.len() - 1] - free[free.len() - 1];
    }
    for i in 0..ALL {
        let shrink = if i < SIGNS { SHRINK } else { SHRINK_CHAIN };
        gradient[i] -= shrink * theta[i];
    }
    gradient
}

/// What each line weighs alone.
fn own(page: &Page, theta: &[f64; ALL]) -> Vec<f64> {
    let own = |line: &Line| theta[BIAS] + line.signs.iter().map(|sign| theta[*sign]).sum::<f64>();
    page.lines.iter().map(own).collect()
}

/// How likely each line is text, and how many pairs of lines of each kind (as
/// in the chain) are to be expected.
fn expected(own: &[f64], theta: &[f64; ALL]) -> (Vec<f64>, [f64; 4]) {
    let [tt, tc, ct, cc, first, last]: [f64; 6] = std::array::from_fn(|k| theta[CHAIN + k].exp());
    let odds: Vec<f64> = own.iter().map(|own| own.clamp(-60.0, 60.0).exp()).collect();
    let n = own.len();
    let (mut above, mut below) = (vec![first; n], vec![last; n]);
    for i in 1..n {
        let line = odds[i - 1] * above[i - 1];
        above[i] = (line * tt + ct) / (line * tc + cc);
    }
    for i in (1..n).rev() {
        let line = odds[i] * below[i];
        below[i - 1] = (line * tt + tc) / (line * ct + cc);
    }
    let chance = |odds: f64| odds / (1.0 + odds);
    let text = (0..n).map(|i| chance(odds[i] * above[i] * below[i])).collect();
    let mut pairs = [0.0; 4];
    for i in 1..n {
        let (over, under) = (odds[i - 1] * above[i - 1], odds[i] * below[i]);
        let each = [over * under * tt, over * tc, under * ct, cc];
        let all: f64 = each.iter().sum();
        (0..4).for_each(|k| pairs[k] += each[k] / all);
    }
    (text, pairs)
}

/// Of the strings that must stay and those that must go: how many do, and all.
fn score(pages: &[&Page], theta: &[f64; ALL]) -> [usize; 4] {
    let mut sum = [0; 4];
    for page in pages {
        let (text, _) = expected(&own(page, theta), theta);
        let stays = |chance: &f64| (chance / (1.0 - chance)).ln() + LENIENCE >= 0.0;
        let left = page.lines.iter().zip(&text).filter(|(_, chance)| stays(chance));
        let left = left.map(|(line, _)| line.text.as_str()).collect::<Vec<_>>().join(" ");
        sum[0] += page.keep.iter().filter(|string| left.contains(*string)).count();
        sum[1] += page.keep.len();
        sum[2] += page.drop.iter().filter(|string| !left.contains(*string)).count();
        sum[3] += page.drop.len();
    }
    sum
}

fn told(name: &str, [kept, stay, gone, go]: [usize; 4]) -> String {
    #[allow(clippy::cast_precision_loss, reason = "a few thousand strings")]
    let share = |part: usize, all: usize| part as f64 / all.max(1) as f64;
    let (kept, gone) = (share(kept, stay), share(gone, go));
    format!("{name}: kept {kept:.4}, dropped {gone:.4}, balanced {:.4}", f64::midpoint(kept, gone))
}

fn print(out: &mut impl Write, theta: &[f64; ALL]) -> Result<()> {
    writeln!(
        out,
        "# What each sign of a line weighs: above 0 for the page's text, below for chrome.\n\
         # Made by examples/boilerplate-train.rs, which see. What the signs mean stands\n\
         # in src/pass/boilerplate/sign.rs, and is printed by `pumice explain`.\n\n\
         [pass.boilerplate]\nbias = {:.2}\nlenience = {LENIENCE:.2}\n\n[pass.boilerplate.chain]",
        theta[BIAS]
    )?;
    let names = ["text-text", "text-chrome", "chrome-text", "chrome-chrome", "first", "last"];
    for (name, weight) in names.iter().zip(&theta[CHAIN..]) {
        writeln!(out, "{name} = {weight:.2}")?;
    }
    writeln!(out, "\n[pass.boilerplate.weights]")?;
    for (sign, weight) in Sign::ALL.iter().zip(theta) {
        writeln!(out, "{} = {weight:.2}", sign.name().replace('_', "-"))?;
    }
    Ok(())
}
