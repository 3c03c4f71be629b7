use careweave_matching::offers::{
    Chance, RankedCaregiver, Tiers, WaveEnd, WavePolicy, WaveSize, plan_waves, wave_size,
};
use proptest::prelude::*;

use crate::given::{field, percent, who};

fn policy(tiers: Tiers, at_most: Option<u32>) -> WavePolicy {
    WavePolicy {
        target: percent(90),
        at_most,
        tiers,
        minutes_between: 15,
    }
}

fn ranked(tiers: &[usize], acceptance: impl Fn(usize) -> Chance) -> Vec<RankedCaregiver> {
    let tier_of = (1_u32..)
        .zip(tiers)
        .flat_map(|(tier, &size)| std::iter::repeat_n(tier, size));
    tier_of
        .enumerate()
        .map(|(at, tier)| RankedCaregiver {
            caregiver_id: who(at),
            acceptance: acceptance(at),
            tier,
        })
        .collect()
}

#[test]
fn waves_partition_the_ranked_list_in_its_order_for_all_tier_sizes_up_to_20() {
    for first in 0..=20 {
        for second in 0..=20 {
            for third in 0..=20 {
                let list = ranked(&[first, second, third], |at| percent([20, 35, 5, 60][at % 4]));
                for tiers in [Tiers::Mixed, Tiers::Apart] {
                    let waves = plan_waves(&list, &policy(tiers, Some(10))).unwrap();
                    let asked: Vec<_> = waves.iter().flat_map(|wave| &wave.caregivers).collect();
                    let all: Vec<_> = list.iter().map(|c| &c.caregiver_id).collect();
                    assert_eq!(asked, all, "tiers of {first}, {second}, {third}");
                    assert!(waves.iter().all(|wave| (1..=10).contains(&wave.caregivers.len())));
                    if tiers == Tiers::Apart {
                        let tier = |c: &careweave_types::CaregiverId| {
                            list.iter().find(|r| r.caregiver_id == *c).unwrap().tier
                        };
                        for wave in &waves {
                            assert!(
                                wave.caregivers
                                    .iter()
                                    .all(|c| tier(c) == tier(&wave.caregivers[0]))
                            );
                        }
                    }
                }
            }
        }
    }
}

#[test]
fn nobody_vanishes_between_a_small_first_tier_and_a_large_second() {
    let waves = plan_waves(
        &ranked(&[4, 12], |_| percent(25)),
        &policy(Tiers::Apart, Some(10)),
    )
    .unwrap();
    let sizes: Vec<_> = waves
        .iter()
        .map(|w| (w.caregivers.len(), w.end, w.opens_after_minutes))
        .collect();
    assert_eq!(
        sizes,
        [
            (4, WaveEnd::TierEnds, 0),
            (9, WaveEnd::TargetReached, 15),
            (3, WaveEnd::ListEnds, 30)
        ]
    );
    let waves = plan_waves(
        &ranked(&[5, 12], |_| percent(20)),
        &policy(Tiers::Mixed, Some(10)),
    )
    .unwrap();
    let sizes: Vec<_> = waves.iter().map(|w| (w.caregivers.len(), w.end)).collect();
    assert_eq!(sizes, [(10, WaveEnd::Full), (7, WaveEnd::ListEnds)]);
}

#[test]
fn a_wave_is_the_smallest_that_reaches_the_target() {
    for (acceptance, caregivers, chance) in [
        (20, 11, 914_100),
        (25, 9, 924_915),
        (30, 7, 917_645),
        (40, 5, 922_240),
    ] {
        let size = wave_size(&[percent(acceptance); 30], percent(90)).unwrap();
        assert_eq!(
            size,
            WaveSize::Reached {
                caregivers,
                chance: Chance::from_millionths(chance).unwrap()
            },
            "{acceptance} percent"
        );
    }
}

#[test]
fn a_target_met_exactly_is_met() {
    // 1 − 0.9³ = 0.271, which binary fractions miss.
    let target = Chance::from_millionths(271_000).unwrap();
    let size = wave_size(&[percent(10); 5], target).unwrap();
    assert_eq!(
        size,
        WaveSize::Reached {
            caregivers: 3,
            chance: target
        }
    );
    let above = Chance::from_millionths(271_001).unwrap();
    assert!(matches!(
        wave_size(&[percent(10); 5], above).unwrap(),
        WaveSize::Reached { caregivers: 4, .. }
    ));
}

#[test]
fn a_target_out_of_reach_is_said_to_be() {
    assert_eq!(
        wave_size(&[percent(20); 4], percent(90)).unwrap(),
        WaveSize::Unreachable {
            caregivers: 4,
            chance: Chance::from_millionths(590_400).unwrap()
        }
    );
    assert_eq!(
        wave_size(&[], percent(90)).unwrap(),
        WaveSize::Unreachable {
            caregivers: 0,
            chance: Chance::NEVER
        }
    );
    // Certainty takes somebody who is certain.
    assert!(matches!(
        wave_size(&[percent(99); 200], Chance::CERTAIN).unwrap(),
        WaveSize::Unreachable { caregivers: 200, .. }
    ));
    let sure = wave_size(&[percent(50), Chance::CERTAIN], Chance::CERTAIN).unwrap();
    assert_eq!(
        sure,
        WaveSize::Reached {
            caregivers: 2,
            chance: Chance::CERTAIN
        }
    );
}

#[test]
fn wrong_input_names_its_field() {
    assert_eq!(field(wave_size(&[], Chance::NEVER)), "target");
    let list = ranked(&[2], |_| percent(10));
    assert_eq!(
        field(plan_waves(&list, &policy(Tiers::Mixed, Some(0)))),
        "at_most"
    );
    let twice = [list.clone(), list.clone()].concat();
    assert_eq!(
        field(plan_waves(&twice, &policy(Tiers::Mixed, None))),
        "caregiver_id"
    );
    let mut falling = list;
    falling[0].tier = 2;
    assert_eq!(field(plan_waves(&falling, &policy(Tiers::Mixed, None))), "tier");
    assert_eq!(field(Chance::from_ratio(2, 1)), "numerator");
    assert_eq!(field(Chance::from_ratio(0, 0)), "denominator");
    assert_eq!(field(Chance::from_millionths(1_000_001)), "millionths");
    assert!(serde_json::from_str::<Chance>("1000001").is_err());
}

proptest! {
    #[test]
    fn wave_sizes_are_those_of_exact_fractions(
        acceptances in prop::collection::vec(0_u32..=100, 0..16),
        target in 1_u32..=100,
    ) {
        let chances: Vec<_> = acceptances.iter().map(|&p| percent(p)).collect();
        let mut missed = 1_u128;
        let mut scale = 1_u128;
        let smallest = acceptances.iter().position(|&p| {
            missed *= u128::from(100 - p);
            scale *= 100;
            missed * 100 <= u128::from(100 - target) * scale
        });
        let floor = Chance::from_millionths(((scale - missed) * 1_000_000 / scale) as u32).unwrap();
        let expected = match smallest {
            Some(at) => WaveSize::Reached { caregivers: at as u32 + 1, chance: floor },
            None => WaveSize::Unreachable { caregivers: acceptances.len() as u32, chance: floor },
        };
        prop_assert_eq!(wave_size(&chances, percent(target)).unwrap(), expected);
    }
}
