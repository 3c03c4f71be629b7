//! Rows that all lie under one cursor value, counted by the steps that SQLite's machine takes: a record costs as much among a hundred
//! thousand as among ten thousand.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use careweave_sync_core::suite::block_on;
use careweave_sync_core::suite::equal_instants::{read_again, read_changed, read_first};
use rusqlite::trace::{TraceEvent, TraceEventCodes};
use rusqlite::{Connection, StatementStatus};

use crate::store::SqliteStore;

/// What the statements of a store's connection did.
#[derive(Clone, Debug, Default)]
struct Work {
    /// Instructions of the machine.
    steps: Arc<AtomicI64>,
    /// Statements that were run.
    statements: Arc<AtomicI64>,
}

impl Work {
    /// Counts from here on. The counters of a statement grow as long as it stays compiled, so what it had when it began is taken off
    /// what it has at its end.
    fn of(store: &SqliteStore) -> Self {
        let work = Self::default();
        let counted = work.clone();
        let count = move |conn: &mut Connection| {
            let mask = TraceEventCodes::SQLITE_TRACE_STMT | TraceEventCodes::SQLITE_TRACE_PROFILE;
            let note = move |event: TraceEvent<'_>| {
                let steps = match event {
                    TraceEvent::Stmt(statement, _) => {
                        counted.statements.fetch_add(1, Ordering::Relaxed);
                        -i64::from(statement.get_status(StatementStatus::VmStep))
                    }
                    TraceEvent::Profile(statement, _) => {
                        i64::from(statement.get_status(StatementStatus::VmStep))
                    }
                    _ => 0,
                };
                counted.steps.fetch_add(steps, Ordering::Relaxed);
            };
            Ok(conn.trace_v2(mask, Some(note))?)
        };
        block_on(store.run("test", count)).unwrap();
        work
    }

    /// Steps and statements since it was asked last, for each of so many rows.
    fn for_each_of(&self, rows: u32) -> (f64, f64) {
        let taken = |count: &AtomicI64| {
            let count = i32::try_from(count.swap(0, Ordering::Relaxed)).unwrap();
            f64::from(count) / f64::from(rows)
        };
        (taken(&self.steps), taken(&self.statements))
    }
}

/// The work for a row of the first reading, of a second one with its scan, and of a third one that finds all of them changed.
fn work_per_row(rows: u32) -> [(f64, f64); 3] {
    let store = block_on(SqliteStore::in_memory()).unwrap();
    let work = Work::of(&store);
    [read_first, read_again, read_changed].map(|read| {
        read(&store, rows);
        work.for_each_of(rows)
    })
}

#[test]
fn a_row_costs_as_many_steps_among_a_hundred_thousand_of_one_instant_as_among_ten_thousand() {
    let (few, many) = (work_per_row(10_000), work_per_row(100_000));
    eprintln!("steps and statements for each row, read first, again, changed: {few:.2?}, {many:.2?}");
    for (few, many) in few.into_iter().zip(many) {
        assert!(few.0 > 1.0 && few.1 > 1.0, "the work is counted: {few:?}");
        assert!(many.0 <= few.0 * 1.02, "steps: {few:?}, {many:?}");
        assert!(many.1 <= few.1 * 1.02, "statements: {few:?}, {many:?}");
    }
}

/// The count would show a page that is compared with every row of its instant.
#[test]
fn a_look_through_all_rows_of_an_instant_shows_in_the_count() {
    let rows = 2_000;
    let store = block_on(SqliteStore::in_memory()).unwrap();
    read_first(&store, rows);
    let work = Work::of(&store);
    let look = |conn: &mut Connection| {
        let sql = "SELECT count(*) FROM mirror_record WHERE at = (SELECT max(at) FROM mirror_record) AND body IS NOT NULL";
        Ok(conn.query_row(sql, [], |row| row.get::<_, u32>(0))?)
    };
    assert_eq!(block_on(store.run("test", look)).unwrap(), rows);
    let (steps, _) = work.for_each_of(rows);
    assert!(steps >= 1.0, "{steps}");
}
