//! The account for machines: one JSON object, whose keys stand in the help.

use super::Account;
use pumice::document::Meta;
use pumice::edit::Edit;
use pumice::explain::{Nearly, Step, Stop, Story, Weighed};
use pumice::pass::coref::explain::Explanation;
use pumice::rule::Rule;
use serde::Serialize;
use std::io::{self, Write};
use std::ops::Range;

#[derive(Serialize)]
struct Object<'a> {
    doc: &'a str,
    encoding: &'a str,
    by: &'a str,
    bom: bool,
    damage: usize,
    text: Option<&'a str>,
    exact: bool,
    found: usize,
    places: Vec<Place<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    repair: Option<RepairObject<'a>>,
}

#[derive(Serialize)]
struct RepairObject<'a> {
    at: usize,
    #[serde(flatten)]
    told: &'a Explanation,
}

#[derive(Serialize)]
struct Place<'a> {
    lines: [usize; 2],
    at: [usize; 2],
    before: Option<&'a str>,
    after: Option<&'a str>,
    steps: Vec<StepObject<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    weighed: Vec<WeighedObject<'a>>,
    nearly: Vec<NearlyObject<'a>>,
}

#[derive(Serialize)]
struct WeighedObject<'a> {
    #[serde(flatten)]
    rule: RuleObject<'a>,
    pass: &'a str,
    origin: [usize; 2],
    text: &'a str,
    goes: bool,
    told: &'a str,
}

#[derive(Serialize)]
struct StepObject<'a> {
    round: usize,
    pass: &'a str,
    now: Option<&'a str>,
    edits: Vec<EditObject<'a>>,
}

#[derive(Serialize)]
struct RuleObject<'a> {
    rule: &'a str,
    why: &'a str,
    file: &'a str,
    line: usize,
}

#[derive(Serialize)]
struct EditObject<'a> {
    #[serde(flatten)]
    rule: RuleObject<'a>,
    at: [usize; 2],
    origin: [usize; 2],
    before: &'a str,
    after: &'a str,
    #[serde(skip_serializing_if = "Meta::is_empty")]
    meta: Meta,
    #[serde(skip_serializing_if = "Option::is_none")]
    witness: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    inferred: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    recurs: Option<&'a str>,
}

#[derive(Serialize)]
struct NearlyObject<'a> {
    #[serde(flatten)]
    rule: RuleObject<'a>,
    round: usize,
    pass: &'a str,
    origin: [usize; 2],
    text: &'a str,
    stopped_by: &'static str,
    condition: Option<&'a str>,
    winner: Option<RuleObject<'a>>,
}

/// Prints an account.
pub fn print(out: &mut impl Write, account: &Account<'_>) -> io::Result<()> {
    let (decoded, asked) = (&account.done.decoded, account.asked);
    let places = asked.stretches.iter().zip(account.stories);
    let object = Object {
        doc: account.name,
        encoding: decoded.encoding,
        by: decoded.evidence.chosen_by,
        bom: decoded.bom,
        damage: decoded.damage.len(),
        text: asked.text.as_deref(),
        exact: asked.exact,
        found: asked.found,
        places: places.map(|(stretch, story)| place(account, stretch, story)).collect(),
        repair: account.repair.map(|(at, told)| RepairObject { at: *at, told }),
    };
    serde_json::to_writer_pretty(&mut *out, &object)?;
    writeln!(out)?;
    out.flush()
}

fn place<'a>(account: &Account<'a>, stretch: &Range<usize>, story: &'a Story) -> Place<'a> {
    let part = !account.asked.whole;
    Place {
        lines: account.lines.of_span(stretch),
        at: ends(stretch),
        before: part.then(|| &account.done.decoded.text[stretch.clone()]),
        after: part.then_some(story.after.as_str()),
        steps: story.steps.iter().map(|step| self::step(account, step)).collect(),
        weighed: story.weighed.iter().map(|weighed| self::weighed(account, weighed)).collect(),
        nearly: story.nearly.iter().map(|nearly| self::nearly(account, nearly)).collect(),
    }
}

fn weighed<'a>(account: &Account<'a>, weighed: &'a Weighed) -> WeighedObject<'a> {
    WeighedObject {
        rule: rule(account.pipeline.rule(weighed.verdict.rule)),
        pass: account.pipeline.passes()[weighed.pass].name(),
        origin: ends(&weighed.origin),
        text: &weighed.text,
        goes: weighed.verdict.goes,
        told: &weighed.verdict.told,
    }
}

fn step<'a>(account: &Account<'a>, step: &'a Step) -> StepObject<'a> {
    let layer = &account.done.trail.0[step.layer];
    let edits = step.edits(&account.done.trail);
    StepObject {
        round: layer.round,
        pass: account.pipeline.passes()[layer.pass].name(),
        now: (!account.asked.whole).then_some(step.text.as_str()),
        edits: edits.map(|edit| self::edit(account, step.layer, &edit)).collect(),
    }
}

fn edit<'a>(account: &Account<'a>, layer: usize, edit: &Edit<'a>) -> EditObject<'a> {
    let note = edit.note;
    let meta = note.map(|note| note.meta.iter().cloned().collect());
    EditObject {
        rule: self::rule(account.pipeline.rule(edit.rule)),
        at: ends(&edit.span),
        origin: ends(&account.done.trail.origin(layer, edit.span.clone())),
        before: edit.before,
        after: edit.after,
        meta: meta.unwrap_or_default(),
        witness: note.and_then(|note| note.witness.as_deref()),
        inferred: note.and_then(|note| note.inferred.as_deref()),
        recurs: note.and_then(|note| note.recurs.as_deref()),
    }
}

fn nearly<'a>(account: &Account<'a>, nearly: &'a Nearly) -> NearlyObject<'a> {
    let (stopped_by, condition, winner) = match &nearly.stop {
        Stop::Condition(condition) => ("condition", Some(condition.as_str()), None),
        Stop::Overlap(id) => ("overlap", None, Some(rule(account.pipeline.rule(*id)))),
        Stop::Protected => ("protected", None, None),
    };
    NearlyObject {
        rule: rule(account.pipeline.rule(nearly.rule)),
        round: nearly.round,
        pass: account.pipeline.passes()[nearly.pass].name(),
        origin: ends(&nearly.origin),
        text: &nearly.text,
        stopped_by,
        condition,
        winner,
    }
}

fn rule(rule: &Rule) -> RuleObject<'_> {
    RuleObject { rule: &rule.id, why: &rule.why, file: &rule.place.file, line: rule.place.line }
}

fn ends(span: &Range<usize>) -> [usize; 2] {
    [span.start, span.end]
}
