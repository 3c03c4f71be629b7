//! The effect ledger: changes at another system, written down before they are sent.
//!
//! An [`Intent`] says what is to be changed and how one finds out, when an answer is lost, whether it
//! happened ([`Reconcile`]). [`EffectLedger::plan`] records it under its [`EffectKey`]; whoever plans
//! something else under the same key is refused, so the first claim wins. Then each attempt is recorded
//! before it leaves ([`EffectLedger::begin`]) and after it is answered:
//!
//! ```text
//! Planned ─► Sending ─► Confirmed ─► Superseded       the other side shows it undone
//!    ▲  │       ├─────► Rejected                      refused: did not happen
//!    │  │       └─────► InDoubt ─► Confirmed          found at the other side, at any time
//!    │  │                 │  └───► Manual ─► Confirmed
//!    │  └─► Abandoned     │           │
//!    └────────────────────┴───────────┘               absence recorded, after the quiet period
//! ```
//!
//! A crash leaves `Sending`; once its deadline has passed anyone may move it to `InDoubt`
//! ([`EffectLedger::expire`]). From there it is sent again only after a recorded absence, and absence is
//! accepted only at or after `not_before`, the deadline plus the quiet period of the strategy: a request that
//! outlived its sender may land late, and a look that comes too early does not see it.
//!
//! [`GatedLedger::begin_gated`] asks the [gate](crate::gate) in the transaction that marks the attempt: prefer it to
//! [`EffectLedger::begin`] wherever levels are set.
//!
//! The rules are the pure functions of [`machine`]; every store calls them.

mod effect;
mod effect_ledger;
mod filter;
mod fingerprint;
mod id;
mod intent;
mod key;
pub mod machine;

pub use crate::rules::{
    MAX_CODE_BYTES, MAX_DEADLINE, MAX_LIST, MAX_QUIET, MAX_REFERENCE_BYTES, check_list_limit, check_now,
};
pub use effect::{Attempt, AttemptOutcome, Effect, EffectState};
pub use effect_ledger::{EffectLedger, GatedLedger, Planned};
pub use filter::EffectFilter;
pub use fingerprint::Fingerprint;
pub use id::EffectId;
pub use intent::{Intent, Reconcile};
pub use key::EffectKey;
pub use machine::Transition;
