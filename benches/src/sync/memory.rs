//! A million rows, without ever holding them.

use super::Database;
use crate::harness::{Case, Depth, Entry, Lane, Measure, Rounds, Target};
use crate::task::Task;

const LONG: &str = "1,000,000 rows";
const SHORT: &str = "100,000 rows";

pub(super) fn cases(depth: Depth) -> Vec<Case> {
    vec![
        case(depth, "memory-sqlite", Database::Sqlite),
        case(depth, "memory-postgres", Database::Postgres),
    ]
}

fn case(depth: Depth, name: &'static str, database: Database) -> Case {
    let (long, short, page) = match depth {
        Depth::Full => (1_000_000, 100_000, 1_000),
        Depth::Quick => (3_000, 1_000, 500),
    };
    let task = |rows| Task::StreamRows { database, rows, page };
    let entries = vec![
        Entry::new(LONG, Lane::RustSync, task(long)),
        Entry::new(SHORT, Lane::RustSync, task(short)),
    ];
    let what = format!(
        "rows of 500 bytes into {}, {page} to a page; the peak of resident memory, a fresh process each time",
        database.name()
    );
    let rounds = Rounds {
        warm_up: 0,
        counted: 1,
    };
    let limit = "a page and what SQLite or the driver caches; PostgreSQL's own memory is not in it";
    let mut case = Case::timed(name, what, database.conditions(), rounds, entries, limit);
    case.measure = Measure::PeakMemory;
    case.targets = vec![
        Target::Within {
            entry: LONG,
            most: 256.0,
        },
        Target::AtMost {
            entry: LONG,
            of: SHORT,
            factor: 1.25,
        },
    ];
    case
}
