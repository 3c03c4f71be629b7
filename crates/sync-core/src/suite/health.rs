//! What every store that counts what waits must do. Each function is one behaviour and wants a fresh store.

// A behaviour that is not met ends the test it runs in.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::time::Duration;

use careweave_types::{ErrorKind, Pii};

use super::ledger::{intent, t};
use crate::conflicts::{Conflicts, FoundConflict, Sides};
use crate::health::{Health, Integration, IntegrationEvent, IntegrationState, Vitals};
use crate::inbox::{Inbox, Incoming, MessageIdentity, Settlement, Subject};
use crate::lease::Leases;
use crate::merge::ConflictKey;
use crate::mirror::{Brake, Completion, CursorMove, ExternalRef, Mirror, Page, ScanScope, SeenRecord};
use crate::outbox::{Dispatch, Outbox, RetrySchedule};
use crate::{Fingerprint, Intent};

/// Expands to one `#[test]` per behaviour, for the store that the expression gives with its guard.
#[macro_export]
macro_rules! health_suite {
    ($fresh:expr) => {
        $crate::behaviours! { health, $fresh =>
            a_fresh_store_has_nothing_that_waits
            everything_that_waits_is_counted_with_its_age
            what_belongs_to_others_is_not_counted
            a_lease_that_ended_without_a_word_is_a_loss_and_one_given_back_is_none
            a_failed_fetch_never_makes_an_integration_active
            bad_names_are_refused
        }
    };
}

/// A store that counts, and what there is to count.
pub trait WholeStore: Health + Inbox + Outbox + Mirror + Leases + Conflicts {}

impl<T: Health + Inbox + Outbox + Mirror + Leases + Conflicts + ?Sized> WholeStore for T {}

fn wellsky() -> Integration {
    Integration {
        source: "wellsky.agency-1".to_owned(),
        streams: vec!["clients".to_owned(), "shifts".to_owned(), "notes".to_owned()],
        operations: vec!["shifts.assign".to_owned()],
        leases: vec!["poll".to_owned()],
        ..Integration::new("wellsky.agency-1", "wellsky/agency-1")
    }
}

fn incoming(id: &str, subject: &str) -> Incoming {
    Incoming {
        source: "wellsky.agency-1".to_owned(),
        identity: MessageIdentity::Keyed(id.to_owned()),
        event: "changed".to_owned(),
        subject: subject.to_owned(),
        sent_at: None,
        body: Pii::new(b"{}".to_vec()),
    }
}

fn seen(id: &str) -> SeenRecord {
    SeenRecord {
        external_id: id.to_owned(),
        fingerprint: Fingerprint::of(&[id]),
        version: None,
        at: None,
        body: Vec::new(),
    }
}

async fn read_until(store: &dyn WholeStore, stream: &str, high: i64) {
    let page = Page {
        connection: "wellsky/agency-1".to_owned(),
        kind: "client".to_owned(),
        records: Vec::new(),
        cursor: Some(CursorMove {
            stream: stream.to_owned(),
            expected_version: 0,
            high: Some(t(high)),
            token: None,
        }),
        scan: None,
    };
    store.apply_page(&page, None, t(high)).await.unwrap();
}

async fn queue(store: &dyn WholeStore, intent: &Intent, lane: &str, at: i64) -> crate::OutboxItem {
    let dispatch = Dispatch {
        lane: lane.to_owned(),
        due_at: t(at),
        priority: 0,
    };
    store.enqueue(intent, &dispatch, t(at)).await.unwrap().item
}

/// Given nothing, all counts are zero, there are no ages, and the streams are unread.
pub async fn a_fresh_store_has_nothing_that_waits(store: &dyn WholeStore) {
    let expected = Vitals {
        at: t(0),
        streams_unread: 3,
        ..Vitals::default()
    };
    assert_eq!(store.vitals(&wellsky(), t(0)).await.unwrap(), expected);
}

/// Given something of each kind, each is counted, and the oldest gives the age.
pub async fn everything_that_waits_is_counted_with_its_age(store: &dyn WholeStore) {
    read_until(store, "clients", -600).await;
    read_until(store, "shifts", -60).await;
    for (id, at) in [("m-1", 0), ("m-2", 10), ("m-3", 20)] {
        store.accept(&incoming(id, "client-1"), t(at)).await.unwrap();
    }
    let settled = store
        .received("wellsky.agency-1", None, 1)
        .await
        .unwrap()
        .remove(0);
    store
        .settle(settled.number, &Settlement::Applied, None, t(21))
        .await
        .unwrap();
    let subject = Subject {
        source: "wellsky.agency-1".to_owned(),
        kind: "Patient".to_owned(),
        id: "client-1".to_owned(),
    };
    for at in [5, 6] {
        store.hint(&subject, t(at)).await.unwrap();
    }
    // One item waits, one is dead, one is done; of three further effects one is in doubt, one beyond its deadline, one manual.
    let day = Duration::from_secs(86_400);
    let schedule = RetrySchedule::new(Duration::from_secs(1), day, day, 1).unwrap();
    for (n, lane) in ["a", "b", "c"].into_iter().enumerate() {
        let n = i64::try_from(n).unwrap();
        queue(store, &intent(&format!("shift-{lane}"), "caregiver-1"), lane, n).await;
    }
    let claimed = store
        .claim("worker-1", Duration::from_secs(60), &schedule, 2, t(30))
        .await
        .unwrap();
    store
        .fail(
            claimed[0].number,
            claimed[0].fence,
            "refused",
            &schedule,
            0,
            t(31),
        )
        .await
        .unwrap();
    store
        .complete(claimed[1].number, claimed[1].fence, t(31))
        .await
        .unwrap();
    for (shift, step) in [
        ("shift-x", "doubt"),
        ("shift-y", "sending"),
        ("shift-z", "manual"),
    ] {
        let effect = store
            .plan(&intent(shift, "caregiver-1"), t(0))
            .await
            .unwrap()
            .into_effect();
        store.begin(effect.id, 0, t(50), t(40)).await.unwrap();
        if step != "sending" {
            store.doubt(effect.id, 1, t(45)).await.unwrap();
        }
        if step == "manual" {
            store.manual(effect.id, "nobody_knows", t(46)).await.unwrap();
        }
    }
    let key = ConflictKey {
        field: "phone".to_owned(),
        base: Fingerprint::of(&["a"]),
        local: Fingerprint::of(&["b"]),
        remote: Fingerprint::of(&["c"]),
    };
    let found = FoundConflict {
        key,
        sides: Sides::default(),
    };
    let client = ExternalRef::new("wellsky/agency-1", "client", "c-1");
    store
        .record_conflicts(&client, &[found], None, t(0))
        .await
        .unwrap();
    held_scan(store).await;

    let vitals = store.vitals(&wellsky(), t(100)).await.unwrap();
    let expected = Vitals {
        at: t(100),
        sync_lag: Some(700),
        streams_unread: 1,
        inbox_waiting: 2,
        inbox_oldest: Some(90),
        hints_waiting: 2,
        hints_oldest: Some(95),
        outbox_waiting: 1,
        outbox_oldest: Some(98),
        dead_letters: 1,
        in_doubt: 2,
        in_doubt_oldest: Some(60),
        manual: 1,
        lease_losses: 0,
        conflicts_open: 1,
        scans_held: 1,
    };
    assert_eq!(vitals, expected);
    assert!(vitals.gauges().contains(&("sync_lag_seconds", 700)));
    // A clock that went back gives no ages that are not there.
    let back = store.vitals(&wellsky(), t(-9_000)).await.unwrap();
    assert_eq!((back.inbox_oldest, back.sync_lag), (Some(0), Some(0)));
}

/// A scan that saw nothing of eight records.
async fn held_scan(store: &dyn WholeStore) {
    let records: Vec<SeenRecord> = (0..8).map(|n| seen(&format!("c-{n}"))).collect();
    let page = Page {
        connection: "wellsky/agency-1".to_owned(),
        kind: "caregiver".to_owned(),
        records,
        cursor: None,
        scan: None,
    };
    store.apply_page(&page, None, t(0)).await.unwrap();
    let scope = ScanScope {
        connection: "wellsky/agency-1".to_owned(),
        kind: "caregiver".to_owned(),
        window: None,
    };
    let scan = store.begin_scan(&scope, t(1)).await.unwrap();
    store
        .end_scan(scan.number, Completion::Complete, Brake::default(), None, t(2))
        .await
        .unwrap();
}

/// Given another integration in the same store, neither is counted with the other.
pub async fn what_belongs_to_others_is_not_counted(store: &dyn WholeStore) {
    everything_that_waits_is_counted_with_its_age(store).await;
    let other = Integration {
        source: "calendly.agency-1".to_owned(),
        operations: vec!["events.cancel".to_owned()],
        ..Integration::new("calendly.agency-1", "calendly/agency-1")
    };
    let expected = Vitals {
        at: t(100),
        ..Vitals::default()
    };
    assert_eq!(store.vitals(&other, t(100)).await.unwrap(), expected);
    let nothing = Integration::new("none", "none");
    assert_eq!(store.vitals(&nothing, t(100)).await.unwrap(), expected);
}

/// Given leases that were renewed, given back, taken again in time and let go without a word, only the last is a loss.
pub async fn a_lease_that_ended_without_a_word_is_a_loss_and_one_given_back_is_none(store: &dyn WholeStore) {
    let minute = Duration::from_secs(60);
    let losses = async |expected: u64| {
        let vitals = store.vitals(&wellsky(), t(9_999)).await.unwrap();
        assert_eq!(vitals.lease_losses, expected);
    };
    let first = store.acquire("poll", "worker-1", minute, t(0)).await.unwrap();
    store.renew("poll", first.fence, minute, t(30)).await.unwrap();
    store.release("poll", first.fence, t(40)).await.unwrap();
    store.acquire("poll", "worker-2", minute, t(50)).await.unwrap();
    store.acquire("poll", "worker-2", minute, t(60)).await.unwrap();
    losses(0).await;
    // Worker 2 stood still for longer than its lease.
    store.acquire("poll", "worker-3", minute, t(500)).await.unwrap();
    losses(1).await;
    store.acquire("poll", "worker-3", minute, t(900)).await.unwrap();
    losses(2).await;
    store.acquire("other", "worker-3", minute, t(0)).await.unwrap();
    store.acquire("other", "worker-1", minute, t(500)).await.unwrap();
    losses(2).await;
}

/// Given a failed fetch, neither switching off and on, nor a partial fetch, nor time makes it active; a complete fetch does.
pub async fn a_failed_fetch_never_makes_an_integration_active(store: &dyn WholeStore) {
    let name = "wellsky.agency-1";
    assert_eq!(store.integration(name).await.unwrap(), None);
    let failed = IntegrationEvent::Failed {
        reason: "unreachable".to_owned(),
    };
    let partial = IntegrationEvent::Fetched(Completion::Partial);
    let complete = IntegrationEvent::Fetched(Completion::Complete);
    use IntegrationState::{Active, Error, Inactive};
    for (n, (event, state, failures)) in [
        (&complete, Inactive, 0),
        (&IntegrationEvent::SwitchedOn, Active, 0),
        (&failed, Error, 1),
        (&partial, Error, 2),
        (&IntegrationEvent::SwitchedOn, Error, 2),
        (&IntegrationEvent::SwitchedOff, Inactive, 2),
        (&IntegrationEvent::SwitchedOn, Error, 2),
        (&complete, Active, 0),
        (&failed, Error, 1),
    ]
    .into_iter()
    .enumerate()
    {
        let now = t(i64::try_from(n).unwrap());
        let status = store.observe(name, event, now).await.unwrap();
        assert_eq!(
            (status.state, status.failures),
            (state, failures),
            "{n}: {event:?}"
        );
        assert_eq!(store.integration(name).await.unwrap(), Some(status));
    }
    let status = store.integration(name).await.unwrap().unwrap();
    assert_eq!(
        (status.last_success_at, status.last_failure_at, status.since),
        (Some(t(7)), Some(t(8)), t(8))
    );
    assert_eq!(status.reason.as_deref(), Some("unreachable"));
}

/// Given names that break a rule, they are named and nothing is kept.
pub async fn bad_names_are_refused(store: &dyn WholeStore) {
    let on = IntegrationEvent::SwitchedOn;
    assert_eq!(
        store.observe("", &on, t(0)).await.unwrap_err().kind(),
        ErrorKind::InvalidInput
    );
    let told = IntegrationEvent::Failed {
        reason: "Alpha Testclient is missing".to_owned(),
    };
    let error = store.observe("wellsky", &told, t(0)).await.unwrap_err();
    assert_eq!(error.get("field"), Some("reason"));
    assert!(!format!("{error:?}").contains("Alpha"));
    assert_eq!(store.integration("wellsky").await.unwrap(), None);
    assert!(store.integration("not a code").await.is_err());
    let mut bad = wellsky();
    bad.operations.push("not a code".to_owned());
    assert_eq!(
        store.vitals(&bad, t(0)).await.unwrap_err().get("field"),
        Some("operations")
    );
}
