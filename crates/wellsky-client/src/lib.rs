//! Typed client of WellSky Personal Care.
//!
//! [`WellSky`] is the door; [`WellSky::clients`], [`caregivers`](WellSky::caregivers), [`shifts`](WellSky::shifts),
//! [`prospects`](WellSky::prospects) and [`applicants`](WellSky::applicants) are the rooms.
//!
//! * Lists are read by a [`Pager`], which proves that it has read all rows or says that it has not.
//! * Every write takes an [`IdempotencyKey`]. A write that may have been carried out is not sent again; its error says
//!   so ([`Delivery::MaybeSent`]).
//! * Personal data is `Pii`, secrets are `SecretString`: neither shows in `Debug`, in errors or in traces.
//!
//! ```no_run
//! use careweave_wellsky_client::{IdempotencyKey, ShiftId, CaregiverId, TimeWindow, WellSky};
//!
//! # async fn example(window: TimeWindow) -> careweave_wellsky_client::Result<()> {
//! let wellsky = WellSky::from_env()?;
//! for shift in wellsky.shifts().open(window).all().await? {
//!     println!("{} starts {}", shift.id, shift.scheduled_start);
//! }
//! let (shift, caregiver) = (ShiftId::new("41")?, CaregiverId::new("7")?);
//! let key = IdempotencyKey::new("assign/41/7")?;
//! wellsky.shifts().assign(&shift, &caregiver, &key).await?;
//! # Ok(())
//! # }
//! ```

mod config;
mod idempotency_key;
pub mod models;
mod pager;
mod request_ids;
pub mod resources;
mod rest;
mod rules;
mod session;
mod wellsky;
mod wire;

pub use config::{Config, Environment};
pub use idempotency_key::IdempotencyKey;
pub use models::*;
pub use pager::{LARGEST_PAGE, Page, Pager, Row};
pub use wellsky::{Verified, WellSky};

pub use careweave_http::{Clock, Jitter, RetryPolicy, Sleep, SystemClock, Timeouts, TokioSleep, Transport};
pub use careweave_types::{
    AgencyId, ApplicantId, ApplicantStatus, AvailabilityWindow, BackgroundCheck, CaregiverId,
    CaregiverStatus, Certification, ClientId, ClientStatus, Delivery, Error, ErrorKind, Gender, Payer, Phone,
    Pii, ProspectId, ProspectStatus, Result, ShiftId, ShiftStatus, Status, TimeWindow, VisitType,
};
