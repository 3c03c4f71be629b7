//! The documented agency, made from a seed around an instant.
//!
//! Every guarantee below is built in, not found by trial, so that it holds for every seed, instant and zone:
//!
//! * 10 clients (5 active, 3 on hold, 2 discharged), 8 caregivers (6 active, 2 inactive), 4 prospects (one won),
//!   4 applicants (one hired), and 30 shifts: 15 completed, 10 scheduled, 5 open.
//! * Open shifts belong to active clients, start between 6 hours and 6 days from now, last 3 to 6 hours, begin and
//!   end at quarters of an hour between 07:00 and 21:00 local.
//! * One caregiver of good fit has a scheduled shift that overlaps an open one.
//! * One active caregiver has 37.5 or 38.75 booked hours in the workweek (Sunday 00:00 local) of an open shift.
//! * Every open shift has an active caregiver who is available, certified and free.
//! * Nobody, client or caregiver, is in two shifts at once.
//!
//! A larger agency is this one and a crowd around it, in which the last two hold as well.

mod calendar;
mod crowd;
mod names;
mod particulars;
mod people;
mod visits;

use careweave_types::{Error, ErrorKind, Result};

use super::agency::{Agency, Rows};
use super::connect::Extras;
use super::schedule::Schedule;
use super::visits::Visits;
use crate::config::SandboxConfig;
use crate::rng::SplitMix64;
use calendar::Calendar;

impl Agency {
    /// The agency of `config`.
    pub(crate) fn seeded(config: &SandboxConfig) -> Result<Self> {
        let calendar = Calendar {
            now: config.now,
            zone: &config.zone,
        };
        let mut agency = Self {
            clock: config.now,
            clients: Rows::starting_at(500_001),
            caregivers: Rows::starting_at(700_001),
            shifts: Schedule::new(),
            prospects: Rows::starting_at(300_001),
            applicants: Rows::starting_at(400_001),
            status_changes: Vec::new(),
            visits: Visits::new(),
            contacts: Rows::starting_at(350_001),
            assignments: 0,
            extras: Extras::new(),
            events: Vec::new(),
        };
        let cast = people::settle(&mut agency, &calendar, &mut SplitMix64::new(config.seed, 1))?;
        visits::plan(
            &mut agency,
            &cast,
            &calendar,
            &mut SplitMix64::new(config.seed, 2),
        )?;
        let (clients, caregivers, days) = config.scale.size();
        if days > 0 {
            crowd::gather(&mut agency, &calendar, config.seed, (clients, caregivers, days))?;
        }
        particulars::remember(&mut agency, &calendar, config.seed);
        Ok(agency)
    }
}

/// What cannot happen, said instead of hidden.
fn defect(what: &'static str) -> Error {
    Error::new(
        ErrorKind::Internal,
        "sandbox.seed",
        "the agency could not be built around this instant",
    )
    .with("part", what)
}
