//! The examples on the pages of docs/metrics are true.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::BTreeMap;

use careweave_insights::reports::*;
use careweave_insights::{CsvEvents, Event, Period, Scope, read_json_lines, report};
use careweave_types::AgencyZone;
use chrono::{DateTime, NaiveDate, Utc};
use serde::Deserialize;
use serde_json::Value;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    report: String,
    zone: String,
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
    as_of: DateTime<Utc>,
}

fn page(name: &str) -> String {
    let path = format!("{}/../../docs/metrics/{name}.md", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn block<'a>(page: &'a str, fence: &str) -> &'a str {
    let start = page
        .find(&format!("```{fence}\n"))
        .unwrap_or_else(|| panic!("no block {fence}"));
    let body = &page[start..].split_once('\n').unwrap().1;
    &body[..body.find("```").unwrap()]
}

fn question(asked: &Asked) -> Option<Question> {
    let zone = AgencyZone::new(&asked.zone).unwrap();
    let scope = || Scope::new(Period::between(zone.clone(), asked.from, asked.to).unwrap());
    Some(match asked.report.as_str() {
        "referral" => Question::Referral(ReferralQuery::new(scope())),
        "recruiting" => Question::Recruiting(RecruitingQuery::new(scope())),
        "funnel" => Question::Funnel(FunnelQuery::new(scope())),
        "telephony" => Question::Telephony(TelephonyQuery::new(scope())),
        "messaging" => Question::Messaging(MessagingQuery::new(scope())),
        "noshow" => Question::Appointments(AppointmentsQuery::new(scope())),
        "fill" => Question::Filling(FillingQuery::new(scope())),
        "fairness" => Question::Fairness(FairnessQuery::new(scope())),
        "churn" => Question::Churn(ChurnQuery::new(zone.clone())),
        "evv" => Question::Evv(EvvQuery::new(scope())),
        _ => return None,
    })
}

/// Runs a page's example, with its events in some order, and holds it against what the page says.
fn run(name: &str, order: impl Fn(&mut Vec<Event>)) {
    let page = page(name);
    let mut events = read_json_lines(block(&page, "jsonl")).unwrap();
    assert!(!events.is_empty());
    order(&mut events);
    let asked: Asked = serde_json::from_str(block(&page, "json question")).unwrap();
    let mut fold = question(&asked).unwrap_or_else(|| panic!("{name}")).ask();
    for event in &events {
        fold.observe(event).unwrap();
    }
    let said: Value = serde_json::from_str(&fold.answer(asked.as_of).unwrap().to_json()).unwrap();
    let expected: BTreeMap<String, Value> = serde_json::from_str(block(&page, "json expected")).unwrap();
    assert!(expected.len() >= 5, "{name}");
    for (pointer, value) in expected {
        let found = said
            .pointer(&pointer)
            .unwrap_or_else(|| panic!("{name}: nothing at {pointer} in {said}"));
        assert_eq!(*found, value, "{name}: {pointer}");
    }
}

const PAGES: [&str; 10] = [
    "referral",
    "recruiting",
    "funnel",
    "telephony",
    "messaging",
    "appointments",
    "filling",
    "fairness",
    "churn",
    "evv",
];

#[test]
fn the_example_of_every_page_comes_out_as_the_page_says() {
    for name in PAGES {
        run(name, |_| {});
        run(name, |events| events.reverse());
        run(name, |events| events.extend(events.clone()));
    }
}

#[test]
fn the_counters_of_the_page_are_exposed() {
    let page = page("traffic");
    let events = read_json_lines(block(&page, "jsonl")).unwrap();
    let asked: Asked = serde_json::from_str(block(&page, "json question")).unwrap();
    let query = TrafficQuery {
        zone: AgencyZone::new(&asked.zone).unwrap(),
    };
    let traffic: Traffic = report(&events, &query, asked.as_of).unwrap();
    let exposed = traffic.exposition.to_text();
    for line in block(&page, "text expected").lines() {
        assert!(exposed.lines().any(|of| of == line), "{line}\n{exposed}");
    }
}

#[test]
fn every_page_has_its_sections_and_stands_in_the_index() {
    let index = page("README");
    for name in PAGES.iter().chain(&["traffic"]) {
        let page = page(name);
        for section in ["## Definitions", "## Edges", "## Example", "## Not for"] {
            assert!(page.contains(section), "{name}: {section}");
        }
        assert!(index.contains(&format!("({name}.md)")), "{name}");
    }
}

#[test]
fn the_files_of_the_index_are_events() {
    let index = page("README");
    let line = block(&index, "json").trim();
    assert_eq!(Event::from_json(line).unwrap().to_json(), line);
    let rows: Vec<_> = CsvEvents::new(block(&index, "csv").as_bytes())
        .unwrap()
        .map(Result::unwrap)
        .collect();
    assert_eq!(rows[0], Event::from_json(line).unwrap());
    assert_eq!(rows.len(), 2);
}
