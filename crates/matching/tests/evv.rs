//! Electronic visit verification: acceptance test 40, over `vectors/evv/`.
#![allow(clippy::unwrap_used, clippy::panic)]

use careweave_matching::evv::{
    Attendance, Element, EvvPolicy, Finding, Handling, LatePolicy, LocationFinding, MILLIMETRES_PER_MILE,
    Position, ServiceMinutes, Signature, Visit, VisitState, WageMinutes, daily_units, gps_exception, late,
    units15, visit_state, wage_minutes,
};
use careweave_types::{AgencyZone, CaregiverId, ClientId, TimeWindow};
use chrono::{DateTime, TimeDelta, Utc};
use serde::Deserialize;
use serde::de::DeserializeOwned;

fn cases<T: DeserializeOwned>(file: &str) -> Vec<T> {
    let path = format!("{}/../../vectors/evv/{file}", env!("CARGO_MANIFEST_DIR"));
    let cases: Vec<T> = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    assert!(!cases.is_empty());
    cases
}

fn denver() -> AgencyZone {
    AgencyZone::new("America/Denver").unwrap()
}

fn instant(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct UnitsCase {
    id: String,
    minutes: u32,
    units: u32,
}

#[test]
fn quarter_hours_follow_the_eight_minute_rule() {
    for case in cases::<UnitsCase>("units15.json") {
        assert_eq!(
            units15(ServiceMinutes::new(case.minutes)).count(),
            case.units,
            "{}",
            case.id
        );
    }
    // 4294967295 is 286331153 quarter hours exactly.
    assert_eq!(units15(ServiceMinutes::new(u32::MAX)).count(), 286_331_153);
    for minutes in 0..3_000 {
        assert_eq!(units15(ServiceMinutes::new(minutes)).count(), (minutes + 7) / 15);
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DailyCase {
    id: String,
    zone: String,
    visits: Vec<DailyVisit>,
    units: Vec<DailyUnits>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DailyVisit {
    service: String,
    start: DateTime<Utc>,
    end: DateTime<Utc>,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct DailyUnits {
    date: String,
    service: String,
    units: u32,
}

#[test]
fn minutes_are_summed_per_service_and_day_before_they_are_rounded() {
    for case in cases::<DailyCase>("daily_units.json") {
        let zone = AgencyZone::new(&case.zone).unwrap();
        let visits: Vec<_> = case
            .visits
            .iter()
            .map(|v| (v.service.as_str(), TimeWindow::new(v.start, v.end).unwrap()))
            .collect();
        let forward = daily_units(visits.iter().copied(), &zone).unwrap();
        assert_eq!(
            forward,
            daily_units(visits.iter().rev().copied(), &zone).unwrap(),
            "{}",
            case.id
        );
        let actual: Vec<_> = forward
            .into_iter()
            .map(|((date, service), units)| DailyUnits {
                date: date.to_string(),
                service,
                units: units.count(),
            })
            .collect();
        assert_eq!(actual, case.units, "{}", case.id);
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GpsCase {
    id: String,
    distance_mm: u64,
    accuracy_mm: u64,
    limit_mm: u64,
    expect: LocationFinding,
}

#[test]
fn the_distance_limit_is_inclusive_and_knows_its_uncertainty() {
    for case in cases::<GpsCase>("gps.json") {
        let found = gps_exception(case.distance_mm, case.accuracy_mm, case.limit_mm);
        assert_eq!(found, case.expect, "{}", case.id);
    }
    for accuracy in 0..40 {
        for distance in 0..200 {
            let outside = distance > 100 + accuracy;
            let inside = distance + accuracy <= 100;
            let expected = match (inside, outside) {
                (true, _) => LocationFinding::Inside,
                (_, true) => LocationFinding::Outside,
                _ => LocationFinding::Uncertain,
            };
            assert_eq!(gps_exception(distance, accuracy, 100), expected);
        }
    }
    assert_eq!(
        gps_exception(u64::MAX, u64::MAX, u64::MAX),
        LocationFinding::Inside
    );
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LateCase {
    id: String,
    start: DateTime<Utc>,
    now: DateTime<Utc>,
    clock_in: Option<DateTime<Utc>>,
    expect: Attendance,
}

#[test]
fn the_late_ladder_steps_exactly_at_its_minutes() {
    for case in cases::<LateCase>("late.json") {
        let found = late(case.now, case.start, case.clock_in, &LatePolicy::default()).unwrap();
        assert_eq!(found, case.expect, "{}", case.id);
    }
}

#[test]
fn the_ladder_is_elapsed_time_where_clocks_change() {
    // 01:55 on the night clocks go forward: five minutes later it is 03:00, and it is five minutes later.
    let start = instant("2026-03-08T08:55:00Z");
    assert_eq!(denver().display(start), "Sun 2026-03-08 01:55 MST");
    let ladder = LatePolicy::default().ladder(start).unwrap();
    assert_eq!(denver().display(ladder.nudge), "Sun 2026-03-08 03:00 MDT");
    assert_eq!(ladder.stop - ladder.remind, TimeDelta::minutes(135));
}

#[test]
fn a_ladder_out_of_order_is_refused_by_field() {
    let policy = LatePolicy {
        grace: 3,
        ..LatePolicy::default()
    };
    let now = instant("2026-04-06T20:00:00Z");
    assert_eq!(
        late(now, now, None, &policy).unwrap_err().get("field"),
        Some("grace")
    );
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct VisitCase {
    id: String,
    visit: Visit,
    state: VisitState,
    findings: Vec<Finding>,
}

#[test]
fn visits_are_verified_acknowledged_fixed_or_rejected() {
    let policy = EvvPolicy::colorado(denver());
    for case in cases::<VisitCase>("visits.json") {
        let review = visit_state(&case.visit, &policy);
        assert_eq!(review.findings, case.findings, "{}", case.id);
        assert_eq!(review.state, case.state, "{}", case.id);
    }
}

fn complete() -> Visit {
    Visit {
        service: Some("T1019".into()),
        client_id: Some(ClientId::new("500001").unwrap()),
        caregiver_id: Some(CaregiverId::new("700001").unwrap()),
        date: Some("2026-04-06".parse().unwrap()),
        position: Some(Position {
            distance: MILLIMETRES_PER_MILE,
            accuracy: 0,
        }),
        clock_in: Some(instant("2026-04-06T20:00:00Z")),
        clock_out: Some(instant("2026-04-06T23:00:00Z")),
        signature: Signature::Given,
    }
}

#[test]
fn each_of_the_six_elements_is_missed_alone() {
    let policy = EvvPolicy::colorado(denver());
    assert_eq!(visit_state(&complete(), &policy).state, VisitState::Verified);
    for element in Element::ALL {
        let mut visit = complete();
        match element {
            Element::Service => visit.service = None,
            Element::Client => visit.client_id = None,
            Element::Caregiver => visit.caregiver_id = None,
            Element::Date => visit.date = None,
            Element::Location => visit.position = None,
            Element::Times => visit.clock_out = None,
        }
        let review = visit_state(&visit, &policy);
        assert_eq!(
            (review.state, review.missing()),
            (VisitState::ToFix, vec![element])
        );
        assert_eq!(review.to(Handling::Fix).count(), 1);
    }
    let without_clock_in = Visit {
        clock_in: None,
        ..complete()
    };
    assert_eq!(
        visit_state(&without_clock_in, &policy).missing(),
        [Element::Times]
    );
}

#[test]
fn twenty_five_hours_are_accepted_and_not_a_second_more() {
    let policy = EvvPolicy::colorado(denver());
    let mut visit = complete();
    visit.clock_out = visit.clock_in.map(|at| at + TimeDelta::hours(25));
    assert_eq!(visit_state(&visit, &policy).state, VisitState::Verified);
    visit.clock_out = visit.clock_out.map(|at| at + TimeDelta::seconds(1));
    assert_eq!(visit_state(&visit, &policy).state, VisitState::Rejected);
}

#[test]
fn wages_count_the_minutes_worked_and_not_the_units_billed() {
    let mut visit = complete();
    visit.clock_out = visit.clock_in.map(|at| at + TimeDelta::minutes(53));
    assert_eq!(wage_minutes(&visit).unwrap().get(), 53);
    assert_eq!(units15(ServiceMinutes::new(53)).count() * 15, 60);
    visit.clock_out = visit.clock_out.map(|at| at + TimeDelta::seconds(1));
    assert_eq!(wage_minutes(&visit).unwrap().get(), 54, "a started minute counts");
    let sum: WageMinutes = [&visit, &visit]
        .into_iter()
        .map(|v| wage_minutes(v).unwrap())
        .sum();
    assert_eq!(sum.get(), 108);
    visit.clock_out = visit.clock_in;
    assert_eq!(wage_minutes(&visit).unwrap_err().get("field"), Some("clock_out"));
    visit.clock_in = None;
    assert_eq!(wage_minutes(&visit).unwrap_err().get("field"), Some("clock_in"));
}
