use std::fmt::Debug;

use async_trait::async_trait;
use careweave_types::Result;
use careweave_webhooks::Ack;
use chrono::{DateTime, Utc};

use super::Record;

/// A record that has to be fetched, as it was marked when the store was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// The record.
    pub record: Record,
    /// The number of the last hint that is in this mark; what it counts is the store's affair.
    pub seen: u64,
}

/// Which records have to be fetched: a set, so that any number of hints for one record is one fetch, and one that forgets
/// no hint. `events::suite` is the behaviour every implementation has.
#[async_trait]
pub trait HintStore: Debug + Send + Sync {
    /// Notes that something about `record` changed. When this has returned, the hint is as safe as the store is, and the
    /// delivery may be acknowledged.
    ///
    /// # Errors
    /// `Storage` when it could not be noted: then the sender must hear so.
    async fn mark(&self, record: &Record, now: DateTime<Utc>) -> Result<()>;

    /// Up to `limit` (1 to 1000) records that wait, the one that has waited longest first. Asking changes nothing: who fails
    /// to fetch one finds it again.
    ///
    /// # Errors
    /// `InvalidInput` for a bad limit, `Storage`.
    async fn waiting(&self, limit: u32) -> Result<Vec<Mark>>;

    /// The record of `mark` was fetched after the mark was read, and what was found is stored. Repeating it is harmless.
    ///
    /// Gives `StillDirty` when a hint came after the mark was read: the fetch may have been too early to see that change.
    ///
    /// # Errors
    /// `Storage`.
    async fn fetched(&self, mark: &Mark, now: DateTime<Utc>) -> Result<Ack>;
}
