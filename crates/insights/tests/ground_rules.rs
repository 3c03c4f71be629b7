//! The rules every figure keeps, held over chance.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod support;

use careweave_insights::event::{LeadCreated, LeadReached};
use careweave_insights::measure::*;
use careweave_insights::output::{Cell, Flat};
use careweave_insights::reports::*;
use careweave_insights::{Body, Event, Grain, Period, Scope, report};
use careweave_types::Currency;
use chrono::{Duration, NaiveDate};
use proptest::prelude::*;
use serde_json::Value;
use support::{all, as_of, at, denver, key, log, questions, spring};

/// Every object of a JSON document.
fn objects<'a>(value: &'a Value, found: &mut Vec<&'a serde_json::Map<String, Value>>) {
    match value {
        Value::Object(object) => {
            found.push(object);
            object.values().for_each(|value| objects(value, found));
        }
        Value::Array(list) => list.iter().for_each(|value| objects(value, found)),
        _ => {}
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn a_share_lies_in_its_interval_and_both_between_0_and_1(hits in 0_u64..5_000, misses in 0_u64..5_000) {
        let rate = Rate::new(Tally::of(hits, hits + misses).unwrap(), 30);
        if hits + misses == 0 {
            prop_assert_eq!((rate.value(), rate.low95(), rate.high95()), (None, None, None));
            prop_assert_eq!(rate.why_null(), Some(WhyNull::NothingToCount));
        } else {
            let (value, low, high) = (rate.value().unwrap(), rate.low95().unwrap(), rate.high95().unwrap());
            prop_assert!(0.0 <= low && low <= value && value <= high && high <= 1.0);
            prop_assert!(low < high);
            prop_assert_eq!(rate.why_null(), None);
        }
        prop_assert_eq!(rate.verdict() == Verdict::Enough, hits + misses >= 30);
    }

    #[test]
    fn a_verdict_takes_as_many_subjects_as_the_scope_asks_for(hits in 0_u64..60, misses in 0_u64..60, min_n in 0_u64..150) {
        let rate = Rate::new(Tally::of(hits, hits + misses).unwrap(), min_n);
        prop_assert_eq!(rate.verdict() == Verdict::Enough, hits + misses >= min_n);
        // The counts are shown either way.
        prop_assert_eq!((rate.numerator(), rate.denominator()), (hits, hits + misses));
    }

    #[test]
    fn more_of_the_same_narrows_the_interval(hits in 0_u64..500, misses in 1_u64..500, times in 2_u64..20) {
        let width = |times: u64| {
            let rate = Rate::new(Tally::of(hits * times, (hits + misses) * times).unwrap(), 30);
            rate.high95().unwrap() - rate.low95().unwrap()
        };
        prop_assert!(width(times) < width(1));
    }

    #[test]
    fn shares_are_added_by_their_parts_and_never_averaged(
        a in (0_u64..50, 0_u64..50),
        b in (0_u64..50, 0_u64..50),
    ) {
        let tally = |(hits, misses)| Tally::of(hits, hits + misses).unwrap();
        let both = tally(a).plus(tally(b));
        prop_assert_eq!((both.hits(), both.trials()), (a.0 + b.0, a.0 + a.1 + b.0 + b.1));
    }

    #[test]
    fn no_quotient_and_no_amount_is_infinite(over in any::<i64>(), under in -3_i64..3) {
        let ratio = Ratio::new(over.into(), under.into(), WhyNull::NoSpend);
        prop_assert_eq!(ratio.value().is_some(), under > 0);
        prop_assert!(ratio.value().is_none_or(f64::is_finite));
        let mean = Amount::mean(over.into(), under.into(), Currency::Usd, WhyNull::NoSpend);
        prop_assert_eq!(mean.value().is_some(), under > 0);
    }

    #[test]
    fn money_is_divided_to_the_nearest_minor_unit(total in -1_000_000_i64..1_000_000, parts in 1_i64..1_000) {
        let mean = Amount::mean(total.into(), parts.into(), Currency::Usd, WhyNull::NoSpend).value().unwrap();
        prop_assert!((mean.minor * parts - total).abs() * 2 <= parts);
    }

    #[test]
    fn a_curve_of_survival_falls_and_stays_between_0_and_1(
        spells in proptest::collection::vec((0_i64..100, any::<bool>()), 0..80)
    ) {
        let curve = Survival::new(spells.iter().map(|&(time, ended)| Spell { time, ended }).collect());
        let mut last = 1.0;
        for step in curve.steps() {
            prop_assert!((0.0..=last).contains(&step.survival));
            last = step.survival;
            let (share, interval) = curve.beyond(step.time).unwrap();
            prop_assert_eq!(share, step.survival);
            if let Some((low, high)) = interval {
                prop_assert!(0.0 <= low && low <= share && share <= high && high <= 1.0);
            }
        }
        if spells.iter().all(|(_, ended)| *ended) && !spells.is_empty() {
            // Without anybody still running it is the plain share.
            for time in 0..100 {
                let plain = spells.iter().filter(|(t, _)| *t > time).count() as f64 / spells.len() as f64;
                prop_assert!((curve.beyond(time).unwrap().0 - plain).abs() < 1e-9);
            }
        }
    }

    #[test]
    fn the_gini_coefficient_is_a_share_and_does_not_mind_the_order(mut counts in proptest::collection::vec(0_u64..50, 1..40)) {
        let forward = gini(counts.clone());
        counts.reverse();
        prop_assert_eq!(forward, gini(counts.clone()));
        prop_assert_eq!(forward.is_none(), counts.iter().sum::<u64>() == 0);
        prop_assert!(forward.is_none_or(|gini| (0.0..1.0).contains(&gini)));
    }

    #[test]
    fn every_null_says_why_and_no_number_is_infinite(events in log(), as_of in as_of()) {
        for question in questions(&spring()) {
            let mut asked = question.clone().ask();
            events.iter().for_each(|event| {
                asked.observe(event).unwrap();
            });
            let answer = asked.answer(as_of).unwrap();
            let json = answer.to_json();
            prop_assert!(!json.contains("inf") && !json.contains("NaN"), "{json}");
            let document: Value = serde_json::from_str(&json).unwrap();
            let mut found = Vec::new();
            objects(&document, &mut found);
            for object in found {
                if let (Some(value), Some(why)) = (object.get("value"), object.get("why_null")) {
                    prop_assert_ne!(value.is_null(), why.is_null(), "{:?}", object);
                }
                // What is shown of money, shares and durations is whole or a share.
                if let (Some(hits), Some(trials), Some(n)) =
                    (object.get("numerator"), object.get("denominator"), object.get("n"))
                {
                    prop_assert!(hits.as_u64().unwrap() <= trials.as_u64().unwrap());
                    prop_assert_eq!(n, trials);
                }
            }
            for table in answer.tables() {
                let width = table.flat_columns().len();
                for row in &table.rows {
                    prop_assert_eq!(row.len(), table.columns.len());
                    prop_assert_eq!(table.flat_row(row).len(), width);
                    for cell in row {
                        if let Cell::Rate(rate) = cell {
                            prop_assert!(rate.value().is_none_or(|value| (0.0..=1.0).contains(&value)));
                        }
                    }
                    let finite = table.flat_row(row).iter().all(|flat| match flat {
                        Flat::Float(value) => value.is_finite(),
                        _ => true,
                    });
                    prop_assert!(finite);
                }
                table.to_csv().unwrap();
            }
            prop_assert!(!answer.chart().to_svg().contains("NaN"));
        }
    }

    #[test]
    fn the_funnel_never_widens(events in log(), as_of in as_of()) {
        let query = FunnelQuery { by: funnel::FunnelBy::Source, maturity_days: 0, ..FunnelQuery::new(all()) };
        let report: Funnel = report(&events, &query, as_of).unwrap();
        for group in &report.groups {
            let counts: Vec<u64> = std::iter::once(group.created).chain(group.steps.iter().map(|s| s.reached)).collect();
            prop_assert!(counts.windows(2).all(|pair| pair[0] >= pair[1]), "{counts:?}");
        }
    }

    #[test]
    fn a_cohort_is_the_sum_of_its_days(events in log(), as_of in as_of()) {
        let whole = spring().period;
        let count = |period: &Period| {
            let query = FunnelQuery { maturity_days: 0, ..FunnelQuery::new(Scope::new(period.clone())) };
            let report: Funnel = report(&events, &query, as_of).unwrap();
            report.groups.iter().map(|group| group.created + group.steps.iter().map(|s| s.reached).sum::<u64>()).sum::<u64>()
        };
        let days = whole.split(Grain::Week).unwrap();
        prop_assert_eq!(count(&whole), days.iter().map(count).sum::<u64>());
    }

    #[test]
    fn a_subject_counts_once_however_many_events_tell_of_it(events in log(), as_of in as_of()) {
        let again = events.iter().filter_map(|event| {
            let told = matches!(
                event.body,
                Body::LeadReached(_) | Body::CallAnswered(_) | Body::MessageDelivered(_) | Body::MessageRead(_)
            );
            // Another event, with an id of its own, that says the same.
            told.then(|| Event { id: key(&format!("again-{}", event.id)), ..event.clone() })
        });
        let twice: Vec<Event> = events.iter().cloned().chain(again).collect();
        for question in [
            Question::Funnel(FunnelQuery { maturity_days: 0, ..FunnelQuery::new(all()) }),
            Question::Telephony(TelephonyQuery::new(all())),
            Question::Messaging(MessagingQuery::new(all())),
        ] {
            let answer = |events: &[Event]| {
                let mut asked = question.clone().ask();
                for event in events {
                    asked.observe(event).unwrap();
                }
                let mut report: Value = serde_json::from_str(&asked.answer(as_of).unwrap().to_json()).unwrap();
                report["basis"] = Value::Null;
                report
            };
            prop_assert_eq!(answer(&events), answer(&twice));
        }
    }

    #[test]
    fn an_instant_belongs_to_exactly_one_local_day(minutes in 0_i64..60 * 24 * 60) {
        let instant = at("2026-02-20T00:00:00Z") + Duration::minutes(minutes);
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let days = Period::days(denver(), day("2026-02-19"), day("2026-04-22")).unwrap().split(Grain::Day).unwrap();
        let holding: Vec<_> = days.iter().filter(|day| day.contains(instant)).collect();
        prop_assert_eq!(holding.len(), 1);
        prop_assert_eq!(holding[0].from(), Some(denver().local(instant).date));
    }

    #[test]
    fn a_late_event_restates_the_period_and_an_earlier_moment_does_not_see_it(days in 1_i64..40) {
        let created = at("2026-03-01T12:00:00Z");
        let reached = created + Duration::days(2);
        let learned = reached + Duration::days(days);
        let events = [
            Event::new("1", created, LeadCreated { lead: key("lead-1"), source: None }).unwrap(),
            Event::new("2", reached, LeadReached { lead: key("lead-1"), stage: careweave_insights::event::words::Stage::Booked })
                .unwrap()
                .recorded(learned),
        ];
        let query = FunnelQuery { maturity_days: 0, ..FunnelQuery::new(all()) };
        let booked = |as_of| {
            let funnel: Funnel = report(&events, &query, as_of).unwrap();
            (funnel.groups[0].steps[2].reached, funnel.basis.as_of)
        };
        let before = learned - Duration::seconds(1);
        prop_assert_eq!(booked(before), (0, before));
        prop_assert_eq!(booked(learned), (1, learned));
    }
}
