//! Leases between processes: each fence is granted once, and a holder that was stopped past its lease writes nothing.

use std::time::Duration;

use careweave_sync_core::suite::block_on;
use careweave_sync_core::{
    Brake, Completion, ExternalRef, Fence, FenceGuard, Fingerprint, Inbox, Incoming, Leases, MessageIdentity,
    MessageState, Mirror, Page, ScanScope, ScanState, SeenRecord, Settlement, Subject,
};
use careweave_sync_postgres::{PostgresOptions, PostgresStore};
use careweave_types::{ErrorKind, Pii, Result};

use crate::support::fresh::Fresh;
use crate::support::sender::{Myself, Sender};
use crate::support::session::{Session, wait_for_waiters};
use crate::support::t;

const TTL: Duration = Duration::from_secs(60);
const POLL: &str = "poll/wellsky/agency-1";
const GRANTS: usize = 25;

/// Takes the lease and gives it back, again and again, against the others.
#[test]
#[ignore = "the child process of the test below"]
fn racer() {
    let myself = Myself::of_environment();
    let store = myself.store();
    myself.report("ready");
    myself.wait();
    let mut granted = 0;
    while granted < GRANTS {
        match block_on(store.acquire(POLL, &myself.name, TTL, t(0))) {
            Ok(lease) => {
                block_on(store.check_fence(POLL, lease.fence, t(0))).unwrap();
                block_on(store.release(POLL, lease.fence, t(0))).unwrap();
                myself.report(&format!("fence {}", lease.fence));
                granted += 1;
            }
            Err(error) => {
                assert_eq!(error.kind(), ErrorKind::Conflict, "{error:#}");
                assert!(error.is_retryable());
            }
        }
    }
}

#[test]
fn of_four_processes_each_fence_is_granted_to_one() {
    let fresh = Fresh::new();
    block_on(block_on(fresh.store()).close()).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let mut racers: Vec<Sender> = ["one", "two", "three", "four"]
        .iter()
        .map(|name| Sender::start("takeover::racer", &fresh, folder.path(), name, ""))
        .collect();
    for racer in &mut racers {
        racer.wait_for("ready");
    }
    for racer in &mut racers {
        racer.go_on();
    }
    let mut fences: Vec<usize> = Vec::new();
    for racer in racers {
        let (lines, status) = racer.finish();
        assert!(status.success(), "{lines:?}");
        let granted = lines.iter().filter_map(|line| line.strip_prefix("fence "));
        fences.extend(granted.map(|fence| fence.parse::<usize>().unwrap()));
    }
    fences.sort_unstable();
    assert_eq!(fences, (1..=4 * GRANTS).collect::<Vec<_>>());
}

fn page(id: &str, content: &str) -> Page {
    Page {
        connection: "wellsky/agency-1".to_owned(),
        kind: "client".to_owned(),
        records: vec![SeenRecord {
            external_id: id.to_owned(),
            fingerprint: Fingerprint::of(&[content]),
            version: None,
            at: None,
            body: content.as_bytes().to_vec(),
        }],
        cursor: None,
        scan: None,
    }
}

fn client(id: &str) -> ExternalRef {
    ExternalRef::new("wellsky/agency-1", "client", id)
}

fn subject() -> Subject {
    Subject {
        source: "wellsky.agency-1".to_owned(),
        kind: "Patient".to_owned(),
        id: "client-1".to_owned(),
    }
}

/// Every write that takes a guard, as a worker with this fence makes it; message 1 and scan 1 are there.
fn guarded(store: &PostgresStore, fence: Fence, seconds: i64) -> Vec<(&'static str, Result<()>)> {
    let guard = FenceGuard {
        lease: POLL.to_owned(),
        fence,
    };
    let (guard, now) = (Some(&guard), t(seconds));
    let of_holder = page("client-1", &format!("as seen under {fence}"));
    vec![
        (
            "page",
            block_on(store.apply_page(&of_holder, guard, now)).map(drop),
        ),
        (
            "gone",
            block_on(store.gone(&client("client-2"), guard, now)).map(drop),
        ),
        (
            "settle",
            block_on(store.settle(1, &Settlement::Applied, guard, now)).map(drop),
        ),
        (
            "fetched",
            block_on(store.fetched(&subject(), 1, guard, now)).map(drop),
        ),
        (
            "scan",
            block_on(store.end_scan(1, Completion::Partial, Brake::default(), guard, now)).map(drop),
        ),
    ]
}

/// Takes the lease, says so, is stopped, and then goes on as if nothing had been: by its clock the lease is live.
#[test]
#[ignore = "the child process of the test below, which stops it"]
fn holder() {
    let myself = Myself::of_environment();
    let store = myself.store();
    let lease = block_on(store.acquire(POLL, "holder", TTL, t(0))).unwrap();
    myself.report("acquired");
    myself.wait();
    for (write, ended) in guarded(&store, lease.fence, 30) {
        let told = ended.map_or_else(|error| error.kind().code(), |()| "written");
        myself.report(&format!("{write} {told}"));
    }
    let renewed = block_on(store.renew(POLL, lease.fence, TTL, t(30)));
    myself.report(renewed.map_or_else(|error| error.kind().code(), |_| "renewed"));
}

#[test]
fn a_holder_stopped_past_its_lease_writes_nothing_and_the_new_one_everything() {
    let fresh = Fresh::new();
    let store = block_on(fresh.store());
    let folder = tempfile::tempdir().unwrap();
    let incoming = Incoming {
        source: "wellsky.agency-1".to_owned(),
        identity: MessageIdentity::Keyed("message-1".to_owned()),
        event: "client.changed".to_owned(),
        subject: "client-1".to_owned(),
        sent_at: None,
        body: Pii::new(b"{}".to_vec()),
    };
    block_on(store.accept(&incoming, t(0))).unwrap();
    block_on(store.hint(&subject(), t(0))).unwrap();
    block_on(store.apply_page(&page("client-2", "before"), None, t(0))).unwrap();
    let scope = ScanScope {
        connection: "wellsky/agency-1".to_owned(),
        kind: "client".to_owned(),
        window: None,
    };
    block_on(store.begin_scan(&scope, t(0))).unwrap();

    let mut holder = Sender::start("takeover::holder", &fresh, folder.path(), "holder", "");
    holder.wait_for("acquired");
    holder.stop();
    holder.go_on();
    let next = block_on(store.acquire(POLL, "worker-2", TTL, t(61))).unwrap();
    assert_eq!(next.fence, Fence::new(2));

    holder.resume();
    for refused in ["page", "gone", "settle", "fetched", "scan"] {
        assert_eq!(holder.next_line(), format!("{refused} conflict"));
    }
    assert_eq!(holder.next_line(), "conflict", "it cannot renew either");
    assert!(holder.finish().1.success());
    assert_eq!(block_on(store.reference(&client("client-1"))).unwrap(), None);
    assert_eq!(block_on(store.message(1)).unwrap().state, MessageState::Received);
    assert_eq!(block_on(store.scan(1)).unwrap().state, ScanState::Open);
    assert_eq!(block_on(store.dirty("wellsky.agency-1", 10)).unwrap().len(), 1);

    for (write, ended) in guarded(&store, next.fence, 62) {
        assert!(ended.is_ok(), "{write}: {ended:?}");
    }
    let body = block_on(store.body(&client("client-1"))).unwrap();
    assert_eq!(body.as_deref(), Some(b"as seen under 2".as_slice()));
    assert_eq!(block_on(store.message(1)).unwrap().state, MessageState::Applied);
}

/// Writes one page under a lease it was told is its own.
#[test]
#[ignore = "the child process of the tests below"]
fn writer() {
    let myself = Myself::of_environment();
    let store = myself.store_with(PostgresOptions::new().statement_timeout(Duration::from_secs(8)));
    let lease = block_on(store.acquire(POLL, "writer", TTL, t(0))).unwrap();
    myself.report("acquired");
    myself.wait();
    let guard = FenceGuard::from(&lease);
    match block_on(store.apply_page(&page("client-1", "in time"), Some(&guard), t(59))) {
        Ok(_) => myself.report("written"),
        Err(error) => myself.report(if error.is_retryable() {
            "try again"
        } else {
            "failed"
        }),
    }
}

#[test]
fn a_lease_is_not_granted_anew_while_a_write_under_it_is_under_way() {
    let fresh = Fresh::new();
    let store = block_on(fresh.store());
    let folder = tempfile::tempdir().unwrap();
    let mut writer = Sender::start("takeover::writer", &fresh, folder.path(), "writer", "");
    writer.wait_for("acquired");
    let lock = Session::open();
    lock.run(&format!(
        "BEGIN; LOCK TABLE {}.mirror_record IN SHARE MODE",
        fresh.schema
    ));
    writer.go_on();
    wait_for_waiters(&fresh.schema, 1);
    std::thread::scope(|scope| {
        let next = scope.spawn(|| {
            let next = block_on(store.acquire(POLL, "worker-2", TTL, t(61))).unwrap();
            // Whoever has the lease now sees all that was written under the one before.
            (next, block_on(store.body(&client("client-1"))).unwrap())
        });
        wait_for_waiters(&fresh.schema, 2);
        lock.run("ROLLBACK");
        let (next, body) = next.join().unwrap();
        assert_eq!(next.fence, Fence::new(2));
        assert_eq!(body.as_deref(), Some(b"in time".as_slice()));
    });
    assert_eq!(writer.next_line(), "written");
}

/// A worker that is stopped in the middle of a transaction keeps its locks until its time-out, and no longer.
#[test]
fn a_worker_stopped_in_a_transaction_is_undone_at_its_time_out() {
    let fresh = Fresh::new();
    let store = block_on(fresh.store());
    let folder = tempfile::tempdir().unwrap();
    let mut writer = Sender::start("takeover::writer", &fresh, folder.path(), "writer", "");
    writer.wait_for("acquired");
    let lock = Session::open();
    lock.run(&format!(
        "BEGIN; LOCK TABLE {}.mirror_record IN SHARE MODE",
        fresh.schema
    ));
    writer.go_on();
    wait_for_waiters(&fresh.schema, 1);
    writer.stop();
    lock.run("ROLLBACK");
    // Its write is made at the server and not committed, and it has the lease shared. This waits for its time-out.
    let next = block_on(store.acquire(POLL, "worker-2", TTL, t(61))).unwrap();
    assert_eq!(next.fence, Fence::new(2));
    assert_eq!(block_on(store.reference(&client("client-1"))).unwrap(), None);
    writer.resume();
    assert_eq!(writer.next_line(), "try again");
    assert_eq!(block_on(store.reference(&client("client-1"))).unwrap(), None);
}
