//! Whose turn it is.

// A behaviour that is not met ends the test it runs in.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use super::*;

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

/// Given items of two operations, a worker that asks for one gets only those, and what waits behind another's keeps waiting.
pub async fn a_worker_takes_only_the_operations_it_asks_for_and_lanes_keep_their_order(store: &dyn Outbox) {
    async fn queued(store: &dyn Outbox, shift: &str, operation: &str, name: &str) -> u64 {
        let intent = crate::Intent {
            operation: operation.to_owned(),
            ..intent(shift, "caregiver-1")
        };
        let queued = store.enqueue(&intent, &lane(name), t(0)).await.unwrap();
        queued.item.number
    }
    async fn only(store: &dyn Outbox, operation: &str) -> Vec<OutboxItem> {
        let (filter, schedule) = (ClaimFilter::operation(operation), retries(3));
        let claimed = store.claim_only(&filter, "worker-1", TTL, &schedule, 10, t(1));
        claimed.await.unwrap()
    }
    let note = queued(store, "shift-1", "notes.add", "client-1").await;
    let behind = queued(store, "shift-2", "shifts.assign", "client-1").await;
    let free = queued(store, "shift-3", "shifts.assign", "client-2").await;
    assert!(only(store, "visits.clock_in").await.is_empty());
    assert_eq!(numbers(&only(store, "shifts.assign").await), [free]);
    let notes = only(store, "notes.add").await;
    assert_eq!(numbers(&notes), [note]);
    // What is under way holds its lane, whoever asks.
    assert!(only(store, "shifts.assign").await.is_empty());
    store.complete(note, notes[0].fence, t(2)).await.unwrap();
    assert_eq!(numbers(&only(store, "shifts.assign").await), [behind]);
    // Of several operations, and of none named: all.
    let last = queued(store, "shift-4", "notes.add", "client-4").await;
    let both = ClaimFilter {
        operations: vec!["shifts.assign".to_owned(), "notes.add".to_owned()],
    };
    let claimed = store
        .claim_only(&both, "worker-1", TTL, &retries(3), 10, t(1))
        .await
        .unwrap();
    assert_eq!(numbers(&claimed), [last]);
    let again = queued(store, "shift-5", "notes.add", "client-5").await;
    let all = store
        .claim_only(&ClaimFilter::default(), "worker-1", TTL, &retries(3), 10, t(1))
        .await
        .unwrap();
    assert_eq!(numbers(&all), [again]);
    let bad = ClaimFilter::operation("not a code");
    let error = refused(
        store
            .claim_only(&bad, "worker-1", TTL, &retries(3), 10, t(1))
            .await,
        ErrorKind::InvalidInput,
    );
    assert_eq!(error.get("field"), Some("operations"));
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
