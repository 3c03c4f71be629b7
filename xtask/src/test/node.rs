//! The Node part.

use super::{run_tests, twins};
use crate::failure::Failure;
use crate::node::{FOLDER, build, install_packages, npm};
use crate::stage::stage;
use crate::totals::{Runner, Totals};
use crate::workspace::{Workspace, succeed};

/// The example that is a whole program, with tests of its own.
const SERVICE: &str = "examples/node/service";

pub(super) fn run(workspace: &Workspace, totals: &mut Totals) -> Result<(), Failure> {
    stage("node: packages", || install_packages(workspace, FOLDER))?;
    stage("node: native module and TypeScript", || build(workspace))?;
    stage("node: types", || {
        succeed(npm(workspace, FOLDER).args(["exec", "--no", "--", "tsc", "--noEmit", "--strict"]))
    })?;
    stage("node: tests", || {
        run_tests(npm(workspace, FOLDER).arg("test"), Runner::NodeTest, totals)
    })?;
    stage("node: packages of the service", || {
        install_packages(workspace, SERVICE)
    })?;
    stage("node: tests of the service", || {
        run_tests(npm(workspace, SERVICE).arg("test"), Runner::NodeTest, totals)
    })?;
    stage("node: the ranking example prints what the command prints", || {
        let mut command = workspace.command("node");
        command.arg(workspace.path("examples/node/rank.mjs"));
        twins::require_same_ranking(workspace, command.arg(workspace.path(twins::ROSTER)))
    })
}
