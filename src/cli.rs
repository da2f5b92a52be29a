//! The command line: verbs and the options they share. Each verb is a file of
//! its own whose doc comments are its help; this one only hands over to them.

mod chain;
mod clean;
mod corpus;
mod documents;
mod exit;
mod explain;
mod init;
mod line_file;
mod mine;
mod output;
mod progress;
mod restore;
mod rules;
mod summary;
mod survey;
mod table_file;
mod test;

pub use chain::ChainArgs;
pub use exit::Exit;

use clap::{CommandFactory, Parser, Subcommand};
use std::io::IsTerminal;

/// Cleans corpora of scraped text, with every edit on record.
#[derive(Debug, Parser)]
#[command(name = "pumice", version, about, max_term_width = 100, arg_required_else_help = true)]
struct Cli {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    Clean(clean::Args),
    Explain(explain::Args),
    Test(test::Args),
    Rules(rules::Args),
    Restore(restore::Args),
    Survey(survey::Args),
    Mine(mine::Args),
    Init(init::Args),
}

/// Runs the program.
pub fn main() -> Exit {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // A failure to print the help has nowhere to be told.
            let _ = error.print();
            return if error.use_stderr() { Exit::Usage } else { Exit::Done };
        }
    };
    let result = match cli.verb {
        Verb::Clean(args) if args.has_no_input() && std::io::stdin().is_terminal() => {
            let mut command = Cli::command();
            let clean = command.find_subcommand_mut("clean");
            let help = clean.map(|clean| clean.render_help().to_string()).unwrap_or_default();
            output::error(&help);
            return Exit::Usage;
        }
        Verb::Clean(args) => clean::run(&args),
        Verb::Explain(args) => explain::run(&args),
        Verb::Test(args) => test::run(&args),
        Verb::Rules(args) => rules::run(&args),
        Verb::Restore(args) => restore::run(&args),
        Verb::Survey(args) => survey::run(&args),
        Verb::Mine(args) => mine::run(&args),
        Verb::Init(args) => init::run(&args),
    };
    result.unwrap_or_else(|error| {
        if output::is_broken_pipe(&error) {
            return Exit::Done;
        }
        output::error(&format!("{error:#}"));
        Exit::Usage
    })
}
