use std::fmt::Debug;

use async_trait::async_trait;
use careweave_types::Result;
use chrono::{DateTime, Utc};

use super::{Hold, LegalHold};

/// Legal holds: what is kept of a person until a matter is closed, with the rules of [`machine`](super::machine).
///
/// While a hold stands, [`Purge::erase`](super::Purge::erase) of anything it covers is refused, and nothing it covers goes by age.
/// Every step is one atomic, durable change, and takes its turn with erasing and letting go: what was erased was erased before the
/// hold was placed. Every method fails with `Storage` when the store does, and with `InvalidInput` that names the field.
#[async_trait]
pub trait LegalHolds: Debug + Send + Sync {
    /// Places a hold and writes down that it did. One per chain, token and matter: placed again it also keeps what is named now, and
    /// nothing that it kept is let go of; where nothing is added, nothing is written.
    ///
    /// # Errors
    /// `Conflict` with the context `held` when it stands with another id here.
    async fn place_hold(&self, hold: &Hold, now: DateTime<Utc>) -> Result<LegalHold>;

    /// Lifts the hold of a matter and writes down who did; false when none stands. What it kept goes with the next erasure, or by
    /// its age.
    ///
    /// # Errors
    /// As above.
    async fn lift_hold(
        &self,
        chain: &str,
        token: &str,
        matter: &str,
        actor: &str,
        now: DateTime<Utc>,
    ) -> Result<bool>;

    /// The holds of a chain that stand, in the order of their numbers, after number `after`; up to `limit` (1 to 1000).
    ///
    /// # Errors
    /// As above.
    async fn holds(&self, chain: &str, after: u64, limit: u32) -> Result<Vec<LegalHold>>;
}
