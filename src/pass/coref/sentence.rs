//! The policies that give up: the sentence that has a gap, or the document.

use super::finding::{Finding, Kind};
use super::policy::Gap;
use super::token::Tokens;
use std::ops::Range;

/// The findings, with those whose gap stays unknown turned into what the policy gives up.
pub fn give_up(text: &str, tokens: &Tokens, findings: Vec<Finding>, policy: Gap) -> Vec<Finding> {
    let unknown = |f: &Finding| f.witness.is_none() && f.inferred.is_none();
    if !findings.iter().any(unknown) {
        return findings;
    }
    match policy {
        Gap::Mark | Gap::Keep => findings,
        Gap::DropDocument => vec![gone(0..text.len())],
        Gap::DropSentence => {
            let mut kept: Vec<Finding> = Vec::new();
            for finding in findings {
                let inside = kept
                    .last()
                    .is_some_and(|k| k.kind == Kind::GivenUp && finding.span.start < k.span.end);
                if inside {
                    continue;
                }
                if unknown(&finding) {
                    let span = sentence(text, tokens, finding.span.start);
                    while kept.last().is_some_and(|k| k.span.end > span.start) {
                        kept.pop();
                    }
                    kept.push(gone(span));
                } else {
                    kept.push(finding);
                }
            }
            kept
        }
    }
}

fn gone(span: Range<usize>) -> Finding {
    Finding {
        span,
        with: String::new(),
        kind: Kind::GivenUp,
        witness: None,
        inferred: None,
        confidence: 1.0,
    }
}

/// The sentence around a place, with the blanks after it.
fn sentence(text: &str, tokens: &Tokens, at: usize) -> Range<usize> {
    let here =
        tokens.all.partition_point(|t| t.at.end <= at).min(tokens.all.len().saturating_sub(1));
    let first = (0..=here)
        .rev()
        .find(|i| {
            tokens.all.get(*i).is_some_and(|t| t.first) && (*i == 0 || !tokens.all[*i - 1].first)
        })
        .unwrap_or(0);
    let after =
        (here + 1..tokens.all.len()).find(|i| tokens.all[*i].first).unwrap_or(tokens.all.len());
    let start = tokens.all.get(first).map_or(0, |t| t.at.start);
    let end = tokens.all.get(after).map_or(text.trim_end().len(), |t| t.at.start);
    start..end.max(start)
}
