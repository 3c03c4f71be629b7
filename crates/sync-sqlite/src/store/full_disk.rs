//! A disk without room and a file that may not be written any more: told with what to do, nothing half kept, nothing lost, and the
//! store works on. The limit is SQLite's own (`max_page_count`), so the engine fails as it does on a full disk.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Waker};

use careweave_sync_core::suite::block_on;
use careweave_sync_core::suite::recovery::{claim, t};
use careweave_sync_core::{
    AuditLog, CursorMove, Dispatch, EffectFilter, EffectLedger, ExternalRef, Fingerprint, Inbox, Incoming,
    MessageIdentity, Mirror, NewAudit, Outbox, Page, SeenRecord,
};
use careweave_types::{Error, ErrorKind, Pii};
use tempfile::TempDir;

use super::*;

fn store() -> (SqliteStore, TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let store = block_on(SqliteStore::open(folder.path().join("careweave.db"))).unwrap();
    (store, folder)
}

/// Leaves the store no page more than it has.
fn no_room(store: &SqliteStore) {
    let stop = |conn: &mut Connection| {
        let pages: i64 = conn.pragma_query_value(None, "page_count", |row| row.get(0))?;
        Ok(conn.pragma_update_and_check(None, "max_page_count", pages, |row| row.get::<_, i64>(0))?)
    };
    block_on(store.run("test", stop)).unwrap();
}

fn room(store: &SqliteStore) {
    let most = |conn: &mut Connection| {
        Ok(conn.pragma_update_and_check(None, "max_page_count", 1_000_000, |row| row.get::<_, i64>(0))?)
    };
    block_on(store.run("test", most)).unwrap();
}

#[track_caller]
fn told(error: &Error, code: &str, sentence: &str) {
    assert_eq!(error.kind(), ErrorKind::Storage, "{error:#}");
    assert_eq!(error.get("sqlite_code"), Some(code), "{error:#}");
    assert!(error.message().contains(sentence), "{error:#}");
}

#[track_caller]
fn full(error: &Error) {
    told(error, "13", "the disk is full");
    assert!(error.is_retryable());
}

fn assert_whole(folder: &TempDir) {
    let raw = Connection::open(folder.path().join("careweave.db")).unwrap();
    let verdict: String = raw
        .query_row("PRAGMA integrity_check", [], |row| row.get(0))
        .unwrap();
    assert_eq!(verdict, "ok");
}

fn page(expected_version: u64) -> Page {
    let record = |n: u64| {
        let id = format!("{expected_version}/{n}");
        SeenRecord {
            fingerprint: Fingerprint::of(&[&id]),
            external_id: id,
            version: None,
            at: None,
            body: vec![7; 2_000],
        }
    };
    Page {
        connection: "wellsky/agency-1".to_owned(),
        kind: "client".to_owned(),
        records: (0..50).map(record).collect(),
        cursor: Some(CursorMove {
            stream: "clients".to_owned(),
            expected_version,
            high: None,
            token: None,
        }),
        scan: None,
    }
}

fn incoming(number: usize) -> Incoming {
    Incoming {
        source: "calendly.agency-1".to_owned(),
        identity: MessageIdentity::Keyed(format!("evt-{number}")),
        event: "invitee.created".to_owned(),
        subject: format!("invitee-{number}"),
        sent_at: None,
        body: Pii::new(vec![0x2e; 20_000]),
    }
}

#[test]
fn what_does_not_fit_on_the_disk_is_refused_whole_and_fits_when_there_is_room() {
    let (store, folder) = store();
    block_on(store.apply_page(&page(0), None, t(0))).unwrap();
    no_room(&store);
    full(&block_on(store.apply_page(&page(1), None, t(1))).unwrap_err());
    // Neither a record of the page nor its cursor is there; what was there still is.
    let changed = block_on(store.changed("wellsky/agency-1", "client", 0, 1_000)).unwrap();
    assert_eq!(changed.len(), 50);
    let cursor = block_on(store.cursor("clients")).unwrap().unwrap();
    assert_eq!(cursor.version, 1);

    // What was not written down is not acknowledged, and the sender repeats it.
    let mut kept = 0;
    let refused = loop {
        match block_on(store.accept(&incoming(kept), t(2))) {
            Ok(_) => kept += 1,
            Err(error) => break error,
        }
    };
    full(&refused);
    let counts = block_on(store.inbox_counts("calendly.agency-1")).unwrap();
    assert_eq!((counts.received, counts.accepted), (kept as u64, kept as u64));
    assert!(counts.add_up());

    room(&store);
    let report = block_on(store.apply_page(&page(1), None, t(3))).unwrap();
    assert_eq!(report.new, 50);
    let again = block_on(store.accept(&incoming(kept), t(4))).unwrap();
    assert_eq!(again.message().number, kept as u64 + 1);
    block_on(store.close()).unwrap();
    assert_whole(&folder);
}

#[test]
fn an_effect_is_queued_with_its_intent_or_not_at_all_when_the_disk_is_full() {
    let (store, folder) = store();
    no_room(&store);
    let dispatch = Dispatch {
        lane: "client-1".to_owned(),
        due_at: t(0),
        priority: 0,
    };
    let mut kept = 0;
    let refused = loop {
        let intent = claim(&format!("shift-{kept}"), &"x".repeat(400));
        match block_on(store.enqueue(&intent, &dispatch, t(0))) {
            Ok(_) => kept += 1,
            Err(error) => break error,
        }
    };
    full(&refused);
    let last = claim(&format!("shift-{kept}"), &"x".repeat(400));
    assert_eq!(block_on(store.current(&last.key)).unwrap(), None);
    let counts = block_on(store.outbox_counts()).unwrap();
    assert!(counts.add_up());
    assert_eq!(counts.enqueued, kept);
    room(&store);
    assert!(
        block_on(store.enqueue(&last, &dispatch, t(1)))
            .unwrap()
            .planned
            .is_new()
    );
    block_on(store.close()).unwrap();
    assert_whole(&folder);
}

/// Hands a call to the store's thread without waiting for its answer.
fn start<F: Future + ?Sized>(mut call: Pin<&mut F>) {
    let polled = call.as_mut().poll(&mut Context::from_waker(Waker::noop()));
    assert!(polled.is_pending());
}

/// Given a group of which one step finds no room: whoever is answered with success is on disk, whoever is not is not, and a step
/// after it that needs no room goes on.
#[test]
fn of_a_group_that_overflows_what_was_answered_is_there_and_what_was_refused_is_not() {
    let (store, folder) = store();
    let blocker = Connection::open(folder.path().join("careweave.db")).unwrap();
    let before = block_on(store.plan(&claim("shift-before", "caregiver-1"), t(0)))
        .unwrap()
        .into_effect();
    no_room(&store);
    // Whatever comes waits behind the first call, which waits for the lock.
    blocker.execute_batch("BEGIN IMMEDIATE").unwrap();
    let small = ["shift-1", "shift-2"].map(|shift| claim(shift, "caregiver-1"));
    let mut plans: Vec<_> = small.iter().map(|intent| store.plan(intent, t(0))).collect();
    plans.iter_mut().for_each(|plan| start(plan.as_mut()));
    let large = page(0);
    let mut overflowing = store.apply_page(&large, None, t(0));
    start(overflowing.as_mut());
    let mut after = store.begin(before.id, 0, t(30), t(0));
    start(after.as_mut());
    blocker.execute_batch("ROLLBACK").unwrap();

    let told: Vec<_> = plans.into_iter().map(block_on).collect();
    full(&block_on(overflowing).unwrap_err());
    let begun = block_on(after);
    for (intent, told) in small.iter().zip(&told) {
        let held = block_on(store.current(&intent.key)).unwrap();
        assert_eq!(held.is_some(), told.is_ok(), "{told:?}");
        if let Err(error) = told {
            assert_eq!(error.kind(), ErrorKind::Storage, "{error:#}");
            assert!(error.is_retryable(), "{error:#}");
        }
    }
    let attempts = block_on(store.attempts(before.id)).unwrap().len();
    assert_eq!(attempts, usize::from(begun.is_ok()));
    let client = ExternalRef::new("wellsky/agency-1", "client", "0/0");
    assert_eq!(block_on(store.reference(&client)).unwrap(), None);
    room(&store);
    for intent in &small {
        block_on(store.plan(intent, t(1))).unwrap();
    }
    assert_eq!(block_on(store.apply_page(&large, None, t(1))).unwrap().new, 50);
    assert_eq!(block_on(store.list(&EffectFilter::default())).unwrap().len(), 3);
    block_on(store.close()).unwrap();
    assert_whole(&folder);
}

#[test]
fn an_audit_chain_stays_whole_when_the_disk_fills_up() {
    let (store, folder) = store();
    no_room(&store);
    let entry = NewAudit::new("worker-1", "clients.read", "client-1").sealed(vec![7; 30_000]);
    let mut kept = 0;
    let refused = loop {
        match block_on(store.audit("agency-1", &[entry.clone(), entry.clone()], t(0))) {
            Ok(_) => kept += 2,
            Err(error) => break error,
        }
    };
    full(&refused);
    assert_eq!(block_on(store.audit_head("agency-1")).unwrap().seq, kept);
    room(&store);
    block_on(store.audit("agency-1", &[entry], t(1))).unwrap();
    let verified = block_on(careweave_sync_core::verify_log(&store, "agency-1", None, &[])).unwrap();
    assert_eq!(verified.entries, kept + 1);
    block_on(store.close()).unwrap();
    assert_whole(&folder);
}

/// A file that turns read-only under an open store, as a file system does that found an error.
#[test]
fn a_store_that_turns_read_only_is_read_on_says_so_and_writes_again_when_it_may() {
    let (store, folder) = store();
    let effect = block_on(store.plan(&claim("shift-1", "caregiver-1"), t(0)))
        .unwrap()
        .into_effect();
    let may_write = |may: bool| {
        let turn = move |conn: &mut Connection| Ok(conn.pragma_update(None, "query_only", !may)?);
        block_on(store.run("test", turn)).unwrap();
    };
    may_write(false);
    for error in [
        block_on(store.begin(effect.id, 0, t(30), t(1))).unwrap_err(),
        block_on(store.apply_page(&page(0), None, t(1))).unwrap_err(),
        block_on(store.accept(&incoming(0), t(1))).unwrap_err(),
    ] {
        told(&error, "8", "read-only");
        assert!(!error.is_retryable(), "{error:#}");
        assert!(error.get("path").is_some());
    }
    assert_eq!(block_on(store.get(effect.id)).unwrap(), effect);
    assert_eq!(
        block_on(store.inbox_counts("calendly.agency-1"))
            .unwrap()
            .accepted,
        0
    );
    may_write(true);
    block_on(store.begin(effect.id, 0, t(30), t(2))).unwrap();
    assert_eq!(block_on(store.apply_page(&page(0), None, t(2))).unwrap().new, 50);
    block_on(store.close()).unwrap();
    assert_whole(&folder);
}
