//! The normalised model: what every scheduling service has in common, without losing what one of them said.
//!
//! Instants are UTC and zones are IANA names; a wall clock is only kept beside the instant it stands for. Names, contact
//! details, notes and answers are [`Pii`](careweave_types::Pii); links that let their holder act are [`PrivateLink`].
//! What a vendor sent in words this version does not know is kept as it came.

mod account;
mod appointment;
mod appointment_type;
mod busy;
mod calendar;
mod client;
mod key;
mod location;
mod price;
mod private_link;
mod provider_kind;
mod raw_record;
mod slot;
mod status;
mod status_table;
mod version;

pub use account::Account;
#[cfg(any(
    feature = "acuity",
    feature = "calendly",
    feature = "memory",
    feature = "ninsaude"
))]
pub(crate) use appointment::wall_clock;
pub use appointment::{
    Answer, Appointment, AppointmentLinks, CalendarRef, CancellationRecord, CancelledBy, EndSource, TypeRef,
    ZoneSource,
};
pub use appointment_type::{AppointmentType, AppointmentTypeKind, Buffers, Question};
pub use busy::{Busy, BusySource};
pub use calendar::{Calendar, CalendarKind};
pub use client::Client;
pub use key::AppointmentKey;
pub use location::Location;
pub use price::{currency, money};
pub use private_link::PrivateLink;
pub use provider_kind::ProviderKind;
pub use raw_record::RawRecord;
pub use slot::{Hold, Slot, SlotCheck};
pub use status::{AppointmentStatus, StatusReading};
pub use status_table::{STATUS_TABLE, StatusRow, StatusSource};
pub use version::Version;
pub(crate) use version::hex;
