//! The programs that compete, as they are built for a run.

use std::path::{Path, PathBuf};
use std::{fs, io};

use crate::failure::Failure;
use crate::node;
use crate::python::{Build, Environment};
use crate::stage::stage;
use crate::workspace::{Workspace, succeed};

const BENCHES: &str = "benches";

/// What of the Node package is taken out of the binding's folder once it is built for release.
const PACKAGE: [&str; 2] = ["dist", "native"];

pub(super) struct Builds {
    build: Build,
    /// The virtual environment of the wheel and its peers.
    environment: PathBuf,
    /// The Node package.
    package: PathBuf,
    binaries: PathBuf,
}

impl Builds {
    pub(super) fn of(workspace: &Workspace, build: Build) -> Self {
        let target = workspace.target_dir();
        let (environment, package, profile) = match build {
            Build::Dev => ("bench-venv-dev", workspace.path(node::FOLDER), "debug"),
            Build::Release => ("bench-venv", target.join("bench-node"), "release"),
        };
        Self {
            build,
            environment: target.join(environment),
            package,
            binaries: workspace.binaries(profile),
        }
    }

    /// The program that runs the rounds.
    pub(super) fn program(&self) -> PathBuf {
        self.binary("careweave-bench")
    }

    /// Where the others lie, by the option that says so.
    pub(super) fn places(&self, workspace: &Workspace) -> [(&'static str, PathBuf); 5] {
        [
            ("--careweave", self.binary("careweave")),
            ("--python", self.environment.join("bin").join("python")),
            ("--benches", workspace.path(BENCHES)),
            ("--node-package", self.package.clone()),
            ("--stores", workspace.target_dir().join("bench-stores")),
        ]
    }

    pub(super) fn make(&self, workspace: &Workspace) -> Result<(), Failure> {
        stage("bench: programs in Rust", || {
            let mut command = workspace.cargo();
            command.args([
                "build",
                "--bins",
                "--package",
                "careweave-benches",
                "--package",
                "careweave-cli",
            ]);
            if self.build == Build::Release {
                command.arg("--release");
            }
            succeed(&mut command)
        })?;
        stage("bench: wheel and peers in Python", || self.make_python(workspace))?;
        stage("bench: package and peers in Node", || self.make_node(workspace))
    }

    fn make_python(&self, workspace: &Workspace) -> Result<(), Failure> {
        let wheel = Environment::prepare(workspace)?.build_wheel(workspace, self.build)?;
        let peers = workspace.path(BENCHES).join("python").join("requirements.txt");
        Environment::prepare_in(workspace, self.environment.clone(), &peers)?.install(workspace, &wheel)
    }

    fn make_node(&self, workspace: &Workspace) -> Result<(), Failure> {
        node::install_packages(workspace, &format!("{BENCHES}/node"))?;
        node::install_packages(workspace, node::FOLDER)?;
        match self.build {
            Build::Dev => node::build(workspace),
            Build::Release => {
                succeed(node::npm(workspace, node::FOLDER).args(["run", "build:release"]))?;
                // A later build for tests leaves the copy alone.
                take(&workspace.path(node::FOLDER), &self.package)
            }
        }
    }

    fn binary(&self, name: &str) -> PathBuf {
        self.binaries
            .join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
    }
}

/// Copies the built package: its manifest, its JavaScript, its native module.
fn take(built: &Path, package: &Path) -> Result<(), Failure> {
    let failed = |source| Failure::new(format!("{} could not be made: {source}", package.display()));
    if package.exists() {
        fs::remove_dir_all(package).map_err(failed)?;
    }
    fs::create_dir_all(package).map_err(failed)?;
    fs::copy(built.join("package.json"), package.join("package.json")).map_err(failed)?;
    for folder in PACKAGE {
        copy_folder(&built.join(folder), &package.join(folder)).map_err(failed)?;
    }
    Ok(())
}

fn copy_folder(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let (path, to) = {
            let entry = entry?;
            (entry.path(), to.join(entry.file_name()))
        };
        if path.is_dir() {
            copy_folder(&path, &to)?;
        } else {
            fs::copy(&path, &to)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_package_is_taken_whole_and_nothing_of_an_earlier_one_stays() {
        let folder = tempfile::tempdir().unwrap();
        let (built, package) = (folder.path().join("built"), folder.path().join("taken"));
        for (name, text) in [
            ("package.json", "{}"),
            ("dist/index.js", "1"),
            ("dist/generated/models.js", "4"),
            ("native/careweave.node", "2"),
            ("ts/index.ts", "3"),
        ] {
            let path = built.join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        fs::create_dir_all(package.join("dist")).unwrap();
        fs::write(package.join("dist/old.js"), "0").unwrap();
        take(&built, &package).unwrap();
        assert_eq!(
            fs::read_to_string(package.join("native/careweave.node")).unwrap(),
            "2"
        );
        assert!(package.join("dist/generated/models.js").is_file());
        assert!(package.join("package.json").is_file());
        assert!(!package.join("dist/old.js").exists());
        assert!(!package.join("ts").exists());
    }

    #[test]
    fn a_package_that_was_not_built_is_a_failure() {
        let folder = tempfile::tempdir().unwrap();
        assert!(take(&folder.path().join("none"), &folder.path().join("taken")).is_err());
    }
}
