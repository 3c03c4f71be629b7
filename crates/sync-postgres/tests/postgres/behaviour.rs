//! The behaviour suite of the ledger and of those with the most state, through one store and through two with connections of their own.

use crate::support::fresh::Fresh;

mod through_one_store {
    use super::Fresh;

    careweave_sync_core::ledger_suite!(async {
        let fresh = Fresh::new();
        (fresh.store().await, fresh)
    });
}

/// Every call goes to the other store than the call before.
mod through_two_stores {
    use careweave_sync_core::suite::Alternating;
    use careweave_sync_postgres::PostgresStore;

    use super::Fresh;

    async fn two() -> (Alternating<PostgresStore>, Fresh) {
        let fresh = Fresh::new();
        let stores = [fresh.store().await, fresh.store().await];
        (Alternating::new(stores), fresh)
    }

    careweave_sync_core::ledger_suite!(two());

    mod inbox {
        careweave_sync_core::inbox_suite!(super::two());
    }

    mod outbox {
        careweave_sync_core::outbox_suite!(super::two());
    }

    mod stream {
        careweave_sync_core::stream_suite!(super::two());
    }

    mod mirror {
        careweave_sync_core::mirror_suite!(super::two());
    }
}
