//! What holds of overtime law whatever the week: acceptance tests 17 to 23.
#![allow(clippy::unwrap_used, clippy::panic)]

mod overtime_support;

use careweave_matching::overtime::rounding::{Punches, Rounding, round};
use careweave_matching::overtime::rules::brazil::{self, BrazilSchedule, Violation, WorkingDay};
use careweave_matching::overtime::rules::colorado::{self, MealDuty, MealTaken};
use careweave_matching::overtime::{
    Bonus, Composition, EmployerKind, Exact, FederalHomeCareRule, Jurisdiction, LabourPolicy, Measure,
    Occupation, OtDelta, Places, Profile, RegularRate, Residence, Rule, SegmentKind, WeekBoundary,
    WeekOutcome, WorkSegment, ledger_of,
};
use careweave_types::{Currency, ErrorKind, Money, ShiftId, TimeWindow, Weekday, WorkweekAnchor};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use overtime_support::{Dice, at, home_zone, plain_shifts, policy_for, profile, sunday, work, zone};

const FED: Jurisdiction = Jurisdiction::UnitedStates;
const CO: Jurisdiction = Jurisdiction::Colorado;
const CA: Jurisdiction = Jurisdiction::California;
const NV: Jurisdiction = Jurisdiction::Nevada;

fn denver(text: &str) -> DateTime<Utc> {
    at(&zone("America/Denver"), text)
}

fn weeks(policy: &LabourPolicy, segments: &[WorkSegment]) -> Vec<WeekOutcome> {
    ledger_of(policy, segments, &[]).unwrap().weeks().unwrap()
}

fn overtime(policy: &LabourPolicy, segments: &[WorkSegment]) -> i64 {
    weeks(policy, segments).iter().map(|w| w.overtime).sum()
}

fn worked(policy: &LabourPolicy, segments: &[WorkSegment]) -> i64 {
    weeks(policy, segments).iter().map(|w| w.worked).sum()
}

/// A shift in Denver time: `2026-04-06T14:00`, hours.
fn shift(start: &str, hours: i64) -> WorkSegment {
    work(denver(start), hours * 60, 1_800, CO)
}

fn random_week(dice: &mut Dice, place: Jurisdiction) -> Vec<WorkSegment> {
    let start = at(
        &zone(home_zone(place)),
        dice.pick(&["2026-04-05T00:00", "2026-03-08T00:00", "2026-11-01T00:00"]),
    );
    plain_shifts(dice, start, 6, place)
}

/// Deals a week out to two hands.
fn deal(dice: &mut Dice, week: &[WorkSegment]) -> (Vec<WorkSegment>, Vec<WorkSegment>) {
    week.iter().cloned().partition(|_| dice.one_in(2))
}

// ---- 17 ------------------------------------------------------------------------------------------------------------

#[test]
fn splitting_a_segment_anywhere_changes_nothing() {
    let mut dice = Dice(17);
    for place in [
        FED,
        CO,
        CA,
        NV,
        Jurisdiction::NewYork,
        Jurisdiction::Alaska,
        Jurisdiction::Brazil,
    ] {
        let policy = policy_for(place, &profile());
        for _ in 0..60 {
            let whole = random_week(&mut dice, place);
            let mut parts = Vec::new();
            for segment in &whole {
                let minutes = (segment.end - segment.start).num_minutes();
                let cut = segment.start + TimeDelta::minutes(dice.between(0, minutes));
                if cut > segment.start && cut < segment.end {
                    let (mut left, mut right) = (segment.clone(), segment.clone());
                    (left.end, right.start) = (cut, cut);
                    parts.extend([right, left]);
                } else {
                    parts.push(segment.clone());
                }
            }
            let sum: i64 = whole.iter().map(|s| (s.end - s.start).num_minutes()).sum();
            assert_eq!(weeks(&policy, &whole), weeks(&policy, &parts), "{place}");
            if place != Jurisdiction::Brazil {
                assert_eq!(worked(&policy, &parts), sum, "{place}");
            }
        }
    }
}

#[test]
fn splitting_sleep_and_meals_changes_nothing() {
    let start = denver("2026-04-06T07:00");
    let duty = |parts: &[(i64, SegmentKind)]| {
        let mut cursor = start;
        let mut segments = Vec::new();
        for (minutes, kind) in parts {
            segments.push(work(cursor, *minutes, 1_800, CO).of_kind(*kind));
            cursor += TimeDelta::minutes(*minutes);
        }
        segments
    };
    use SegmentKind::{MealOffDuty, Sleep, Work};
    let whole = duty(&[
        (300, Work),
        (30, MealOffDuty),
        (570, Work),
        (480, Sleep),
        (240, Work),
    ]);
    let parts = duty(&[
        (300, Work),
        (15, MealOffDuty),
        (15, MealOffDuty),
        (570, Work),
        (299, Sleep),
        (181, Sleep),
        (240, Work),
    ]);
    let policy = policy_for(
        CO,
        &Profile {
            sleep: careweave_matching::overtime::SleepAgreement::EXPRESS,
            ..profile()
        },
    );
    assert_eq!(worked(&policy, &whole), 300 + 570 + 240);
    assert_eq!(weeks(&policy, &whole), weeks(&policy, &parts));
}

// ---- 18 ------------------------------------------------------------------------------------------------------------

#[test]
fn two_sets_of_shifts_cost_at_least_what_each_costs_alone() {
    let mut dice = Dice(18);
    for place in [FED, CA, CO] {
        let policy = policy_for(place, &profile());
        for _ in 0..120 {
            let both = random_week(&mut dice, place);
            let (x, y) = deal(&mut dice, &both);
            assert!(
                overtime(&policy, &both) >= overtime(&policy, &x) + overtime(&policy, &y),
                "{place} {both:#?}"
            );
        }
    }
}

#[test]
fn under_a_weekly_rule_alone_a_fuller_week_makes_a_shift_no_cheaper() {
    let mut dice = Dice(181);
    let policy = policy_for(FED, &profile());
    for _ in 0..120 {
        let week = random_week(&mut dice, FED);
        let Some((last, rest)) = week.split_last() else {
            continue;
        };
        let (fewer, _) = deal(&mut dice, rest);
        let marginal = |base: &[WorkSegment]| {
            let with: Vec<_> = base.iter().cloned().chain([last.clone()]).collect();
            overtime(&policy, &with) - overtime(&policy, base)
        };
        assert!(marginal(rest) >= marginal(&fewer));
    }
}

#[test]
fn two_shifts_free_of_overtime_alone_can_make_overtime_together() {
    let policy = policy_for(FED, &profile());
    let at = |hour: i64| at(&zone(home_zone(FED)), "2026-04-06T06:00") + TimeDelta::hours(hour);
    let base = work(at(0), 38 * 60, 1_800, FED);
    let (a, b) = (work(at(50), 120, 1_800, FED), work(at(60), 120, 1_800, FED));
    assert_eq!(overtime(&policy, &[base.clone(), a.clone()]), 0);
    assert_eq!(overtime(&policy, &[base.clone(), b.clone()]), 0);
    assert_eq!(overtime(&policy, &[base, a, b]), 120);
}

/// Mon 14–23, Tue 00–09, Wed 08–19, Thu 08–19: 40 hours.
fn forty_hours() -> Vec<WorkSegment> {
    vec![
        shift("2026-04-06T14:00", 9),
        shift("2026-04-07T00:00", 9),
        shift("2026-04-08T08:00", 11),
        shift("2026-04-09T08:00", 11),
    ]
}

#[test]
fn in_colorado_a_visit_of_one_hour_can_cost_seven_hours_of_overtime() {
    let ledger = ledger_of(&policy_for(CO, &profile()), &forty_hours(), &[]).unwrap();
    let delta = ledger.delta(&[shift("2026-04-06T23:00", 1)]).unwrap();
    assert_eq!(delta.overtime_minutes(), 420);
    assert_eq!(
        delta.explanation,
        "40 h 00 → 41 h 00, 7 h overtime (12 consecutive hours), extra $63.00"
    );
}

#[test]
fn in_colorado_a_shift_can_cost_less_overtime_in_a_fuller_week() {
    let policy = policy_for(CO, &profile());
    let (bridge, friday) = (shift("2026-04-06T23:00", 1), shift("2026-04-10T08:00", 5));
    let base = forty_hours();
    let with =
        |more: &[&WorkSegment]| -> Vec<_> { base.iter().chain(more.iter().copied()).cloned().collect() };
    assert_eq!(
        overtime(&policy, &with(&[&friday])) - overtime(&policy, &base),
        300
    );
    assert_eq!(
        overtime(&policy, &with(&[&bridge, &friday])) - overtime(&policy, &with(&[&bridge])),
        0
    );
}

#[test]
fn in_nevada_five_more_minutes_can_cut_overtime() {
    let policy = policy_for(NV, &Profile::default());
    let vegas = |text: &str| at(&zone(home_zone(NV)), text);
    let base = [
        work(vegas("2026-04-06T08:00"), 480, 1_700, NV),
        work(vegas("2026-04-07T07:00"), 480, 1_700, NV),
    ];
    let ledger = ledger_of(&policy, &base, &[]).unwrap();
    let delta = ledger
        .delta(&[work(vegas("2026-04-06T06:00"), 5, 1_700, NV)])
        .unwrap();
    assert_eq!(overtime(&policy, &base), 60);
    assert_eq!(delta.overtime_minutes(), -55);
    assert!(delta.premium.minor < 0);
    assert!(
        delta.explanation.contains("55 min less overtime (daily 8)"),
        "{}",
        delta.explanation
    );
}

// ---- 19 ------------------------------------------------------------------------------------------------------------

#[test]
fn colorado_readings_are_ordered_and_the_union_has_its_closed_form() {
    let mut dice = Dice(19);
    let union = policy_for(CO, &profile());
    let mut greatest = union.clone();
    greatest.composition = Composition::PerWeekMax;
    // Daily and consecutive rules alone, for the union of B and C.
    let mut flagged = union.clone();
    flagged
        .rules
        .retain(|rule| !matches!(rule.measure, Measure::WeeklyOver { .. }));
    let mut strict = 0;
    for _ in 0..300 {
        let segments = random_week(&mut dice, CO);
        let (u, m, f) = (
            weeks(&union, &segments),
            weeks(&greatest, &segments),
            weeks(&flagged, &segments),
        );
        for ((u, m), f) in u.iter().zip(&m).zip(&f) {
            let buckets = ["co.weekly40", "co.daily12", "co.consecutive12"].map(|rule| u.claimed(rule));
            assert!(u.overtime >= m.overtime);
            assert_eq!(m.overtime, buckets.into_iter().max().unwrap());
            assert!(u.overtime <= u.worked);
            assert_eq!(u.overtime, f.overtime.max(u.worked - 2_400));
            strict += usize::from(u.overtime > m.overtime);
        }
        let mut fewer = segments.clone();
        if !fewer.is_empty() {
            fewer.remove(dice.below(fewer.len() as u64) as usize);
        }
        assert!(overtime(&union, &fewer) <= overtime(&union, &segments));
    }
    assert!(strict > 0, "the two readings differed in no week");
}

// ---- 20 ------------------------------------------------------------------------------------------------------------

#[test]
fn the_consecutive_rule_sees_through_midnight_shifts_and_weeks() {
    let policy = policy_for(CO, &profile());
    assert_eq!(
        overtime(
            &policy,
            &[shift("2026-04-06T18:00", 6), shift("2026-04-07T00:00", 7)]
        ),
        60
    );
    // Saturday 18:00 to Sunday 08:00: two hours beyond twelve, in the new week.
    let by_week = weeks(
        &policy,
        &[shift("2026-04-04T18:00", 6), shift("2026-04-05T00:00", 8)],
    );
    assert_eq!(
        by_week.iter().map(|w| (w.worked, w.overtime)).collect::<Vec<_>>(),
        [(360, 0), (480, 120)]
    );
}

#[test]
fn a_gap_of_one_minute_breaks_duty_unless_the_policy_tolerates_it() {
    let mut policy = policy_for(CO, &profile());
    let two = [
        shift("2026-04-06T18:00", 7),
        work(denver("2026-04-07T01:01"), 420, 1_800, CO),
    ];
    assert_eq!(overtime(&policy, &two), 0);
    for rule in &mut policy.rules {
        if let Measure::ConsecutiveOver { gap_minutes, .. } = &mut rule.measure {
            *gap_minutes = 1;
        }
    }
    assert_eq!(overtime(&policy, &two), 120, "the gap itself is not worked");
}

#[test]
fn a_shift_that_bridges_into_the_next_week_changes_both_weeks() {
    let policy = policy_for(CO, &profile());
    let ledger = ledger_of(&policy, &[shift("2026-04-05T00:00", 8)], &[]).unwrap();
    let delta = ledger.delta(&[shift("2026-04-04T18:00", 6)]).unwrap();
    let changes: Vec<_> = delta
        .weeks
        .iter()
        .map(|w| (w.before.overtime, w.after.overtime))
        .collect();
    assert_eq!(changes, [(0, 0), (0, 120)]);
}

// ---- 21 ------------------------------------------------------------------------------------------------------------

#[test]
fn days_of_care_have_their_elapsed_length() {
    let policy = policy_for(CO, &profile());
    let span =
        |from: &str, until: &str| worked(&policy, &[WorkSegment::work(denver(from), denver(until), 1, CO)]);
    assert_eq!(span("2026-04-06T07:00", "2026-04-07T07:00"), 1_440);
    assert_eq!(span("2026-04-06T07:00", "2026-04-07T19:00"), 2_160);
    assert_eq!(span("2026-03-07T20:00", "2026-03-08T20:00"), 23 * 60);
    assert_eq!(span("2026-10-31T20:00", "2026-11-01T20:00"), 25 * 60);
}

#[test]
fn weeks_of_changing_clocks_follow_the_declared_boundary() {
    let mut policy = policy_for(CO, &profile());
    let segment = [shift("2026-03-10T08:00", 8)];
    assert_eq!(weeks(&policy, &segment)[0].week.minutes(), 167 * 60);
    policy.boundary = WeekBoundary::Elapsed168;
    assert_eq!(weeks(&policy, &segment)[0].week.minutes(), 168 * 60);
}

// ---- 22 ------------------------------------------------------------------------------------------------------------

#[test]
fn moving_the_workweek_loses_and_doubles_no_minute() {
    let mut dice = Dice(22);
    for _ in 0..150 {
        let anchor = WorkweekAnchor {
            weekday: dice.pick(&Weekday::ALL),
            minute_of_day: dice.below(1_440) as u16,
            zone: zone("America/Denver"),
        };
        let mut policy = LabourPolicy::for_place(CO, anchor, &profile()).unwrap();
        policy.boundary = dice.pick(&[WeekBoundary::LocalClock, WeekBoundary::Elapsed168]);
        let segments = random_week(&mut dice, CO);
        let sum: i64 = segments.iter().map(|s| (s.end - s.start).num_minutes()).sum();
        let weeks = weeks(&policy, &segments);
        assert_eq!(weeks.iter().map(|w| w.worked).sum::<i64>(), sum);
        assert!(
            weeks
                .windows(2)
                .all(|pair| pair[0].week.end() <= pair[1].week.start())
        );
    }
}

#[test]
fn hours_that_belong_to_two_workweeks_go_where_they_pay_more() {
    // The example of 29 CFR 778.302: Monday 07:00 becomes Sunday 07:00.
    let eastern = zone(home_zone(FED));
    let at = |text: &str| at(&eastern, text);
    let seven = |weekday| WorkweekAnchor {
        weekday,
        minute_of_day: 420,
        zone: eastern.clone(),
    };
    let policy = LabourPolicy::for_place(FED, seven(Weekday::Monday), &profile())
        .unwrap()
        .with_workweek_from(at("2026-04-12T07:00"), seven(Weekday::Sunday));
    // 40 hours Monday to Saturday, then 5 on the Sunday that belongs to both weeks.
    let old: Vec<_> = (6..11)
        .map(|day| work(at(&format!("2026-04-{day:02}T09:00")), 480, 1_000, FED))
        .collect();
    let sunday = work(at("2026-04-12T09:00"), 300, 1_000, FED);
    let after =
        |days: u32| (13..13 + days).map(|day| work(at(&format!("2026-04-{day:02}T09:00")), 480, 1_000, FED));
    // 32 hours follow: only counted in the old week does the Sunday make overtime.
    let light: Vec<_> = old
        .iter()
        .cloned()
        .chain([sunday.clone()])
        .chain(after(4))
        .collect();
    let by_week = weeks(&policy, &light);
    assert_eq!(
        by_week.iter().map(|w| (w.worked, w.overtime)).collect::<Vec<_>>(),
        [(45 * 60, 300), (32 * 60, 0)]
    );
    // 40 hours follow a light week: only in the new week does it.
    let heavy: Vec<_> = old[1..].iter().cloned().chain([sunday]).chain(after(5)).collect();
    let by_week = weeks(&policy, &heavy);
    assert_eq!(
        by_week.iter().map(|w| (w.worked, w.overtime)).collect::<Vec<_>>(),
        [(32 * 60, 0), (45 * 60, 300)]
    );
    assert_eq!(by_week[0].week.end(), by_week[1].week.start());
}

// ---- 23 ------------------------------------------------------------------------------------------------------------

#[test]
fn pay_is_bounded_by_the_rates_and_independent_of_order() {
    let mut dice = Dice(23);
    for place in [FED, CO, CA, NV] {
        for rate in [RegularRate::WeightedAverage, RegularRate::RateInEffect] {
            let mut policy = policy_for(place, &profile());
            policy.regular_rate = rate;
            for _ in 0..40 {
                let segments = random_week(&mut dice, place);
                let mut shuffled = segments.clone();
                shuffled.reverse();
                let outcome = weeks(&policy, &segments);
                assert_eq!(outcome, weeks(&policy, &shuffled));
                for week in &outcome {
                    assert!(week.pay.premium >= Exact::ZERO);
                    let rates = segments.iter().map(|s| s.rate);
                    let (low, high) = (rates.clone().min().unwrap(), rates.max().unwrap());
                    let regular = week.regular_rate.unwrap();
                    assert!(Exact::whole(low) <= regular && regular <= Exact::whole(high));
                }
                let Some((last, rest)) = segments.split_last() else {
                    continue;
                };
                let delta = ledger_of(&policy, rest, &[])
                    .unwrap()
                    .delta(std::slice::from_ref(last));
                // A horizon made for the rest may be too short for the last shift: compile for all of it then.
                let Ok(delta) = delta else { continue };
                let total = |s: &[WorkSegment]| {
                    let weeks = weeks(&policy, s);
                    weeks.iter().fold(Exact::ZERO, |sum, w| sum + w.pay.total())
                };
                let exact = total(&segments) - total(rest);
                let error = Exact::whole(delta.cost.minor) - exact;
                // Each of at most two weeks rounds by at most half a cent.
                assert!(error <= Exact::whole(1) && Exact::whole(-1) <= error);
            }
        }
    }
}

#[test]
fn a_bonus_raises_the_regular_rate_of_its_week() {
    let policy = policy_for(FED, &profile());
    let start = at(&zone(home_zone(FED)), "2026-04-06T00:00");
    let bonus = Bonus {
        earned_at: start,
        amount: Money::new(4_500, Currency::Usd),
    };
    let ledger = ledger_of(&policy, &[work(start, 45 * 60, 1_700, FED)], &[bonus]).unwrap();
    let week = ledger.week(start).unwrap();
    assert_eq!(week.regular_rate, Some(Exact::whole(1_800)));
    assert_eq!(week.pay.total(), Exact::whole(85_500));
    let real = Bonus {
        amount: Money::new(1, Currency::Brl),
        ..bonus
    };
    let error = ledger_of(&policy, &[work(start, 60, 1, FED)], &[real]).unwrap_err();
    assert_eq!(
        (error.get("record"), error.get("field")),
        (Some("bonuses[0]"), Some("amount.currency"))
    );
}

#[test]
fn each_workweek_stands_alone() {
    let policy = policy_for(FED, &profile());
    let at = |text: &str| at(&zone(home_zone(FED)), text);
    let weeks = weeks(
        &policy,
        &[
            work(at("2026-04-06T00:00"), 30 * 60, 1_800, FED),
            work(at("2026-04-13T00:00"), 50 * 60, 1_800, FED),
        ],
    );
    assert_eq!(weeks.iter().map(|w| w.overtime).collect::<Vec<_>>(), [0, 600]);
}

#[test]
fn under_a_prior_agreement_overtime_is_paid_at_the_rate_of_its_own_work() {
    let mut policy = policy_for(FED, &profile());
    policy.regular_rate = RegularRate::RateInEffect;
    let start = at(&zone(home_zone(FED)), "2026-04-06T00:00");
    let ledger = ledger_of(&policy, &[work(start, 2_400, 2_000, FED)], &[]).unwrap();
    let delta = ledger
        .delta(&[work(start + TimeDelta::minutes(2_400), 360, 1_400, FED)])
        .unwrap();
    assert_eq!(delta.cost, Money::new(12_600, Currency::Usd));
}

// ---- policies ------------------------------------------------------------------------------------------------------

#[test]
fn a_policy_survives_the_trip_through_json() {
    for place in Jurisdiction::ALL {
        let policy = policy_for(*place, &profile());
        let text = serde_json::to_string(&policy).unwrap();
        assert_eq!(LabourPolicy::from_json(&text).unwrap(), policy, "{place}");
        assert!(policy.rules.iter().all(|rule| !rule.citation.is_empty()));
    }
}

#[test]
fn a_newer_policy_and_an_unknown_rule_are_refused_by_name() {
    let policy = policy_for(CO, &profile());
    let text = serde_json::to_string(&policy).unwrap();
    let newer = text
        .replace("careweave.labour/1", "careweave.labour/2")
        .replace("meal_minimum_minutes", "meals");
    let error = LabourPolicy::from_json(&newer).unwrap_err();
    assert_eq!(error.get("field"), Some("format"));
    assert!(error.message().contains("newer"), "{error}");
    let error = LabourPolicy::from_json(&text.replace("consecutive_over", "moonlight_over")).unwrap_err();
    assert_eq!(
        (error.get("record"), error.get("field")),
        (Some("rules[3]"), Some("measure.kind")),
        "{error}"
    );
    let error = LabourPolicy::from_json(&text.replace("America/Denver", "America/Atlantis")).unwrap_err();
    assert!(error.get("field").unwrap().contains("zone"), "{error}");
}

#[test]
fn eight_eighty_is_refused_for_a_home_care_agency() {
    let rule = Rule {
        id: "us.8-80".into(),
        label: "8/80".into(),
        citation: "29 U.S.C. 207(j)".into(),
        places: Places::All,
        from: None,
        until: None,
        measure: Measure::EightEighty,
        extra_percent: 50,
        condition: None,
    };
    let mut policy = LabourPolicy::empty("8/80", Currency::Usd, sunday("America/Denver")).with_rules([rule]);
    let error = policy.validate().unwrap_err();
    assert_eq!(
        (error.kind(), error.get("record")),
        (ErrorKind::InvalidInput, Some("rules[0] (us.8-80)"))
    );
    policy.employer = EmployerKind::Hospital;
    assert_eq!(policy.validate().unwrap_err().kind(), ErrorKind::Unsupported);
}

#[test]
fn the_rule_of_1975_frees_companions_from_its_date_on_and_nobody_by_default() {
    let switch = FederalHomeCareRule::R1975 {
        from: NaiveDate::from_ymd_opt(2026, 4, 12).unwrap(),
    };
    let companion = Profile {
        federal: switch,
        occupation: Occupation::PersonalAttendant,
        ..profile()
    };
    let at = |text: &str| at(&zone(home_zone(FED)), text);
    let both = [
        work(at("2026-04-06T00:00"), 50 * 60, 1, FED),
        work(at("2026-04-13T00:00"), 50 * 60, 1, FED),
    ];
    let hours = |p: &Profile| {
        weeks(&policy_for(FED, p), &both)
            .iter()
            .map(|w| w.overtime / 60)
            .collect::<Vec<_>>()
    };
    assert_eq!(hours(&companion), [10, 0]);
    assert_eq!(
        hours(&Profile {
            federal: switch,
            ..profile()
        }),
        [10, 10],
        "no companion"
    );
    assert_eq!(hours(&profile()), [10, 10]);
    // Colorado owes overtime whatever federal law says.
    let here: Vec<_> = both
        .iter()
        .map(|s| WorkSegment {
            place: CO,
            ..s.clone()
        })
        .collect();
    let colorado = weeks(&policy_for(CO, &companion), &here);
    assert!(colorado.iter().all(|w| w.overtime >= 600));
}

#[test]
fn bad_segments_are_refused_by_record_and_field() {
    let policy = policy_for(CO, &profile());
    let good = shift("2026-04-06T08:00", 8);
    let refused = |bad: WorkSegment| {
        let error = ledger_of(&policy, &[good.clone(), bad], &[]).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidInput);
        (
            error.get("record").unwrap().to_owned(),
            error.get("field").unwrap().to_owned(),
        )
    };
    let other = shift("2026-04-07T08:00", 8);
    let mut backwards = other.clone();
    backwards.end = backwards.start;
    backwards.shift_id = Some(ShiftId::new("900002").unwrap());
    assert_eq!(
        refused(backwards),
        ("segments[1] (shift 900002)".into(), "end".into())
    );
    let mut seconds = other.clone();
    seconds.start += TimeDelta::seconds(1);
    assert_eq!(refused(seconds), ("segments[1]".into(), "start".into()));
    assert_eq!(
        refused(WorkSegment {
            rate: -1,
            ..other.clone()
        }),
        ("segments[1]".into(), "rate".into())
    );
    assert_eq!(
        refused(shift("2026-04-06T15:00", 2)),
        ("segments[1]".into(), "start".into())
    );
    let ledger = ledger_of(&policy, std::slice::from_ref(&good), &[]).unwrap();
    let error = ledger.delta(&[shift("2026-04-06T15:00", 2)]).unwrap_err();
    assert_eq!(
        (error.get("record"), error.get("other")),
        (Some("add[0]"), Some("segments[0]"))
    );
    let error = ledger.delta(&[shift("2027-04-06T15:00", 2)]).unwrap_err();
    assert_eq!(
        (error.get("record"), error.get("field")),
        (Some("add[0]"), Some("end"))
    );
}

#[test]
fn a_change_of_workweek_must_begin_a_week() {
    let policy = policy_for(CO, &profile()).with_workweek_from(
        denver("2026-04-07T00:00"),
        WorkweekAnchor::midnight(Weekday::Monday, zone("America/Denver")),
    );
    let error = policy.validate().unwrap_err();
    assert_eq!(error.get("field"), Some("workweeks[1].from"));
}

// ---- single rules --------------------------------------------------------------------------------------------------

#[test]
fn california_live_in_employees_have_a_sixth_and_seventh_day() {
    let profile = Profile {
        residence: Residence::LivesIn,
        ..profile()
    };
    let day = |n: u32, hours: i64| {
        work(
            at(&zone(home_zone(CA)), &format!("2026-04-{:02}T06:00", 5 + n)),
            hours * 60,
            1,
            CA,
        )
    };
    let mut policy = policy_for(CA, &profile);
    policy.rules.retain(|rule| rule.id.starts_with("ca."));
    let six: Vec<_> = (0..5).map(|n| day(n, 8)).chain([day(5, 10)]).collect();
    let week = &weeks(&policy, &six)[0];
    assert_eq!((week.overtime_at(50), week.overtime_at(100)), (540, 60));
    let with_a_day_off: Vec<_> = (0..4).map(|n| day(n, 8)).chain([day(5, 10)]).collect();
    let week = &weeks(&policy, &with_a_day_off)[0];
    assert_eq!((week.overtime_at(50), week.overtime_at(100)), (60, 0));
}

#[test]
fn kentucky_pays_the_seventh_day_only_in_weeks_over_forty_hours() {
    let place = Jurisdiction::Kentucky;
    let day = |n: u32, hours: i64| {
        work(
            at(&zone(home_zone(place)), &format!("2026-04-{:02}T06:00", 5 + n)),
            hours * 60,
            1,
            place,
        )
    };
    let policy = policy_for(place, &profile());
    let seven = |hours| (0..7).map(|n| day(n, hours)).collect::<Vec<_>>();
    assert_eq!(overtime(&policy, &seven(5)), 0);
    assert_eq!(
        overtime(&policy, &seven(6)),
        360,
        "the whole seventh day, not only two hours over forty"
    );
}

#[test]
fn new_york_pays_an_hour_for_a_split_shift() {
    let place = Jurisdiction::NewYork;
    let at = |time: &str| at(&zone(home_zone(place)), &format!("2026-04-06T{time}"));
    let policy = policy_for(place, &profile());
    let spread = |break_minutes: i64| {
        let segments = [
            work(at("08:00"), 180, 1_800, place),
            work(at("11:00") + TimeDelta::minutes(break_minutes), 180, 1_800, place),
        ];
        weeks(&policy, &segments)[0].pay.spread
    };
    assert_eq!(
        spread(60),
        Exact::ZERO,
        "a meal of an hour does not split the day"
    );
    assert_eq!(spread(61), Exact::whole(1_600));
}

#[test]
fn colorado_owes_rests_and_a_meal() {
    let due: Vec<u32> = [120, 121, 360, 361, 600, 601, 840, 841]
        .map(colorado::rests_due)
        .to_vec();
    assert_eq!(due, [0, 1, 1, 2, 2, 3, 3, 4]);
    let breaks = colorado::breaks(600, 1, MealTaken::DutyFree { minutes: 29 });
    assert_eq!(
        (breaks.rests_missed, breaks.extra_paid_minutes, breaks.meal),
        (1, 10, MealDuty::Missing)
    );
    assert_eq!(colorado::breaks(300, 1, MealTaken::None).meal, MealDuty::NotDue);
    assert_eq!(
        colorado::breaks(301, 2, MealTaken::OnDuty).meal,
        MealDuty::OnDutyPaid
    );
}

#[test]
fn a_meal_too_short_and_restricted_waiting_are_hours_worked() {
    let policy = policy_for(CO, &profile());
    let of = |kind, minutes| {
        worked(
            &policy,
            &[work(denver("2026-04-06T08:00"), minutes, 1, CO).of_kind(kind)],
        )
    };
    assert_eq!(of(SegmentKind::MealOffDuty, 29), 29);
    assert_eq!(of(SegmentKind::MealOffDuty, 30), 0);
    assert_eq!(of(SegmentKind::MealOnDuty, 30), 30);
    assert_eq!(of(SegmentKind::OnCallRestricted, 60), 60);
    assert_eq!(of(SegmentKind::OnCallUnrestricted, 60), 0);
    assert_eq!(of(SegmentKind::Travel, 20), 20);
}

#[test]
fn brazil_pays_night_rest_days_and_overtime_on_the_night_rate() {
    let place = Jurisdiction::Brazil;
    let start = at(&zone(home_zone(place)), "2026-04-06T22:00");
    let week = weeks(&policy_for(place, &profile()), &[work(start, 480, 1_050, place)]).remove(0);
    assert_eq!((week.worked, week.overtime), (540, 60));
    // Eight night hours at 120 %, one day hour; the ninth hour, a day hour, is overtime at 50 %.
    assert_eq!(week.pay.straight, Exact::whole(8 * 1_260 + 1_050));
    assert_eq!(week.pay.premium, Exact::whole(525));
    let mut sunday = work(at(&zone(home_zone(place)), "2026-04-05T08:00"), 240, 1_000, place);
    sunday.day = careweave_matching::overtime::DayStatus::RestDay;
    let week = weeks(&policy_for(place, &profile()), &[sunday]).remove(0);
    assert_eq!(
        (week.overtime_at(100), week.pay.premium),
        (240, Exact::whole(4_000))
    );
}

#[test]
fn brazil_names_missing_rest_breaks_and_excess() {
    let brasilia = zone(home_zone(Jurisdiction::Brazil));
    let day = |from: &str, until: &str, break_minutes| WorkingDay {
        span: TimeWindow::new(at(&brasilia, from), at(&brasilia, until)).unwrap(),
        break_minutes,
    };
    let days = [
        day("2026-04-06T08:00", "2026-04-06T22:00", 60),
        day("2026-04-07T07:00", "2026-04-07T12:00", 0),
    ];
    let found = brazil::violations(BrazilSchedule::EightFortyFour, &days).unwrap();
    assert_eq!(
        found,
        [
            Violation::OvertimeLimit {
                day: 0,
                over_minutes: 180
            },
            Violation::Interjornada {
                day: 1,
                rest_minutes: 540,
                missing_minutes: 120
            },
            Violation::Intrajornada {
                day: 1,
                missing_minutes: 15
            },
        ]
    );
    let seven: Vec<_> = (6..13)
        .map(|d| {
            day(
                &format!("2026-04-{d:02}T08:00"),
                &format!("2026-04-{d:02}T16:00"),
                60,
            )
        })
        .collect();
    let found = brazil::violations(BrazilSchedule::EightFortyFour, &seven).unwrap();
    assert_eq!(found, [Violation::WeeklyRest { day: 0 }]);
    assert_eq!(
        brazil::violations(BrazilSchedule::EightFortyFour, &seven[..6]).unwrap(),
        []
    );
    // 12×36: twelve hours are normal, thirty-six must follow.
    let shifts = [
        day("2026-04-06T07:00", "2026-04-06T20:00", 60),
        day("2026-04-08T07:00", "2026-04-08T20:00", 60),
    ];
    let found = brazil::violations(BrazilSchedule::TwelveByThirtySix, &shifts).unwrap();
    assert_eq!(
        found,
        [Violation::Interjornada {
            day: 1,
            rest_minutes: 2_100,
            missing_minutes: 60
        }]
    );
}

#[test]
fn rounding_goes_both_ways_and_the_audit_adds_it_up() {
    let noon = denver("2026-04-06T12:00");
    let minute = |m: i64| noon + TimeDelta::minutes(m);
    assert_eq!(Rounding::QuarterHour.punch(minute(7)), minute(0));
    assert_eq!(Rounding::QuarterHour.punch(minute(8)), minute(15));
    assert_eq!(Rounding::TenthOfAnHour.punch(minute(4)), minute(6));
    assert_eq!(Rounding::FiveMinutes.punch(minute(2)), minute(0));
    let mut dice = Dice(785);
    let punches: Vec<_> = (0..2_000)
        .map(|n| {
            let clock_in = minute(n * 1_440) + TimeDelta::seconds(dice.between(0, 3_599));
            Punches {
                clock_in,
                clock_out: clock_in + TimeDelta::seconds(dice.between(3_600, 30_000)),
            }
        })
        .collect();
    let (_, audit) = round(&punches, Rounding::QuarterHour).unwrap();
    assert!(audit.lengthened > 500 && audit.shortened > 500);
    assert!(audit.is_neutral(30), "{audit:?}");
    // Every visit loses seven minutes: not neutral.
    let cut: Vec<_> = (0..50)
        .map(|n| Punches {
            clock_in: minute(n * 1_440),
            clock_out: minute(n * 1_440 + 67),
        })
        .collect();
    let (_, audit) = round(&cut, Rounding::QuarterHour).unwrap();
    assert_eq!(audit.net_seconds(), -50 * 420);
    assert!(!audit.is_neutral(30));
}

#[test]
fn the_explanation_never_disagrees_with_the_numbers() {
    let mut dice = Dice(30);
    let policy = policy_for(CO, &profile());
    let mut spoken = 0;
    for _ in 0..200 {
        let segments = random_week(&mut dice, CO);
        let Some((last, rest)) = segments.split_last() else {
            continue;
        };
        let Ok(delta) = ledger_of(&policy, rest, &[])
            .unwrap()
            .delta(std::slice::from_ref(last))
        else {
            continue;
        };
        let OtDelta {
            weeks,
            premium,
            explanation,
            ..
        } = &delta;
        for week in weeks {
            let clock = |m: i64| format!("{} h {:02}", m / 60, m % 60);
            assert!(explanation.contains(&format!(
                "{} → {}",
                clock(week.before.worked),
                clock(week.after.worked)
            )));
            let credited: i64 = week.by_rule.iter().map(|r| r.after).sum();
            assert_eq!(credited, week.after.overtime);
        }
        assert_eq!(premium.minor, weeks.iter().map(|w| w.premium.minor).sum::<i64>());
        if premium.minor > 0 {
            spoken += 1;
            assert!(explanation.ends_with(&format!(
                "extra ${}.{:02}",
                premium.minor / 100,
                premium.minor % 100
            )));
        }
    }
    assert!(spoken > 10);
}
