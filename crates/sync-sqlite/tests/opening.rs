//! Opening and closing a store: what is accepted, what is refused, and that a refusal leaves the file alone.
#![allow(clippy::expect_used)] // also in what the tests call

use std::fs;
use std::path::Path;
use std::sync::Barrier;
use std::time::Duration;

use careweave_sync_core::suite::block_on;
use careweave_sync_core::suite::recovery::{claim, t};
use careweave_sync_core::{EffectFilter, EffectLedger, Leases};
use careweave_sync_sqlite::{SqliteOptions, SqliteStore};
use careweave_types::{Error, ErrorKind};
use rusqlite::Connection;

fn open(path: &Path) -> Result<SqliteStore, Error> {
    block_on(
        SqliteOptions::new()
            .busy_timeout(Duration::from_millis(30))
            .open(path),
    )
}

#[track_caller]
fn refused(path: &Path, message: &str) -> Error {
    let error = open(path).expect_err("this had to be refused");
    assert_eq!(error.kind(), ErrorKind::Storage, "{error}");
    assert_eq!(error.operation(), "store.open");
    assert_eq!(error.get("path"), path.to_str());
    assert!(error.message().contains(message), "{error}");
    error
}

#[test]
fn what_was_recorded_is_there_after_reopening() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("careweave.db");
    let store = open(&path).unwrap();
    let effect = block_on(store.plan(&claim("shift-1", "caregiver-1"), t(0)))
        .unwrap()
        .into_effect();
    let effect = block_on(store.begin(effect.id, 0, t(30), t(1))).unwrap();
    block_on(store.close()).unwrap();
    let names: Vec<_> = fs::read_dir(&folder)
        .unwrap()
        .map(|e| e.unwrap().file_name())
        .collect();
    assert_eq!(names, ["careweave.db"], "closing leaves one file");
    let store = block_on(SqliteStore::open_url(&format!("sqlite:{}", path.display()))).unwrap();
    assert_eq!(block_on(store.get(effect.id)).unwrap(), effect);
    assert_eq!(store.path(), path);
}

#[test]
fn an_empty_file_becomes_a_store() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("careweave.db");
    fs::write(&path, b"").unwrap();
    let store = open(&path).unwrap();
    assert!(
        block_on(store.plan(&claim("shift-1", "caregiver-1"), t(0)))
            .unwrap()
            .is_new()
    );
}

#[test]
fn a_folder_and_a_missing_folder_are_named() {
    let folder = tempfile::tempdir().unwrap();
    refused(folder.path(), "is a folder");
    let missing = folder.path().join("not-there");
    refused(&missing.join("careweave.db"), "create it first");
    assert!(!missing.exists());
    let file = folder.path().join("file");
    fs::write(&file, b"text").unwrap();
    refused(&file.join("careweave.db"), "create it first");
}

#[cfg(target_os = "linux")]
#[test]
fn a_place_that_takes_no_files_is_refused() {
    refused(Path::new("/proc/careweave.db"), "cannot be opened");
}

#[test]
fn a_file_that_is_not_sqlite_is_left_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    for (name, content) in [
        ("short", b"shift,caregiver\n".to_vec()),
        ("long", b"shift,caregiver\n".repeat(4_096)),
        (
            "nearly",
            [b"SQLite format 3\0".as_slice(), &[0xff; 8_000]].concat(),
        ),
    ] {
        let path = folder.path().join(name);
        fs::write(&path, &content).unwrap();
        let error = open(&path).expect_err("this had to be refused");
        assert_eq!(error.kind(), ErrorKind::Storage, "{error}");
        assert_eq!(fs::read(&path).unwrap(), content);
    }
    let error = refused(&folder.path().join("short"), "not a SQLite database");
    assert!(!error.is_retryable());
}

#[test]
fn the_database_of_another_program_is_left_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    for (name, setup) in [
        ("tables", "CREATE TABLE client (name TEXT)"),
        ("application", "PRAGMA application_id = 77"),
        ("version", "PRAGMA user_version = 1"),
    ] {
        let path = folder.path().join(name);
        Connection::open(&path).unwrap().execute_batch(setup).unwrap();
        let before = fs::read(&path).unwrap();
        refused(&path, "another program");
        assert_eq!(fs::read(&path).unwrap(), before);
    }
}

#[test]
fn a_store_of_a_newer_version_is_left_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("careweave.db");
    block_on(open(&path).unwrap().close()).unwrap();
    let raw = Connection::open(&path).unwrap();
    raw.pragma_update(None, "user_version", 99).unwrap();
    raw.close().unwrap();
    let before = fs::read(&path).unwrap();
    let error = refused(&path, "newer version");
    assert_eq!(error.get("store_version"), Some("99"));
    assert_eq!(fs::read(&path).unwrap(), before);
}

#[test]
fn a_store_locked_for_longer_than_the_time_out_says_so_and_writes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("careweave.db");
    let holder = Connection::open(&path).unwrap();
    holder.execute_batch("BEGIN EXCLUSIVE").unwrap();
    let error = refused(&path, "locked");
    assert!(error.is_retryable());
    holder.execute_batch("ROLLBACK").unwrap();

    let store = open(&path).unwrap();
    holder.execute_batch("BEGIN IMMEDIATE").unwrap();
    let error =
        block_on(store.plan(&claim("shift-1", "caregiver-1"), t(0))).expect_err("the store is locked");
    assert_eq!(error.kind(), ErrorKind::Storage);
    assert_eq!(error.operation(), "ledger.plan");
    assert_eq!(error.get("path"), path.to_str());
    assert!(error.is_retryable());
    assert_eq!(block_on(store.list(&EffectFilter::default())).unwrap(), []);
    holder.execute_batch("ROLLBACK").unwrap();
    assert!(
        block_on(store.plan(&claim("shift-1", "caregiver-1"), t(0)))
            .unwrap()
            .is_new()
    );
}

#[test]
fn a_damaged_store_gives_an_error_that_says_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("careweave.db");
    block_on(open(&path).unwrap().close()).unwrap();
    let mut bytes = fs::read(&path).unwrap();
    let pages = bytes.len() / 8_192;
    assert!(pages > 4);
    // Everything behind the first page, which holds the header and the beginning of the schema.
    bytes[8_192..].fill(0xa5);
    fs::write(&path, &bytes).unwrap();
    // Told when it is opened, if the schema reaches that far, and by the first call otherwise.
    let error = open(&path)
        .and_then(|store| block_on(store.plan(&claim("shift-1", "caregiver-1"), t(0))))
        .expect_err("the pages are garbage");
    assert_eq!(error.kind(), ErrorKind::Storage, "{error}");
    assert!(error.message().contains("restore a backup"), "{error}");
}

#[test]
fn a_row_that_another_program_changed_is_reported_by_its_column() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("careweave.db");
    let store = open(&path).unwrap();
    let effect = block_on(store.plan(&claim("shift-1", "caregiver-1"), t(0)))
        .unwrap()
        .into_effect();
    let raw = Connection::open(&path).unwrap();
    raw.execute_batch("PRAGMA ignore_check_constraints = ON").unwrap();
    for (column, value) in [
        ("state", "'mauve'"),
        ("effect_key", "''"),
        ("strategy", "'guess'"),
        ("attempt", "-1"),
        ("version", "4294967296"),
        ("planned_at", "9223372036854775807"),
        ("fingerprint", "x'00'"),
    ] {
        raw.execute_batch(&format!("BEGIN; UPDATE effect SET {column} = {value}; COMMIT"))
            .unwrap();
        let error = block_on(store.get(effect.id)).expect_err(column);
        assert_eq!(error.kind(), ErrorKind::Storage, "{column}: {error}");
        assert_eq!(error.get("field"), Some(column), "{error}");
        let held: Box<dyn rusqlite::ToSql> = match column {
            "state" => Box::new(effect.state.as_str()),
            "effect_key" => Box::new(effect.key.as_str().to_owned()),
            "strategy" => Box::new(effect.strategy.code()),
            "attempt" => Box::new(effect.attempt),
            "version" => Box::new(effect.version),
            "planned_at" => Box::new(effect.planned_at.timestamp_micros()),
            _ => Box::new(effect.fingerprint.as_bytes().to_vec()),
        };
        raw.execute(&format!("UPDATE effect SET {column} = ?1"), [held])
            .unwrap();
        assert_eq!(block_on(store.get(effect.id)).unwrap(), effect);
    }
}

#[test]
fn bad_paths_urls_and_options_are_invalid_input() {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path().join("careweave.db");
    let patient = SqliteOptions::new().busy_timeout(Duration::from_secs(3_601));
    for (field, outcome) in [
        ("path", block_on(SqliteStore::open(""))),
        ("path", block_on(SqliteStore::open(":memory:"))),
        ("path", block_on(SqliteStore::open("a\0b"))),
        ("url", block_on(SqliteStore::open_url("postgres://db/care"))),
        ("url", block_on(SqliteStore::open_url("careweave.db"))),
        ("url", block_on(SqliteStore::open_url("sqlite:a.db?mode=ro"))),
        ("path", block_on(SqliteStore::open_url("sqlite:"))),
        ("busy_timeout", block_on(patient.open(&here))),
    ] {
        let error = outcome.expect_err(field);
        assert_eq!(error.kind(), ErrorKind::InvalidInput, "{error}");
        assert_eq!(error.get("field"), Some(field), "{error}");
    }
    assert!(!here.exists());
}

#[test]
fn a_path_that_looks_like_a_uri_is_a_path() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("file:care weave?mode=memory#é.db");
    let store = open(&path).unwrap();
    block_on(store.plan(&claim("shift-1", "caregiver-1"), t(0))).unwrap();
    block_on(store.close()).unwrap();
    assert!(path.is_file());
}

#[test]
fn a_closed_store_refuses_through_every_handle_and_opens_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("careweave.db");
    let store = open(&path).unwrap();
    let handle = store.clone();
    let effect = block_on(store.plan(&claim("shift-1", "caregiver-1"), t(0)))
        .unwrap()
        .into_effect();
    block_on(store.close()).unwrap();
    block_on(handle.close()).unwrap();
    for closed in [&store, &handle] {
        let error = block_on(closed.get(effect.id)).expect_err("the store is closed");
        assert_eq!(error.kind(), ErrorKind::Storage);
        assert!(error.message().contains("closed"), "{error}");
    }
    assert_eq!(block_on(open(&path).unwrap().get(effect.id)).unwrap(), effect);
}

#[test]
fn many_may_open_one_new_file_at_once() {
    for _ in 0..10 {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("careweave.db");
        let start = Barrier::new(8);
        let stores: Vec<SqliteStore> = std::thread::scope(|scope| {
            let openers: Vec<_> = (0..8)
                .map(|_| {
                    scope.spawn(|| {
                        start.wait();
                        block_on(SqliteStore::open(&path)).unwrap()
                    })
                })
                .collect();
            openers.into_iter().map(|opener| opener.join().unwrap()).collect()
        });
        let effect = block_on(stores[0].plan(&claim("shift-1", "caregiver-1"), t(0)))
            .unwrap()
            .into_effect();
        for store in &stores {
            assert_eq!(block_on(store.get(effect.id)).unwrap(), effect);
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_tasks_share_a_store_under_tokio() {
    let store = SqliteStore::in_memory().await.unwrap();
    let tasks: Vec<_> = (0..50)
        .map(|n| {
            let store = store.clone();
            tokio::spawn(async move {
                let claim = claim(&format!("shift-{}", n % 25), "caregiver-1");
                store.plan(&claim, t(0)).await.unwrap().is_new()
            })
        })
        .collect();
    let mut new = 0;
    for task in tasks {
        new += usize::from(task.await.unwrap());
    }
    assert_eq!(new, 25);
}

#[test]
fn a_store_of_the_first_version_is_brought_up_to_date_and_keeps_its_effects() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("careweave.db");
    let raw = Connection::open(&path).unwrap();
    raw.execute_batch(include_str!("../migrations/0001_effect_ledger.sql"))
        .unwrap();
    raw.pragma_update(None, "application_id", 0x4377_5374).unwrap();
    raw.pragma_update(None, "user_version", 1).unwrap();
    raw.execute_batch(
        "INSERT INTO effect (effect_id, effect_key, version, operation, subject, detail, fingerprint, strategy, \
         state, attempt, planned_at, created_at, updated_at) VALUES (zeroblob(16), 'wellsky/assign/agency-1/shift-1', \
         1, 'shifts.assign', 'shift-1', 'caregiver-1', zeroblob(32), 'manual', 'planned', 0, 1, 1, 1)",
    )
    .unwrap();
    drop(raw);
    let store = open(&path).unwrap();
    let held = block_on(store.plan(&claim("shift-1", "caregiver-2"), t(0)));
    assert_eq!(held.unwrap_err().kind(), ErrorKind::KeyReuse);
    let lease = block_on(store.acquire("poll", "worker-1", std::time::Duration::from_secs(1), t(0))).unwrap();
    assert_eq!(lease.fence, careweave_sync_core::Fence::FIRST);
}
