//! Mirrors in SQLite: the behaviour suite, a reader that is killed at every page, and what an unchanged page writes.
#![allow(clippy::unwrap_used)] // also in what the tests call

#[path = "fixtures/alternating.rs"]
mod alternating;
#[cfg(unix)]
#[path = "fixtures/killed.rs"]
mod killed;

use std::time::Duration;

use alternating::Alternating;
use async_trait::async_trait;
use careweave_sync_core::suite::block_on;
use careweave_sync_core::{
    Brake, Completion, Cursor, ExternalRef, Fence, FenceGuard, Fingerprint, Lease, Leases, LocalId, Mirror,
    Page, PageReport, Reference, Scan, ScanReport, ScanScope, SeenRecord,
};
use careweave_sync_sqlite::SqliteStore;
use careweave_types::Result;
use chrono::{DateTime, Utc};

mod in_a_file {
    careweave_sync_core::mirror_suite!(crate::alternating::in_a_file());
}

mod in_memory {
    use super::SqliteStore;

    careweave_sync_core::mirror_suite!(async { (SqliteStore::in_memory().await.unwrap(), ()) });
}

mod through_two_handles {
    careweave_sync_core::mirror_suite!(crate::Alternating::fresh());
}

type At = DateTime<Utc>;

#[async_trait]
impl Leases for Alternating {
    async fn acquire(&self, name: &str, holder: &str, ttl: Duration, now: At) -> Result<Lease> {
        self.next().acquire(name, holder, ttl, now).await
    }
    async fn renew(&self, name: &str, fence: Fence, ttl: Duration, now: At) -> Result<Lease> {
        self.next().renew(name, fence, ttl, now).await
    }
    async fn release(&self, name: &str, fence: Fence, now: At) -> Result<Lease> {
        self.next().release(name, fence, now).await
    }
    async fn check_fence(&self, name: &str, fence: Fence, now: At) -> Result<()> {
        self.next().check_fence(name, fence, now).await
    }
    async fn lease(&self, name: &str) -> Result<Option<Lease>> {
        self.next().lease(name).await
    }
}

#[async_trait]
impl Mirror for Alternating {
    async fn apply_page(&self, page: &Page, guard: Option<&FenceGuard>, now: At) -> Result<PageReport> {
        self.next().apply_page(page, guard, now).await
    }
    async fn link(&self, external: &ExternalRef, local: Option<LocalId>, now: At) -> Result<Reference> {
        self.next().link(external, local, now).await
    }
    async fn succeed(&self, old: &ExternalRef, new: &ExternalRef, now: At) -> Result<Reference> {
        self.next().succeed(old, new, now).await
    }
    async fn gone(&self, external: &ExternalRef, guard: Option<&FenceGuard>, now: At) -> Result<Reference> {
        self.next().gone(external, guard, now).await
    }
    async fn reference(&self, external: &ExternalRef) -> Result<Option<Reference>> {
        self.next().reference(external).await
    }
    async fn body(&self, external: &ExternalRef) -> Result<Option<Vec<u8>>> {
        self.next().body(external).await
    }
    async fn references_of(&self, local: LocalId) -> Result<Vec<Reference>> {
        self.next().references_of(local).await
    }
    async fn changed(&self, connection: &str, kind: &str, after: u64, limit: u32) -> Result<Vec<Reference>> {
        self.next().changed(connection, kind, after, limit).await
    }
    async fn cursor(&self, stream: &str) -> Result<Option<Cursor>> {
        self.next().cursor(stream).await
    }
    async fn rewind(
        &self,
        stream: &str,
        expected_version: u64,
        high: Option<At>,
        actor: &str,
        reason: &str,
        now: At,
    ) -> Result<Cursor> {
        self.next()
            .rewind(stream, expected_version, high, actor, reason, now)
            .await
    }
    async fn begin_scan(&self, scope: &ScanScope, now: At) -> Result<Scan> {
        self.next().begin_scan(scope, now).await
    }
    async fn end_scan(
        &self,
        number: u64,
        completion: Completion,
        brake: Brake,
        guard: Option<&FenceGuard>,
        now: At,
    ) -> Result<ScanReport> {
        self.next().end_scan(number, completion, brake, guard, now).await
    }
    async fn approve_scan(&self, number: u64, actor: &str, now: At) -> Result<ScanReport> {
        self.next().approve_scan(number, actor, now).await
    }
    async fn scan(&self, number: u64) -> Result<Scan> {
        self.next().scan(number).await
    }
}

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
