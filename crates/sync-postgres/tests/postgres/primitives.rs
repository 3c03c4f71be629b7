//! The behaviour suites of the other primitives.

use careweave_sync_postgres::PostgresStore;

use crate::support::fresh::Fresh;

async fn fresh() -> (PostgresStore, Fresh) {
    let fresh = Fresh::new();
    (fresh.store().await, fresh)
}

mod lease {
    careweave_sync_core::lease_suite!(super::fresh());
}

mod inbox {
    careweave_sync_core::inbox_suite!(super::fresh());
}

mod outbox {
    careweave_sync_core::outbox_suite!(super::fresh());
}

mod audit {
    careweave_sync_core::audit_suite!(super::fresh());
}

mod latch {
    careweave_sync_core::latch_suite!(super::fresh());
}

mod gate {
    careweave_sync_core::gate_suite!(super::fresh());
}

mod mirror {
    careweave_sync_core::mirror_suite!(super::fresh());
}

mod vault {
    careweave_sync_core::vault_suite!(super::fresh());
}

mod conflicts {
    careweave_sync_core::conflicts_suite!(super::fresh());
}

mod gated {
    careweave_sync_core::gated_suite!(super::fresh());
}

mod health {
    careweave_sync_core::health_suite!(super::fresh());
}

mod retention {
    careweave_sync_core::retention_suite!(super::fresh());
}

mod holds {
    careweave_sync_core::holds_suite!(super::fresh());
}
