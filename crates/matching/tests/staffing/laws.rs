//! What holds for every roster.

use careweave_matching::assignment::{Iterations, Options};
use careweave_matching::policy::{OvertimeGate, Rest, TravelBuffer};
use careweave_matching::staffing::{Costs, Staffing};
use careweave_matching::{Policy, Preset, Roster, Verdict, World};
use proptest::prelude::*;

use super::ranking_support::{Rng, messy};

fn options(seed: u64) -> Options<'static> {
    Options {
        iterations: Iterations(200),
        seed,
        ..Options::default()
    }
}

/// A policy with any of the gates that look at sets.
fn strict(seed: u64) -> Policy {
    let mut rng = Rng(seed);
    let mut policy = Policy::preset(Preset::ALL[rng.below(4) as usize]);
    let gates = &mut policy.gates;
    gates.travel = rng.one_in(2).then_some(TravelBuffer {
        minimum_minutes: 10,
        unknown_minutes: 45,
    });
    gates.rest = match rng.below(3) {
        0 => None,
        1 => Some(Rest::BetweenDays { minutes: 660 }),
        _ => Some(Rest::InEvery24Hours { minutes: 480 }),
    };
    gates.day_off_in_days = rng.one_in(2).then_some(7);
    gates.max_day_minutes = rng.one_in(2).then_some(600);
    gates.max_week_minutes = rng.one_in(2).then_some(2_400);
    if rng.one_in(4) {
        gates.overtime = OvertimeGate::Excluded;
    }
    policy
}

/// The open shifts of a messy agency, moved close together, so that they compete.
fn crowded(seed: u64) -> Roster {
    let (mut data, care) = messy(seed);
    for (n, shift) in data.shifts.iter_mut().filter(|s| s.is_open()).enumerate() {
        let length = shift.scheduled_end - shift.scheduled_start;
        let hours = 20 + 7 * n as i64 % 60;
        shift.scheduled_start = super::ranking_support::as_of() + chrono::TimeDelta::hours(hours);
        shift.scheduled_end = shift.scheduled_start + length;
    }
    let keep = |id: &str| id.len() < 4 || id < "c000025";
    let gone: Vec<String> = data
        .caregivers
        .iter()
        .filter(|c| !keep(c.id.as_str()))
        .map(|c| c.id.as_str().to_owned())
        .collect();
    let stays = |id: &str| !gone.iter().any(|g| g == id);
    data.caregivers.retain(|c| stays(c.id.as_str()));
    data.shifts
        .retain(|s| s.caregiver_id.as_ref().is_none_or(|c| stays(c.as_str())));
    let mut care = care;
    care.profiles.retain(|p| stays(p.caregiver_id.as_str()));
    care.memory.retain(|m| stays(m.caregiver_id.as_str()));
    Roster::with_care(data, care).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn every_plan_passes_both_checks_and_stands_above_its_bound(seed in 0..100_000_u64) {
        let world = World::new(crowded(seed), &strict(seed)).unwrap();
        let staffing = Staffing::new(&world, &Costs::default()).unwrap();
        // The plan is checked against the problem and on the roster; it is an error where it does not hold.
        let plan = staffing.plan(&options(seed)).unwrap();
        prop_assert!(plan.lower_bound <= plan.objective.total);
        prop_assert_eq!(plan.shifts.len(), world.roster().open_shifts().len());
        let t = &plan.totals;
        prop_assert_eq!(t.filled + t.left_open + t.impossible, t.shifts);
        prop_assert_eq!(plan.caregivers.iter().map(|c| c.shift_ids.len() as u32).sum::<u32>(), t.filled);
        if world.policy().gates.overtime == OvertimeGate::Excluded {
            prop_assert!(plan.caregivers.iter().all(|c| c.overtime_minutes <= 0));
        }
        for shift in &plan.shifts {
            if let Some(who) = &shift.caregiver_id {
                let alone = world.verdict(&shift.shift.id, who).unwrap();
                prop_assert!(matches!(alone, Verdict::Eligible(_)), "given to one who may not take it alone");
                prop_assert_eq!(shift.parts.iter().map(|p| p.points).sum::<i64>(), shift.score.unwrap());
                prop_assert_eq!(shift.rank.unwrap() as usize, shift.passed_over.len() + 1);
            } else {
                prop_assert_eq!(shift.passed_over.len(), shift.candidates as usize);
                prop_assert_eq!(shift.reasons.len(), shift.excluded as usize);
            }
        }
    }

    #[test]
    fn the_same_roster_in_any_order_of_records_gives_the_same_bytes(seed in 0..100_000_u64) {
        let roster = crowded(seed);
        let (mut data, care) = (roster.data().clone(), roster.care().clone());
        data.shifts.reverse();
        data.caregivers.rotate_left(seed as usize % 7);
        let policy = strict(seed);
        let bytes = |roster: Roster| {
            let world = World::new(roster, &policy).unwrap();
            Staffing::new(&world, &Costs::default()).unwrap().plan(&options(5)).unwrap().to_json()
        };
        let turned = Roster::with_care(data, care).unwrap();
        prop_assert_eq!(bytes(roster), bytes(turned));
    }
}
