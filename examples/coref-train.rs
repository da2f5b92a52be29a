//! Learns the weights of the repair from damaged articles whose truth is known.
//!
//!     coref-train DAMAGED... --topics even|odd|all --rounds N > weights.toml
//!
//! DAMAGED are folders as damage.py lays them out. An averaged perceptron over
//! whole articles: decode, compare with the true way, move the weights of the
//! signs in which the two differ. Deterministic: articles are taken in the
//! order of the files.

#![allow(clippy::pedantic, clippy::print_stderr, clippy::print_stdout, clippy::needless_range_loop)] // a program for one desk

use pumice::pass::coref::drift::{self, Step};
use pumice::pass::coref::judge::{self, FACTS};
use pumice::pass::coref::mention::Candidates;
use pumice::pass::coref::policy::Policy;
use pumice::pass::coref::scan;
use pumice::pass::coref::signs::{Proof, Scene};
use pumice::pass::coref::token::Tokens;
use pumice::pass::coref::weights::{SIGNS, Weights};
use pumice::pass::coref::words::Lexicon;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::error::Error;
use std::io::Write;

#[derive(Deserialize)]
struct Row {
    path: String,
    gold: Vec<String>,
    #[serde(default)]
    replacements: Vec<Replacement>,
}

#[derive(Deserialize)]
struct Replacement {
    lost: [usize; 2],
    drift: usize,
    put: Vec<String>,
}

struct Article {
    topic: usize,
    text: String,
    tokens: Tokens,
    candidates: Candidates,
    gold: Vec<Step>,
    wanted: Vec<bool>,
    proof: Proof,
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut folders = Vec::new();
    let (mut topics, mut rounds, mut rules) =
        ("all".to_owned(), 8_usize, "rules/coref.toml".to_owned());
    let mut checks = Vec::new();
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--topics" => topics = args.next().ok_or("--topics even|odd|all")?,
            "--rounds" => rounds = args.next().ok_or("--rounds N")?.parse()?,
            "--rules" => rules = args.next().ok_or("--rules FILE")?,
            "--check" => checks.push(args.next().ok_or("--check FOLDER")?),
            _ => folders.push(arg),
        }
    }
    let policy: Policy = toml::from_str(&std::fs::read_to_string(rules)?)?;
    let lexicon = Lexicon::new(&policy)?;
    let articles = read(&folders, &topics, &lexicon, &policy)?;
    let mut articles = articles;
    let other = match topics.as_str() {
        "even" => "odd",
        "odd" => "even",
        other => other,
    };
    let mut sets = vec![
        ("training".to_owned(), Vec::new()),
        ("held out".to_owned(), read(&folders, other, &lexicon, &policy)?),
    ];
    for folder in &checks {
        sets.push((folder.clone(), read(std::slice::from_ref(folder), "all", &lexicon, &policy)?));
    }
    let mut written = BTreeMap::new();
    let mut judge = [0.0; FACTS];
    for pass in ["first", "second"] {
        let weights = learn(&articles, rounds);
        sets[0].1 = std::mem::take(&mut articles);
        for (name, set) in &sets {
            tell(&format!("{pass} {name}"), set, &weights);
        }
        for (_, set) in &mut sets[1..] {
            prove(set, &weights);
        }
        articles = std::mem::take(&mut sets[0].1);
        if pass == "second" {
            judge = fit_across(&mut articles, rounds);
        } else {
            prove_across(&mut articles, rounds);
        }
        written.insert(pass, weights.written(20));
    }
    let text = toml::to_string(&Out {
        scan: odd_pairs(&articles),
        judge: judge::FACT_NAMES
            .iter()
            .zip(judge)
            .map(|(n, w)| (*n, (w * 1000.0).round() / 1000.0))
            .collect(),
        weights: written,
    })?;
    std::io::stdout().lock().write_all(text.as_bytes())?;
    Ok(())
}

/// The same for the articles that are learned from: what each half finds in the other, so that
/// the second search learns from proofs as good as those it will have.
fn prove_across(articles: &mut Vec<Article>, rounds: usize) {
    let (mut one, mut two): (Vec<Article>, Vec<Article>) =
        std::mem::take(articles).into_iter().partition(|a| a.topic / 2 % 2 == 0);
    let (from_one, from_two) = (learn(&one, rounds), learn(&two, rounds));
    prove(&mut one, &from_two);
    prove(&mut two, &from_one);
    articles.append(&mut one);
    articles.append(&mut two);
}

/// The pairs of neighbours that damaged articles have at least three times as often as sound ones.
fn odd_pairs(articles: &[Article]) -> BTreeMap<&'static str, Vec<String>> {
    let (mut counts, mut totals) = (vec![[0.0_f64; 2]; scan::PAIRS], [1.0_f64; 2]);
    for article in articles {
        let damaged = usize::from(!article.gold.is_empty());
        for pair in article.tokens.all.windows(2) {
            counts[scan::pair(&pair[0], &pair[1])][damaged] += 1.0;
            totals[damaged] += 1.0;
        }
    }
    let odd: Vec<bool> = counts
        .iter()
        .map(|[sound, hurt]| *hurt >= 15.0 && hurt / totals[1] >= 2.0 * (sound + 1.0) / totals[0])
        .collect();
    for damaged in [false, true] {
        let mut rates: Vec<f64> = articles
            .iter()
            .filter(|a| a.gold.is_empty() != damaged)
            .map(|a| {
                let n = a.tokens.all.windows(2).filter(|p| odd[scan::pair(&p[0], &p[1])]).count();
                if n < 1 { 0.0 } else { 100.0 * n as f64 / a.tokens.all.len() as f64 }
            })
            .collect();
        rates.sort_by(f64::total_cmp);
        let at = |share: f64| rates[((rates.len() - 1) as f64 * share) as usize];
        eprintln!(
            "odd pairs for 100 tokens, damaged {damaged}: {:?}",
            [0.0, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99].map(at)
        );
    }
    let mut table: BTreeMap<&'static str, Vec<String>> = BTreeMap::new();
    for (pair, _) in odd.iter().enumerate().filter(|(_, odd)| **odd) {
        if let Some((first, second)) = scan::written(pair) {
            table.entry(first).or_default().push(second);
        }
    }
    table
}

#[derive(Serialize)]
struct Out {
    scan: BTreeMap<&'static str, Vec<String>>,
    judge: BTreeMap<&'static str, f64>,
    weights: BTreeMap<&'static str, pumice::pass::coref::weights::Written>,
}

/// The judge's weights, from what each half finds in the other.
fn fit_across(articles: &mut Vec<Article>, rounds: usize) -> [f64; FACTS] {
    let (mut one, mut two): (Vec<Article>, Vec<Article>) =
        std::mem::take(articles).into_iter().partition(|a| a.topic / 2 % 2 == 0);
    let (from_one, from_two) = (learn(&one, rounds), learn(&two, rounds));
    let mut rows = Vec::new();
    for (set, weights) in [(&one, &from_two), (&two, &from_one)] {
        for article in set.iter().filter(|a| !a.gold.is_empty()) {
            let scene = Scene::new(&article.tokens, &article.candidates, article.proof.clone());
            let (way, score) = drift::search(&scene, weights, 24, &|_| 0.0);
            let found = judge::intruders(&scene, &way);
            for (intruder, facts) in found.iter().zip(judge::facts(&scene, weights, &way, score)) {
                rows.push((facts, article.wanted[intruder.candidate]));
            }
        }
    }
    articles.append(&mut one);
    articles.append(&mut two);
    let mut weights = [0.0; FACTS];
    for round in 0..400 {
        let rate = 2.0 / (1.0 + f64::from(round) / 50.0);
        let mut slope = [0.0; FACTS];
        for (facts, right) in &rows {
            let error = f64::from(u8::from(*right)) - judge::chance(&weights, facts);
            for (s, f) in slope.iter_mut().zip(facts) {
                *s += error * f / rows.len() as f64;
            }
        }
        for (w, s) in weights.iter_mut().zip(slope) {
            *w += rate * s;
        }
    }
    for t in [0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9] {
        let chosen: Vec<_> = rows.iter().filter(|(f, _)| judge::chance(&weights, f) >= t).collect();
        eprintln!(
            "judge at {t}: {} right of {} (of {} found)",
            chosen.iter().filter(|r| r.1).count(),
            chosen.len(),
            rows.len()
        );
    }
    weights
}

/// Gives each article what the search found in it.
fn prove(articles: &mut [Article], weights: &Weights) {
    for article in articles {
        let scene = Scene::new(&article.tokens, &article.candidates, article.proof.clone());
        let (way, _) = drift::search(&scene, weights, 24, &|_| 0.0);
        let proof = Proof::new(&scene, &way);
        article.proof = proof;
    }
}

fn read(
    folders: &[String],
    topics: &str,
    lexicon: &Lexicon,
    policy: &Policy,
) -> Result<Vec<Article>, Box<dyn Error>> {
    let (mut articles, mut intruders, mut missed) = (Vec::new(), 0, BTreeMap::new());
    for folder in folders {
        let truth = std::fs::read_to_string(format!("{folder}.truth.jsonl"))?;
        for line in truth.lines() {
            let row: Row = serde_json::from_str(line)?;
            if !wanted(&row.path, topics) {
                continue;
            }
            let text = std::fs::read_to_string(format!("{folder}/{}", row.path))?;
            let tokens = Tokens::new(&text, lexicon, &policy.mark);
            let candidates = Candidates::new(&tokens);
            let mut gold = Vec::new();
            let mut flags = vec![false; candidates.all.len()];
            let mut drift = 0;
            for (start, replacement) in places(&row) {
                intruders += 1;
                let len = replacement.put.len();
                let Some(index) = candidates
                    .all
                    .iter()
                    .position(|c| c.start as usize == start && usize::from(c.len) == len)
                else {
                    *missed.entry(replacement.put.join(" ")).or_insert(0) += 1;
                    continue;
                };
                while drift < replacement.drift {
                    gold.push(Step::Rise { at: start });
                    drift += 1;
                }
                flags[index] = true;
                gold.push(Step::Intruder {
                    candidate: index,
                    drift: replacement.drift,
                    lost: replacement.lost[1] - replacement.lost[0],
                });
            }
            articles.push(Article {
                topic: topic(&row.path),
                text,
                tokens,
                candidates,
                gold,
                wanted: flags,
                proof: Proof::default(),
            });
        }
    }
    let lost: i32 = missed.values().sum();
    eprintln!(
        "{} articles, {intruders} intruders, of which {lost} are no candidates",
        articles.len()
    );
    let mut worst: Vec<_> = missed.into_iter().collect();
    worst.sort_by_key(|(_, n)| -n);
    eprintln!("{:?}", &worst[..worst.len().min(12)]);
    Ok(articles)
}

fn wanted(path: &str, topics: &str) -> bool {
    match topics {
        "even" => topic(path).is_multiple_of(2),
        "odd" => topic(path) % 2 == 1,
        _ => true,
    }
}

fn topic(path: &str) -> usize {
    path.trim_start_matches("topic-").split('/').next().and_then(|n| n.parse().ok()).unwrap_or(0)
}

/// Where each replacement begins in the observed tokens.
fn places(row: &Row) -> Vec<(usize, &Replacement)> {
    let mut found = Vec::new();
    let lost: std::collections::BTreeSet<usize> =
        row.replacements.iter().flat_map(|r| r.lost[0]..r.lost[1]).collect();
    let mut put: BTreeMap<usize, &Replacement> = BTreeMap::new();
    for replacement in &row.replacements {
        put.insert(replacement.lost[0], replacement);
    }
    let mut at = 0;
    for gold in 0..row.gold.len() {
        if let Some(replacement) = put.get(&gold) {
            found.push((at, *replacement));
            at += replacement.put.len();
        }
        if !lost.contains(&gold) {
            at += 1;
        }
    }
    found
}

fn learn(articles: &[Article], rounds: usize) -> Weights {
    let mut weights = Weights { of: vec![0.0; SIGNS] };
    let (mut sum, mut steps) = (vec![0.0; SIGNS], 0.0_f64);
    for round in 0..rounds {
        let (mut right, mut found, mut all) = (0, 0, 0);
        let rate = 0.1;
        for article in articles {
            let scene = Scene::new(&article.tokens, &article.candidates, article.proof.clone());
            let bonus = |c: usize| if article.wanted[c] { -1.0 } else { 1.0 };
            let (way, score) = drift::search(&scene, &weights, 16, &bonus);
            let extra = if article.gold.is_empty() { 6.0 } else { -3.0 };
            let way = if score + extra > 0.0 { way } else { Vec::new() };
            for step in &way {
                if let Step::Intruder { candidate, .. } = step {
                    found += 1;
                    right += usize::from(article.wanted[*candidate]);
                }
            }
            all += article.wanted.iter().filter(|w| **w).count();
            if way != article.gold {
                let (bad, good) = (drift::signs(&scene, &way), drift::signs(&scene, &article.gold));
                for sign in 0..SIGNS {
                    weights.of[sign] += rate * (good[sign] - bad[sign]).clamp(-3.0, 3.0);
                }
            }
            if round * 2 >= rounds {
                steps += 1.0;
                for sign in 0..SIGNS {
                    sum[sign] += weights.of[sign];
                }
            }
        }
        if round + 1 == rounds {
            eprintln!("last round: found {found} right {right} of {all}");
        }
    }
    Weights { of: sum.into_iter().map(|s| s / steps.max(1.0)).collect() }
}

/// Intruders found and wrong, in damaged and in sound articles.
fn tell(name: &str, articles: &[Article], weights: &Weights) {
    let mut table: BTreeMap<String, [usize; 2]> = BTreeMap::new();
    let (mut right, mut wrong, mut all, mut false_in_sound, mut sound, mut drifts) =
        (0, 0, 0, 0, 0, 0);
    for article in articles {
        let scene = Scene::new(&article.tokens, &article.candidates, article.proof.clone());
        let (way, score) = drift::search(&scene, weights, 24, &|_| 0.0);
        if std::env::var("DOCS").is_ok() && name.starts_with("second") {
            let steps: Vec<_> = way
                .iter()
                .filter_map(|s| match s {
                    Step::Intruder { candidate, drift, .. } => Some((*candidate, *drift)),
                    Step::Rise { .. } => None,
                })
                .collect();
            let pronouns = article
                .tokens
                .all
                .iter()
                .filter(|t| t.whom.is_some_and(|w| w as usize >= 3))
                .count();
            let hits = drift::mentions(&scene, &way)
                .iter()
                .filter(|(_, row, _)| (3..7).contains(row))
                .count();
            let d1 = steps.iter().filter(|s| s.1 > 0).count();
            let right = steps.iter().filter(|s| article.wanted[s.0]).count();
            eprintln!(
                "DOC {} {} {} {score:.2} {} {pronouns} {hits} {d1} {right}",
                name.split('/').next_back().unwrap_or("").replace(' ', "-"),
                article.gold.iter().filter(|s| matches!(s, Step::Intruder { .. })).count(),
                steps.len(),
                article.tokens.all.len()
            );
        }
        let damaged = !article.gold.is_empty();
        if std::env::var("TABLE").is_ok() {
            let found: std::collections::BTreeSet<usize> = way
                .iter()
                .filter_map(|s| match s {
                    Step::Intruder { candidate, .. } => Some(*candidate),
                    Step::Rise { .. } => None,
                })
                .collect();
            for i in judge::intruders(&scene, &article.gold) {
                let string = article.candidates.string(&article.candidates.all[i.candidate]);
                let hit = found.contains(&i.candidate);
                let over = !hit
                    && found.iter().any(|f| {
                        let c = &article.candidates.all[*f];
                        (c.start as usize) < i.end && c.end() > i.start
                    });
                let row = if i.drift == 0 {
                    "drift0"
                } else {
                    pumice::pass::coref::weights::MENTION_NAMES[i.row]
                };
                for key in [
                    format!("row {row}"),
                    format!("kind {:?}", string.kind),
                    format!("drift {}", i.drift),
                    format!("count {}", string.count.min(9)),
                    format!("proven {}", scene.others(i.candidate).min(5)),
                    format!("len {}", string.len),
                ] {
                    let e = table.entry(key).or_default();
                    e[0] += 1;
                    e[1] += usize::from(hit);
                }
                if over {
                    table.entry("missed but overlapped".into()).or_default()[0] += 1;
                }
                if way.is_empty() {
                    table.entry("missed, document sound".into()).or_default()[0] += 1;
                }
            }
            for f in &found {
                if !article.wanted[*f] && damaged {
                    let c = &article.candidates.all[*f];
                    let over = article.wanted.iter().enumerate().any(|(i, w)| {
                        *w && (article.candidates.all[i].start as usize) < c.end()
                            && article.candidates.all[i].end() > c.start as usize
                    });
                    let k = article.candidates.string(c).kind;
                    table.entry(format!("wrong overlapping {over} {k:?}")).or_default()[0] += 1;
                }
            }
        }
        sound += usize::from(!damaged);
        all += article.wanted.iter().filter(|w| **w).count();
        if let Ok(name2) = std::env::var("SHOW")
            && name2 == name
        {
            for (c, _) in article.wanted.iter().enumerate().filter(|(_, w)| **w) {
                if !way
                    .iter()
                    .any(|s| matches!(s, Step::Intruder { candidate, .. } if *candidate == c))
                {
                    show(article, c, "MISSED");
                }
            }
        }
        for step in &way {
            if let Step::Intruder { candidate, .. } = step {
                let hit = article.wanted[*candidate];
                if let Ok(name2) = std::env::var("SHOW")
                    && name2 == name
                    && !hit
                {
                    show(article, *candidate, "WRONG");
                }
                right += usize::from(hit);
                wrong += usize::from(damaged && !hit);
                false_in_sound += usize::from(!damaged);
                drifts += usize::from(hit && article.gold.contains(step));
            }
        }
    }
    if std::env::var("TABLE").is_ok() {
        for (key, [n, hit]) in &table {
            eprintln!("   {key}: {n} {:.2}", *hit as f64 / (*n).max(1) as f64);
        }
    }
    eprintln!(
        "{name}: {right} of {all} ({:.3}), wrong {wrong} ({:.3}), right with drift and length {drifts}; {false_in_sound} in {sound} sound articles",
        right as f64 / all.max(1) as f64,
        wrong as f64 / (right + wrong).max(1) as f64
    );
}

fn show(article: &Article, candidate: usize, what: &str) {
    let c = &article.candidates.all[candidate];
    let (a, b) = (c.start as usize, c.end());
    let text = |from: usize, to: usize| {
        article
            .text
            .get(article.tokens.all[from].at.start..article.tokens.all[to - 1].at.end)
            .unwrap_or_default()
            .to_owned()
    };
    let n = article.tokens.all.len();
    let drift = article.gold.iter().find_map(|s| match s {
        Step::Intruder { candidate: k, drift, .. } if *k == candidate => Some(*drift),
        _ => None,
    });
    eprintln!(
        "{what} {drift:?} damaged {}: {} <<{}>> {}",
        !article.gold.is_empty(),
        if a > 0 { text(a.saturating_sub(9), a) } else { String::new() },
        text(a, b),
        if b < n { text(b, (b + 9).min(n)) } else { String::new() }
    );
}
