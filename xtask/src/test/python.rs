//! The Python part.

use super::{run_tests, twins};
use crate::failure::Failure;
use crate::python::{Environment, FOLDER};
use crate::stage::stage;
use crate::totals::{Runner, Totals};
use crate::workspace::{Workspace, succeed};

/// The example that is a whole program, with tests of its own.
const PORTAL: &str = "examples/python/portal";

pub(super) fn run(workspace: &Workspace, totals: &mut Totals) -> Result<(), Failure> {
    let environment = stage("python: virtual environment", || Environment::prepare(workspace))?;
    stage("python: wheel", || environment.install_wheel(workspace))?;
    let python = || {
        let mut command = environment.python(workspace);
        command.current_dir(workspace.path(FOLDER));
        command
    };
    stage("python: pytest", || {
        // A file is one worker's, so that what its tests share is made once.
        let side_by_side = ["-m", "pytest", "--numprocesses", "auto", "--dist", "loadfile"];
        run_tests(python().args(side_by_side), Runner::Pytest, totals)
    })?;
    stage("python: pytest of the portal", || {
        let mut command = environment.python(workspace);
        command.current_dir(workspace.path(PORTAL));
        run_tests(command.args(["-m", "pytest"]), Runner::Pytest, totals)
    })?;
    stage("python: stubs against the native module", || {
        succeed(python().args(["-m", "mypy.stubtest", "careweave._native"]))
    })?;
    // The files are those pyproject.toml names: the package, its tests, the examples.
    stage("python: types", || {
        succeed(python().args(["-m", "mypy", "--strict"]))
    })?;
    stage(
        "python: the ranking example prints what the command prints",
        || {
            let mut command = environment.python(workspace);
            command.arg(workspace.path("examples/python/rank.py"));
            twins::require_same_ranking(workspace, command.arg(workspace.path(twins::ROSTER)))
        },
    )
}
