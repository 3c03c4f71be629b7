//! The flows a portal runs, each small enough to read.
//!
//! * [`hints`]: what WellSky announces, marked in a store until it was fetched.
//! * [`queued_notes`]: notes and documents that could not be written, in a store until they are.
//! * [`snapshots`]: what polling compared last, in a store, so that nothing is missed over a restart.
//! * [`roster`]: one complete snapshot of an agency, pulled from WellSky and validated.
//! * [`kept_roster`]: that snapshot in a store, with its age.
//! * [`callers`]: who of that roster has a telephone number.
//! * [`daily`]: what is done once a day at a time on the wall, whatever clocks do.
//! * [`agency_events`]: what the records of an agency say has happened, as events for reports.
//! * [`appointments`]: appointments of a scheduling service as tasks of a host, and back.
//! * [`campaigns`]: open shifts filled by asking people: the decider of campaigns on a store, carried out.
//! * [`assign`]: one shift to one caregiver, at most once, looked up before it is ever tried again.
//! * [`flow`]: what the flows between two systems have in common: gate, ledger, reading back, report.
//! * [`sales`]: deals of a CRM, prospects and clients of WellSky, kept in step.
//! * [`packets`]: signed forms that make clients of prospects and caregivers of applicants.
//! * [`recruiting`]: leads of a CRM, applicants and caregivers of WellSky, kept in step.
//! * [`fill`]: the open shifts of an agency, from ranking to verified assignment.

pub mod agency_events;
pub mod appointments;
pub mod assign;
pub mod callers;
pub mod campaigns;
pub mod daily;
pub mod fill;
pub mod flow;
pub mod hints;
pub mod kept_roster;
pub mod packets;
mod pair;
mod proof;
pub mod queued_notes;
pub mod recruiting;
pub mod roster;
pub mod sales;
pub mod snapshots;

pub use agency_events::AgencyEvents;
pub use assign::{AssignOutcome, AssignmentDesk};
pub use fill::{ClaimOutcome, FillJob, FillOptions, FillReport, Offer};
pub use hints::InboxHints;
pub use queued_notes::{GivenUp, NoteStore, QueuedNotes};
pub use roster::{RosterOptions, pull_roster};
pub use snapshots::MirrorSnapshots;
