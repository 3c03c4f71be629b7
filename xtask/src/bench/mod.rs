//! `cargo xtask bench`: builds everybody who competes, then lets `careweave-bench` run the rounds.

mod builds;

use std::path::PathBuf;
use std::process::ExitCode;

use crate::failure::Failure;
use crate::postgres;
use crate::prerequisites::{self, COMPILER, NODE, NPM, PYTHON};
use crate::python::Build;
use crate::workspace::{Workspace, succeed};

use builds::Builds;

/// What is measured, and how thoroughly.
#[derive(Debug, clap::Args)]
pub(crate) struct BenchArguments {
    /// The subject: wellsky, providers, matching, insights, sync, outreach, workflows
    subject: String,
    /// Only the cases with these names, separated by commas
    #[arg(long, value_delimiter = ',')]
    only: Vec<String>,
    /// Debug builds, small and short: shows that everything runs and agrees, and measures nothing worth keeping
    #[arg(long)]
    quick: bool,
    /// Rounds of each case, in place of its own number
    #[arg(long)]
    rounds: Option<u32>,
    /// Also write everything measured to this file, as JSON
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    /// Take what an earlier run has built
    #[arg(long)]
    no_build: bool,
}

impl BenchArguments {
    /// The short run of a subject.
    pub(crate) fn quick(subject: &str) -> Self {
        Self {
            subject: subject.to_owned(),
            only: Vec::new(),
            quick: true,
            rounds: None,
            json: None,
            no_build: false,
        }
    }

    /// True for the subjects with cases on a server.
    fn needs_postgres(&self) -> bool {
        matches!(self.subject.as_str(), "outreach" | "sync")
    }

    fn build(&self) -> Build {
        match self.quick {
            true => Build::Dev,
            false => Build::Release,
        }
    }

    /// The arguments of `careweave-bench run`, without where things lie.
    fn passed_on(&self) -> Vec<String> {
        let mut words = vec!["run".to_owned(), self.subject.clone()];
        if !self.only.is_empty() {
            words.extend(["--only".to_owned(), self.only.join(",")]);
        }
        if self.quick {
            words.push("--quick".to_owned());
        }
        if let Some(rounds) = self.rounds {
            words.extend(["--rounds".to_owned(), rounds.to_string()]);
        }
        words
    }
}

/// Builds and runs. Results that differ are a failure; a missed target is not, since it may be the machine's.
pub(crate) fn run(workspace: &Workspace, arguments: &BenchArguments) -> Result<ExitCode, Failure> {
    prerequisites::require(&[COMPILER, PYTHON, NODE, NPM])?;
    let builds = Builds::of(workspace, arguments.build());
    if !arguments.no_build {
        builds.make(workspace)?;
    }
    let mut command = workspace.command(builds.program());
    if let Ok(here) = std::env::current_dir() {
        command.current_dir(here);
    }
    command.args(arguments.passed_on());
    if let Some(path) = &arguments.json {
        command.arg("--json").arg(path);
    }
    for (name, path) in builds.places(workspace) {
        command.arg(name).arg(path);
    }
    if arguments.needs_postgres() {
        command.arg("--postgres").arg(postgres::server()?);
    }
    succeed(&mut command)?;
    Ok(ExitCode::SUCCESS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_measured_is_passed_on() {
        let arguments = BenchArguments {
            only: vec!["one-client".to_owned(), "all-clients".to_owned()],
            rounds: Some(3),
            ..BenchArguments::quick("wellsky")
        };
        assert_eq!(
            arguments.passed_on().join(" "),
            "run wellsky --only one-client,all-clients --quick --rounds 3"
        );
    }

    #[test]
    fn what_is_published_is_measured_on_release_builds() {
        let mut arguments = BenchArguments::quick("wellsky");
        assert_eq!(arguments.build(), Build::Dev);
        arguments.quick = false;
        assert_eq!(arguments.build(), Build::Release);
    }
}
