//! The benchmarks as a test: nothing is timed.

use crate::bench::{self, BenchArguments};
use crate::failure::Failure;
use crate::stage::stage;
use crate::totals::Totals;
use crate::workspace::Workspace;

/// The subjects that there are.
const SUBJECTS: [&str; 7] = [
    "wellsky",
    "providers",
    "matching",
    "insights",
    "outreach",
    "sync",
    "workflows",
];

/// Runs every subject quickly; each counts as one test, since a result that differs ends it.
pub(super) fn run(workspace: &Workspace, totals: &mut Totals) -> Result<(), Failure> {
    for subject in SUBJECTS {
        stage(&format!("bench: {subject}, quick"), || {
            bench::run(workspace, &BenchArguments::quick(subject))
        })?;
        totals.passed += 1;
    }
    Ok(())
}
