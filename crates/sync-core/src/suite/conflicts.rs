//! What every store of conflicts must do. Each function is one behaviour and wants a fresh store.

// A behaviour that is not met ends the test it runs in.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::time::Duration;

use careweave_types::{ErrorKind, Pii};
use chrono::{DateTime, Utc};

use super::dice::{Dice, calls};
use crate::conflicts::{
    Chosen, Conflict, ConflictCounts, ConflictDecision, ConflictFilter, ConflictState, Conflicts,
    FoundConflict, Sides,
};
use crate::lease::{Fence, FenceGuard, Leases};
use crate::merge::ConflictKey;
use crate::mirror::ExternalRef;
use crate::{Fingerprint, MemoryStore};

/// Expands to one `#[test]` per behaviour, for the store that the expression gives with its guard.
#[macro_export]
macro_rules! conflicts_suite {
    ($fresh:expr) => {
        $crate::behaviours! { conflicts, $fresh =>
            a_second_sync_doubles_no_conflict
            a_decision_is_kept_with_who_and_why_and_no_sync_reopens_it
            a_side_that_changes_closes_the_old_conflict_and_opens_a_new_one
            contents_that_come_back_open_what_closed_by_itself
            conflicts_are_listed_page_by_page
            the_values_come_back_exactly_and_only_while_they_are_needed
            a_worker_without_its_lease_records_nothing
            bad_input_is_refused_and_leaves_no_trace
            a_random_life_equals_that_of_the_model
        }
    };
}

/// Conflicts whose guards can be tried.
pub trait GuardedConflicts: Conflicts + Leases {}

impl<T: Conflicts + Leases + ?Sized> GuardedConflicts for T {}

fn t(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_800_000_000 + seconds, 0).unwrap()
}

fn client(id: &str) -> ExternalRef {
    ExternalRef::new("wellsky/agency-1", "client", id)
}

fn phone(local: &str, remote: &str) -> FoundConflict {
    field("phone", "3035550100", local, remote)
}

fn field(path: &str, base: &str, local: &str, remote: &str) -> FoundConflict {
    let text = |text: &str| Some(Pii::new(format!("\"{text}\"")));
    FoundConflict {
        key: ConflictKey {
            field: path.to_owned(),
            base: Fingerprint::of(&[base]),
            local: Fingerprint::of(&[local]),
            remote: Fingerprint::of(&[remote]),
        },
        sides: Sides {
            base: text(base),
            local: text(local),
            remote: text(remote),
        },
    }
}

async fn record(
    store: &dyn GuardedConflicts,
    id: &str,
    found: &[FoundConflict],
    now: DateTime<Utc>,
) -> crate::conflicts::ConflictReport {
    store
        .record_conflicts(&client(id), found, None, now)
        .await
        .unwrap()
}

async fn counts(store: &dyn GuardedConflicts) -> ConflictCounts {
    store.conflict_counts("wellsky/agency-1").await.unwrap()
}

/// Given the same conflicts at every sync, each is one record that counts how often it was found.
pub async fn a_second_sync_doubles_no_conflict(store: &dyn GuardedConflicts) {
    let found = [phone("3035550101", "3035550102"), field("rate", "20", "21", "22")];
    let first = record(store, "c-1", &found, t(0)).await;
    assert_eq!((first.opened, first.known, first.obsolete), (2, 0, 0));
    // The same field of another record is another conflict; the same key twice in one call is one.
    record(store, "c-2", &[found[0].clone(), found[0].clone()], t(1)).await;
    let second = record(store, "c-1", &found, t(60)).await;
    assert_eq!((second.opened, second.known, second.obsolete), (0, 2, 0));
    assert_eq!(second.conflicts[0].number, first.conflicts[0].number);
    assert_eq!(
        (second.conflicts[0].found, second.conflicts[0].last_found_at),
        (2, t(60))
    );
    assert_eq!(second.conflicts[0].found_at, t(0));
    assert_eq!(
        counts(store).await,
        ConflictCounts {
            open: 3,
            ..ConflictCounts::default()
        }
    );
}

/// Given a decision, it is kept with who and why, deciding otherwise is refused, and finding the same contents again leaves it.
pub async fn a_decision_is_kept_with_who_and_why_and_no_sync_reopens_it(store: &dyn GuardedConflicts) {
    let found = [phone("3035550101", "3035550102")];
    let open = record(store, "c-1", &found, t(0)).await.conflicts.remove(0);
    let decided = store
        .resolve_conflict(
            open.number,
            &ConflictDecision::Remote,
            "user-7",
            "called_client",
            t(5),
        )
        .await
        .unwrap();
    assert_eq!(
        (decided.state, decided.closed_at),
        (ConflictState::Resolved, Some(t(5)))
    );
    let resolution = decided.resolution.clone().unwrap();
    assert_eq!(
        (
            resolution.chosen,
            resolution.actor.as_str(),
            resolution.reason.as_str()
        ),
        (Chosen::Remote, "user-7", "called_client")
    );
    let again = store
        .resolve_conflict(
            open.number,
            &ConflictDecision::Remote,
            "user-7",
            "called_client",
            t(9),
        )
        .await
        .unwrap();
    assert_eq!(again, decided);
    for (decision, actor) in [
        (ConflictDecision::Local, "user-7"),
        (ConflictDecision::Remote, "user-8"),
    ] {
        let error = store
            .resolve_conflict(open.number, &decision, actor, "called_client", t(9))
            .await
            .unwrap_err();
        assert_eq!(
            (error.kind(), error.get("state")),
            (ErrorKind::Conflict, Some("resolved"))
        );
    }
    let synced = record(store, "c-1", &found, t(60)).await;
    assert_eq!((synced.opened, synced.known), (0, 1));
    assert_eq!(synced.conflicts[0].state, ConflictState::Resolved);
    assert_eq!(
        synced.conflicts[0].resolution.as_ref().unwrap().chosen,
        Chosen::Remote
    );
    // Carried out: the sync finds nothing any more, and the decision stays on record.
    let carried = record(store, "c-1", &[], t(120)).await;
    assert_eq!((carried.obsolete, carried.conflicts.len()), (0, 0));
    assert_eq!(
        store.conflict(open.number).await.unwrap().state,
        ConflictState::Resolved
    );
}

/// Given a side that changes, the conflict about the old contents closes by itself, and the new one waits for a person.
pub async fn a_side_that_changes_closes_the_old_conflict_and_opens_a_new_one(store: &dyn GuardedConflicts) {
    let first = record(store, "c-1", &[phone("3035550101", "3035550102")], t(0))
        .await
        .conflicts
        .remove(0);
    let second = record(store, "c-1", &[phone("3035550101", "3035550103")], t(60)).await;
    assert_eq!((second.opened, second.known, second.obsolete), (1, 0, 1));
    let closed = store.conflict(first.number).await.unwrap();
    assert_eq!(
        (closed.state, closed.closed_at),
        (ConflictState::Obsolete, Some(t(60)))
    );
    assert_eq!(closed.sides, None);
    let error = store
        .resolve_conflict(first.number, &ConflictDecision::Local, "user-7", "late", t(61))
        .await
        .unwrap_err();
    assert_eq!(
        (error.kind(), error.get("state")),
        (ErrorKind::Conflict, Some("obsolete"))
    );
    // A decided one is reopened neither; its changed successor is another record.
    let number = second.conflicts[0].number;
    store
        .resolve_conflict(number, &ConflictDecision::Local, "user-7", "called_client", t(62))
        .await
        .unwrap();
    let third = record(store, "c-1", &[phone("3035550109", "3035550103")], t(120)).await;
    assert_eq!((third.opened, third.obsolete), (1, 0));
    assert_ne!(third.conflicts[0].number, number);
}

/// Given contents that change and change back, the conflict that had closed by itself is open again, under its number.
pub async fn contents_that_come_back_open_what_closed_by_itself(store: &dyn GuardedConflicts) {
    let found = [phone("3035550101", "3035550102")];
    let first = record(store, "c-1", &found, t(0)).await.conflicts.remove(0);
    record(store, "c-1", &[], t(60)).await;
    assert_eq!(counts(store).await.obsolete, 1);
    let back = record(store, "c-1", &found, t(120)).await;
    assert_eq!((back.opened, back.conflicts[0].number), (1, first.number));
    let open = store.conflict(first.number).await.unwrap();
    assert_eq!((open.state, open.closed_at), (ConflictState::Open, None));
    assert_eq!(open.sides.as_ref(), Some(&found[0].sides));
}

/// Given many conflicts, pages follow each other without gap or repeat, and filters leave out what they say.
pub async fn conflicts_are_listed_page_by_page(store: &dyn GuardedConflicts) {
    let mut numbers = Vec::new();
    for n in 0..25 {
        let report = record(
            store,
            &format!("c-{n}"),
            &[phone("3035550101", "3035550102")],
            t(n),
        )
        .await;
        numbers.push(report.conflicts[0].number);
    }
    let shift = ExternalRef::new("wellsky/agency-1", "shift", "s-1");
    let other = ExternalRef::new("wellsky/agency-2", "client", "c-1");
    for reference in [&shift, &other] {
        store
            .record_conflicts(reference, &[field("rate", "1", "2", "3")], None, t(50))
            .await
            .unwrap();
    }
    let mut filter = ConflictFilter {
        kind: Some("client".to_owned()),
        limit: 10,
        ..ConflictFilter::open("wellsky/agency-1")
    };
    let mut read = Vec::new();
    loop {
        let page = store.conflicts(&filter).await.unwrap();
        let Some(last) = page.last() else { break };
        filter.after = last.number;
        read.extend(page.iter().map(|conflict| conflict.number));
    }
    assert_eq!(read, numbers);
    store
        .resolve_conflict(
            numbers[3],
            &ConflictDecision::Local,
            "user-7",
            "called_client",
            t(60),
        )
        .await
        .unwrap();
    let open = store
        .conflicts(&ConflictFilter::open("wellsky/agency-1"))
        .await
        .unwrap();
    assert_eq!(open.len(), 25);
    let all = ConflictFilter {
        state: None,
        ..ConflictFilter::open("wellsky/agency-1")
    };
    assert_eq!(store.conflicts(&all).await.unwrap().len(), 26);
}

/// Given values of any kind, the person sees them exactly; once it is closed they are gone, but a third value that was chosen.
pub async fn the_values_come_back_exactly_and_only_while_they_are_needed(store: &dyn GuardedConflicts) {
    let mut odd = phone("3035550101", "3035550102");
    odd.sides = Sides {
        base: None,
        local: Some(Pii::from("\"\u{1f469}\u{200d} \\\" Zoë\"")),
        remote: Some(Pii::from("")),
    };
    let open = record(store, "c-1", &[odd.clone()], t(0))
        .await
        .conflicts
        .remove(0);
    assert_eq!(store.conflict(open.number).await.unwrap().sides, Some(odd.sides));
    assert!(!format!("{open:?}").contains("Zoë"));
    let third = ConflictDecision::Value(Pii::from("{ \"number\" : 3035550105 }"));
    store
        .resolve_conflict(open.number, &third, "user-7", "called_client", t(5))
        .await
        .unwrap();
    let decided = store.conflict(open.number).await.unwrap();
    assert_eq!(decided.sides, None);
    let value = decided.resolution.unwrap().value.unwrap();
    assert_eq!(value.expose(), "{\"number\":3035550105}");
}

/// Given a guard whose lease is another's by now, nothing is recorded.
pub async fn a_worker_without_its_lease_records_nothing(store: &dyn GuardedConflicts) {
    let minute = Duration::from_secs(60);
    let lease = store.acquire("sync", "worker-1", minute, t(0)).await.unwrap();
    let guard = |fence| FenceGuard {
        lease: "sync".to_owned(),
        fence,
    };
    let found = [phone("3035550101", "3035550102")];
    store
        .record_conflicts(&client("c-1"), &found, Some(&guard(lease.fence)), t(1))
        .await
        .unwrap();
    for (fence, now) in [(lease.fence, t(61)), (Fence::new(99), t(2))] {
        let late = store
            .record_conflicts(&client("c-2"), &found, Some(&guard(fence)), now)
            .await;
        assert_eq!(late.unwrap_err().kind(), ErrorKind::Conflict);
    }
    assert_eq!(counts(store).await.open, 1);
}

/// Given input that breaks a rule, the field is named and nothing is kept.
pub async fn bad_input_is_refused_and_leaves_no_trace(store: &dyn GuardedConflicts) {
    let good = phone("3035550101", "3035550102");
    let mut long = good.clone();
    long.sides.local = Some(Pii::new("x".repeat(64 * 1024 + 1)));
    let mut control = good.clone();
    control.key.field = "pho\nne".to_owned();
    for (reference, found, name) in [
        (ExternalRef::new("", "client", "c-1"), good.clone(), "connection"),
        (ExternalRef::new("c", "not a code", "c-1"), good.clone(), "kind"),
        (client(""), good.clone(), "external_id"),
        (client("c-1"), long, "sides"),
        (client("c-1"), control, "field"),
    ] {
        let error = store
            .record_conflicts(&reference, &[found], None, t(0))
            .await
            .unwrap_err();
        assert_eq!(
            (error.kind(), error.get("field")),
            (ErrorKind::InvalidInput, Some(name))
        );
    }
    let open = record(store, "c-1", &[good], t(0)).await.conflicts.remove(0);
    for (decision, actor, reason, name) in [
        (ConflictDecision::Local, "", "called", "actor"),
        (ConflictDecision::Local, "user-7", "free text", "reason"),
        (
            ConflictDecision::Value(Pii::from("3035550100 or so")),
            "user-7",
            "called",
            "value",
        ),
    ] {
        let error = store
            .resolve_conflict(open.number, &decision, actor, reason, t(1))
            .await
            .unwrap_err();
        assert_eq!(
            (error.kind(), error.get("field")),
            (ErrorKind::InvalidInput, Some(name))
        );
        assert!(!format!("{error:?}").contains("3035550100"));
    }
    assert_eq!(store.conflict(open.number).await.unwrap(), open);
    let unknown = store.conflict(u64::MAX).await.unwrap_err();
    assert_eq!(unknown.kind(), ErrorKind::NotFound);
    let unknown = store
        .resolve_conflict(99, &ConflictDecision::Local, "user-7", "called", t(1))
        .await;
    assert_eq!(unknown.unwrap_err().kind(), ErrorKind::NotFound);
    let none = ConflictFilter {
        limit: 0,
        ..ConflictFilter::open("wellsky/agency-1")
    };
    assert_eq!(
        store.conflicts(&none).await.unwrap_err().get("field"),
        Some("limit")
    );
    assert!(store.conflict_counts("").await.is_err());
}

/// Given any syncs and decisions, the store and the model hold the same.
pub async fn a_random_life_equals_that_of_the_model(store: &dyn GuardedConflicts) {
    let model = MemoryStore::new();
    let mut dice = Dice::new();
    for step in 0..i64::from(calls(150)) {
        let now = t(step - i64::from(dice.roll(3)));
        if dice.roll(3) > 0 {
            let reference = client(&format!("c-{}", dice.roll(3)));
            let found: Vec<FoundConflict> = (0..dice.roll(3))
                .map(|n| {
                    field(
                        &format!("field-{n}"),
                        "0",
                        &dice.roll(2).to_string(),
                        &dice.roll(2).to_string(),
                    )
                })
                .collect();
            let told = store
                .record_conflicts(&reference, &found, None, now)
                .await
                .unwrap();
            let expected = model
                .record_conflicts(&reference, &found, None, now)
                .await
                .unwrap();
            assert_eq!(told, expected, "step {step}");
        } else {
            let number = u64::from(dice.roll(12)) + 1;
            let decision = match dice.roll(3) {
                0 => ConflictDecision::Local,
                1 => ConflictDecision::Remote,
                _ => ConflictDecision::Value(Pii::from("1")),
            };
            let told = store
                .resolve_conflict(number, &decision, "user-7", "random", now)
                .await;
            let expected = model
                .resolve_conflict(number, &decision, "user-7", "random", now)
                .await;
            match (told, expected) {
                (Ok(told), Ok(expected)) => assert_eq!(told, expected, "step {step}"),
                (Err(told), Err(expected)) => assert_eq!(told.kind(), expected.kind(), "step {step}"),
                (told, expected) => panic!("step {step}: {told:?}, the model: {expected:?}"),
            }
        }
    }
    let all = ConflictFilter {
        state: None,
        limit: 1_000,
        ..ConflictFilter::open("wellsky/agency-1")
    };
    let held: Vec<Conflict> = store.conflicts(&all).await.unwrap();
    assert_eq!(held, model.conflicts(&all).await.unwrap());
    assert!(held.len() > 10);
}
