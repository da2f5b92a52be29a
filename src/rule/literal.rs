//! Which literals a pattern can't match without: the key to running thousands
//! of rules at the price of ten. A pattern is tried only where one of its
//! literals stands; all literals of a pass lie in one automaton.
//!
//! Literals are compared without ASCII case, so that `(?i)` patterns have some
//! too. Of the letters that fold onto ASCII from outside it (ſ, K) this pass
//! takes no notice: a case-blind pattern matches them only where the rest of
//! its literal is there.

use regex_syntax::hir::literal::Extractor;
use regex_syntax::hir::{Class, Hir, HirKind};

/// More alternatives than this are not gathered into one literal set.
const MOST: usize = 64;
/// What a literal is worth that is not worth looking for, and from where on more is no better.
const TOO_LITTLE: usize = 1;
const ENOUGH: usize = 24;

/// Lower-cased strings one of which stands in every match; `None` where no
/// such set is worth looking for.
pub fn required(hir: &Hir) -> Option<Vec<String>> {
    let found = analyse(hir);
    let best = better(found.exact, found.need);
    best.filter(|set| {
        least_worth(set) > TOO_LITTLE
            && set.iter().all(|literal| literal.len() > 1 || worth(literal) > 2)
    })
}

/// Whether each text that a pattern matches starts with one of its literals, as far as can be
/// told at once.
pub fn starts_with_one(hir: &Hir, literals: &[String]) -> bool {
    let starts = Extractor::new().extract(hir);
    starts.literals().is_some_and(|starts| {
        starts.iter().all(|start| {
            let start = start.as_bytes().to_ascii_lowercase();
            literals.iter().any(|literal| start.starts_with(literal.as_bytes()))
        })
    })
}

/// What is known of the texts a piece of a pattern matches.
struct Found {
    /// All of them, where they are few.
    exact: Option<Vec<String>>,
    /// Strings one of which stands in each.
    need: Option<Vec<String>>,
    /// Strings one of which each starts with, where its parts tell.
    starts: Option<Vec<String>>,
    /// The same of each of its alternatives, where not all texts of all are known.
    branches: Vec<Found>,
}

impl Found {
    const NOTHING: Found = Found { exact: None, need: None, starts: None, branches: Vec::new() };

    fn exact(set: Vec<String>) -> Found {
        Found { exact: Some(set), ..Found::NOTHING }
    }

    fn need(set: Option<Vec<String>>) -> Found {
        Found { need: set, ..Found::NOTHING }
    }
}

fn analyse(hir: &Hir) -> Found {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => Found::exact(vec![String::new()]),
        HirKind::Literal(literal) => match std::str::from_utf8(&literal.0) {
            Ok(text) => Found::exact(vec![text.to_ascii_lowercase()]),
            Err(_) => Found::NOTHING,
        },
        HirKind::Class(class) => small_class(class),
        HirKind::Capture(group) => analyse(&group.sub),
        HirKind::Repetition(r) if r.min == 0 && r.max == Some(1) => optional(&r.sub),
        HirKind::Repetition(r) if r.min >= 1 => {
            let sub = analyse(&r.sub);
            if r.max == Some(1) { sub } else { Found::need(better(sub.exact, sub.need)) }
        }
        HirKind::Repetition(_) => Found::NOTHING,
        HirKind::Concat(parts) => concat(parts),
        HirKind::Alternation(parts) => alternation(parts),
    }
}

fn small_class(class: &Class) -> Found {
    let Class::Unicode(class) = class else {
        return Found::NOTHING;
    };
    let size: u32 = class.iter().map(|r| u32::from(r.end()) - u32::from(r.start()) + 1).sum();
    if size > 8 {
        return Found::NOTHING;
    }
    let folded = |c: char| !matches!(c, 'ſ' | '\u{212A}');
    let chars = class.iter().flat_map(|r| r.start()..=r.end()).filter(|c| folded(*c));
    Found::exact(sorted(chars.map(|c| c.to_ascii_lowercase().to_string()).collect()))
}

fn optional(sub: &Hir) -> Found {
    match analyse(sub).exact {
        Some(mut set) if set.len() < 8 => {
            set.push(String::new());
            Found::exact(sorted(set))
        }
        _ => Found::NOTHING,
    }
}

fn concat(parts: &[Hir]) -> Found {
    let mut run = vec![String::new()];
    let (mut need, mut starts) = (None, None);
    for part in parts {
        let found = analyse(part);
        match found.exact {
            Some(set) if set.len() * run.len() <= MOST => run = product(&run, &set),
            exact => {
                starts.get_or_insert_with(|| run.clone());
                need = better(need, before_branches(&run, &found.branches));
                need = better(need, Some(run));
                need = better(need, found.need);
                run = exact.unwrap_or_else(|| vec![String::new()]);
            }
        }
    }
    if starts.is_none() {
        return Found::exact(sorted(run));
    }
    Found { need: better(need, Some(run)), starts, ..Found::NOTHING }
}

/// All texts of `left` followed by all of `right`.
fn product(left: &[String], right: &[String]) -> Vec<String> {
    left.iter().flat_map(|a| right.iter().map(move |b| format!("{a}{b}"))).collect()
}

/// What is needed of one of `run` and a branch behind it: both together of those branches whose
/// texts or starts are known, so that a sign before a list of names is not looked for by itself.
fn before_branches(run: &[String], branches: &[Found]) -> Option<Vec<String>> {
    // What ends in another of them is found by it.
    let ends_in_other = |a: &&String| run.iter().any(|b| b.len() < a.len() && a.ends_with(&**b));
    let run: Vec<String> = run.iter().filter(|a| !ends_in_other(a)).cloned().collect();
    let need = |branch: &Found| match &branch.exact {
        Some(texts) => Some(product(&run, texts)),
        None => {
            let starts = branch.starts.as_ref();
            let starts = starts.filter(|starts| run.len() * starts.len() <= MOST);
            let both = starts.map(|starts| product(&run, starts));
            better(better(branch.need.clone(), both), Some(run.clone()))
        }
    };
    let sets = branches.iter().map(need).collect::<Option<Vec<_>>>()?;
    Some(sorted(sets.concat())).filter(|set| (1..=2 * MOST).contains(&set.len()))
}

fn alternation(parts: &[Hir]) -> Found {
    let found: Vec<Found> = parts.iter().map(analyse).collect();
    let total: usize = found.iter().filter_map(|f| f.exact.as_ref()).map(Vec::len).sum();
    if total <= MOST && found.iter().all(|f| f.exact.is_some()) {
        return Found::exact(sorted(found.into_iter().filter_map(|f| f.exact).flatten().collect()));
    }
    let set = |f: &Found| better(f.exact.clone(), f.need.clone());
    let sets: Option<Vec<_>> = found.iter().map(set).collect();
    let need = sets.map(|sets| sorted(sets.concat())).filter(|set| set.len() <= 8 * MOST);
    Found { need, branches: found, ..Found::NOTHING }
}

/// The set whose commonest member is rarer; of equals the smaller set.
fn better(a: Option<Vec<String>>, b: Option<Vec<String>>) -> Option<Vec<String>> {
    let worth = |set: &Option<Vec<String>>| {
        let set = set.as_ref()?;
        let worth = least_worth(set);
        (worth > 0).then(|| (worth.min(ENOUGH), std::cmp::Reverse(set.len())))
    };
    let (worth_a, worth_b) = (worth(&a), worth(&b));
    let best = if worth_b > worth_a { b } else { a };
    best.filter(|set| least_worth(set) > 0)
}

fn least_worth(set: &[String]) -> usize {
    set.iter().map(|literal| worth(literal)).min().unwrap_or(0)
}

/// How rare a literal is: a letter tells more than a blank or a comma, and a sign that most
/// lines do without more than a letter.
fn worth(literal: &str) -> usize {
    let of = |c| match c {
        ' ' | ',' | '.' | '-' => 1,
        '/' | '|' | '[' | ']' | '©' | '@' | '#' => 4,
        _ => 2,
    };
    literal.chars().map(of).sum()
}

fn sorted(mut set: Vec<String>) -> Vec<String> {
    set.sort();
    set.dedup();
    set
}

#[cfg(test)]
mod tests {
    use super::*;

    fn literals(pattern: &str) -> Option<Vec<String>> {
        required(&regex_syntax::parse(pattern).unwrap())
    }

    #[test]
    fn the_best_literal_of_a_pattern() {
        let cases: &[(&str, &[&str])] = &[
            (r"^IE \d+ is not supported\b.*", &[" is not supported"]),
            ("(?i)related stories?: .+", &["related storie: ", "related stories: "]),
            ("(?i)related stor(?:y|ies): .+", &["related stories: ", "related story: "]),
            ("(?:AP|AFP|Reuters)", &["afp", "ap", "reuters"]),
            (r"(?:\d+ comments|\d+ replies)", &[" comments", " replies"]),
            (r"\w+x", &[]),
            (r"[A-Z]+", &[]),
            (r"(?:foo)*", &[]),
            (r"(?:foo)+ \d bar baz", &[" bar baz"]),
            (r"\w+ ?/ ?(?:AP|EPA|\w+ Pictures)", &[" pictures", "/ ap", "/ epa", "/ap", "/epa"]),
            (r"(?:to )?share (?:this \w+|on \w+)", &["share on ", "share this "]),
        ];
        for (pattern, want) in cases {
            let got = literals(pattern).unwrap_or_default();
            assert_eq!(got, *want, "{pattern}");
        }
    }

    #[test]
    fn whether_a_match_starts_with_a_literal() {
        let cases = [
            ("(?:AP|AFP|Reuters)[,:] .+", true),
            (r"(?:AP|AFP), \p{Lu}+", true),
            (r"\bAP \d+", true),
            ("(?i:ap) .+", true),
            (r" ?(?:AP|AFP), \p{Lu}+", true),
            (r"\d?(?:AP|AFP), \p{Lu}+", false),
            (r"\p{Lu}+ / AP", false),
            ("by|from Reuters", true),
            (".*from Reuters", false),
        ];
        for (pattern, want) in cases {
            let hir = regex_syntax::parse(pattern).unwrap();
            let literals = required(&hir).unwrap_or_default();
            assert_eq!(starts_with_one(&hir, &literals), want, "{pattern} {literals:?}");
        }
    }
}
