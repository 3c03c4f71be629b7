//! `cargo xtask doc`: the API documentation.

use std::process::ExitCode;

use crate::failure::Failure;
use crate::stage::stage;
use crate::workspace::{Workspace, succeed};

/// Documents our own crates with every feature on; any warning of rustdoc is an error.
pub(crate) fn run(workspace: &Workspace) -> Result<ExitCode, Failure> {
    stage("API documentation", || {
        succeed(workspace.cargo().env("RUSTDOCFLAGS", "-D warnings").args([
            "doc",
            "--no-deps",
            "--all-features",
        ]))
    })?;
    Ok(ExitCode::SUCCESS)
}
