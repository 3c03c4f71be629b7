//! The chores of the workspace, as `cargo xtask <chore>`: what CI runs is what a person runs.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command-line program speaks through stdout and stderr"
)]

mod bench;
mod check;
mod codegen;
mod demo;
mod doc;
mod failure;
mod layering;
mod node;
mod postgres;
mod prerequisites;
mod python;
mod soak;
mod stage;
mod test;
mod totals;
mod workspace;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::failure::Failure;
use crate::workspace::Workspace;

/// The chores of the careweave workspace.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", version, max_term_width = 100)]
struct Arguments {
    #[command(subcommand)]
    chore: Chore,
}

#[derive(Debug, Subcommand)]
enum Chore {
    /// The quick gate: formatting, clippy, unit tests, dependency rules, layering
    Check,
    /// Everything: Rust, Python and Node tests and examples; ends with the line "N passed, M failed"
    Test(test::Selection),
    /// Builds the `careweave` command and runs `careweave demo` with the arguments given here
    Demo {
        /// Passed on to `careweave demo`; put `--` first to pass `--help`
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<OsString>,
    },
    /// Builds the Python wheel and installs it into the virtual environment .venv
    Python,
    /// Installs the npm packages of the Node binding and builds it
    Node,
    /// Builds the API documentation; a broken link is an error
    Doc,
    /// Writes the models and methods of the bindings from the Rust table of operations
    Codegen(codegen::Options),
    /// Side-by-side benchmarks with peers: release builds, interleaved rounds, results compared
    Bench(bench::BenchArguments),
    /// Tests at their full size, in release builds: minutes to hours
    Soak(soak::Selection),
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match run(arguments.chore) {
        Ok(code) => code,
        Err(failure) => {
            eprintln!("error: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn run(chore: Chore) -> Result<ExitCode, Failure> {
    let workspace = Workspace::locate()?;
    match chore {
        Chore::Check => check::run(&workspace),
        Chore::Test(selection) => test::run(&workspace, &selection),
        Chore::Demo { arguments } => demo::run(&workspace, &arguments),
        Chore::Python => {
            prerequisites::require(&[prerequisites::COMPILER, prerequisites::PYTHON])?;
            let environment = python::Environment::prepare(&workspace)?;
            environment.install_wheel(&workspace)?;
            Ok(ExitCode::SUCCESS)
        }
        Chore::Node => {
            prerequisites::require(&[prerequisites::COMPILER, prerequisites::NODE, prerequisites::NPM])?;
            node::install_packages(&workspace, node::FOLDER)?;
            node::build(&workspace)?;
            Ok(ExitCode::SUCCESS)
        }
        Chore::Doc => doc::run(&workspace),
        Chore::Codegen(options) => codegen::run(&workspace, options),
        Chore::Bench(arguments) => bench::run(&workspace, &arguments),
        Chore::Soak(selection) => soak::run(&workspace, &selection),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory as _;

    #[test]
    fn the_command_line_is_well_formed() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn demo_passes_flags_on_untouched() {
        let parsed = Arguments::try_parse_from(["xtask", "demo", "--seed", "7", "--json"]).unwrap();
        let Chore::Demo { arguments } = parsed.chore else {
            panic!("not the demo: {parsed:?}");
        };
        assert_eq!(arguments, ["--seed", "7", "--json"]);
    }

    #[test]
    fn every_chore_has_help() {
        for chore in [
            "check", "test", "demo", "python", "node", "doc", "bench", "codegen", "soak",
        ] {
            let error = Arguments::try_parse_from(["xtask", chore, "--help"]).unwrap_err();
            assert_eq!(error.kind(), clap::error::ErrorKind::DisplayHelp, "{chore}");
        }
    }
}
