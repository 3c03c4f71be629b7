use std::fmt::Debug;

use async_trait::async_trait;
use careweave_types::Result;
use chrono::{DateTime, Utc};

use super::{Conflict, ConflictCounts, ConflictDecision, ConflictFilter, FoundConflict};
use crate::lease::FenceGuard;
use crate::mirror::ExternalRef;

/// What recording the conflicts of a record came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ConflictReport {
    /// Found for the first time, or again after they were closed by themselves.
    pub opened: u32,
    /// Found before: open still, or decided already.
    pub known: u32,
    /// Open before and not found any more.
    pub obsolete: u32,
    /// Everything that was found, in its order: those that are resolved are to be [carried out](super::carry_out).
    pub conflicts: Vec<Conflict>,
}

/// A durable record of conflicts, with the rules of [`machine`](super::machine).
///
/// Every step is one atomic, durable change. Every method fails with `Storage` when the store does, and with `InvalidInput`
/// that names the field.
#[async_trait]
pub trait Conflicts: Debug + Send + Sync {
    /// Records all conflicts that a sync found in one record; none, when it found none. Those that were open and are not
    /// among them are closed. With a guard, only while its lease is live.
    ///
    /// # Errors
    /// `Conflict` when the guard's lease is gone.
    async fn record_conflicts(
        &self,
        reference: &ExternalRef,
        found: &[FoundConflict],
        guard: Option<&FenceGuard>,
        now: DateTime<Utc>,
    ) -> Result<ConflictReport>;

    /// The conflict with this number.
    ///
    /// # Errors
    /// `NotFound` for a number that was never given, or was purged.
    async fn conflict(&self, number: u64) -> Result<Conflict>;

    /// The conflicts the filter names, in the order of their numbers.
    ///
    /// # Errors
    /// As above.
    async fn conflicts(&self, filter: &ConflictFilter) -> Result<Vec<Conflict>>;

    /// Records what a person decided: `actor` is an opaque id, `reason` a code. Deciding the same again is harmless.
    ///
    /// # Errors
    /// `NotFound` as above; `Conflict` when it is not open any more: context `conflict`, `state`.
    async fn resolve_conflict(
        &self,
        number: u64,
        decision: &ConflictDecision,
        actor: &str,
        reason: &str,
        now: DateTime<Utc>,
    ) -> Result<Conflict>;

    /// How many conflicts of a connection stand where.
    ///
    /// # Errors
    /// As above.
    async fn conflict_counts(&self, connection: &str) -> Result<ConflictCounts>;
}
