//! Appointment schedulers behind one trait.
//!
//! * [`SchedulingProvider`] is what a service does: few methods with all their options, [`SchedulingProviderExt`] the short forms.
//! * [`Provider`] is the handle hosts hold: any service, always [`Checked`].
//! * [`model`] is what all services have in common, [`request`] what they are asked.
//! * [`capability`] says what each can do, as data; [`Problem`] what a refusal means and what to do about it.
//! * [`mod@write`] is the flow in which a booking is made once, even when an answer is lost.
//! * [`changes`], [`webhook`] keep a copy right: by comparison, by deliveries in any order, by both.
//! * [`across`] is what takes several services at once: conflicts, free time, turns. It computes, and does no I/O.
//! * [`registry`] builds a provider from a map, an address or the environment.

pub mod across;
pub mod capability;
pub mod changes;
mod checked;
pub mod credentials;
mod ext;
mod handle;
mod identity;
pub mod model;
mod page;
mod problem;
mod provider;
pub mod registry;
pub mod request;
pub mod webhook;
pub mod write;
mod written;

#[cfg(feature = "acuity")]
pub mod acuity;
#[cfg(feature = "calendly")]
pub mod calendly;
#[cfg(feature = "memory")]
pub mod memory;
#[cfg(feature = "ninsaude")]
pub mod ninsaude;
#[cfg(feature = "suite")]
pub mod suite;

pub use checked::Checked;
pub use ext::{CompleteList, SchedulingProviderExt, StreamItem};
pub use handle::Provider;
pub use identity::Identity;
pub use page::{AppointmentPage, Completeness, Missing, RowFailure};
pub use problem::{PolicyBound, Problem};
pub use provider::{CredentialState, SchedulingProvider};
pub use written::{Effect, Written};
