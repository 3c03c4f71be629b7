//! What may happen once in the life of a subject, and only with proof: a prospect becomes a client, an applicant a caregiver.
//!
//! A latch is armed by [`Evidence`] that was fetched from the system that holds it, never by what a message claims. The
//! [`LatchRule`] says what proves it: which templates, which signatures, how old. Only [`LatchRule::examine`] makes the [`Proven`]
//! that [`Latches::arm`] takes. One document arms one latch, one subject has one latch of a kind, and neither is
//! ever forgotten, however often a packet is completed, delivered or forged again.
//!
//! ```text
//! (none) ─► Armed ─► Firing(effect) ─► Fired
//!             ▲            │ the effect was refused, or is proved not to have happened
//!             └────────────┘
//! ```
//!
//! The change itself is an effect of the [ledger](crate::ledger), named by its id when the latch begins to fire: of
//! many workers one fires, and one that died is followed by one with the same effect.

mod evidence;
mod held;
mod latches;
pub mod machine;

pub use evidence::{Evidence, LatchRule, Proven};
pub use held::{Armed, Latch, LatchState};
pub use latches::Latches;
