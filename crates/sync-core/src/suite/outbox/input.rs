//! Bad input, and any life against the model.

// A behaviour that is not met ends the test it runs in.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use super::*;

/// Given bad input, the field is named and nothing changes.
pub async fn bad_input_is_refused_and_leaves_no_trace(store: &dyn Outbox) {
    fn named<T: Debug>(result: Result<T>, field: &str) {
        let error = refused(result, ErrorKind::InvalidInput);
        assert_eq!(error.get("field"), Some(field), "{error}");
    }
    let item = queue(store, "1", &lane("a")).await;
    let schedule = retries(5);
    let never = DateTime::<Utc>::MAX_UTC;
    named(store.claim("", TTL, &schedule, 1, t(0)).await, "holder");
    for ttl in [Duration::ZERO, Duration::from_secs(86_401)] {
        named(store.claim("w", ttl, &schedule, 1, t(0)).await, "ttl");
    }
    for limit in [0, 1_001] {
        named(store.claim("w", TTL, &schedule, limit, t(0)).await, "limit");
        named(store.dead(&DeadFilter::default(), limit).await, "limit");
        named(store.redrive(&DeadFilter::default(), limit, t(0)).await, "limit");
    }
    named(store.claim("w", TTL, &schedule, 1, never).await, "now");
    named(store.redrive(&DeadFilter::default(), 1, never).await, "now");
    let bad = DeadFilter {
        reason: Some("free text".to_owned()),
        ..DeadFilter::default()
    };
    named(store.dead(&bad, 1).await, "reason");
    let due_at = never;
    named(
        store
            .enqueue(
                &intent("2", "caregiver-1"),
                &Dispatch { due_at, ..lane("a") },
                t(0),
            )
            .await,
        "due_at",
    );
    assert_eq!(store.item(1).await.unwrap(), item);
    let claimed = claim(store, 1, t(0)).await.remove(0);
    let fence = claimed.fence;
    for reason in ["", "free text of a person"] {
        named(store.bury(1, fence, reason, t(0)).await, "reason");
        named(store.fail(1, fence, reason, &schedule, 0, t(0)).await, "reason");
    }
    named(store.extend(1, fence, Duration::ZERO, t(0)).await, "ttl");
    named(store.complete(1, fence, never).await, "now");
    named(store.complete_all(&[(1, fence)], never).await, "now");
    named(store.complete_all(&[(1, fence); 1_001], t(0)).await, "sent");
    assert_eq!(store.item(1).await.unwrap(), claimed);
    assert_eq!(counts(store).await.enqueued, 1);
}

/// Given a long random sequence of calls, every answer equals that of [`MemoryStore`], the counts add up, and
/// no lane has two items under way.
pub async fn a_long_random_life_equals_that_of_the_model_and_adds_up(store: &dyn Outbox) {
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
    let schedule = retries(3);
    for _ in 0..calls(1_000) {
        seconds += i64::from(dice.roll(30)) - 8;
        let now = t(seconds.max(0));
        let number = u64::from(1 + dice.roll(30));
        let held = Outbox::item(&model, number).await.ok();
        let fence = Fence::new(held.map_or(1, |item| item.fence.get()) + u64::from(dice.roll(5) / 4));
        let step = dice.roll(8);
        let draw = u64::from(dice.roll(u32::MAX)) << 32;
        let done = match step {
            0 => {
                let intent = intent(&format!("shift-{number}"), "caregiver-1");
                let dispatch = Dispatch {
                    lane: format!("client-{}", dice.roll(7)),
                    due_at: now + TimeDelta::seconds(i64::from(dice.roll(90)) - 30),
                    priority: u8::try_from(dice.roll(3)).unwrap(),
                };
                same(
                    store.enqueue(&intent, &dispatch, now).await,
                    model.enqueue(&intent, &dispatch, now).await,
                )
            }
            1 if number.is_multiple_of(2) => {
                let filter = ClaimFilter::operation("shifts.assign");
                same(
                    store
                        .claim_only(&filter, "worker-1", TTL, &schedule, 2, now)
                        .await,
                    model
                        .claim_only(&filter, "worker-1", TTL, &schedule, 2, now)
                        .await,
                )
            }
            1 | 2 => same(
                store.claim("worker-1", TTL, &schedule, 2, now).await,
                model.claim("worker-1", TTL, &schedule, 2, now).await,
            ),
            3 => same(
                store.fail(number, fence, "timeout", &schedule, draw, now).await,
                model.fail(number, fence, "timeout", &schedule, draw, now).await,
            ),
            4 => {
                let deferral = Deferral::RateLimited { retry_after: None };
                same(
                    store.defer(number, fence, deferral, now).await,
                    model.defer(number, fence, deferral, now).await,
                )
            }
            5 => same(
                store.bury(number, fence, "refused", now).await,
                model.bury(number, fence, "refused", now).await,
            ),
            6 => {
                let filter = DeadFilter::default();
                same(store.dead(&filter, 5).await, model.dead(&filter, 5).await)
                    && same(
                        store.redrive(&filter, 2, now).await,
                        model.redrive(&filter, 2, now).await,
                    )
            }
            _ if number.is_multiple_of(3) => same(
                store.complete(number, fence, now).await,
                model.complete(number, fence, now).await,
            ),
            _ => same(
                store.extend(number, fence, TTL, now).await,
                model.extend(number, fence, TTL, now).await,
            ),
        };
        *happened.entry((step, done)).or_default() += 1;
        let counts = counts(store).await;
        assert_eq!(counts, model.outbox_counts().await.unwrap());
        let mut lanes = HashSet::new();
        for number in 1..=counts.enqueued {
            let item = store.item(number).await.unwrap();
            if item.state == OutboxState::Claimed {
                assert!(lanes.insert(item.lane), "two of a lane under way");
            }
        }
    }
    for step in 0..8 {
        assert!(
            happened.get(&(step, true)).is_some_and(|n| *n > 3),
            "{step}: {happened:?}"
        );
    }
}
