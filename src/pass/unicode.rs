//! Characters that no reader sees, spaces that are no plain blank, and letters
//! in pieces: what a character does decides, and where it stands.
//!
//! One scan over the bytes leaps over everything that can't be touched
//! ([`scan`]); what it stops at is judged in its place. The context of a
//! character is always the nearest *visible* one, so that no judgement changes
//! when a neighbour goes. C1 controls are left to `mojibake`.

mod class;
mod control;
mod escape;
mod invisible;
mod normal;
mod place;
mod scan;
mod space;
mod style;

use super::{Detector, Parts};
use crate::document::Doc;
use crate::edit::RuleId;
use crate::proposal::Proposals;
use place::Place;
use serde::Deserialize;
use std::ops::Range;
use style::Style;

/// The detectors of this pass.
pub const BUILTINS: &[&str] = &[
    "terminal-escape",
    "overstrike",
    "control-character",
    "line-separator",
    "soft-hyphen",
    "zero-width",
    "bidi-control",
    "variation-selector",
    "no-break-space",
    "typographic-space",
    "decomposed-letter",
    "ligature",
    "full-width-form",
    "curly-quote",
    "long-dash",
    "look-alike-letter",
];

/// What users may set, as `[pass.unicode]`.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// The normalization form that `decomposed-letter` brings about.
    pub form: Form,
}

/// Normalization forms.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
pub enum Form {
    /// Letters whole.
    #[default]
    #[serde(rename = "NFC")]
    Nfc,
    /// Letters whole, and variants of a character made one.
    #[serde(rename = "NFKC")]
    Nfkc,
    /// Letters in pieces.
    #[serde(rename = "NFD")]
    Nfd,
    /// As they are.
    #[serde(rename = "none")]
    AsIs,
}

/// Builds the pass's detector.
pub fn build(parts: &Parts<'_>) -> Result<Box<dyn Detector>, String> {
    let rule = |name| parts.rule(name);
    let form = parts.settings::<Settings>().form;
    let style = Style {
        quotes: rule("curly-quote"),
        dashes: rule("long-dash"),
        look_alikes: rule("look-alike-letter"),
    };
    Ok(Box::new(Unicode {
        escape: rule("terminal-escape"),
        overstrike: rule("overstrike"),
        control: rule("control-character"),
        line: rule("line-separator"),
        hyphen: rule("soft-hyphen"),
        zero_width: rule("zero-width"),
        bidi: rule("bidi-control"),
        selector: rule("variation-selector"),
        no_break: rule("no-break-space"),
        space: rule("typographic-space"),
        decomposed: rule("decomposed-letter").filter(|_| form == Form::Nfc),
        other_form: rule("decomposed-letter").map(|rule| (rule, form)),
        ligature: rule("ligature"),
        full_width: rule("full-width-form"),
        style,
    }))
}

/// The rule of each detector; `None` where it is switched off.
struct Unicode {
    escape: Option<RuleId>,
    overstrike: Option<RuleId>,
    control: Option<RuleId>,
    line: Option<RuleId>,
    hyphen: Option<RuleId>,
    zero_width: Option<RuleId>,
    bidi: Option<RuleId>,
    selector: Option<RuleId>,
    no_break: Option<RuleId>,
    space: Option<RuleId>,
    decomposed: Option<RuleId>,
    other_form: Option<(RuleId, Form)>,
    ligature: Option<RuleId>,
    full_width: Option<RuleId>,
    style: Style,
}

/// What is to become of a stretch of text.
#[derive(Clone)]
struct Change {
    span: Range<usize>,
    with: &'static str,
    rule: RuleId,
}

impl Detector for Unicode {
    fn propose(&self, doc: &Doc<'_>, out: &mut Proposals<'_>) {
        self.style.propose(doc.text, out);
        if let Some((rule, form)) = self.other_form {
            normal::to_form(doc.text, form, rule, out);
        }
        let place = Place::new(doc.text);
        if self.full_width.is_some() {
            // The scan leaps over these, since Chinese and Japanese text is full of them.
            for (at, _) in doc.text.char_indices().filter(|(_, c)| style::is_full_width(*c)) {
                self.change(&place, at, at, out);
            }
        }
        let mut at = 0;
        while let Some(stop) = scan::next_stop(doc.text, at) {
            at = self.change(&place, at, stop, out);
        }
    }
}

impl Unicode {
    /// Proposes what becomes of the character at `at`, with its marks; where to go on.
    fn change(&self, place: &Place<'_>, done: usize, at: usize, out: &mut Proposals<'_>) -> usize {
        let change = self.judge(place, done, at);
        match (self.compose(place, at, change.as_ref(), out), change) {
            (Some(end), _) => end,
            (None, Some(change)) => {
                out.replace(change.span.clone(), change.with, change.rule);
                change.span.end
            }
            (None, None) => at + place.char_at(at).map_or(1, char::len_utf8),
        }
    }

    /// What becomes of the character at `at`; `None` where it may stay. All before
    /// `done` is judged already.
    fn judge(&self, place: &Place<'_>, done: usize, at: usize) -> Option<Change> {
        let c = place.char_at(at)?;
        let change = |rule: Option<RuleId>, span, with| Some(Change { span, with, rule: rule? });
        let whole = at..at + c.len_utf8();
        match c {
            '\u{1B}' | '\u{8}' | '\0'..'\u{20}' | '\u{7F}' => {
                let (kind, span, with) = control::replacement(place, done, at, c)?;
                let rule = match kind {
                    control::Kind::Escape => self.escape,
                    control::Kind::Overstrike => self.overstrike,
                    control::Kind::Control => self.control,
                    control::Kind::Line => self.line,
                };
                change(rule, span, with)
            }
            '\u{2028}' | '\u{2029}' => change(self.line, whole, control::separator(place, at, c)),
            c if style::is_ligature(c) => change(self.ligature, whole, style::letters(c)),
            c if style::is_full_width(c) => style::has_latin_width(place.text, at)
                .then_some(change(self.full_width, whole, style::narrow(c)))?,
            '\u{AD}' => change(self.hyphen, whole, invisible::soft_hyphen(place, at)),
            '\u{A0}' | '\u{202F}' => change(self.no_break, whole, space::no_break(place, at)?),
            c if class::is_space(c) => change(self.space, whole, space::typographic(place, at, c)?),
            c if class::is_bidi(c) => {
                (!place.line_has_rtl(at)).then_some(change(self.bidi, whole, ""))?
            }
            c if class::is_selector(c) => (!invisible::selector_stays(place, at, c))
                .then_some(change(self.selector, whole, ""))?,
            c if class::is_invisible(c) => {
                (!invisible::stays(place, at, c)).then_some(change(self.zero_width, whole, ""))?
            }
            _ => None,
        }
    }
}
