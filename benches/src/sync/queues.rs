//! Webhooks that are accepted, and a queue that is worked off.

use super::Database;
use crate::harness::{Case, Depth, Entry, Lane, Rounds, Target, Units};
use crate::task::Task;

const OURS: &str = "careweave";
const BARE: &str = "bare driver";

/// Deliveries that one sync of the disk made durable.
pub(crate) const PER_FSYNC: &str = "deliveries per fsync";
/// The slowest hundredth, less four syncs of the disk and ten milliseconds.
pub(crate) const BEYOND: &str = "p99 beyond 4 fsyncs and 10 ms, in ms";

pub(super) fn cases(depth: Depth) -> Vec<Case> {
    vec![
        accepted(depth, "accept-sqlite-32", Database::Sqlite, 32, Some(15.0)),
        accepted(depth, "accept-sqlite-128", Database::Sqlite, 128, Some(80.0)),
        accepted(depth, "accept-postgres-32", Database::Postgres, 32, None),
        drained(depth, "drain-sqlite", Database::Sqlite),
        drained(depth, "drain-postgres", Database::Postgres),
    ]
}

fn accepted(
    depth: Depth,
    name: &'static str,
    database: Database,
    producers: usize,
    per_fsync: Option<f64>,
) -> Case {
    let messages = match depth {
        Depth::Full => 25_600,
        Depth::Quick => 512,
    };
    let task = Task::AcceptMessages {
        database,
        messages,
        producers,
    };
    let what = format!(
        "{messages} webhooks of 800 bytes accepted in {} by {producers} producers, each answered when its delivery is on disk",
        database.name()
    );
    let limit = "the disk's fsync, shared by the deliveries that wait at the same time";
    let entries = vec![Entry::new(OURS, Lane::RustSync, task)];
    let mut case = Case::timed(
        name,
        what,
        database.conditions(),
        Rounds::of(depth, 5),
        entries,
        limit,
    );
    case.units = Some(Units {
        count: messages as u64,
        name: "deliveries",
    });
    case.targets = vec![Target::Rate {
        entry: OURS,
        least: 15_000.0,
    }];
    if let Some(least) = per_fsync {
        case.targets.extend([
            Target::CountAtLeast {
                entry: OURS,
                what: PER_FSYNC,
                least,
            },
            Target::CountAtMost {
                entry: OURS,
                what: BEYOND,
                most: 0.0,
            },
        ]);
    }
    case
}

fn drained(depth: Depth, name: &'static str, database: Database) -> Case {
    let jobs = match (depth, database) {
        (Depth::Full, Database::Sqlite) => 20_000,
        // They are queued one commit after the other, which is not timed and takes its time.
        (Depth::Full, Database::Postgres) => 10_000,
        (Depth::Quick, _) => 400,
    };
    let task = Task::DrainOutbox {
        database,
        jobs,
        workers: 4,
        batch: 50,
    };
    let mut entries = vec![Entry::new(OURS, Lane::RustSync, task.clone())];
    if database == Database::Postgres {
        entries.push(Entry::new(BARE, Lane::RustBare, task));
    }
    let what = format!(
        "{jobs} items of the outbox in {} claimed and completed by 4 workers, 50 at a time",
        database.name()
    );
    let limit = "ours keeps the order of each lane, counts attempts and lets a fence refuse whoever comes back too late; the bare \
                 driver claims with SKIP LOCKED and completes under a number";
    let mut case = Case::timed(
        name,
        what,
        database.conditions(),
        Rounds::of(depth, 5),
        entries,
        limit,
    );
    case.units = Some(Units {
        count: jobs as u64,
        name: "jobs",
    });
    case.targets = vec![Target::Rate {
        entry: OURS,
        least: 25_000.0,
    }];
    case
}
