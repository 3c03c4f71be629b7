//! Mirrors in SQLite: the behaviour suite, a reader that is killed at every page, and what an unchanged page writes.
#![allow(clippy::unwrap_used)] // also in what the tests call

#[path = "fixtures/alternating.rs"]
mod alternating;
#[cfg(unix)]
#[path = "fixtures/script.rs"]
mod script;

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

/// A reader stores pages with their cursor, and is killed before, in and after each.
#[cfg(unix)]
mod crash {
    use careweave_sync_core::suite::crash::MIRROR;

    use super::script::{child, kill_everywhere};

    #[test]
    #[ignore = "the child process of the test below, which kills it"]
    fn reader() {
        child(&MIRROR);
    }

    #[test]
    fn a_reader_killed_at_any_page_loses_nothing_and_doubles_nothing() {
        kill_everywhere("crash::reader", &MIRROR, 3);
    }
}
