//! The shipped rules: every case passes, every rule has a reason and cases.

use pumice::case::{self, Outcome};
use pumice::pipeline::Pipeline;
use pumice::rule::cases::CaseKind;

fn shipped() -> Pipeline {
    Pipeline::shipped().unwrap_or_else(|problems| panic!("{problems}"))
}

#[test]
fn every_case_of_every_shipped_rule_passes() {
    let chain = shipped();
    let mut run = 0;
    for rule in chain.rules() {
        for verdict in case::run(rule, &chain) {
            run += 1;
            let (case, place) = (&verdict.case, &rule.place);
            assert!(
                verdict.outcome.is_good(),
                "{}:{} {} is {}\n  text   {:?}\n  wanted {:?}\n  got    {:?}",
                place.file,
                case.line,
                rule.id,
                verdict.outcome.name(),
                case.text,
                case.wanted,
                verdict.got
            );
        }
    }
    assert!(run > 50, "only {run} cases were run");
}

#[test]
fn every_shipped_rule_has_a_reason_and_cases() {
    for rule in shipped().rules() {
        let has = |kind| rule.cases.iter().any(|case| case.kind == kind);
        assert!(rule.why.ends_with('.'), "{}: `why` is a sentence", rule.id);
        // What recurs is seen in a corpus and in no case.
        assert!(has(CaseKind::Fixes) || rule.id == "recurring-line", "{}: no `fixes`", rule.id);
        assert!(has(CaseKind::Keeps), "{}: no `keeps`", rule.id);
    }
}

#[test]
fn outcomes_have_distinct_names() {
    let mut names: Vec<_> = Outcome::ALL.iter().map(|outcome| outcome.name()).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), Outcome::ALL.len());
}
