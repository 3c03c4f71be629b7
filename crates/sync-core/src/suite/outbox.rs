//! What every outbox must do. Each function is one behaviour and wants a fresh store.

// A behaviour that is not met ends the test it runs in.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::{HashMap, HashSet};
use std::fmt::Debug;
use std::sync::Barrier;
use std::time::Duration;

use careweave_types::{Error, ErrorKind, Result};
use chrono::{DateTime, TimeDelta, Utc};

use super::block_on;
use super::dice::Dice;
use super::ledger::intent;
use crate::MemoryStore;
use crate::lease::Fence;
use crate::outbox::{
    DeadFilter, Deferral, Dispatch, Outbox, OutboxCounts, OutboxItem, OutboxState, RetrySchedule,
};

/// Expands to one `#[test]` per behaviour, for the store that the expression gives with its guard.
#[macro_export]
macro_rules! outbox_suite {
    ($fresh:expr) => {
        $crate::behaviours! { outbox, $fresh =>
            an_effect_is_planned_and_queued_together_and_once
            a_refused_claim_of_a_key_queues_nothing
            a_lane_keeps_its_order_and_lanes_do_not_wait_for_each_other
            priority_then_due_time_then_order_decide_between_lanes
            a_claim_that_ended_goes_to_another_worker_and_fences_off_the_first
            a_failed_item_waits_as_the_schedule_says_and_is_dead_at_its_end
            a_deferral_uses_up_no_attempt
            an_item_that_kills_its_workers_ends_dead
            a_dead_item_is_redriven_with_the_same_effect
            reports_that_end_an_item_may_be_repeated
            bad_input_is_refused_and_leaves_no_trace
            of_many_workers_each_item_is_claimed_once
            a_long_random_life_equals_that_of_the_model_and_adds_up
        }
    };
}

const TTL: Duration = Duration::from_secs(60);

fn t(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_800_000_000 + seconds, 0).unwrap()
}

fn lane(name: &str) -> Dispatch {
    Dispatch {
        lane: name.to_owned(),
        due_at: t(0),
        priority: 0,
    }
}

fn retries(max_attempts: u32) -> RetrySchedule {
    let s = Duration::from_secs;
    RetrySchedule::new(s(2), s(600), s(3_600), max_attempts).unwrap()
}

#[track_caller]
fn refused<T: Debug>(result: Result<T>, kind: ErrorKind) -> Error {
    let error = result.expect_err("this had to be refused");
    assert_eq!(error.kind(), kind, "{error}");
    error
}

async fn queue(store: &dyn Outbox, shift: &str, dispatch: &Dispatch) -> OutboxItem {
    let intent = intent(shift, "caregiver-1");
    store.enqueue(&intent, dispatch, t(0)).await.unwrap().item
}

async fn claim(store: &dyn Outbox, limit: u32, now: DateTime<Utc>) -> Vec<OutboxItem> {
    store
        .claim("worker-1", TTL, &retries(5), limit, now)
        .await
        .unwrap()
}

fn numbers(items: &[OutboxItem]) -> Vec<u64> {
    items.iter().map(|item| item.number).collect()
}

async fn counts(store: &dyn Outbox) -> OutboxCounts {
    let counts = store.outbox_counts().await.unwrap();
    assert!(counts.add_up(), "{counts:?}");
    counts
}

/// Given an intent queued twice, there is one effect and one item, as first queued.
pub async fn an_effect_is_planned_and_queued_together_and_once(store: &dyn Outbox) {
    let claim = intent("shift-1", "caregiver-1");
    let first = store.enqueue(&claim, &lane("client-1"), t(0)).await.unwrap();
    assert!(first.planned.is_new());
    let effect = first.planned.effect().clone();
    assert_eq!(store.current(&claim.key).await.unwrap(), Some(effect.clone()));
    assert_eq!(
        (first.item.effect, first.item.state),
        (effect.id, OutboxState::Waiting)
    );
    assert_eq!((first.item.attempts, first.item.fence), (0, Fence::new(0)));
    let again = store.enqueue(&claim, &lane("client-2"), t(9)).await.unwrap();
    assert!(!again.planned.is_new());
    assert_eq!(again.item, first.item);
    assert_eq!(store.item(first.item.number).await.unwrap(), first.item);
    assert_eq!(store.item_of(effect.id).await.unwrap(), Some(first.item));
    // One that was planned without the outbox can be queued later.
    let planned = store.plan(&intent("shift-2", "caregiver-1"), t(0)).await.unwrap();
    assert_eq!(store.item_of(planned.effect().id).await.unwrap(), None);
    assert_eq!(
        queue(store, "shift-2", &lane("client-1")).await.effect,
        planned.effect().id
    );
    assert_eq!(counts(store).await.enqueued, 2);
}

/// Given a key held for other content, or a bad dispatch, neither effect nor item is recorded.
pub async fn a_refused_claim_of_a_key_queues_nothing(store: &dyn Outbox) {
    queue(store, "shift-1", &lane("client-1")).await;
    let rival = intent("shift-1", "caregiver-2");
    refused(
        store.enqueue(&rival, &lane("client-1"), t(0)).await,
        ErrorKind::KeyReuse,
    );
    let other = intent("shift-2", "caregiver-1");
    let error = refused(
        store.enqueue(&other, &lane(""), t(0)).await,
        ErrorKind::InvalidInput,
    );
    assert_eq!(error.get("field"), Some("lane"));
    assert_eq!(store.current(&other.key).await.unwrap(), None);
    assert_eq!(counts(store).await.enqueued, 1);
}

/// Given two lanes, each gives its first item; the next comes when that is done or dead, not while it waits.
pub async fn a_lane_keeps_its_order_and_lanes_do_not_wait_for_each_other(store: &dyn Outbox) {
    for (shift, client) in [("1", "a"), ("2", "a"), ("3", "b"), ("4", "a"), ("5", "b")] {
        queue(store, shift, &lane(client)).await;
    }
    let first = claim(store, 10, t(0)).await;
    assert_eq!(numbers(&first), [1, 3]);
    assert_eq!(claim(store, 10, t(1)).await, []);
    store
        .fail(1, first[0].fence, "timeout", &retries(5), u64::MAX, t(1))
        .await
        .unwrap();
    store.complete(3, first[1].fence, t(1)).await.unwrap();
    // Item 1 waits two seconds, and with it its lane.
    assert_eq!(numbers(&claim(store, 10, t(2)).await), [5]);
    let again = claim(store, 10, t(3)).await;
    assert_eq!(numbers(&again), [1]);
    store.bury(1, again[0].fence, "refused", t(3)).await.unwrap();
    assert_eq!(numbers(&claim(store, 10, t(3)).await), [2]);
}

/// Given many lanes, the higher priority goes first, then what was due first, then what was queued first.
pub async fn priority_then_due_time_then_order_decide_between_lanes(store: &dyn Outbox) {
    for (shift, priority, due) in [("1", 0, 5), ("2", 0, 3), ("3", 9, 8), ("4", 0, 3), ("5", 255, 99)] {
        let dispatch = Dispatch {
            lane: format!("client-{shift}"),
            due_at: t(due),
            priority,
        };
        queue(store, shift, &dispatch).await;
    }
    assert_eq!(claim(store, 10, t(2)).await, []);
    assert_eq!(numbers(&claim(store, 2, t(10)).await), [3, 2]);
    assert_eq!(numbers(&claim(store, 10, t(10)).await), [4, 1]);
    let late = t(99) - TimeDelta::microseconds(1);
    assert!(!numbers(&claim(store, 10, late).await).contains(&5));
    assert_eq!(numbers(&claim(store, 1, t(99)).await), [5]);
}

/// Given a claim whose time is over, another worker gets the item; the first can report nothing any more.
pub async fn a_claim_that_ended_goes_to_another_worker_and_fences_off_the_first(store: &dyn Outbox) {
    queue(store, "shift-1", &lane("client-1")).await;
    let old = claim(store, 1, t(0)).await.remove(0);
    assert_eq!(
        (old.claimed_until, old.holder.as_deref()),
        (Some(t(60)), Some("worker-1"))
    );
    let longer = store.extend(1, old.fence, TTL, t(20)).await.unwrap();
    assert_eq!((longer.claimed_until, longer.fence), (Some(t(80)), old.fence));
    assert_eq!(claim(store, 1, t(79)).await, []);
    refused(store.extend(1, old.fence, TTL, t(80)).await, ErrorKind::Conflict);
    let new = store
        .claim("worker-2", TTL, &retries(5), 1, t(80))
        .await
        .unwrap()
        .remove(0);
    assert_eq!((new.fence, new.attempts), (Fence::new(2), 2));
    let deferral = Deferral::RateLimited { retry_after: None };
    let error = refused(store.complete(1, old.fence, t(81)).await, ErrorKind::Conflict);
    assert_eq!(
        (error.get("fence"), error.get("given_fence")),
        (Some("2"), Some("1"))
    );
    refused(
        store.fail(1, old.fence, "timeout", &retries(5), 0, t(81)).await,
        ErrorKind::Conflict,
    );
    refused(
        store.defer(1, old.fence, deferral, t(81)).await,
        ErrorKind::Conflict,
    );
    refused(
        store.bury(1, old.fence, "refused", t(81)).await,
        ErrorKind::Conflict,
    );
    refused(store.extend(1, old.fence, TTL, t(81)).await, ErrorKind::Conflict);
    assert_eq!(store.item(1).await.unwrap(), new);
    // Its time is over too, but nobody else has it: what it did counts.
    let done = store.complete(1, new.fence, t(500)).await.unwrap();
    assert_eq!((done.state, done.holder), (OutboxState::Done, None));
}

/// Given failures, each wait is the drawn part of a doubled span, until no attempt is left.
pub async fn a_failed_item_waits_as_the_schedule_says_and_is_dead_at_its_end(store: &dyn Outbox) {
    queue(store, "shift-1", &lane("client-1")).await;
    let schedule = retries(4);
    let half = 1 << 63;
    let mut now = t(0);
    for wait in [1, 2, 4] {
        let item = claim(store, 1, now).await.remove(0);
        let item = store
            .fail(1, item.fence, "timeout", &schedule, half, now)
            .await
            .unwrap();
        assert_eq!(
            (item.state, item.due_at),
            (OutboxState::Waiting, now + TimeDelta::seconds(wait))
        );
        assert_eq!(item.reason.as_deref(), Some("timeout"));
        now = item.due_at;
    }
    let item = claim(store, 1, now).await.remove(0);
    let item = store
        .fail(1, item.fence, "timeout", &schedule, half, now)
        .await
        .unwrap();
    assert_eq!((item.state, item.attempts), (OutboxState::Dead, 4));
    assert_eq!(claim(store, 1, t(90_000)).await, []);
    assert_eq!(counts(store).await.dead, 1);
}

/// Given a 429 or an open breaker, however often, the item waits as asked and keeps all its attempts.
pub async fn a_deferral_uses_up_no_attempt(store: &dyn Outbox) {
    let s = Duration::from_secs;
    queue(store, "shift-1", &lane("client-1")).await;
    let mut now = t(0);
    for (deferral, wait) in [
        (Deferral::RateLimited { retry_after: None }, 60),
        (
            Deferral::RateLimited {
                retry_after: Some(s(7)),
            },
            7,
        ),
        (
            Deferral::RateLimited {
                retry_after: Some(Duration::ZERO),
            },
            1,
        ),
        (
            Deferral::RateLimited {
                retry_after: Some(s(1_000_000_000)),
            },
            86_400,
        ),
        (Deferral::BreakerOpen { wait: s(30) }, 30),
    ] {
        let item = claim(store, 1, now).await.remove(0);
        let item = store.defer(1, item.fence, deferral, now).await.unwrap();
        assert_eq!((item.attempts, item.began_at), (0, None));
        assert_eq!(item.reason.as_deref(), Some(deferral.code()));
        assert_eq!(item.due_at, now + TimeDelta::seconds(wait));
        now = item.due_at;
    }
    let item = claim(store, 1, now).await.remove(0);
    assert_eq!((item.attempts, item.deferrals, item.began_at), (1, 5, Some(now)));
}

/// Given an item whose workers never report, it is claimed as often as there are attempts, then dead.
pub async fn an_item_that_kills_its_workers_ends_dead(store: &dyn Outbox) {
    queue(store, "shift-1", &lane("client-1")).await;
    let mut now = t(0);
    for attempt in 1..=5 {
        let item = claim(store, 1, now).await.remove(0);
        assert_eq!(item.attempts, attempt);
        now = item.claimed_until.unwrap();
    }
    assert_eq!(claim(store, 1, now).await, []);
    let item = store.item(1).await.unwrap();
    assert_eq!(
        (item.state, item.reason.as_deref()),
        (OutboxState::Dead, Some("claims_lapsed"))
    );
}

/// Given dead items, a person sees those meant, then queues them again: same effects, all attempts, same order.
pub async fn a_dead_item_is_redriven_with_the_same_effect(store: &dyn Outbox) {
    for (shift, client) in [("1", "a"), ("2", "b"), ("3", "c")] {
        queue(store, shift, &lane(client)).await;
    }
    queue(store, "4", &lane("a")).await;
    for (item, reason) in claim(store, 3, t(0)).await.iter().zip(["full", "full", "gone"]) {
        store.bury(item.number, item.fence, reason, t(1)).await.unwrap();
    }
    let full = DeadFilter {
        reason: Some("full".to_owned()),
        ..DeadFilter::default()
    };
    let meant = store.dead(&full, 10).await.unwrap();
    assert_eq!(numbers(&meant), [1, 2]);
    let lane_c = DeadFilter {
        lane: Some("c".to_owned()),
        ..DeadFilter::default()
    };
    assert_eq!(numbers(&store.dead(&lane_c, 10).await.unwrap()), [3]);
    // A later item of the lane is under way: the redriven one waits for it.
    let fourth = claim(store, 1, t(5)).await.remove(0);
    assert_eq!(fourth.number, 4);
    let redriven = store.redrive(&full, 10, t(9)).await.unwrap();
    assert_eq!(numbers(&redriven), [1, 2]);
    for (before, after) in meant.iter().zip(&redriven) {
        assert_eq!(after.effect, before.effect);
        assert_eq!(
            (after.state, after.attempts, after.due_at),
            (OutboxState::Waiting, 0, t(9))
        );
        assert_eq!(after.fence, before.fence, "fences do not begin anew");
    }
    assert_eq!(store.redrive(&full, 10, t(9)).await.unwrap(), []);
    assert_eq!(numbers(&claim(store, 10, t(9)).await), [2]);
    store.complete(4, fourth.fence, t(10)).await.unwrap();
    assert_eq!(numbers(&claim(store, 10, t(10)).await), [1]);
    assert_eq!(counts(store).await.dead, 1);
}

/// Given an answer that was lost, saying complete or bury again changes nothing; saying other things is refused.
pub async fn reports_that_end_an_item_may_be_repeated(store: &dyn Outbox) {
    queue(store, "1", &lane("a")).await;
    queue(store, "2", &lane("b")).await;
    let items = claim(store, 2, t(0)).await;
    let done = store.complete(1, items[0].fence, t(1)).await.unwrap();
    assert_eq!(store.complete(1, items[0].fence, t(2)).await.unwrap(), done);
    let dead = store.bury(2, items[1].fence, "refused", t(1)).await.unwrap();
    assert_eq!(
        store.bury(2, items[1].fence, "refused", t(2)).await.unwrap(),
        dead
    );
    refused(
        store.bury(1, items[0].fence, "refused", t(2)).await,
        ErrorKind::Conflict,
    );
    refused(
        store.bury(2, items[1].fence, "other", t(2)).await,
        ErrorKind::Conflict,
    );
    refused(store.complete(2, items[1].fence, t(2)).await, ErrorKind::Conflict);
    refused(store.complete(1, Fence::new(0), t(2)).await, ErrorKind::Conflict);
    refused(store.complete(3, Fence::new(1), t(2)).await, ErrorKind::NotFound);
    refused(store.item(0).await, ErrorKind::NotFound);
    refused(store.item(u64::MAX).await, ErrorKind::NotFound);
}

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
    assert_eq!(store.item(1).await.unwrap(), claimed);
    assert_eq!(counts(store).await.enqueued, 1);
}

/// Given many workers, each item is claimed once, and in each lane in its order.
pub async fn of_many_workers_each_item_is_claimed_once(store: &dyn Outbox) {
    for n in 0..24 {
        queue(store, &format!("shift-{n}"), &lane(&format!("client-{}", n % 6))).await;
    }
    let start = Barrier::new(4);
    let done: Vec<u64> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..4)
            .map(|n| {
                let start = &start;
                scope.spawn(move || {
                    let (holder, schedule) = (format!("worker-{n}"), retries(5));
                    let mut done = Vec::new();
                    start.wait();
                    // Ends when everything is done, by whoever did it.
                    while block_on(store.outbox_counts()).unwrap().done < 24 {
                        for item in block_on(store.claim(&holder, TTL, &schedule, 2, t(0))).unwrap() {
                            assert_eq!(item.fence, Fence::FIRST);
                            block_on(store.complete(item.number, item.fence, t(0))).unwrap();
                            done.push(item.number);
                        }
                    }
                    done
                })
            })
            .collect();
        threads
            .into_iter()
            .flat_map(|thread| thread.join().unwrap())
            .collect()
    });
    assert_eq!(done.len(), 24);
    assert_eq!(done.into_iter().collect::<HashSet<u64>>().len(), 24);
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
    for _ in 0..1_000 {
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
