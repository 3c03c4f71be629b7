use std::fmt::Debug;
use std::time::Duration;

use async_trait::async_trait;
use careweave_types::Result;
use chrono::{DateTime, Utc};

use super::{ClaimFilter, DeadFilter, Deferral, Dispatch, OutboxCounts, OutboxItem, RetrySchedule};
use crate::lease::Fence;
use crate::ledger::{EffectId, EffectLedger, Intent, Planned};

/// What queueing found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Enqueued {
    /// The effect, planned now or before.
    pub planned: Planned,
    /// Its item. One that was there before is as it was, whatever the dispatch said.
    pub item: OutboxItem,
}

/// A durable queue of effects, with the rules of [`machine`](super::machine).
///
/// Every step is one atomic, durable change: when a call returns, it survives a crash; when a call fails,
/// nothing of it is kept. Every method fails with `Storage` when the store does, and with `InvalidInput` that
/// names the field. Steps of a claimed item fail with `NotFound` for a number that was never given, and
/// with `Conflict` when the item is not claimed under this fence (any more).
#[async_trait]
pub trait Outbox: EffectLedger + Debug + Send + Sync {
    /// Plans the effect and queues it, both or neither. The same effect is queued once.
    ///
    /// # Errors
    /// As [`EffectLedger::plan`]; then nothing is queued.
    async fn enqueue(&self, intent: &Intent, dispatch: &Dispatch, now: DateTime<Utc>) -> Result<Enqueued>;

    /// Claims up to `limit` (1 to 1000) items whose turn and time have come, for `ttl` (up to 24 hours).
    /// An item whose last claim ended without a word and that has no attempt or time left becomes dead.
    ///
    /// # Errors
    /// As above.
    async fn claim(
        &self,
        holder: &str,
        ttl: Duration,
        schedule: &RetrySchedule,
        limit: u32,
        now: DateTime<Utc>,
    ) -> Result<Vec<OutboxItem>>;

    /// As [`claim`](Self::claim), but only what the filter takes.
    ///
    /// # Errors
    /// As above.
    async fn claim_only(
        &self,
        filter: &ClaimFilter,
        holder: &str,
        ttl: Duration,
        schedule: &RetrySchedule,
        limit: u32,
        now: DateTime<Utc>,
    ) -> Result<Vec<OutboxItem>>;

    /// Moves the end of a live claim to `ttl` from now; never to an earlier instant.
    ///
    /// # Errors
    /// As above.
    async fn extend(
        &self,
        number: u64,
        fence: Fence,
        ttl: Duration,
        now: DateTime<Utc>,
    ) -> Result<OutboxItem>;

    /// Says that the effect was sent. Repeating it is harmless.
    ///
    /// # Errors
    /// As above.
    async fn complete(&self, number: u64, fence: Fence, now: DateTime<Utc>) -> Result<OutboxItem>;

    /// Says of several items at once, with the fence of each, that their effects were sent: a batch that one claim gave costs one
    /// step, not one for each. At most 1000; the answers are in the order of what was given.
    ///
    /// # Errors
    /// As above where nothing of it was kept. What is refused of a single item, as [`complete`](Self::complete) would, is its
    /// own answer: the others are done.
    async fn complete_all(
        &self,
        sent: &[(u64, Fence)],
        now: DateTime<Utc>,
    ) -> Result<Vec<Result<OutboxItem>>>;

    /// Says that the attempt failed. It waits as the schedule says, with `draw` as the random number, or is dead
    /// when there is no attempt or time left.
    ///
    /// # Errors
    /// As above.
    async fn fail(
        &self,
        number: u64,
        fence: Fence,
        reason: &str,
        schedule: &RetrySchedule,
        draw: u64,
        now: DateTime<Utc>,
    ) -> Result<OutboxItem>;

    /// Gives the item back unsent, and its attempt with it.
    ///
    /// # Errors
    /// As above.
    async fn defer(
        &self,
        number: u64,
        fence: Fence,
        deferral: Deferral,
        now: DateTime<Utc>,
    ) -> Result<OutboxItem>;

    /// Gives the item up at once. Repeating it is harmless.
    ///
    /// # Errors
    /// As above.
    async fn bury(&self, number: u64, fence: Fence, reason: &str, now: DateTime<Utc>) -> Result<OutboxItem>;

    /// The item with this number.
    ///
    /// # Errors
    /// `NotFound` for a number that was never given.
    async fn item(&self, number: u64) -> Result<OutboxItem>;

    /// The item of an effect.
    ///
    /// # Errors
    /// As above.
    async fn item_of(&self, effect: EffectId) -> Result<Option<OutboxItem>>;

    /// Dead items in the order of queueing, up to `limit`: what [`redrive`](Self::redrive) would take.
    ///
    /// # Errors
    /// As above.
    async fn dead(&self, filter: &DeadFilter, limit: u32) -> Result<Vec<OutboxItem>>;

    /// Queues up to `limit` dead items again at once, with all their attempts and the effect ids they had.
    ///
    /// # Errors
    /// As above.
    async fn redrive(&self, filter: &DeadFilter, limit: u32, now: DateTime<Utc>) -> Result<Vec<OutboxItem>>;

    /// What became of everything that was queued.
    ///
    /// # Errors
    /// As above.
    async fn outbox_counts(&self) -> Result<OutboxCounts>;
}
