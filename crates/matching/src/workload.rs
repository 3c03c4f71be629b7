//! Hours per workweek, before and after a shift.

use careweave_types::{CaregiverId, Result, TimeWindow};
use chrono::{DateTime, Utc};
use serde::Serialize;

use crate::roster::{Roster, Shift, window_of};

/// Minutes after which work in one workweek is overtime under federal law: 40 hours (FLSA § 7(a)).
pub(crate) const WEEKLY_LIMIT_MINUTES: i64 = 2_400;

/// A caregiver's minutes in one workweek, without and with the shift.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct WeekHours {
    /// The instant the workweek starts.
    pub week_start: DateTime<Utc>,
    /// Minutes booked or worked, without the shift.
    pub before_minutes: i64,
    /// Minutes with the shift.
    pub after_minutes: i64,
    /// Minutes over 40 hours that the shift adds.
    pub overtime_minutes: i64,
}

/// What a shift does to a caregiver's workweeks. Each workweek stands alone; there is no averaging (29 CFR 778.104).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Workload {
    /// Overtime the shift adds, over all workweeks it touches.
    pub overtime_minutes: i64,
    /// Every workweek the shift touches: one, or two when it crosses the boundary.
    pub weeks: Vec<WeekHours>,
}

impl Workload {
    /// Computes what `shift` would do to `caregiver`. Visits that are over count as they were clocked, others as they are
    /// planned; each minute counts in the workweek it lies in.
    pub(crate) fn of(roster: &Roster, caregiver: &CaregiverId, shift: &Shift) -> Result<Self> {
        let parts = roster.workweek().split(&window_of(shift)?)?;
        let booked = roster.bookings(caregiver);
        let weeks: Vec<_> = parts
            .iter()
            .map(|(week, part)| {
                let before: i64 = booked
                    .iter()
                    .filter_map(|b| b.worked.intersection(week))
                    .map(|inside: TimeWindow| inside.minutes())
                    .sum();
                let after = before + part.minutes();
                let over = |minutes: i64| (minutes - WEEKLY_LIMIT_MINUTES).max(0);
                WeekHours {
                    week_start: week.start(),
                    before_minutes: before,
                    after_minutes: after,
                    overtime_minutes: over(after) - over(before),
                }
            })
            .collect();
        Ok(Self {
            overtime_minutes: weeks.iter().map(|w| w.overtime_minutes).sum(),
            weeks,
        })
    }
}
