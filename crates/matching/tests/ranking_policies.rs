//! Policies: what a score is made of, how candidates are ordered, how both are explained.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::needless_pass_by_value,
    reason = "a test fails by panicking, and reads better when literals are passed as they are"
)]

mod ranking_support;

use careweave_matching::explain::{Counterfactual, Standing};
use careweave_matching::policy::{MAX_WEIGHT, Unit};
use careweave_matching::{
    Policy, Preset, Ranking, Roster, Rule, Verdict, World, rank, rank_open, rankings_to_json,
};
use careweave_types::{CaregiverId, ErrorKind, ShiftId};
use chrono::TimeDelta;
use proptest::prelude::*;
use ranking_support::messy;
use serde_json::{Value, json};

fn file(caregivers: Value, shifts: &[Value], sections: Value) -> Roster {
    let mut all = vec![open(json!({}))];
    all.extend(shifts.iter().cloned());
    let mut file = json!({
        "format": "careweave.roster/1", "as_of": "2026-04-06T12:00:00Z", "zone": "America/Denver",
        "caregivers": caregivers, "shifts": all,
    });
    for (key, value) in sections.as_object().unwrap() {
        file[key] = value.clone();
    }
    Roster::from_json(&file.to_string()).unwrap()
}

fn open(extra: Value) -> Value {
    let mut shift = json!({"id": "s", "client_id": "k", "status": "open", "client_zip_code": "80014",
        "client_language": "es", "client_gender_preference": "female",
        "scheduled_start": "2026-04-07T15:00:00Z", "scheduled_end": "2026-04-07T19:00:00Z"});
    for (key, value) in extra.as_object().unwrap() {
        shift[key] = value.clone();
    }
    shift
}

fn visit(id: &str, who: &str, days_ago: i64) -> Value {
    let start = ranking_support::as_of() + TimeDelta::hours(6) - TimeDelta::days(days_ago);
    json!({"id": id, "client_id": "k", "caregiver_id": who, "status": "completed",
           "scheduled_start": start, "scheduled_end": start + TimeDelta::hours(1)})
}

fn s() -> ShiftId {
    ShiftId::new("s").unwrap()
}

fn id(text: &str) -> CaregiverId {
    CaregiverId::new(text).unwrap()
}

fn order(ranking: &Ranking) -> Vec<&str> {
    ranking
        .candidates
        .iter()
        .map(|c| c.caregiver_id.as_str())
        .collect()
}

fn points(ranking: &Ranking, who: &str, rule: Rule) -> i64 {
    let candidate = ranking
        .candidates
        .iter()
        .find(|c| c.caregiver_id.as_str() == who)
        .unwrap();
    candidate.parts.iter().find(|p| p.rule == rule).unwrap().points
}

const GUIDE: &str = include_str!("../../../docs/matching.md");

/// The worked example of docs/matching.md, as it stands there.
fn worked_example() -> Roster {
    let (_, rest) = GUIDE.split_once("```json\n").unwrap();
    let (file, _) = rest.split_once("```").unwrap();
    Roster::from_json(file).unwrap()
}

#[test]
fn the_guide_shows_what_the_engine_says() {
    let ranking = rank(&worked_example(), &s(), &Policy::default_v1()).unwrap();
    let mut shown = String::from("| rank | who | score | rule | points | why |\n|---|---|---|---|---|---|\n");
    for c in &ranking.candidates {
        let telling = c.parts.iter().filter(|p| p.points != 0);
        for (at, part) in telling.enumerate() {
            let head = match at {
                0 => format!(
                    "{} | {} | {}",
                    c.rank,
                    c.caregiver_id,
                    Unit::MilliPoint.text(c.score)
                ),
                _ => "| |".to_owned(),
            };
            let points = Unit::MilliPoint.text(part.points);
            shown += &format!("| {head} | {} | {points} | {} |\n", part.rule.as_str(), part.why);
        }
    }
    assert!(GUIDE.contains(&shown), "docs/matching.md should hold:\n{shown}");
}

#[test]
fn the_default_policy_gives_the_points_of_the_worked_example() {
    let ranking = rank(&worked_example(), &s(), &Policy::default_v1()).unwrap();
    // Two visits today, four of them half as much: 4 visits give half of 30.
    assert_eq!(points(&ranking, "bert", Rule::Continuity), 15_000);
    assert_eq!(points(&ranking, "bert", Rule::Preferred), 15_000);
    assert_eq!(points(&ranking, "alma", Rule::Language), 10_000);
    assert_eq!(points(&ranking, "alma", Rule::Gender), 5_000);
    // 80012 to 80014: 5,033 m of road, 25 · (1 − 5033 / 32187).
    assert_eq!(
        points(&ranking, "alma", Rule::Distance),
        25_000 * (32_187 - 5_033) / 32_187
    );
    // −40 · (11/150 − 0.02).
    assert_eq!(points(&ranking, "alma", Rule::Reliability), -2_133);
    // 4 of 20 hours wanted.
    assert_eq!(points(&ranking, "alma", Rule::HoursWanted), 2_000);
    // −40 · (1/100 − 0.02).
    assert_eq!(points(&ranking, "cleo", Rule::Reliability), 400);
    assert_eq!(points(&ranking, "cleo", Rule::SoftPreference), -5_000);
    assert_eq!(
        points(&ranking, "cleo", Rule::Gender),
        0,
        "unknown is not a match"
    );
    assert_eq!(order(&ranking), ["bert", "alma", "cleo"]);
    let scores: Vec<_> = ranking
        .candidates
        .iter()
        .map(|c| Unit::MilliPoint.text(c.score))
        .collect();
    assert_eq!(scores, ["38.672", "35.957", "26.156"]);
}

#[test]
fn what_stands_between_two_candidates_is_the_difference_of_their_rows() {
    let world = World::new(worked_example(), &Policy::default_v1()).unwrap();
    let comparison = world.compare(&s(), &id("bert"), &id("alma")).unwrap();
    assert!(comparison.one_is_first);
    assert_eq!(comparison.points, 38_672 - 35_957);
    assert_eq!(
        comparison.differences.iter().map(|d| d.points).sum::<i64>(),
        comparison.points
    );
    let rules: Vec<_> = comparison
        .differences
        .iter()
        .map(|d| (d.rule, d.points > 0))
        .collect();
    assert_eq!(rules[..2], [(Rule::Gender, false), (Rule::Language, false)]);
    let back = world.compare(&s(), &id("alma"), &id("bert")).unwrap();
    assert_eq!((back.points, back.one_is_first), (-comparison.points, false));
}

#[test]
fn why_not_gives_rank_and_the_smallest_change_that_would_do() {
    let world = World::new(worked_example(), &Policy::default_v1()).unwrap();
    let Standing::Ranked {
        candidate,
        behind,
        would_be_first,
    } = world.why_not(&s(), &id("alma")).unwrap()
    else {
        panic!("alma may take it")
    };
    assert_eq!(candidate.rank, 2);
    assert_eq!(behind.unwrap().one, id("bert"));
    let nearer = would_be_first.iter().find_map(|c| match c {
        Counterfactual::Nearer { metres } => Some(*metres),
        _ => None,
    });
    let metres = nearer.unwrap();
    // 2,715 thousandths are missing; a tie falls to the nearer one.
    let gain =
        |by: u32| 25_000 * i64::from(32_187 - (5_033 - by)) / 32_187 - 25_000 * (32_187 - 5_033) / 32_187;
    assert!(gain(metres) >= 2_715 && gain(metres - 1) < 2_715, "{metres}");
    assert!(would_be_first.contains(&Counterfactual::MoreVisits { visits: 1 }));
    let Standing::Ranked { would_be_first, .. } = world.why_not(&s(), &id("bert")).unwrap() else {
        panic!("bert is the first")
    };
    assert_eq!(would_be_first, []);
}

#[test]
fn so_many_minutes_less_overtime_would_make_the_first() {
    // 39 h are booked: the shift of 4 h brings 3 h of overtime at half of 24.00, 36.00.
    let week: Vec<_> = (5..=9)
        .filter(|d| *d != 7)
        .map(|d| {
            let hours = if d == 9 { 9 } else { 10 };
            json!({"id": format!("b{d}"), "client_id": "x", "caregiver_id": "busy", "status": "scheduled",
                   "scheduled_start": format!("2026-04-{d:02}T12:00:00Z"), "scheduled_end": format!("2026-04-{d:02}T{}:00:00Z", 12 + hours)})
        })
        .collect();
    let roster = file(
        json!([{"id": "busy", "status": "active", "service_area": "80014", "languages": ["es"]},
               {"id": "free", "status": "active", "service_area": "80110", "languages": ["es"]}]),
        &week,
        json!({"profiles": [{"caregiver_id": "busy", "pay_rate": 2400}]}),
    );
    let world = World::new(roster, &Policy::default_v1()).unwrap();
    let ranking = world.rank(&s()).unwrap();
    assert_eq!(points(&ranking, "busy", Rule::Overtime), -18_000);
    let busy = ranking
        .candidates
        .iter()
        .find(|c| c.caregiver_id == id("busy"))
        .unwrap();
    assert_eq!(busy.workload.overtime_minutes, 180);
    assert_eq!(
        (
            busy.workload.weeks[0].before_minutes,
            busy.workload.weeks[0].after_minutes
        ),
        (2_340, 2_580)
    );
    assert_eq!(order(&ranking), ["free", "busy"]);
    let Standing::Ranked { would_be_first, .. } = world.why_not(&s(), &id("busy")).unwrap() else {
        panic!("busy may take it")
    };
    let Some(Counterfactual::LessOvertime { minutes }) = would_be_first.first() else {
        panic!("{would_be_first:?}")
    };
    let lead = ranking.candidates[0].score - ranking.candidates[1].score;
    let score_with = |less: i64| -5 * (3_600 * (180 - less) / 180) + 18_000;
    assert!(
        score_with(*minutes) >= lead && score_with(minutes - 1) <= lead,
        "{minutes}"
    );
    assert!(would_be_first[0].to_string().starts_with("would be first with"));
}

#[test]
fn whoever_may_not_take_the_shift_is_explained_by_every_reason() {
    let roster = file(
        json!([{"id": "a", "status": "inactive"}]),
        &[],
        json!({"clients": [{"client_id": "k", "excluded_caregivers": ["a"]}]}),
    );
    let world = World::new(roster, &Policy::default_v1()).unwrap();
    let Standing::Excluded(reasons) = world.why_not(&s(), &id("a")).unwrap() else {
        panic!("inactive")
    };
    assert_eq!(reasons.len(), 2);
    assert!(matches!(world.verdict(&s(), &id("a")).unwrap(), Verdict::Ineligible(r) if r == reasons));
    assert_eq!(
        world.why_not(&s(), &id("ghost")).unwrap_err().kind(),
        ErrorKind::NotFound
    );
    assert_eq!(
        world.compare(&s(), &id("a"), &id("a")).unwrap_err().get("field"),
        Some("caregiver_id")
    );
}

#[test]
fn presets_place_candidates_in_their_documented_tiers() {
    let roster = worked_example();
    let relationship = rank(&roster, &s(), &Policy::relationship_v1()).unwrap();
    // bert: 30 + 20 + 10.5 (10.4 straight miles) + 10 for no overtime.
    let bert = &relationship.candidates[0];
    assert_eq!((bert.caregiver_id.as_str(), bert.tier), ("bert", Some(1)));
    assert_eq!(bert.score, 70_500);
    assert_eq!(bert.parts.iter().map(|p| p.points).sum::<i64>(), bert.score);
    assert_eq!(relationship.candidates[1].tier, Some(3));
    let hierarchy = rank(&roster, &s(), &Policy::hierarchy_v1()).unwrap();
    let places: Vec<_> = hierarchy
        .candidates
        .iter()
        .map(|c| (c.caregiver_id.as_str(), c.score, c.tier))
        .collect();
    // bert: preferred 100, worked before 75, familiarity 5, and no distance points from over ten miles.
    assert_eq!(
        places,
        [
            ("bert", 180, Some(1)),
            ("alma", 20, Some(3)),
            ("cleo", 20, Some(3))
        ]
    );
}

#[test]
fn a_policy_survives_a_round_trip_and_a_newer_or_broken_one_is_refused() {
    for preset in Preset::ALL {
        let policy = Policy::preset(preset);
        assert_eq!(Policy::from_json(&policy.to_json()).unwrap(), policy);
    }
    let with = |path: &[&str], value: Value| {
        let mut policy: Value = serde_json::from_str(&Policy::default_v1().to_json()).unwrap();
        let mut place = &mut policy;
        for key in path {
            place = &mut place[*key];
        }
        *place = value;
        Policy::from_json(&policy.to_string()).unwrap_err()
    };
    for (path, value, field) in [
        (&["format"][..], json!("careweave.policy/2"), "format"),
        (&["weights", "charisma"], json!(5), "weights.charisma"),
        (
            &["weights", "language"],
            json!(MAX_WEIGHT + 1),
            "weights.language",
        ),
        (&["weights", "language"], json!(0.5), "weights.language"),
        (
            &["weights", "reliability_mean_ppm"],
            json!(1_000_001),
            "weights.reliability_mean_ppm",
        ),
        (
            &["weights", "continuity_half_visits"],
            json!(0),
            "weights.continuity",
        ),
        (
            &["weights", "distance"],
            json!({"shape": "steps", "steps": [{"under_metres": 5, "points": 1}, {"under_metres": 9, "points": 2}]}),
            "weights.distance",
        ),
        (&["gates", "day_off_in_days"], json!(1), "gates.day_off_in_days"),
        (&["tiers"], json!([40, 60]), "tiers"),
    ] {
        let error = with(path, value);
        assert_eq!(
            (error.kind(), error.get("field")),
            (ErrorKind::InvalidInput, Some(field)),
            "{error}"
        );
    }
    // Of a newer version even unknown fields are no reason to name another one.
    let newer = r#"{"format": "careweave.policy/2", "name": "x", "moods": []}"#;
    assert_eq!(Policy::from_json(newer).unwrap_err().get("field"), Some("format"));
    let mut broken = Policy::default_v1();
    broken.weights.reliability_strength = 0;
    assert!(World::new(worked_example(), &broken).is_err());
}

#[test]
fn a_million_past_visits_leave_the_score_in_range() {
    let visits: Vec<_> = (0..20_000)
        .map(|n| visit(&format!("v{n}"), "a", i64::from(n % 50)))
        .collect();
    let roster = file(json!([{"id": "a", "status": "active"}]), &visits, json!({}));
    let mut policy = Policy::default_v1();
    policy.weights.past_visit = MAX_WEIGHT;
    policy.weights.continuity = MAX_WEIGHT;
    let ranking = rank(&roster, &s(), &policy).unwrap();
    assert_eq!(
        points(&ranking, "a", Rule::PastVisits),
        20_000 * i64::from(MAX_WEIGHT)
    );
    assert!(points(&ranking, "a", Rule::Continuity) <= i64::from(MAX_WEIGHT));
    // A million, and every visit there can be, fit as well.
    assert!(1_000_000_i64.checked_mul(i64::from(MAX_WEIGHT)).is_some());
    assert!(
        i64::from(u32::MAX)
            .checked_mul(i64::from(MAX_WEIGHT))
            .and_then(|p| p.checked_add(20 * i64::from(MAX_WEIGHT)))
            .is_some()
    );
}

#[test]
fn two_unknowns_and_a_stated_wish_against_an_unknown_give_nothing() {
    let silent = json!([{"id": "a", "status": "active"}]);
    let stated = rank(&file(silent.clone(), &[], json!({})), &s(), &Policy::default_v1()).unwrap();
    for rule in [Rule::Language, Rule::Gender] {
        assert_eq!(points(&stated, "a", rule), 0);
        let part = stated.candidates[0]
            .parts
            .iter()
            .find(|p| p.rule == rule)
            .unwrap();
        assert_eq!(part.why, "unknown for the caregiver");
    }
    let mut data = file(silent, &[], json!({})).data().clone();
    data.shifts[0].client_language = None;
    data.shifts[0].client_gender_preference = None;
    let unstated = rank(&Roster::new(data).unwrap(), &s(), &Policy::default_v1()).unwrap();
    assert_eq!(
        points(&unstated, "a", Rule::Gender) + points(&unstated, "a", Rule::Language),
        0
    );
}

fn bytes(roster: &Roster, policy: &Policy) -> String {
    rankings_to_json(&rank_open(roster, policy).unwrap())
}

fn presets() -> impl Strategy<Value = Preset> {
    prop::sample::select(Preset::ALL.to_vec())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10))]

    #[test]
    fn the_order_of_the_records_and_repeats_change_no_byte(seed in 0..10_000_u64, preset in presets(), turn in 1..80_usize) {
        let policy = Policy::preset(preset);
        let (mut data, mut care) = messy(seed);
        let before = bytes(&Roster::with_care(data.clone(), care.clone()).unwrap(), &policy);
        data.caregivers.rotate_left(turn % 90);
        data.shifts.reverse();
        data.shifts.push(data.shifts[turn].clone());
        care.profiles.rotate_left(turn % 90);
        care.profiles.push(care.profiles[0].clone());
        care.memory.reverse();
        care.clients.reverse();
        prop_assert_eq!(bytes(&Roster::with_care(data, care).unwrap(), &policy), before);
    }

    #[test]
    fn rows_sum_to_the_score_and_the_order_follows_from_them(seed in 0..10_000_u64, preset in presets()) {
        let (data, care) = messy(seed);
        let roster = Roster::with_care(data, care).unwrap();
        let policy = Policy::preset(preset);
        for ranking in rank_open(&roster, &policy).unwrap() {
            let mut last = None;
            for candidate in &ranking.candidates {
                let sum: i64 = candidate.parts.iter().map(|p| p.points).sum();
                prop_assert_eq!(sum, candidate.score);
                let key = (policy.tier(sum), -sum, candidate.workload.overtime_minutes);
                prop_assert!(last.is_none_or(|last| last <= key));
                last = Some(key);
            }
        }
    }

    #[test]
    fn removing_a_caregiver_keeps_the_order_of_the_others(seed in 0..10_000_u64, preset in presets(), gone in 0..90_usize) {
        let policy = Policy::preset(preset);
        let (mut data, mut care) = messy(seed);
        let all = rank_open(&Roster::with_care(data.clone(), care.clone()).unwrap(), &policy).unwrap();
        let gone = data.caregivers.remove(gone).id;
        data.shifts.retain(|s| s.caregiver_id.as_ref() != Some(&gone));
        care.profiles.retain(|p| p.caregiver_id != gone);
        care.memory.retain(|m| m.caregiver_id != gone);
        let rest = rank_open(&Roster::with_care(data, care).unwrap(), &policy).unwrap();
        for (all, rest) in all.iter().zip(&rest) {
            let expected: Vec<_> = order(all).into_iter().filter(|c| *c != gone.as_str()).collect();
            prop_assert_eq!(order(rest), expected);
        }
    }

    #[test]
    fn whole_weeks_later_everything_is_equal(seed in 0..10_000_u64, preset in presets(), weeks in 1..20_i64) {
        // No change of clocks between April and October in Denver.
        let policy = Policy::preset(preset);
        let (mut data, mut care) = messy(seed);
        let shape = |roster: &Roster| {
            let rankings = rank_open(roster, &policy).unwrap();
            let lines: Vec<_> = rankings
                .iter()
                .map(|r| {
                    let places: Vec<_> = r.candidates.iter().map(|c| (c.caregiver_id.to_string(), c.score)).collect();
                    format!("{} {places:?} {}", r.shift.id, r.excluded.len())
                })
                .collect();
            lines
        };
        let before = shape(&Roster::with_care(data.clone(), care.clone()).unwrap());
        let later = TimeDelta::weeks(weeks);
        data.as_of += later;
        for shift in &mut data.shifts {
            shift.scheduled_start += later;
            shift.scheduled_end += later;
        }
        for profile in &mut care.profiles {
            profile.last_offered_at = profile.last_offered_at.map(|at| at + later);
            for off in &mut profile.time_off {
                off.first_day += later;
                off.last_day += later;
            }
            for credential in &mut profile.credentials {
                if let careweave_matching::roster::Expiry::On(day) = &mut credential.expires_on {
                    *day += later;
                }
            }
        }
        prop_assert_eq!(shape(&Roster::with_care(data, care).unwrap()), before);
    }

    #[test]
    fn one_more_visit_never_lowers_a_rank(seed in 0..10_000_u64, who in 0..90_usize, age in 0..400_i64, preset in presets()) {
        let policy = Policy::preset(preset);
        let (mut data, care) = messy(seed);
        let before = World::new(Roster::with_care(data.clone(), care.clone()).unwrap(), &policy).unwrap();
        let shift = before.roster().open_shifts()[0].clone();
        let who = data.caregivers[who].id.clone();
        let start = data.as_of - TimeDelta::days(30 + age);
        let mut visit = shift.clone();
        visit.id = ShiftId::new("one-more").unwrap();
        visit.caregiver_id = Some(who.clone());
        visit.status = careweave_types::ShiftStatus::Completed;
        (visit.scheduled_start, visit.scheduled_end) = (start, start + TimeDelta::hours(2));
        data.shifts.push(visit);
        let after = World::new(Roster::with_care(data, care).unwrap(), &policy).unwrap();
        let place = |world: &World| {
            let ranking = world.rank(&shift.id).unwrap();
            order(&ranking).iter().position(|c| *c == who.as_str())
        };
        if let Some(before) = place(&before) {
            prop_assert!(place(&after).unwrap() <= before);
        }
    }

    #[test]
    fn scaling_all_weights_keeps_the_order_of_the_heuristic(seed in 0..10_000_u64, factor in 2..1_000_i32) {
        let (data, care) = messy(seed);
        let roster = Roster::with_care(data, care).unwrap();
        let one = Policy::seed_v1();
        let mut many = one.clone();
        for weight in [&mut many.weights.service_area, &mut many.weights.past_visit, &mut many.weights.overtime,
                       &mut many.weights.gender, &mut many.weights.language] {
            *weight *= factor;
        }
        // Adding a constant: everybody who may take a shift that asks for skills gets it.
        many.weights.skill = 7_777;
        let world = World::new(roster.clone(), &one).unwrap();
        let other = World::new(roster, &many).unwrap();
        for shift in world.roster().open_shifts() {
            let (a, b) = (world.rank(&shift.id).unwrap(), other.rank(&shift.id).unwrap());
            prop_assert_eq!(order(&a), order(&b));
        }
    }
}
