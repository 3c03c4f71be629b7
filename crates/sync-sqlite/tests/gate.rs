//! Rollout levels in SQLite: the behaviour suite.
#![allow(clippy::unwrap_used)] // also in what the tests call

#[path = "fixtures/alternating.rs"]
mod alternating;

use careweave_sync_sqlite::SqliteStore;

mod in_a_file {
    careweave_sync_core::gate_suite!(crate::alternating::in_a_file());
}

mod in_memory {
    use super::SqliteStore;

    careweave_sync_core::gate_suite!(async { (SqliteStore::in_memory().await.unwrap(), ()) });
}

mod through_two_handles {
    careweave_sync_core::gate_suite!(crate::alternating::through_two_handles());
}
