//! One complete snapshot of an agency, pulled from WellSky.

use careweave_matching::Roster;
use careweave_matching::roster::{Caregiver, RosterData, Shift, Workweek};
use careweave_types::{AgencyZone, Error, ErrorKind, Result, TimeWindow};
use careweave_wellsky_client::{CaregiverFilter, ShiftFilter, WellSky, models};
use chrono::{DateTime, Days, Utc};
use futures_util::future::try_join;

/// How much of the schedule is pulled.
#[derive(Clone, Debug)]
pub struct RosterOptions {
    /// The agency's zone: WellSky does not say it.
    pub zone: AgencyZone,
    /// When the workweek begins; midnight before Sunday unless set.
    pub workweek: Workweek,
    /// Completed visits count for continuity this many days back; default 90.
    pub history_days: u32,
    /// Open shifts are looked for this many days ahead; default 14.
    pub horizon_days: u32,
}

impl RosterOptions {
    /// The defaults in `zone`.
    pub fn new(zone: AgencyZone) -> Self {
        Self {
            zone,
            workweek: Workweek::default(),
            history_days: 90,
            horizon_days: 14,
        }
    }

    /// From the first day that counts to a week past the horizon: a shift at the horizon's end needs its whole workweek.
    fn window(&self, now: DateTime<Utc>) -> Result<TimeWindow> {
        let edge = || Error::invalid("roster.pull", "now", "too close to the end of the calendar");
        let back = u64::from(self.history_days.max(8));
        let ahead = u64::from(self.horizon_days) + 8;
        let start = now.checked_sub_days(Days::new(back)).ok_or_else(edge)?;
        TimeWindow::new(start, now.checked_add_days(Days::new(ahead)).ok_or_else(edge)?)
    }
}

/// Pulls caregivers and the schedule and validates them into a [`Roster`] as of `now`.
///
/// The reads are complete or fail: a page that is missing makes the whole pull `Incomplete`, because a booking that was
/// not read would make a busy caregiver look free.
///
/// # Errors
/// What the client answers; `Incomplete` when WellSky's data contradict themselves (a shift held by a caregiver
/// the agency does not list), naming the record.
pub async fn pull_roster(wellsky: &WellSky, options: &RosterOptions, now: DateTime<Utc>) -> Result<Roster> {
    Ok(pull_with_caregivers(wellsky, options, now).await?.0)
}

/// The same with the records of the caregivers, in which their numbers are.
pub(crate) async fn pull_with_caregivers(
    wellsky: &WellSky,
    options: &RosterOptions,
    now: DateTime<Utc>,
) -> Result<(Roster, Vec<models::Caregiver>)> {
    let window = options.window(now)?;
    let horizon = now + chrono::TimeDelta::days(i64::from(options.horizon_days));
    let (caregivers, shifts) = try_join(
        wellsky.caregivers().list(CaregiverFilter::default()).all(),
        wellsky.shifts().list(ShiftFilter::in_window(window)).all(),
    )
    .await?;
    let shifts: Vec<Shift> = shifts
        .into_iter()
        .map(shift)
        // An open shift beyond the horizon is not asked for; its week may not have been read whole.
        .filter(|s| !(s.is_open() && s.scheduled_start >= horizon))
        .collect();
    let roster = Roster::new(RosterData {
        format: careweave_matching::roster::FORMAT.to_owned(),
        as_of: now,
        zone: options.zone.clone(),
        workweek: options.workweek.clone(),
        caregivers: caregivers.iter().cloned().map(caregiver).collect(),
        shifts,
    })
    .map_err(|e| {
        let mut error = Error::new(
            ErrorKind::Incomplete,
            "roster.pull",
            format!("WellSky's data cannot be used as they are: {}", e.message()),
        );
        for (key, value) in e.context() {
            error = error.with(key, value.clone());
        }
        error
    })?;
    Ok((roster, caregivers))
}

fn caregiver(record: models::Caregiver) -> Caregiver {
    Caregiver {
        id: record.id,
        status: record.status,
        service_area: record.service_area,
        certifications: record.certifications,
        languages: record.languages,
        gender: record.gender,
        availability: record.availability,
        background_check_status: record.background_check_status,
    }
}

fn shift(record: models::Shift) -> Shift {
    Shift {
        id: record.id,
        client_id: record.client_id,
        caregiver_id: record.caregiver_id,
        scheduled_start: record.scheduled_start,
        scheduled_end: record.scheduled_end,
        actual_start: record.actual_start,
        actual_end: record.actual_end,
        status: record.status,
        client_zip_code: record.client_zip_code,
        client_gender_preference: record.client_gender_preference,
        client_language: record.client_language,
        required_certifications: record.required_certifications,
    }
}
