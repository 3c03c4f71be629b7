//! `careweave report` on files.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod support;

use std::io::Write;

use careweave::sync::AnyStore;
use serde_json::Value;
use support::{NOW, Sandbox, refusal, run, stdout};

const AS_OF: [&str; 2] = ["--as-of", "2026-05-15T12:00:00Z"];

fn events() -> String {
    concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/data/events.jsonl").to_owned()
}

fn report(args: &[&str]) -> String {
    let file = events();
    let mut all = vec!["report", args[0], &file];
    all.extend(&args[1..]);
    all.extend(AS_OF);
    stdout(&run(&all))
}

#[test]
fn every_report_is_readable_and_has_json_and_csv() {
    for name in [
        "referral",
        "recruiting",
        "funnel",
        "telephony",
        "messaging",
        "noshow",
        "fill",
        "fairness",
        "churn",
        "evv",
    ] {
        let text = report(&[name]);
        assert!(
            text.contains("America/Denver; as of Fri 2026-05-15 06:00 MDT"),
            "{text}"
        );
        assert!(text.lines().count() > 4, "{name}: {text}");
        let json: Value = serde_json::from_str(&report(&[name, "--json"])).unwrap();
        assert_eq!(json["basis"]["as_of"], "2026-05-15T12:00:00Z", "{name}");
        let csv = report(&[name, "--csv"]);
        let columns = csv.lines().next().unwrap().split(',').count();
        assert!(columns >= 3 && csv.lines().count() >= 2, "{name}: {csv}");
    }
}

#[test]
fn shares_stand_with_their_interval_and_counts() {
    let text = report(&["recruiting"]);
    assert!(text.contains("67.6 % (51–81), 23 of 34"), "{text}");
    assert!(text.contains("83.3 % (55–95), 10 of 12, too few"), "{text}");
    assert!(
        text.contains("125.65 USD") && text.contains("84.00 USD"),
        "{text}"
    );
}

#[test]
fn a_source_without_spend_has_no_return_and_no_infinity() {
    let text = report(&["referral"]);
    assert!(text.contains("– (no spend)") && !text.contains("inf"), "{text}");
}

#[test]
fn a_trend_is_one_table_with_its_periods() {
    let csv = report(&[
        "funnel",
        "--from",
        "2026-01-01",
        "--to",
        "2026-04-01",
        "--every",
        "month",
        "--csv",
    ]);
    assert!(csv.starts_with("from,to,group,stage,reached,"), "{csv}");
    for month in ["2026-01-01,2026-02-01,", "2026-02-01,2026-03-01,"] {
        assert!(csv.contains(month), "{csv}");
    }
    assert_eq!(csv.lines().filter(|line| line.starts_with("from,")).count(), 1);
}

#[test]
fn a_chart_is_written_beside_the_report() {
    let folder = tempfile::tempdir().unwrap();
    let chart = folder.path().join("fill.svg");
    report(&["fill", "--chart", chart.to_str().unwrap()]);
    let svg = std::fs::read_to_string(chart).unwrap();
    assert!(svg.starts_with("<svg ") && svg.contains("within 15 min") && svg.ends_with("</svg>\n"));
}

#[test]
fn csv_and_json_lines_are_one_input() {
    let mut csv = tempfile::Builder::new().suffix(".csv").tempfile().unwrap();
    csv.write_all(b"id,at,kind,call,by\n1,2026-04-06T15:00:00Z,call_accepted,c-1,\n")
        .unwrap();
    let mut lines = tempfile::NamedTempFile::new().unwrap();
    lines
        .write_all(br#"{"v":1,"id":"2","at":"2026-04-06T15:00:09Z","kind":"call_answered","data":{"call":"c-1","by":"person"}}"#)
        .unwrap();
    let paths = [csv.path().to_str().unwrap(), lines.path().to_str().unwrap()];
    let mut args = vec!["report", "telephony", paths[0], paths[1], "--json"];
    args.extend(AS_OF);
    let json: Value = serde_json::from_str(&stdout(&run(&args))).unwrap();
    assert_eq!(
        (&json["attempts"], &json["answer"]["value"]),
        (&Value::from(1), &Value::from(1.0))
    );
}

#[test]
fn a_bad_file_names_the_line_the_field_and_the_rule() {
    for (line, field, rule) in [
        (
            r#"{"v":1,"id":"1","at":"2026-04-06T15:00:00Z","kind":"spent","data":{"source":"s","audience":"clients","spend":"media","amount_minor":-1,"currency":"USD"}}"#,
            "amount_minor",
            "must not be negative",
        ),
        (r#"{"v":1,"id":"1"}"#, "(event)", "missing field"),
        ("no JSON", "(line)", "not valid JSON"),
    ] {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        write!(file, "\n{line}\n").unwrap();
        let said = refusal(&run(&["report", "referral", file.path().to_str().unwrap()]));
        for part in ["line 2", field, rule, "docs/metrics/README.md"] {
            assert!(said.contains(part), "{part}: {said}");
        }
    }
    assert!(refusal(&run(&["report", "fill", "/nowhere/at/all"])).contains("cannot be read"));
    let file = events();
    assert!(refusal(&run(&["report", "fill", &file, "--csv", "--table", "moon"])).contains("filled_by"));
    let backwards = [
        "report",
        "fill",
        &file,
        "--from",
        "2026-04-02",
        "--to",
        "2026-04-01",
    ];
    assert!(refusal(&run(&backwards)).contains("the last day is not included"));
    assert!(refusal(&run(&["report", "fill", &file, "--zone", "MST"])).contains("IANA"));
    assert!(refusal(&run(&["report", "churn", &file, "--from", "2026-04-01"])).contains("--as-of"));
}

#[test]
fn visits_of_an_agency_are_verified_or_looked_at_over_its_api() {
    let sandbox = Sandbox::start(&["--seed", "7"]);
    let evv = |extra: &[&str]| {
        let mut args = vec![
            "report",
            "evv",
            "--sandbox",
            sandbox.control(),
            "--from",
            "2026-03-01",
        ];
        args.extend(extra);
        run(&args)
    };
    let report: Value = serde_json::from_str(&stdout(&evv(&["--json"]))).unwrap();
    assert_eq!(report["basis"]["as_of"], NOW, "the moment is the sandbox's");
    let payers = report["payers"].as_array().unwrap();
    let sum = |field: &str| {
        payers
            .iter()
            .map(|payer| payer[field].as_u64().unwrap())
            .sum::<u64>()
    };
    assert!(sum("visits") > 0 && sum("billable_minutes") > 0, "{report}");
    let required = payers.iter().filter(|payer| payer["required"] == true);
    let (judged, verified) = required.fold((0, 0), |(judged, verified), payer| {
        let of = |part: &str| payer["verified"][part].as_u64().unwrap();
        (judged + of("denominator"), verified + of("numerator"))
    });
    let alerts = report["alerts"].as_array().unwrap();
    assert!(judged > 0 && judged - verified == alerts.len() as u64, "{report}");
    // Nothing is judged before it happened.
    let early: Value =
        serde_json::from_str(&stdout(&evv(&["--json", "--as-of", "2026-03-01T08:00:00Z"]))).unwrap();
    assert_eq!(early["payers"], Value::Array(Vec::new()));
    assert!(refusal(&run(&["report", "evv", "--sandbox", sandbox.control()])).contains("--from"));
}

#[test]
fn clients_of_an_agency_are_looked_at_over_its_api() {
    let sandbox = Sandbox::start(&["--seed", "7"]);
    let churn = run(&["report", "churn", "--sandbox", sandbox.control(), "--json"]);
    let report: Value = serde_json::from_str(&stdout(&churn)).unwrap();
    assert!(report["clients"].as_u64().unwrap() > 0, "{report}");
    for client in report["at_risk"].as_array().unwrap() {
        for reason in client["reasons"].as_array().unwrap() {
            // Neither looks into a portal nor complaints are in WellSky's records.
            let word = reason["reason"].as_str().unwrap();
            assert!(["on_hold", "visits_not_completed"].contains(&word), "{client}");
        }
    }
}

#[test]
fn a_report_that_no_record_can_feed_says_what_is_missing() {
    for (word, why) in [
        ("fill", "when it became open"),
        ("fairness", "who could have been asked"),
        ("telephony", "other services"),
        ("funnel", "not those it was in"),
    ] {
        let text = refusal(&run(&["report", word, "--sandbox", "http://127.0.0.1:9"]));
        assert!(text.contains(why) && text.contains("give files"), "{text}");
    }
    let neither = refusal(&run(&["report", "fill"]));
    assert!(neither.contains("FILE"), "{neither}");
}

/// A store that campaigns of a sandbox agency were kept in, under which scope, and what `fill` said of them.
async fn filled(folder: &std::path::Path) -> (String, String, Value) {
    let file = folder.join("careweave.db");
    let file = file.to_str().unwrap();
    let args = [
        "fill", "--quiet", "--json", "--seed", "1", "--now", NOW, "--store", file,
    ];
    let told = serde_json::from_str(&stdout(&run(&args))).unwrap();
    let url = format!("sqlite:{file}");
    let store = AnyStore::open_url(&url).await.unwrap();
    let streams = store.all_streams("", None, 1).await.unwrap();
    store.close().await.unwrap();
    let (scope, _) = streams[0].stream.split_once('/').unwrap();
    (url, scope.to_owned(), told)
}

#[tokio::test]
async fn campaigns_that_a_store_keeps_feed_filling_and_fairness() {
    let folder = tempfile::tempdir().unwrap();
    let (url, scope, told) = filled(folder.path()).await;
    let of = |word: &str| -> Value {
        let mut args = vec!["report", word, "--json", "--store", &url, "--scope", &scope];
        args.extend(AS_OF);
        serde_json::from_str(&stdout(&run(&args))).unwrap()
    };
    let filling = of("fill");
    let shifts = told["shifts"].as_array().unwrap().len();
    assert_eq!(filling["opened"], shifts, "{filling:#}");
    assert_eq!(
        filling["filled_before_start"]["numerator"], told["filled"],
        "{filling:#}"
    );
    assert!(of("fairness")["eligible"].as_u64().unwrap() > 0);
}

#[tokio::test]
async fn a_report_that_no_store_can_feed_is_refused_and_says_what_it_needs() {
    let folder = tempfile::tempdir().unwrap();
    let (url, scope, _) = filled(folder.path()).await;
    for (word, needs) in [
        ("messaging", "receipts of delivery"),
        ("telephony", "the times of calls"),
        ("noshow", "who came"),
        ("funnel", "reached each stage"),
    ] {
        let text = refusal(&run(&["report", word, "--store", &url, "--scope", &scope]));
        assert!(text.contains(needs), "{text}");
    }
    let nobody = refusal(&run(&["report", "fill", "--store", &url, "--scope", "nobody"]));
    assert!(nobody.contains("--scope"), "{nobody}");
    let without = refusal(&run(&["report", "fill", "--store", &url]));
    assert!(without.contains("--scope"), "{without}");
}
