//! The outbox in SQLite: the behaviour suite, and workers that are killed.
#![allow(clippy::unwrap_used)] // also in what the tests call

#[path = "fixtures/alternating.rs"]
mod alternating;
#[cfg(unix)]
#[path = "fixtures/script.rs"]
mod script;

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

/// A worker is killed at each step of enqueue, claim, complete.
#[cfg(unix)]
mod crash {
    use careweave_sync_core::suite::crash::OUTBOX;

    use super::script::{child, kill_everywhere};

    #[test]
    #[ignore = "the child process of the test below, which kills it"]
    fn worker() {
        child(&OUTBOX);
    }

    #[test]
    fn a_worker_killed_at_any_step_loses_no_item() {
        kill_everywhere("crash::worker", &OUTBOX, 3);
    }
}
