//! Rows that another program changed, or a disk: each primitive names the column, guesses nothing, and the rest of the store works on.
#![allow(clippy::unwrap_used, clippy::expect_used)] // also in what the tests call

use std::time::Duration;

use careweave_sync_core::suite::block_on;
use careweave_sync_core::suite::recovery::{claim, t};
use careweave_sync_core::{
    Conflicts, CursorMove, Dispatch, EffectLedger, ExternalRef, Fingerprint, FoundConflict, Health, Hold,
    Inbox, Incoming, IntegrationEvent, Leases, LegalHolds, MessageIdentity, Mirror, Outbox, Page, SeenRecord,
};
use careweave_sync_sqlite::SqliteStore;
use careweave_types::{ErrorKind, Pii, Result};
use rusqlite::Connection;
use rusqlite::types::Value;

const SOURCE: &str = "calendly.agency-1";

fn client() -> ExternalRef {
    ExternalRef::new("wellsky/agency-1", "client", "client-1")
}

/// One row of each table.
fn fill(store: &SqliteStore) {
    let dispatch = Dispatch {
        lane: "client-1".to_owned(),
        due_at: t(0),
        priority: 0,
    };
    block_on(store.enqueue(&claim("shift-1", "caregiver-1"), &dispatch, t(0))).unwrap();
    let incoming = Incoming {
        source: SOURCE.to_owned(),
        identity: MessageIdentity::Keyed("evt-1".to_owned()),
        event: "invitee.created".to_owned(),
        subject: "invitee-1".to_owned(),
        sent_at: None,
        body: Pii::new(b"body".to_vec()),
    };
    block_on(store.accept(&incoming, t(0))).unwrap();
    let page = Page {
        connection: "wellsky/agency-1".to_owned(),
        kind: "client".to_owned(),
        records: vec![SeenRecord {
            external_id: "client-1".to_owned(),
            fingerprint: Fingerprint::of(&["content"]),
            version: None,
            at: None,
            body: b"content".to_vec(),
        }],
        cursor: Some(CursorMove {
            stream: "clients".to_owned(),
            expected_version: 0,
            high: Some(t(0)),
            token: None,
        }),
        scan: None,
    };
    block_on(store.apply_page(&page, None, t(0))).unwrap();
    block_on(store.acquire("poll", "worker-1", Duration::from_secs(60), t(0))).unwrap();
    let phone = FoundConflict::of_json("phone", None, Some("1"), Some("2")).unwrap();
    block_on(store.record_conflicts(&client(), &[phone], None, t(0))).unwrap();
    block_on(store.observe("wellsky.agency-1", &IntegrationEvent::SwitchedOn, t(0))).unwrap();
    let hold = Hold {
        token: "token-1".to_owned(),
        chain: "agency-1".to_owned(),
        matter: "case-17".to_owned(),
        actor: "counsel-1".to_owned(),
        ..Hold::default()
    };
    block_on(store.place_hold(&hold, t(0))).unwrap();
}

/// A table, values that its columns must not have, and what is read from it, as text to compare.
struct Reading {
    table: &'static str,
    bad: &'static [(&'static str, &'static str)],
    read: fn(&SqliteStore) -> Result<String>,
}

const READS: &[Reading] = &[
    Reading {
        table: "outbox",
        bad: &[
            ("state", "'mauve'"),
            ("attempts", "-1"),
            ("due_at", "9223372036854775807"),
        ],
        read: |store| {
            let effect = block_on(store.current(&claim("shift-1", "caregiver-1").key))?.unwrap();
            block_on(store.item_of(effect.id)).map(|item| format!("{item:?}"))
        },
    },
    Reading {
        table: "inbox_message",
        bad: &[
            ("class", "'mauve'"),
            ("deliveries", "-1"),
            ("fingerprint", "x'00'"),
            ("received_at", "9223372036854775807"),
        ],
        read: |store| block_on(store.received(SOURCE, None, 10)).map(|messages| format!("{messages:?}")),
    },
    Reading {
        table: "mirror_record",
        bad: &[
            ("state", "'mauve'"),
            ("fingerprint", "x'00'"),
            ("local", "-1"),
            ("changed_at", "9223372036854775807"),
        ],
        read: |store| block_on(store.reference(&client())).map(|held| format!("{held:?}")),
    },
    Reading {
        table: "mirror_cursor",
        bad: &[("version", "-1"), ("high", "9223372036854775807")],
        read: |store| block_on(store.cursor("clients")).map(|cursor| format!("{cursor:?}")),
    },
    Reading {
        table: "lease",
        bad: &[("state", "'mauve'"), ("expires_at", "9223372036854775807")],
        read: |store| block_on(store.lease("poll")).map(|lease| format!("{lease:?}")),
    },
    Reading {
        table: "conflict",
        bad: &[
            ("state", "'mauve'"),
            ("base", "x'00'"),
            ("found_at", "9223372036854775807"),
        ],
        read: |store| block_on(store.conflict(1)).map(|conflict| format!("{conflict:?}")),
    },
    Reading {
        table: "integration",
        bad: &[
            ("state", "'mauve'"),
            ("failures", "-1"),
            ("since", "9223372036854775807"),
        ],
        read: |store| block_on(store.integration("wellsky.agency-1")).map(|status| format!("{status:?}")),
    },
    Reading {
        table: "legal_hold",
        bad: &[("placed_at", "9223372036854775807")],
        read: |store| block_on(store.holds("agency-1", 0, 10)).map(|holds| format!("{holds:?}")),
    },
];

#[test]
fn a_row_that_cannot_be_understood_is_named_and_the_rest_of_the_store_works_on() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("careweave.db");
    let store = block_on(SqliteStore::open(&path)).unwrap();
    fill(&store);
    let raw = Connection::open(&path).unwrap();
    raw.execute_batch("PRAGMA ignore_check_constraints = ON").unwrap();
    let mut shifts = 2..;
    for Reading { table, bad, read } in READS {
        let before = read(&store).unwrap();
        for (column, value) in *bad {
            let place = format!("{table}.{column}");
            let held: Value = raw
                .query_row(&format!("SELECT {column} FROM {table}"), [], |row| row.get(0))
                .unwrap();
            raw.execute(&format!("UPDATE {table} SET {column} = {value}"), [])
                .unwrap();
            let error = read(&store).expect_err(&place);
            assert_eq!(error.kind(), ErrorKind::Storage, "{place}: {error:#}");
            assert_eq!(error.get("field"), Some(*column), "{place}: {error:#}");
            assert!(!error.is_retryable(), "{place}");
            // What is not about that row goes on, and what is there is not touched.
            let shift = format!("shift-{}", shifts.next().unwrap());
            block_on(store.plan(&claim(&shift, "caregiver-1"), t(1))).unwrap();
            raw.execute(&format!("UPDATE {table} SET {column} = ?1"), [held])
                .unwrap();
            assert_eq!(read(&store).unwrap(), before, "{place}");
        }
    }
}
