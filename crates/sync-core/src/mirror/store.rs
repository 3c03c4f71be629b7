use std::fmt::Debug;

use async_trait::async_trait;
use careweave_types::Result;
use chrono::{DateTime, Utc};

use super::{
    Brake, Completion, Cursor, ExternalRef, LocalId, Page, PageReport, Reference, Scan, ScanReport, ScanScope,
};
use crate::lease::FenceGuard;

/// A durable record of what other systems hold, with the rules of [`machine`](super::machine).
///
/// Every step is one atomic, durable change: when a call returns, it survives a crash; when a call fails, nothing of
/// it is kept. A step given a guard is made only while the lease it names is live under its fence, in the same transaction.
/// Every method fails with `Storage` when the store does, and with `InvalidInput` that names the field.
#[async_trait]
pub trait Mirror: Debug + Send + Sync {
    /// Stores a page, and moves its cursor, or does neither.
    ///
    /// # Errors
    /// `Conflict` when the cursor moved since the reader began (context `stream`, `version`), when the scan is not open, or when
    /// the guard's lease is gone; `NotFound` for an unknown scan.
    async fn apply_page(
        &self,
        page: &Page,
        guard: Option<&FenceGuard>,
        now: DateTime<Utc>,
    ) -> Result<PageReport>;

    /// Ties a record to an id here: to `local`, or to a new one. Of many callers all are given the same id.
    ///
    /// # Errors
    /// `Conflict` when it is tied to another id, or another live record of its connection and kind is tied to this one (context
    /// `held`); `NotFound` for an id that was never given.
    async fn link(
        &self,
        external: &ExternalRef,
        local: Option<LocalId>,
        now: DateTime<Utc>,
    ) -> Result<Reference>;

    /// Says that `old` has the id `new` there now: the id here is kept, and `old` is closed. The two may have been seen in any
    /// order, or not at all. Repeating it is harmless.
    ///
    /// # Errors
    /// `Conflict` when both were seen and each is tied to records of its own (context `held`), or `old` was given another
    /// id already; `InvalidInput` for two systems or kinds of which the connection differs.
    async fn succeed(&self, old: &ExternalRef, new: &ExternalRef, now: DateTime<Utc>) -> Result<Reference>;

    /// Says that a look at this very record found it gone. Repeating it is harmless.
    ///
    /// # Errors
    /// `NotFound` for a record nobody saw.
    async fn gone(
        &self,
        external: &ExternalRef,
        guard: Option<&FenceGuard>,
        now: DateTime<Utc>,
    ) -> Result<Reference>;

    /// What is known about a record.
    ///
    /// # Errors
    /// As above.
    async fn reference(&self, external: &ExternalRef) -> Result<Option<Reference>>;

    /// What was kept of a record; `None` when nothing was.
    ///
    /// # Errors
    /// As above.
    async fn body(&self, external: &ExternalRef) -> Result<Option<Vec<u8>>>;

    /// Every record that is tied to an id here, in the order in which they were first seen.
    ///
    /// # Errors
    /// As above.
    async fn references_of(&self, local: LocalId) -> Result<Vec<Reference>>;

    /// Records of a kind that changed after change number `after`, in the order of change; 1 to 1000.
    ///
    /// # Errors
    /// As above.
    async fn changed(&self, connection: &str, kind: &str, after: u64, limit: u32) -> Result<Vec<Reference>>;

    /// How far a stream was read; `None` when it never was.
    ///
    /// # Errors
    /// As above.
    async fn cursor(&self, stream: &str) -> Result<Option<Cursor>>;

    /// Takes a cursor back, or ahead, by a decision of somebody: `actor` is an opaque id, `reason` a code. Both are kept.
    ///
    /// # Errors
    /// `Conflict` when it moved since; `NotFound` for a stream that was never read.
    async fn rewind(
        &self,
        stream: &str,
        expected_version: u64,
        high: Option<DateTime<Utc>>,
        actor: &str,
        reason: &str,
        now: DateTime<Utc>,
    ) -> Result<Cursor>;

    /// Begins a scan. An open one of the same connection and kind ends as partial.
    ///
    /// # Errors
    /// As above.
    async fn begin_scan(&self, scope: &ScanScope, now: DateTime<Utc>) -> Result<Scan>;

    /// Ends a scan. Where it is complete, records of its scope that it missed are counted, and those that were missed often
    /// enough are gone, unless there are more than the brake lets through: then nothing is, and the scan is held.
    ///
    /// # Errors
    /// `Conflict` when it is not open, or the guard's lease is gone; `NotFound` for an unknown one.
    async fn end_scan(
        &self,
        number: u64,
        completion: Completion,
        brake: Brake,
        guard: Option<&FenceGuard>,
        now: DateTime<Utc>,
    ) -> Result<ScanReport>;

    /// Lets a held scan through: what it missed, and was not seen since, is gone. `actor` is an opaque id and is kept.
    ///
    /// # Errors
    /// `Conflict` when it is not held; `NotFound` for an unknown one.
    async fn approve_scan(&self, number: u64, actor: &str, now: DateTime<Utc>) -> Result<ScanReport>;

    /// A scan.
    ///
    /// # Errors
    /// `NotFound`.
    async fn scan(&self, number: u64) -> Result<Scan>;
}
