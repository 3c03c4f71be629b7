//! Figures of a home-care agency, with exact definitions.
//!
//! The host tells what happened as [`Event`]s. A [`Fold`] takes them in, in any order and as often as they come, and
//! gives its report as of any moment:
//!
//! ```
//! use careweave_insights::reports::{Telephony, TelephonyQuery};
//! use careweave_insights::{Fold, Period, Scope, read_json_lines};
//! use careweave_types::AgencyZone;
//!
//! let events = read_json_lines(r#"
//! {"v":1,"id":"1","at":"2026-04-06T15:00:00Z","kind":"call_accepted","data":{"call":"c-1","lead":"lead-41"}}
//! {"v":1,"id":"2","at":"2026-04-06T15:00:09Z","kind":"call_answered","data":{"call":"c-1","by":"person"}}
//! {"v":1,"id":"3","at":"2026-04-06T15:03:09Z","kind":"call_ended","data":{"call":"c-1","end":"normal","talk_seconds":180}}
//! "#)?;
//! let mut fold = Fold::<Telephony>::new();
//! fold.observe_all(&events)?;
//! let scope = Scope::new(Period::all(AgencyZone::new("America/Denver")?));
//! let calls = fold.report(&TelephonyQuery::new(scope), events[2].at)?;
//! assert_eq!((calls.attempts, calls.answer.value()), (1, Some(1.0)));
//! # Ok::<(), careweave_types::Error>(())
//! ```
//!
//! * [`event`]: what may have happened.
//! * [`fold`]: taking it in; repetitions, corrections, merging.
//! * [`measure`]: shares, quotients, amounts and curves that say why they have no value.
//! * [`reports`]: sources, funnel, calls, messages, appointments, filling, fairness, churn, visit verification.
//! * [`output`]: tables, CSV, charts, Prometheus, Arrow.
//!
//! This crate has no clock, no I/O and no async code: `as_of` and the zone are arguments.

pub mod event;
pub mod fold;
pub mod measure;
mod office_hours;
pub mod output;
mod period;
pub mod reports;

#[cfg(feature = "arrow")]
pub use event::{ArrowEvents, read_arrow_ipc};
pub use event::{Body, CsvEvents, EVENT_VERSION, Event, Key, read_json_lines};
pub use fold::{Fold, Observed, Report, report};
pub use office_hours::OfficeHours;
pub use period::{Basis, Grain, Period, Scope};
