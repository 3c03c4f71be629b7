//! Rollout levels in SQLite: the behaviour suite.
#![allow(clippy::unwrap_used)] // also in what the tests call

#[path = "fixtures/alternating.rs"]
mod alternating;

use alternating::Alternating;
use async_trait::async_trait;
use careweave_sync_core::{GateChange, GateScope, Gates, Level};
use careweave_sync_sqlite::SqliteStore;
use careweave_types::Result;
use chrono::{DateTime, Utc};

mod in_a_file {
    careweave_sync_core::gate_suite!(crate::alternating::in_a_file());
}

mod in_memory {
    use super::SqliteStore;

    careweave_sync_core::gate_suite!(async { (SqliteStore::in_memory().await.unwrap(), ()) });
}

mod through_two_handles {
    careweave_sync_core::gate_suite!(crate::Alternating::fresh());
}

#[async_trait]
impl Gates for Alternating {
    async fn set_level(
        &self,
        scope: &GateScope,
        level: Level,
        actor: &str,
        reason: &str,
        now: DateTime<Utc>,
    ) -> Result<GateChange> {
        self.next().set_level(scope, level, actor, reason, now).await
    }
    async fn level(&self, scope: &GateScope) -> Result<Level> {
        self.next().level(scope).await
    }
    async fn level_changes(&self, connection: &str, limit: u32) -> Result<Vec<GateChange>> {
        self.next().level_changes(connection, limit).await
    }
}
