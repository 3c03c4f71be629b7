//! `cargo xtask demo`: the `careweave demo` of a fresh build.

use std::env;
use std::ffi::OsString;
use std::process::{ExitCode, ExitStatus};

use crate::failure::Failure;
use crate::workspace::Workspace;

/// Runs the demo where the caller stands, so that paths among the arguments mean what they say, and ends with
/// the demo's own exit code. stdout belongs to the demo alone.
pub(crate) fn run(workspace: &Workspace, arguments: &[OsString]) -> Result<ExitCode, Failure> {
    let mut command = workspace.cargo();
    if let Ok(here) = env::current_dir() {
        command.current_dir(here);
    }
    let status = command
        .args([
            "run",
            "--package",
            "careweave-cli",
            "--bin",
            "careweave",
            "--manifest-path",
        ])
        .arg(workspace.path("Cargo.toml"))
        .args(["--", "demo"])
        .args(arguments)
        .status()
        .map_err(|source| Failure::new(format!("cargo could not be started: {source}")))?;
    Ok(code_of(status))
}

#[cfg(unix)]
fn code_of(status: ExitStatus) -> ExitCode {
    use std::os::unix::process::ExitStatusExt as _;
    // A shell reports a death by signal as 128 + its number.
    let code = status
        .code()
        .or_else(|| status.signal().map(|signal| 128 + signal));
    code.and_then(|code| u8::try_from(code).ok())
        .map_or(ExitCode::FAILURE, ExitCode::from)
}

#[cfg(not(unix))]
fn code_of(status: ExitStatus) -> ExitCode {
    let code = status.code().and_then(|code| u8::try_from(code).ok());
    code.map_or(ExitCode::FAILURE, ExitCode::from)
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::os::unix::process::ExitStatusExt as _;

    #[test]
    fn the_exit_code_is_passed_through() {
        assert_eq!(code_of(ExitStatus::from_raw(3 << 8)), ExitCode::from(3));
        assert_eq!(code_of(ExitStatus::from_raw(0)), ExitCode::SUCCESS);
    }

    #[test]
    fn a_death_by_signal_is_not_a_success() {
        assert_eq!(code_of(ExitStatus::from_raw(9)), ExitCode::from(137));
    }
}
