//! Leases in SQLite: the behaviour suite, threads on two handles, and workers that are killed.
#![allow(clippy::unwrap_used)] // also in what the tests call

#[path = "fixtures/alternating.rs"]
mod alternating;
#[cfg(unix)]
#[path = "fixtures/script.rs"]
mod script;

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

/// A worker is killed at each step of acquire, renew, release.
#[cfg(unix)]
mod crash {
    use careweave_sync_core::suite::crash::LEASE;

    use super::script::{child, kill_everywhere};

    #[test]
    #[ignore = "the child process of the test below, which kills it"]
    fn worker() {
        child(&LEASE);
    }

    #[test]
    fn a_worker_killed_at_any_step_leaves_a_lease_that_ends_and_a_fence_that_grows() {
        kill_everywhere("crash::worker", &LEASE, 3);
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
