//! The behaviour suite of the ledger, over a file and in memory.

#![allow(clippy::unwrap_used)] // also in what the tests call

use careweave_sync_sqlite::SqliteStore;

#[path = "fixtures/alternating.rs"]
mod alternating;

mod in_a_file {
    careweave_sync_core::ledger_suite!(crate::alternating::in_a_file());
}

mod in_memory {
    use super::SqliteStore;

    careweave_sync_core::ledger_suite!(async { (SqliteStore::in_memory().await.unwrap(), ()) });
}

mod through_two_handles {
    careweave_sync_core::ledger_suite!(crate::alternating::through_two_handles());
}
