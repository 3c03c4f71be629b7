//! Conflicts that wait for a person: what [`merge`](crate::merge) could not decide, written down once.
//!
//! A sync hands over every conflict it found in a record ([`Conflicts::record_conflicts`]). Each is kept under its
//! [`ConflictKey`](crate::merge::ConflictKey), that is the field and the three contents, so that finding it again doubles
//! nothing; an open one that was not found any more is closed by itself.
//!
//! ```text
//!      ┌────────── found again with the same contents
//!      ▼          │
//! Open ─────► Obsolete      a side changed, or the record was erased
//!   └───────► Resolved      somebody decided; stays so as long as the contents are these
//! ```
//!
//! What a person has to see are the values themselves. They are personal data: kept while the conflict is open, sealed by a
//! store that was given keys, and erased when it is closed. Of a decision for a third value that value is kept until it is
//! purged, because the next sync carries it out ([`carry_out`]).
//!
//! The rules are the pure functions of [`machine`]; every store calls them.

mod carry_out;
mod conflict;
mod filter;
mod found;
pub mod machine;
mod store;

pub use carry_out::{CarriedOut, carry_out};
pub use conflict::{Chosen, Conflict, ConflictDecision, ConflictState, Resolution, Sides};
pub use filter::{ConflictCounts, ConflictFilter};
pub use found::{FoundConflict, found};
pub use store::{ConflictReport, Conflicts};
