//! What no ranking may do, whatever the roster: reward distance or overtime, change with the scale of the weights, overflow, or depend on how
//! it is computed.
//!
//! `CAREWEAVE_SOAK=1` takes whole sizes; run it with `--release`, or `cargo xtask soak`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod ranking_support;

use careweave_matching::distance::Coordinates;
use careweave_matching::overtime::Jurisdiction;
use careweave_matching::policy::{DistancePoints, MAX_WEIGHT, Weights};
use careweave_matching::roster::CareRecords;
use careweave_matching::{
    IndexedWorld, Policy, Preset, Ranking, Roster, RosterData, Rule, Scratch, World, rank,
};
use careweave_types::{CaregiverId, Pii, ShiftId, ShiftStatus};
use chrono::TimeDelta;
use proptest::prelude::*;
use ranking_support::{Size, agency, as_of, checksum, messy, records};

fn is_soak() -> bool {
    std::env::var_os("CAREWEAVE_SOAK").is_some_and(|v| v == "1")
}

fn presets() -> impl Strategy<Value = Preset> {
    prop::sample::select(Preset::ALL.to_vec())
}

/// The caregiver's place, if they have one.
fn place(world: &World, shift: &ShiftId, who: &CaregiverId) -> Option<usize> {
    let ranking = world.rank(shift).unwrap();
    ranking.candidates.iter().position(|c| c.caregiver_id == *who)
}

fn world(data: &RosterData, care: &CareRecords, policy: &Policy) -> World {
    World::new(Roster::with_care(data.clone(), care.clone()).unwrap(), policy).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn one_more_mile_never_raises_a_rank(
        seed in 0..10_000_u64, who in 0..90_usize, farther in 1..200_000_i32, preset in presets(),
    ) {
        let policy = Policy::preset(preset);
        let (data, mut care) = messy(seed);
        let shift = data.shifts.iter().find(|s| s.is_open()).unwrap().clone();
        let client = care.clients.iter_mut().find(|c| c.client_id == shift.client_id).unwrap();
        let home = *client.home.get_or_insert(Pii::new(Coordinates::new(39_700_000, -104_900_000).unwrap())).expose();
        // Due north of the client, and then farther north.
        let north = |by: i32| Some(Pii::new(Coordinates::new(home.latitude_e6 + by, home.longitude_e6).unwrap()));
        let who = data.caregivers[who].id.clone();
        let mut at = |by: i32| {
            care.profiles.iter_mut().find(|p| p.caregiver_id == who).unwrap().home = north(by);
            place(&world(&data, &care, &policy), &shift.id, &who)
        };
        let near = at(50_000);
        let far = at(50_000 + farther);
        match (near, far) {
            (Some(near), Some(far)) => prop_assert!(far >= near, "{farther} millionths: {near} to {far}"),
            (None, Some(_)) => prop_assert!(false, "farther away and let in"),
            // Beyond the longest way, or not let in at all.
            (_, None) => {}
        }
    }

    #[test]
    fn one_more_minute_of_overtime_never_raises_a_rank(
        seed in 0..10_000_u64, who in 0..90_usize, minutes in 1..600_i64, preset in presets(),
    ) {
        // Under weekly law a fuller week never makes a shift cheaper; the wish for hours would, and is left out.
        let mut policy = Policy::preset(preset);
        policy.weights.hours_wanted = 0;
        let (mut data, care) = messy(seed);
        let shift = data.shifts.iter().find(|s| s.is_open()).unwrap().clone();
        let who = data.caregivers[who].id.clone();
        let weeks = Roster::with_care(data.clone(), care.clone()).unwrap();
        let week = weeks.workweek().week_of(shift.scheduled_start).unwrap();
        // Forty hours and more in the week of the shift, as far from it as the week allows.
        let early = shift.scheduled_start - week.start() > week.end() - shift.scheduled_end;
        data.shifts.retain(|s| s.caregiver_id.as_ref() != Some(&who) || s.status == ShiftStatus::Completed);
        let mut full = shift.clone();
        full.id = ShiftId::new("full-week").unwrap();
        full.client_id = careweave_types::ClientId::new("elsewhere").unwrap();
        full.caregiver_id = Some(who.clone());
        full.status = ShiftStatus::Scheduled;
        let room = if early { shift.scheduled_start - week.start() } else { week.end() - shift.scheduled_end };
        let mut with = |worked: i64| {
            let length = TimeDelta::minutes(worked).min(room - TimeDelta::minutes(1));
            (full.scheduled_start, full.scheduled_end) = match early {
                true => (week.start(), week.start() + length),
                false => (week.end() - length, week.end()),
            };
            let mut data = data.clone();
            data.shifts.push(full.clone());
            let world = world(&data, &care, &policy);
            let added = world.rank(&shift.id).unwrap().candidates.into_iter().find(|c| c.caregiver_id == who);
            (place(&world, &shift.id, &who), added.map(|c| c.workload.overtime_minutes))
        };
        let (less, some) = with(2_300);
        let (more, most) = with(2_300 + minutes);
        if let (Some(less), Some(more)) = (less, more) {
            prop_assert!(most >= some, "{some:?} to {most:?}");
            prop_assert!(more >= less, "{some:?} to {most:?} minutes: {less} to {more}");
        }
    }

    #[test]
    fn scaling_every_weight_keeps_the_order_of_every_policy(
        seed in 0..10_000_u64, preset in presets(), factor in 2..200_i32,
    ) {
        let one = Policy::preset(preset);
        let many = scaled(&one, factor);
        let (data, care) = messy(seed);
        let (a, b) = (world(&data, &care, &one), world(&data, &care, &many));
        for shift in a.roster().open_shifts() {
            let (a, b) = (a.rank(&shift.id).unwrap(), b.rank(&shift.id).unwrap());
            // Each row is rounded towards nothing once: rows that say the same differ by less than a unit, so sums that differ
            // by more than their rows keep their order.
            let rows = a.candidates.first().map_or(0, |c| c.parts.len() as i64);
            for (at, high) in a.candidates.iter().enumerate() {
                for low in a.candidates[at + 1..].iter().filter(|low| high.score - low.score > rows) {
                    prop_assert!(rank_of(&b, &high.caregiver_id) < rank_of(&b, &low.caregiver_id));
                }
            }
            for c in &b.candidates {
                let exact = i64::from(factor) * a.candidates.iter().find(|x| x.caregiver_id == c.caregiver_id).unwrap().score;
                prop_assert!((c.score - exact).abs() <= rows * i64::from(factor), "{} and {exact}", c.score);
            }
        }
    }

    #[test]
    fn adding_the_same_to_everybody_keeps_the_order_of_every_policy(
        seed in 0..10_000_u64, preset in presets(), constant in 1..100_000_i32,
    ) {
        let one = Policy::preset(preset);
        let mut more = one.clone();
        // Whoever is let in holds what the shift asks for: the rule gives everybody the same.
        more.weights.skill += constant;
        let (data, care) = messy(seed);
        let (a, b) = (world(&data, &care, &one), world(&data, &care, &more));
        for shift in a.roster().open_shifts() {
            let (a, b) = (a.rank(&shift.id).unwrap(), b.rank(&shift.id).unwrap());
            let by = |r: &Ranking| r.candidates.first().map(|c| c.score);
            let lift = by(&b).unwrap_or(0) - by(&a).unwrap_or(0);
            if one.tiers.is_empty() {
                prop_assert_eq!(order(&a), order(&b));
                prop_assert!(lift == 0 || lift == i64::from(constant));
            } else {
                // Tiers are at fixed scores; within the scores the order is the same.
                let scores = |r: &Ranking| r.candidates.iter().map(|c| c.score).collect::<Vec<_>>();
                let lifted: Vec<i64> = scores(&a).into_iter().map(|s| s + lift).collect();
                prop_assert_eq!(lifted, scores(&b));
            }
        }
    }
}

fn order(ranking: &Ranking) -> Vec<&str> {
    ranking
        .candidates
        .iter()
        .map(|c| c.caregiver_id.as_str())
        .collect()
}

fn rank_of(ranking: &Ranking, who: &CaregiverId) -> u32 {
    ranking
        .candidates
        .iter()
        .find(|c| c.caregiver_id == *who)
        .unwrap()
        .rank
}

/// A policy whose every point counts `factor` times.
fn scaled(policy: &Policy, factor: i32) -> Policy {
    let mut many = policy.clone();
    let w: &mut Weights = &mut many.weights;
    for weight in [
        &mut w.service_area,
        &mut w.past_visit,
        &mut w.overtime,
        &mut w.overtime_per_cent,
        &mut w.no_overtime,
        &mut w.gender,
        &mut w.language,
        &mut w.worked_before,
        &mut w.continuity,
        &mut w.preferred,
        &mut w.reliability,
        &mut w.reliability_limit,
        &mut w.hours_wanted,
        &mut w.soft_preference,
        &mut w.response,
        &mut w.skill,
    ] {
        *weight *= factor;
    }
    match &mut w.distance {
        DistancePoints::Linear { points, .. } => *points *= factor,
        DistancePoints::Steps { steps } => steps.iter_mut().for_each(|step| step.points *= factor),
        DistancePoints::None => {}
    }
    many.tiers.iter_mut().for_each(|tier| *tier *= i64::from(factor));
    many
}

#[test]
fn a_million_past_visits_with_one_client_are_counted_and_nothing_overflows() {
    let visits = if is_soak() { 1_000_000 } else { 30_000 };
    let size = Size {
        caregivers: 2,
        open: 1,
        bookings: 0,
        pairs: 0,
    };
    let (mut data, _) = records(size, 1);
    let mut open = data.shifts.pop().unwrap();
    open.required_certifications = Vec::new();
    for caregiver in &mut data.caregivers {
        caregiver.status = careweave_types::CaregiverStatus::Active;
        caregiver.availability = Vec::new();
    }
    let who = data.caregivers[0].id.clone();
    data.shifts = (0..visits)
        .map(|n| {
            let mut visit = open.clone();
            visit.id = ShiftId::new(format!("v{n:07}")).unwrap();
            visit.caregiver_id = Some(who.clone());
            visit.status = ShiftStatus::Completed;
            visit.scheduled_start = as_of() - TimeDelta::minutes(61 + n);
            visit.scheduled_end = visit.scheduled_start + TimeDelta::minutes(1);
            visit
        })
        .collect();
    data.shifts.push(open.clone());
    let roster = Roster::new(data).unwrap();
    let seed = rank(&roster, &open.id, &Policy::seed_v1()).unwrap();
    let part = |ranking: &Ranking, rule: Rule| {
        let candidate = ranking.candidates.iter().find(|c| c.caregiver_id == who).unwrap();
        candidate.parts.iter().find(|p| p.rule == rule).unwrap().points
    };
    assert_eq!(part(&seed, Rule::PastVisits), 10 * visits);
    // The dearest weights a policy may have.
    let mut dear = Policy::seed_v1();
    dear.weights.past_visit = MAX_WEIGHT;
    dear.weights.continuity = MAX_WEIGHT;
    dear.weights.continuity_half_visits = 4;
    dear.weights.continuity_half_life_days = 90;
    let dearest = rank(&roster, &open.id, &dear).unwrap();
    assert_eq!(part(&dearest, Rule::PastVisits), visits * i64::from(MAX_WEIGHT));
    assert!(part(&dearest, Rule::Continuity) <= i64::from(MAX_WEIGHT));
    assert_eq!(order(&dearest)[0], who.as_str());
}

/// The first ten of every open shift, by the index.
fn by_index(index: &IndexedWorld, shifts: &[ShiftId]) -> u64 {
    let mut scratch = Scratch::default();
    let mut places = Vec::new();
    for id in shifts {
        for placed in index.rank_top_k(id, 10, &mut scratch).unwrap() {
            places.push((placed.caregiver(index).as_str().to_owned(), placed.score));
        }
    }
    checksum(places.iter().map(|(id, score)| (id.as_str(), *score)))
}

/// The same by judging and explaining everybody.
fn by_judging(world: &World, shifts: &[ShiftId]) -> u64 {
    let mut places = Vec::new();
    for id in shifts {
        let candidates = world.rank(id).unwrap().candidates.into_iter().take(10);
        places.extend(candidates.map(|c| (c.caregiver_id.as_str().to_owned(), c.score)));
    }
    checksum(places.iter().map(|(id, score)| (id.as_str(), *score)))
}

#[test]
fn the_first_ten_of_the_agencies_s_and_m_have_one_checksum_however_they_are_computed() {
    for (name, caregivers, open, expected) in [("S", 200, 50, SUM_S), ("M", 2_000, 500, SUM_M)] {
        let size = Size {
            caregivers,
            open,
            bookings: 20,
            pairs: 8,
        };
        let policy = Policy {
            labour: Jurisdiction::Colorado,
            ..Policy::default_v1()
        };
        let index = IndexedWorld::new(World::new(agency(size, 7), &policy).unwrap()).unwrap();
        let shifts = index.open();
        assert_eq!(by_index(&index, &shifts), expected, "{name}");
        // Judging everybody takes its time: all of S, a part of M, and all of M where there is time.
        let some = if is_soak() || name == "S" {
            shifts.len()
        } else {
            12
        };
        assert_eq!(
            by_index(&index, &shifts[..some]),
            by_judging(index.world(), &shifts[..some]),
            "{name}"
        );
    }
}

/// What `cargo run --release -p careweave-matching --example bench_rank -- S M` prints on every machine.
const SUM_S: u64 = 0xa79b_14a7_5463_1214;
const SUM_M: u64 = 0xe7d1_17fd_1077_fccd;
