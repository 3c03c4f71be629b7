//! `careweave evv` on files.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod guide;
mod support;

use std::io::Write;

use guide::Guide;
use serde_json::Value;
use support::{refusal, run, stdout};

const GUIDE: &str = "guides/visit-file.md";

fn file(suffix: &str, text: &str) -> tempfile::NamedTempFile {
    let mut file = tempfile::Builder::new().suffix(suffix).tempfile().unwrap();
    file.write_all(text.as_bytes()).unwrap();
    file
}

fn path(file: &tempfile::NamedTempFile) -> &str {
    file.path().to_str().unwrap()
}

#[test]
fn the_worked_example_of_the_guide_prints_what_the_guide_says() {
    let guide = Guide::read(GUIDE);
    let example = file(".json", guide.block("json", 0));
    assert_eq!(stdout(&run(&["evv", path(&example)])), guide.block("text", 0));
    let report: Value = serde_json::from_str(&stdout(&run(&["evv", path(&example), "--json"]))).unwrap();
    assert_eq!(report["units"][0]["minutes"], 21);
    assert_eq!(report["units"][0]["units"], 1);
    assert_eq!(report["visits"][2]["review"]["findings"][0]["element"], "service");
    assert_eq!(report["visits"][3]["review"], Value::Null);
    assert_eq!(report["visits"][3]["attendance"]["state"], "no_show_candidate");
}

/// The example's visits as a table.
fn table() -> String {
    let sheet: Value = serde_json::from_str(Guide::read(GUIDE).block("json", 0)).unwrap();
    let columns = [
        "clock_in",
        "id",
        "service",
        "client_id",
        "caregiver_id",
        "date",
        "scheduled_start",
        "scheduled_end",
        "distance",
        "accuracy",
        "clock_out",
        "signature",
    ];
    let mut text = columns.join(",") + "\r\n";
    for visit in sheet["visits"].as_array().unwrap() {
        let cells = columns.map(|column| {
            let value = match column {
                "distance" | "accuracy" => &visit["position"][column],
                _ => &visit[column],
            };
            match value {
                Value::Null => String::new(),
                Value::String(text) => format!("\"{text}\""),
                other => other.to_string(),
            }
        });
        text += &(cells.join(",") + "\r\n");
    }
    text
}

const SETTING: [&str; 4] = ["--zone", "America/Denver", "--as-of", "2026-04-06T22:00:00Z"];

#[test]
fn a_table_gives_the_same_bytes_as_the_json_it_stands_for() {
    let guide = Guide::read(GUIDE);
    let json = file(".json", guide.block("json", 0));
    let csv = file(".csv", &table());
    let expected = stdout(&run(&["evv", path(&json), "--json"]));
    let mut args = vec!["evv", path(&csv), "--json"];
    args.extend(SETTING);
    assert_eq!(stdout(&run(&args)), expected);
    let other = file(".txt", &table());
    let mut args = vec!["evv", path(&other), "--json", "--csv"];
    args.extend(SETTING);
    assert_eq!(stdout(&run(&args)), expected);
}

#[test]
fn bad_visit_files_name_the_record_the_field_and_the_rule() {
    let text = Guide::read(GUIDE).block("json", 0).to_owned();
    for (from, to, record, field) in [
        ("\"id\": \"900002\"", "\"id\": \"900001\"", "visits[1]", "id"),
        (
            "\"signature\": \"given\"",
            "\"signature\": \"yes\"",
            "visits[0]",
            "signature",
        ),
        (
            "\"service\": \"T1019\"",
            "\"services\": \"T1019\"",
            "visits[0]",
            "services",
        ),
        (
            "\"distance\": 12000",
            "\"distance\": -1",
            "visits[0]",
            "position.distance",
        ),
        (
            "2026-04-06T15:09:00Z",
            "2026-04-06T23:09:00Z",
            "visits[0]",
            "clock_out",
        ),
        (
            "2026-04-06T15:09:00Z",
            "2026-04-06T15:09:00",
            "visits[0]",
            "clock_out",
        ),
        (
            "2026-04-06T16:00:00Z\",\n     \"position",
            "2026-04-06T15:00:00Z\",\n     \"position",
            "visits[0]",
            "scheduled_end",
        ),
        ("careweave.visits/1", "careweave.visits/2", "(file)", "format"),
        ("America/Denver", "America/Atlantis", "(file)", "zone"),
    ] {
        assert!(text.contains(from), "{from}");
        let broken = file(".json", &text.replacen(from, to, 1));
        let said = refusal(&run(&["evv", path(&broken)]));
        assert!(said.contains(&format!("record: {record}")), "{from}: {said}");
        assert!(said.contains(&format!("field:  {field}")), "{from}: {said}");
        assert!(said.contains("docs/guides/visit-file.md"), "{said}");
    }
}

#[test]
fn bad_tables_name_the_line_the_column_and_the_rule() {
    let text = table();
    for (from, to, field, place) in [
        ("clock_in,id", "clockin,id", "clockin", "line 1"),
        ("service,client_id", "service,service", "service", "line 1"),
        ("12000", "12.5", "distance", "line 2"),
        ("8000", "", "accuracy", "line 2"),
        ("\"T1019\"", "\"T\"1019", "(line)", "line 2"),
        ("\"given\"", "\"given\",1", "(record)", "line 2"),
        ("\"900002\"", "\"\"", "id", "line 3"),
    ] {
        assert!(text.contains(from), "{from}");
        let broken = file(".csv", &text.replacen(from, to, 1));
        let mut args = vec!["evv", path(&broken)];
        args.extend(SETTING);
        let said = refusal(&run(&args));
        assert!(said.contains(&format!("field:  {field}")), "{from}: {said}");
        assert!(said.contains(&format!("at:     {place}")), "{from}: {said}");
    }
    let csv = file(".csv", &text);
    assert!(refusal(&run(&["evv", path(&csv)])).contains("--zone"));
    let json = file(".json", Guide::read(GUIDE).block("json", 0));
    let mut args = vec!["evv", path(&json)];
    args.extend(SETTING);
    assert!(refusal(&run(&args)).contains("states both itself"));
}
