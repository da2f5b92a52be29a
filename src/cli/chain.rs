//! The options that every verb has which runs the chain, and the chain they
//! make.

use anyhow::{Context, Result, anyhow, bail};
use clap::Args;
use pumice::decode::Hints;
use pumice::io::format::Format;
use pumice::io::input::Selection;
use pumice::io::packed::Ratio;
use pumice::io::source::Reading;
use pumice::order::Order;
use pumice::pipeline::Pipeline;
use pumice::row::Fields;
use pumice::rule::problem::{Problem, Problems, Source, nearest};
use pumice::ruleset::RuleSet;
use pumice::survey::Survey;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Decoding is no pass, but can be named like one.
const DECODE: &str = "decode";

/// Options of every verb that runs the chain.
#[derive(Clone, Debug, Default, Args)]
pub struct ChainArgs {
    /// Rules to add to the shipped ones: a file, or a folder of .toml files (repeatable)
    #[arg(long, value_name = "FILE|DIR", action = clap::ArgAction::Append)]
    pub rules: Vec<PathBuf>,
    /// Run these passes alone
    #[arg(long, value_name = "PASS,...", value_delimiter = ',')]
    pub only: Vec<String>,
    /// Leave these passes out; `decode` accepts strict UTF-8 alone
    #[arg(long, value_name = "PASS,...", value_delimiter = ',')]
    pub skip: Vec<String>,
    /// What is known of the corpus, as `pumice survey` wrote it
    #[arg(long, value_name = "FILE")]
    pub survey: Option<PathBuf>,
    /// Read only documents whose name matches (repeatable)
    #[arg(long, value_name = "GLOB")]
    pub include: Vec<String>,
    /// Leave out documents whose name matches (repeatable)
    #[arg(long, value_name = "GLOB")]
    pub exclude: Vec<String>,
    /// What the inputs hold: `text`, a document a file; `jsonl`, one a line, which may be
    /// packed with gzip or Zstandard; `parquet`, one a row; else their endings say so
    #[arg(long, value_name = "text|jsonl|parquet", value_parser = format_of)]
    pub format: Option<Format>,
    /// How many times its size a packed file may unpack to, once that is more than 64 MB; what
    /// does is an attack or a mistake
    #[arg(long, value_name = "N", default_value_t = Ratio::default().0)]
    pub max_ratio: u64,
    /// The field of a record, or the column, that holds the text; `a.b` is field b of field a
    #[arg(long, value_name = "NAME", default_value = "text")]
    pub text_field: String,
    /// The field of a record, or the column, that names it [default: its line's number]
    #[arg(long, value_name = "NAME")]
    pub id_field: Option<String>,
}

fn format_of(name: &str) -> Result<Format, String> {
    match name {
        "text" => Ok(Format::Text),
        "jsonl" => Ok(Format::Rows),
        "parquet" => Ok(Format::Table),
        _ => Err("text, jsonl or parquet".to_owned()),
    }
}

impl ChainArgs {
    /// The chain that these options ask for.
    pub fn pipeline(&self) -> Result<Pipeline> {
        Ok(Pipeline::new(self.rule_set()?, self.survey()?)?)
    }

    /// The survey that was named.
    pub fn survey(&self) -> Result<Option<Arc<Survey>>> {
        let Some(path) = &self.survey else { return Ok(None) };
        let name = path.display();
        let text = fs::read_to_string(path).with_context(|| name.to_string())?;
        let survey = Survey::read(&text).map_err(|reason| anyhow!("{name}: {reason}"))?;
        Ok(Some(Arc::new(survey)))
    }

    /// The rules and settings in force, and the passes that are wanted.
    pub fn rule_set(&self) -> Result<RuleSet> {
        let mut set = RuleSet::load(&self.rule_files()?, &mut |path| read(path))?;
        set.order = self.selected(&set.order)?;
        Ok(set)
    }

    /// All rule files that are read, those that others extend included.
    pub fn files_read(&self) -> Result<Vec<PathBuf>> {
        let sources = self.rule_files()?;
        let mut files: Vec<PathBuf> =
            sources.iter().map(|source| PathBuf::from(&*source.name)).collect();
        // The shipped files extend none: what is not there need not be followed.
        if files.is_empty() {
            return Ok(files);
        }
        RuleSet::load(&sources, &mut |path| {
            files.push(path.to_owned());
            read(path)
        })?;
        Ok(files)
    }

    /// How files are to be read.
    pub fn reading(&self) -> Reading {
        let fields = Fields { text: self.text_field.clone(), id: self.id_field.clone() };
        Reading { format: self.format, fields, ratio: Ratio(self.max_ratio) }
    }

    /// How documents are to be decoded.
    pub fn hints(&self) -> Hints<'static> {
        Hints { declared: None, strict_utf8: self.skip.iter().any(|name| name == DECODE) }
    }

    /// Which documents of a folder are wanted.
    pub fn selection(&self) -> Result<Selection> {
        Selection::new(&self.include, &self.exclude).context("in --include or --exclude")
    }

    /// The order without the passes that are not wanted.
    fn selected(&self, order: &Order) -> Result<Order> {
        for name in self.only.iter().chain(&self.skip) {
            if name != DECODE && !order.names().any(|known| known == name) {
                let hint = nearest(name, std::iter::once(DECODE).chain(order.names()));
                bail!("unknown pass `{name}`{hint}");
            }
        }
        let wanted = |name: &String| {
            (self.only.is_empty() || self.only.contains(name)) && !self.skip.contains(name)
        };
        let keep = |names: &[String]| names.iter().filter(|name| wanted(name)).cloned().collect();
        Ok(Order { prepare: keep(&order.prepare), clean: keep(&order.clean) })
    }

    /// The user's rule files, in the order given, those of a folder by name;
    /// without --rules the nearest pumice.toml.
    pub fn rule_files(&self) -> Result<Vec<Source>> {
        let mut paths = Vec::new();
        for path in &self.rules {
            if path.is_dir() {
                paths.extend(toml_files(path)?);
            } else {
                paths.push(path.clone());
            }
        }
        if self.rules.is_empty() {
            paths.extend(nearest_config());
        }
        let mut problems = Vec::new();
        let mut sources = Vec::new();
        for path in &paths {
            let name = path.display().to_string();
            match read(path) {
                Ok(text) => sources.push(Source::new(&name, &text)),
                Err(reason) => problems.push(Problem::whole(&name, reason)),
            }
        }
        if problems.is_empty() { Ok(sources) } else { Err(Problems(problems).into()) }
    }
}

/// The pumice.toml of the current folder, or of the nearest one above it.
fn nearest_config() -> Option<PathBuf> {
    const NAME: &str = "pumice.toml";
    if Path::new(NAME).is_file() {
        return Some(PathBuf::from(NAME));
    }
    let current = std::env::current_dir().ok()?;
    current.ancestors().skip(1).map(|folder| folder.join(NAME)).find(|path| path.is_file())
}

fn toml_files(folder: &Path) -> Result<Vec<PathBuf>> {
    let list = fs::read_dir(folder).with_context(|| folder.display().to_string())?;
    let mut files = Vec::new();
    for entry in list {
        let path = entry.with_context(|| folder.display().to_string())?.path();
        if path.extension().is_some_and(|ending| ending == "toml") && path.is_file() {
            files.push(path);
        }
    }
    files.sort();
    if files.is_empty() {
        bail!("{}: there is no .toml file in this folder", folder.display());
    }
    Ok(files)
}

/// A rule file's text; the error says why it can't be had.
fn read(path: &Path) -> Result<String, String> {
    let bytes = fs::read(path).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => "there is no such rule file".to_owned(),
        _ => error.to_string(),
    })?;
    String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let line = 1 + memchr::memchr_iter(b'\n', &error.as_bytes()[..valid]).count();
        format!("line {line} is not UTF-8; save the rule file as UTF-8")
    })
}
