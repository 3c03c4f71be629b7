//! The outbox in SQLite: the behaviour suite, and workers that are killed.
#![allow(clippy::unwrap_used)] // also in what the tests call

#[path = "fixtures/alternating.rs"]
mod alternating;
#[cfg(unix)]
#[path = "fixtures/killed.rs"]
mod killed;

use careweave_sync_sqlite::SqliteStore;

mod in_a_file {
    careweave_sync_core::outbox_suite!(crate::alternating::in_a_file());
}

mod in_memory {
    use super::SqliteStore;

    careweave_sync_core::outbox_suite!(async { (SqliteStore::in_memory().await.unwrap(), ()) });
}

mod through_two_handles {
    careweave_sync_core::outbox_suite!(crate::alternating::through_two_handles());
}

/// A worker is killed at each step of enqueue, claim, complete. Effect and item are there together or not
/// at all; what was claimed comes back to another worker when the claim ends, and nothing is lost.
#[cfg(unix)]
mod crash {
    use std::path::Path;
    use std::time::Duration;

    use careweave_sync_core::suite::block_on;
    use careweave_sync_core::{
        Dispatch, EffectKey, EffectLedger, Fingerprint, Intent, Outbox, OutboxState, Reconcile, RetrySchedule,
    };
    use careweave_sync_sqlite::SqliteStore;
    use chrono::{DateTime, Utc};

    use super::killed::{Orders, assert_whole, kill_at};

    const POINTS: [&str; 6] = [
        "queueing",
        "queued",
        "claiming",
        "claimed",
        "completing",
        "completed",
    ];
    const TTL: Duration = Duration::from_secs(60);

    fn t(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_800_000_000 + seconds, 0).unwrap()
    }

    fn store(folder: &Path) -> SqliteStore {
        block_on(SqliteStore::open(folder.join("careweave.db"))).unwrap()
    }

    fn intent(trial: usize) -> Intent {
        let shift = format!("shift-{trial}");
        Intent {
            key: EffectKey::new(format!("wellsky/assign/agency-1/{shift}")).unwrap(),
            operation: "shifts.assign".to_owned(),
            fingerprint: Fingerprint::of(&[&shift]),
            subject: shift,
            detail: "caregiver-1".to_owned(),
            strategy: Reconcile::Manual,
        }
    }

    fn dispatch() -> Dispatch {
        Dispatch {
            lane: "client-1".to_owned(),
            due_at: t(0),
            priority: 0,
        }
    }

    #[test]
    #[ignore = "the child process of the test below, which kills it"]
    fn worker() {
        let orders = Orders::read();
        let (store, schedule) = (store(&orders.folder), RetrySchedule::default());
        orders.report("queueing");
        block_on(store.enqueue(&intent(orders.trial), &dispatch(), t(0))).unwrap();
        orders.report("queued");
        orders.report("claiming");
        let items = block_on(store.claim("worker-1", TTL, &schedule, 1, t(0))).unwrap();
        orders.report("claimed");
        orders.report("completing");
        block_on(store.complete(items[0].number, items[0].fence, t(1))).unwrap();
        orders.report("completed");
    }

    #[test]
    fn a_worker_killed_at_any_step_loses_no_item() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path();
        let schedule = RetrySchedule::default();
        let mut trial = 0;
        for _ in 0..3 {
            for (reached, point) in POINTS.into_iter().enumerate() {
                for held in [true, false] {
                    kill_at("crash::worker", folder, trial, point, held);
                    let place = format!("killed at {point}, held: {held}");
                    let store = store(folder);
                    let effect = block_on(store.current(&intent(trial).key)).unwrap();
                    let item = effect
                        .as_ref()
                        .map(|effect| block_on(store.item_of(effect.id)).unwrap().unwrap());
                    let step = match item.as_ref().map(|item| item.state) {
                        None => 0,
                        Some(OutboxState::Waiting) => 1,
                        Some(OutboxState::Claimed) => 3,
                        Some(_) => 5,
                    };
                    // What was reported is on disk; a worker that stood still did nothing more.
                    let told = [0, 1, 1, 3, 3, 5][reached];
                    assert!(step >= told, "{place}: {item:?}");
                    assert!(step == told || !held, "{place}: {item:?}");

                    let queued = block_on(store.enqueue(&intent(trial), &dispatch(), t(2))).unwrap();
                    assert_eq!(queued.planned.is_new(), step == 0, "{place}");
                    let number = queued.item.number;
                    if step < 5 {
                        let now = queued.item.claimed_until.unwrap_or(t(2));
                        let claimed = block_on(store.claim("worker-2", TTL, &schedule, 9, now)).unwrap();
                        assert_eq!(claimed.len(), 1, "{place}");
                        assert_eq!(claimed[0].number, number, "{place}");
                        assert!(claimed[0].fence > queued.item.fence, "{place}");
                        block_on(store.complete(number, claimed[0].fence, now)).unwrap();
                    }
                    let counts = block_on(store.outbox_counts()).unwrap();
                    assert!(counts.add_up(), "{place}: {counts:?}");
                    trial += 1;
                    assert_eq!(
                        (counts.enqueued, counts.done),
                        (trial as u64, trial as u64),
                        "{place}"
                    );
                    block_on(store.close()).unwrap();
                    assert_whole(folder);
                }
            }
        }
        assert_eq!(trial, 36);
    }
}
