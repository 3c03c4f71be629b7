use std::fmt::Debug;
use std::time::Duration;

use async_trait::async_trait;
use careweave_types::{Pii, Result};
use chrono::{DateTime, Utc};

use super::{StreamAppend, StreamEvent, StreamHead};
use crate::outbox::Outbox;

/// Durable logs with what follows from them, with the rules of [`machine`](super::machine).
///
/// Every step is one atomic, durable change: when a call returns, it survives a crash; when a call fails, nothing of it is
/// kept. Names of streams appear in logs and errors: no personal data. Every method fails with `Storage` when the store does,
/// and with `InvalidInput` that names the field.
#[async_trait]
pub trait Streams: Outbox + Debug + Send + Sync {
    /// Appends events, queues the commands they cause and sets the deadline, all or nothing. A claim of the stream ends.
    ///
    /// A command whose effect was queued before is not queued again.
    ///
    /// # Errors
    /// `Conflict`, temporary, when the stream is at another version than `expected` (context `stream`, `expected`, `version`);
    /// `Conflict` when `under` is not the fence of a live claim; `KeyReuse` as [`EffectLedger::plan`](crate::EffectLedger::plan).
    async fn append(&self, append: &StreamAppend, now: DateTime<Utc>) -> Result<StreamHead>;

    /// Where a stream stands; `None` before its first append.
    ///
    /// # Errors
    /// As above.
    async fn stream(&self, stream: &str) -> Result<Option<StreamHead>>;

    /// The events after version `after`, up to `limit` (1 to 1000), in order.
    ///
    /// # Errors
    /// As above.
    async fn stream_events(&self, stream: &str, after: u64, limit: u32) -> Result<Vec<StreamEvent>>;

    /// The body that was given with the command of an item, by the item's number; `None` for one that no stream caused.
    ///
    /// # Errors
    /// As above.
    async fn command_body(&self, number: u64) -> Result<Option<Pii<Vec<u8>>>>;

    /// Streams with a deadline whose names begin with `prefix`, in the order of their names, after the one named `after`,
    /// up to `limit` (1 to 1000).
    ///
    /// # Errors
    /// As above.
    async fn waiting_streams(&self, prefix: &str, after: Option<&str>, limit: u32)
    -> Result<Vec<StreamHead>>;

    /// Every stream whose name begins with `prefix`, whether it waits or is over, in the order of their names, after the one named
    /// `after`, up to `limit` (1 to 1000).
    ///
    /// # Errors
    /// As above.
    async fn all_streams(&self, prefix: &str, after: Option<&str>, limit: u32) -> Result<Vec<StreamHead>>;

    /// Claims up to `limit` (1 to 1000) streams whose names begin with `prefix` and whose deadline has passed, the longest
    /// due first, for `ttl` (up to 24 hours). Each carries a higher fence than any claim of it before.
    ///
    /// # Errors
    /// As above.
    async fn claim_due(
        &self,
        prefix: &str,
        holder: &str,
        ttl: Duration,
        limit: u32,
        now: DateTime<Utc>,
    ) -> Result<Vec<StreamHead>>;
}
