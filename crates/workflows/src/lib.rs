//! The flows a portal runs, each small enough to read.
//!
//! * [`roster`]: one complete snapshot of an agency, pulled from WellSky and validated.
//! * [`assign`]: one shift to one caregiver, at most once, looked up before it is ever tried again.
//! * [`fill`]: the open shifts of an agency, from ranking to verified assignment.

pub mod assign;
pub mod fill;
pub mod roster;

pub use assign::{AssignOutcome, AssignmentDesk};
pub use fill::{ClaimOutcome, FillJob, FillOptions, FillReport, Offer};
pub use roster::{RosterOptions, pull_roster};
