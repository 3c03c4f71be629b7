//! Beside dlt, which loads rows as they come from a source and merges them by their key.

use super::{Content, Database};
use crate::harness::{Case, Depth, Entry, Lane, Rounds, Target, Units};
use crate::task::Task;

const OURS: &str = "careweave";
const DLT: &str = "dlt";

/// The factor over dlt that is promised.
const FACTORS: [(&str, Database, Content, f64); 6] = [
    ("dlt-sqlite-new", Database::Sqlite, Content::New, 10.0),
    ("dlt-sqlite-same", Database::Sqlite, Content::Same, 200.0),
    ("dlt-sqlite-changed", Database::Sqlite, Content::Changed, 200.0),
    ("dlt-postgres-new", Database::Postgres, Content::New, 7.0),
    ("dlt-postgres-same", Database::Postgres, Content::Same, 17.0),
    ("dlt-postgres-changed", Database::Postgres, Content::Changed, 5.0),
];

pub(super) fn cases(depth: Depth) -> Vec<Case> {
    FACTORS
        .iter()
        .map(|(name, database, content, factor)| case(depth, name, *database, *content, *factor))
        .collect()
}

fn case(depth: Depth, name: &'static str, database: Database, content: Content, factor: f64) -> Case {
    let rows = match depth {
        Depth::Full => 20_000,
        Depth::Quick => 1_000,
    };
    let task = Task::ApplyRows {
        database,
        content,
        rows,
        page: 1_000,
        only: None,
    };
    let entries = vec![
        Entry::new(OURS, Lane::RustSync, task.clone()),
        Entry::new(DLT, Lane::PythonDlt, task),
    ];
    let what = format!(
        "{rows} {} rows of 500 bytes merged into {} by their id",
        content.word(),
        database.name()
    );
    // A second merge of dlt into SQLite takes more than a minute.
    let rounds = match depth {
        Depth::Full => Rounds {
            warm_up: 0,
            counted: 2,
        },
        Depth::Quick => Rounds::of(depth, 1),
    };
    let limit = "dlt infers a schema, writes files of what it extracted, stages them and merges: it is a loader for any source, \
                 and its times include all of that, as a run of it does";
    let mut case = Case::timed(name, what, database.conditions(), rounds, entries, limit);
    case.units = Some(Units {
        count: rows as u64,
        name: "rows",
    });
    case.targets = vec![Target::Faster {
        entry: OURS,
        than: DLT,
        factor,
    }];
    case
}
