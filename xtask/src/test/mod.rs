//! `cargo xtask test`: everything, in three languages.

mod node;
mod python;
mod rust;
mod twins;

use std::process::{Command, ExitCode};

use clap::ValueEnum;

use crate::failure::Failure;
use crate::postgres;
use crate::prerequisites::{self, COMPILER, NODE, NPM, PYTHON};
use crate::stage::stage;
use crate::totals::{Runner, Tally, Totals};
use crate::workspace::{Workspace, follow, require_success, succeed};

/// A part of the run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Language {
    /// Unit, doc and integration tests of the crates, and the Rust examples
    Rust,
    /// The wheel in a virtual environment: pytest, stub and type checks, the Python examples
    Python,
    /// The npm package: type checks, node --test, the Node examples
    Node,
}

/// Which parts are run.
#[derive(Debug, clap::Args)]
pub(crate) struct Selection {
    /// Only these, separated by commas
    #[arg(long, value_enum, value_delimiter = ',')]
    only: Vec<Language>,
    /// All but these, separated by commas
    #[arg(long, value_enum, value_delimiter = ',', conflicts_with = "only")]
    skip: Vec<Language>,
}

impl Selection {
    fn languages(&self) -> Vec<Language> {
        Language::value_variants()
            .iter()
            .copied()
            .filter(|language| self.only.is_empty() || self.only.contains(language))
            .filter(|language| !self.skip.contains(language))
            .collect()
    }
}

/// Runs the parts in turn; the first failure ends the run. The last line is the sum of what the test runners
/// reported, where a stage that failed without a failing test counts as one.
pub(crate) fn run(workspace: &Workspace, selection: &Selection) -> Result<ExitCode, Failure> {
    let languages = selection.languages();
    if languages.is_empty() {
        return Err(Failure::new("nothing is left to test: --skip names every part"));
    }
    prerequisites::require(&needed(&languages))?;
    if languages.contains(&Language::Rust) {
        stage("PostgreSQL for the tests of its store", postgres::ensure)?;
    }

    let mut totals = Totals::default();
    let outcome = run_languages(workspace, &languages, &mut totals);
    if let Err(failure) = &outcome {
        eprintln!("\nerror: {failure}");
        totals.failed = totals.failed.max(1);
    }
    println!("\n{totals}");
    Ok(if outcome.is_ok() && totals.failed == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn needed(languages: &[Language]) -> Vec<prerequisites::Prerequisite> {
    let mut needed = vec![COMPILER];
    if languages.contains(&Language::Python) {
        needed.push(PYTHON);
    }
    if languages.contains(&Language::Node) {
        needed.extend([NODE, NPM]);
    }
    needed
}

fn run_languages(workspace: &Workspace, languages: &[Language], totals: &mut Totals) -> Result<(), Failure> {
    // The tests of every language start these: the command as a sandbox, the examples against it.
    stage("the careweave command and the Rust examples", || {
        let mut command = workspace.cargo();
        command.args(["build", "--bins"]);
        succeed(command.args(["--package", "careweave-cli", "--package", "careweave-examples"]))
    })?;
    for language in languages {
        match language {
            Language::Rust => rust::run(workspace, totals)?,
            Language::Python => python::run(workspace, totals)?,
            Language::Node => node::run(workspace, totals)?,
        }
    }
    Ok(())
}

/// Runs a test runner and adds what it reports to the totals, whether it passed or not.
fn run_tests(command: &mut Command, runner: Runner, totals: &mut Totals) -> Result<(), Failure> {
    let mut tally = Tally::of(runner);
    let status = follow(command, |line| tally.read(line));
    *totals += tally.totals();
    require_success(command, status?)?;
    let reported = tally.finish()?;
    if reported.failed > 0 {
        return Err(Failure::new(format!(
            "the runner reports {reported}, yet ended as if all were well"
        )));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn selection(only: &[Language], skip: &[Language]) -> Selection {
        Selection {
            only: only.to_vec(),
            skip: skip.to_vec(),
        }
    }

    #[test]
    fn everything_runs_unless_told_otherwise() {
        assert_eq!(
            selection(&[], &[]).languages(),
            [Language::Rust, Language::Python, Language::Node]
        );
    }

    #[test]
    fn only_and_skip_choose_the_parts_in_their_own_order() {
        assert_eq!(
            selection(&[Language::Node, Language::Rust], &[]).languages(),
            [Language::Rust, Language::Node]
        );
        assert_eq!(
            selection(&[], &[Language::Python]).languages(),
            [Language::Rust, Language::Node]
        );
    }

    #[cfg(unix)]
    mod with_a_shell {
        use super::*;

        fn sh(script: &str) -> Command {
            let mut command = Command::new("sh");
            command.args(["-c", script]);
            command
        }

        #[test]
        fn failures_are_counted_and_the_exit_code_decides() {
            let mut totals = Totals { passed: 1, failed: 0 };
            let outcome = run_tests(
                &mut sh("echo '1 failed, 4 passed in 0.1s'; exit 1"),
                Runner::Pytest,
                &mut totals,
            );
            assert!(outcome.is_err());
            assert_eq!(totals, Totals { passed: 5, failed: 1 });
        }

        #[test]
        fn a_runner_that_hides_a_failure_behind_exit_code_zero_is_not_believed() {
            let mut totals = Totals::default();
            let script = "echo '# pass 3'; echo '# fail 1'";
            assert!(run_tests(&mut sh(script), Runner::NodeTest, &mut totals).is_err());
        }

        #[test]
        fn a_runner_that_reports_nothing_fails_the_stage() {
            let mut totals = Totals::default();
            assert!(run_tests(&mut sh("true"), Runner::CargoTest, &mut totals).is_err());
        }
    }
}
