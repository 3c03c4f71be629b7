//! A report depends on which events happened, and on nothing else.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod support;

use careweave_insights::reports::*;
use careweave_insights::{Event, Fold, Report};
use proptest::prelude::*;
use support::{all, as_of, denver, log, questions, spring};

fn answer(question: &Question, events: &[Event], as_of: chrono::DateTime<chrono::Utc>) -> String {
    let mut asked = question.clone().ask();
    for event in events {
        asked.observe(event).unwrap();
    }
    asked.answer(as_of).unwrap().to_json()
}

fn merged<R: Report>(parts: &[Vec<Event>], query: &R::Query, as_of: chrono::DateTime<chrono::Utc>) -> R {
    let mut whole = Fold::<R>::new();
    for part in parts {
        let mut fold = Fold::<R>::new();
        fold.observe_all(part).unwrap();
        whole.merge(&fold).unwrap();
    }
    whole.report(query, as_of).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn any_order_with_any_repetition_gives_the_same_bytes(
        events in log(),
        shuffled in any::<prop::sample::Index>(),
        seed in any::<u64>(),
        as_of in as_of(),
    ) {
        // Turned, reversed in part, and with every third event twice.
        let mut other: Vec<Event> = events.clone();
        if !other.is_empty() {
            let turn = shuffled.index(other.len());
            other.rotate_left(turn);
            let half = other.len() / 2;
            other[..half].reverse();
            let mut mixed: Vec<(u64, Event)> = other
                .iter()
                .enumerate()
                .map(|(n, event)| ((n as u64 + 1).wrapping_mul(seed | 1).rotate_left(17), event.clone()))
                .collect();
            mixed.sort_by_key(|(order, _)| *order);
            other = mixed.into_iter().map(|(_, event)| event).collect();
            let again: Vec<Event> = other.iter().step_by(3).cloned().collect();
            other.extend(again);
        }
        for scope in [all(), spring()] {
            for question in questions(&scope) {
                prop_assert_eq!(answer(&question, &events, as_of), answer(&question, &other, as_of));
            }
        }
    }

    #[test]
    fn a_report_asked_in_between_changes_nothing(events in log(), as_of in as_of()) {
        for question in questions(&spring()) {
            let mut asked = question.clone().ask();
            for event in &events {
                asked.observe(event).unwrap();
            }
            let at_once = asked.answer(as_of).unwrap().to_json();
            let mut asked = question.ask();
            for (n, event) in events.iter().enumerate() {
                asked.observe(event).unwrap();
                if n % 40 == 0 {
                    asked.answer(as_of).unwrap();
                }
            }
            prop_assert_eq!(at_once, asked.answer(as_of).unwrap().to_json());
        }
    }

    #[test]
    fn folds_of_parts_merge_to_the_fold_of_the_whole(events in log(), as_of in as_of()) {
        let parts: Vec<Vec<Event>> = (0..3)
            .map(|part| events.iter().skip(part).step_by(3).cloned().chain(events.first().cloned()).collect())
            .collect();
        let whole = [events];
        macro_rules! same {
            ($($report:ty: $query:expr;)+) => {$(
                let query = $query;
                prop_assert_eq!(
                    merged::<$report>(&parts, &query, as_of),
                    merged::<$report>(&whole, &query, as_of)
                );
            )+};
        }
        same! {
            Referral: ReferralQuery::new(spring());
            Recruiting: RecruitingQuery::new(spring());
            Funnel: FunnelQuery::new(spring());
            Telephony: TelephonyQuery::new(spring());
            Messaging: MessagingQuery::new(spring());
            Appointments: AppointmentsQuery::new(spring());
            Filling: FillingQuery::new(spring());
            Fairness: FairnessQuery::new(spring());
            Churn: ChurnQuery::new(denver());
            Evv: EvvQuery::new(spring());
            Traffic: TrafficQuery { zone: denver() };
        }
    }

    #[test]
    fn what_is_learned_after_the_moment_does_not_change_the_report(events in log(), as_of in as_of()) {
        let known: Vec<Event> = events.iter().filter(|event| event.known_from() <= as_of).cloned().collect();
        for question in questions(&spring()) {
            let later = (events.len() - known.len()) as u64;
            let full: serde_json::Value = serde_json::from_str(&answer(&question, &events, as_of)).unwrap();
            let part: serde_json::Value = serde_json::from_str(&answer(&question, &known, as_of)).unwrap();
            prop_assert!(full["basis"]["later_facts"].as_u64().unwrap() <= later);
            prop_assert_eq!(part["basis"]["later_facts"].as_u64(), Some(0));
            let strip = |mut report: serde_json::Value| {
                report["basis"]["later_facts"] = 0.into();
                report
            };
            prop_assert_eq!(strip(full), strip(part));
        }
    }
}
