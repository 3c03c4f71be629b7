//! The Rust part.

use super::run_tests;
use crate::failure::Failure;
use crate::stage::stage;
use crate::totals::{Runner, Totals};
use crate::workspace::Workspace;

pub(super) fn run(workspace: &Workspace, totals: &mut Totals) -> Result<(), Failure> {
    stage("rust: unit, doc and integration tests", || {
        // One call, so that cargo resolves features once. The bindings are libraries of their hosts and cannot
        // be linked into a test binary.
        let mut command = workspace.cargo();
        // All of it, so that one run tells everything that is broken.
        command.args(["test", "--workspace", "--no-fail-fast"]);
        command.args(["--exclude", "careweave-python", "--exclude", "careweave-node"]);
        run_tests(&mut command, Runner::CargoTest, totals)
    })
}
