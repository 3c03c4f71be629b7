//! What is given comes back exactly, or is refused by name; any life equals that of the model.

// A behaviour that is not met ends the test it runs in.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use super::*;

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
    for _ in 0..calls(1_000) {
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
