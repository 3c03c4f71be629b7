//! Conflicts, the gated ledger, health, retention and legal holds in SQLite: the behaviour suites.
#![allow(clippy::unwrap_used)] // also in what the tests call

use careweave_sync_sqlite::SqliteStore;

#[path = "fixtures/alternating.rs"]
#[allow(dead_code, reason = "only stores of one handle are asked for here")]
mod alternating;

mod conflicts {
    careweave_sync_core::conflicts_suite!(crate::alternating::in_a_file());
}

mod gated {
    careweave_sync_core::gated_suite!(crate::alternating::in_a_file());
}

mod health {
    careweave_sync_core::health_suite!(crate::alternating::in_a_file());
}

mod retention {
    careweave_sync_core::retention_suite!(crate::alternating::in_a_file());
}

mod holds {
    careweave_sync_core::holds_suite!(crate::alternating::in_a_file());
}

mod in_memory {
    use super::SqliteStore;

    mod conflicts {
        use super::SqliteStore;

        careweave_sync_core::conflicts_suite!(async { (SqliteStore::in_memory().await.unwrap(), ()) });
    }

    mod retention {
        use super::SqliteStore;

        careweave_sync_core::retention_suite!(async { (SqliteStore::in_memory().await.unwrap(), ()) });
    }
}
