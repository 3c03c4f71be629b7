//! Reliability on public data that has the shape of shifts and no people in it: planned departures, rarely cancelled.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use std::collections::BTreeMap;

use careweave_matching::reliability::{
    Evaluation, Logistic, Observation, Prior, RecencyWeighted, suspicious_features,
};
use careweave_matching::roster::Attendance;
use careweave_types::{CaregiverId, ClientId, Weekday};

const DATA: &[u8] = include_bytes!("data/departures-2013.bin");
const GUIDE: &str = include_str!("../../../docs/matching.md");

/// What the model may know, and what came of it.
struct Departure {
    day: u32,
    flight: u16,
    has_aircraft: bool,
    seen: Observation,
}

fn departures() -> Vec<Departure> {
    let (count, rest) = DATA.split_at(4);
    let count = u32::from_le_bytes(count.try_into().unwrap()) as usize;
    let (per_hour, rows) = rest.split_at(8_760);
    let mut rows = rows.chunks_exact(4);
    let mut all = Vec::with_capacity(count);
    for (hour, many) in per_hour.iter().enumerate() {
        for row in rows.by_ref().take(usize::from(*many)) {
            let flight = u16::from_le_bytes([row[0], row[1]]);
            let day = hour as u32 / 24;
            all.push(Departure {
                day,
                flight,
                has_aircraft: row[3] & 2 != 0,
                seen: Observation {
                    caregiver_id: CaregiverId::new(format!("f{flight}")).unwrap(),
                    client_id: ClientId::new(format!("d{}", row[2])).unwrap(),
                    // 1 January 2013 was a Tuesday.
                    weekday: Weekday::ALL[(day as usize + Weekday::Tuesday as usize) % 7],
                    hour: (hour % 24) as u8,
                    missed: row[3] & 1 != 0,
                },
            });
        }
    }
    assert_eq!((all.len(), rows.len()), (count, 0));
    all
}

/// The first half of the year is known; the second is to be foretold.
const SPLIT_DAY: u32 = 181;
const HALF_LIFE_DAYS: u32 = 90;
const ALERT_BUDGET: f64 = 0.05;

struct Models {
    rate: f64,
    prior: Prior,
    counts: BTreeMap<u16, Attendance>,
    recent: BTreeMap<u16, RecencyWeighted>,
    logistic: Logistic,
}

fn fit(training: &[Departure]) -> Models {
    let mut counts: BTreeMap<u16, Attendance> = BTreeMap::new();
    let mut recent: BTreeMap<u16, RecencyWeighted> = BTreeMap::new();
    for departure in training {
        let missed = departure.seen.missed;
        let counted = counts.entry(departure.flight).or_default();
        counted.accepted += 1;
        counted.missed += u32::from(missed);
        recent
            .entry(departure.flight)
            .or_insert_with(|| RecencyWeighted::new(HALF_LIFE_DAYS).unwrap())
            .count(SPLIT_DAY - departure.day, missed);
    }
    let all: Vec<Attendance> = counts.values().copied().collect();
    let prior = Prior::fit(&all, 1).unwrap();
    let seen: Vec<Observation> = training.iter().map(|d| d.seen.clone()).collect();
    Models {
        rate: seen.iter().filter(|o| o.missed).count() as f64 / seen.len() as f64,
        prior,
        counts,
        recent,
        logistic: Logistic::fit(prior, &seen).unwrap(),
    }
}

type Named = (&'static str, Evaluation);

fn evaluate(training: &[Departure], later: &[Departure]) -> Vec<Named> {
    let models = fit(training);
    let of = |probability: &dyn Fn(&Departure) -> f64| {
        let predictions: Vec<_> = later.iter().map(|d| (probability(d), d.seen.missed)).collect();
        Evaluation::of(&predictions, models.rate, ALERT_BUDGET).unwrap()
    };
    let known = |d: &Departure| models.counts.get(&d.flight).copied().unwrap_or_default();
    vec![
        ("constant", of(&|_| models.rate)),
        (
            "raw rate",
            of(&|d| match known(d) {
                Attendance { accepted: 0, .. } => models.rate,
                counted => f64::from(counted.missed) / f64::from(counted.accepted),
            }),
        ),
        (
            "beta-binomial",
            of(&|d| models.prior.posterior(known(d)).probability()),
        ),
        (
            "recency-weighted",
            of(&|d| match models.recent.get(&d.flight) {
                Some(counted) => counted.posterior(models.prior).probability(),
                None => models.prior.posterior(Attendance::default()).probability(),
            }),
        ),
        ("logistic", of(&|d| models.logistic.probability(&d.seen))),
    ]
}

fn halves(all: &[Departure]) -> (&[Departure], &[Departure]) {
    all.split_at(all.partition_point(|d| d.day < SPLIT_DAY))
}

/// The table as it stands in the guide.
fn table(evaluations: &[Named]) -> String {
    let mut text = String::from(
        "| model | Brier | skill | log loss | ROC AUC | PR AUC | ECE | reliability | resolution | uncertainty | recall at 5 % |\n\
         |---|---|---|---|---|---|---|---|---|---|---|\n",
    );
    for (name, e) in evaluations {
        text += &format!(
            "| {name} | {:.5} | {:+.4} | {:.4} | {:.3} | {:.3} | {:.4} | {:.5} | {:.5} | {:.5} | {:.3} |\n",
            e.brier,
            e.brier_skill,
            e.log_loss,
            e.roc_auc,
            e.pr_auc,
            e.ece_10,
            e.murphy.reliability,
            e.murphy.resolution,
            e.murphy.uncertainty,
            e.recall_at_budget,
        );
    }
    text
}

#[test]
fn on_real_rare_events_shrinkage_turns_harmful_rates_useful_and_the_guide_shows_the_table() {
    let all = departures();
    let (training, later) = halves(&all);
    let evaluations = evaluate(training, later);
    let shown = table(&evaluations);
    let [constant, raw, shrunk, recent, logistic] = evaluations
        .try_into()
        .map(|e: [Named; 5]| e.map(|(_, e)| e))
        .unwrap();
    assert!(
        raw.brier_skill < 0.0 && raw.roc_auc > 0.6,
        "ranks, and its probabilities harm: {raw:?}"
    );
    assert!(
        shrunk.brier_skill > 0.0 && shrunk.brier_skill > raw.brier_skill,
        "{shrunk:?}"
    );
    assert!(shrunk.log_loss < constant.log_loss && raw.log_loss > constant.log_loss);
    assert!(
        recent.brier_skill > raw.brier_skill && recent.ece_10 < raw.ece_10,
        "{recent:?}"
    );
    // The regression tells who is at risk better than any count; it inherits the training half's level, as the constant does.
    assert!(
        logistic.log_loss < shrunk.log_loss
            && logistic.roc_auc > shrunk.roc_auc
            && logistic.pr_auc > shrunk.pr_auc
            && logistic.recall_at_budget > shrunk.recall_at_budget,
        "{logistic:?}"
    );
    assert!(logistic.brier_skill > 0.01, "{logistic:?}");
    assert!(logistic.ece_10 < raw.ece_10 && logistic.recall_at_budget > constant.recall_at_budget);
    assert!(GUIDE.contains(&shown), "docs/matching.md should hold:\n{shown}");
}

#[test]
fn on_shuffled_outcomes_no_model_has_skill_on_the_real_data_either() {
    let mut all = departures();
    let mut state = 20_130_101_u64;
    for at in (1..all.len()).rev() {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        let other = (state >> 33) as usize % (at + 1);
        let (a, b) = (all[at].seen.missed, all[other].seen.missed);
        (all[at].seen.missed, all[other].seen.missed) = (b, a);
    }
    let (training, later) = halves(&all);
    for (name, e) in evaluate(training, later) {
        assert!(e.brier_skill <= 0.001, "{name}: {e:?}");
        assert!((0.45..0.55).contains(&e.roc_auc), "{name}: {e:?}");
    }
}

#[test]
fn the_column_that_gives_the_outcome_away_is_found() {
    let all = departures();
    let rows: Vec<(Vec<f64>, bool)> = all
        .iter()
        .map(|d| {
            let features = vec![
                f64::from(d.flight),
                f64::from(d.seen.hour),
                f64::from(u8::from(!d.has_aircraft)),
                d.seen.weekday as usize as f64,
            ];
            (features, d.seen.missed)
        })
        .collect();
    assert_eq!(suspicious_features(&rows).unwrap(), [2]);
}
