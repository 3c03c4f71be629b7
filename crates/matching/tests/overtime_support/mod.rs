//! What the overtime tests have in common.
#![allow(dead_code, unreachable_pub)]

use careweave_matching::overtime::{Jurisdiction, LabourPolicy, Profile, WorkSegment};
use careweave_types::zone::Fold;
use careweave_types::{AgencyZone, Weekday, WorkweekAnchor};
use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};

pub fn zone(name: &str) -> AgencyZone {
    AgencyZone::new(name).unwrap()
}

/// `2026-04-06T08:00` on the wall clock of `zone`; the first of two.
pub fn at(zone: &AgencyZone, text: &str) -> DateTime<Utc> {
    let local = NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M").unwrap();
    let exact = zone.instant(local.date(), local.time(), Fold::Reject);
    exact.unwrap_or_else(|_| zone.instant(local.date(), local.time(), Fold::Earlier).unwrap())
}

pub fn sunday(zone_name: &str) -> WorkweekAnchor {
    WorkweekAnchor::midnight(Weekday::Sunday, zone(zone_name))
}

pub fn home_zone(place: Jurisdiction) -> &'static str {
    match place {
        Jurisdiction::Colorado => "America/Denver",
        Jurisdiction::California | Jurisdiction::Nevada => "America/Los_Angeles",
        Jurisdiction::Alaska => "America/Anchorage",
        Jurisdiction::PuertoRico => "America/Puerto_Rico",
        Jurisdiction::Brazil => "America/Sao_Paulo",
        _ => "America/New_York",
    }
}

pub fn policy_for(place: Jurisdiction, profile: &Profile) -> LabourPolicy {
    LabourPolicy::for_place(place, sunday(home_zone(place)), profile).unwrap()
}

pub fn profile() -> Profile {
    Profile {
        minimum_wage: Some(1_600),
        ..Profile::default()
    }
}

pub fn work(start: DateTime<Utc>, minutes: i64, rate: i64, place: Jurisdiction) -> WorkSegment {
    WorkSegment::work(start, start + TimeDelta::minutes(minutes), rate, place)
}

/// SplitMix64: small, seeded, the same everywhere.
#[derive(Clone)]
pub struct Dice(pub u64);

impl Dice {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// `0..bound`.
    pub fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound
    }

    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        low + self.below((high - low + 1) as u64) as i64
    }

    pub fn one_in(&mut self, n: u64) -> bool {
        self.below(n) == 0
    }

    pub fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len() as u64) as usize]
    }
}

/// Shifts of plain work in order, without overlap, from `start` for about `days` days.
pub fn plain_shifts(
    dice: &mut Dice,
    start: DateTime<Utc>,
    days: i64,
    place: Jurisdiction,
) -> Vec<WorkSegment> {
    let end = start + TimeDelta::days(days);
    let mut cursor = start + TimeDelta::minutes(dice.between(0, 1_500));
    let mut shifts = Vec::new();
    while cursor < end {
        let minutes = match dice.below(5) {
            0 => dice.between(1, 90),
            1 => dice.between(60, 300),
            2 => dice.pick(&[240, 480, 600, 720]),
            3 => dice.between(300, 800),
            _ => dice.between(600, 1_000),
        };
        shifts.push(work(
            cursor,
            minutes,
            dice.pick(&[1_400, 1_750, 1_800, 2_000, 2_333]),
            place,
        ));
        let gap = match dice.below(6) {
            0 => 0,
            1 => dice.between(1, 90),
            2 => dice.between(0, 400),
            3 => dice.pick(&[840, 960]),
            _ => dice.between(300, 2_000),
        };
        cursor += TimeDelta::minutes(minutes + gap);
    }
    shifts
}
