//! What every inbox must do. Each function is one behaviour and wants a fresh store.

// A behaviour that is not met ends the test it runs in.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::HashMap;
use std::fmt::Debug;
use std::sync::Barrier;
use std::time::Duration;

use careweave_types::{Error, ErrorKind, Pii, Result};
use chrono::{DateTime, TimeDelta, Utc};

use super::block_on;
use super::dice::Dice;
use crate::MemoryStore;
use crate::inbox::{
    Accepted, Inbox, InboxCounts, Incoming, MessageClass, MessageIdentity, MessageState, Retention,
    Settlement, Subject,
};
use crate::lease::{Fence, FenceGuard, Leases};

/// Expands to one `#[test]` per behaviour, for the store that the expression gives with its guard.
#[macro_export]
macro_rules! inbox_suite {
    ($fresh:expr) => {
        $crate::behaviours! { inbox, $fresh =>
            the_first_delivery_is_kept_and_retries_are_counted
            stamped_messages_are_told_apart_by_event_subject_and_stamp
            an_id_used_for_other_content_is_told_and_changes_nothing
            ids_of_other_sources_and_classes_do_not_meet
            a_message_is_settled_once_and_its_body_erased
            a_retry_of_a_settled_message_does_not_bring_it_back
            every_hint_is_kept_and_one_during_a_fetch_keeps_it_dirty
            a_late_report_of_an_old_fetch_cleans_nothing
            the_longest_dirty_subject_comes_first
            a_worker_without_its_lease_changes_nothing
            settled_messages_are_forgotten_after_the_retention_and_not_before
            waiting_messages_are_listed_in_order_of_receipt
            bad_input_is_refused_and_leaves_no_trace
            any_bytes_and_any_text_come_back_exactly
            of_many_deliveries_at_once_one_is_new
            of_many_hints_at_once_none_is_lost
            a_long_random_life_equals_that_of_the_model_and_adds_up
        }
    };
}

/// What the suite needs: guarded steps look at leases.
pub trait GuardedInbox: Inbox + Leases {}
impl<T: Inbox + Leases> GuardedInbox for T {}

const SOURCE: &str = "calendly.agency-1";

fn t(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_800_000_000 + seconds, 0).unwrap()
}

fn keyed(id: &str, body: &str) -> Incoming {
    Incoming {
        source: SOURCE.to_owned(),
        identity: MessageIdentity::Keyed(id.to_owned()),
        event: "invitee.created".to_owned(),
        subject: "invitee-1".to_owned(),
        sent_at: Some(t(-5)),
        body: Pii::new(body.as_bytes().to_vec()),
    }
}

fn subject(id: &str) -> Subject {
    Subject {
        source: SOURCE.to_owned(),
        kind: "Patient".to_owned(),
        id: id.to_owned(),
    }
}

fn superseded() -> Settlement {
    Settlement::Superseded {
        reason: "newer_known".to_owned(),
    }
}

#[track_caller]
fn refused<T: Debug>(result: Result<T>, kind: ErrorKind) -> Error {
    let error = result.expect_err("this had to be refused");
    assert_eq!(error.kind(), kind, "{error}");
    error
}

async fn counts(store: &dyn GuardedInbox) -> InboxCounts {
    let counts = store.inbox_counts(SOURCE).await.unwrap();
    assert!(counts.add_up(), "{counts:?}");
    counts
}

/// Given a keyed delivery and its retries, also days later, one message is kept and each delivery counted.
pub async fn the_first_delivery_is_kept_and_retries_are_counted(store: &dyn GuardedInbox) {
    let Accepted::New(first) = store.accept(&keyed("evt-1", "body"), t(0)).await.unwrap() else {
        panic!("the first delivery is new");
    };
    assert_eq!(
        (first.state, first.class),
        (MessageState::Received, MessageClass::Keyed)
    );
    assert_eq!(
        (first.message_id.as_str(), first.subject.as_str()),
        ("evt-1", "invitee-1")
    );
    assert_eq!(
        (first.sent_at, first.received_at, first.deliveries),
        (Some(t(-5)), t(0), 1)
    );
    let late = store
        .accept(&keyed("evt-1", "body"), t(76 * 3_600))
        .await
        .unwrap();
    let Accepted::Repeated(again) = &late else {
        panic!("a retry is no new message: {late:?}");
    };
    assert_eq!((again.number, again.deliveries), (first.number, 2));
    assert_eq!((again.received_at, again.last_delivery_at), (t(0), t(76 * 3_600)));
    assert_eq!(store.message(first.number).await.unwrap(), *again);
    let counts = counts(store).await;
    assert_eq!((counts.accepted, counts.repeated, counts.received), (1, 1, 1));
}

/// Given no id, the stamp with event and subject is one: a change to any of them is another message.
pub async fn stamped_messages_are_told_apart_by_event_subject_and_stamp(store: &dyn GuardedInbox) {
    let first = Incoming {
        identity: MessageIdentity::Stamped("2026-11-21T09:00:00.000000Z".to_owned()),
        ..keyed("", "body")
    };
    let others = [
        Incoming {
            event: "invitee.canceled".to_owned(),
            ..first.clone()
        },
        Incoming {
            subject: "invitee-2".to_owned(),
            ..first.clone()
        },
        Incoming {
            identity: MessageIdentity::Stamped("2026-11-21T09:00:00.000001Z".to_owned()),
            ..first.clone()
        },
    ];
    assert!(matches!(
        store.accept(&first, t(0)).await.unwrap(),
        Accepted::New(_)
    ));
    for other in &others {
        assert!(matches!(
            store.accept(other, t(0)).await.unwrap(),
            Accepted::New(_)
        ));
    }
    for repeat in others.iter().chain([&first]) {
        assert!(matches!(
            store.accept(repeat, t(1)).await.unwrap(),
            Accepted::Repeated(_)
        ));
    }
    assert_eq!(counts(store).await.accepted, 4);
}

/// Given a known id with another body, the caller is told and the first body stays.
pub async fn an_id_used_for_other_content_is_told_and_changes_nothing(store: &dyn GuardedInbox) {
    let first = store.accept(&keyed("evt-1", "body"), t(0)).await.unwrap();
    let number = first.message().number;
    let second = store.accept(&keyed("evt-1", "other"), t(1)).await.unwrap();
    assert!(matches!(second, Accepted::Differing(_)), "{second:?}");
    let kept = store.message(number).await.unwrap();
    assert_eq!(kept.body, Some(Pii::new(b"body".to_vec())));
    assert_eq!(kept.fingerprint, first.message().fingerprint);
    let counts = counts(store).await;
    assert_eq!((counts.accepted, counts.repeated, counts.differing), (1, 0, 1));
}

/// Given one id from two sources, or as a key and as a stamp, each is a message of its own.
pub async fn ids_of_other_sources_and_classes_do_not_meet(store: &dyn GuardedInbox) {
    let one = keyed("evt-1", "body");
    let other_source = Incoming {
        source: "calendly.agency-2".to_owned(),
        ..one.clone()
    };
    let stamped = Incoming {
        identity: MessageIdentity::Stamped("evt-1".to_owned()),
        ..one.clone()
    };
    let digest = keyed(&stamped.message_id(), "body");
    let other_case = keyed("EVT-1", "body");
    let padded = keyed("evt-1 ", "body");
    for incoming in [&one, &other_source, &stamped, &digest, &other_case, &padded] {
        let accepted = store.accept(incoming, t(0)).await.unwrap();
        assert!(matches!(accepted, Accepted::New(_)), "{accepted:?}");
    }
    assert_eq!(counts(store).await.accepted, 5);
}

/// Given a settlement, it is final: repeated it is harmless, contradicted it is refused; the body is gone.
pub async fn a_message_is_settled_once_and_its_body_erased(store: &dyn GuardedInbox) {
    let reason = || "code".to_owned();
    let all = [
        Settlement::Applied,
        superseded(),
        Settlement::Ignored { reason: reason() },
        Settlement::Rejected { reason: reason() },
    ];
    for (n, settlement) in all.iter().enumerate() {
        let accepted = store
            .accept(&keyed(&format!("evt-{n}"), "body"), t(0))
            .await
            .unwrap();
        let number = accepted.message().number;
        assert!(accepted.message().body.is_some());
        let settled = store.settle(number, settlement, None, t(9)).await.unwrap();
        assert_eq!(
            (settled.state, settled.reason.as_deref()),
            (settlement.state(), settlement.reason())
        );
        assert_eq!((settled.body.as_ref(), settled.settled_at), (None, Some(t(9))));
        assert_eq!(
            store.settle(number, settlement, None, t(20)).await.unwrap(),
            settled
        );
        for other in all.iter().filter(|other| *other != settlement) {
            let error = refused(
                store.settle(number, other, None, t(20)).await,
                ErrorKind::Conflict,
            );
            assert_eq!(error.get("state"), Some(settlement.state().as_str()));
        }
        assert_eq!(store.message(number).await.unwrap(), settled);
    }
    let counts = counts(store).await;
    assert_eq!(
        (
            counts.applied,
            counts.superseded,
            counts.ignored,
            counts.rejected,
            counts.received
        ),
        (1, 1, 1, 1, 0)
    );
}

/// Given a settled message, a retry is counted and leaves it settled, without a body.
pub async fn a_retry_of_a_settled_message_does_not_bring_it_back(store: &dyn GuardedInbox) {
    let number = store
        .accept(&keyed("evt-1", "body"), t(0))
        .await
        .unwrap()
        .message()
        .number;
    store
        .settle(number, &Settlement::Applied, None, t(1))
        .await
        .unwrap();
    let again = store.accept(&keyed("evt-1", "body"), t(2)).await.unwrap();
    assert!(matches!(again, Accepted::Repeated(_)));
    assert_eq!(
        (again.message().state, again.message().body.as_ref()),
        (MessageState::Applied, None)
    );
    assert_eq!(store.received(SOURCE, None, 10).await.unwrap(), []);
    assert_eq!(counts(store).await.repeated, 1);
}

/// Given equal hints, each raises the number; a fetch cleans only what it saw.
pub async fn every_hint_is_kept_and_one_during_a_fetch_keeps_it_dirty(store: &dyn GuardedInbox) {
    store.hint(&subject("1"), t(0)).await.unwrap();
    let seen = store.hint(&subject("1"), t(1)).await.unwrap();
    assert_eq!((seen.hints, seen.served, seen.dirty_since), (2, 0, t(0)));
    // The worker fetches; meanwhile the subject changes again.
    store.hint(&subject("1"), t(2)).await.unwrap();
    let mark = store
        .fetched(&subject("1"), seen.hints, None, t(3))
        .await
        .unwrap();
    assert_eq!((mark.hints, mark.served, mark.is_dirty()), (3, 2, true));
    assert_eq!(store.dirty(SOURCE, 10).await.unwrap(), [mark]);
    let clean = store.fetched(&subject("1"), 3, None, t(4)).await.unwrap();
    assert!(!clean.is_dirty());
    assert_eq!(store.dirty(SOURCE, 10).await.unwrap(), []);
    let counts_now = counts(store).await;
    assert_eq!(
        (
            counts_now.hints,
            counts_now.hints_served,
            counts_now.hints_waiting
        ),
        (3, 3, 0)
    );
    let dirty = store.hint(&subject("1"), t(9)).await.unwrap();
    assert_eq!((dirty.hints, dirty.dirty_since), (4, t(9)));
    assert_eq!(counts(store).await.hints_waiting, 1);
}

/// Given two fetches that end in the other order, the older one takes nothing back.
pub async fn a_late_report_of_an_old_fetch_cleans_nothing(store: &dyn GuardedInbox) {
    for n in 0..3 {
        store.hint(&subject("1"), t(n)).await.unwrap();
    }
    store.fetched(&subject("1"), 2, None, t(5)).await.unwrap();
    let late = store.fetched(&subject("1"), 1, None, t(6)).await.unwrap();
    assert_eq!((late.served, late.is_dirty()), (2, true));
    let error = refused(
        store.fetched(&subject("1"), 4, None, t(7)).await,
        ErrorKind::InvalidInput,
    );
    assert_eq!(error.get("field"), Some("hints"));
    refused(
        store.fetched(&subject("2"), 1, None, t(7)).await,
        ErrorKind::NotFound,
    );
    assert_eq!(counts(store).await.hints_waiting, 1);
}

/// Given several dirty subjects, they are listed by how long they have been dirty, and only their source's.
pub async fn the_longest_dirty_subject_comes_first(store: &dyn GuardedInbox) {
    for (id, at) in [("b", 5), ("a", 3), ("c", 5), ("d", 1), ("a", 9)] {
        store.hint(&subject(id), t(at)).await.unwrap();
    }
    let elsewhere = Subject {
        source: "acuity.agency-1".to_owned(),
        ..subject("a")
    };
    store.hint(&elsewhere, t(0)).await.unwrap();
    store.fetched(&subject("d"), 1, None, t(9)).await.unwrap();
    let ids = |marks: Vec<crate::inbox::DirtyMark>| -> Vec<String> {
        marks.into_iter().map(|mark| mark.subject.id).collect()
    };
    assert_eq!(ids(store.dirty(SOURCE, 10).await.unwrap()), ["a", "b", "c"]);
    assert_eq!(ids(store.dirty(SOURCE, 2).await.unwrap()), ["a", "b"]);
}

/// Given a guard whose lease ended, was granted anew or never was, neither a message nor a mark changes.
pub async fn a_worker_without_its_lease_changes_nothing(store: &dyn GuardedInbox) {
    let ttl = Duration::from_secs(60);
    let number = store
        .accept(&keyed("evt-1", "body"), t(0))
        .await
        .unwrap()
        .message()
        .number;
    let mark = store.hint(&subject("1"), t(0)).await.unwrap();
    let old = FenceGuard::from(&store.acquire("inbox", "worker-1", ttl, t(0)).await.unwrap());
    let new = FenceGuard::from(&store.acquire("inbox", "worker-2", ttl, t(60)).await.unwrap());
    let none = FenceGuard {
        lease: "nobody".to_owned(),
        fence: Fence::FIRST,
    };
    for (guard, at, kind) in [
        (&old, 61, ErrorKind::Conflict),
        (&new, 120, ErrorKind::Conflict),
        (&none, 61, ErrorKind::NotFound),
    ] {
        refused(
            store
                .settle(number, &Settlement::Applied, Some(guard), t(at))
                .await,
            kind,
        );
        refused(store.fetched(&subject("1"), 1, Some(guard), t(at)).await, kind);
    }
    assert_eq!(store.message(number).await.unwrap().state, MessageState::Received);
    assert_eq!(store.dirty(SOURCE, 10).await.unwrap(), [mark]);
    store
        .settle(number, &Settlement::Applied, Some(&new), t(61))
        .await
        .unwrap();
    store.fetched(&subject("1"), 1, Some(&new), t(61)).await.unwrap();
    assert_eq!(counts(store).await.hints_waiting, 0);
}

/// Given the retention, a message is forgotten so long after its last delivery, never while it waits, and the
/// counts still add up; its number is not given again.
pub async fn settled_messages_are_forgotten_after_the_retention_and_not_before(store: &dyn GuardedInbox) {
    let day = 86_400;
    let retention = Retention::default();
    let mut numbers = Vec::new();
    for id in ["evt-1", "evt-2", "evt-3"] {
        let accepted = store.accept(&keyed(id, "body"), t(0)).await.unwrap();
        numbers.push(accepted.message().number);
    }
    for number in &numbers[..2] {
        store
            .settle(*number, &Settlement::Applied, None, t(1))
            .await
            .unwrap();
    }
    store.accept(&keyed("evt-2", "body"), t(3 * day)).await.unwrap();
    let early = t(35 * day) - TimeDelta::microseconds(1);
    assert_eq!(store.forget(SOURCE, retention, early, 10).await.unwrap(), 0);
    assert_eq!(
        store.forget("acuity", retention, t(90 * day), 10).await.unwrap(),
        0
    );
    assert_eq!(store.forget(SOURCE, retention, t(35 * day), 10).await.unwrap(), 1);
    refused(store.message(numbers[0]).await, ErrorKind::NotFound);
    assert_eq!(store.message(numbers[1]).await.unwrap().deliveries, 2);
    assert_eq!(
        store.forget(SOURCE, retention, t(900 * day), 10).await.unwrap(),
        1
    );
    assert_eq!(
        store.message(numbers[2]).await.unwrap().state,
        MessageState::Received
    );
    assert_eq!(
        (counts(store).await.accepted, counts(store).await.applied),
        (3, 2)
    );
    let new = store.accept(&keyed("evt-1", "body"), t(901 * day)).await.unwrap();
    assert!(matches!(new, Accepted::New(_)));
    assert!(new.message().number > numbers[2]);
}

/// Given more messages than a page, pages follow each other without gap, in the order of receipt.
pub async fn waiting_messages_are_listed_in_order_of_receipt(store: &dyn GuardedInbox) {
    let mut numbers = Vec::new();
    for n in 0..7 {
        let incoming = keyed(&format!("evt-{n}"), "body");
        let accepted = store.accept(&incoming, t(10 - n)).await.unwrap();
        numbers.push(accepted.message().number);
    }
    store
        .settle(numbers[1], &superseded(), None, t(20))
        .await
        .unwrap();
    numbers.remove(1);
    let mut listed = Vec::new();
    let mut after = None;
    loop {
        let page = store.received(SOURCE, after, 2).await.unwrap();
        let Some(last) = page.last() else { break };
        after = Some(last.number);
        listed.extend(page.iter().map(|message| message.number));
    }
    assert_eq!(listed, numbers);
    assert_eq!(store.received("acuity", None, 10).await.unwrap(), []);
}

/// Given bad input, the field is named, nothing is kept and nothing counted.
pub async fn bad_input_is_refused_and_leaves_no_trace(store: &dyn GuardedInbox) {
    fn named<T: Debug>(result: Result<T>, field: &str) {
        let error = refused(result, ErrorKind::InvalidInput);
        assert_eq!(error.get("field"), Some(field), "{error}");
        assert!(!error.to_string().contains("body-text"), "{error}");
    }
    let good = keyed("evt-1", "body-text");
    let long = "x".repeat(513);
    for bad in ["", "a\0b", long.as_str()] {
        named(store.accept(&keyed(bad, "body-text"), t(0)).await, "identity");
        named(store.hint(&subject(bad), t(0)).await, "id");
        named(store.fetched(&subject(bad), 1, None, t(0)).await, "id");
    }
    for bad in ["", "two words", "é"] {
        let source = bad.to_owned();
        named(
            store
                .accept(
                    &Incoming {
                        source: source.clone(),
                        ..good.clone()
                    },
                    t(0),
                )
                .await,
            "source",
        );
        let event = source.clone();
        named(
            store
                .accept(
                    &Incoming {
                        event,
                        ..good.clone()
                    },
                    t(0),
                )
                .await,
            "event",
        );
        named(
            store
                .hint(
                    &Subject {
                        source,
                        ..subject("1")
                    },
                    t(0),
                )
                .await,
            "source",
        );
        let kind = bad.to_owned();
        named(store.hint(&Subject { kind, ..subject("1") }, t(0)).await, "kind");
        named(store.received(bad, None, 1).await, "source");
        named(store.dirty(bad, 1).await, "source");
        named(store.inbox_counts(bad).await, "source");
        named(store.forget(bad, Retention::default(), t(0), 1).await, "source");
    }
    let body = Pii::new(vec![b'x'; (1 << 20) + 1]);
    named(
        store.accept(&Incoming { body, ..good.clone() }, t(0)).await,
        "body",
    );
    let sent_at = Some(DateTime::<Utc>::MAX_UTC);
    named(
        store
            .accept(
                &Incoming {
                    sent_at,
                    ..good.clone()
                },
                t(0),
            )
            .await,
        "sent_at",
    );
    let never = DateTime::<Utc>::MIN_UTC;
    named(store.accept(&good, never).await, "now");
    named(store.hint(&subject("1"), never).await, "now");
    named(store.forget(SOURCE, Retention::default(), never, 1).await, "now");
    for limit in [0, 1_001] {
        named(store.received(SOURCE, None, limit).await, "limit");
        named(store.dirty(SOURCE, limit).await, "limit");
        named(
            store.forget(SOURCE, Retention::default(), t(0), limit).await,
            "limit",
        );
    }
    refused(store.message(1).await, ErrorKind::NotFound);
    refused(store.message(u64::MAX).await, ErrorKind::NotFound);
    refused(
        store.settle(7, &Settlement::Applied, None, t(0)).await,
        ErrorKind::NotFound,
    );
    assert_eq!(counts(store).await, InboxCounts::default());
    let number = store.accept(&good, t(0)).await.unwrap().message().number;
    let reason = "free text of a person".to_owned();
    named(
        store
            .settle(number, &Settlement::Ignored { reason }, None, t(0))
            .await,
        "reason",
    );
    assert_eq!(counts(store).await.received, 1);
}

/// Given bytes that are no text and ids of any script, they come back as they were, and no format shows them.
pub async fn any_bytes_and_any_text_come_back_exactly(store: &dyn GuardedInbox) {
    let bodies: [Vec<u8>; 4] = [
        Vec::new(),
        vec![0, 0xff, 0xfe, 0],
        (0..=255).collect(),
        vec![7; 1 << 20],
    ];
    for (n, body) in bodies.into_iter().enumerate() {
        let id = format!("'; -- %_ é 日本 🙂 {n}");
        let incoming = Incoming {
            subject: id.clone(),
            body: Pii::new(body.clone()),
            ..keyed(&id, "")
        };
        let number = store.accept(&incoming, t(0)).await.unwrap().message().number;
        let kept = store.message(number).await.unwrap();
        assert_eq!(kept.body.as_ref().map(Pii::expose), Some(&body));
        assert_eq!((&kept.message_id, &kept.subject), (&id, &id));
        assert!(format!("{kept:?}").contains(Pii::<Vec<u8>>::MASK));
    }
}

/// Given one event delivered many times at once, one delivery is new and none is lost from the counts.
pub async fn of_many_deliveries_at_once_one_is_new(store: &dyn GuardedInbox) {
    for round in 0..8_u64 {
        let start = Barrier::new(6);
        let incoming = keyed(&format!("evt-{round}"), "body");
        let new = std::thread::scope(|scope| {
            let deliver = || {
                start.wait();
                matches!(block_on(store.accept(&incoming, t(0))).unwrap(), Accepted::New(_))
            };
            let threads: Vec<_> = (0..6).map(|_| scope.spawn(deliver)).collect();
            threads
                .into_iter()
                .filter_map(|t| t.join().unwrap().then_some(()))
                .count()
        });
        assert_eq!(new, 1);
        let counts = counts(store).await;
        assert_eq!((counts.accepted, counts.repeated), (round + 1, 5 * (round + 1)));
    }
}

/// Given many hints at once on one subject, the mark counts each.
pub async fn of_many_hints_at_once_none_is_lost(store: &dyn GuardedInbox) {
    let start = Barrier::new(6);
    std::thread::scope(|scope| {
        for _ in 0..6 {
            scope.spawn(|| {
                start.wait();
                for _ in 0..10 {
                    block_on(store.hint(&subject("1"), t(0))).unwrap();
                }
            });
        }
    });
    assert_eq!(store.dirty(SOURCE, 10).await.unwrap()[0].hints, 60);
    assert_eq!(counts(store).await.hints, 60);
}

/// Given a long random sequence of calls, every answer equals that of [`MemoryStore`] and the counts add up.
pub async fn a_long_random_life_equals_that_of_the_model_and_adds_up(store: &dyn GuardedInbox) {
    #[track_caller]
    fn same<T: PartialEq + Debug>(given: Result<T>, expected: Result<T>) -> bool {
        let (given, expected) = (
            given.map_err(|e| e.to_string()),
            expected.map_err(|e| e.to_string()),
        );
        assert_eq!(given, expected);
        given.is_ok()
    }
    let model = MemoryStore::new();
    let mut dice = Dice::new();
    let mut happened: HashMap<(u32, bool), u32> = HashMap::new();
    let mut seconds = 0;
    let retention = Retention::new(Duration::from_secs(900), Duration::from_secs(60)).unwrap();
    for _ in 0..1_000 {
        seconds += i64::from(dice.roll(30)) - 8;
        let now = t(seconds.max(0));
        let n = dice.roll(40);
        let step = dice.roll(6);
        let done = match step {
            0 => {
                let body = if dice.roll(9) == 0 { "other" } else { "body" };
                let mut incoming = keyed(&format!("evt-{n}"), body);
                if n.is_multiple_of(2) {
                    incoming.identity = MessageIdentity::Stamped(format!("stamp-{n}"));
                }
                same(
                    store.accept(&incoming, now).await,
                    model.accept(&incoming, now).await,
                )
            }
            1 => {
                let reason = "code".to_owned();
                let settlement = match dice.roll(4) {
                    0 => Settlement::Applied,
                    1 => superseded(),
                    2 => Settlement::Ignored { reason },
                    _ => Settlement::Rejected { reason },
                };
                let number = u64::from(n);
                same(
                    store.settle(number, &settlement, None, now).await,
                    model.settle(number, &settlement, None, now).await,
                )
            }
            2 => {
                let subject = subject(&format!("{}", n % 8));
                same(store.hint(&subject, now).await, model.hint(&subject, now).await)
            }
            3 => {
                let subject = subject(&format!("{}", n % 8));
                let hints = u64::from(dice.roll(20));
                same(
                    store.fetched(&subject, hints, None, now).await,
                    model.fetched(&subject, hints, None, now).await,
                )
            }
            4 => same(
                store.forget(SOURCE, retention, now, 3).await,
                model.forget(SOURCE, retention, now, 3).await,
            ),
            _ => {
                same(
                    store.received(SOURCE, Some(u64::from(n)), 5).await,
                    model.received(SOURCE, Some(u64::from(n)), 5).await,
                ) && same(store.dirty(SOURCE, 5).await, model.dirty(SOURCE, 5).await)
            }
        };
        *happened.entry((step, done)).or_default() += 1;
        assert_eq!(counts(store).await, model.inbox_counts(SOURCE).await.unwrap());
    }
    for step in 0..6 {
        assert!(
            happened.get(&(step, true)).is_some_and(|n| *n > 20),
            "{step}: {happened:?}"
        );
    }
    assert!(counts(store).await.repeated > 20);
}
