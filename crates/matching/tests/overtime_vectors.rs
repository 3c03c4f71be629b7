//! Every case of `vectors/overtime/vectors.json`.
#![allow(clippy::unwrap_used, clippy::panic)]

mod overtime_support;

use std::collections::BTreeMap;

use careweave_matching::evv::units15;
use careweave_matching::overtime::rules::brazil::{credited_deviation, rest_between};
use careweave_matching::overtime::sleep::DutySleep;
use careweave_matching::overtime::{
    Bonus, Composition, Exact, FederalHomeCareRule, Jurisdiction, LabourPolicy, Occupation, Profile,
    Residence, SegmentKind, SleepAgreement, WeekOutcome, WorkLedger, WorkSegment, ledger_of,
};
use careweave_types::zone::Fold;
use careweave_types::{AgencyZone, Money, TimeWindow, Weekday, WorkweekAnchor};
use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};
use overtime_support::{home_zone, policy_for, profile, work, zone};
use serde_json::Value;

const CASES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../vectors/overtime/vectors.json");

#[test]
fn every_overtime_vector_holds() {
    let text = std::fs::read_to_string(CASES).unwrap();
    let cases: Vec<Value> = serde_json::from_str(&text).unwrap();
    assert!(cases.len() >= 60, "only {} cases", cases.len());
    let mut failures = Vec::new();
    for case in &cases {
        let id = case["id"].as_str().unwrap();
        if let Err(why) = std::panic::catch_unwind(|| run(case, &cases)) {
            let why = why
                .downcast_ref::<String>()
                .cloned()
                .or_else(|| why.downcast_ref::<&str>().map(|s| (*s).to_owned()));
            failures.push(format!("{id}: {}", why.unwrap_or_default()));
        }
    }
    assert!(
        failures.is_empty(),
        "{} of {}:\n{}",
        failures.len(),
        cases.len(),
        failures.join("\n")
    );
}

fn run(case: &Value, all: &[Value]) {
    match case["kind"].as_str().unwrap() {
        "weighted_average" => weighted_average(case),
        "marginal" => marginal(case),
        "elapsed" | "no_dst_zone" => elapsed(case, 0),
        "elapsed_minus_meal" => elapsed(case, minutes_of(&case["meal_min"], 1)),
        "local_week_hours" => local_week_hours(case),
        "nonexistent_local" => nonexistent_local(case),
        "week_split" => week_split(case),
        "daily_weekly_consecutive" => daily_weekly_consecutive(case),
        "sleep" => sleep(case),
        "daily" => daily(case),
        "rolling_workday" => rolling_workday(case, all),
        "spread" => spread(case),
        "weekly" => weekly(case),
        "night" => night(case),
        "tolerance" => tolerance(case),
        "interjornada" => interjornada(case),
        "units15" => {
            let minutes =
                careweave_matching::evv::ServiceMinutes::new(case["minutes"].as_u64().unwrap() as u32);
            assert_eq!(
                u64::from(units15(minutes).count()),
                case["units"].as_u64().unwrap()
            );
        }
        other => panic!("unknown kind {other:?}"),
    }
}

// ---- numbers -------------------------------------------------------------------------------------------------------

/// A decimal number as it stands in the file, times `scale`, which must come out whole.
fn scaled(value: &Value, scale: i64) -> i64 {
    let number = value.as_f64().unwrap_or_else(|| panic!("{value} is no number")) * scale as f64;
    assert!(
        (number - number.round()).abs() < 1e-6,
        "{value} times {scale} is not whole"
    );
    number.round() as i64
}

/// A number of hours (`scale` 60) or minutes (1) as minutes; vectors write some hours as rounded decimals.
fn minutes_of(value: &Value, scale: i64) -> i64 {
    let number = value.as_f64().unwrap() * scale as f64;
    assert!(
        (number - number.round()).abs() < 1e-4,
        "{value} is not a whole number of minutes"
    );
    number.round() as i64
}

/// An exact amount in cents equals a decimal amount in dollars, to nine places.
fn assert_amount(actual: Exact, dollars: &Value, what: &str) {
    let expected = (dollars.as_f64().unwrap() * 1e9).round() as i128;
    let actual = actual.round_scaled(10_000_000);
    assert!(
        (actual - expected).abs() <= 1_000,
        "{what}: {actual} is not {expected} (1e-9 dollars)"
    );
}

fn wall(zone: &AgencyZone, text: &str, fold: Fold) -> DateTime<Utc> {
    let local = NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M").unwrap();
    zone.instant(local.date(), local.time(), fold).unwrap()
}

fn fold(case: &Value, key: &str) -> Fold {
    match &case[key] {
        Value::Null => Fold::Reject,
        Value::Number(n) if n.as_u64() == Some(0) => Fold::Earlier,
        Value::Number(n) if n.as_u64() == Some(1) => Fold::Later,
        Value::String(s) if s == "first" || s == "earlier" => Fold::Earlier,
        Value::String(s) if s == "second" || s == "later" => Fold::Later,
        other => panic!("unknown fold {other}"),
    }
}

fn pairs(value: &Value) -> Vec<(String, String)> {
    let text = |v: &Value| v.as_str().unwrap().to_owned();
    value
        .as_array()
        .unwrap()
        .iter()
        .map(|p| (text(&p[0]), text(&p[1])))
        .collect()
}

/// `Sun 00:00`.
fn anchor(text: &str, zone: AgencyZone) -> WorkweekAnchor {
    let (day, time) = text.split_once(' ').unwrap();
    let time = NaiveTime::parse_from_str(time, "%H:%M").unwrap();
    WorkweekAnchor {
        weekday: Weekday::ALL.into_iter().find(|d| d.short() == day).unwrap(),
        minute_of_day: (time.signed_duration_since(NaiveTime::MIN).num_minutes()) as u16,
        zone,
    }
}

/// Sunday 2026-04-05, midnight.
fn a_week(place: Jurisdiction) -> DateTime<Utc> {
    wall(&zone(home_zone(place)), "2026-04-05T00:00", Fold::Reject)
}

fn jurisdiction(case: &Value) -> Jurisdiction {
    serde_json::from_value(match case["jur"].as_str().unwrap() {
        "US-FED" => "US".into(),
        other => other.into(),
    })
    .unwrap()
}

/// State law alone: the vectors of states leave federal law out.
fn state_only(profile: &Profile) -> Profile {
    Profile {
        federal: FederalHomeCareRule::R1975 {
            from: NaiveDate::from_ymd_opt(2000, 1, 1).unwrap(),
        },
        ..profile.clone()
    }
}

fn only_week(ledger: &WorkLedger) -> WeekOutcome {
    let weeks = ledger.weeks().unwrap();
    assert_eq!(weeks.len(), 1);
    weeks.into_iter().next().unwrap()
}

// ---- federal pay ---------------------------------------------------------------------------------------------------

/// Hours and dollar rates, one shift after the other with no more than 12 hours a day.
fn segments(parts: &Value, start: DateTime<Utc>) -> Vec<WorkSegment> {
    let mut cursor = start;
    let mut segments = Vec::new();
    for part in parts.as_array().unwrap() {
        let minutes = minutes_of(&part[0], 60);
        segments.push(work(
            cursor,
            minutes,
            scaled(&part[1], 100),
            Jurisdiction::UnitedStates,
        ));
        cursor += TimeDelta::minutes(minutes);
    }
    segments
}

fn weighted_average(case: &Value) {
    let place = Jurisdiction::UnitedStates;
    let start = a_week(place);
    let bonuses: Vec<Bonus> = match case.get("bonus") {
        Some(amount) => vec![Bonus {
            earned_at: start + TimeDelta::days(1),
            amount: Money::new(scaled(amount, 100), careweave_types::Currency::Usd),
        }],
        None => Vec::new(),
    };
    let policy = policy_for(place, &profile());
    let week = only_week(&ledger_of(&policy, &segments(&case["parts"], start), &bonuses).unwrap());
    assert_eq!(week.worked, minutes_of(&case["hours"], 60), "hours");
    assert_eq!(week.overtime, minutes_of(&case["ot_hours"], 60), "ot_hours");
    assert_amount(week.regular_rate.unwrap(), &case["regular_rate"], "regular_rate");
    assert_amount(week.pay.premium, &case["half_time_premium"], "half_time_premium");
    assert_amount(week.pay.total(), &case["total"], "total");
    if bonuses.is_empty() {
        assert_amount(week.pay.straight, &case["straight"], "straight");
    }
}

fn marginal(case: &Value) {
    let place = Jurisdiction::UnitedStates;
    let policy = policy_for(place, &profile());
    let before = segments(&case["before"], a_week(place));
    let add = segments(&case["add"], before.last().unwrap().end);
    let ledger = ledger_of(&policy, &before, &[]).unwrap();
    let both = ledger_of(&policy, &[before, add.clone()].concat(), &[]).unwrap();
    let (old, new) = (only_week(&ledger).pay.total(), only_week(&both).pay.total());
    assert_amount(old, &case["total_before"], "total_before");
    assert_amount(new, &case["total_after"], "total_after");
    assert_amount(new - old, &case["marginal"], "marginal");
    let delta = ledger.delta(&add).unwrap();
    assert_eq!(i128::from(delta.cost.minor), (new - old).round());
}

// ---- time ----------------------------------------------------------------------------------------------------------

fn elapsed(case: &Value, meal: i64) {
    let zone = zone(case["tz"].as_str().unwrap());
    let start = wall(&zone, case["start"].as_str().unwrap(), fold(case, "start_fold"));
    let end = wall(&zone, case["end"].as_str().unwrap(), fold(case, "end_fold"));
    let place = Jurisdiction::UnitedStates;
    let policy = LabourPolicy::for_place(
        place,
        WorkweekAnchor::midnight(Weekday::Wednesday, zone),
        &profile(),
    )
    .unwrap();
    let mut segments = vec![WorkSegment::work(start, end, 1_800, place)];
    if meal > 0 {
        let noon = start + TimeDelta::minutes(60);
        let after = noon + TimeDelta::minutes(meal);
        segments = vec![
            WorkSegment::work(start, noon, 1_800, place),
            WorkSegment::work(noon, after, 1_800, place).of_kind(SegmentKind::MealOffDuty),
            WorkSegment::work(after, end, 1_800, place),
        ];
    }
    let week = only_week(&ledger_of(&policy, &segments, &[]).unwrap());
    assert_eq!(week.worked, minutes_of(&case["minutes"], 1));
}

fn local_week_hours(case: &Value) {
    let zone = zone(case["tz"].as_str().unwrap());
    let start = wall(
        &zone,
        &format!("{}T00:00", case["week_start"].as_str().unwrap()),
        Fold::Reject,
    );
    let weekday = zone.local(start).weekday;
    let policy = LabourPolicy::for_place(
        Jurisdiction::UnitedStates,
        WorkweekAnchor::midnight(weekday, zone),
        &profile(),
    )
    .unwrap();
    let ledger = ledger_of(
        &policy,
        &[work(start, 60, 1_800, Jurisdiction::UnitedStates)],
        &[],
    )
    .unwrap();
    let week = only_week(&ledger);
    assert_eq!(week.week.start(), start);
    assert_eq!(week.week.minutes(), minutes_of(&case["hours"], 60));
}

fn nonexistent_local(case: &Value) {
    let zone = zone(case["tz"].as_str().unwrap());
    let local = NaiveDateTime::parse_from_str(case["start"].as_str().unwrap(), "%Y-%m-%dT%H:%M").unwrap();
    let error = zone
        .instant(local.date(), local.time(), Fold::Reject)
        .unwrap_err();
    assert_eq!(error.kind(), careweave_types::ErrorKind::InvalidInput);
    assert_eq!(error.get("field"), Some("time"));
    // A declared policy gives an instant, and never one that shows the time that does not exist.
    for fold in [Fold::Earlier, Fold::Later] {
        let taken = zone.instant(local.date(), local.time(), fold).unwrap();
        assert_ne!(zone.local(taken).time, local.time());
    }
}

fn week_split(case: &Value) {
    let zone = zone(case["tz"].as_str().unwrap());
    let start = wall(&zone, case["start"].as_str().unwrap(), Fold::Reject);
    let end = wall(&zone, case["end"].as_str().unwrap(), Fold::Reject);
    let place = Jurisdiction::UnitedStates;
    let anchor = anchor(case["week_start"].as_str().unwrap(), zone);
    let policy = LabourPolicy::for_place(place, anchor, &profile()).unwrap();
    let ledger = ledger_of(&policy, &[WorkSegment::work(start, end, 1_800, place)], &[]).unwrap();
    let actual: BTreeMap<String, i64> = ledger
        .weeks()
        .unwrap()
        .iter()
        .map(|w| (w.starts_on.to_string(), w.worked))
        .collect();
    let expected: BTreeMap<String, i64> = case["minutes"]
        .as_object()
        .unwrap()
        .iter()
        .map(|(week, minutes)| (week.clone(), minutes_of(minutes, 1)))
        .collect();
    assert_eq!(actual, expected);
}

// ---- states --------------------------------------------------------------------------------------------------------

fn daily_weekly_consecutive(case: &Value) {
    let zone = zone(case["tz"].as_str().unwrap());
    let place = jurisdiction(case);
    let anchor = anchor(case["week_start"].as_str().unwrap(), zone.clone());
    let at = |text: &str| wall(&zone, text, Fold::Reject);
    let meals: Vec<_> = pairs(&case["duty_free_meals"])
        .iter()
        .map(|(a, b)| (at(a), at(b)))
        .collect();
    let mut segments = Vec::new();
    for (start, end) in pairs(&case["segments"]) {
        let (start, end) = (at(&start), at(&end));
        let mut from = start;
        for (meal, after) in meals.iter().copied().filter(|(m, a)| start <= *m && *a <= end) {
            segments.push(WorkSegment::work(from, meal, 1_800, place));
            segments.push(WorkSegment::work(meal, after, 1_800, place).of_kind(SegmentKind::MealOffDuty));
            from = after;
        }
        segments.push(WorkSegment::work(from, end, 1_800, place));
    }
    let mut policy = LabourPolicy::for_place(place, anchor, &profile()).unwrap();
    let union = ledger_of(&policy, &segments, &[]).unwrap().weeks().unwrap();
    policy.composition = Composition::PerWeekMax;
    let per_week = ledger_of(&policy, &segments, &[]).unwrap().weeks().unwrap();
    let expected = case["expect"].as_object().unwrap();
    assert_eq!(union.len(), expected.len());
    for (week, greatest) in union.iter().zip(&per_week) {
        let expected = &expected[&week.starts_on.to_string()];
        let hours = |key: &str| minutes_of(&expected[key], 60);
        assert_eq!(week.worked, hours("worked"), "worked");
        assert_eq!(week.claimed("co.weekly40"), hours("A"), "A");
        assert_eq!(week.claimed("co.daily12"), hours("B"), "B");
        assert_eq!(week.claimed("co.consecutive12"), hours("C"), "C");
        assert_eq!(week.overtime, hours("union"), "union");
        assert_eq!(greatest.overtime, hours("permax"), "permax");
    }
}

/// Seven days of work, each from 06:00, or where the day is longer than 18 hours from midnight.
fn daily(case: &Value) {
    let place = jurisdiction(case);
    let zone = zone(home_zone(place));
    let attendant = case["attendant"].as_bool().unwrap_or(false);
    let federal_too = case["weekly_threshold"].as_u64().unwrap_or(40) == 40;
    let mut profile = Profile {
        occupation: if attendant {
            Occupation::PersonalAttendant
        } else {
            Occupation::Ordinary
        },
        ..profile()
    };
    if !federal_too {
        profile = state_only(&profile);
    }
    let policy = policy_for(place, &profile);
    let mut segments = Vec::new();
    if let Some(days) = case["days"].as_array() {
        for (day, hours) in days.iter().enumerate() {
            let minutes = minutes_of(hours, 60);
            if minutes > 0 {
                let hour = if minutes > 1_080 { 0 } else { 6 };
                let start = wall(
                    &zone,
                    &format!("2026-04-{:02}T{hour:02}:00", 5 + day),
                    Fold::Reject,
                );
                segments.push(work(start, minutes, 1_800, place));
            }
        }
    } else {
        for (start, end) in pairs(&case["segments"]) {
            let at = |text: &str| wall(&zone, text, Fold::Reject);
            segments.push(WorkSegment::work(at(&start), at(&end), 1_800, place));
        }
    }
    let week = only_week(&ledger_of(&policy, &segments, &[]).unwrap());
    let hours = |key: &str| case.get(key).map(|v| minutes_of(v, 60));
    assert_eq!(week.overtime_at(50), hours("ot15").unwrap(), "ot15");
    assert_eq!(week.overtime_at(100), hours("ot20").unwrap_or(0), "ot20");
    if let Some(straight) = hours("st") {
        assert_eq!(week.worked - week.overtime, straight, "st");
    }
}

fn rolling_workday(case: &Value, all: &[Value]) {
    let place = jurisdiction(case);
    let zone = zone(home_zone(place));
    let rate = if case["rate_below_1_5x_min"].as_bool().unwrap() {
        1_799
    } else {
        1_800
    };
    // "Same shifts": those of the first case of the kind.
    let source = std::iter::once(case)
        .chain(all.iter().filter(|c| c["kind"] == case["kind"]))
        .find(|c| c.get("segments").is_some())
        .unwrap();
    let at = |text: &str| wall(&zone, text, Fold::Reject);
    let segments: Vec<_> = pairs(&source["segments"])
        .iter()
        .map(|(a, b)| WorkSegment::work(at(a), at(b), rate, place))
        .collect();
    let policy = policy_for(place, &profile_nevada());
    let expected = case["ot15_by_shift"].as_array().unwrap();
    assert_eq!(segments.len(), expected.len());
    let mut before = 0;
    for (shift, hours) in expected.iter().enumerate() {
        // Overtime of a rolling workday depends on what came before it alone.
        let week = only_week(&ledger_of(&policy, &segments[..=shift], &[]).unwrap());
        assert_eq!(week.overtime - before, minutes_of(hours, 60), "shift {shift}");
        before = week.overtime;
    }
}

fn profile_nevada() -> Profile {
    Profile::default()
}

fn spread(case: &Value) {
    let place = jurisdiction(case);
    let zone = zone(home_zone(place));
    let segments: Vec<_> = pairs(&case["segments"])
        .iter()
        .map(|(start, end)| {
            let at = |text: &str| wall(&zone, &format!("2026-04-06T{text}"), Fold::Reject);
            WorkSegment::work(at(start), at(end), 1_800, place)
        })
        .collect();
    let week = only_week(&ledger_of(&policy_for(place, &profile()), &segments, &[]).unwrap());
    assert_eq!(week.worked, minutes_of(&case["worked_h"], 60));
    let spread = segments.last().unwrap().end - segments[0].start;
    assert_eq!(spread.num_minutes(), minutes_of(&case["spread_h"], 60));
    let hours = case["extra_hours_at_min_wage"].as_i64().unwrap();
    assert_eq!(week.pay.spread, Exact::whole(hours * 1_600));
    assert_eq!(week.overtime, 0, "spread of hours is no overtime");
}

fn weekly(case: &Value) {
    let place = jurisdiction(case);
    let zone = zone(home_zone(place));
    let days: Vec<i64> = match case.get("days_h") {
        Some(days) => days
            .as_array()
            .unwrap()
            .iter()
            .map(|d| minutes_of(d, 60))
            .collect(),
        None => {
            let minutes = minutes_of(&case["hours"], 60);
            (0..7)
                .map(|day| minutes / 7 + i64::from(day < minutes % 7))
                .collect()
        }
    };
    let profile = match case["live_in"].as_bool() {
        None => profile(),
        Some(live_in) => state_only(&Profile {
            residence: if live_in {
                Residence::LivesIn
            } else {
                Residence::LivesOut
            },
            occupation: Occupation::PersonalAttendant,
            ..profile()
        }),
    };
    let segments: Vec<_> = days
        .iter()
        .enumerate()
        .filter(|(_, minutes)| **minutes > 0)
        .map(|(day, minutes)| {
            let start = wall(&zone, &format!("2026-04-{:02}T08:00", 5 + day), Fold::Reject);
            work(start, *minutes, 1_800, place)
        })
        .collect();
    let week = only_week(&ledger_of(&policy_for(place, &profile), &segments, &[]).unwrap());
    let expected = case.get("ot15").or(case.get("ot_h")).unwrap();
    assert_eq!(week.overtime, minutes_of(expected, 60));
}

// ---- sleep ---------------------------------------------------------------------------------------------------------

fn sleep(case: &Value) {
    let place = jurisdiction(case);
    if case.get("shift").is_some() {
        return sleep_in_a_shift(case, place);
    }
    let hours = |key: &str| case.get(key).map_or(0, |v| minutes_of(v, 60));
    let mut agreed = SleepAgreement::default();
    if case["agreement"].as_bool().unwrap_or(true) && case["facilities"].as_bool().unwrap_or(true) {
        agreed = SleepAgreement::EXPRESS;
    }
    // The numbers alone.
    let policy = policy_for(place, &profile());
    let rule = policy
        .sleep_rules
        .iter()
        .find(|r| r.places.include(place))
        .unwrap();
    let duty = hours("shift_h") as u32;
    let facts = DutySleep {
        duty,
        asleep: (hours("sleep_h") - hours("interruption_h")) as u32,
        longest_unbroken: hours("longest_unbroken_h") as u32,
        stretches: 1,
        meals: hours("meals_h") as u32,
    };
    let excluded = rule.exclude(&facts, &agreed);
    assert_eq!(
        i64::from(duty - excluded.sleep - excluded.meals),
        hours("paid_h"),
        "by the numbers"
    );
    // The same duty as segments: the longest sleep, the interruption, the rest of the sleep; meals before all that.
    let start = wall(&zone(home_zone(place)), "2026-04-06T08:00", Fold::Reject);
    let mut cursor = start;
    let mut segments = Vec::new();
    let mut push = |minutes: i64, kind: SegmentKind| {
        if minutes > 0 {
            segments.push(work(cursor, minutes, 1_800, place).of_kind(kind));
            cursor += TimeDelta::minutes(minutes);
        }
    };
    for _ in 0..hours("meals_h") / 60 {
        push(60, SegmentKind::MealOffDuty);
        push(60, SegmentKind::Work);
    }
    let asleep = i64::from(facts.asleep);
    let first = hours("longest_unbroken_h").min(asleep);
    push(first, SegmentKind::Sleep);
    let mut left = asleep - first;
    let mut interruption = hours("interruption_h").max(i64::from(left > 0));
    while left > 0 {
        push(interruption, SegmentKind::Work);
        let next = left.min(first);
        push(next, SegmentKind::Sleep);
        left -= next;
        interruption = 1;
    }
    let done = (cursor - start).num_minutes();
    segments.push(work(cursor, i64::from(duty) - done, 1_800, place));
    let mut policy = policy;
    policy.sleep = agreed;
    let weeks = ledger_of(&policy, &segments, &[]).unwrap().weeks().unwrap();
    assert_eq!(
        weeks.iter().map(|w| w.worked).sum::<i64>(),
        hours("paid_h"),
        "as segments"
    );
}

fn sleep_in_a_shift(case: &Value, place: Jurisdiction) {
    let zone = zone(home_zone(place));
    let span = |key: &str| {
        let (start, end) = case[key].as_str().unwrap().split_once('-').unwrap();
        let at = |day: u32, time: &str| wall(&zone, &format!("2026-04-{day:02}T{time}"), Fold::Reject);
        let start = at(6, start);
        let same_day = at(6, end);
        (start, if same_day > start { same_day } else { at(7, end) })
    };
    let ((start, end), (asleep, awake)) = (span("shift"), span("sleep"));
    let segments = [
        WorkSegment::work(start, asleep, 1_800, place),
        WorkSegment::work(asleep, awake, 1_800, place).of_kind(SegmentKind::Sleep),
        WorkSegment::work(awake, end, 1_800, place),
    ];
    let policy = policy_for(
        place,
        &Profile {
            sleep: SleepAgreement::EXPRESS,
            ..profile()
        },
    );
    let week = only_week(&ledger_of(&policy, &segments, &[]).unwrap());
    assert_eq!(week.worked, minutes_of(&case["paid_h"], 60), "paid_h");
    assert_eq!(week.overtime, minutes_of(&case["ot_h"], 60), "ot_h");
    assert_eq!(week.worked - week.overtime, minutes_of(&case["st_h"], 60), "st_h");
}

// ---- Brazil --------------------------------------------------------------------------------------------------------

fn night(case: &Value) {
    let zone = zone(home_zone(Jurisdiction::Brazil));
    let at = |day: u32, key: &str| {
        wall(
            &zone,
            &format!("2026-04-{day:02}T{}", case[key].as_str().unwrap()),
            Fold::Reject,
        )
    };
    let start = at(6, "start");
    let end = if at(6, "end") > start {
        at(6, "end")
    } else {
        at(7, "end")
    };
    let policy = policy_for(Jurisdiction::Brazil, &profile());
    let worked = |from, until| {
        let segment = WorkSegment::work(from, until, 1_800, Jurisdiction::Brazil);
        only_week(&ledger_of(&policy, &[segment], &[]).unwrap()).worked
    };
    assert_eq!(
        worked(start, end),
        minutes_of(&case["total_fictional_h"], 60),
        "total_fictional_h"
    );
    let window = TimeWindow::new(start, end).unwrap();
    let nights = [5, 6].map(|day| {
        let from = wall(&zone, &format!("2026-04-{day:02}T22:00"), Fold::Reject);
        let until = wall(&zone, &format!("2026-04-{:02}T05:00", day + 1), Fold::Reject);
        TimeWindow::new(from, until).unwrap().intersection(&window)
    });
    let nights: Vec<_> = nights.into_iter().flatten().collect();
    assert_eq!(
        nights.iter().map(TimeWindow::minutes).sum::<i64>(),
        minutes_of(&case["night_clock_min"], 1)
    );
    let fictional: i64 = nights.iter().map(|n| worked(n.start(), n.end())).sum();
    assert_eq!(
        fictional,
        minutes_of(&case["night_fictional_h"], 60),
        "night_fictional_h"
    );
}

fn tolerance(case: &Value) {
    let deviations: Vec<i32> = case["deviations_min"]
        .as_array()
        .unwrap()
        .iter()
        .map(|d| d.as_i64().unwrap() as i32)
        .collect();
    let credited = credited_deviation(&deviations);
    assert_eq!(i64::from(credited), case["credited_min"].as_i64().unwrap());
    assert_eq!(credited != 0, case["counts"].as_bool().unwrap());
}

fn interjornada(case: &Value) {
    let zone = zone(home_zone(Jurisdiction::Brazil));
    let at = |day: u32, text: &str| wall(&zone, &format!("2026-04-{day:02}T{text}"), Fold::Reject);
    let (end, next) = (
        case["end"].as_str().unwrap(),
        case["next_start"].as_str().unwrap(),
    );
    let end = at(6, end);
    let start = if at(6, next) > end {
        at(6, next)
    } else {
        at(7, next)
    };
    let day = |from: DateTime<Utc>, until: DateTime<Utc>| TimeWindow::new(from, until).unwrap();
    let hour = TimeDelta::hours(1);
    let (rest, missing) = rest_between(&day(end - hour, end), &day(start, start + hour), 660);
    assert_eq!(rest, minutes_of(&case["rest_h"], 60));
    assert_eq!(missing > 0, case["violation"].as_bool().unwrap());
    assert_eq!(missing, case.get("missing_h").map_or(0, |v| minutes_of(v, 60)));
}
