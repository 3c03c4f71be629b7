//! The indexed world answers as the plain one does.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod ranking_support;

use careweave_matching::distance::{Coordinates, UnitVector, great_circle};
use careweave_matching::overtime::Jurisdiction;
use careweave_matching::policy::{DistancePoints, Gates, OvertimeGate, Rest, TravelBuffer};
use careweave_matching::{Event, IndexedWorld, Policy, Preset, Ranking, Roster, Scratch, World};
use careweave_types::{CaregiverId, ErrorKind, ShiftId};
use proptest::prelude::*;
use ranking_support::{Rng, messy};

fn roster(seed: u64) -> Roster {
    let (data, care) = messy(seed);
    Roster::with_care(data, care).unwrap()
}

fn index(seed: u64, policy: &Policy) -> IndexedWorld {
    IndexedWorld::new(World::new(roster(seed), policy).unwrap()).unwrap()
}

/// Everything a place says, as text.
fn places(index: &IndexedWorld, shift: &ShiftId, k: usize, scratch: &mut Scratch) -> Vec<String> {
    let top = index.rank_top_k(shift, k, scratch).unwrap();
    top.iter()
        .map(|p| {
            let rows: Vec<_> = p
                .rows()
                .map(|r| format!("{} {} {}", r.rule.as_str(), r.points, r.why))
                .collect();
            assert_eq!(p.rows().map(|r| r.points).sum::<i64>(), p.score);
            format!(
                "{} {} {:?} {} {rows:?}",
                p.caregiver(index),
                p.score,
                p.tier,
                p.overtime_minutes
            )
        })
        .collect()
}

fn expected(ranking: &Ranking, k: usize) -> Vec<String> {
    let first = ranking.candidates.iter().take(k);
    first
        .map(|c| {
            let rows: Vec<_> = c
                .parts
                .iter()
                .map(|p| format!("{} {} {}", p.rule.as_str(), p.points, p.why))
                .collect();
            let tier = c.tier.unwrap_or(1);
            let overtime = c.workload.overtime_minutes;
            format!("{} {} {tier:?} {overtime} {rows:?}", c.caregiver_id, c.score)
        })
        .collect()
}

/// The index against the world it was made of, and against one that is made anew.
fn assert_same(index: &IndexedWorld, ks: &[usize]) {
    let fresh = World::new(index.world().roster().clone(), index.world().policy()).unwrap();
    let mut scratch = Scratch::default();
    for shift in index.open() {
        let ranking = fresh.rank(&shift).unwrap();
        for k in ks {
            assert_eq!(
                places(index, &shift, *k, &mut scratch),
                expected(&ranking, *k),
                "shift {shift}, k {k}"
            );
        }
    }
}

fn policies() -> impl Strategy<Value = Policy> {
    let weight = -50..50_i32;
    let preset = prop::sample::select(Preset::ALL.to_vec());
    (
        preset,
        prop::array::uniform8(weight),
        any::<(bool, bool, bool, bool)>(),
    )
        .prop_map(|(preset, w, gates)| {
            let mut policy = Policy::preset(preset);
            policy.labour = if gates.0 {
                Jurisdiction::Colorado
            } else {
                Jurisdiction::UnitedStates
            };
            if gates.1 {
                policy.gates = Gates {
                    rest: Some(Rest::InEvery24Hours { minutes: 480 }),
                    day_off_in_days: Some(7),
                    travel: Some(TravelBuffer {
                        minimum_minutes: 10,
                        unknown_minutes: 30,
                    }),
                    ..policy.gates
                };
            }
            if gates.2 {
                policy.gates.overtime = OvertimeGate::Excluded;
            }
            if gates.3 {
                let weights = &mut policy.weights;
                weights.language += w[0] * 100;
                weights.gender += w[1] * 100;
                weights.service_area += w[2] * 100;
                weights.hours_wanted += w[3] * 100;
                weights.soft_preference += w[4] * 100;
                weights.preferred += w[5] * 100;
                weights.overtime += w[6] * 100;
                weights.past_visit += w[7];
            }
            policy
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn the_pruned_ranking_equals_the_unpruned_one_for_every_k(seed in 0..10_000_u64, policy in policies()) {
        assert_same(&index(seed, &policy), &[0, 1, 3, 10, 89, 500]);
    }

    #[test]
    fn updates_by_events_equal_a_world_built_anew(seed in 0..10_000_u64, preset in prop::sample::select(Preset::ALL.to_vec())) {
        let mut index = index(seed, &Policy::preset(preset));
        index.warm().unwrap();
        let mut rng = Rng(seed);
        let shifts: Vec<ShiftId> = index.world().roster().data().shifts.iter().map(|s| s.id.clone()).collect();
        let people: Vec<CaregiverId> = index.world().roster().caregivers().iter().map(|c| c.id.clone()).collect();
        let mut done = 0;
        for step in 0..60 {
            let open = index.open();
            let shift_id = match step % 3 {
                0 if !open.is_empty() => open[rng.below(open.len() as u64) as usize].clone(),
                _ => shifts[rng.below(shifts.len() as u64) as usize].clone(),
            };
            let caregiver_id = people[rng.below(people.len() as u64) as usize].clone();
            let event = match rng.below(5) {
                0 | 1 => Event::Booked { shift_id, caregiver_id },
                2 => Event::Released { shift_id },
                3 => Event::Cancelled { shift_id },
                _ => Event::Completed { shift_id },
            };
            match index.apply(&event) {
                Ok(()) => done += 1,
                Err(error) => prop_assert_eq!(error.kind(), ErrorKind::Conflict),
            }
        }
        prop_assert!(done > 10);
        assert_same(&index, &[5, 40]);
    }

    #[test]
    fn single_precision_never_orders_what_double_precision_orders_otherwise_beyond_its_band(
        p in prop::array::uniform3((39_000_000..40_500_000_i32, -105_500_000..-104_000_000_i32))
    ) {
        let [a, b, c] = p.map(|(lat, lon)| Coordinates::new(lat, lon).unwrap());
        let [va, vb, vc] = [a, b, c].map(|point| UnitVector::of(&point));
        let (near, far) = (great_circle(&a, &b).0, great_circle(&a, &c).0);
        if near + 16 < far {
            prop_assert!(va.chord_squared(&vb) < va.chord_squared(&vc));
        }
    }
}

#[test]
fn overtime_follows_bookings_that_come_and_go() {
    let size = ranking_support::Size {
        caregivers: 40,
        open: 200,
        bookings: 18,
        pairs: 2,
    };
    let policy = Policy {
        labour: Jurisdiction::Colorado,
        ..Policy::default_v1()
    };
    let world = World::new(ranking_support::agency(size, 8), &policy).unwrap();
    let mut index = IndexedWorld::new(world).unwrap();
    let mut scratch = Scratch::default();
    // Every table is filled before anything changes.
    for shift in index.open() {
        index.rank_top_k(&shift, 40, &mut scratch).unwrap();
    }
    let open = index.open();
    let mut overtime = 0;
    for pair in open.chunks(2) {
        let caregiver_id = match index.rank_top_k(&pair[0], 1, &mut scratch).unwrap() {
            [best] => best.caregiver(&index).clone(),
            _ => continue,
        };
        let booked = Event::Booked {
            shift_id: pair[0].clone(),
            caregiver_id,
        };
        index.apply(&booked).unwrap();
        let top = index.rank_top_k(&pair[1], 40, &mut scratch).unwrap();
        overtime += top.iter().filter(|p| p.overtime_minutes > 0).count();
    }
    assert!(
        overtime > 20,
        "the example should have overtime, it has {overtime}"
    );
    assert_same(&index, &[40]);
    for shift_id in open.into_iter().step_by(2) {
        let _ = index.apply(&Event::Released { shift_id });
    }
    assert_same(&index, &[40]);
}

#[test]
fn a_caregiver_at_the_very_edge_of_a_step_is_judged_exactly() {
    // Two caregivers a metre on either side of a step: bounds cannot tell, exact answers must.
    let (mut data, mut care) = messy(5);
    let shift = data.shifts.iter().find(|s| s.is_open()).unwrap().clone();
    let base = Coordinates::new(39_700_000, -104_900_000).unwrap();
    care.clients.retain(|c| c.client_id != shift.client_id);
    let mut client = careweave_matching::roster::ClientRecord::new(shift.client_id.clone());
    client.home = Some(careweave_types::Pii::new(base));
    care.clients.push(client);
    data.shifts.retain(|s| s.caregiver_id.is_none());
    data.shifts
        .iter_mut()
        .for_each(|s| s.required_certifications.clear());
    care.memory.clear();
    let mut metres = Vec::new();
    for (n, (caregiver, profile)) in data.caregivers.iter_mut().zip(&mut care.profiles).enumerate() {
        *profile = careweave_matching::roster::CaregiverProfile::new(caregiver.id.clone());
        caregiver.availability.clear();
        caregiver.status = careweave_types::CaregiverStatus::Active;
        let home = Coordinates::new(39_700_000 + 72_000 + n as i32 * 4, -104_900_000).unwrap();
        metres.push(great_circle(&home, &base).0);
        profile.home = Some(careweave_types::Pii::new(home));
    }
    let edge = metres[45];
    let mut policy = Policy::hierarchy_v1();
    policy.weights.distance = DistancePoints::Steps {
        steps: vec![careweave_matching::policy::DistanceStep {
            under_metres: edge,
            points: 20,
        }],
    };
    let index =
        IndexedWorld::new(World::new(Roster::with_care(data, care).unwrap(), &policy).unwrap()).unwrap();
    assert_same(&index, &[1, 44, 45, 46, 90]);
    let mut scratch = Scratch::default();
    let placed = index.rank_top_k(&shift.id, 90, &mut scratch).unwrap();
    let with_points = placed.iter().filter(|p| p.score >= 20).count();
    assert_eq!(with_points, metres.iter().filter(|m| **m < edge).count());
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let index = index(11, &Policy::default_v1());
    let text = |threads| {
        let ranked = index.rank_open(7, threads).unwrap();
        let lines: Vec<_> = ranked
            .iter()
            .map(|(id, top)| {
                let top: Vec<_> = top
                    .iter()
                    .map(|p| (p.caregiver(&index).as_str(), p.score))
                    .collect();
                format!("{id} {top:?}")
            })
            .collect();
        lines.join("\n")
    };
    let one = text(1);
    assert_eq!(one.lines().count(), 12);
    assert_eq!(one, text(2));
    assert_eq!(one, text(8));
}

#[test]
fn pruning_looks_at_few_and_an_event_that_the_state_rules_out_changes_nothing() {
    let policy = Policy::default_v1();
    let size = ranking_support::Size {
        caregivers: 1_000,
        open: 10,
        bookings: 10,
        pairs: 4,
    };
    let world = World::new(ranking_support::agency(size, 3), &policy).unwrap();
    let mut index = IndexedWorld::new(world).unwrap();
    let mut scratch = Scratch::default();
    let open = index.open();
    for shift in &open {
        index.rank_top_k(shift, 10, &mut scratch).unwrap();
        assert!(scratch.judged() < 200, "{} judged", scratch.judged());
    }
    let before = places(&index, &open[1], 10, &mut scratch);
    let error = index
        .apply(&Event::Released {
            shift_id: open[0].clone(),
        })
        .unwrap_err();
    assert_eq!(
        (error.kind(), error.get("shift_id")),
        (ErrorKind::Conflict, Some(open[0].as_str()))
    );
    let ghost = ShiftId::new("ghost").unwrap();
    let error = index.apply(&Event::Cancelled { shift_id: ghost }).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotFound);
    assert_eq!(places(&index, &open[1], 10, &mut scratch), before);
}

#[test]
fn an_empty_roster_ranks_nobody() {
    let (mut data, _) = messy(1);
    data.caregivers.clear();
    data.shifts.retain(|s| s.caregiver_id.is_none());
    let index =
        IndexedWorld::new(World::new(Roster::new(data).unwrap(), &Policy::default_v1()).unwrap()).unwrap();
    let mut scratch = Scratch::default();
    for shift in index.open() {
        assert!(index.rank_top_k(&shift, 10, &mut scratch).unwrap().is_empty());
    }
}

#[test]
fn the_seed_heuristic_in_the_index_is_the_documented_one() {
    let size = ranking_support::Size {
        caregivers: 120,
        open: 15,
        bookings: 8,
        pairs: 4,
    };
    let roster = ranking_support::agency(size, 21);
    let index = IndexedWorld::new(World::new(roster.clone(), &Policy::seed_v1()).unwrap()).unwrap();
    let mut scratch = Scratch::default();
    for shift in index.open() {
        let plain = careweave_matching::rank(&roster, &shift, &Policy::seed_v1()).unwrap();
        let top = index.rank_top_k(&shift, 500, &mut scratch).unwrap();
        let top: Vec<_> = top
            .iter()
            .map(|p| (p.caregiver(&index).clone(), p.score))
            .collect();
        let plain: Vec<_> = plain
            .candidates
            .iter()
            .map(|c| (c.caregiver_id.clone(), c.score))
            .collect();
        assert_eq!(top, plain);
    }
}
