//! Queueing in a transaction of the caller's own, on SQLite: the same effect and item as the store's own `enqueue`.
#![cfg(feature = "sqlite")]
#![allow(clippy::unwrap_used)] // also in what the tests call

use std::path::Path;
use std::time::Duration;

use careweave::sync::{
    AnyStore, Dispatch, EffectKey, EffectState, EnqueueSql, Fingerprint, Intent, Placeholders, Reconcile,
    RetrySchedule, Statement, Value,
};
use chrono::{DateTime, TimeDelta, Utc};
use rusqlite::types::Value as Sql;
use rusqlite::{Connection, TransactionBehavior, params_from_iter};

fn t(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_800_000_000 + seconds, 0).unwrap()
}

fn intent(key: &str, content: &str, strategy: Reconcile) -> Intent {
    Intent {
        key: EffectKey::new(key).unwrap(),
        operation: "shifts.assign".to_owned(),
        subject: "shift-41".to_owned(),
        detail: "caregiver-7".to_owned(),
        fingerprint: Fingerprint::of(&[content]),
        strategy,
    }
}

fn dispatch() -> Dispatch {
    Dispatch {
        lane: "client-3".to_owned(),
        due_at: t(60),
        priority: 9,
    }
}

fn read_back() -> Reconcile {
    Reconcile::ReadBack {
        quiet: Duration::from_secs(120),
    }
}

fn statements(intent: &Intent, version: u32) -> [Statement; 2] {
    let made = EnqueueSql::sqlite().statements(intent, version, &dispatch(), Placeholders::Question, t(0));
    made.unwrap().1
}

fn parameters(statement: &Statement) -> impl Iterator<Item = Sql> {
    statement.parameters.iter().map(|(_, value)| match value {
        Value::Text(text) => Sql::Text(text.clone()),
        Value::Integer(number) => Sql::Integer(*number),
        Value::Bytes(bytes) => Sql::Blob(bytes.clone()),
        Value::Nothing => Sql::Null,
    })
}

/// Runs both statements; true when an item was queued.
fn queue(conn: &Connection, [plan, put]: &[Statement; 2]) -> rusqlite::Result<bool> {
    conn.execute(&plan.sql, params_from_iter(parameters(plan)))?;
    conn.prepare(&put.sql)?.exists(params_from_iter(parameters(put)))
}

async fn open(path: &Path) -> AnyStore {
    AnyStore::open_url(&format!("sqlite:{}", path.display()))
        .await
        .unwrap()
}

/// A connection of the caller's own, with a table of its own.
fn host(path: &Path) -> Connection {
    let conn = Connection::open(path).unwrap();
    conn.execute_batch("CREATE TABLE IF NOT EXISTS portal_note (text TEXT)")
        .unwrap();
    conn
}

#[tokio::test]
async fn the_statements_write_what_the_store_itself_writes() {
    let folder = tempfile::tempdir().unwrap();
    let theirs = folder.path().join("theirs.db");
    let by_store = open(&folder.path().join("ours.db")).await;
    let by_host = open(&theirs).await;
    let key = Reconcile::RemoteKey {
        ttl: Duration::from_secs(3_600),
    };
    for (place, strategy) in [read_back(), key, Reconcile::Manual].into_iter().enumerate() {
        let intent = intent(&format!("assign/{place}"), "anna", strategy);
        let queued = by_store.enqueue(&intent, &dispatch(), t(0)).await.unwrap();
        assert!(queue(&host(&theirs), &statements(&intent, 1)).unwrap());
        let effect = queued.planned.effect();
        assert_eq!(&by_host.get(effect.id).await.unwrap(), effect);
        assert_eq!(by_host.item_of(effect.id).await.unwrap(), Some(queued.item));
    }
    assert_eq!(
        by_host.outbox_counts().await.unwrap(),
        by_store.outbox_counts().await.unwrap()
    );
}

#[tokio::test]
async fn what_is_rolled_back_is_not_queued_and_what_is_committed_is_claimed_once() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("care.db");
    let store = open(&path).await;
    let made = statements(&intent("assign/1", "anna", read_back()), 1);
    let mut conn = host(&path);
    let tx = conn
        .transaction_with_behavior(TransactionBehavior::Immediate)
        .unwrap();
    tx.execute("INSERT INTO portal_note VALUES ('gone')", []).unwrap();
    assert!(queue(&tx, &made).unwrap());
    tx.rollback().unwrap();
    assert_eq!(store.outbox_counts().await.unwrap().enqueued, 0);

    for first in [true, false] {
        let tx = conn
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .unwrap();
        tx.execute("INSERT INTO portal_note VALUES ('kept')", []).unwrap();
        assert_eq!(queue(&tx, &made).unwrap(), first);
        tx.commit().unwrap();
    }
    let schedule = RetrySchedule::default();
    let ttl = Duration::from_secs(30);
    let claimed = store.claim("worker-1", ttl, &schedule, 10, t(60)).await.unwrap();
    assert_eq!(claimed.len(), 1);
    store
        .complete(claimed[0].number, claimed[0].fence, t(61))
        .await
        .unwrap();
    let counts = store.outbox_counts().await.unwrap();
    assert_eq!((counts.enqueued, counts.done), (1, 1));
    assert!(counts.add_up());
}

#[tokio::test]
async fn other_content_under_a_key_and_a_version_out_of_turn_undo_the_transaction() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("care.db");
    let store = open(&path).await;
    let anna = intent("assign/1", "anna", read_back());
    let conn = host(&path);
    assert!(queue(&conn, &statements(&anna, 1)).unwrap());
    let berta = intent("assign/1", "berta", read_back());
    for version in [1, 2, 3] {
        let refused = queue(&conn, &statements(&berta, version)).unwrap_err();
        let code = refused.sqlite_error_code();
        assert_eq!(code, Some(rusqlite::ErrorCode::ConstraintViolation), "{version}");
    }
    let id = store.current(&anna.key).await.unwrap().unwrap().id;
    store.abandon(id, "withdrawn", t(5)).await.unwrap();
    assert!(queue(&conn, &statements(&berta, 3)).is_err());
    assert!(queue(&conn, &statements(&berta, 2)).unwrap());
    let held = store.current(&anna.key).await.unwrap().unwrap();
    assert_eq!((held.version, held.state), (2, EffectState::Planned));
    assert_eq!(held.fingerprint, Fingerprint::of(&["berta"]));
    // The first one is over, and stands as it was.
    assert!(!queue(&conn, &statements(&anna, 1)).unwrap());
}

#[test]
fn bad_input_names_the_field() {
    let good = intent("assign/1", "anna", read_back());
    let sql = EnqueueSql::sqlite();
    let field = |intent: &Intent, version, dispatch: &Dispatch| {
        let refused = sql
            .statements(intent, version, dispatch, Placeholders::Named, t(0))
            .unwrap_err();
        refused.get("field").map(str::to_owned)
    };
    let lane = Dispatch {
        lane: String::new(),
        ..dispatch()
    };
    let subject = Intent {
        subject: String::new(),
        ..good.clone()
    };
    assert_eq!(field(&good, 0, &dispatch()).as_deref(), Some("version"));
    assert_eq!(field(&good, 1, &lane).as_deref(), Some("lane"));
    assert_eq!(field(&subject, 1, &dispatch()).as_deref(), Some("subject"));
    for schema in ["", "Care", "a\"b", "a.b"] {
        assert_eq!(
            EnqueueSql::postgres(schema).unwrap_err().get("field"),
            Some("schema")
        );
    }
    let later = t(0) + TimeDelta::days(1);
    let (id, [plan, put]) = EnqueueSql::postgres("care")
        .unwrap()
        .statements(&good, 1, &dispatch(), Placeholders::Numbered, later)
        .unwrap();
    assert_eq!(
        plan.parameters[0],
        ("effect_id", Value::Bytes(id.as_bytes().to_vec()))
    );
    assert!(plan.sql.contains("\"care\".effect") && put.sql.contains("RETURNING seq"));
}
