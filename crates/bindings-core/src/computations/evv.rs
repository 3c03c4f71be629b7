//! Visit verification.

use careweave::matching::evv::{
    self as rules, EvvPolicy, Handling, LatePolicy, LocationFinding, ServiceMinutes, Visit, VisitState,
};
use careweave::types::{AgencyZone, Result, TimeWindow};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::call::{from_json, to_json};

macro_rules! arguments {
    ($($name:ident { $($field:ident: $type:ty,)* })+) => {$(
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct $name {
            $($field: $type,)*
        }
    )+};
}

arguments! {
    Units15 { minutes: u32, }
    DailyUnits { visits: Vec<ServiceVisit>, zone: AgencyZone, }
    ServiceVisit { service: String, start: DateTime<Utc>, end: DateTime<Utc>, }
    GpsException { distance_mm: u64, accuracy_mm: u64, limit_mm: u64, }
    Ladder { start: DateTime<Utc>, policy: Option<LatePolicy>, }
    Late { now: DateTime<Utc>, start: DateTime<Utc>, clock_in: Option<DateTime<Utc>>, policy: Option<LatePolicy>, }
    Review { visit: Visit, policy: VisitLimits, }
    VisitLimits { zone: AgencyZone, distance_limit: Option<u64>, longest_minutes: Option<u32>, }
    WageMinutes { visit: Visit, }
}

pub(super) fn units15(_: &str, arguments: &str) -> Result<String> {
    const OPERATION: &str = "evv.units15";
    let given: Units15 = from_json(OPERATION, arguments)?;
    to_json(OPERATION, &rules::units15(ServiceMinutes::new(given.minutes)))
}

#[derive(Serialize)]
struct DayUnits {
    date: NaiveDate,
    service: String,
    units: rules::BillingUnits,
}

pub(super) fn daily_units(_: &str, arguments: &str) -> Result<String> {
    const OPERATION: &str = "evv.daily_units";
    let given: DailyUnits = from_json(OPERATION, arguments)?;
    let mut visits = Vec::with_capacity(given.visits.len());
    for (at, visit) in given.visits.iter().enumerate() {
        let window = TimeWindow::new(visit.start, visit.end).map_err(|error| {
            error
                .with_operation(OPERATION)
                .with("record", format!("visits[{at}]"))
        })?;
        visits.push((visit.service.as_str(), window));
    }
    let units: Vec<DayUnits> = rules::daily_units(visits, &given.zone)?
        .into_iter()
        .map(|((date, service), units)| DayUnits { date, service, units })
        .collect();
    to_json(OPERATION, &units)
}

pub(super) fn gps_exception(_: &str, arguments: &str) -> Result<String> {
    const OPERATION: &str = "evv.gps_exception";
    let given: GpsException = from_json(OPERATION, arguments)?;
    let found: LocationFinding = rules::gps_exception(given.distance_mm, given.accuracy_mm, given.limit_mm);
    to_json(OPERATION, &found)
}

pub(super) fn ladder(_: &str, arguments: &str) -> Result<String> {
    const OPERATION: &str = "evv.ladder";
    let given: Ladder = from_json(OPERATION, arguments)?;
    to_json(OPERATION, &given.policy.unwrap_or_default().ladder(given.start)?)
}

pub(super) fn late(_: &str, arguments: &str) -> Result<String> {
    const OPERATION: &str = "evv.late";
    let given: Late = from_json(OPERATION, arguments)?;
    let policy = given.policy.unwrap_or_default();
    to_json(
        OPERATION,
        &rules::late(given.now, given.start, given.clock_in, &policy)?,
    )
}

#[derive(Serialize)]
struct Reviewed {
    state: VisitState,
    findings: Vec<FindingShown>,
}

#[derive(Serialize)]
struct FindingShown {
    #[serde(flatten)]
    finding: rules::Finding,
    handling: Handling,
}

pub(super) fn review(_: &str, arguments: &str) -> Result<String> {
    const OPERATION: &str = "evv.review";
    let given: Review = from_json(OPERATION, arguments)?;
    let mut policy = EvvPolicy::colorado(given.policy.zone);
    policy.distance_limit = given.policy.distance_limit.unwrap_or(policy.distance_limit);
    policy.longest_minutes = given.policy.longest_minutes.unwrap_or(policy.longest_minutes);
    let review = rules::visit_state(&given.visit, &policy);
    let findings = review.findings.into_iter().map(|finding| FindingShown {
        handling: finding.handling(),
        finding,
    });
    to_json(
        OPERATION,
        &Reviewed {
            state: review.state,
            findings: findings.collect(),
        },
    )
}

pub(super) fn wage_minutes(_: &str, arguments: &str) -> Result<String> {
    const OPERATION: &str = "evv.wage_minutes";
    let given: WageMinutes = from_json(OPERATION, arguments)?;
    to_json(OPERATION, &rules::wage_minutes(&given.visit)?)
}
