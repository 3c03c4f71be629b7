//! The Node binding: its packages and its build.

use std::process::Command;

use crate::failure::Failure;
use crate::workspace::{Workspace, succeed};

/// The folder of the binding.
pub(crate) const FOLDER: &str = "bindings/node";

/// npm in a folder of the repository.
pub(crate) fn npm(workspace: &Workspace, folder: &str) -> Command {
    let mut command = workspace.command("npm");
    command
        .current_dir(workspace.path(folder))
        .env("NPM_CONFIG_UPDATE_NOTIFIER", "false");
    command
}

/// Installs exactly what the lock file of the folder names.
pub(crate) fn install_packages(workspace: &Workspace, folder: &str) -> Result<(), Failure> {
    succeed(npm(workspace, folder).args(["ci", "--prefer-offline", "--no-audit", "--no-fund"]))
}

/// The debug build of the native module and of the TypeScript around it.
pub(crate) fn build(workspace: &Workspace) -> Result<(), Failure> {
    succeed(npm(workspace, FOLDER).args(["run", "build"]))
}
