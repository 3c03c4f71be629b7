use careweave_matching::offers::{
    AcceptRule, Bundle, BundleCandidate, BundleKind, BundleRules, BundleTerms, OfferedShift, PackingEffort,
    PricedBundle, SetPrice, Unsettled, find_bundles, pack_bundles, price_bundle, settle_bundle,
};
use careweave_types::{ClientId, Currency, Money, ShiftId};
use chrono::TimeDelta;
use proptest::prelude::*;

use crate::given::{april, denver, field, for_client, shift, shift_id, utc, weeks, who, workweek};

const TERMS: BundleTerms = BundleTerms {
    accept: AcceptRule::AllOrNone,
    repeat_visit: 0,
    known_client: 0,
};
const ANY: BundleTerms = BundleTerms {
    accept: AcceptRule::Any,
    ..TERMS
};

fn candidate(n: usize) -> BundleCandidate {
    BundleCandidate {
        caregiver_id: who(n),
        known_clients: Vec::new(),
    }
}

/// Monday, Wednesday, Friday, 2 to 6 pm.
fn afternoons() -> Bundle {
    let shifts = [6, 8, 10].map(|day| shift(day, april(day, 14, 0), 240)).to_vec();
    Bundle::new(BundleKind::RecurringPattern, shifts, denver()).unwrap()
}

fn rules(kinds: &[BundleKind]) -> BundleRules {
    BundleRules {
        kinds: kinds.to_vec(),
        max_shifts: 12,
        max_break_minutes: 60,
        workweek: workweek(),
    }
}

fn ids(bundle: &Bundle) -> Vec<&str> {
    bundle.shifts().iter().map(|s| s.id.as_str()).collect()
}

#[test]
fn monday_wednesday_friday_2_to_6_pm_are_12_h_00() {
    let priced = price_bundle(&afternoons(), &candidate(0), &TERMS, &weeks(&[0])).unwrap();
    assert_eq!(priced.whole.minutes, 720);
    assert_eq!(
        priced.whole.text,
        "Mon/Wed/Fri 2–6 pm, 2026-04-06 to 2026-04-10: 3 visits, 12 h 00, no added overtime"
    );
    assert_eq!((priced.whole.value, priced.whole.net), (30_000, 30_000));
}

#[test]
fn a_bundle_is_priced_with_the_week_it_falls_in() {
    // 30 h are booked (on nights, so that nothing overlaps); 12 h more make 42.
    let priced = price_bundle(&afternoons(), &candidate(0), &TERMS, &weeks(&[30 * 60])).unwrap();
    assert_eq!(priced.whole.cost.overtime_minutes, 120);
    assert_eq!(priced.whole.cost.premium, Money::new(1_800, Currency::Usd));
    assert_eq!(
        priced.whole.cost.pay,
        Money::new(12 * 1_800 + 1_800, Currency::Usd)
    );
    assert_eq!(priced.whole.net, 30_000 - 1_800);
    assert!(
        priced
            .whole
            .text
            .ends_with("12 h 00, 2 h 00 overtime, extra 18.00 USD"),
        "{}",
        priced.whole.text
    );
    assert!(
        priced
            .whole
            .cost
            .explanation
            .starts_with("30 h 00 → 42 h 00, 2 h overtime")
    );
}

#[test]
fn a_night_on_which_clocks_change_counts_its_real_hours() {
    // 10 pm to 6 am in Denver on 6, 7 and 8 March 2026; the second night has seven hours.
    let nights = [
        "2026-03-07T05:00:00Z",
        "2026-03-08T05:00:00Z",
        "2026-03-09T04:00:00Z",
    ];
    let minutes = [480, 420, 480];
    let shifts = (0..3).map(|n| shift(n, utc(nights[n]), minutes[n])).collect();
    let bundle = Bundle::new(BundleKind::RecurringPattern, shifts, denver()).unwrap();
    assert_eq!(bundle.minutes(), 1_380);
}

#[test]
fn continuity_counts_repeated_visits_and_known_clients() {
    let terms = BundleTerms {
        repeat_visit: 500,
        known_client: 200,
        ..TERMS
    };
    let known = BundleCandidate {
        known_clients: vec![ClientId::new("k1").unwrap()],
        ..candidate(0)
    };
    let part = price_bundle(&afternoons(), &known, &terms, &weeks(&[0]))
        .unwrap()
        .whole;
    assert_eq!((part.continuity, part.net), (2 * 500 + 3 * 200, 31_600));
    let part = price_bundle(&afternoons(), &candidate(0), &terms, &weeks(&[0]))
        .unwrap()
        .whole;
    assert_eq!(part.continuity, 2 * 500);
}

#[test]
fn the_best_part_leaves_out_what_overtime_makes_too_dear() {
    // 32 h booked: two afternoons are free of overtime, the third costs 36.00 and is worth 20.00.
    let shifts = [6, 8, 10].map(|day| OfferedShift {
        value: 2_000,
        ..shift(day, april(day, 14, 0), 240)
    });
    let bundle = Bundle::new(BundleKind::RecurringPattern, shifts.to_vec(), denver()).unwrap();
    let priced = price_bundle(&bundle, &candidate(0), &ANY, &weeks(&[32 * 60])).unwrap();
    assert_eq!(
        (priced.whole.net, priced.whole.cost.overtime_minutes),
        (6_000 - 3_600, 240)
    );
    let part = priced.best_part.unwrap();
    assert_eq!(part.shift_ids, [shift_id(6), shift_id(8)]);
    assert_eq!((part.net, part.minutes), (4_000, 480));
    assert_eq!(
        part.text,
        "Mon/Wed 2–6 pm, 2026-04-06 to 2026-04-08: 2 visits, 8 h 00, no added overtime"
    );

    // Whoever accepts all gets the best part, and is told why not the rest.
    let all = [shift_id(10), shift_id(6), shift_id(8)];
    let settled = settle_bundle(&bundle, &candidate(0), &ANY, &weeks(&[32 * 60]), &all).unwrap();
    assert_eq!(settled.awarded.unwrap().shift_ids, part.shift_ids);
    assert_eq!(
        (settled.left, settled.because),
        (vec![shift_id(10)], Some(Unsettled::CostsMoreThanItIsWorth))
    );
    // Whoever accepts one gets that one.
    let settled = settle_bundle(&bundle, &candidate(0), &ANY, &weeks(&[32 * 60]), &[shift_id(10)]).unwrap();
    assert_eq!(settled.awarded.unwrap().shift_ids, [shift_id(10)]);
    assert_eq!(settled.because, None);
}

#[test]
fn a_bundle_that_goes_as_a_whole_is_not_given_in_part() {
    let settle =
        |accepted: &[ShiftId]| settle_bundle(&afternoons(), &candidate(0), &TERMS, &weeks(&[0]), accepted);
    let part = settle(&[shift_id(6), shift_id(8)]).unwrap();
    assert_eq!(part.awarded, None);
    assert_eq!((part.left.len(), part.because), (2, Some(Unsettled::NotTheWhole)));
    let whole = settle(&[shift_id(6), shift_id(8), shift_id(10)]).unwrap();
    assert_eq!(
        (whole.awarded.unwrap().minutes, whole.left.len(), whole.because),
        (720, 0, None)
    );
    assert_eq!(field(settle(&[shift_id(6), shift_id(6)])), "accepted");
    assert_eq!(field(settle(&[shift_id(7)])), "accepted");
}

#[test]
fn bundles_are_found_once_by_pattern_client_and_day() {
    let mut shifts: Vec<_> = [6, 8, 10].map(|day| shift(day, april(day, 14, 0), 240)).to_vec();
    // The same client on Tuesday at another hour; two other clients on Thursday, back to back; a second caregiver for one.
    shifts.push(shift("tue", april(7, 9, 0), 60));
    shifts.push(for_client("k2", shift("a", april(9, 9, 0), 120)));
    shifts.push(for_client("k3", shift("b", april(9, 11, 20), 120)));
    shifts.push(for_client("k2", shift("a2", april(9, 9, 0), 120)));
    let kinds = [
        BundleKind::ContiguousDay,
        BundleKind::SameClient,
        BundleKind::RecurringPattern,
    ];
    let way =
        |from: &OfferedShift, to: &OfferedShift| Some(if from.client_id == to.client_id { 0 } else { 20 });
    let found = find_bundles(&shifts, &rules(&kinds), way).unwrap();
    let named: Vec<_> = found.iter().map(|b| (b.kind(), ids(b))).collect();
    assert_eq!(
        named,
        [
            (BundleKind::RecurringPattern, vec!["s6", "s8", "s10"]),
            (BundleKind::SameClient, vec!["s6", "stue", "s8", "s10"]),
            (BundleKind::ContiguousDay, vec!["sa", "sb"]),
        ]
    );
    let too_far = find_bundles(&shifts, &rules(&[BundleKind::ContiguousDay]), |_, _| Some(21)).unwrap();
    assert_eq!(too_far, []);
    let unknown = find_bundles(&shifts, &rules(&[BundleKind::ContiguousDay]), |_, _| None).unwrap();
    assert_eq!(unknown, [], "a way nobody knows joins nothing");
    let mut reversed = shifts.clone();
    reversed.reverse();
    assert_eq!(find_bundles(&reversed, &rules(&kinds), way).unwrap(), found);
}

#[test]
fn a_pattern_keeps_its_wall_clock_hours_when_clocks_change_and_long_series_are_cut() {
    // Sundays 2 to 6 pm around 8 March 2026: 21:00 UTC before, 20:00 UTC after.
    let starts = [
        "2026-03-01T21:00:00Z",
        "2026-03-08T20:00:00Z",
        "2026-03-15T20:00:00Z",
        "2026-03-22T20:00:00Z",
    ];
    let shifts: Vec<_> = (0..4).map(|n| shift(n, utc(starts[n]), 240)).collect();
    let found = find_bundles(&shifts, &rules(&[BundleKind::RecurringPattern]), |_, _| None).unwrap();
    assert_eq!(
        found.iter().map(ids).collect::<Vec<_>>(),
        [["s0", "s1", "s2", "s3"]]
    );
    let cut = BundleRules {
        max_shifts: 3,
        ..rules(&[BundleKind::RecurringPattern])
    };
    let found = find_bundles(&shifts, &cut, |_, _| None).unwrap();
    assert_eq!(found.iter().map(ids).collect::<Vec<_>>(), [["s0", "s1", "s2"]]);
}

#[test]
fn wrong_input_names_its_field() {
    let build = |kind, shifts: Vec<OfferedShift>| field(Bundle::new(kind, shifts, denver()));
    let (monday, tuesday) = (shift(1, april(6, 14, 0), 240), shift(2, april(7, 14, 0), 240));
    assert_eq!(build(BundleKind::SameClient, vec![monday.clone()]), "shifts");
    let many = (0..13).map(|n| shift(n, april(1 + n, 9, 0), 60)).collect();
    assert_eq!(build(BundleKind::SameClient, many), "shifts");
    assert_eq!(
        build(BundleKind::SameClient, vec![monday.clone(), monday.clone()]),
        "id"
    );
    assert_eq!(
        build(
            BundleKind::SameClient,
            vec![monday.clone(), shift(3, april(6, 17, 0), 60)]
        ),
        "window"
    );
    let other = for_client("k2", tuesday.clone());
    assert_eq!(
        build(BundleKind::RecurringPattern, vec![monday.clone(), other]),
        "client_id"
    );
    assert_eq!(
        build(
            BundleKind::RecurringPattern,
            vec![monday.clone(), shift(4, april(7, 15, 0), 240)]
        ),
        "window"
    );
    assert_eq!(build(BundleKind::ContiguousDay, vec![monday, tuesday]), "window");
    let find = |rules: &BundleRules| field(find_bundles(&[], rules, |_, _| None));
    assert_eq!(
        find(&BundleRules {
            max_shifts: 1,
            ..rules(&[])
        }),
        "max_shifts"
    );
    let price = |terms: BundleTerms| field(price_bundle(&afternoons(), &candidate(0), &terms, &weeks(&[0])));
    assert_eq!(
        price(BundleTerms {
            repeat_visit: -1,
            ..TERMS
        }),
        "repeat_visit"
    );
    assert_eq!(
        price(BundleTerms {
            known_client: i64::MAX,
            ..TERMS
        }),
        "known_client"
    );
    let mut brazilian = priced(&[(0, &[1], 10), (1, &[2], 10)]);
    brazilian[1].whole.cost.premium.currency = Currency::Brl;
    assert_eq!(
        field(pack_bundles(&brazilian, PackingEffort::default())),
        "premium"
    );
    assert_eq!(
        field(pack_bundles(
            &priced(&[(0, &[1, 1], 10)]),
            PackingEffort::default()
        )),
        "shift_ids"
    );
    let many = vec![brazilian[0].clone(); 10_001];
    assert_eq!(field(pack_bundles(&many, PackingEffort::default())), "offers");
    let over = priced(&[(0, &[1], i64::MAX), (1, &[2], 1)]);
    assert_eq!(field(pack_bundles(&over, PackingEffort::default())), "net");
}

#[test]
fn a_bundle_is_checked_when_it_is_read() {
    let text = serde_json::to_string(&afternoons()).unwrap();
    assert_eq!(serde_json::from_str::<Bundle>(&text).unwrap(), afternoons());
    let error = serde_json::from_str::<Bundle>(&text.replace("\"s8\"", "\"s6\"")).unwrap_err();
    assert!(error.to_string().contains("a shift stands once"), "{error}");
}

/// Priced bundles as (caregiver, shifts, net).
fn priced(offers: &[(usize, &[usize], i64)]) -> Vec<PricedBundle> {
    let one = price_bundle(&afternoons(), &candidate(0), &TERMS, &weeks(&[0])).unwrap();
    let offers = offers.iter().map(|&(caregiver, shifts, net)| {
        let mut offer = one.clone();
        offer.caregiver_id = who(caregiver);
        offer.whole.shift_ids = shifts.iter().map(shift_id).collect();
        offer.whole.net = net;
        offer
    });
    offers.collect()
}

#[test]
fn packing_prefers_two_good_bundles_to_one_very_good_one() {
    let offers = priced(&[
        (0, &[1, 2, 3], 100),
        (1, &[1, 2], 60),
        (2, &[3], 50),
        (1, &[4], 55),
        (3, &[4], -5),
    ]);
    let packing = pack_bundles(&offers, PackingEffort::default()).unwrap();
    assert_eq!(packing.chosen.iter().map(|c| c.offer).collect::<Vec<_>>(), [0, 3]);
    assert_eq!(
        (packing.net, packing.upper_bound, packing.optimal),
        (155, 155, true)
    );
    let nothing = pack_bundles(&[], PackingEffort::default()).unwrap();
    assert_eq!((nothing.net, nothing.optimal), (0, true));
}

#[test]
fn packing_of_many_bundles_ends_with_a_choice_and_a_bound() {
    // 300 caregivers, each for a run of three of 100 shifts; the nets make neighbours compete.
    let runs: Vec<Vec<usize>> = (0..300)
        .map(|c| (0..3).map(|n| (c * 7 + n) % 100).collect())
        .collect();
    let offers: Vec<_> = runs
        .iter()
        .enumerate()
        .map(|(c, run)| (c, run.as_slice(), 50 + (c as i64 * 37) % 61))
        .collect();
    let effort = PackingEffort {
        exchanges: 1_000,
        nodes: 1_000,
    };
    let packing = pack_bundles(&priced(&offers), effort).unwrap();
    let mut taken: Vec<_> = packing.chosen.iter().flat_map(|c| &runs[c.offer]).collect();
    let count = taken.len();
    taken.sort_unstable();
    taken.dedup();
    assert_eq!(taken.len(), count, "a shift went twice");
    assert_eq!(packing.net, packing.chosen.iter().map(|c| c.net).sum::<i64>());
    assert!(packing.net > 0 && packing.net <= packing.upper_bound);
    assert_eq!(packing, pack_bundles(&priced(&offers), effort).unwrap());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    #[test]
    fn packing_equals_brute_force_on_small_sets_and_its_bound_holds_beyond(
        offers in prop::collection::vec((0_usize..4, prop::collection::btree_set(0_usize..7, 1..4), -20_i64..100), 0..11),
    ) {
        let sets: Vec<(usize, Vec<usize>, i64)> =
            offers.iter().map(|(c, s, n)| (*c, s.iter().copied().collect(), *n)).collect();
        let borrowed: Vec<_> = sets.iter().map(|(c, s, n)| (*c, s.as_slice(), *n)).collect();
        let offers = priced(&borrowed);
        let feasible = |set: &[usize]| set.iter().enumerate().all(|(i, &a)| set[..i].iter().all(|&b| {
            sets[a].0 != sets[b].0 && sets[a].1.iter().all(|s| !sets[b].1.contains(s))
        }));
        let worth = |set: &[usize]| set.iter().map(|&a| sets[a].2).sum::<i64>();
        let best = (0_u32..1 << sets.len())
            .map(|mask| (0..sets.len()).filter(|at| mask >> at & 1 == 1).collect::<Vec<_>>())
            .filter(|set| feasible(set))
            .map(|set| worth(&set))
            .max()
            .unwrap();
        let exact = pack_bundles(&offers, PackingEffort::default()).unwrap();
        let chosen: Vec<_> = exact.chosen.iter().map(|c| c.offer).collect();
        prop_assert!(feasible(&chosen));
        prop_assert_eq!((exact.net, exact.upper_bound, exact.optimal), (best, best, true));
        prop_assert_eq!(worth(&chosen), best);

        // Greedy and exchange alone.
        let quick = pack_bundles(&offers, PackingEffort { exchanges: 5, nodes: 0 }).unwrap();
        let chosen: Vec<_> = quick.chosen.iter().map(|c| c.offer).collect();
        prop_assert!(feasible(&chosen));
        prop_assert_eq!(worth(&chosen), quick.net);
        prop_assert!(quick.net <= best && best <= quick.upper_bound);
        prop_assert_eq!(quick.optimal, quick.net == quick.upper_bound);
    }

    #[test]
    fn the_text_of_a_bundle_says_what_its_figures_and_the_overtime_delta_say(
        gaps in prop::collection::vec((0_i64..1_200, 15_i64..600), 2..8),
        booked in 0_i64..=40,
    ) {
        let mut cursor = april(6, 8, 0);
        let mut shifts = Vec::new();
        for (n, (gap, minutes)) in gaps.into_iter().enumerate() {
            cursor += TimeDelta::minutes(gap);
            shifts.push(shift(n, cursor, minutes));
            cursor += TimeDelta::minutes(minutes);
        }
        let total: i64 = shifts.iter().map(|s| (s.window.end() - s.window.start()).num_minutes()).sum();
        let bundle = Bundle::new(BundleKind::SameClient, shifts.clone(), denver()).unwrap();
        // The same a week later, where nothing is booked; the booked hours end before the bundle begins.
        let next_week: Vec<_> = shifts
            .iter()
            .map(|s| OfferedShift {
                window: crate::given::window(s.window.start() + TimeDelta::days(7), s.window.minutes()),
                ..s.clone()
            })
            .collect();
        let later = Bundle::new(BundleKind::SameClient, next_week, denver()).unwrap();
        let prices = weeks(&[booked * 15]);
        for bundle in [&later, &bundle] {
            let priced = price_bundle(bundle, &candidate(0), &TERMS, &prices).unwrap();
            let set: Vec<_> = bundle.shifts().iter().collect();
            let delta = prices.price(&who(0), &[], &set).unwrap();
            prop_assert_eq!(&priced.whole.cost, &delta);
            prop_assert_eq!(priced.whole.minutes, total);
            let (_, figures) = priced.whole.text.split_once(": ").unwrap();
            let figures: Vec<_> = figures.split(", ").collect();
            let clock = |minutes: i64| format!("{} h {:02}", minutes / 60, minutes % 60);
            prop_assert_eq!(figures[0], format!("{} visits", set.len()));
            prop_assert_eq!(figures[1], clock(total));
            if delta.overtime_minutes == 0 {
                prop_assert_eq!(figures[2], "no added overtime");
            } else {
                prop_assert_eq!(figures[2], format!("{} overtime", clock(delta.overtime_minutes)));
                prop_assert_eq!(figures[3], format!("extra {}", delta.premium));
            }
            prop_assert_eq!(priced.whole.net, priced.whole.value - delta.premium.minor);
        }
    }
}
