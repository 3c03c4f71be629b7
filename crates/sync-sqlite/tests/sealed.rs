//! A store that was given keys: it behaves as any other, and its file shows nothing of anybody.
#![allow(clippy::unwrap_used)] // also in what the tests call

use std::path::Path;

use careweave_sync_core::merge::ConflictKey;
use careweave_sync_core::suite::block_on;
use careweave_sync_core::{
    BodySeal, ConflictDecision, ConflictFilter, Conflicts, Dispatch, EffectKey, Entropy, ExternalRef,
    Fingerprint, FoundConflict, Inbox, Incoming, Intent, MasterKeys, MessageIdentity, NewCommand, Reconcile,
    SealedBodies, Settlement, Sides, StreamAppend, Streams,
};
use careweave_sync_sqlite::{SqliteOptions, SqliteStore};
use careweave_types::{ErrorKind, Pii, Result};
use chrono::{DateTime, Utc};
use tempfile::TempDir;

const OLD: [u8; 32] = *b"an old master key of 32 bytes...";
const NEW: [u8; 32] = *b"a newer master key of 32 bytes..";
const CANARY: &str = "Alpha Testclient 3035550100";
const SOURCE: &str = "calendly.agency-1";

/// Bytes that do not repeat soon, for tests.
struct Jumbled(u64);

impl Entropy for Jumbled {
    fn fill(&mut self, bytes: &mut [u8]) -> Result<()> {
        for byte in bytes {
            self.0 ^= self.0 << 13;
            self.0 ^= self.0 >> 7;
            self.0 ^= self.0 << 17;
            *byte = self.0.to_le_bytes()[3];
        }
        Ok(())
    }
}

fn sealing(keys: MasterKeys) -> SqliteOptions {
    SqliteOptions::new().seal_bodies(BodySeal::new(keys, Jumbled(0x5eed_cafe)))
}

fn old() -> MasterKeys {
    MasterKeys::new("2026-01", &OLD).unwrap()
}

async fn sealed() -> (SqliteStore, TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let store = sealing(old())
        .open(folder.path().join("careweave.db"))
        .await
        .unwrap();
    (store, folder)
}

mod inbox {
    careweave_sync_core::inbox_suite!(super::sealed());
}

mod conflicts {
    careweave_sync_core::conflicts_suite!(super::sealed());
}

mod stream {
    careweave_sync_core::stream_suite!(super::sealed());
}

mod retention {
    careweave_sync_core::retention_suite!(super::sealed());
}

fn t(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_800_000_000 + seconds, 0).unwrap()
}

fn incoming(id: &str) -> Incoming {
    Incoming {
        source: SOURCE.to_owned(),
        identity: MessageIdentity::Keyed(id.to_owned()),
        event: "invitee.created".to_owned(),
        subject: "invitee-1".to_owned(),
        sent_at: None,
        body: Pii::new(CANARY.as_bytes().to_vec()),
    }
}

fn found(local: &str) -> FoundConflict {
    let value = || Some(Pii::new(format!("\"{CANARY}\"")));
    FoundConflict {
        key: ConflictKey {
            field: "name".to_owned(),
            base: Fingerprint::of(&["base"]),
            local: Fingerprint::of(&[local]),
            remote: Fingerprint::of(&["remote"]),
        },
        sides: Sides {
            base: value(),
            local: value(),
            remote: value(),
        },
    }
}

/// A stream of one event, with one command.
fn appended() -> StreamAppend {
    let body = || Pii::new(CANARY.as_bytes().to_vec());
    StreamAppend {
        stream: "agency-1/shift/41".to_owned(),
        expected: 0,
        events: vec![body()],
        commands: vec![NewCommand {
            intent: Intent {
                key: EffectKey::new("agency-1/offer").unwrap(),
                operation: "campaign.send_sms".to_owned(),
                subject: "shift-41".to_owned(),
                detail: String::new(),
                fingerprint: Fingerprint::of(&["offer"]),
                strategy: Reconcile::Manual,
            },
            dispatch: Dispatch {
                lane: "agency-1/shift/41".to_owned(),
                due_at: t(0),
                priority: 0,
            },
            body: body(),
        }],
        deadline: None,
        under: None,
    }
}

/// Two messages, two open conflicts, one that was decided for a third value, and a stream.
fn fill(store: &SqliteStore) {
    for id in ["m-1", "m-2"] {
        block_on(store.accept(&incoming(id), t(0))).unwrap();
    }
    let client = ExternalRef::new("calendly/agency-1", "invitee", "i-1");
    let report =
        block_on(store.record_conflicts(&client, &[found("a"), found("b"), found("c")], None, t(0))).unwrap();
    let third = ConflictDecision::Value(Pii::new(format!("\"{CANARY}\"")));
    block_on(store.resolve_conflict(report.conflicts[0].number, &third, "user-7", "called", t(1))).unwrap();
    block_on(store.append(&appended(), t(0))).unwrap();
}

/// Whether the file, its log or anything else in the folder holds the canary.
fn shows_it(folder: &Path) -> bool {
    std::fs::read_dir(folder).unwrap().any(|entry| {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap();
        bytes.windows(CANARY.len()).any(|part| part == CANARY.as_bytes())
    })
}

/// Everything in the store reads as it was written.
fn assert_readable(store: &SqliteStore) {
    let waiting = block_on(store.received(SOURCE, None, 10)).unwrap();
    assert_eq!(waiting.len(), 2);
    assert!(
        waiting
            .iter()
            .all(|message| message.body.as_ref().unwrap().expose() == CANARY.as_bytes())
    );
    let given = appended();
    let events = block_on(store.stream_events(&given.stream, 0, 10)).unwrap();
    assert_eq!(events[0].body, given.events[0]);
    let body = block_on(store.command_body(1)).unwrap().unwrap();
    assert_eq!(body, given.commands[0].body);
    let all = ConflictFilter {
        state: None,
        ..ConflictFilter::open("calendly/agency-1")
    };
    let conflicts = block_on(store.conflicts(&all)).unwrap();
    assert_eq!(conflicts.len(), 3);
    let expected = format!("\"{CANARY}\"");
    for conflict in conflicts {
        let value = match (&conflict.sides, &conflict.resolution) {
            (Some(sides), _) => sides.remote.clone(),
            (None, resolution) => resolution.as_ref().unwrap().value.clone(),
        };
        assert_eq!(value.unwrap().expose(), &expected);
    }
}

#[test]
fn what_is_kept_of_persons_is_not_in_the_file() {
    let (store, folder) = block_on(sealed());
    fill(&store);
    assert!(!shows_it(folder.path()));
    assert_readable(&store);
    block_on(store.close()).unwrap();
    assert!(!shows_it(folder.path()));
    // The same without keys shows it: the look can fail.
    let folder = tempfile::tempdir().unwrap();
    let plain = block_on(SqliteStore::open(folder.path().join("careweave.db"))).unwrap();
    fill(&plain);
    assert!(shows_it(folder.path()));
}

#[test]
fn a_store_from_before_is_sealed_and_moves_to_a_new_key_in_small_steps() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("careweave.db");
    let plain = block_on(SqliteStore::open(&path)).unwrap();
    fill(&plain);
    let error = block_on(plain.seal_bodies(10)).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unsupported);
    block_on(plain.close()).unwrap();

    let store = block_on(sealing(old()).open(&path)).unwrap();
    assert_readable(&store);
    let steps: Vec<u32> = (0..5).map(|_| block_on(store.seal_bodies(2)).unwrap()).collect();
    assert_eq!(steps, [2, 2, 2, 1, 0]);
    assert_readable(&store);
    assert!(block_on(store.seal_bodies(0)).is_err());
    block_on(store.close()).unwrap();

    let both = MasterKeys::new("2026-11", &NEW)
        .unwrap()
        .with_old("2026-01", &OLD)
        .unwrap();
    let store = block_on(sealing(both).open(&path)).unwrap();
    assert_eq!(block_on(store.seal_bodies(1_000)).unwrap(), 7);
    assert_eq!(block_on(store.seal_bodies(1_000)).unwrap(), 0);
    block_on(store.close()).unwrap();

    // The old key may be thrown away; without any the error says what is missing, and nothing is guessed.
    let new = MasterKeys::new("2026-11", &NEW).unwrap();
    let store = block_on(sealing(new).open(&path)).unwrap();
    assert_readable(&store);
    block_on(store.close()).unwrap();
    for options in [SqliteOptions::new(), sealing(old())] {
        let store = block_on(options.open(&path)).unwrap();
        let error = block_on(store.received(SOURCE, None, 10)).unwrap_err();
        assert_eq!(
            (error.kind(), error.get("key")),
            (ErrorKind::Config, Some("2026-11"))
        );
        block_on(store.close()).unwrap();
    }
}

#[test]
fn a_body_that_was_copied_to_another_row_or_changed_does_not_open() {
    let (store, folder) = block_on(sealed());
    fill(&store);
    let raw = rusqlite::Connection::open(folder.path().join("careweave.db")).unwrap();
    raw.execute_batch(
        "UPDATE inbox_message SET (body, wrapped) = (SELECT body, wrapped FROM inbox_message WHERE seq = 2) WHERE seq = 1",
    )
    .unwrap();
    assert_eq!(block_on(store.message(1)).unwrap_err().kind(), ErrorKind::Storage);
    raw.execute_batch("UPDATE conflict SET body = zeroblob(80) WHERE state = 'open'")
        .unwrap();
    let error = block_on(store.conflicts(&ConflictFilter::open("calendly/agency-1"))).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Storage);
    // Others are as they were, and a settled message leaves nothing sealed behind.
    let settled = block_on(store.settle(2, &Settlement::Applied, None, t(9))).unwrap();
    assert_eq!(settled.body, None);
    let left: i64 = raw
        .query_row(
            "SELECT count(*) FROM inbox_message WHERE seq = 2 AND (body IS NOT NULL OR wrapped IS NOT NULL)",
            [],
            |row| row.get(0),
        )
        .unwrap();
    assert_eq!(left, 0);
}
