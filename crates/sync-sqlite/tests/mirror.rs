//! Mirrors in SQLite: the behaviour suite, a reader that is killed at every page, and what an unchanged page writes.
#![allow(clippy::unwrap_used)] // also in what the tests call

#[path = "fixtures/alternating.rs"]
mod alternating;
#[cfg(unix)]
#[path = "fixtures/killed.rs"]
mod killed;

use careweave_sync_core::suite::block_on;
use careweave_sync_core::{Fingerprint, Mirror, Page, SeenRecord};
use careweave_sync_sqlite::SqliteStore;
use chrono::{DateTime, Utc};

mod in_a_file {
    careweave_sync_core::mirror_suite!(crate::alternating::in_a_file());
}

mod in_memory {
    use super::SqliteStore;

    careweave_sync_core::mirror_suite!(async { (SqliteStore::in_memory().await.unwrap(), ()) });
}

mod through_two_handles {
    careweave_sync_core::mirror_suite!(crate::alternating::through_two_handles());
}

type At = DateTime<Utc>;

fn now() -> At {
    DateTime::from_timestamp(1_800_000_000, 0).unwrap()
}

fn records(count: usize) -> Vec<SeenRecord> {
    (0..count)
        .map(|n| SeenRecord {
            external_id: format!("{n:06}"),
            fingerprint: Fingerprint::of(&[&n.to_string()]),
            version: None,
            at: None,
            body: vec![0x2e; 500],
        })
        .collect()
}

fn page(records: Vec<SeenRecord>) -> Page {
    Page {
        connection: "wellsky/agency-1".to_owned(),
        kind: "client".to_owned(),
        records,
        cursor: None,
        scan: None,
    }
}

/// Given a page that was stored, the same page again leaves not one byte in the file or its log.
#[test]
fn an_unchanged_page_writes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("careweave.db");
    let store = block_on(SqliteStore::open(&path)).unwrap();
    let page = page(records(2_000));
    block_on(store.apply_page(&page, None, now())).unwrap();
    let log = || std::fs::read(folder.path().join("careweave.db-wal")).unwrap();
    let before = log();
    let report = block_on(store.apply_page(&page, None, now())).unwrap();
    assert_eq!((report.same, report.new, report.changed), (2_000, 0, 0));
    assert!(log() == before, "an unchanged page wrote to the log");
}

/// A reader stores pages with their cursor, and is killed before, in and after each; the one after it begins at the cursor. In the end
/// every record is there once, and the cursor stands where the records end.
#[cfg(unix)]
mod crash {
    use std::path::Path;

    use careweave_sync_core::suite::block_on;
    use careweave_sync_core::{CursorMove, Mirror, Page};
    use careweave_sync_sqlite::SqliteStore;

    use super::killed::{Orders, assert_whole, kill_at};
    use super::{now, page, records};

    const PAGES: usize = 4;
    const ROWS: usize = 50;

    fn store(folder: &Path) -> SqliteStore {
        block_on(SqliteStore::open(folder.join("careweave.db"))).unwrap()
    }

    fn stream(trial: usize) -> String {
        format!("stream-{trial}")
    }

    /// Reads from the cursor on. A page's records are its trial's own.
    fn read_on(store: &SqliteStore, trial: usize, report: impl Fn(&str)) {
        let cursor = block_on(store.cursor(&stream(trial))).unwrap();
        let done = cursor
            .as_ref()
            .and_then(|c| c.token.as_ref())
            .map_or(0, |token| token.parse().unwrap());
        for number in done..PAGES {
            report(&format!("reading-{number}"));
            let mut rows = records(PAGES * ROWS).split_off(number * ROWS);
            rows.truncate(ROWS);
            for row in &mut rows {
                row.external_id = format!("{trial}/{}", row.external_id);
            }
            let page = Page {
                cursor: Some(CursorMove {
                    stream: stream(trial),
                    expected_version: number as u64,
                    high: None,
                    token: Some((number + 1).to_string()),
                }),
                ..page(rows)
            };
            let stored = block_on(store.apply_page(&page, None, now())).unwrap();
            assert_eq!(
                usize::try_from(stored.new).unwrap(),
                ROWS,
                "a page is new or was never stored"
            );
            report(&format!("stored-{number}"));
        }
    }

    #[test]
    #[ignore = "the child process of the test below, which kills it"]
    fn reader() {
        let orders = Orders::read();
        read_on(&store(&orders.folder), orders.trial, |point| orders.report(point));
    }

    #[test]
    fn a_reader_killed_at_any_page_loses_nothing_and_doubles_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path();
        let mut trial = 0;
        for _ in 0..3 {
            for number in 0..PAGES {
                for step in ["reading", "stored"] {
                    for held in [true, false] {
                        kill_at("crash::reader", folder, trial, &format!("{step}-{number}"), held);
                        let store = store(folder);
                        read_on(&store, trial, |_| {});
                        let cursor = block_on(store.cursor(&stream(trial))).unwrap().unwrap();
                        assert_eq!((cursor.version, cursor.token.as_deref()), (4, Some("4")));
                        block_on(store.close()).unwrap();
                        trial += 1;
                    }
                }
            }
        }
        let raw = rusqlite::Connection::open(folder.join("careweave.db")).unwrap();
        let count = |sql: &str| raw.query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap();
        let expected = i64::try_from(trial * PAGES * ROWS).unwrap();
        assert_eq!(count("SELECT count(*) FROM mirror_record"), expected);
        assert_eq!(count("SELECT count(DISTINCT local) FROM mirror_record"), expected);
        assert_whole(folder);
        assert_eq!(trial, 48);
    }
}
