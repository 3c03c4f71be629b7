//! What several workers append at once: numbers without gaps, chains without forks.

use careweave_sync_core::suite::block_on;
use careweave_sync_core::{
    AuditLog, GateScope, Gates, Inbox, Incoming, Level, MessageIdentity, NewAudit, verify_log,
};
use careweave_sync_postgres::PostgresStore;
use careweave_types::Pii;

use crate::support::fresh::{Fresh, sql};
use crate::support::t;

/// Runs `work` for four workers on two stores at once.
fn at_once(fresh: &Fresh, work: impl Fn(&PostgresStore, usize) + Sync) {
    let stores = [block_on(fresh.store()), block_on(fresh.store())];
    std::thread::scope(|scope| {
        for worker in 0..4 {
            let (store, work) = (&stores[worker % 2], &work);
            scope.spawn(move || work(store, worker));
        }
    });
}

fn incoming(id: &str) -> Incoming {
    Incoming {
        source: "calendly.agency-1".to_owned(),
        identity: MessageIdentity::Keyed(id.to_owned()),
        event: "invitee.created".to_owned(),
        subject: "invitee-1".to_owned(),
        sent_at: None,
        body: Pii::new(b"{}".to_vec()),
    }
}

#[test]
fn a_chain_that_four_workers_append_to_has_no_fork_and_no_gap() {
    let fresh = Fresh::new();
    at_once(&fresh, |store, worker| {
        for n in 0..20 {
            let entries = [
                NewAudit::new(format!("worker-{worker}"), "clients.read", format!("client-{n}")),
                NewAudit::new(format!("worker-{worker}"), "clients.write", format!("client-{n}")),
            ];
            block_on(store.audit("agency-1", &entries, t(n))).unwrap();
        }
    });
    let store = block_on(fresh.store());
    let seen = block_on(verify_log(&store, "agency-1", None, &[])).unwrap();
    assert_eq!(seen.entries, 160);
    assert_eq!(block_on(store.audit_head("agency-1")).unwrap(), seen.head);
}

#[test]
fn deliveries_at_once_are_numbered_without_gaps_and_each_recorded_once() {
    let fresh = Fresh::new();
    // Every worker delivers all of them, so each id comes four times, often at the same time.
    at_once(&fresh, |store, _| {
        for n in 0..40 {
            block_on(store.accept(&incoming(&format!("event-{n}")), t(0))).unwrap();
        }
    });
    let store = block_on(fresh.store());
    let waiting = block_on(store.received("calendly.agency-1", None, 1_000)).unwrap();
    let numbers: Vec<u64> = waiting.iter().map(|message| message.number).collect();
    assert_eq!(numbers, (1..=40).collect::<Vec<_>>());
    assert!(waiting.iter().all(|message| message.deliveries == 4));
    let counts = block_on(store.inbox_counts("calendly.agency-1")).unwrap();
    assert!(counts.add_up());
    assert_eq!((counts.accepted, counts.repeated), (40, 120));
}

#[test]
fn hints_at_once_are_all_counted_on_one_mark() {
    let fresh = Fresh::new();
    let subject = careweave_sync_core::Subject {
        source: "wellsky.agency-1".to_owned(),
        kind: "Patient".to_owned(),
        id: "client-1".to_owned(),
    };
    at_once(&fresh, |store, _| {
        for _ in 0..25 {
            block_on(store.hint(&subject, t(0))).unwrap();
        }
    });
    let store = block_on(fresh.store());
    let dirty = block_on(store.dirty("wellsky.agency-1", 10)).unwrap();
    assert_eq!((dirty.len(), dirty[0].hints), (1, 100));
    assert_eq!(
        block_on(store.inbox_counts("wellsky.agency-1")).unwrap().hints,
        100
    );
}

#[test]
fn levels_set_at_once_are_all_kept_one_after_the_other() {
    let fresh = Fresh::new();
    let scope = GateScope::connection("wellsky/agency-1");
    at_once(&fresh, |store, worker| {
        for n in 0..10 {
            let actor = format!("worker-{worker}");
            block_on(store.set_level(&scope, Level::Inbound, &actor, "rollout", t(100 - n))).unwrap();
        }
    });
    let store = block_on(fresh.store());
    let changes = block_on(store.level_changes("wellsky/agency-1", 1_000)).unwrap();
    assert_eq!(changes.len(), 40);
    assert!(changes.is_sorted_by(|later, earlier| later.at >= earlier.at));
    let whole = sql(&format!(
        "SELECT max(n) = 40 AND count(DISTINCT n) = 40 FROM {}.gate_change",
        fresh.schema
    ));
    assert_eq!(whole.as_deref(), Some("t"));
    assert_eq!(block_on(store.level(&scope)).unwrap(), Level::Inbound);
}
