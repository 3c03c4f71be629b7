use std::fmt::Debug;

use async_trait::async_trait;
use careweave_types::Result;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{Action, GateScope, Level};

/// A level that was set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GateChange {
    /// For what.
    pub scope: GateScope,
    /// Which.
    pub level: Level,
    /// By whom: an opaque id.
    pub actor: String,
    /// Why: a code.
    pub reason: String,
    /// When, in whole microseconds; never before the change before it.
    pub at: DateTime<Utc>,
}

/// A durable record of levels, with the rules of [`machine`](super::machine).
///
/// A change is one atomic, durable step, and whoever asks afterwards sees it, in any process. Every method fails with
/// `Storage` when the store does, and with `InvalidInput` that names the field.
#[async_trait]
pub trait Gates: Debug + Send + Sync {
    /// Sets the level of a scope. Every change is kept.
    ///
    /// # Errors
    /// As above.
    async fn set_level(
        &self,
        scope: &GateScope,
        level: Level,
        actor: &str,
        reason: &str,
        now: DateTime<Utc>,
    ) -> Result<GateChange>;

    /// The level that counts for a scope: its own, or that of what is around it; [`Level::Off`] where none is set.
    ///
    /// # Errors
    /// As above.
    async fn level(&self, scope: &GateScope) -> Result<Level>;

    /// Passes when the gate allows the action. Ask when something is planned, and again right before it is sent.
    ///
    /// # Errors
    /// `Forbidden`, temporary: context `level`, `action` and the scope.
    async fn check(&self, scope: &GateScope, action: Action) -> Result<()> {
        super::machine::check(scope, self.level(scope).await?, action)
    }

    /// The changes of a connection, the latest first; 1 to 1000.
    ///
    /// # Errors
    /// As above.
    async fn level_changes(&self, connection: &str, limit: u32) -> Result<Vec<GateChange>>;
}
