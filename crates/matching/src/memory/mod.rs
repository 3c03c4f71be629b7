//! What caregivers told the agency, and what their answers to offers show.
//!
//! A [`Statement`] is one remembered preference with its source, its date and its expiry. A *cannot* excludes, a *prefers not* and a
//! *prefers* move the score. A statement that this version cannot read never counts as absent: the caregiver becomes
//! indeterminate, with the field named.
//!
//! [`AcceptanceProfile`] is a projection over offers and answers: who accepts what, when, and how fast.

mod acceptance;
mod constraint;
mod statement;

pub use acceptance::{AcceptanceProfile, Answer, DayPart, OfferEvent, SlotCounts};
pub use constraint::{Constraint, Subject};
pub use statement::{Statement, StatementSource, Strength};
