//! The talk at a terminal: each proposed rule is shown with what it takes, and
//! kept, left, or edited first. What a user writes must load and pass its cases
//! like any other rule, or it is shown again with what is wrong.

use crate::cli::output;
use anyhow::{Context, Result};
use pumice::mine::draft::Draft;
use pumice::mine::{self, Drafted};
use pumice::ruleset::RuleSet;
use std::fmt::Write as _;
use std::io::{self, BufRead, Write};
use std::process::Command;

/// The text of the file with what the user keeps.
pub fn ask(proposals: &[Draft], set: &RuleSet) -> Result<String> {
    let mut text = mine::toml(&[]);
    for (at, draft) in proposals.iter().enumerate() {
        output::say(&format!("\n{} of {}", at + 1, proposals.len()));
        show(draft);
        match one(&draft.toml(), set)? {
            Answer::Keep(rule) => write!(text, "\n{rule}")?,
            Answer::Leave => {}
            Answer::Stop => break,
        }
    }
    Ok(text)
}

enum Answer {
    Keep(String),
    Leave,
    Stop,
}

/// Asks about one rule until there is an answer.
fn one(rule: &str, set: &RuleSet) -> Result<Answer> {
    let mut rule = rule.to_owned();
    loop {
        let mut err = anstream::stderr();
        write!(err, "keep this rule? [y]es, [n]o, [e]dit, [q]uit: ")?;
        err.flush()?;
        let mut line = String::new();
        if io::stdin().lock().read_line(&mut line)? == 0 {
            return Ok(Answer::Stop);
        }
        match line.trim() {
            "y" | "yes" => return Ok(Answer::Keep(rule)),
            "n" | "no" => return Ok(Answer::Leave),
            "q" | "quit" => return Ok(Answer::Stop),
            "e" | "edit" => {
                rule = edited(&rule)?;
                output::say(&rule);
                let wrong = match Drafted::of_text(&rule, set) {
                    Err(problems) => Some(problems.to_string()),
                    Ok(drafted) => drafted.test().err(),
                };
                if let Some(wrong) = wrong {
                    output::error(&wrong);
                }
            }
            _ => output::say("y, n, e or q"),
        }
    }
}

/// A rule with what it does to some texts.
fn show(draft: &Draft) {
    let (red, green) =
        (anstyle::AnsiColor::Red.on_default(), anstyle::AnsiColor::Green.on_default());
    output::say(&draft.toml());
    for (before, after) in &draft.fixes {
        let diff = similar::TextDiff::from_lines(before.as_str(), after);
        for change in diff.iter_all_changes() {
            let line = change.value().trim_end();
            match change.tag() {
                similar::ChangeTag::Delete => output::say(&format!("  {red}- {line}{red:#}")),
                similar::ChangeTag::Insert => output::say(&format!("  {green}+ {line}{green:#}")),
                similar::ChangeTag::Equal => output::say(&format!("    {line}")),
            }
        }
        output::say("");
    }
}

/// A rule as the user's editor leaves it.
fn edited(rule: &str) -> Result<String> {
    let file = tempfile::Builder::new().suffix(".toml").tempfile().context("a file to edit")?;
    std::fs::write(file.path(), rule)?;
    let editor = ["VISUAL", "EDITOR"].iter().find_map(std::env::var_os);
    let editor = editor.unwrap_or_else(|| "vi".into());
    // By the shell, since the variable may hold options too, as git has it.
    let mut line = editor.clone();
    line.push(" \"$1\"");
    let status = Command::new("sh").arg("-c").arg(line).arg("sh").arg(file.path()).status();
    let status = status.with_context(|| editor.to_string_lossy().into_owned())?;
    if !status.success() {
        output::error(&format!("{} did not end well; the rule is as it was", editor.display()));
        return Ok(rule.to_owned());
    }
    Ok(std::fs::read_to_string(file.path())?)
}
