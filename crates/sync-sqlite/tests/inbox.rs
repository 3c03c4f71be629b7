//! The inbox in SQLite: the behaviour suite, and receivers and workers that are killed.
#![allow(clippy::unwrap_used)] // also in what the tests call

#[path = "fixtures/alternating.rs"]
mod alternating;
#[cfg(unix)]
#[path = "fixtures/script.rs"]
mod script;

use careweave_sync_sqlite::SqliteStore;

mod in_a_file {
    careweave_sync_core::inbox_suite!(crate::alternating::in_a_file());
}

mod in_memory {
    use super::SqliteStore;

    careweave_sync_core::inbox_suite!(async { (SqliteStore::in_memory().await.unwrap(), ()) });
}

mod through_two_handles {
    careweave_sync_core::inbox_suite!(crate::alternating::through_two_handles());
}

/// A process is killed at each step of accept, settle, hint, fetched.
#[cfg(unix)]
mod crash {
    use careweave_sync_core::suite::crash::INBOX;

    use super::script::{child, kill_everywhere};

    #[test]
    #[ignore = "the child process of the test below, which kills it"]
    fn receiver() {
        child(&INBOX);
    }

    #[test]
    fn a_receiver_killed_at_any_step_loses_nothing_it_acknowledged() {
        kill_everywhere("crash::receiver", &INBOX, 2);
    }
}
