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

/// Two handles with a connection each: every call goes to the other one than the call before.
mod through_two_handles {
    use async_trait::async_trait;
    use careweave_sync_core::{
        Attempt, Effect, EffectFilter, EffectId, EffectKey, EffectLedger, Intent, Planned,
    };
    use careweave_types::Result;
    use chrono::{DateTime, Utc};

    use crate::alternating::Alternating;

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

    careweave_sync_core::ledger_suite!(Alternating::fresh());
}
