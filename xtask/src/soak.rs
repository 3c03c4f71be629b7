//! `cargo xtask soak`: tests at their full size, in release builds. They run bounded in `cargo xtask test`; here they take
//! minutes to hours.

use std::process::ExitCode;

use crate::failure::Failure;
use crate::prerequisites::{self, COMPILER};
use crate::stage::stage;
use crate::totals::{Runner, Tally, Totals};
use crate::workspace::{Workspace, follow, require_success};

/// Says to a test that there is time.
const SWITCH: &str = "CAREWEAVE_SOAK";

/// Tests that have a full size.
struct Subject {
    name: &'static str,
    says: &'static str,
    package: &'static str,
    /// The test files.
    files: &'static [&'static str],
    /// A part of the names of the tests, where not all of a file are meant.
    filter: Option<&'static str>,
}

/// Every subject; a part that has one adds a row.
const SUBJECTS: &[Subject] = &[
    Subject {
        name: "overtime",
        says: "the evaluator against the minute-by-minute reading, a million weeks per policy",
        package: "careweave-matching",
        files: &["overtime_simulator"],
        filter: None,
    },
    Subject {
        name: "ranking",
        says: "a million past visits, and every place of a large agency against judging everybody",
        package: "careweave-matching",
        files: &["ranking_laws"],
        filter: None,
    },
    Subject {
        name: "assignment",
        says: "small problems against every possible assignment, ten thousand of them",
        package: "careweave-matching",
        files: &["assignment"],
        filter: Some("brute_force"),
    },
];

/// What is run.
#[derive(Debug, clap::Args)]
pub(crate) struct Selection {
    /// The subjects: overtime, ranking, assignment. Without any: all
    subjects: Vec<String>,
}

/// Runs the subjects in turn; the first failure ends the run. The last line is the sum of what the tests reported.
pub(crate) fn run(workspace: &Workspace, selection: &Selection) -> Result<ExitCode, Failure> {
    let chosen = chosen(&selection.subjects)?;
    prerequisites::require(&[COMPILER])?;
    let mut totals = Totals::default();
    for subject in chosen {
        stage(&format!("soak: {}: {}", subject.name, subject.says), || {
            subject.run(workspace, &mut totals)
        })?;
    }
    println!("\n{totals}");
    Ok(if totals.failed == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn chosen(names: &[String]) -> Result<Vec<&'static Subject>, Failure> {
    if names.is_empty() {
        return Ok(SUBJECTS.iter().collect());
    }
    names
        .iter()
        .map(|name| {
            SUBJECTS
                .iter()
                .find(|subject| subject.name == name)
                .ok_or_else(|| {
                    let known: Vec<_> = SUBJECTS.iter().map(|subject| subject.name).collect();
                    Failure::new(format!("{name} is no subject; there are {}", known.join(", ")))
                })
        })
        .collect()
}

impl Subject {
    fn run(&self, workspace: &Workspace, totals: &mut Totals) -> Result<(), Failure> {
        let mut command = workspace.cargo();
        command.args(["test", "--release", "--package", self.package]);
        for file in self.files {
            command.args(["--test", file]);
        }
        command.args(self.filter).env(SWITCH, "1");
        let mut tally = Tally::of(Runner::CargoTest);
        let status = follow(&mut command, |line| tally.read(line));
        *totals += tally.totals();
        require_success(&command, status?)?;
        tally.finish().map(drop)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn subjects_are_chosen_by_name_and_an_unknown_one_is_refused_with_those_there_are() {
        assert_eq!(chosen(&[]).unwrap_or_default().len(), SUBJECTS.len());
        let one = chosen(&["overtime".to_owned()]).unwrap_or_default();
        assert_eq!(one.iter().map(|s| s.name).collect::<Vec<_>>(), ["overtime"]);
        let Err(error) = chosen(&["sleep".to_owned()]) else {
            panic!("sleep is no subject");
        };
        assert!(error.to_string().contains("overtime, ranking"), "{error}");
    }

    #[test]
    fn every_subject_names_test_files_that_there_are() {
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        for subject in SUBJECTS {
            let folder = subject.package.trim_start_matches("careweave-");
            for file in subject.files {
                let tests = root.join("crates").join(folder).join("tests");
                let is_there =
                    tests.join(format!("{file}.rs")).is_file() || tests.join(file).join("main.rs").is_file();
                assert!(is_there, "{}: {file}", subject.name);
            }
        }
    }
}
