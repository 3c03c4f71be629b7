//! `cargo xtask test`: everything, in three languages.

mod bench;
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
pub(crate) enum Part {
    /// Unit, doc and integration tests of the crates, and the Rust examples
    Rust,
    /// The wheel in a virtual environment: pytest, stub and type checks, the Python examples
    Python,
    /// The npm package: type checks, node --test, the Node examples
    Node,
    /// Only where it is asked for: the benchmarks, quick, to see that all who compete run and read the same
    Bench,
}

impl Part {
    /// True for what a run does without being asked. The benchmarks install their peers from the package registries.
    fn runs_unasked(self) -> bool {
        self != Self::Bench
    }
}

/// Which parts are run.
#[derive(Debug, clap::Args)]
pub(crate) struct Selection {
    /// Only these, separated by commas
    #[arg(long, value_enum, value_delimiter = ',')]
    only: Vec<Part>,
    /// All but these, separated by commas
    #[arg(long, value_enum, value_delimiter = ',', conflicts_with = "only")]
    skip: Vec<Part>,
}

impl Selection {
    fn parts(&self) -> Vec<Part> {
        Part::value_variants()
            .iter()
            .copied()
            .filter(|part| match self.only.as_slice() {
                [] => part.runs_unasked(),
                only => only.contains(part),
            })
            .filter(|part| !self.skip.contains(part))
            .collect()
    }
}

/// Runs the parts in turn; the first failure ends the run. The last line is the sum of what the test runners
/// reported, where a stage that failed without a failing test counts as one.
pub(crate) fn run(workspace: &Workspace, selection: &Selection) -> Result<ExitCode, Failure> {
    let parts = selection.parts();
    if parts.is_empty() {
        return Err(Failure::new("nothing is left to test: --skip names every part"));
    }
    prerequisites::require(&needed(&parts))?;
    stage("PostgreSQL for the tests of its store", postgres::ensure)?;

    let mut totals = Totals::default();
    let outcome = run_parts(workspace, &parts, &mut totals);
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

fn needed(parts: &[Part]) -> Vec<prerequisites::Prerequisite> {
    let mut needed = vec![COMPILER];
    let contains_any = |wanted: &[Part]| wanted.iter().any(|part| parts.contains(part));
    if contains_any(&[Part::Python, Part::Bench]) {
        needed.push(PYTHON);
    }
    if contains_any(&[Part::Node, Part::Bench]) {
        needed.extend([NODE, NPM]);
    }
    needed
}

fn run_parts(workspace: &Workspace, parts: &[Part], totals: &mut Totals) -> Result<(), Failure> {
    // The tests of every language start these: the command as a sandbox, the examples against it.
    stage("the careweave command and the Rust examples", || {
        let mut command = workspace.cargo();
        command.args(["build", "--bins"]);
        succeed(command.args(["--package", "careweave-cli", "--package", "careweave-examples"]))
    })?;
    for part in parts {
        match part {
            Part::Rust => rust::run(workspace, totals)?,
            Part::Python => python::run(workspace, totals)?,
            Part::Node => node::run(workspace, totals)?,
            Part::Bench => bench::run(workspace, totals)?,
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

    fn selection(only: &[Part], skip: &[Part]) -> Selection {
        Selection {
            only: only.to_vec(),
            skip: skip.to_vec(),
        }
    }

    #[test]
    fn everything_runs_unless_told_otherwise() {
        assert_eq!(
            selection(&[], &[]).parts(),
            [Part::Rust, Part::Python, Part::Node]
        );
    }

    #[test]
    fn only_and_skip_choose_the_parts_in_their_own_order() {
        assert_eq!(
            selection(&[Part::Node, Part::Rust], &[]).parts(),
            [Part::Rust, Part::Node]
        );
        assert_eq!(selection(&[], &[Part::Python]).parts(), [Part::Rust, Part::Node]);
    }

    #[test]
    fn the_benchmarks_run_where_they_are_asked_for() {
        assert_eq!(selection(&[Part::Bench], &[]).parts(), [Part::Bench]);
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
