use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::roster::Attendance;

/// What became of a shift a caregiver had accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Worked, on time.
    Worked,
    /// Worked, begun late.
    Late,
    /// Neither came nor called.
    NoCallNoShow,
    /// Given back with less notice than the policy asks for.
    LateCancel,
    /// Given back in time.
    CallOff,
    /// The client or the agency cancelled: says nothing about the caregiver.
    ClientCancelled,
    /// Worked, but not clocked: a failure of verification, no no-show.
    VerificationFailure,
    /// Not over, or nothing is known yet: not counted.
    Open,
}

impl Outcome {
    /// True for shifts that count as an opportunity to miss one.
    pub const fn is_exposure(self) -> bool {
        !matches!(self, Self::ClientCancelled | Self::Open)
    }
}

/// The lines between the outcomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AttendancePolicy {
    /// More minutes than this after the planned start are late.
    pub grace_minutes: u32,
    /// A shift given back with less notice than this is a late cancel.
    pub notice_hours: u32,
}

impl Default for AttendancePolicy {
    fn default() -> Self {
        Self {
            grace_minutes: 15,
            notice_hours: 24,
        }
    }
}

/// What is known of one accepted shift.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ShiftHistory {
    /// Planned start.
    pub scheduled_start: DateTime<Utc>,
    /// Planned end.
    pub scheduled_end: DateTime<Utc>,
    /// Clock-in.
    #[serde(default)]
    pub clocked_in: Option<DateTime<Utc>>,
    /// When the caregiver gave the shift back.
    #[serde(default)]
    pub caregiver_cancelled: Option<DateTime<Utc>>,
    /// When the client or the agency cancelled it.
    #[serde(default)]
    pub client_cancelled: Option<DateTime<Utc>>,
    /// The visit was confirmed to have taken place, though nobody clocked in.
    #[serde(default)]
    pub confirmed_worked: bool,
}

/// What became of a shift, as far as is known at `now`.
pub fn classify(shift: &ShiftHistory, policy: AttendancePolicy, now: DateTime<Utc>) -> Outcome {
    let before = |at: Option<DateTime<Utc>>| at.filter(|at| *at <= now);
    if before(shift.client_cancelled).is_some_and(|at| at <= shift.scheduled_start) {
        return Outcome::ClientCancelled;
    }
    if let Some(at) = before(shift.caregiver_cancelled).filter(|at| *at <= shift.scheduled_start) {
        let notice = TimeDelta::hours(i64::from(policy.notice_hours));
        return if shift.scheduled_start - at < notice {
            Outcome::LateCancel
        } else {
            Outcome::CallOff
        };
    }
    if now < shift.scheduled_end {
        return Outcome::Open;
    }
    let grace = TimeDelta::minutes(i64::from(policy.grace_minutes));
    match shift.clocked_in {
        Some(at) if at > shift.scheduled_start + grace => Outcome::Late,
        Some(_) => Outcome::Worked,
        None if shift.confirmed_worked => Outcome::VerificationFailure,
        // Called, if only after the start: not without a call.
        None if before(shift.caregiver_cancelled).is_some() => Outcome::LateCancel,
        None => Outcome::NoCallNoShow,
    }
}

/// Exposure and misses without a call.
pub fn attendance(outcomes: impl IntoIterator<Item = Outcome>) -> Attendance {
    let mut counted = Attendance::default();
    for outcome in outcomes {
        counted.accepted += u32::from(outcome.is_exposure());
        counted.missed += u32::from(outcome == Outcome::NoCallNoShow);
    }
    counted
}
