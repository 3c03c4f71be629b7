//! Estimates, their evaluation, and what they may be used for.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod ranking_support;

use careweave_matching::memory::{AcceptanceProfile, Answer, DayPart, OfferEvent};
use careweave_matching::reliability::{
    AlertCosts, AttendancePolicy, Evaluation, Logistic, Observation, Outcome, Prior, RecencyWeighted,
    ShiftHistory, attendance, classify, suspicious_features,
};
use careweave_matching::roster::Attendance;
use careweave_types::{AgencyZone, CaregiverId, ClientId, ShiftId, Weekday};
use chrono::{DateTime, TimeDelta, TimeZone, Utc};
use proptest::prelude::*;
use ranking_support::Rng;

fn counts(missed: u32, accepted: u32) -> Attendance {
    Attendance { accepted, missed }
}

#[test]
fn the_published_closed_forms_come_out_exactly() {
    let prior = Prior::new(20_000, 50).unwrap();
    for (missed, accepted, numerator, denominator) in
        [(0, 3, 1, 53), (1, 3, 2, 53), (10, 100, 11, 150), (1, 1, 2, 51)]
    {
        let estimate = prior.posterior(counts(missed, accepted));
        assert_eq!(
            (estimate.numerator, estimate.denominator),
            (numerator, denominator)
        );
    }
}

#[test]
fn a_new_caregiver_gets_the_agencys_mean_and_the_exposure_is_said() {
    let prior = Prior::new(19_000, 50).unwrap();
    let new = prior.posterior(Attendance::default());
    assert_eq!((new.numerator, new.denominator), (19, 1_000));
    assert_eq!(new.explain(), "no shifts counted yet, agency mean 1.9 %");
    let one = prior.posterior(counts(1, 1));
    let many = prior.posterior(counts(20, 400));
    assert!(one.explain().starts_with("missed 1 of 1 without a call"));
    assert!(many.explain().starts_with("missed 20 of 400 without a call"));
    assert!(one.probability() < many.probability());
}

#[test]
fn old_misses_fade_and_fresh_ones_count_in_full() {
    let prior = Prior::new(20_000, 50).unwrap();
    let estimate = |age| {
        let mut weighted = RecencyWeighted::new(90).unwrap();
        weighted.count(age, true);
        weighted.posterior(prior)
    };
    assert_eq!(estimate(0), prior.posterior(counts(1, 1)));
    // Half a miss in half a shift: (1 + 1/2) / (50 + 1/2).
    assert_eq!((estimate(90).numerator, estimate(90).denominator), (3, 101));
    assert!(estimate(900).probability() < estimate(90).probability());
}

#[test]
fn outcomes_are_told_apart_and_only_the_caregivers_count() {
    let start = Utc.with_ymd_and_hms(2026, 4, 7, 15, 0, 0).unwrap();
    let hours = TimeDelta::hours;
    let base = ShiftHistory {
        scheduled_start: start,
        scheduled_end: start + hours(4),
        clocked_in: None,
        caregiver_cancelled: None,
        client_cancelled: None,
        confirmed_worked: false,
    };
    let later = start + hours(9);
    let of = |shift: ShiftHistory, now: DateTime<Utc>| classify(&shift, AttendancePolicy::default(), now);
    let clocked = |minutes| ShiftHistory {
        clocked_in: Some(start + TimeDelta::minutes(minutes)),
        ..base
    };
    let gave_back = |before| ShiftHistory {
        caregiver_cancelled: Some(start - before),
        ..base
    };
    let verified = ShiftHistory {
        confirmed_worked: true,
        ..base
    };
    let client = ShiftHistory {
        client_cancelled: Some(start - hours(1)),
        ..base
    };
    let all = [
        (of(clocked(15), later), Outcome::Worked),
        (of(clocked(16), later), Outcome::Late),
        (of(base, later), Outcome::NoCallNoShow),
        (of(base, start + hours(3)), Outcome::Open),
        (of(gave_back(hours(24)), later), Outcome::CallOff),
        (
            of(gave_back(TimeDelta::minutes(1_439)), later),
            Outcome::LateCancel,
        ),
        (of(verified, later), Outcome::VerificationFailure),
        (of(client, later), Outcome::ClientCancelled),
    ];
    for (found, expected) in all {
        assert_eq!(found, expected);
    }
    assert_eq!(attendance(all.map(|(found, _)| found)), counts(1, 6));
}

#[test]
fn an_alert_pays_above_its_share_of_the_cost() {
    let call = AlertCosts::new(164_300, 500).unwrap();
    assert_eq!(call.threshold_ppm(), 3_043);
    assert_eq!(AlertCosts::new(164_300, 6_000).unwrap().threshold_ppm(), 36_519);
    let prior = Prior::new(20_000, 50).unwrap();
    let standby = AlertCosts::new(164_300, 6_000).unwrap();
    assert!(standby.is_worth_it(&prior.posterior(counts(1, 3))));
    assert!(!standby.is_worth_it(&prior.posterior(counts(0, 3))));
}

#[test]
fn evaluation_gives_the_values_worked_out_by_hand() {
    let predictions = [(0.9, true), (0.9, false), (0.1, false), (0.1, false), (0.4, true)];
    let e = Evaluation::of(&predictions, 0.4, 0.4).unwrap();
    let close = |a: f64, b: f64| assert!((a - b).abs() < 1e-12, "{a} {b}");
    close(e.brier, (0.01 + 0.81 + 0.01 + 0.01 + 0.36) / 5.0);
    close(e.brier_skill, 1.0 - 0.24 / 0.24);
    // Pairs: 0.9 beats two and ties one; 0.4 beats two of three.
    close(e.roc_auc, (2.5 + 2.0) / 6.0);
    close(e.pr_auc, (1.0 / 2.0 + 2.0 / 3.0) / 2.0);
    close(e.ece_10, (2.0 * 0.4 + 2.0 * 0.1 + 0.6) / 5.0);
    close(e.murphy.uncertainty, 0.24);
    close(
        e.murphy.reliability - e.murphy.resolution + e.murphy.uncertainty,
        e.brier,
    );
    close(e.recall_at_budget, 0.5);
    assert_eq!(
        Evaluation::of(&[(0.5, true), (1.5, false)], 0.1, 0.1)
            .unwrap_err()
            .get("record"),
        Some("predictions[1]")
    );
    assert!(Evaluation::of(&[], 0.1, 0.1).is_err());
}

/// Synthetic shifts with caregivers who differ, in order of time.
fn history(seed: u64, count: usize) -> Vec<Observation> {
    let mut rng = Rng(seed);
    (0..count)
        .map(|_| {
            let who = rng.below(80);
            let hour = rng.below(24) as u8;
            let weekday = Weekday::ALL[rng.below(7) as usize];
            let per_mille = if who.is_multiple_of(8) { 160 } else { 6 } + if hour < 6 { 40 } else { 0 };
            Observation {
                caregiver_id: CaregiverId::new(format!("c{who}")).unwrap(),
                client_id: ClientId::new(format!("k{}", rng.below(60))).unwrap(),
                weekday,
                hour,
                missed: rng.below(1_000) < per_mille,
            }
        })
        .collect()
}

fn rate(observations: &[Observation]) -> f64 {
    observations.iter().filter(|o| o.missed).count() as f64 / observations.len() as f64
}

fn prior_of(observations: &[Observation]) -> Prior {
    Prior::new((rate(observations) * 1e6) as u32, 40).unwrap()
}

fn raw(observations: &[Observation], who: &CaregiverId) -> Attendance {
    let own = observations.iter().filter(|o| o.caregiver_id == *who);
    own.fold(Attendance::default(), |c, o| {
        counts(c.missed + u32::from(o.missed), c.accepted + 1)
    })
}

#[test]
fn shrinkage_makes_a_harmful_raw_rate_useful_and_the_regression_stays_calibrated() {
    let all = history(4, 24_000);
    let evaluate = |probability: &dyn Fn(&Observation) -> f64, train: &[Observation]| {
        let predictions: Vec<_> = all[18_000..].iter().map(|o| (probability(o), o.missed)).collect();
        Evaluation::of(&predictions, rate(train), 0.05).unwrap()
    };
    // A short history: the raw rate is overconfident.
    let short = &all[15_500..18_000];
    let prior = prior_of(short);
    let raw_rate = evaluate(
        &|o| {
            let c = raw(short, &o.caregiver_id);
            f64::from(c.missed) / f64::from(c.accepted.max(1))
        },
        short,
    );
    let shrunk = evaluate(
        &|o| prior.posterior(raw(short, &o.caregiver_id)).probability(),
        short,
    );
    assert!(shrunk.brier_skill > raw_rate.brier_skill && shrunk.log_loss < raw_rate.log_loss);
    assert!(shrunk.brier_skill > 0.0 && shrunk.roc_auc > 0.7);
    // The regression on a longer one.
    let long = &all[..18_000];
    let model = Logistic::fit(prior_of(long), long).unwrap();
    let fitted = evaluate(&|o| model.probability(o), long);
    let constant = evaluate(&|_| rate(long), long);
    assert!(fitted.brier_skill > shrunk.brier_skill, "{fitted:?} {shrunk:?}");
    assert!(fitted.ece_10 < 0.02 && fitted.recall_at_budget > constant.recall_at_budget);
    let again = Logistic::fit(prior_of(long), long).unwrap();
    assert!(
        all.iter()
            .all(|o| model.probability(o).to_bits() == again.probability(o).to_bits())
    );
}

#[test]
fn on_shuffled_labels_nothing_has_skill() {
    let mut all = history(9, 16_000);
    let mut rng = Rng(77);
    for at in (1..all.len()).rev() {
        let other = rng.below(at as u64 + 1) as usize;
        let (a, b) = (all[at].missed, all[other].missed);
        (all[at].missed, all[other].missed) = (b, a);
    }
    let (train, test) = all.split_at(12_000);
    let model = Logistic::fit(prior_of(train), train).unwrap();
    let predictions: Vec<_> = test.iter().map(|o| (model.probability(o), o.missed)).collect();
    let e = Evaluation::of(&predictions, rate(train), 0.05).unwrap();
    assert!(e.brier_skill <= 0.002, "{e:?}");
    assert!((0.45..0.55).contains(&e.roc_auc), "{e:?}");
}

#[test]
fn a_regression_refuses_too_few_events_and_a_leaked_feature_is_flagged() {
    let error = Logistic::fit(prior_of(&history(1, 500)), &history(1, 500)).unwrap_err();
    assert_eq!(error.get("field"), Some("observations"));
    let mut rng = Rng(3);
    let rows: Vec<_> = (0..2_000)
        .map(|_| {
            let missed = rng.below(100) < 3;
            let noise = rng.below(1_000) as f64;
            let called_back_after = if missed { 1.0 } else { 0.0 };
            let hint = noise + if missed { 200.0 } else { 0.0 };
            (vec![noise, called_back_after, hint], missed)
        })
        .collect();
    assert_eq!(suspicious_features(&rows).unwrap(), [1]);
}

#[test]
fn a_prior_is_fitted_from_the_agencys_own_counts() {
    let mut rng = Rng(12);
    let people = |risky: u64, rng: &mut Rng| -> Vec<Attendance> {
        (0..400)
            .map(|n| {
                let per_mille = if n % 10 == 0 { risky } else { 10 };
                let missed = (0..120).filter(|_| rng.below(1_000) < per_mille).count();
                counts(missed as u32, 120)
            })
            .collect()
    };
    let alike = Prior::fit(&people(10, &mut rng), 20).unwrap();
    let unlike = Prior::fit(&people(200, &mut rng), 20).unwrap();
    let p = |prior: Prior| prior.posterior(counts(12, 120)).probability();
    assert!(p(unlike) > p(alike), "the more people differ, the less is shrunk");
    assert!(Prior::fit(&[counts(2, 1)], 1).is_err());
    assert!(Prior::fit(&[counts(0, 1)], 20).is_err());
}

fn offer(id: &str, hour: u32, answer: Answer) -> OfferEvent {
    let day = Utc.with_ymd_and_hms(2026, 4, 6, 0, 0, 0).unwrap();
    OfferEvent {
        offer_id: id.to_owned(),
        caregiver_id: CaregiverId::new("a").unwrap(),
        shift_id: ShiftId::new("s").unwrap(),
        client_id: ClientId::new("k").unwrap(),
        shift_start: day + TimeDelta::hours(i64::from(hour)),
        offered_at: day - TimeDelta::days(1),
        answer,
    }
}

fn after(minutes: i64) -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 4, 5, 0, 0, 0).unwrap() + TimeDelta::minutes(minutes)
}

#[test]
fn who_accepts_what_when_and_how_fast_is_projected_from_offers() {
    let zone = AgencyZone::new("America/Denver").unwrap();
    let events = [
        offer("o1", 15, Answer::Accepted { at: after(4) }),
        offer("o2", 16, Answer::Accepted { at: after(10) }),
        offer("o3", 26, Answer::Declined { at: after(30) }),
        offer("o4", 27, Answer::None),
        offer("o5", 15, Answer::Withdrawn),
        offer("o1", 15, Answer::Accepted { at: after(4) }),
    ];
    let who = CaregiverId::new("a").unwrap();
    let profile = AcceptanceProfile::project(&who, &events, &zone).unwrap();
    assert_eq!(
        (
            profile.total.offered,
            profile.total.accepted,
            profile.total.declined
        ),
        (4, 2, 1)
    );
    let morning = profile.slots[&(Weekday::Monday, DayPart::Morning)];
    assert_eq!((morning.offered, morning.accepted), (2, 2));
    // 02:00 UTC on Tuesday is Monday evening in Denver.
    let evening = profile.slots[&(Weekday::Monday, DayPart::Evening)];
    assert_eq!((evening.offered, evening.accepted), (2, 0));
    assert_eq!(profile.median_answer_minutes(), Some(10));
    let chance = |slot| {
        let (n, d) = profile.acceptance(slot, (1, 4), 4);
        n as f64 / d as f64
    };
    assert!(chance((Weekday::Monday, DayPart::Morning)) > chance((Weekday::Monday, DayPart::Evening)));
    let nobody = AcceptanceProfile::project(&CaregiverId::new("b").unwrap(), &events, &zone).unwrap();
    let (n, d) = nobody.acceptance((Weekday::Monday, DayPart::Morning), (1, 4), 4);
    assert_eq!(n * 4, d, "nothing known: the prior");
    let contradiction = [events[0].clone(), offer("o1", 15, Answer::None)];
    let error = AcceptanceProfile::project(&who, &contradiction, &zone).unwrap_err();
    assert_eq!(
        (error.get("record"), error.get("field")),
        (Some("events[1]"), Some("offer_id"))
    );
    let early = [offer("o9", 15, Answer::Declined { at: after(-1) })];
    assert!(AcceptanceProfile::project(&who, &early, &zone).is_err());
}

proptest! {
    #[test]
    fn one_more_miss_never_lowers_an_estimate_and_one_more_visit_never_raises_it(
        mean in 1..999_999_u32, strength in 1..1_000_u32, missed in 0..50_u32, worked in 0..500_u32
    ) {
        let prior = Prior::new(mean, strength).unwrap();
        let p = |missed: u32, worked: u32| {
            let e = prior.posterior(counts(missed, missed + worked));
            (e.numerator, e.denominator)
        };
        let less = |a: (u128, u128), b: (u128, u128)| a.0 * b.1 <= b.0 * a.1;
        prop_assert!(less(p(missed, worked), p(missed + 1, worked)));
        prop_assert!(less(p(missed, worked + 1), p(missed, worked)));
    }
}
