//! The behaviour suite of the ledger, through one store and through two with connections of their own.

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
    use std::sync::atomic::{AtomicUsize, Ordering};

    use async_trait::async_trait;
    use careweave_sync_core::{
        Attempt, Effect, EffectFilter, EffectId, EffectKey, EffectLedger, Intent, Planned,
    };
    use careweave_sync_postgres::PostgresStore;
    use careweave_types::Result;
    use chrono::{DateTime, Utc};

    use super::Fresh;

    #[derive(Debug)]
    struct Alternating {
        stores: [PostgresStore; 2],
        calls: AtomicUsize,
    }

    impl Alternating {
        fn next(&self) -> &PostgresStore {
            &self.stores[self.calls.fetch_add(1, Ordering::Relaxed) % 2]
        }
    }

    type At = DateTime<Utc>;

    #[async_trait]
    impl EffectLedger for Alternating {
        async fn plan(&self, intent: &Intent, now: At) -> Result<Planned> {
            self.next().plan(intent, now).await
        }
        async fn begin(&self, id: EffectId, expected: u32, deadline: At, now: At) -> Result<Effect> {
            self.next().begin(id, expected, deadline, now).await
        }
        async fn confirm(&self, id: EffectId, n: u32, remote_id: Option<&str>, now: At) -> Result<Effect> {
            self.next().confirm(id, n, remote_id, now).await
        }
        async fn reject(&self, id: EffectId, n: u32, reason: &str, now: At) -> Result<Effect> {
            self.next().reject(id, n, reason, now).await
        }
        async fn doubt(&self, id: EffectId, n: u32, now: At) -> Result<Effect> {
            self.next().doubt(id, n, now).await
        }
        async fn expire(&self, id: EffectId, n: u32, now: At) -> Result<Effect> {
            self.next().expire(id, n, now).await
        }
        async fn absent(&self, id: EffectId, n: u32, now: At) -> Result<Effect> {
            self.next().absent(id, n, now).await
        }
        async fn supersede(&self, id: EffectId, reason: &str, now: At) -> Result<Effect> {
            self.next().supersede(id, reason, now).await
        }
        async fn manual(&self, id: EffectId, reason: &str, now: At) -> Result<Effect> {
            self.next().manual(id, reason, now).await
        }
        async fn abandon(&self, id: EffectId, reason: &str, now: At) -> Result<Effect> {
            self.next().abandon(id, reason, now).await
        }
        async fn get(&self, id: EffectId) -> Result<Effect> {
            self.next().get(id).await
        }
        async fn current(&self, key: &EffectKey) -> Result<Option<Effect>> {
            self.next().current(key).await
        }
        async fn list(&self, filter: &EffectFilter) -> Result<Vec<Effect>> {
            self.next().list(filter).await
        }
        async fn unresolved(&self, now: At, limit: u32) -> Result<Vec<Effect>> {
            self.next().unresolved(now, limit).await
        }
        async fn history(&self, key: &EffectKey) -> Result<Vec<Effect>> {
            self.next().history(key).await
        }
        async fn attempts(&self, id: EffectId) -> Result<Vec<Attempt>> {
            self.next().attempts(id).await
        }
    }

    careweave_sync_core::ledger_suite!(async {
        let fresh = Fresh::new();
        let stores = [fresh.store().await, fresh.store().await];
        let calls = AtomicUsize::new(0);
        (Alternating { stores, calls }, fresh)
    });
}
