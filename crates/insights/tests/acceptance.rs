//! Three acceptance tests of the outreach reference, by number.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod support;

use careweave_insights::event::words::*;
use careweave_insights::event::*;
use careweave_insights::measure::{Rate, Tally, WhyNull};
use careweave_insights::reports::referral::{SourceLine, SourceTotals, Spend};
use careweave_insights::reports::*;
use careweave_insights::{Event, report};
use proptest::prelude::*;
use serde::Deserialize;
use support::{Log, all, as_of, at, key, log, questions};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    totals: SourceTotals,
    conversion: String,
    ltv_to_cac: Option<String>,
    roi: Option<String>,
    why_null: Option<String>,
}

#[test]
fn test_37_the_seed_table_is_input_only_and_no_spend_is_null_and_never_infinity() {
    let cases: Vec<Case> =
        serde_json::from_str(include_str!("../../../vectors/insights/referral_totals.json")).unwrap();
    assert_eq!(cases.len(), 6);
    for case in cases {
        let line = SourceLine::from_totals(&case.totals, 30).unwrap();
        let percent = format!("{:.1}", line.conversion.value().unwrap() * 100.0);
        assert_eq!(percent, case.conversion, "{}", case.totals.source);
        let two = |value: Option<f64>| value.map(|value| format!("{value:.2}"));
        assert_eq!(
            two(line.ltv_to_cac.value()),
            case.ltv_to_cac,
            "{}",
            case.totals.source
        );
        assert_eq!(two(line.roi.value()), case.roi, "{}", case.totals.source);
        let why = line.ltv_to_cac.why_null().map(WhyNull::word);
        assert_eq!(why, case.why_null.as_deref(), "{}", case.totals.source);
        assert_eq!(line.spend == Spend::NoSpend, why == Some("no_spend"));
        let json = serde_json::to_string(&line).unwrap();
        assert!(!json.contains("inf"), "{json}");
        if why == Some("no_spend") {
            assert!(json.contains(r#""ltv_to_cac":{"value":null"#), "{json}");
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RateCase {
    name: String,
    hits: u64,
    trials: u64,
    value: Option<f64>,
    low95: Option<f64>,
    high95: Option<f64>,
    verdict: String,
}

#[test]
fn shares_have_the_intervals_of_the_vectors() {
    let cases: Vec<RateCase> =
        serde_json::from_str(include_str!("../../../vectors/insights/rates.json")).unwrap();
    assert!(cases.len() > 10);
    for case in cases {
        let rate = Rate::new(Tally::of(case.hits, case.trials).unwrap(), 30);
        let near = |a: Option<f64>, b: Option<f64>| match (a, b) {
            (Some(a), Some(b)) => (a - b).abs() < 1e-8,
            (a, b) => a == b,
        };
        assert!(near(rate.value(), case.value), "{}", case.name);
        assert!(
            near(rate.low95(), case.low95),
            "{}: {:?}",
            case.name,
            rate.low95()
        );
        assert!(
            near(rate.high95(), case.high95),
            "{}: {:?}",
            case.name,
            rate.high95()
        );
        let verdict = serde_json::to_value(rate.verdict()).unwrap();
        assert_eq!(verdict, case.verdict, "{}", case.name);
    }
}

#[test]
fn test_38_a_finished_call_stays_answered_and_a_read_message_stays_delivered() {
    let mut log = Log::default();
    let call = || key("call-1");
    log.add(
        "2026-04-06T15:00:00Z",
        CallAccepted {
            call: call(),
            lead: Some(key("lead-1")),
        },
    )
    .add(
        "2026-04-06T15:00:08Z",
        CallAnswered {
            call: call(),
            by: AnsweredBy::Person,
        },
    )
    .add(
        "2026-04-06T15:04:08Z",
        CallEnded {
            call: call(),
            end: CallEnd::Normal,
            ring_seconds: 8,
            queue_seconds: 0,
            talk_seconds: 200,
            hold_seconds: 40,
            wrap_seconds: 60,
        },
    )
    .add(
        "2026-04-06T16:00:00Z",
        MessageAccepted {
            message: key("m-1"),
            person: key("lead-1"),
            channel: Channel::Whatsapp,
            form: Form::Template,
            audience: None,
        },
    )
    // Read, and the receipt of delivery never came.
    .add("2026-04-06T16:05:00Z", MessageRead { message: key("m-1") });
    let now = at("2026-04-10T00:00:00Z");
    let calls: Telephony = report(&log.0, &TelephonyQuery::new(all()), now).unwrap();
    assert_eq!(
        (calls.attempts, calls.answer.numerator(), calls.answer.value()),
        (1, 1, Some(1.0))
    );
    assert_eq!(calls.completion.value(), Some(1.0));
    assert_eq!(calls.handle_seconds.value(), Some(300.0));
    let messages: Messaging = report(&log.0, &MessagingQuery::new(all()), now).unwrap();
    let line = &messages.channels[0];
    assert_eq!(
        (line.sent, line.delivery.value(), line.read.value()),
        (1, Some(1.0), Some(1.0))
    );
}

proptest! {
    #[test]
    fn test_38_rates_never_exceed_one_and_the_funnel_is_monotone(events in log(), as_of in as_of()) {
        for question in questions(&all()) {
            let mut asked = question.ask();
            events.iter().for_each(|event| {
                asked.observe(event).unwrap();
            });
            let answer = asked.answer(as_of).unwrap();
            for table in answer.tables() {
                for row in &table.rows {
                    for cell in row {
                        if let careweave_insights::output::Cell::Rate(rate) = cell {
                            prop_assert!(rate.numerator() <= rate.denominator());
                        }
                    }
                }
            }
        }
        let funnel: Funnel = report(&events, &FunnelQuery::new(all()), as_of).unwrap();
        for group in funnel.groups {
            let mut last = group.created;
            for step in group.steps {
                prop_assert!(step.reached <= last);
                last = step.reached;
            }
        }
    }

    /// Names, numbers and addresses where keys belong: each is refused, and nothing that is printed has it.
    #[test]
    fn test_39_personal_data_is_refused_as_a_key_and_stands_in_no_error(
        local in "zq[a-z]{4,10}",
        digits in "[0-9]{7}",
        place in 0_usize..4,
    ) {
        let email = format!("{local}@example.invalid");
        let phone = format!("+1303{digits}");
        for personal in [&email, &phone] {
            let line = match place {
                0 => format!(r#"{{"v":1,"id":"{personal}","at":"2026-04-06T00:00:00Z","kind":"complained","data":{{"client":"c"}}}}"#),
                1 => format!(r#"{{"v":1,"id":"1","at":"2026-04-06T00:00:00Z","kind":"complained","data":{{"client":"{personal}"}}}}"#),
                2 => format!(r#"{{"v":1,"id":"1","at":"{personal}","kind":"complained","data":{{"client":"c"}}}}"#),
                _ => format!(r#"{{"v":1,"id":"1","at":"2026-04-06T00:00:00Z","kind":"offer_answered","data":{{"shift":"s","caregiver":"c","reply":"{personal}"}}}}"#),
            };
            let error = Event::from_json(&line).unwrap_err();
            let csv = format!("id,at,kind,shift,caregiver,reply\n1,2026-04-06T00:00:00Z,offer_answered,s,c,{personal}\n");
            let of_csv = careweave_insights::CsvEvents::new(csv.as_bytes()).unwrap().next().unwrap().unwrap_err();
            for error in [error, of_csv] {
                for said in [format!("{error}"), format!("{error:#}"), format!("{error:?}")] {
                    prop_assert!(!said.contains(personal.as_str()), "{said}");
                    prop_assert!(!said.contains(&digits) && !said.contains(local.as_str()), "{said}");
                }
            }
        }
    }
}

#[test]
fn test_39_instants_and_ids_of_machines_survive() {
    let line = r#"{"v":1,"id":"3f2504e0-4f89-41d3-9a0c-0305e82c3301","at":"2026-04-06T14:00:00.123Z","kind":"complained","data":{"client":"7c9e6679-7425-40de-944b-e07fc1f90ae7"}}"#;
    assert_eq!(Event::from_json(line).unwrap().to_json(), line);
}
