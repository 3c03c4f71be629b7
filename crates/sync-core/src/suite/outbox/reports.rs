//! What workers report, and how items end.

// A behaviour that is not met ends the test it runs in.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use super::*;

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

/// Given a report of many items, those that are the worker's are done, the others are refused, each alone.
pub async fn of_items_completed_together_each_has_its_own_answer(store: &dyn Outbox) {
    for (shift, client) in [("1", "a"), ("2", "b"), ("3", "c"), ("4", "d")] {
        queue(store, shift, &lane(client)).await;
    }
    assert!(store.complete_all(&[], t(0)).await.unwrap().is_empty());
    let items = claim(store, 3, t(0)).await;
    let fence = |place: usize| items[place].fence;
    store.bury(2, fence(1), "refused", t(1)).await.unwrap();
    // Three of them, one that was given up, one that nobody claimed, one that is not there, and the first once more.
    let sent = [
        (1, fence(0)),
        (2, fence(1)),
        (3, Fence::new(7)),
        (4, Fence::new(1)),
        (9, Fence::new(1)),
        (1, fence(0)),
        (3, fence(2)),
    ];
    let mut answers = store.complete_all(&sent, t(2)).await.unwrap().into_iter();
    let mut next = || answers.next().unwrap();
    let first = next().unwrap();
    assert_eq!((first.number, first.state), (1, OutboxState::Done));
    refused(next(), ErrorKind::Conflict);
    let error = refused(next(), ErrorKind::Conflict);
    assert_eq!(
        (error.get("item"), error.get("given_fence")),
        (Some("3"), Some("7"))
    );
    refused(next(), ErrorKind::Conflict);
    refused(next(), ErrorKind::NotFound);
    assert_eq!(next().unwrap(), first);
    assert_eq!(next().unwrap().state, OutboxState::Done);
    assert!(answers.next().is_none());
    for (number, state) in [
        (1, OutboxState::Done),
        (2, OutboxState::Dead),
        (3, OutboxState::Done),
        (4, OutboxState::Waiting),
    ] {
        assert_eq!(store.item(number).await.unwrap().state, state, "item {number}");
    }
    assert_eq!(store.item(1).await.unwrap(), first);
    let again = store.complete_all(&[(1, fence(0))], t(3)).await.unwrap();
    assert_eq!(
        again.into_iter().next().unwrap().unwrap(),
        first,
        "repeating it is harmless"
    );
    counts(store).await;
}
