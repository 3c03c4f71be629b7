//! What is decided without a disk, or without writing to it.

use super::Database;
use crate::harness::{Case, Conditions, Depth, Entry, Lane, Rounds, Target, Units};
use crate::task::Task;

const OURS: &str = "careweave";

pub(super) fn cases(depth: Depth) -> Vec<Case> {
    vec![merged(depth), dry_run(depth)]
}

fn merged(depth: Depth) -> Case {
    let (records, fields) = match depth {
        Depth::Full => (50_000, 30),
        Depth::Quick => (500, 30),
    };
    let entries = vec![Entry::new(
        OURS,
        Lane::RustSync,
        Task::MergeRecords { records, fields },
    )];
    let what = format!(
        "{records} records of {fields} fields merged three ways; two fields changed here, two there, one on both"
    );
    let mut case = Case::timed(
        "merge",
        what,
        Conditions::Alone,
        Rounds::of(depth, 9),
        entries,
        "one thread; the fingerprints of values are computed where there is a conflict",
    );
    case.units = Some(Units {
        count: records as u64,
        name: "records",
    });
    case.targets = vec![Target::Rate {
        entry: OURS,
        least: 200_000.0,
    }];
    case
}

fn dry_run(depth: Depth) -> Case {
    let records = match depth {
        Depth::Full => 100_000,
        Depth::Quick => 2_000,
    };
    let entries = vec![Entry::new(OURS, Lane::RustSync, Task::DryRun { records })];
    let what = format!(
        "what a sync of {records} records would do, every tenth of which changed: read, compared, planned"
    );
    let mut case = Case::timed(
        "dry-run",
        what,
        Database::Sqlite.conditions(),
        Rounds::of(depth, 5),
        entries,
        "the fingerprints of what was read are computed within the time",
    );
    case.units = Some(Units {
        count: records as u64,
        name: "records",
    });
    case.targets = vec![Target::Within {
        entry: OURS,
        most: 3.0,
    }];
    case
}
