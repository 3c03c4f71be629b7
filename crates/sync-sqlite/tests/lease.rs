//! Leases in SQLite: the behaviour suite, threads on two handles, and workers that are killed.
#![allow(clippy::unwrap_used)] // also in what the tests call

#[path = "fixtures/alternating.rs"]
mod alternating;
#[cfg(unix)]
#[path = "fixtures/killed.rs"]
mod killed;

use std::time::Duration;

use careweave_sync_core::{Fence, Leases};
use careweave_sync_sqlite::SqliteStore;
use chrono::DateTime;

mod in_a_file {
    careweave_sync_core::lease_suite!(crate::alternating::in_a_file());
}

mod in_memory {
    use super::SqliteStore;

    careweave_sync_core::lease_suite!(async { (SqliteStore::in_memory().await.unwrap(), ()) });
}

mod through_two_handles {
    careweave_sync_core::lease_suite!(crate::alternating::through_two_handles());
}

#[test]
fn the_file_itself_refuses_a_fence_that_goes_back_and_a_deleted_lease() {
    use careweave_sync_core::suite::block_on;
    let (store, folder) = block_on(alternating::in_a_file());
    let now = DateTime::from_timestamp(1_800_000_000, 0).unwrap();
    let ttl = Duration::from_secs(60);
    block_on(store.acquire("poll", "worker-1", ttl, now)).unwrap();
    block_on(store.acquire("poll", "worker-1", ttl, now)).unwrap();
    let raw = rusqlite::Connection::open(folder.path().join("careweave.db")).unwrap();
    for statement in ["UPDATE lease SET fence = 1", "DELETE FROM lease"] {
        let error = raw.execute_batch(statement).unwrap_err().to_string();
        assert!(error.contains("lease"), "{error}");
    }
    assert_eq!(
        block_on(store.lease("poll")).unwrap().unwrap().fence,
        Fence::new(2)
    );
}

/// A worker is killed at each step of acquire, renew, release. The fence it was told of is on disk, no fence
/// is granted twice, and whoever comes after gets the lease when its time is over.
#[cfg(unix)]
mod crash {
    use std::path::Path;
    use std::time::Duration;

    use careweave_sync_core::lease::LeaseState;
    use careweave_sync_core::suite::block_on;
    use careweave_sync_core::{Fence, Leases};
    use careweave_sync_sqlite::SqliteStore;
    use careweave_types::ErrorKind;
    use chrono::{DateTime, Utc};

    use super::killed::{Orders, assert_whole, kill_at};

    const POINTS: [&str; 6] = [
        "acquiring",
        "acquired",
        "renewing",
        "renewed",
        "releasing",
        "released",
    ];
    const TTL: Duration = Duration::from_secs(60);
    const NAME: &str = "poll";

    /// Each trial has its own stretch of time, after the leases of those before have ended.
    fn t(trial: usize, seconds: i64) -> DateTime<Utc> {
        let start = 1_800_000_000 + 1_000 * i64::try_from(trial).unwrap();
        DateTime::from_timestamp(start + seconds, 0).unwrap()
    }

    fn store(folder: &Path) -> SqliteStore {
        block_on(SqliteStore::open(folder.join("careweave.db"))).unwrap()
    }

    #[test]
    #[ignore = "the child process of the test below, which kills it"]
    fn worker() {
        let orders = Orders::read();
        let (store, trial) = (store(&orders.folder), orders.trial);
        orders.report("acquiring");
        let lease = block_on(store.acquire(NAME, "worker-1", TTL, t(trial, 0))).unwrap();
        orders.report("acquired");
        orders.report("renewing");
        block_on(store.renew(NAME, lease.fence, TTL, t(trial, 20))).unwrap();
        orders.report("renewed");
        orders.report("releasing");
        block_on(store.release(NAME, lease.fence, t(trial, 30))).unwrap();
        orders.report("released");
    }

    #[test]
    fn a_worker_killed_at_any_step_leaves_a_lease_that_ends_and_a_fence_that_grows() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path();
        let mut trial = 0;
        for _ in 0..3 {
            for (reached, point) in POINTS.into_iter().enumerate() {
                for held in [true, false] {
                    let before = block_on(store(folder).lease(NAME)).unwrap();
                    let top = before.map_or(0, |lease| lease.fence.get());
                    kill_at("crash::worker", folder, trial, point, held);
                    let place = format!("killed at {point}, held: {held}");
                    let store = store(folder);
                    let found = block_on(store.lease(NAME)).unwrap();
                    let fence = found.as_ref().map_or(0, |lease| lease.fence.get());
                    let granted = fence == top + 1;
                    assert!(granted || fence == top, "{place}");
                    // What was reported is on disk; a worker that stood still did nothing more.
                    assert!(granted || reached == 0, "{place}");
                    assert!(!(granted && reached == 0 && held), "{place}");
                    if let Some(lease) = found.filter(|_| granted) {
                        let released = lease.state == LeaseState::Released;
                        let renewed = lease.expires_at == t(trial, 80);
                        assert!(renewed || lease.expires_at == t(trial, 60), "{place}");
                        assert!(renewed || reached < 3, "{place}");
                        assert!(!(renewed && reached < 3 && held), "{place}");
                        assert!(released || reached < 5, "{place}");
                        assert!(!(released && reached < 5 && held), "{place}");
                        let early = block_on(store.acquire(NAME, "worker-2", TTL, t(trial, 40)));
                        assert_eq!(early.is_ok(), released, "{place}");
                    }
                    let next = block_on(store.acquire(NAME, "worker-2", TTL, t(trial, 500))).unwrap();
                    assert!(next.fence > Fence::new(fence), "{place}");
                    let late = block_on(store.renew(NAME, Fence::new(fence), TTL, t(trial, 501)));
                    assert!(late.is_err_and(|e| e.kind() != ErrorKind::Storage), "{place}");
                    block_on(store.close()).unwrap();
                    assert_whole(folder);
                    trial += 1;
                }
            }
        }
        assert_eq!(trial, 36);
    }
}

#[test]
fn of_eight_threads_on_two_handles_each_fence_is_granted_once() {
    use careweave_sync_core::suite::block_on;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("careweave.db");
    let handles = [
        block_on(SqliteStore::open(&path)).unwrap(),
        block_on(SqliteStore::open(&path)).unwrap(),
    ];
    let now = DateTime::from_timestamp(1_800_000_000, 0).unwrap();
    let start = std::sync::Barrier::new(8);
    let mut fences: Vec<u64> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..8)
            .map(|n| {
                let (start, store) = (&start, &handles[n % 2]);
                scope.spawn(move || {
                    let holder = format!("worker-{n}");
                    let mut fences = Vec::new();
                    start.wait();
                    while fences.len() < 20 {
                        // Refused while another thread has it; that one gives it back.
                        if let Ok(lease) =
                            block_on(store.acquire("poll", &holder, Duration::from_secs(60), now))
                        {
                            block_on(store.check_fence("poll", lease.fence, now)).unwrap();
                            block_on(store.release("poll", lease.fence, now)).unwrap();
                            fences.push(lease.fence.get());
                        }
                    }
                    fences
                })
            })
            .collect();
        threads
            .into_iter()
            .flat_map(|thread| thread.join().unwrap())
            .collect()
    });
    fences.sort_unstable();
    assert_eq!(fences, (1..=160).collect::<Vec<u64>>());
}
