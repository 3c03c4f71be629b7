//! Typed client of WellSky Personal Care.
//!
//! [`WellSky`] is the door; [`WellSky::clients`], [`caregivers`](WellSky::caregivers), [`shifts`](WellSky::shifts),
//! [`prospects`](WellSky::prospects) and [`applicants`](WellSky::applicants) are the rooms.
//!
//! * Two dialects, one surface: the same program runs over the vendor's REST surface and over its FHIR-like Connect
//!   surface, chosen by [`Config::with_api`] or `WELLSKY_API`. What one of them cannot do is known beforehand
//!   ([`Capabilities`]) and fails with `Unsupported` before anything is sent. What Connect lacks is not made up: a text the
//!   record does not have is empty, an instant of change is the earliest it can have been. [`WellSky::connect`] opens
//!   Connect's own records.
//! * A handle for a part of the agency's work: [`WellSky::scoped`].
//! * Lists are read by a [`Pager`], which proves that it has read all rows or says that it has not.
//! * Every write takes an [`IdempotencyKey`]. A write that may have been carried out is not sent again; its error says
//!   so ([`Delivery::MaybeSent`]).
//! * A client keeps to a limit of requests, stops asking a side that does not answer, and counts what it does:
//!   [`Config`], [`WellSky::metrics`]. Reads that may be answered out of a cache say so in the call and in the type:
//!   [`resources::CachedPeople`], [`resources::CachedShifts`], [`Cached`].
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

mod cache_settings;
mod caches;
mod caller;
mod capabilities;
mod config;
pub mod connect;
mod decode;
mod dialect;
pub mod events;
pub mod models;
mod observe;
mod pager;
mod reading;
mod refresh;
mod request_ids;
pub mod resources;
mod rest;
mod rules;
mod scope;
mod surface;
mod variables;
mod wellsky;
mod wire;

pub use cache_settings::CacheSettings;
pub use capabilities::{Capabilities, Feature, Support};
pub use careweave_types::IdempotencyKey;
pub use config::Config;
pub use models::*;
pub use pager::{LARGEST_PAGE, Page, Pager, Part, Row};
pub use reading::{Failure, Reading};
pub use resources::{Upserted, Visit};
pub use scope::{Scope, WITHHELD};
pub use surface::{Api, Environment};
pub use wellsky::{Verified, WellSky};

pub use careweave_http::{
    ALERT_RULES, AlertChange, AlertRule, AlertStates, AlertWatch, BreakerPolicy, BreakerState, CachePolicy,
    Cached, Clock, Fresh, Freshness, Jitter, MetricsSnapshot, Observation, RateLimit, RetryBudgetPolicy,
    RetryPolicy, Sleep, StaleReason, SystemClock, Timeouts, TokioSleep, Transport,
};
pub use careweave_types::{
    AgencyId, AgencyZone, ApplicantId, ApplicantStatus, AvailabilityWindow, BackgroundCheck, CaregiverId,
    CaregiverStatus, Certification, ClientId, ClientStatus, Delivery, EncounterId, Error, ErrorKind, Gender,
    Payer, Phone, Pii, ProspectId, ProspectStatus, Result, ShiftId, ShiftStatus, Status, TimeWindow,
    VisitType,
};
