//! Who may take a shift at all.

use careweave_types::{BackgroundCheck, CaregiverStatus, Certification, Result, ShiftId, TimeWindow};
use chrono::Days;
use serde::Serialize;

use crate::roster::{Caregiver, Roster, Shift, window_of};

/// One reason why a caregiver may not take a shift. A caregiver with any of them is not ranked, whatever the score.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "reason", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Exclusion {
    /// The caregiver's status is not `active`.
    NotActive {
        /// The status held.
        status: CaregiverStatus,
    },
    /// The background check is recorded and is not `cleared`.
    BackgroundCheck {
        /// The state recorded.
        status: BackgroundCheck,
    },
    /// A certification the shift needs is not held.
    MissingCertification {
        /// The one that is missing.
        certification: Certification,
    },
    /// The shift lies, in part or whole, outside the availability the caregiver declared.
    NotAvailable,
    /// The caregiver has another shift at that time.
    ScheduleConflict {
        /// The other shift.
        shift_id: ShiftId,
    },
}

impl Exclusion {
    /// A short phrase for a table.
    pub fn describe(&self) -> String {
        match self {
            Self::NotActive { status } => format!("status is {status}"),
            Self::BackgroundCheck { status } => format!("background check is {status}"),
            Self::MissingCertification { certification } => format!("lacks {certification}"),
            Self::NotAvailable => "outside availability".to_owned(),
            Self::ScheduleConflict { shift_id } => format!("has shift {shift_id} then"),
        }
    }
}

/// Every reason why `caregiver` may not take `shift`; empty means eligible.
///
/// # Errors
/// `InvalidInput` when local time cannot be computed (instants at the end of the calendar).
pub fn exclusions(roster: &Roster, caregiver: &Caregiver, shift: &Shift) -> Result<Vec<Exclusion>> {
    let window = window_of(shift)?;
    let mut reasons = Vec::new();
    if caregiver.status != CaregiverStatus::Active {
        reasons.push(Exclusion::NotActive {
            status: caregiver.status.clone(),
        });
    }
    if let Some(status) = &caregiver.background_check_status
        && *status != BackgroundCheck::Cleared
    {
        reasons.push(Exclusion::BackgroundCheck {
            status: status.clone(),
        });
    }
    for certification in &shift.required_certifications {
        if !caregiver.certifications.contains(certification) {
            reasons.push(Exclusion::MissingCertification {
                certification: certification.clone(),
            });
        }
    }
    if !caregiver.availability.is_empty() && !available(roster, caregiver, &window)? {
        reasons.push(Exclusion::NotAvailable);
    }
    for booking in roster.bookings(&caregiver.id) {
        let other = &roster.data().shifts[booking.shift];
        if booking.scheduled.overlaps(&window) && other.id != shift.id {
            reasons.push(Exclusion::ScheduleConflict {
                shift_id: other.id.clone(),
            });
        }
    }
    Ok(reasons)
}

/// True when the declared windows, taken together, cover the whole shift. Windows that touch or overlap join.
fn available(roster: &Roster, caregiver: &Caregiver, shift: &TimeWindow) -> Result<bool> {
    let zone = roster.zone();
    // A window that starts the evening before may reach into the shift.
    let mut date = zone.local(shift.start()).date - Days::new(1);
    let last = zone.local(shift.end()).date;
    let mut covered = Vec::new();
    while date <= last {
        let weekday = zone.local(zone.day(date)?.start()).weekday;
        for declared in caregiver.availability.iter().filter(|w| w.day == weekday) {
            let (start, end) = declared.minutes();
            covered.push((zone.wall_minute(date, start)?, zone.wall_minute(date, end)?));
        }
        date = date + Days::new(1);
    }
    covered.sort_unstable();
    let mut reached = shift.start();
    for (start, end) in covered {
        if start <= reached && reached < end {
            reached = end;
        }
    }
    Ok(reached >= shift.end())
}
