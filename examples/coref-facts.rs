//! scratch
#![allow(clippy::pedantic, clippy::print_stdout, clippy::print_stderr)]
use pumice::pass::coref::{Coref, policy::Policy, token::Tokens, words::Lexicon};
fn main() {
    let table = |f: &str| std::fs::read_to_string(f).unwrap();
    let rules: toml::Table = toml::from_str(&table("rules/coref.toml")).unwrap();
    let weights: toml::Table = toml::from_str(&table("rules/coref-weights.toml")).unwrap();
    let mut pass = rules["pass"]["coref"].as_table().unwrap().clone();
    for (k, v) in weights["pass"]["coref"].as_table().unwrap() {
        pass.insert(k.clone(), v.clone());
    }
    pass.remove("scan");
    let policy: Policy = pass.try_into().unwrap();
    let lexicon = Lexicon::new(&policy).unwrap();
    let mark = policy.mark.clone();
    let coref = Coref::new(policy).unwrap();
    for line in std::io::stdin().lines() {
        let path = line.unwrap();
        let Ok(text) = std::fs::read_to_string(&path) else { continue };
        if text.len() > 1 << 20 {
            continue;
        }
        let tokens = Tokens::new(&text, &lexicon, &mark);
        let v = coref.verdict(&text);
        let likely: Vec<_> = v.intruders.iter().filter(|i| i.confidence >= 0.5).collect();
        let still = likely.iter().filter(|i| i.drift == 0).count();
        let sum: f64 = v.intruders.iter().map(|i| i.confidence).sum();
        let strings: std::collections::BTreeSet<_> = likely
            .iter()
            .map(|i| &text[tokens.all[i.start].at.start..tokens.all[i.end - 1].at.end])
            .collect();
        println!(
            "{path}\t1\t{}\t{:.4}\t{}\t{}\t{}\t{}\t{}\t{:.2}\t{}\t{}\t{}",
            tokens.all.len(),
            v.weight,
            v.signs,
            v.pronoun_signs,
            v.pronouns,
            likely.len(),
            still,
            sum,
            v.rises.len(),
            strings.len(),
            v.damaged as u8
        );
    }
}
