use std::fmt::Debug;

use async_trait::async_trait;
use careweave_types::Result;
use chrono::{DateTime, Utc};

use super::{Attempt, Effect, EffectFilter, EffectId, EffectKey, Intent};
use crate::gate::{Action, GateScope, Gates};

/// What planning found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Planned {
    /// The intent was recorded.
    New(Effect),
    /// The same intent was recorded before; this is how far it got.
    Existing(Effect),
}

impl Planned {
    /// The effect, new or not.
    pub const fn effect(&self) -> &Effect {
        match self {
            Self::New(effect) | Self::Existing(effect) => effect,
        }
    }

    /// The effect, new or not.
    pub fn into_effect(self) -> Effect {
        match self {
            Self::New(effect) | Self::Existing(effect) => effect,
        }
    }

    /// True when this call recorded it.
    pub const fn is_new(&self) -> bool {
        matches!(self, Self::New(_))
    }
}

/// A durable record of effects, with the rules of [`machine`](super::machine).
///
/// Every step is one atomic, durable change: when a call returns, it survives a crash; when a call fails,
/// nothing of it is kept, unless the error's delivery says that it may have been sent: a store on a network can lose the
/// answer. Then, and when a future is dropped, read the effect again.
///
/// Every method fails with `Storage` when the store does, and with `Unreachable` or `Timeout` when it is on a network and
/// cannot be reached; every method that takes an `id` fails with
/// `NotFound` for one that was never recorded; steps fail as [`machine::apply`](super::machine::apply) says.
#[async_trait]
pub trait EffectLedger: Debug + Send + Sync {
    /// Claims the key of `intent` and records it. The first claim wins, among all users of the store.
    ///
    /// # Errors
    /// `KeyReuse` when an open or confirmed effect holds the key for another fingerprint: context `key`,
    /// `held_fingerprint`, `given_fingerprint`, `held_detail`, `state`. `InvalidInput` names the field.
    async fn plan(&self, intent: &Intent, now: DateTime<Utc>) -> Result<Planned>;

    /// Records that an attempt is about to leave: `Planned → Sending`, with the attempt number grown by one.
    /// Of many callers one wins. Send nothing after `deadline`.
    ///
    /// # Errors
    /// `Conflict` for a caller that lost, or whose `attempt_expected` (how many attempts it saw) is stale.
    async fn begin(
        &self,
        id: EffectId,
        attempt_expected: u32,
        deadline: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> Result<Effect>;

    /// Records that it happened, from an answer or from positive evidence later. Repeating it is harmless.
    ///
    /// # Errors
    /// `Conflict` for another attempt, another `remote_id` than was recorded, or a state that has moved on.
    async fn confirm(
        &self,
        id: EffectId,
        attempt: u32,
        remote_id: Option<&str>,
        now: DateTime<Utc>,
    ) -> Result<Effect>;

    /// Records that the other side refused the attempt: it did not happen. `reason` is a code.
    ///
    /// # Errors
    /// `Conflict` unless that attempt is under way.
    async fn reject(&self, id: EffectId, attempt: u32, reason: &str, now: DateTime<Utc>) -> Result<Effect>;

    /// Records that the attempt got no answer; starts the quiet period.
    ///
    /// # Errors
    /// `Conflict` unless that attempt is under way or in doubt.
    async fn doubt(&self, id: EffectId, attempt: u32, now: DateTime<Utc>) -> Result<Effect>;

    /// Moves an attempt whose sender never came back into doubt. Anyone may, once the deadline has passed.
    ///
    /// # Errors
    /// `InDoubt`, temporary, before the deadline: context `deadline_at`. `Conflict` as for [`doubt`](Self::doubt).
    async fn expire(&self, id: EffectId, attempt: u32, now: DateTime<Utc>) -> Result<Effect>;

    /// Records that a look at the other side, made at `now`, shows that it did not happen: it may be sent again.
    ///
    /// # Errors
    /// `InDoubt`, temporary, before the quiet period is over: context `not_before`. `Unsupported` when the
    /// strategy needs a person. `Conflict` unless that attempt is in doubt.
    async fn absent(&self, id: EffectId, attempt: u32, now: DateTime<Utc>) -> Result<Effect>;

    /// Records that the other side shows a confirmed effect undone; frees the key. `reason` is a code.
    ///
    /// # Errors
    /// `Conflict` unless it is confirmed.
    async fn supersede(&self, id: EffectId, reason: &str, now: DateTime<Utc>) -> Result<Effect>;

    /// Hands an effect in doubt to a person, who ends it with [`confirm`](Self::confirm) or
    /// [`absent`](Self::absent). `reason` is a code.
    ///
    /// # Errors
    /// `Conflict` unless it is in doubt.
    async fn manual(&self, id: EffectId, reason: &str, now: DateTime<Utc>) -> Result<Effect>;

    /// Gives up an effect that is planned, and not under way or in doubt; frees the key. `reason` is a code.
    ///
    /// # Errors
    /// `Conflict` unless it is planned.
    async fn abandon(&self, id: EffectId, reason: &str, now: DateTime<Utc>) -> Result<Effect>;

    /// The effect.
    ///
    /// # Errors
    /// `NotFound`.
    async fn get(&self, id: EffectId) -> Result<Effect>;

    /// The latest version under `key`.
    ///
    /// # Errors
    /// `Storage`.
    async fn current(&self, key: &EffectKey) -> Result<Option<Effect>>;

    /// The effects the filter names, in the order in which they were first planned.
    ///
    /// # Errors
    /// `InvalidInput` names the field; `NotFound` for an `after_id` that was never recorded.
    async fn list(&self, filter: &EffectFilter) -> Result<Vec<Effect>>;

    /// What has to be looked up: under way past the deadline, or in doubt; in the order of planning, at most
    /// `limit` (1 to 1000).
    ///
    /// # Errors
    /// `InvalidInput` names the field.
    async fn unresolved(&self, now: DateTime<Utc>, limit: u32) -> Result<Vec<Effect>>;

    /// Every version under `key`, oldest first.
    ///
    /// # Errors
    /// `Storage`.
    async fn history(&self, key: &EffectKey) -> Result<Vec<Effect>>;

    /// The attempts at an effect, oldest first.
    ///
    /// # Errors
    /// `NotFound`.
    async fn attempts(&self, id: EffectId) -> Result<Vec<Attempt>>;
}

/// A ledger that keeps the levels of the gate too, and asks it where it counts: in the transaction that marks an attempt as
/// sending. Whoever lowers a level knows, when that call returns, that nothing which was refused by it leaves any more.
#[async_trait]
pub trait GatedLedger: EffectLedger + Gates {
    /// As [`begin`](EffectLedger::begin), if the gate allows `action` in `scope`, in one transaction.
    ///
    /// # Errors
    /// `Forbidden`, temporary, when it does not: the effect stays as it was. Otherwise as [`begin`](EffectLedger::begin).
    async fn begin_gated(
        &self,
        id: EffectId,
        attempt_expected: u32,
        scope: &GateScope,
        action: Action,
        deadline: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> Result<Effect>;
}
