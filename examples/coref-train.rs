//! Learns the weights of the repair from damaged articles whose truth is known.
//!
//!     coref-train DAMAGED... --topics even|odd|all --rounds N > rules/coref-weights.toml
//!
//! DAMAGED are folders as damage.py lays them out. An averaged perceptron over
//! whole articles: decode, compare with the true way, move the weights of the
//! signs in which the two differ. Deterministic: articles are taken in the
//! order of the files.

#![allow(clippy::pedantic, clippy::print_stderr, clippy::print_stdout, clippy::needless_range_loop)] // a program for one desk

use pumice::pass::coref::drift;
use pumice::pass::coref::judge::{self, FACTS};
use pumice::pass::coref::mention::{Candidate, Candidates};
use pumice::pass::coref::policy::Policy;
use pumice::pass::coref::proof::Proof;
use pumice::pass::coref::signs::Scene;
use pumice::pass::coref::way::Step;
use pumice::pass::coref::weights::{SIGNS, Weights, Written};
use pumice::pass::coref::words::Lexicon;
use pumice::pass::coref::{token::Tokens, torn};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::error::Error;
use std::io::Write;

/// Weights below this many thousandths are left out.
const LEAST: i64 = 50;

/// By how much a right intruder must outweigh a wrong one while weights are learned. With 1 a tenth
/// more of the intruders found in other topics were wrong.
const MARGIN: f64 = 2.0;

/// The step by which weights move. With a greater one the training data are learned better and others worse.
const STEP: f64 = 0.25;

/// What a way must weigh to be followed while weights are learned.
const LEAST_SCORE: f64 = 3.0;

const HEAD: &str = "\
# What tells an intruder, learned by examples/coref-train (bench/coref/train.sh) from news and novels
# damaged on purpose; src/pass/coref/weights.rs says what the tables are. In thousandths; what is left out is 0.
";

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
    tokens: Tokens,
    candidates: Candidates,
    placed: Vec<Placed>,
    gold: Vec<Step>,
    wanted: Vec<bool>,
    proof: Proof,
}

/// What was put in, by tokens of the damaged text.
struct Placed {
    start: usize,
    end: usize,
    drift: usize,
    lost: usize,
}

impl Article {
    /// The true way through the candidates, and which of them are intruders.
    fn mark(&mut self) {
        self.gold.clear();
        self.wanted = vec![false; self.candidates.all.len()];
        let mut drift = 0;
        for placed in &self.placed {
            let Some(candidate) = self.candidates.find(placed.start, placed.end) else { continue };
            self.gold.extend((drift..placed.drift).map(|_| Step::Rise { at: placed.start }));
            drift = drift.max(placed.drift);
            self.wanted[candidate] = true;
            self.gold.push(Step::Intruder { candidate, drift: placed.drift, lost: placed.lost });
        }
    }

    /// How much a candidate is to be helped: an intruder by so much less.
    fn bonus(&self, candidate: &Candidate) -> f64 {
        let index = self.candidates.find(candidate.start as usize, candidate.end());
        if index.is_some_and(|index| self.wanted[index]) { -MARGIN } else { MARGIN }
    }
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
    let policy = policy(&std::fs::read_to_string(rules)?)?;
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
    let mut models = Vec::new();
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
        models.push(weights.written(LEAST));
    }
    let text = written(&judge, &[("first", &models[0]), ("second", &models[1])]);
    std::io::stdout().lock().write_all(text.as_bytes())?;
    Ok(())
}

/// The settings of the pass in a rule file.
fn policy(text: &str) -> Result<Policy, Box<dyn Error>> {
    let file: toml::Table = text.parse()?;
    let own = file.get("pass").and_then(|passes| passes.get("coref"));
    Ok(own.ok_or("the rule file has no [pass.coref]")?.clone().try_into()?)
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

/// The rule file: a line for each row of a table.
fn written(judge: &[f64; FACTS], models: &[(&str, &Written)]) -> String {
    let mut text = format!("{HEAD}[pass.coref.judge]\n");
    for (name, weight) in judge::FACT_NAMES.iter().zip(judge) {
        text += &format!("{name} = {weight:.3}\n");
    }
    for (model, tables) in models {
        for (table, rows) in *tables {
            text += &format!("\n[pass.coref.weights.{model}.{table}]\n");
            for (row, columns) in rows {
                let columns: Vec<String> =
                    columns.iter().map(|(column, n)| format!("{} = {n}", key(column))).collect();
                text += &format!("{} = {{ {} }}\n", key(row), columns.join(", "));
            }
        }
    }
    text
}

fn key(name: &str) -> String {
    if name.contains(':') { format!("{name:?}") } else { name.to_owned() }
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

/// Gives each article what the search found in it, and the candidates that this tells of.
fn prove(articles: &mut [Article], weights: &Weights) {
    for article in articles {
        let scene = Scene::new(&article.tokens, &article.candidates, article.proof.clone());
        let (way, _) = drift::search(&scene, weights, 24, &|_| 0.0);
        let own = std::mem::take(&mut article.candidates);
        let (candidates, way) = torn::widen(&article.tokens, own, way);
        article.proof =
            Proof::new(&Scene::new(&article.tokens, &candidates, Proof::default()), &way);
        article.candidates = candidates;
        article.mark();
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
            let mut placed = Vec::new();
            for (start, replacement) in places(&row) {
                intruders += 1;
                let end = start + replacement.put.len();
                if candidates.find(start, end).is_none() {
                    *missed.entry(replacement.put.join(" ")).or_insert(0) += 1;
                }
                let lost = replacement.lost[1] - replacement.lost[0];
                placed.push(Placed { start, end, drift: replacement.drift, lost });
            }
            let mut article = Article {
                topic: topic(&row.path),
                tokens,
                candidates,
                placed,
                gold: Vec::new(),
                wanted: Vec::new(),
                proof: Proof::default(),
            };
            article.mark();
            articles.push(article);
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

/// An averaged perceptron with a step for each sign of its own (Adagrad): signs that are often wrong settle first.
fn learn(articles: &[Article], rounds: usize) -> Weights {
    let damaged: Vec<&Article> = articles.iter().filter(|a| !a.gold.is_empty()).collect();
    let mut weights = Weights { of: vec![0.0; SIGNS] };
    let (mut sum, mut squares, mut steps) = (vec![0.0; SIGNS], vec![1.0; SIGNS], 0.0_f64);
    for round in 0..rounds {
        let (mut right, mut found, mut all) = (0, 0, 0);
        for at in 0..damaged.len() {
            // A stride without a common factor visits all, and no kind of document in a row.
            let article = damaged[(at * 7919 + round) % damaged.len()];
            let scene = Scene::new(&article.tokens, &article.candidates, article.proof.clone());
            let (way, score) = drift::search(&scene, &weights, 16, &|c| article.bonus(c));
            let way = if score > LEAST_SCORE { way } else { Vec::new() };
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
                    let slope: f64 = (good[sign] - bad[sign]).clamp(-10.0, 10.0);
                    if slope != 0.0 {
                        squares[sign] += slope * slope;
                        weights.of[sign] += STEP * slope / f64::sqrt(squares[sign]);
                    }
                }
            }
            if round > 0 {
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

/// How many intruders the search finds, and how many it finds wrongly, in damaged and in sound articles.
fn tell(name: &str, articles: &[Article], weights: &Weights) {
    let (mut all, mut right, mut wrong, mut sound) = (0, 0, 0, 0);
    for article in articles {
        let scene = Scene::new(&article.tokens, &article.candidates, article.proof.clone());
        let (way, _) = drift::search(&scene, weights, 24, &|_| 0.0);
        all += article.wanted.iter().filter(|w| **w).count();
        for step in &way {
            let Step::Intruder { candidate, .. } = step else { continue };
            let hit = article.wanted[*candidate];
            right += usize::from(hit);
            wrong += usize::from(!hit && !article.gold.is_empty());
            sound += usize::from(article.gold.is_empty());
        }
    }
    eprintln!("{name}: {right} of {all}, wrong {wrong} in damaged and {sound} in sound articles");
}
