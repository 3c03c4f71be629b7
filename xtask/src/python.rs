//! The Python binding: its virtual environment and its wheel.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::failure::Failure;
use crate::workspace::{Workspace, succeed, text_of};

/// The folder of the binding.
pub(crate) const FOLDER: &str = "bindings/python";

/// A virtual environment: `.venv` at the root of the repository, or one for a purpose of its own.
#[derive(Debug)]
pub(crate) struct Environment {
    folder: PathBuf,
    python: PathBuf,
}

/// How a native module is built.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Build {
    /// For tests.
    Dev,
    /// As it is shipped.
    Release,
}

impl Environment {
    /// The environment `.venv` with the pinned tools.
    pub(crate) fn prepare(workspace: &Workspace) -> Result<Self, Failure> {
        let tools = workspace.path(FOLDER).join("requirements-dev.txt");
        Self::prepare_in(workspace, workspace.path(".venv"), &tools)
    }

    /// Makes the environment, or takes the one that is there if it is of the same Python, and installs what
    /// `requirements` pins.
    pub(crate) fn prepare_in(
        workspace: &Workspace,
        folder: PathBuf,
        requirements: &Path,
    ) -> Result<Self, Failure> {
        let environment = Self {
            python: folder.join("bin").join("python"),
            folder,
        };
        let wanted = identity(Path::new("python3"))?;
        if !environment.python.exists() || identity(&environment.python).ok() != Some(wanted) {
            succeed(
                workspace
                    .command("python3")
                    .args(["-m", "venv", "--clear"])
                    .arg(&environment.folder),
            )?;
        }
        succeed(
            environment
                .pip_install(workspace)
                .arg("--requirement")
                .arg(requirements),
        )?;
        Ok(environment)
    }

    /// Python of the environment.
    pub(crate) fn python(&self, workspace: &Workspace) -> Command {
        let mut command = workspace.command(&self.python);
        if let Some(bin) = self.python.parent() {
            command.env("PATH", with_first(bin));
        }
        // Warnings of pip about itself, and a user's own settings, are none of ours.
        command
            .env("VIRTUAL_ENV", &self.folder)
            .env_remove("PYTHONHOME")
            .env_remove("PYTHONPATH");
        command
    }

    /// Builds the wheel in the dev profile and installs it in place of any earlier one.
    pub(crate) fn install_wheel(&self, workspace: &Workspace) -> Result<(), Failure> {
        let wheel = self.build_wheel(workspace, Build::Dev)?;
        self.install(workspace, &wheel)
    }

    /// Builds the wheel with the tools of this environment.
    pub(crate) fn build_wheel(&self, workspace: &Workspace, build: Build) -> Result<PathBuf, Failure> {
        let (profile, folder) = match build {
            Build::Dev => ("dev", "wheels"),
            Build::Release => ("release", "release-wheels"),
        };
        let wheels = workspace.target_dir().join(folder);
        remove_wheels(&wheels)?;
        succeed(
            self.python(workspace)
                .current_dir(workspace.path(FOLDER))
                .args(["-m", "maturin", "build", "--profile", profile])
                .args(["--compatibility", "linux", "--out"])
                .arg(&wheels),
        )?;
        let mut built = wheels_in(&wheels)?;
        match (built.pop(), built.len()) {
            (Some(wheel), 0) => Ok(wheel),
            (last, others) => Err(Failure::new(format!(
                "maturin left {} wheels of careweave in {}, expected one",
                others + usize::from(last.is_some()),
                wheels.display()
            ))),
        }
    }

    /// Installs a wheel in place of any earlier one.
    pub(crate) fn install(&self, workspace: &Workspace, wheel: &Path) -> Result<(), Failure> {
        succeed(
            self.pip_install(workspace)
                .args(["--force-reinstall", "--no-deps"])
                .arg(wheel),
        )
    }

    fn pip_install(&self, workspace: &Workspace) -> Command {
        let mut command = self.python(workspace);
        command.args([
            "-m",
            "pip",
            "install",
            "--quiet",
            "--no-input",
            "--disable-pip-version-check",
        ]);
        command
    }
}

/// The version of a Python and where it is installed: the same for an interpreter and for its environments.
fn identity(python: &Path) -> Result<String, Failure> {
    text_of(Command::new(python).args(["-c", "import sys; print(sys.version, sys.base_prefix)"]))
}

fn with_first(folder: &Path) -> std::ffi::OsString {
    let mut path = folder.as_os_str().to_owned();
    if let Some(rest) = std::env::var_os("PATH") {
        path.push(":");
        path.push(rest);
    }
    path
}

fn wheels_in(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let unreadable = |source| Failure::new(format!("{} could not be read: {source}", folder.display()));
    if !folder.exists() {
        return Ok(Vec::new());
    }
    let mut wheels = Vec::new();
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if name.starts_with("careweave-") && name.ends_with(".whl") {
            wheels.push(path);
        }
    }
    wheels.sort();
    Ok(wheels)
}

fn remove_wheels(folder: &Path) -> Result<(), Failure> {
    for wheel in wheels_in(folder)? {
        fs::remove_file(&wheel)
            .map_err(|source| Failure::new(format!("{} could not be removed: {source}", wheel.display())))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_wheels_of_careweave_are_found_and_removed() {
        let folder = tempfile::tempdir().unwrap();
        for name in [
            "careweave-0.1.0-cp310-abi3-linux_x86_64.whl",
            "careweave-0.1.0.tar.gz",
            "other-1.0.whl",
        ] {
            fs::write(folder.path().join(name), b"").unwrap();
        }
        let found = wheels_in(folder.path()).unwrap();
        assert_eq!(found.len(), 1, "{found:?}");
        remove_wheels(folder.path()).unwrap();
        assert!(wheels_in(folder.path()).unwrap().is_empty());
        assert!(folder.path().join("other-1.0.whl").exists());
        assert!(folder.path().join("careweave-0.1.0.tar.gz").exists());
    }

    #[test]
    fn a_folder_that_is_not_there_has_no_wheels() {
        let folder = tempfile::tempdir().unwrap();
        assert!(wheels_in(&folder.path().join("none")).unwrap().is_empty());
    }
}
