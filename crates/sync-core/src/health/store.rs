use std::fmt::Debug;

use async_trait::async_trait;
use careweave_types::Result;
use chrono::{DateTime, Utc};

use super::{Integration, IntegrationEvent, IntegrationStatus, Vitals};

/// Numbers about what waits, and a durable record of how integrations are, with the rules of [`machine`](super::machine).
///
/// Every method fails with `Storage` when the store does, and with `InvalidInput` that names the field.
#[async_trait]
pub trait Health: Debug + Send + Sync {
    /// What waits for an integration, from one look at the store.
    ///
    /// # Errors
    /// As above.
    async fn vitals(&self, integration: &Integration, now: DateTime<Utc>) -> Result<Vitals>;

    /// Records what happened to an integration. One atomic, durable step.
    ///
    /// # Errors
    /// As above.
    async fn observe(
        &self,
        name: &str,
        event: &IntegrationEvent,
        now: DateTime<Utc>,
    ) -> Result<IntegrationStatus>;

    /// How an integration is; `None` when nothing ever happened to it.
    ///
    /// # Errors
    /// As above.
    async fn integration(&self, name: &str) -> Result<Option<IntegrationStatus>>;
}
