//! Deliveries that can be told apart.

// A behaviour that is not met ends the test it runs in.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use super::*;

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
