use std::fmt::Debug;

use async_trait::async_trait;
use careweave_types::Result;
use chrono::{DateTime, Utc};

use super::{Armed, Latch, Proven};
use crate::EffectId;

/// A durable record of latches, with the rules of [`machine`](super::machine). None is ever deleted.
///
/// Every step is one atomic, durable change. Every method fails with `Storage` when the store does, and with
/// `InvalidInput` that names the field; steps fail with `NotFound` for a latch that was never armed.
#[async_trait]
pub trait Latches: Debug + Send + Sync {
    /// Arms the latch of the proof's kind and subject. The first document counts.
    ///
    /// # Errors
    /// `Conflict` for a document that armed another latch: context `held_kind`, `held_subject`.
    async fn arm(&self, proven: &Proven, now: DateTime<Utc>) -> Result<Armed>;

    /// Says that `effect` is about to fire it: `Armed → Firing`. Repeating it with the same effect is harmless.
    ///
    /// # Errors
    /// `Conflict` when another effect fires it or did: context `effect`, `state`.
    async fn fire(&self, kind: &str, subject: &str, effect: EffectId, now: DateTime<Utc>) -> Result<Latch>;

    /// Says that it happened: `Firing → Fired`. Repeating it is harmless.
    ///
    /// # Errors
    /// `Conflict` when it is not this effect that fires it, or it fired with another `remote_id`.
    async fn fired(
        &self,
        kind: &str,
        subject: &str,
        effect: EffectId,
        remote_id: Option<&str>,
        now: DateTime<Utc>,
    ) -> Result<Latch>;

    /// Says that `effect` was refused, or is proved not to have happened: `Firing → Armed`. Repeating it is harmless.
    ///
    /// # Errors
    /// `Conflict` when it fired, or another effect fires it.
    async fn misfired(
        &self,
        kind: &str,
        subject: &str,
        effect: EffectId,
        now: DateTime<Utc>,
    ) -> Result<Latch>;

    /// The latch of a kind and a subject.
    ///
    /// # Errors
    /// As above.
    async fn latch(&self, kind: &str, subject: &str) -> Result<Option<Latch>>;

    /// Latches that are armed or firing, in the order of arming; 1 to 1000.
    ///
    /// # Errors
    /// As above.
    async fn unfired(&self, limit: u32) -> Result<Vec<Latch>>;
}
