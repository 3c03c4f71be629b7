//! What the tests begin with.

use std::sync::Arc;

use careweave_matching::offers::{Candidacy, Chance, OfferedShift, WeekPrices};
use careweave_matching::overtime::{CompiledPolicy, Jurisdiction, LabourPolicy, Profile, WorkSegment};
use careweave_types::{
    AgencyZone, CaregiverId, ClientId, Error, ShiftId, TimeWindow, Weekday, WorkweekAnchor,
};
use chrono::{DateTime, TimeDelta, TimeZone, Utc};

pub(crate) fn denver() -> AgencyZone {
    AgencyZone::new("America/Denver").unwrap()
}

/// A workweek in Denver, from midnight before Sunday.
pub(crate) fn workweek() -> WorkweekAnchor {
    WorkweekAnchor::midnight(Weekday::Sunday, denver())
}

/// An instant in April 2026, when Denver is six hours behind; the 6th is a Monday.
pub(crate) fn april(day: u32, hour: u32, minute: u32) -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 4, day, hour, minute, 0).unwrap() + TimeDelta::hours(6)
}

pub(crate) fn utc(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

pub(crate) fn window(start: DateTime<Utc>, minutes: i64) -> TimeWindow {
    TimeWindow::new(start, start + TimeDelta::minutes(minutes)).unwrap()
}

pub(crate) fn who(n: impl std::fmt::Display) -> CaregiverId {
    CaregiverId::new(format!("c{n}")).unwrap()
}

pub(crate) fn shift_id(n: impl std::fmt::Display) -> ShiftId {
    ShiftId::new(format!("s{n}")).unwrap()
}

pub(crate) fn shift(n: impl std::fmt::Display, start: DateTime<Utc>, minutes: i64) -> OfferedShift {
    OfferedShift {
        id: shift_id(n),
        client_id: ClientId::new("k1").unwrap(),
        window: window(start, minutes),
        value: 10_000,
    }
}

pub(crate) fn for_client(client: &str, shift: OfferedShift) -> OfferedShift {
    OfferedShift {
        client_id: ClientId::new(client).unwrap(),
        ..shift
    }
}

pub(crate) fn percent(n: u32) -> Chance {
    Chance::from_millionths(n * 10_000).unwrap()
}

pub(crate) fn candidacy(caregiver: usize, shift: usize, score: i64, acceptance: Chance) -> Candidacy {
    Candidacy {
        caregiver_id: who(caregiver),
        shift_id: shift_id(shift),
        score,
        acceptance,
    }
}

/// Federal law, $18.00 an hour; each caregiver with so many minutes on the Sunday of the week of 5 April 2026.
pub(crate) fn weeks(booked_minutes: &[i64]) -> WeekPrices {
    let place = Jurisdiction::UnitedStates;
    let policy = LabourPolicy::for_place(place, workweek(), &Profile::default()).unwrap();
    let horizon = TimeWindow::new(april(1, 0, 0), april(29, 0, 0)).unwrap();
    let policy = Arc::new(CompiledPolicy::new(&policy, &horizon).unwrap());
    let mut prices = WeekPrices::new(policy);
    for (n, &minutes) in booked_minutes.iter().enumerate() {
        let mut booked = Vec::new();
        let mut left = minutes;
        for day in 5.. {
            if left == 0 {
                break;
            }
            let today = left.min(480);
            let start = april(day, 0, 0);
            booked.push(WorkSegment::work(
                start,
                start + TimeDelta::minutes(today),
                1_800,
                place,
            ));
            left -= today;
        }
        prices = prices.with_caregiver(who(n), &booked, &[], 1_800, place).unwrap();
    }
    prices
}

/// The field an error names.
pub(crate) fn field<T: std::fmt::Debug>(result: Result<T, Error>) -> String {
    result
        .unwrap_err()
        .get("field")
        .expect("an error of input names its field")
        .to_owned()
}
