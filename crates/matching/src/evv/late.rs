use careweave_types::{Error, Result};
use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

/// When a clock-in is expected, and what follows when it does not come. Minutes from the scheduled start.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LatePolicy {
    /// Minutes before the start at which a reminder is due.
    pub remind_before: u32,
    /// Minutes after the start at which a nudge to clock in is due.
    pub nudge_after: u32,
    /// Minutes after the start from which the caregiver is late.
    pub grace: u32,
    /// Minutes after the start from which it may be a no-call-no-show, which a person has to establish.
    pub no_show_after: u32,
    /// Minutes after the start from which nobody is reminded any more.
    pub stop_after: u32,
}

impl Default for LatePolicy {
    /// 15 minutes before; 5, 15, 30 and 120 after.
    fn default() -> Self {
        Self {
            remind_before: 15,
            nudge_after: 5,
            grace: 15,
            no_show_after: 30,
            stop_after: 120,
        }
    }
}

/// The instants of the ladder for one shift.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Ladder {
    /// Remind.
    pub remind: DateTime<Utc>,
    /// Nudge.
    pub nudge: DateTime<Utc>,
    /// Late from here.
    pub late: DateTime<Utc>,
    /// A no-call-no-show candidate from here.
    pub no_show: DateTime<Utc>,
    /// Silence from here.
    pub stop: DateTime<Utc>,
}

impl LatePolicy {
    /// The instants for a shift that starts at `start`: elapsed minutes, also where clocks change in between.
    ///
    /// # Errors
    /// `InvalidInput` when the steps are not in order: nudge, late, no-show, stop.
    pub fn ladder(&self, start: DateTime<Utc>) -> Result<Ladder> {
        for (field, earlier, later) in [
            ("grace", self.nudge_after, self.grace),
            ("no_show_after", self.grace, self.no_show_after),
            ("stop_after", self.no_show_after, self.stop_after),
        ] {
            if later < earlier {
                return Err(Error::invalid(
                    "evv.late",
                    field,
                    "must not come before the step before it",
                ));
            }
        }
        let after = |minutes: u32| {
            start
                .checked_add_signed(TimeDelta::minutes(i64::from(minutes)))
                .ok_or_else(|| Error::invalid("evv.late", "start", "at the end of the calendar"))
        };
        Ok(Ladder {
            remind: start
                .checked_sub_signed(TimeDelta::minutes(i64::from(self.remind_before)))
                .ok_or_else(|| Error::invalid("evv.late", "start", "at the end of the calendar"))?,
            nudge: after(self.nudge_after)?,
            late: after(self.grace)?,
            no_show: after(self.no_show_after)?,
            stop: after(self.stop_after)?,
        })
    }
}

/// Where a shift stands with its clock-in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Attendance {
    /// Nothing to do yet.
    NotDue,
    /// From the reminder on, up to the nudge.
    Remind,
    /// From the nudge on, while within grace.
    Nudge,
    /// Past grace.
    Late,
    /// Long past grace: a person has to find out.
    NoShowCandidate,
    /// So long past that reminders have stopped.
    Stopped,
    /// Clocked in.
    ClockedIn {
        /// Whole minutes after the start; 0 when on time or early.
        minutes_late: i64,
    },
}

/// Where a shift that starts at `start` stands at `now`. Each step begins exactly at its minute. A clock-in after `now`
/// has not happened yet.
///
/// # Errors
/// As [`LatePolicy::ladder`].
pub fn late(
    now: DateTime<Utc>,
    start: DateTime<Utc>,
    clock_in: Option<DateTime<Utc>>,
    policy: &LatePolicy,
) -> Result<Attendance> {
    let ladder = policy.ladder(start)?;
    if let Some(clock_in) = clock_in.filter(|at| *at <= now) {
        return Ok(Attendance::ClockedIn {
            minutes_late: (clock_in - start).num_minutes().max(0),
        });
    }
    Ok(if now >= ladder.stop {
        Attendance::Stopped
    } else if now >= ladder.no_show {
        Attendance::NoShowCandidate
    } else if now >= ladder.late {
        Attendance::Late
    } else if now >= ladder.nudge {
        Attendance::Nudge
    } else if now >= ladder.remind {
        Attendance::Remind
    } else {
        Attendance::NotDue
    })
}
