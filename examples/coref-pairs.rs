//! scratch
#![allow(clippy::pedantic, clippy::print_stdout, clippy::print_stderr)]
use pumice::pass::coref::{policy::Policy, scan, words::Lexicon};
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
    for line in std::io::stdin().lines() {
        let path = line.unwrap();
        let Ok(text) = std::fs::read_to_string(&path) else { continue };
        if text.len() > 1 << 20 {
            continue;
        }
        let mut h = std::collections::BTreeMap::new();
        let counts = scan::read(&text, &lexicon, |k| {
            let (a, b) = scan::written(k).unwrap();
            *h.entry(format!("{a}>{b}")).or_insert(0) += 1;
        });
        let (n, third) = (counts.words, counts.third);
        let h: Vec<_> = h.into_iter().map(|(k, v)| format!("{k}={v}")).collect();
        println!("{path}\t{n}\t{third}\t{}", h.join(" "));
    }
}
