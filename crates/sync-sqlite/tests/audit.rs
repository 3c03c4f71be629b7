//! The audit log in SQLite: the behaviour suite, and what somebody does to the file behind the store's back.
#![allow(clippy::unwrap_used)] // also in what the tests call

#[path = "fixtures/alternating.rs"]
mod alternating;

use careweave_sync_core::suite::block_on;
use careweave_sync_core::{Anchor, AuditLog, NewAudit, verify_log};
use careweave_sync_sqlite::SqliteStore;
use careweave_types::{ErrorKind, Result};
use chrono::DateTime;
use rusqlite::Connection;

mod in_a_file {
    careweave_sync_core::audit_suite!(crate::alternating::in_a_file());
}

mod in_memory {
    use super::SqliteStore;

    careweave_sync_core::audit_suite!(async { (SqliteStore::in_memory().await.unwrap(), ()) });
}

mod through_two_handles {
    careweave_sync_core::audit_suite!(crate::alternating::through_two_handles());
}

const CHAIN: &str = "agency-1";
const KEY: &[u8] = b"a key of at least thirty-two bytes";

fn found(result: Result<careweave_sync_core::Verification>) -> (String, String) {
    let error = result.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Conflict);
    let of = |name| {
        error
            .context()
            .iter()
            .find(|(key, _)| *key == name)
            .unwrap()
            .1
            .to_string()
    };
    (of("found"), of("seq"))
}

/// Given a file of a hundred entries, whoever changes one at any place, removes one or cuts the end is found out,
/// a hundred times of a hundred; deleting and changing through SQL alone is refused by the file itself.
#[test]
fn a_file_that_was_touched_is_found_out() {
    for at in 1..=100_i64 {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("store.db");
        let anchor = block_on(async {
            let store = SqliteStore::open(&path).await.unwrap();
            let batch: Vec<_> = (0..100)
                .map(|n| NewAudit::new("user-7", "clients.read", format!("client-{n}")))
                .collect();
            let head = store.audit(CHAIN, &batch, DateTime::UNIX_EPOCH).await.unwrap();
            store.close().await.unwrap();
            Anchor::sign(CHAIN, head, KEY).unwrap()
        });
        let intruder = Connection::open(&path).unwrap();
        let refused = [
            "DELETE FROM audit_entry WHERE seq = ?1",
            "UPDATE audit_entry SET actor = 'x' WHERE seq = ?1",
        ];
        for statement in refused {
            assert!(intruder.execute(statement, [at]).is_err());
        }
        intruder
            .execute_batch("DROP TRIGGER audit_entry_stays; DROP TRIGGER audit_entry_is_final")
            .unwrap();
        let (statement, expected) = match at % 4 {
            0 => (
                "UPDATE audit_entry SET actor = 'user-8' WHERE seq = ?1",
                "changed",
            ),
            1 => ("UPDATE audit_entry SET sealed = x'00' WHERE seq = ?1", "changed"),
            2 => (
                "UPDATE audit_entry SET hash = zeroblob(32) WHERE seq = ?1",
                "changed",
            ),
            _ if at < 100 => ("DELETE FROM audit_entry WHERE seq = ?1", "missing"),
            _ => ("DELETE FROM audit_entry WHERE seq = ?1", "end_cut_off"),
        };
        assert_eq!(intruder.execute(statement, [at]).unwrap(), 1);
        drop(intruder);
        let told = block_on(async {
            let store = SqliteStore::open(&path).await.unwrap();
            found(verify_log(&store, CHAIN, None, std::slice::from_ref(&anchor)).await)
        });
        assert_eq!(told, (expected.to_owned(), at.to_string()), "{at}");
    }
}

/// Given an intruder who cuts the end off and moves the head back, only the anchor kept elsewhere shows it.
#[test]
fn an_end_that_was_cut_off_with_its_head_shows_by_the_anchor() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store.db");
    let batch = |from: u32| -> Vec<_> {
        (from..from + 3)
            .map(|n| NewAudit::new("user-7", "clients.read", format!("client-{n}")))
            .collect()
    };
    let (middle, end) = block_on(async {
        let store = SqliteStore::open(&path).await.unwrap();
        let middle = store.audit(CHAIN, &batch(0), DateTime::UNIX_EPOCH).await.unwrap();
        let end = store.audit(CHAIN, &batch(3), DateTime::UNIX_EPOCH).await.unwrap();
        store.close().await.unwrap();
        (middle, end)
    });
    let intruder = Connection::open(&path).unwrap();
    intruder
        .execute_batch("DROP TRIGGER audit_entry_stays; DELETE FROM audit_entry WHERE seq > 3")
        .unwrap();
    intruder
        .execute(
            "UPDATE audit_chain SET seq = 3, hash = ?1",
            [middle.hash.as_bytes()],
        )
        .unwrap();
    drop(intruder);
    block_on(async {
        let store = SqliteStore::open(&path).await.unwrap();
        verify_log(&store, CHAIN, None, &[]).await.unwrap();
        let anchor = Anchor::sign(CHAIN, end, KEY).unwrap();
        let told = found(verify_log(&store, CHAIN, None, &[anchor]).await);
        assert_eq!(told, ("end_cut_off".to_owned(), "4".to_owned()));
    });
}
