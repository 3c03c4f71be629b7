//! The words every other part of careweave speaks.
//!
//! * [`ids`]: identifiers as distinct types, so that a caregiver's id cannot be passed for a client's.
//! * [`Pii`]: personal data that prints as a mask.
//! * [`Phone`], [`Money`], [`TimeWindow`]: values with their rules built in.
//! * [`zone`]: the one place where local time is computed. Everything else holds UTC instants.
//! * [`care`]: the vocabulary of home care: statuses, kinds of visit, certifications, availability.
//! * [`open_enum!`]: enumerations that keep a vendor's unknown value instead of guessing.
//! * [`exposition`]: the text format in which monitoring systems read counters.
//! * [`Error`]: one shape of failure, the same in Rust, Python and Node.
//!
//! This crate has no clock, no I/O and no async code.

#[doc(hidden)]
#[cfg(feature = "schema")]
pub use schemars as __schemars;
#[doc(hidden)]
pub use serde as __serde;
#[doc(hidden)]
pub use text::read_text as __read_text;

pub mod care;
pub mod error;
pub mod exposition;
mod idempotency_key;
pub mod ids;
mod money;
mod open_enum;
mod phone;
mod pii;
#[cfg(feature = "schema")]
mod schema;
mod text;
mod window;
pub mod zone;

pub use care::{
    ApplicantStatus, AvailabilityWindow, BackgroundCheck, CaregiverStatus, Certification, ClientStatus,
    Gender, Payer, ProspectStatus, ShiftStatus, TimeOfDay, VisitType,
};
pub use error::{Delivery, Error, ErrorKind, Result, Status};
pub use idempotency_key::IdempotencyKey;
pub use ids::{AgencyId, ApplicantId, CaregiverId, ClientId, EncounterId, ProspectId, ShiftId};
pub use money::{Currency, Money};
pub use phone::Phone;
pub use pii::Pii;
pub use window::TimeWindow;
pub use zone::{AgencyZone, Weekday, WorkweekAnchor};
