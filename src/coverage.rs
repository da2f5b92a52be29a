//! Whether the cases of a rule reach it in the whole chain, or an earlier rule
//! takes the text away first. A case alone proves that the rule works; this
//! tells whether it ever gets to work.

use crate::case;
use crate::document::Meta;
use crate::pass::Pass;
use crate::pipeline::Pipeline;
use crate::rule::Rule;
use crate::rule::cases::CaseKind;
use crate::trail::Trail;
use std::ops::Range;
use std::sync::Arc;

/// How the `fixes` of one rule fare in the chain.
#[derive(Clone, Debug, Default)]
pub struct Reach {
    /// Those on which the rule fires when it is alone.
    pub fire: usize,
    /// Those of them on which it does not fire in the chain.
    pub eaten: Vec<Eaten>,
}

/// A case that never reaches its rule.
#[derive(Clone, Debug)]
pub struct Eaten {
    /// Line of the case.
    pub line: usize,
    /// The rule that took the text; none where the chain left it alone.
    pub by: Option<Arc<Rule>>,
}

/// Runs a rule's `fixes` through the chain.
pub fn reach(rule: &Arc<Rule>, chain: &Pipeline) -> Reach {
    let alone = chain.alone(rule);
    let meta = Meta::new();
    let mut reach = Reach::default();
    for case in rule.cases.iter().filter(|case| case.kind == CaseKind::Fixes) {
        let doc = case::doc(&case.text, &meta);
        let wants: Vec<Range<usize>> = alone.edits(&doc).iter().map(|edit| edit.span).collect();
        if wants.is_empty() {
            continue;
        }
        reach.fire += 1;
        let trail = chain.clean(&doc).trail;
        let mut edits = trail.0.iter().flat_map(|layer| layer.edits.iter());
        if !edits.any(|edit| chain.rule(edit.rule).id == rule.id) {
            reach.eaten.push(Eaten { line: case.line, by: eater(&trail, &wants, chain) });
        }
    }
    reach
}

/// The first rule that edits what is wanted; else the first that edits at all,
/// as one that changes a line's end keeps a `line` from matching.
fn eater(trail: &Trail, wants: &[Range<usize>], chain: &Pipeline) -> Option<Arc<Rule>> {
    let mut first = None;
    for (index, layer) in trail.0.iter().enumerate() {
        for edit in layer.edits.iter() {
            let rule = &chain.rules()[edit.rule.0 as usize];
            let origin = trail.origin(index, edit.span);
            if wants.iter().any(|want| origin.start < want.end && want.start < origin.end) {
                return Some(rule.clone());
            }
            first.get_or_insert(rule);
        }
    }
    first.cloned()
}
