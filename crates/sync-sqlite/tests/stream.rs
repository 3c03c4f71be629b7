//! Streams in SQLite: the behaviour suite, sealed bodies, and what the file itself refuses.
#![allow(clippy::unwrap_used)] // also in what the tests call

#[path = "fixtures/alternating.rs"]
mod alternating;

use careweave_sync_core::suite::block_on;
use careweave_sync_core::{StreamAppend, Streams};
use careweave_sync_sqlite::SqliteStore;
use careweave_types::Pii;
use chrono::DateTime;

mod in_a_file {
    careweave_sync_core::stream_suite!(crate::alternating::in_a_file());
}

mod in_memory {
    use super::SqliteStore;

    careweave_sync_core::stream_suite!(async { (SqliteStore::in_memory().await.unwrap(), ()) });
}

mod through_two_handles {
    careweave_sync_core::stream_suite!(crate::alternating::through_two_handles());
}

#[test]
fn the_file_itself_refuses_a_version_that_goes_back_and_a_rewritten_event() {
    let (store, folder) = block_on(alternating::in_a_file());
    let now = DateTime::from_timestamp(1_800_000_000, 0).unwrap();
    let append = StreamAppend {
        stream: "a/shift/41".to_owned(),
        expected: 0,
        events: vec![Pii::new(b"opened".to_vec()), Pii::new(b"wave".to_vec())],
        commands: Vec::new(),
        deadline: None,
        under: None,
    };
    block_on(store.append(&append, now)).unwrap();
    let raw = rusqlite::Connection::open(folder.path().join("careweave.db")).unwrap();
    for (statement, said) in [
        ("UPDATE stream SET version = 1", "version"),
        ("DELETE FROM stream", "deleted"),
        (
            "UPDATE stream_event SET version = 3 WHERE version = 2",
            "rewritten",
        ),
        (
            "INSERT INTO stream_event (stream, version, body, appended_at) VALUES ('a/shift/41', 2, x'00', 0)",
            "UNIQUE",
        ),
    ] {
        let error = raw.execute_batch(statement).unwrap_err().to_string();
        assert!(error.contains(said), "{error}");
    }
}
