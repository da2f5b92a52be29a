//! A proposed rule: its pattern, where it may stand, and the evidence for it.
//! It is written as TOML that a person reads, changes and keeps.

use std::collections::BTreeMap;
use std::fmt::Write;

/// What a proposed rule matches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pattern {
    /// A line.
    Line(String),
    /// Some lines together: the first, the last, and how many there may be.
    Block(String, String, usize),
}

/// Where a proposed rule is to hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// In so many lines at the text's top.
    First(usize),
    /// In so many at its end.
    Last(usize),
    /// In documents of this host.
    Host(String),
    /// In documents below this folder.
    Folder(String),
}

/// A proposed rule.
#[derive(Clone, Debug)]
pub struct Draft {
    /// Its id.
    pub id: String,
    /// What it matches.
    pub pattern: Pattern,
    /// Whether it is a family of lines and not one alone.
    pub general: bool,
    /// Each pattern of a line that is of it; what else goes with it is not meant.
    pub lines: Vec<String>,
    /// Words that all its lines have, in lower case.
    pub words: Vec<String>,
    /// Where it is to hold, if not everywhere.
    pub place: Option<Place>,
    /// In how many documents it was found.
    pub documents: u64,
    /// How many characters it takes.
    pub characters: u64,
    /// The sources with their documents that have it, and how many they have in all.
    pub sources: BTreeMap<String, (u32, u32)>,
    /// Some of its lines.
    pub samples: Vec<String>,
    /// Cases: what it takes.
    pub fixes: Vec<(String, String)>,
    /// Cases: what looks like it and stays.
    pub keeps: Vec<String>,
}

/// Sources told of a rule, and samples.
const TOLD: usize = 3;
/// Characters of a sample.
const SAMPLE: usize = 100;

impl Draft {
    /// The reason, as a sentence.
    pub fn why(&self) -> String {
        let what = match &self.pattern {
            Pattern::Block(..) => "These lines stand together",
            Pattern::Line(_) if self.general => "Lines of this form stand",
            Pattern::Line(_) => "This line stands",
        };
        let (documents, sources) = (self.documents, self.sources.len());
        match self.sources.keys().next() {
            Some(only) if sources == 1 => format!("{what} in {documents} documents of {only}."),
            _ => format!("{what} in {documents} documents of {sources} sources."),
        }
    }

    /// The rule as TOML.
    pub fn toml(&self) -> String {
        let mut out = String::new();
        let mut line = |text: String| {
            out.push_str(&text);
            out.push('\n');
        };
        line(format!("# {} documents, {} characters", self.documents, self.characters));
        let mut sources: Vec<_> = self.sources.iter().collect();
        sources.sort_by_key(|(name, (with, _))| (std::cmp::Reverse(*with), *name));
        for (name, (with, all)) in sources.iter().take(TOLD) {
            line(format!("#   {with} of {all} of {}", on_one_line(name)));
        }
        if sources.len() > TOLD {
            line(format!("#   and {} sources more", sources.len() - TOLD));
        }
        for sample in self.samples.iter().take(TOLD) {
            line(format!("# | {}", on_one_line(sample)));
        }
        line("[[rule]]".to_owned());
        line(format!("id = {}", basic(&self.id)));
        line("pass = \"boilerplate\"".to_owned());
        line(format!("why = {}", basic(&self.why())));
        match &self.pattern {
            Pattern::Line(pattern) => line(format!("line = {}", literal(pattern))),
            Pattern::Block(from, to, lines) => {
                let (from, to) = (literal(from), literal(to));
                line(format!("block = {{ from = {from}, to = {to}, lines = {lines} }}"));
            }
        }
        match &self.place {
            None => {}
            Some(Place::First(n)) => line(format!("where = {{ first_lines = {n} }}")),
            Some(Place::Last(n)) => line(format!("where = {{ last_lines = {n} }}")),
            Some(Place::Host(host)) => {
                line(format!("where = {{ host = {} }}", basic(&format!("{{,www.}}{host}"))));
            }
            Some(Place::Folder(folder)) => {
                line(format!("where = {{ path = {} }}", basic(&format!("{folder}**"))));
            }
        }
        if !self.fixes.is_empty() {
            line("fixes = [".to_owned());
            for (before, after) in &self.fixes {
                line(format!("  [{}, {}],", basic(before), basic(after)));
            }
            line("]".to_owned());
        }
        if !self.keeps.is_empty() {
            line("keeps = [".to_owned());
            self.keeps.iter().for_each(|keep| line(format!("  {},", basic(keep))));
            line("]".to_owned());
        }
        out
    }
}

/// A pattern as a literal string, where TOML has one for it.
fn literal(pattern: &str) -> String {
    let fits = !pattern.contains('\'') && !pattern.chars().any(char::is_control);
    if fits { format!("'{pattern}'") } else { basic(pattern) }
}

/// A basic string of TOML.
fn basic(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() || unseen(c) => {
                // Writing to a string does not fail.
                let _ = write!(out, "\\U{:08X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// Characters that would be there and not be seen, or turn the line around.
fn unseen(c: char) -> bool {
    matches!(c, '\u{a0}' | '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// A text fit for a comment.
fn on_one_line(text: &str) -> String {
    let short: String = text.chars().take(SAMPLE).collect();
    let more = if short.len() < text.len() { "…" } else { "" };
    let safe = |c: char| if c.is_control() || unseen(c) { ' ' } else { c };
    short.chars().map(safe).collect::<String>() + more
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_is_written_so_that_it_reads_the_same() {
        for text in ["a 'b' \"c\"", "\\d+\t\n", "\u{7f}\u{0}\u{85}", "\u{202e}x\u{a0}", "é—“”"]
        {
            for written in [basic(text), literal(text)] {
                let table: toml::Table = toml::from_str(&format!("x = {written}")).unwrap();
                assert_eq!(table["x"].as_str(), Some(text), "{written}");
            }
        }
    }
}
