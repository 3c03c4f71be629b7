use std::fmt::Debug;
use std::time::Duration;

use async_trait::async_trait;
use careweave_types::Result;
use chrono::{DateTime, Utc};

use super::{Fence, Lease};

/// A durable record of leases, with the rules of [`machine`](super::machine).
///
/// Every step is one atomic, durable change: when a call returns, it survives a crash; when a call fails,
/// nothing of it is kept. Names and holders appear in logs and errors: no personal data. Every method fails
/// with `Storage` when the store does.
#[async_trait]
pub trait Leases: Debug + Send + Sync {
    /// Grants the lease `name` to `holder` for `ttl`, with a higher fence than any grant before. A name must be
    /// 1 to 512 bytes, and so must a holder, which is to be unique among the workers that run; `ttl` 1
    /// microsecond to 24 hours.
    ///
    /// A holder that has it already gets it anew: a worker that started again fences off what it left behind.
    ///
    /// # Errors
    /// `Conflict`, temporary, with `retry_after`, while another holder has it: context `lease`, `holder`, `fence`,
    /// `expires_at`. `InvalidInput` names the field.
    async fn acquire(&self, name: &str, holder: &str, ttl: Duration, now: DateTime<Utc>) -> Result<Lease>;

    /// Moves the end of the grant with this fence to `ttl` from now; never to an earlier instant.
    ///
    /// # Errors
    /// `Conflict` when the lease has ended, was released or granted anew; `NotFound` when it was never granted.
    async fn renew(&self, name: &str, fence: Fence, ttl: Duration, now: DateTime<Utc>) -> Result<Lease>;

    /// Gives the grant with this fence back, whether its time is over or not. Repeating it is harmless.
    ///
    /// # Errors
    /// `Conflict` when it was granted anew; `NotFound` when it was never granted.
    async fn release(&self, name: &str, fence: Fence, now: DateTime<Utc>) -> Result<Lease>;

    /// Passes when the grant with this fence is live.
    ///
    /// # Errors
    /// `Conflict` when the lease has ended, was released or granted anew; `NotFound` when it was never granted.
    async fn check_fence(&self, name: &str, fence: Fence, now: DateTime<Utc>) -> Result<()>;

    /// The last grant under `name`, live or not.
    ///
    /// # Errors
    /// `InvalidInput` for a name that breaks a rule.
    async fn lease(&self, name: &str) -> Result<Option<Lease>>;
}
