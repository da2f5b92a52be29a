//! What is wrong with a file the user wrote, and where. Problems are gathered,
//! so that one run names all of them.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

/// A file of the user's and its name, to turn byte positions into places.
#[derive(Clone, Debug)]
pub struct Source {
    /// As the user named it.
    pub name: Arc<str>,
    /// Its text, without a byte order mark.
    pub text: String,
    /// Where its lines start, in bytes.
    starts: Vec<usize>,
}

impl Source {
    /// A file with its text.
    pub fn new(name: &str, text: &str) -> Self {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let starts = memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1);
        let starts = std::iter::once(0).chain(starts).collect();
        Source { name: Arc::from(name), text: text.to_owned(), starts }
    }

    /// Line (from 1) of a byte position.
    pub fn line(&self, at: usize) -> usize {
        self.starts.partition_point(|start| *start <= at)
    }

    /// A problem at a span of bytes.
    pub fn problem(&self, span: Range<usize>, what: impl Into<String>) -> Problem {
        let line = self.line(span.start);
        let start = self.starts.get(line - 1).copied().unwrap_or_default();
        let excerpt = self.text[start..].lines().next().unwrap_or_default().to_owned();
        let column = self.text.get(start..span.start).map_or(0, |s| s.chars().count()) + 1;
        let marked = self.text.get(span.start..span.end).unwrap_or_default();
        let width = marked.lines().next().unwrap_or_default().chars().count();
        Problem {
            file: self.name.clone(),
            line,
            column,
            what: what.into(),
            excerpt,
            width: width.max(1),
        }
    }
}

/// One mistake, with its place and the line it stands on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The file.
    pub file: Arc<str>,
    /// From 1; 0 where the file as a whole is meant.
    pub line: usize,
    /// In characters, from 1.
    pub column: usize,
    /// What is wrong, and what was probably meant.
    pub what: String,
    excerpt: String,
    width: usize,
}

impl Problem {
    /// A problem of a file as a whole.
    pub fn whole(file: &str, what: impl Into<String>) -> Problem {
        Problem {
            file: Arc::from(file),
            line: 0,
            column: 0,
            what: what.into(),
            excerpt: String::new(),
            width: 0,
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.line == 0 {
            return write!(f, "{}: {}", self.file, self.what);
        }
        let Problem { file, line, column, what, excerpt, width } = self;
        writeln!(f, "{file}:{line}:{column}: {what}")?;
        let (shown, column) = window(excerpt, *column);
        let gutter = line.to_string().len();
        writeln!(f, "{:gutter$} |", "")?;
        writeln!(f, "{line} | {shown}")?;
        let room = shown.chars().count().saturating_sub(column - 1).max(1);
        let marks = "^".repeat((*width).min(room));
        write!(f, "{:gutter$} | {:pad$}{marks}", "", "", pad = column - 1)
    }
}

/// The part of a long line around the column, and the column within it.
fn window(line: &str, column: usize) -> (String, usize) {
    const SHOWN: usize = 100;
    let visible = |c: char| if c.is_control() { ' ' } else { c };
    let skip = if column > SHOWN - 20 { column - SHOWN / 2 } else { 0 };
    (line.chars().skip(skip).take(SHOWN).map(visible).collect(), column - skip)
}

/// All mistakes found in one go.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Problems(pub Vec<Problem>);

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, problem) in self.0.iter().enumerate() {
            if i > 0 {
                f.write_str("\n\n")?;
            }
            problem.fmt(f)?;
        }
        Ok(())
    }
}

impl std::error::Error for Problems {}

/// ` (did you mean ...?)` where one of `known` is near to `word`, else the
/// list of what there is.
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    let known: Vec<&str> = known.into_iter().collect();
    let best = known
        .iter()
        .map(|k| (strsim::damerau_levenshtein(word, k), *k))
        .min()
        .filter(|(distance, k)| *distance <= 1 + k.len() / 3);
    match best {
        Some((_, k)) => format!("; did you mean `{k}`?"),
        None => format!("; there is {}", known.join(", ")),
    }
}
