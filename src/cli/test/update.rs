//! `pumice test --update`: puts what a `fixes` case becomes now into the rule
//! file as what is wanted. Nothing else of the file changes by a byte, and only
//! the user's files are written.
//!
//! Not every failure is a matter of expectations. A `keeps` case that is
//! changed, a rule that never rests, a rule that does not fire any more: those
//! are for the user. A known failure that passes belongs under `fixes`; to
//! rewrite what it wants would make a wrong outcome the wanted one.

use super::{Tested, diff, quote};
use anyhow::{Context, Result, bail};
use pumice::case::{Outcome, Verdict};
use pumice::io::write;
use pumice::rule::cases::Case;
use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::ops::Range;
use std::path::Path;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Rewrites what can be; those verdicts are `fixed` then.
pub fn run(out: &mut impl Write, tested: &Tested, verdicts: &mut [Verdict]) -> Result<()> {
    let mut files: BTreeMap<String, Vec<&mut Verdict>> = BTreeMap::new();
    for verdict in verdicts.iter_mut().filter(|verdict| !verdict.outcome.is_good()) {
        match refusal(tested, verdict) {
            None => {
                files.entry(verdict.rule.place.file.to_string()).or_default().push(verdict);
            }
            Some(reason) => {
                let (file, line) = (&verdict.rule.place.file, verdict.case.line);
                writeln!(out, "{file}:{line}: not updated: {reason}")?;
            }
        }
    }
    for (file, verdicts) in files {
        rewrite(Path::new(&file), &verdicts).with_context(|| file.clone())?;
        for verdict in verdicts {
            diff::head(out, verdict, "updated")?;
            diff::differ(out, ("wanted before", &verdict.case.wanted), ("now", &verdict.got))?;
            verdict.outcome = Outcome::Fixed;
        }
    }
    Ok(())
}

/// Why a case can't be updated.
fn refusal(tested: &Tested, verdict: &Verdict) -> Option<&'static str> {
    Some(match verdict.outcome {
        _ if !tested.files.contains(&*verdict.rule.place.file) => "the rule is a shipped one",
        Outcome::Noisy => {
            "a `keeps` case wants its own text; correct the rule or take the case out"
        }
        Outcome::Surprised => "move the case to `fixes` by hand",
        Outcome::Unstable => "the rule fires again on its own output; correct the rule",
        _ if verdict.got == verdict.case.text => {
            "the rule does not fire on this text; correct the rule or the text"
        }
        _ => return None,
    })
}

/// Puts the new texts into the file, whole or not at all.
fn rewrite(path: &Path, verdicts: &[&mut Verdict]) -> Result<()> {
    let whole = fs::read_to_string(path)?;
    let text = whole.strip_prefix('\u{feff}').unwrap_or(&whole);
    let document = DeTable::parse(text).context("changed while it was tested")?;
    let mut spans: Vec<(Range<usize>, &str)> = Vec::new();
    for verdict in verdicts {
        let found = wanted_of(document.get_ref(), &verdict.rule.id, &verdict.case);
        let Some(span) = found.into_iter().find(|span| spans.iter().all(|(s, _)| s != span)) else {
            bail!("line {}: this case is not in the file any more", verdict.case.line);
        };
        spans.push((span, &verdict.got));
    }
    spans.sort_by_key(|(span, _)| span.start);
    let mut new = whole[..whole.len() - text.len()].to_owned();
    let mut done = 0;
    for (span, got) in spans {
        new.push_str(&text[done..span.start]);
        new.push_str(&quote::like(&text[span.clone()], got));
        done = span.end;
    }
    new.push_str(&text[done..]);
    // A link stays one: what it leads to is replaced.
    let target = path.canonicalize()?;
    write::anew(&target, new.as_bytes(), Some(&target))?;
    Ok(())
}

/// Where the wanted text of a case stands; several places where it stands twice.
fn wanted_of(document: &DeTable<'_>, id: &str, case: &Case) -> Vec<Range<usize>> {
    let rules = document.get("rule").and_then(|v| v.get_ref().as_array());
    let tables = rules.into_iter().flatten().filter_map(|v| v.get_ref().as_table());
    tables
        .filter(|table| table.get("id").and_then(|v| v.get_ref().as_str()) == Some(id))
        .filter_map(|table| table.get(case.kind.key())?.get_ref().as_array())
        .flatten()
        .filter_map(|pair| {
            let pair = pair.get_ref().as_array()?;
            let (text, wanted) = (pair.first()?, pair.get(1)?);
            let is =
                |value: &Spanned<DeValue<'_>>, want: &str| value.get_ref().as_str() == Some(want);
            (is(text, &case.text) && is(wanted, &case.wanted)).then(|| wanted.span())
        })
        .collect()
}
