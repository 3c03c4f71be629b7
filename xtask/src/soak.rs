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
    /// The test files; without any, the tests within the library.
    files: &'static [&'static str],
    /// A part of the names of the tests, where not all of a file are meant.
    filter: Option<&'static str>,
    /// What is told to the tests' own harness.
    harness: &'static [&'static str],
    /// How often all of it is run: what depends on luck shows in some of many.
    rounds: u32,
}

impl Subject {
    /// One run of every test of the files.
    const fn of(
        name: &'static str,
        says: &'static str,
        package: &'static str,
        files: &'static [&'static str],
    ) -> Self {
        Self {
            name,
            says,
            package,
            files,
            filter: None,
            harness: &[],
            rounds: 1,
        }
    }

    const fn only(mut self, filter: &'static str) -> Self {
        self.filter = Some(filter);
        self
    }
}

const SQLITE: &str = "careweave-sync-sqlite";
const POSTGRES: &str = "careweave-sync-postgres";

/// Every subject; a part that has one adds rows, several under one name where they belong together.
const SUBJECTS: &[Subject] = &[
    Subject::of(
        "overtime",
        "the evaluator against the minute-by-minute reading, a million weeks per policy",
        "careweave-matching",
        &["overtime_simulator"],
    ),
    Subject::of(
        "ranking",
        "a million past visits, and every place of a large agency against judging everybody",
        "careweave-matching",
        &["ranking_laws"],
    ),
    Subject::of(
        "assignment",
        "small problems against every possible assignment, ten thousand of them",
        "careweave-matching",
        &["assignment"],
    )
    .only("brute_force"),
    Subject::of(
        "flows",
        "a thousand random histories of sales and of recruiting, on SQLite and on PostgreSQL",
        "careweave-workflows",
        &["sales", "recruiting"],
    )
    .only("every_history"),
    Subject::of(
        "campaigns",
        "workers of campaigns killed at every call to the store, on SQLite and on PostgreSQL",
        "careweave-workflows",
        &["campaigns"],
    )
    .only("killed"),
    Subject {
        harness: &["--ignored"],
        ..Subject::of(
            "campaigns",
            "forty thousand imagined shifts for each policy of the table",
            "careweave-outreach",
            &["simulate"],
        )
        .only("t40_soak")
    },
    Subject::of(
        "sync",
        "thousands of workers killed at every step of every primitive, on SQLite",
        SQLITE,
        &[
            "crash",
            "outbox",
            "inbox",
            "latch",
            "lease",
            "mirror",
            "group_commit",
            "late_landing",
        ],
    )
    .only("killed"),
    Subject::of(
        "sync",
        "thousands of workers killed at every step of every primitive, on PostgreSQL",
        POSTGRES,
        &["postgres"],
    )
    .only("killed"),
    Subject::of(
        "sync",
        "random histories against the model, twenty times as long, on SQLite",
        SQLITE,
        &[
            "behaviour",
            "outbox",
            "inbox",
            "latch",
            "lease",
            "mirror",
            "audit",
            "gate",
            "primitives",
        ],
    )
    .only("random_life"),
    Subject::of(
        "sync",
        "random histories against the model, twenty times as long, on PostgreSQL",
        POSTGRES,
        &["postgres"],
    )
    .only("random_life"),
    Subject {
        rounds: 20,
        ..Subject::of(
            "sync",
            "workers, threads and processes that race, on SQLite",
            SQLITE,
            &["race", "lease", "behaviour", "primitives"],
        )
        .only("of_")
    },
    Subject {
        rounds: 20,
        ..Subject::of(
            "sync",
            "workers, threads and processes that race, on PostgreSQL",
            POSTGRES,
            &["postgres"],
        )
        .only("of_")
    },
    Subject {
        harness: &["--ignored"],
        ..Subject::of(
            "sync",
            "what it costs that a page is on disk, on SQLite",
            SQLITE,
            &[],
        )
        .only("durable_pages")
    },
];

/// What is run.
#[derive(Debug, clap::Args)]
pub(crate) struct Selection {
    /// The subjects: overtime, ranking, assignment, flows, campaigns, sync. Without any: all
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
    if let Some(name) = names
        .iter()
        .find(|name| SUBJECTS.iter().all(|subject| subject.name != **name))
    {
        let mut known: Vec<_> = SUBJECTS.iter().map(|subject| subject.name).collect();
        known.dedup();
        return Err(Failure::new(format!(
            "{name} is no subject; there are {}",
            known.join(", ")
        )));
    }
    let wanted = |subject: &&Subject| names.is_empty() || names.iter().any(|name| name == subject.name);
    Ok(SUBJECTS.iter().filter(wanted).collect())
}

impl Subject {
    fn run(&self, workspace: &Workspace, totals: &mut Totals) -> Result<(), Failure> {
        for _ in 0..self.rounds {
            let mut command = workspace.cargo();
            command.args(["test", "--release", "--package", self.package]);
            if self.files.is_empty() {
                command.arg("--lib");
            }
            for file in self.files {
                command.args(["--test", file]);
            }
            command
                .args(self.filter)
                .arg("--")
                .args(self.harness)
                .env(SWITCH, "1");
            let mut tally = Tally::of(Runner::CargoTest);
            let status = follow(&mut command, |line| tally.read(line));
            *totals += tally.totals();
            require_success(&command, status?)?;
            tally.finish().map(drop)?;
        }
        Ok(())
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
        let both = chosen(&["sync".to_owned(), "ranking".to_owned()]).unwrap_or_default();
        assert_eq!(both[0].name, "ranking");
        assert!(both.len() > 5 && both[1..].iter().all(|s| s.name == "sync"));
        let Err(error) = chosen(&["sleep".to_owned()]) else {
            panic!("sleep is no subject");
        };
        assert!(
            error
                .to_string()
                .contains("overtime, ranking, assignment, flows, campaigns, sync"),
            "{error}"
        );
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
