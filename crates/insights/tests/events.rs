//! Reading events: what is kept, what is refused, and how it is said.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod support;

use careweave_insights::event::*;
use careweave_insights::reports::{Churn, Evv, Funnel, FunnelQuery, Referral, ReferralQuery};
use careweave_insights::{CsvEvents, Event, Fold, Observed, read_json_lines, report};
use careweave_types::{Currency, ErrorKind};
use proptest::prelude::*;
use support::{all, at, key, log};

fn refused(line: &str) -> (String, String) {
    let error = Event::from_json(line).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidInput);
    (error.get("field").unwrap().to_owned(), error.message().to_owned())
}

proptest! {
    #[test]
    fn an_event_is_read_back_as_it_was_written(events in log()) {
        for event in events {
            prop_assert_eq!(Event::from_json(&event.to_json()).unwrap(), event);
        }
    }

    #[test]
    fn the_kind_may_stand_behind_the_data(events in log()) {
        for event in events {
            let mut fields: serde_json::Map<_, _> = serde_json::from_str(&event.to_json()).unwrap();
            let data = fields.remove("data").unwrap();
            let rest = serde_json::to_string(&fields).unwrap();
            let line = format!(r#"{{"data":{data},{}"#, &rest[1..]);
            prop_assert_eq!(Event::from_json(&line).unwrap(), event);
        }
    }

    #[test]
    fn a_row_of_csv_is_the_same_event(events in log()) {
        let mut columns = vec!["v".to_owned(), "id".into(), "at".into(), "recorded_at".into(), "kind".into()];
        let documents: Vec<serde_json::Value> =
            events.iter().map(|event| serde_json::from_str(&event.to_json()).unwrap()).collect();
        for document in &documents {
            for name in document["data"].as_object().unwrap().keys() {
                if !columns.contains(name) {
                    columns.push(name.clone());
                }
            }
        }
        let cell = |value: &serde_json::Value| match value {
            serde_json::Value::Null => String::new(),
            serde_json::Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        let mut file = columns.join(",") + "\n";
        for document in &documents {
            let cells: Vec<_> = columns
                .iter()
                .map(|name| cell(if document[name].is_null() { &document["data"][name] } else { &document[name] }))
                .collect();
            file.push_str(&(cells.join(",") + "\n"));
        }
        let read: Vec<Event> = CsvEvents::new(file.as_bytes()).unwrap().map(Result::unwrap).collect();
        prop_assert_eq!(read, events);
    }

    #[test]
    fn no_line_however_broken_panics(line in "\\PC{0,200}") {
        drop(Event::from_json(&line));
        drop(CsvEvents::new(line.as_bytes()).map(|events| events.take(5).for_each(drop)));
    }
}

#[test]
fn an_unknown_kind_and_a_later_version_are_kept_and_counted_by_nobody() {
    for line in [
        r#"{"v":1,"id":"1","at":"2026-04-06T00:00:00Z","kind":"moon_phase","data":{"phase":"full"}}"#,
        r#"{"v":7,"id":"1","at":"2026-04-06T00:00:00Z","kind":"lead_created","data":{"lead":5}}"#,
    ] {
        let event = Event::from_json(line).unwrap();
        assert!(matches!(event.body, Body::Unknown { .. }));
        assert_eq!(event.to_json(), line);
        assert_eq!(Fold::<Funnel>::new().observe(&event).unwrap(), Observed::Ignored);
    }
}

#[test]
fn a_broken_event_is_refused_by_field_and_rule() {
    let base = r#"{"v":1,"id":"1","at":"2026-04-06T00:00:00Z","kind":"spent","data":{"source":"s","audience":"clients","spend":"media","amount_minor":5,"currency":"USD"}}"#;
    Event::from_json(base).unwrap();
    for (from, to, field, rule) in [
        (
            r#""amount_minor":5"#,
            r#""amount_minor":-5"#,
            "amount_minor",
            "must not be negative",
        ),
        (
            r#""amount_minor":5"#,
            r#""amount_minor":5.5"#,
            "data.amount_minor",
            "invalid type, expected i64",
        ),
        (
            r#""currency":"USD""#,
            r#""currency":"EUR""#,
            "data.currency",
            "unknown variant, expected",
        ),
        (
            r#""source":"s""#,
            r#""source":"""#,
            "data.source",
            "a key must not be empty",
        ),
        (r#""source":"s","#, "", "data", "missing field `source`"),
        (
            r#""source":"s""#,
            r#""source":"s","colour":"red""#,
            "data.colour",
            "unknown field `colour`",
        ),
        (r#""id":"1","#, "", "(event)", "missing field `id`"),
        (r#""v":1"#, r#""v":0"#, "(event)", "`v` must be 1 or more"),
        (r#""v":1,"#, "", "(event)", "missing field `v`"),
        (
            "2026-04-06T00:00:00Z",
            "2026-04-06T00:00:00",
            "at",
            "premature end of input",
        ),
        (
            "2026-04-06",
            "1826-04-06",
            "at",
            "must lie in the years 1900 to 2199",
        ),
        ("}}", "}", "(line)", "is not valid JSON"),
        ("}}", "}} {}", "(line)", "one event a line"),
        (r#"{"v":1"#, r#"{"v":1,"v":1"#, "(event)", "`v` is given twice"),
    ] {
        assert!(base.contains(from), "{from}");
        let (said_field, said_rule) = refused(&base.replacen(from, to, 1));
        assert_eq!(said_field, field, "{from} -> {to}: {said_rule}");
        assert!(said_rule.contains(rule), "{from} -> {to}: {said_rule}");
    }
}

#[test]
fn an_amount_that_cannot_be_negative_is_refused_in_every_kind_and_a_margin_is_not() {
    let line = |kind: &str, data: &str| {
        format!(r#"{{"v":1,"id":"1","at":"2026-04-06T00:00:00Z","kind":"{kind}","data":{{{data}}}}}"#)
    };
    for (kind, data, field) in [
        (
            "spent",
            r#""source":"s","audience":"clients","spend":"media","amount_minor":-1,"currency":"USD""#,
            "amount_minor",
        ),
        (
            "client_billed",
            r#""client":"c","revenue_minor":-1,"currency":"USD""#,
            "revenue_minor",
        ),
        (
            "call_charged",
            r#""call":"c","amount_minor":-1,"currency":"USD""#,
            "amount_minor",
        ),
        (
            "appointment_booked",
            r#""appointment":"a","scheduled_at":"2026-04-07T00:00:00Z","price_minor":-1,"currency":"USD""#,
            "price_minor",
        ),
    ] {
        let bad = line(kind, data);
        let (said_field, said_rule) = refused(&bad);
        assert_eq!(said_field, field, "{kind}");
        assert!(said_rule.contains("must not be negative"), "{kind}: {said_rule}");
        Event::from_json(&bad.replace("-1", "0")).unwrap();
    }
    let loss = r#""client":"c","revenue_minor":1,"margin_minor":-500,"currency":"USD""#;
    Event::from_json(&line("client_billed", loss)).unwrap();
}

#[test]
fn a_broken_file_is_refused_by_line() {
    let text = "\n{\"v\":1,\"id\":\"1\",\"at\":\"2026-04-06T00:00:00Z\",\"kind\":\"complained\",\"data\":{\"client\":\"c\"}}\n\n{}\n";
    assert_eq!(read_json_lines(text).unwrap_err().get("record"), Some("line 4"));
    let head = "id,at,kind,client\n";
    for (rows, record, field) in [
        (
            "1,2026-04-06T00:00:00Z,complained,c\n2,2026-04-06,complained,c\n",
            "line 3",
            "at",
        ),
        ("1,2026-04-06T00:00:00Z,complained,\n", "line 2", "(row)"),
        (
            "1,2026-04-06T00:00:00Z,complained,a@example.invalid\n",
            "line 2",
            "client",
        ),
        ("1,2026-04-06T00:00:00Z,complained\n", "line 2", "(file)"),
        (",2026-04-06T00:00:00Z,complained,c\n", "line 2", "id"),
    ] {
        let file = format!("{head}{rows}");
        let errors: Vec<_> = CsvEvents::new(file.as_bytes())
            .unwrap()
            .filter_map(Result::err)
            .collect();
        assert_eq!(errors.len(), 1, "{rows}");
        assert_eq!(
            (errors[0].get("record"), errors[0].get("field")),
            (Some(record), Some(field)),
            "{rows}"
        );
    }
    for (head, field) in [("id,at\n", "kind"), ("id,at,kind,a,a\n", "a")] {
        assert_eq!(
            CsvEvents::new(head.as_bytes()).unwrap_err().get("field"),
            Some(field)
        );
    }
}

#[test]
fn keys_that_look_like_numbers_stay_as_they_are_in_csv() {
    let file = "id,at,kind,client\n007,2026-04-06T00:00:00Z,complained,1e3\n";
    let event = CsvEvents::new(file.as_bytes()).unwrap().next().unwrap().unwrap();
    assert_eq!(event.id.as_str(), "007");
    assert!(matches!(&event.body, Body::Complained(of) if of.client.as_str() == "1e3"));
}

fn spent(id: &str, minor: i64, currency: Currency) -> Event {
    let body = Spent {
        source: key("s"),
        audience: words::Audience::Clients,
        spend: words::SpendKind::Media,
        amount_minor: minor,
        currency,
    };
    Event::new(id, at("2026-04-06T00:00:00Z"), body).unwrap()
}

#[test]
fn a_repetition_counts_once_and_a_correction_replaces() {
    let mut fold = Fold::<Referral>::new();
    let first = spent("e", 500, Currency::Usd);
    assert_eq!(fold.observe(&first).unwrap(), Observed::Counted);
    assert_eq!(fold.observe(&first).unwrap(), Observed::Repeated);
    let corrected = spent("e", 700, Currency::Usd).recorded(at("2026-05-01T00:00:00Z"));
    assert_eq!(fold.observe(&corrected).unwrap(), Observed::Corrected);
    assert_eq!(fold.observe(&corrected).unwrap(), Observed::Repeated);
    let cost = |day: &str| {
        let report = fold.report(&ReferralQuery::new(all()), at(day)).unwrap();
        match report.sources[0].spend {
            careweave_insights::reports::referral::Spend::Spent { media, .. } => media.minor,
            careweave_insights::reports::referral::Spend::NoSpend => 0,
        }
    };
    assert_eq!(
        (cost("2026-04-30T00:00:00Z"), cost("2026-05-01T00:00:00Z")),
        (500, 700)
    );
}

#[test]
fn one_id_for_two_events_is_a_conflict_and_names_the_event() {
    let mut fold = Fold::<Referral>::new();
    fold.observe(&spent("e", 500, Currency::Usd)).unwrap();
    let error = fold.observe(&spent("e", 501, Currency::Usd)).unwrap_err();
    assert_eq!(
        (error.kind(), error.get("event")),
        (ErrorKind::Conflict, Some("e"))
    );
    let mut other = Fold::<Referral>::new();
    other.observe(&spent("e", 502, Currency::Usd)).unwrap();
    assert_eq!(fold.merge(&other).unwrap_err().kind(), ErrorKind::Conflict);
}

#[test]
fn two_currencies_in_one_sum_are_refused() {
    let events = [spent("1", 500, Currency::Usd), spent("2", 500, Currency::Brl)];
    let error =
        report::<Referral>(&events, &ReferralQuery::new(all()), at("2026-05-01T00:00:00Z")).unwrap_err();
    assert_eq!(
        (error.kind(), error.get("field")),
        (ErrorKind::InvalidInput, Some("currency"))
    );
}

#[test]
fn what_lies_in_the_future_is_left_out_and_said_to_be() {
    let lead = |id: &str, day: &str| {
        let body = LeadCreated {
            lead: key(id),
            source: None,
        };
        Event::new(id, at(day), body).unwrap()
    };
    let events = [
        lead("a", "2026-04-01T00:00:00Z"),
        lead("b", "2027-04-01T00:00:00Z"),
    ];
    let query = FunnelQuery {
        maturity_days: 0,
        ..FunnelQuery::new(all())
    };
    let funnel: Funnel = report(&events, &query, at("2026-05-01T00:00:00Z")).unwrap();
    assert_eq!(
        (
            funnel.groups[0].created,
            funnel.basis.facts,
            funnel.basis.later_facts
        ),
        (1, 1, 1)
    );
}

/// An event of the day after, one out of order, one told twice and one of nobody known stand in one log: each is counted as its rule says.
#[test]
fn late_doubled_future_and_unknown_events_of_one_log_are_each_treated_as_stated() {
    let lead = |id: &str, day: &str, source: Option<&str>| {
        let body = LeadCreated {
            lead: key(id),
            source: source.map(key),
        };
        Event::new(id, at(day), body).unwrap()
    };
    let events = [
        lead("later", "2026-04-09T00:00:00Z", Some("physician")),
        lead("earlier", "2026-04-02T00:00:00Z", None),
        lead("earlier", "2026-04-02T00:00:00Z", None),
        lead("future", "2026-07-01T00:00:00Z", Some("physician")),
        lead("late", "2026-04-03T00:00:00Z", Some("physician")).recorded(at("2026-06-01T00:00:00Z")),
    ];
    let asked = |as_of: &str| -> Referral { report(&events, &ReferralQuery::new(all()), at(as_of)).unwrap() };
    let leads = |referral: &Referral| -> Vec<(String, u64)> {
        let lines = referral.sources.iter();
        lines
            .map(|line| (line.source.clone(), line.conversion.denominator()))
            .collect()
    };
    let may = asked("2026-05-01T00:00:00Z");
    assert_eq!(
        leads(&may),
        [("physician".to_owned(), 1), ("unknown".to_owned(), 1)]
    );
    assert_eq!((may.basis.facts, may.basis.later_facts), (2, 2));
    // The late one restates its period; what is not yet, is not counted.
    let june = asked("2026-06-02T00:00:00Z");
    assert_eq!(
        leads(&june),
        [("physician".to_owned(), 2), ("unknown".to_owned(), 1)]
    );
    assert_eq!(june.basis.later_facts, 1);
}

#[test]
fn a_report_takes_only_what_is_its_business() {
    let event = spent("e", 1, Currency::Usd);
    assert_eq!(Fold::<Evv>::new().observe(&event).unwrap(), Observed::Ignored);
    assert_eq!(Fold::<Churn>::new().observe(&event).unwrap(), Observed::Ignored);
}
