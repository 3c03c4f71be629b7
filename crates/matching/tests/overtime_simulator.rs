//! The evaluator against a minute-by-minute reading of the same rules.
//!
//! `CAREWEAVE_SOAK=1` runs a million weeks per policy; run it with `--release`, or `cargo xtask soak overtime`.
#![allow(clippy::unwrap_used, clippy::panic)]

mod overtime_support;

use std::sync::Arc;

use careweave_matching::overtime::simulate::{MinuteTable, evaluated, simulate};
use careweave_matching::overtime::{
    Agreement, CompiledPolicy, Composition, DayStatus, Facilities, Interruptions, Jurisdiction, LabourPolicy,
    Measure, Occupation, PlainWork, Profile, RegularRate, Residence, Scratch, SegmentKind, SleepAgreement,
    WeekBoundary, WorkSegment,
};
use careweave_types::{TimeWindow, Weekday, WorkweekAnchor};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use overtime_support::{Dice, at, home_zone, plain_shifts, policy_for, profile, work, zone};

/// Weeks in which clocks go forward, go back, and do neither.
const SUNDAYS: [&str; 3] = ["2026-03-08T00:00", "2026-11-01T00:00", "2026-04-12T00:00"];

/// How many random stretches of three weeks to try, each twice: as it is, and with one more shift.
fn rounds() -> u64 {
    if std::env::var_os("CAREWEAVE_SOAK").is_some_and(|v| v == "1") {
        166_667
    } else {
        340
    }
}

/// Days of any kind: care, travel, nights with sleep, meals, on call, rest days, in one or more places.
fn busy_weeks(dice: &mut Dice, start: DateTime<Utc>, days: i64, places: &[Jurisdiction]) -> Vec<WorkSegment> {
    const KINDS: [SegmentKind; 7] = [
        SegmentKind::Work,
        SegmentKind::Work,
        SegmentKind::Travel,
        SegmentKind::OnCallRestricted,
        SegmentKind::OnCallUnrestricted,
        SegmentKind::MealOnDuty,
        SegmentKind::MealOffDuty,
    ];
    let end = start + TimeDelta::days(days);
    let mut cursor = start + TimeDelta::minutes(dice.between(0, 2_000));
    let mut segments: Vec<WorkSegment> = Vec::new();
    let mut place = dice.pick(places);
    let mut day = DayStatus::Ordinary;
    while cursor < end {
        let rate = dice.pick(&[1_400, 1_750, 1_800, 2_000, 2_333]);
        let mut push = |cursor: &mut DateTime<Utc>, minutes: i64, kind| {
            let mut segment = work(*cursor, minutes, rate, place).of_kind(kind);
            segment.day = day;
            segments.push(segment);
            *cursor += TimeDelta::minutes(minutes);
        };
        if dice.one_in(8) {
            // A long duty with a night in it.
            push(&mut cursor, dice.between(200, 1_100), SegmentKind::Work);
            for _ in 0..dice.between(1, 3) {
                push(&mut cursor, dice.between(30, 600), SegmentKind::Sleep);
                if dice.one_in(2) {
                    push(&mut cursor, dice.between(5, 120), SegmentKind::Work);
                }
            }
            if dice.one_in(2) {
                push(&mut cursor, dice.between(20, 90), SegmentKind::MealOffDuty);
            }
            push(&mut cursor, dice.between(1, 1_000), SegmentKind::Work);
        } else {
            let minutes = match dice.below(4) {
                0 => dice.between(1, 90),
                1 => dice.between(60, 400),
                2 => dice.pick(&[240, 480, 600, 720]),
                _ => dice.between(300, 1_000),
            };
            push(&mut cursor, minutes, dice.pick(&KINDS));
        }
        cursor += TimeDelta::minutes(match dice.below(5) {
            0 | 1 => 0,
            2 => dice.between(1, 200),
            _ => dice.between(300, 1_900),
        });
        if dice.one_in(4) {
            place = dice.pick(places);
        }
        day = if dice.one_in(7) {
            DayStatus::RestDay
        } else {
            DayStatus::Ordinary
        };
    }
    segments
}

/// Compares evaluator and simulator, and the fast question with the difference of two simulations.
fn agree(name: &str, policy: &LabourPolicy, places: &[Jurisdiction]) {
    agree_for(rounds(), name, policy, places);
}

/// The same for a variant of a policy: fewer weeks, because most of what it does is compared elsewhere.
fn agree_too(name: &str, policy: &LabourPolicy, places: &[Jurisdiction]) {
    agree_for(rounds() / 5, name, policy, places);
}

fn agree_for(rounds: u64, name: &str, policy: &LabourPolicy, places: &[Jurisdiction]) {
    let zone = &policy.workweeks[0].anchor.zone;
    let mut dice = Dice(name.bytes().fold(7, |seed, byte| {
        seed.wrapping_mul(31).wrapping_add(u64::from(byte))
    }));
    let stages: Vec<_> = SUNDAYS
        .iter()
        .map(|sunday| {
            let from = at(zone, sunday) - TimeDelta::days(7);
            let window = TimeWindow::new(from - TimeDelta::days(3), from + TimeDelta::days(28)).unwrap();
            let compiled = Arc::new(CompiledPolicy::new(policy, &window).unwrap());
            // One more week before, so that every week is whole.
            let first = (window.start().timestamp() / 60 - 20_160) as i32;
            (from, compiled, MinuteTable::new(policy, first, 20_160 + 45_000))
        })
        .collect();
    let mut scratch = Scratch::default();
    for round in 0..rounds {
        let (from, compiled, table) = &stages[dice.below(3) as usize];
        let segments = if dice.one_in(2) {
            busy_weeks(&mut dice, *from, 20, places)
        } else {
            plain_shifts(&mut dice, *from, 20, places[0])
        };
        let ledger = compiled.ledger(&segments, &[]).unwrap();
        let before = simulate(policy, table, &segments);
        assert_eq!(evaluated(&ledger), before, "{name}, round {round}: {segments:#?}");

        // One more shift, somewhere in a gap.
        let Some((start, minutes)) = a_gap(&mut dice, &segments) else {
            continue;
        };
        let rate = dice.pick(&[1_400, 1_800, 2_000]);
        let extra = PlainWork {
            start,
            end: start + TimeDelta::minutes(minutes),
            rate,
            place: places[0],
        };
        let with: Vec<_> = segments
            .iter()
            .cloned()
            .chain([work(start, minutes, rate, places[0])])
            .collect();
        let after = compiled.ledger(&with, &[]).unwrap();
        assert_eq!(
            evaluated(&after),
            simulate(policy, table, &with),
            "{name}, round {round}, with one more"
        );
        let added = ledger.added(&extra, &mut scratch).unwrap();
        let minutes_of = |l: &careweave_matching::overtime::WorkLedger| -> i64 {
            l.weeks().unwrap().iter().map(|w| w.overtime).sum()
        };
        assert_eq!(
            added.overtime,
            minutes_of(&after) - minutes_of(&ledger),
            "{name}, round {round}: {extra:?}"
        );
        let delta = ledger.delta(&with[segments.len()..]).unwrap();
        assert_eq!(
            added.premium, delta.premium.minor,
            "{name}, round {round}: {extra:?} {segments:#?}"
        );
        assert_eq!(added.overtime, delta.overtime_minutes(), "{name}, round {round}");
    }
}

/// A stretch that overlaps nothing, often flush with a neighbour.
fn a_gap(dice: &mut Dice, segments: &[WorkSegment]) -> Option<(DateTime<Utc>, i64)> {
    let gaps: Vec<_> = segments
        .windows(2)
        .map(|pair| (pair[0].end, (pair[1].start - pair[0].end).num_minutes()))
        .filter(|(_, minutes)| *minutes > 0)
        .collect();
    if gaps.is_empty() {
        return None;
    }
    let (start, room) = dice.pick(&gaps);
    let minutes = dice.between(1, room.min(900));
    let offset = match dice.below(3) {
        0 => 0,
        1 => room - minutes,
        _ => dice.between(0, room - minutes),
    };
    Some((
        start + TimeDelta::minutes(offset),
        if dice.one_in(6) { room } else { minutes },
    ))
    .filter(|(start_at, length)| *start_at + TimeDelta::minutes(*length) <= start + TimeDelta::minutes(room))
}

fn sleeping() -> SleepAgreement {
    SleepAgreement {
        agreement: Agreement::Express,
        facilities: Facilities::Adequate,
        interruptions: Interruptions::Waived,
    }
}

#[test]
fn federal_evaluation_equals_the_simulation() {
    let place = Jurisdiction::UnitedStates;
    agree(
        "federal",
        &policy_for(
            place,
            &Profile {
                sleep: sleeping(),
                ..profile()
            },
        ),
        &[place],
    );
}

#[test]
fn colorado_evaluation_equals_the_simulation_in_both_readings() {
    let place = Jurisdiction::Colorado;
    let mut policy = policy_for(
        place,
        &Profile {
            sleep: sleeping(),
            ..profile()
        },
    );
    agree("colorado union", &policy, &[place]);
    policy.composition = Composition::PerWeekMax;
    agree("colorado per week", &policy, &[place]);
    policy.regular_rate = RegularRate::RateInEffect;
    agree_too("colorado per week, rate in effect", &policy, &[place]);
}

#[test]
fn colorado_with_weeks_of_168_elapsed_hours_equals_the_simulation() {
    let place = Jurisdiction::Colorado;
    let mut policy = policy_for(place, &profile());
    policy.boundary = WeekBoundary::Elapsed168;
    agree_too("colorado elapsed", &policy, &[place]);
}

#[test]
fn a_workweek_from_monday_at_seven_equals_the_simulation() {
    let place = Jurisdiction::Colorado;
    let anchor = WorkweekAnchor {
        weekday: Weekday::Monday,
        minute_of_day: 420,
        zone: zone(home_zone(place)),
    };
    let policy = LabourPolicy::for_place(place, anchor, &profile()).unwrap();
    agree_too("monday at seven", &policy, &[place]);
}

#[test]
fn california_evaluation_equals_the_simulation_for_every_occupation() {
    let place = Jurisdiction::California;
    agree("california", &policy_for(place, &profile()), &[place]);
    let attendant = Profile {
        occupation: Occupation::PersonalAttendant,
        ..profile()
    };
    agree_too("california attendant", &policy_for(place, &attendant), &[place]);
    let live_in = Profile {
        residence: Residence::LivesIn,
        ..profile()
    };
    agree_too("california live-in", &policy_for(place, &live_in), &[place]);
}

#[test]
fn nevada_evaluation_equals_the_simulation() {
    let place = Jurisdiction::Nevada;
    agree(
        "nevada",
        &policy_for(
            place,
            &Profile {
                sleep: sleeping(),
                ..Profile::default()
            },
        ),
        &[place],
    );
}

#[test]
fn new_york_evaluation_equals_the_simulation() {
    let place = Jurisdiction::NewYork;
    agree("new york", &policy_for(place, &profile()), &[place]);
}

#[test]
fn the_evaluations_of_the_other_states_equal_the_simulation() {
    for place in [
        Jurisdiction::Alaska,
        Jurisdiction::Kentucky,
        Jurisdiction::PuertoRico,
        Jurisdiction::Oregon,
        Jurisdiction::Washington,
    ] {
        agree(place.code(), &policy_for(place, &profile()), &[place]);
    }
}

#[test]
fn no_jurisdiction_is_left_out_of_the_comparison() {
    let source = include_str!("overtime_simulator.rs");
    for place in Jurisdiction::ALL {
        assert!(
            source.contains(&format!("Jurisdiction::{place:?}")),
            "{place} is compared with nothing"
        );
    }
}

#[test]
fn brazilian_evaluation_equals_the_simulation() {
    let place = Jurisdiction::Brazil;
    agree("brazil", &policy_for(place, &profile()), &[place]);
}

#[test]
fn work_in_several_states_equals_the_simulation() {
    let places = [
        Jurisdiction::Colorado,
        Jurisdiction::California,
        Jurisdiction::Nevada,
    ];
    let mut policy = policy_for(
        places[0],
        &Profile {
            sleep: sleeping(),
            ..profile()
        },
    );
    for place in &places[1..] {
        let more = policy_for(*place, &profile());
        policy
            .rules
            .extend(more.rules.into_iter().filter(|rule| !rule.id.starts_with("us.")));
    }
    policy.validate().unwrap();
    agree("three states", &policy, &places);
    policy.regular_rate = RegularRate::RateInEffect;
    agree_too("three states, rate in effect", &policy, &places);
}

#[test]
fn rules_that_begin_and_end_between_weeks_equal_the_simulation() {
    let place = Jurisdiction::Colorado;
    let mut policy = policy_for(place, &profile());
    for rule in &mut policy.rules {
        match rule.measure {
            Measure::ConsecutiveOver { .. } => rule.from = NaiveDate::from_ymd_opt(2026, 4, 12),
            Measure::DailyOver { .. } => rule.until = NaiveDate::from_ymd_opt(2026, 11, 1),
            _ => {}
        }
    }
    agree_too("dated", &policy, &[place]);
}

#[test]
fn a_tolerated_gap_and_unequal_extras_equal_the_simulation() {
    let place = Jurisdiction::Colorado;
    let mut policy = policy_for(place, &profile());
    for rule in &mut policy.rules {
        if let Measure::ConsecutiveOver { gap_minutes, .. } = &mut rule.measure {
            *gap_minutes = 45;
            rule.extra_percent = 30;
        }
    }
    agree_too("gap", &policy, &[place]);
}

/// One to four shifts within three days, often close to each other and to midnight.
fn light_week(dice: &mut Dice, sunday: DateTime<Utc>, place: Jurisdiction) -> Vec<WorkSegment> {
    let mut cursor = sunday + TimeDelta::minutes(dice.between(0, 12) * 240);
    (0..dice.between(1, 4))
        .map(|_| {
            let minutes = dice.pick(&[120, 180, 240, 360, 361, 480, 600]);
            let segment = work(cursor, minutes, dice.pick(&[1_600, 1_800]), place);
            cursor += TimeDelta::minutes(minutes + dice.pick(&[0, 60, 120, 120, 240, 480, 900]));
            segment
        })
        .collect()
}

#[test]
fn the_fast_answer_equals_the_difference_of_whole_weeks() {
    let mut decided = 0;
    let mut moved = 0;
    for place in [
        Jurisdiction::UnitedStates,
        Jurisdiction::Colorado,
        Jurisdiction::California,
        Jurisdiction::Nevada,
        Jurisdiction::Kentucky,
    ] {
        for composition in [Composition::Union, Composition::PerWeekMax] {
            let mut policy = policy_for(place, &profile());
            policy.composition = composition;
            let mut dice = Dice(u64::from(place.code().as_bytes()[3 % place.code().len()]));
            let sunday = at(&zone(home_zone(place)), dice.pick(&SUNDAYS));
            let window = TimeWindow::new(sunday - TimeDelta::days(7), sunday + TimeDelta::days(14)).unwrap();
            let compiled = Arc::new(CompiledPolicy::new(&policy, &window).unwrap());
            let mut scratch = Scratch::default();
            for _ in 0..600 {
                let segments = light_week(&mut dice, sunday, place);
                let ledger = compiled.ledger(&segments, &[]).unwrap();
                let (start, minutes) = a_gap(&mut dice, &segments)
                    .unwrap_or((segments.last().unwrap().end, dice.between(1, 900)));
                let extra = work(start, minutes, 1_700, place);
                let fast = PlainWork {
                    start,
                    end: extra.end,
                    rate: 1_700,
                    place,
                };
                let added = ledger.added(&fast, &mut scratch).unwrap();
                let delta = ledger.delta(std::slice::from_ref(&extra)).unwrap();
                let truth = (delta.overtime_minutes(), delta.premium.minor);
                assert_eq!(
                    (added.overtime, added.premium),
                    truth,
                    "{place}: {extra:?} {segments:#?}"
                );
                moved += usize::from(truth.0 != 0);
                if let Some(overtime) = ledger.summary(start).unwrap().overtime_added(minutes as i32)
                    && delta.weeks.len() == 1
                {
                    decided += 1;
                    assert_eq!(i64::from(overtime), truth.0, "{place}: {extra:?} {segments:#?}");
                }
            }
        }
    }
    assert!(decided > 1_000, "one compare decided {decided}");
    assert!(moved > 500, "{moved} shifts moved overtime");
}

#[test]
fn one_compare_does_not_miss_a_visit_that_joins_two_shifts_at_midnight() {
    let place = Jurisdiction::Colorado;
    let denver = zone(home_zone(place));
    let policy = policy_for(place, &profile());
    let monday = work(at(&denver, "2026-04-06T17:00"), 360, 1_800, place);
    let tuesday = work(at(&denver, "2026-04-07T01:00"), 360, 1_800, place);
    let ledger = careweave_matching::overtime::ledger_of(&policy, &[monday.clone(), tuesday], &[]).unwrap();
    let summary = ledger.summary(monday.end).unwrap();
    assert_eq!(summary.overtime_added(119), Some(0));
    assert_eq!(summary.overtime_added(120), None);
    let bridge = PlainWork {
        start: monday.end,
        end: monday.end + TimeDelta::minutes(120),
        rate: 1_800,
        place,
    };
    assert_eq!(
        ledger.added(&bridge, &mut Scratch::default()).unwrap().overtime,
        120
    );
}
