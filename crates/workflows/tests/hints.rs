//! Hints in a store: the behaviour every store of hints has, and that a restart loses none.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may panic"
)]
#![allow(
    clippy::clone_on_ref_ptr,
    reason = "a clone of a store becomes one of its trait where it is passed on"
)]

use std::sync::Arc;

use careweave_sync_core::MemoryStore;
use careweave_sync_sqlite::SqliteStore;
use careweave_types::ErrorKind;
use careweave_wellsky_client::events::{Ack, HintStore, Record, RecordKind, suite};
use careweave_workflows::InboxHints;
use chrono::{DateTime, TimeDelta, Utc};

const SOURCE: &str = "wellsky.agency-9001";

fn at(second: i64) -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::seconds(1_775_476_800 + second)
}

#[tokio::test]
async fn hints_over_the_inbox_in_memory_behave_as_hints_do() {
    suite::hint_store(|| async { InboxHints::new(Arc::new(MemoryStore::new()), SOURCE).unwrap() }).await;
}

#[tokio::test]
async fn hints_over_the_inbox_of_a_file_behave_as_hints_do() {
    let folder = tempfile::tempdir().unwrap();
    let number = std::sync::atomic::AtomicU32::new(0);
    suite::hint_store(|| async {
        let n = number.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        let store = SqliteStore::open(folder.path().join(format!("{n}.db")))
            .await
            .unwrap();
        InboxHints::new(Arc::new(store), SOURCE).unwrap()
    })
    .await;
}

#[tokio::test]
async fn a_hint_that_was_taken_outlives_the_process() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("hints.db");
    let record = Record::new(RecordKind::Patient, "500001").unwrap();
    let before = SqliteStore::open(&path).await.unwrap();
    let hints = InboxHints::new(Arc::new(before.clone()), SOURCE).unwrap();
    hints.mark(&record, at(0)).await.unwrap();
    before.close().await.unwrap();

    let after = SqliteStore::open(&path).await.unwrap();
    let hints = InboxHints::new(Arc::new(after), SOURCE).unwrap();
    let waiting = hints.waiting(1000).await.unwrap();
    assert_eq!((waiting.len(), &waiting[0].record), (1, &record));
    assert_eq!(hints.fetched(&waiting[0], at(1)).await.unwrap(), Ack::Clean);
}

#[tokio::test]
async fn two_agencies_share_a_store_and_no_hints() {
    let store = Arc::new(MemoryStore::new());
    let one = InboxHints::new(store.clone(), "wellsky.one").unwrap();
    let two = InboxHints::new(store.clone(), "wellsky.two").unwrap();
    let record = Record::new(RecordKind::Patient, "500001").unwrap();
    one.mark(&record, at(0)).await.unwrap();
    assert!(two.waiting(1000).await.unwrap().is_empty());
    let error = InboxHints::new(store, "a name with spaces").unwrap_err();
    assert_eq!(
        (error.kind(), error.get("field")),
        (ErrorKind::InvalidInput, Some("source"))
    );
}
