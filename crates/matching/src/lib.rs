//! Who can take this shift, who should, and why: a pure ranking engine.
//!
//! A [`Roster`] is a validated snapshot of an agency: caregivers, shifts, the zone and the workweek. [`rank`] says
//! for one shift of it who may take it, in which order, and why each of the others may not:
//!
//! ```
//! use careweave_matching::{Policy, Roster, rank};
//! use careweave_types::ShiftId;
//!
//! let roster = Roster::from_json(r#"{
//!   "format": "careweave.roster/1",
//!   "as_of": "2026-04-06T12:00:00Z",
//!   "zone": "America/Denver",
//!   "caregivers": [
//!     {"id": "700001", "status": "active", "service_area": "80012", "languages": ["en", "es"]},
//!     {"id": "700002", "status": "active", "service_area": "80202", "languages": ["en"]}
//!   ],
//!   "shifts": [
//!     {"id": "900001", "client_id": "500001", "status": "open", "client_zip_code": "80012", "client_language": "es",
//!      "scheduled_start": "2026-04-07T15:00:00Z", "scheduled_end": "2026-04-07T19:00:00Z"}
//!   ]
//! }"#)?;
//! let ranking = rank(&roster, &ShiftId::new("900001")?, &Policy::seed_v1())?;
//! let best = &ranking.candidates[0];
//! assert_eq!((best.caregiver_id.as_str(), best.score), ("700001", 75));
//! assert_eq!(best.parts.iter().map(|part| part.points).sum::<i64>(), best.score);
//! # Ok::<(), careweave_types::Error>(())
//! ```
//!
//! The crate has no clock, no I/O and no randomness: `as_of` is part of the roster. The same roster gives the same
//! bytes on every machine.

pub mod assignment;
pub mod distance;
mod document;
mod eligibility;
pub mod evv;
pub mod explain;
pub mod memory;
pub mod offers;
pub mod overtime;
pub mod policy;
mod rank;
mod ranking;
pub mod reliability;
pub mod roster;
pub mod staffing;
pub mod timesheet;
pub mod visit_sheet;
mod workload;
mod world;

pub use eligibility::{Eligibility, Exclusion, Missing, eligibility, exclusions};
pub use policy::{Policy, Preset, Weights};
pub use rank::{Continuity, Row, Why, bice_boxerman};
pub use ranking::{
    Candidate, Excluded, Part, PolicyName, Ranking, Rule, ShiftSummary, rank, rank_open, rankings_to_json,
};
pub use roster::{Caregiver, Roster, RosterData, Shift};
pub use workload::{WeekHours, Workload};
pub use world::{Event, IndexedWorld, Placed, Scratch, Verdict, World};
