use std::fmt::Debug;

use async_trait::async_trait;
use careweave_types::Result;
use chrono::{DateTime, Utc};

use super::{Erasure, ErasureReport, PurgeReport, RetentionRules};

/// Letting go: by age, and of one person.
///
/// Every step is one atomic, durable change. Every method fails with `Storage` when the store does, and with `InvalidInput`
/// that names the field.
#[async_trait]
pub trait Purge: Debug + Send + Sync {
    /// Counts what [`purge`](Self::purge) would let go of, without a limit. Changes nothing.
    ///
    /// # Errors
    /// As above.
    async fn purge_preview(&self, rules: &RetentionRules, now: DateTime<Utc>) -> Result<PurgeReport>;

    /// Lets go of up to `limit` (1 to 1000) of each that the rules name, the oldest first. Call it until there is no more;
    /// what was stopped in between is gone on with. What a [legal hold](super::LegalHolds) covers stays.
    ///
    /// # Errors
    /// As above.
    async fn purge(&self, rules: &RetentionRules, limit: u32, now: DateTime<Utc>) -> Result<PurgeReport>;

    /// Removes what is kept of one person, all of it or nothing, and writes down that it did. Repeating it removes what has come
    /// since. Erased records change: [`Mirror::changed`](crate::Mirror::changed) tells of them.
    ///
    /// # Errors
    /// `Forbidden` with the context `reason` `legal_hold` and `matter` while a [hold](super::LegalHolds) covers anything of it.
    async fn erase(&self, erasure: &Erasure, now: DateTime<Utc>) -> Result<ErasureReport>;
}
