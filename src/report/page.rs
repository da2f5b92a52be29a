//! `--report`: a run as one page to look at and to show around. It needs no
//! network, holds no script and forbids any, works in the dark, on a phone, by
//! keyboard and on paper. What goes onto it is bounded: rules, samples, names,
//! and the length of each text; so is the page, at a few megabytes at worst,
//! whatever the corpus.
//!
//! The files of `page/` turn accounts and exhibits into figures and strings,
//! `page.html` and `page.css` hold all markup. Everything put into it is escaped
//! by the template engine, but for what `text` makes, which escapes for itself.

mod accounts;
mod bar;
mod edits;
mod lists;
mod repairs;
mod text;
mod time;

use super::Report;
use super::exhibits::{Exhibits, WANTED};
use crate::pipeline::Pipeline;
use minijinja::value::Serde;
use minijinja::{Environment, UndefinedBehavior};
use serde::Serialize;

/// What a page is made from.
#[derive(Clone, Copy)]
pub struct Run<'r> {
    /// The accounts.
    pub report: &'r Report,
    /// The rules in force.
    pub pipeline: &'r Pipeline,
    /// What there is to show.
    pub exhibits: &'r Exhibits,
    /// Hash of the rule files.
    pub rules: &'r str,
}

/// The page. An error is a mistake in the template.
pub fn html(run: &Run<'_>) -> Result<String, minijinja::Error> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.add_template("page.css", include_str!("page/page.css"))?;
    environment.add_template("page.html", include_str!("page/page.html"))?;
    environment.get_template("page.html")?.render(Serde(Page::new(run)))
}

/// Where the part of a page begins that differs between equal runs, and where it ends.
const TIMES: [&str; 2] = ["<section id=\"time\">", "</section>"];

/// A page without its times: equal for equal runs.
pub fn without_times(page: &str) -> Option<(&str, &str)> {
    let (before, rest) = page.split_once(TIMES[0])?;
    let (_, after) = rest.split_once(TIMES[1])?;
    Some((before, after))
}

#[derive(Serialize)]
struct Page {
    version: &'static str,
    rules_hash: String,
    title: String,
    lead: String,
    nav: Vec<Link>,
    documents: accounts::Documents,
    characters: accounts::Characters,
    remarks: String,
    samples: usize,
    passes: Vec<edits::Pass>,
    open: bool,
    losses_most: Vec<lists::Lost>,
    losses_share: Vec<lists::Lost>,
    losses_are_many: bool,
    repairs: Option<repairs::Repaired>,
    lifted: Vec<lists::Lifted>,
    encodings: Vec<lists::Encoding>,
    damaged: String,
    failed: lists::Named,
    left: lists::Named,
    emptied: lists::Named,
    skipped: lists::Named,
    time: time::Time,
}

#[derive(Serialize)]
struct Link {
    id: &'static str,
    title: &'static str,
}

/// With so many rules at most, all samples are shown at once.
const OPEN: usize = 40;

impl Page {
    fn new(run: &Run<'_>) -> Page {
        let Run { report, exhibits, .. } = *run;
        let passes = edits::passes(run);
        let shown: usize = passes.iter().map(|pass| pass.rules.len()).sum();
        let mut page = Page {
            version: env!("CARGO_PKG_VERSION"),
            rules_hash: run.rules.to_owned(),
            title: accounts::title(report),
            lead: accounts::lead(report),
            nav: Vec::new(),
            documents: accounts::Documents::of(report),
            characters: accounts::Characters::of(report),
            remarks: accounts::remarks(report),
            samples: WANTED.samples,
            open: shown <= OPEN,
            losses_most: lists::losses(run, &exhibits.losses.most),
            losses_share: lists::losses(run, &exhibits.losses.share),
            losses_are_many: exhibits.losses.most.is_full(),
            repairs: repairs::Repaired::of(&exhibits.repairs),
            lifted: lists::lifted(run),
            encodings: lists::encodings(report),
            damaged: accounts::damaged(report),
            failed: lists::Named::of(&report.failed),
            left: lists::Named::of(&report.left),
            emptied: lists::Named::emptied(report),
            skipped: lists::Named::of(&report.skipped),
            time: time::Time::of(run),
            passes,
        };
        page.nav = page.links();
        page
    }

    /// Whether anything is to be told of documents that did not go the common way.
    fn has_others(&self) -> bool {
        [&self.failed, &self.left, &self.emptied, &self.skipped].iter().any(|list| list.any())
    }

    fn links(&self) -> Vec<Link> {
        [
            (true, "accounts", "Accounts"),
            (!self.passes.is_empty(), "edits", "Edits"),
            (!self.passes.is_empty(), "rules", "Rules"),
            (!self.losses_most.is_empty(), "losses", "Losses"),
            (self.repairs.is_some(), "repairs", "Coreference"),
            (!self.lifted.is_empty(), "lifted", "Lifted"),
            (!self.encodings.is_empty(), "encodings", "Encodings"),
            (self.has_others(), "apart", "Failed and left"),
            (true, "time", "Time"),
        ]
        .into_iter()
        .filter(|(is_there, ..)| *is_there)
        .map(|(_, id, title)| Link { id, title })
        .collect()
    }
}
