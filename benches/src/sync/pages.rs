//! Pages into a store, beside the same driver without a store.

use super::{Content, Database};
use crate::harness::{Case, Depth, Entry, Lane, Rounds, Target, Units};
use crate::task::Task;

const OURS: &str = "careweave";
const BARE: &str = "bare driver";
const NORMAL: &str = "bare driver, NORMAL";
const BULK: &str = "SQLAlchemy, bulk upsert";
const LOOP: &str = "SQLAlchemy, find or create";

/// A promise of a case: rows a second, the share of the bare driver's speed, the factor over a loop.
struct Promise {
    name: &'static str,
    database: Database,
    content: Content,
    rate: f64,
    /// At most so many times what the bare driver takes: ours is to have 70 % of its speed on SQLite, 75 % on PostgreSQL.
    over_bare: Option<f64>,
}

const PROMISES: [Promise; 6] = [
    Promise {
        name: "pages-sqlite-new",
        database: Database::Sqlite,
        content: Content::New,
        rate: 60_000.0,
        over_bare: Some(1.0 / 0.7),
    },
    Promise {
        name: "pages-sqlite-same",
        database: Database::Sqlite,
        content: Content::Same,
        rate: 250_000.0,
        over_bare: Some(1.0 / 0.7),
    },
    Promise {
        name: "pages-sqlite-changed",
        database: Database::Sqlite,
        content: Content::Changed,
        rate: 70_000.0,
        over_bare: Some(1.0 / 0.7),
    },
    Promise {
        name: "pages-postgres-new",
        database: Database::Postgres,
        content: Content::New,
        rate: 40_000.0,
        over_bare: Some(1.0 / 0.75),
    },
    Promise {
        name: "pages-postgres-same",
        database: Database::Postgres,
        content: Content::Same,
        rate: 100_000.0,
        over_bare: Some(1.0 / 0.75),
    },
    Promise {
        name: "pages-postgres-changed",
        database: Database::Postgres,
        content: Content::Changed,
        rate: 30_000.0,
        over_bare: Some(1.0 / 0.75),
    },
];

/// What was counted of rows that did not change.
pub(crate) const WRITTEN: &str = "rows written or locked";

pub(super) fn cases(depth: Depth) -> Vec<Case> {
    PROMISES.iter().map(|promise| case(depth, promise)).collect()
}

fn case(depth: Depth, promise: &Promise) -> Case {
    let Promise {
        name,
        database,
        content,
        rate,
        over_bare,
    } = *promise;
    let (rows, page, sampled) = match (depth, database) {
        (Depth::Full, Database::Sqlite) => (100_000, 1_000, 2_000),
        (Depth::Full, Database::Postgres) => (100_000, 2_000, 2_000),
        (Depth::Quick, _) => (2_000, 1_000, 1_000),
    };
    let task = |only| Task::ApplyRows {
        database,
        content,
        rows,
        page,
        only,
    };
    let mut entries = vec![
        Entry::new(OURS, Lane::RustSync, task(None)),
        Entry::new(BARE, Lane::RustBare, task(None)),
    ];
    let mut targets = vec![
        Target::Rate {
            entry: OURS,
            least: rate,
        },
        // On a disk whose fsync takes milliseconds it is a hundred times; the table says what an fsync took.
        Target::Faster {
            entry: OURS,
            than: LOOP,
            factor: match content {
                Content::Same => 1.0,
                Content::New | Content::Changed => 15.0,
            },
        },
    ];
    targets.extend(over_bare.map(|factor| Target::AtMost {
        entry: OURS,
        of: BARE,
        factor,
    }));
    if database == Database::Sqlite {
        entries.push(Entry::new(NORMAL, Lane::RustBareNormal, task(None)));
        if content != Content::Same {
            targets.push(Target::AtMost {
                entry: BARE,
                of: NORMAL,
                factor: 1.15,
            });
        }
    }
    if content == Content::Same {
        targets.push(Target::CountAtMost {
            entry: OURS,
            what: WRITTEN,
            most: 0.0,
        });
    }
    entries.push(Entry::new(BULK, Lane::PythonSqlalchemyBulk, task(None)));
    entries.push(Entry::new(LOOP, Lane::PythonSqlalchemy, task(Some(sampled))));
    let what = format!(
        "{rows} {} rows of 500 bytes into {}, {page} to a page, with their fingerprints and the cursor",
        content.word(),
        database.name()
    );
    let limit = "ours gives each row an id and a place in the order of changes, which is two indexes more than the bare table \
                 has; everybody syncs the disk at each commit, but for NORMAL";
    let mut case = Case::timed(
        name,
        what,
        database.conditions(),
        Rounds::of(depth, 5),
        entries,
        limit,
    );
    case.units = Some(Units {
        count: rows as u64,
        name: "rows",
    });
    case.targets = targets;
    case
}
