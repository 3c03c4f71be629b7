//! A source whose rows all changed at one instant, as after a bulk import.

use super::{Database, Spread};
use crate::harness::{Case, Depth, Entry, Lane, Rounds, Target, Units};
use crate::task::Task;

const EQUAL: &str = "careweave, one instant";
const UNIQUE: &str = "careweave, an instant each";
const DLT_EQUAL: &str = "dlt, one instant";
const DLT_UNIQUE: &str = "dlt, an instant each";

pub(super) fn cases(depth: Depth) -> Vec<Case> {
    vec![alone(depth), beside_dlt(depth)]
}

/// Rows of a page, as vendors give them.
const PAGE: usize = 100;

fn task(rows: usize, spread: Spread) -> Task {
    Task::FollowCursor {
        rows,
        page: PAGE,
        spread,
    }
}

fn alone(depth: Depth) -> Case {
    let rows = match depth {
        Depth::Full => 100_000,
        Depth::Quick => 2_000,
    };
    let entries = vec![
        Entry::new(UNIQUE, Lane::RustSync, task(rows, Spread::Unique)),
        Entry::new(EQUAL, Lane::RustSync, task(rows, Spread::Equal)),
    ];
    let what = format!(
        "{rows} rows read by their cursor into SQLite by pages of {PAGE}, then read once more with five minutes' overlap"
    );
    let limit = "where all rows have one instant, all of them lie in the overlap and are read a second time";
    let targets = vec![Target::AtMost {
        entry: EQUAL,
        of: UNIQUE,
        factor: 2.0,
    }];
    finished(
        "equal-cursor",
        what,
        Rounds::of(depth, 5),
        entries,
        targets,
        rows,
        limit,
    )
}

fn beside_dlt(depth: Depth) -> Case {
    let rows = match depth {
        Depth::Full => 20_000,
        Depth::Quick => 1_000,
    };
    let entries = vec![
        Entry::new(EQUAL, Lane::RustSync, task(rows, Spread::Equal)),
        Entry::new(DLT_UNIQUE, Lane::PythonDlt, task(rows, Spread::Unique)),
        Entry::new(DLT_EQUAL, Lane::PythonDlt, task(rows, Spread::Equal)),
    ];
    let what = format!(
        "{rows} rows read by their cursor by pages of {PAGE}, twice, beside dlt's incremental source without an overlap"
    );
    let rounds = match depth {
        Depth::Full => Rounds {
            warm_up: 0,
            counted: 2,
        },
        Depth::Quick => Rounds::of(depth, 1),
    };
    let limit = "dlt tells rows at its cursor from those it had by their keys; with an overlap it leaves that to the merge";
    let targets = vec![Target::Faster {
        entry: EQUAL,
        than: DLT_EQUAL,
        factor: 10.0,
    }];
    finished("equal-cursor-dlt", what, rounds, entries, targets, rows, limit)
}

fn finished(
    name: &'static str,
    what: String,
    rounds: Rounds,
    entries: Vec<Entry>,
    targets: Vec<Target>,
    rows: usize,
    limit: &'static str,
) -> Case {
    let mut case = Case::timed(name, what, Database::Sqlite.conditions(), rounds, entries, limit);
    case.units = Some(Units {
        count: rows as u64,
        name: "rows",
    });
    case.targets = targets;
    case
}
