use std::collections::BTreeMap;

use careweave_types::{ClientId, Result, ShiftId, TimeWindow};
use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;

use super::{VisitRecord, VisitSheet};
use crate::evv::{
    Attendance, BillingUnits, Finding, LocationFinding, ServiceMinutes, VisitReview, VisitState, WageMinutes,
    daily_minutes, gps_exception, late, units15, visit_state, wage_minutes,
};

/// What the rules make of a sheet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct VisitSheetReport {
    /// The instant of the sheet.
    pub as_of: DateTime<Utc>,
    /// How many visits stand where.
    pub counts: SheetCounts,
    /// Every visit, in the order of the sheet.
    pub visits: Vec<VisitLine>,
    /// Quarter hours to bill, by client, date and service.
    pub units: Vec<DayUnits>,
}

/// How many visits stand where. `verified` to `rejected` and `under_way` sum to all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct SheetCounts {
    /// Complete, with nothing to look at.
    pub verified: u32,
    /// Complete, with something to confirm.
    pub to_acknowledge: u32,
    /// Incomplete or contradictory.
    pub to_fix: u32,
    /// Refused.
    pub rejected: u32,
    /// Not over yet, and so not reviewed.
    pub under_way: u32,
    /// Of all: past grace without a clock-in, or clocked in past grace.
    pub late: u32,
    /// Of all: long past grace without a clock-in, so that a person has to find out.
    pub no_show_candidates: u32,
}

/// One visit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct VisitLine {
    /// Which.
    pub id: ShiftId,
    /// The review of its facts; `null` while it is under way.
    pub review: Option<VisitReview>,
    /// How its clock-in stands to its schedule; `null` without one.
    pub attendance: Option<Attendance>,
    /// What its position says; `null` without one.
    pub location: Option<LocationFinding>,
    /// Minutes worked, for wages; `null` until it has an end.
    pub wage_minutes: Option<WageMinutes>,
    /// Whether its minutes are among the units.
    pub billed: bool,
}

/// One service at one client on one day: minutes are summed first and rounded once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DayUnits {
    /// At whom.
    pub client_id: ClientId,
    /// The date in the agency's zone.
    pub date: NaiveDate,
    /// The service's code.
    pub service: String,
    /// Minutes of all its visits that day.
    pub minutes: ServiceMinutes,
    /// Quarter hours.
    pub units: BillingUnits,
}

impl VisitSheet {
    /// Reviews every visit.
    ///
    /// # Errors
    /// As [`VisitSheet::validate`], and `InvalidInput` at the ends of the calendar.
    pub fn evaluate(&self) -> Result<VisitSheetReport> {
        self.validate()?;
        let policy = self.policy();
        let mut counts = SheetCounts::default();
        let mut lines = Vec::with_capacity(self.visits.len());
        let mut billed: BTreeMap<&ClientId, Vec<(&str, TimeWindow)>> = BTreeMap::new();
        for visit in &self.visits {
            let facts = visit.facts();
            let over = visit.clock_out.is_some() || visit.scheduled_end.is_none_or(|end| end <= self.as_of);
            let review = over.then(|| visit_state(&facts, &policy));
            let attendance = match visit.scheduled_start {
                Some(start) => Some(late(self.as_of, start, visit.clock_in, &self.late)?),
                None => None,
            };
            counts.add(review.as_ref(), attendance, i64::from(self.late.grace));
            let bill = bill(visit, review.as_ref());
            if let Some((client, service, window)) = bill {
                billed.entry(client).or_default().push((service, window));
            }
            lines.push(VisitLine {
                id: visit.id.clone(),
                review,
                attendance,
                location: visit
                    .position
                    .map(|p| gps_exception(p.distance, p.accuracy, policy.distance_limit)),
                wage_minutes: wage_minutes(&facts).ok(),
                billed: bill.is_some(),
            });
        }
        let mut units = Vec::new();
        for (client, visits) in billed {
            for ((date, service), minutes) in daily_minutes(visits, &self.zone)? {
                units.push(DayUnits {
                    client_id: client.clone(),
                    date,
                    service,
                    minutes,
                    units: units15(minutes),
                });
            }
        }
        Ok(VisitSheetReport {
            as_of: self.as_of,
            counts,
            visits: lines,
            units,
        })
    }
}

/// What of a visit is billed: a service for somebody at a time, where the visit is over and not refused.
fn bill<'a>(
    visit: &'a VisitRecord,
    review: Option<&VisitReview>,
) -> Option<(&'a ClientId, &'a str, TimeWindow)> {
    if review?.findings.contains(&Finding::TooLong) {
        return None;
    }
    let window = TimeWindow::new(visit.clock_in?, visit.clock_out?).ok()?;
    let service = visit.service.as_deref().filter(|code| !code.is_empty())?;
    Some((visit.client_id.as_ref()?, service, window))
}

impl SheetCounts {
    fn add(&mut self, review: Option<&VisitReview>, attendance: Option<Attendance>, grace: i64) {
        let place = match review.map(|r| r.state) {
            None => &mut self.under_way,
            Some(VisitState::Verified) => &mut self.verified,
            Some(VisitState::ToAcknowledge) => &mut self.to_acknowledge,
            Some(VisitState::ToFix) => &mut self.to_fix,
            Some(VisitState::Rejected) => &mut self.rejected,
        };
        *place += 1;
        match attendance {
            Some(Attendance::Late) => self.late += 1,
            Some(Attendance::ClockedIn { minutes_late }) if minutes_late >= grace => self.late += 1,
            Some(Attendance::NoShowCandidate | Attendance::Stopped) => {
                self.late += 1;
                self.no_show_candidates += 1;
            }
            _ => {}
        }
    }
}

impl VisitSheetReport {
    /// The report as one line of JSON, the same bytes in every language.
    pub fn to_json(&self) -> String {
        // Plain data with text keys: serialising it to a string cannot fail.
        serde_json::to_string(self).unwrap_or_default()
    }
}
